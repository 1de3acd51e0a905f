r"""Ridge map: which part of the loss leads at a penalty P^-ell and a width P^nu.

    L = bias^2 + V_A + V_D + V_{AD} + V_\sigma,   d \asymp P^\theta,   \theta = min(\ell/b, 1, \nu)
    bias^2 \asymp P^{-\theta min(a - 1, 2 b)},   V_A \asymp P^{-\nu + \theta - \theta min(a - 1, b)}

The code of [atanasov2024scaling] draws such a map, by the smallest of four exponents. New here: all
amplitudes, the variance of features where a < b + 1, and N = P, where the smallest is not enough.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Add, Expr, Min, Symbol, powdenest, solve

from analytic.comparison.ridge_map import IN_KAPPA, NOISY_RATE, ridge_map_checks
from analytic.comparison.ridge_rays import BINDING, PEAK, Ray
from analytic.notation import (
    L_0,
    V_A,
    N,
    P,
    V_sigma,
    d,
    delta_L,
    ell,
    g_w,
    gamma_R,
    kappa,
    nu,
    r_P,
    theta,
    w,
    w_2,
    x,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import EXPONENT, IN_CASE, LEFT_OUT, Formulas
from analytic.symbolic.ensembles.ridge_parts import (
    AT_PEAK,
    DATA,
    PARTS,
    RIDGE,
    WIDTH,
    Constraint,
    LeadingPart,
    at_the_peak,
    constraints,
    leading_part,
    ridge_parts,
    target_law,
)
from analytic.symbolic.mean_field.responses import responses
from derivations.bottleneck import name_amplitude
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "ridge-map",
    184,
    "Ridge map",
    "$gamma = P^-ell$, $N = P^nu$, $P$ large; a power law with infinitely many modes",
    law=False,
)

PAPER = "atanasov2024scaling"
POWERS = {N: P**nu, gamma_R: P**-ell}
AMPLITUDES = "its amplitude"
FIRST = {RIDGE: "the penalty", DATA: "the data", WIDTH: "the width"}


class _Map(NamedTuple):
    """The leading terms of all parts where each constraint binds, and those at N = P."""

    binding: Mapping[str, Mapping[Symbol, LeadingPart]]
    peak: Mapping[Symbol, LeadingPart]


def derive(spectrum: PowerLaw = POWER_LAW, statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The parts of the loss at a penalty, and their leading terms along powers of P.

        L = bias^2 + V_A + V_D + V_{AD} + V_\sigma,   \gamma = P^{-\ell},   N = P^\nu

    The code of [atanasov2024scaling] draws such a map.
    """
    page = page_under(
        HEADING,
        statement="Penalty, data or width, whichever is first, ends the effective dimension, "
        "$d asymp P^theta$. The squared bias leads, or the variance of features where $a > b + 1$ "
        "and the width is not far above it, or label noise. At $N = P$ and $ell > b$ the loss is "
        "larger than the sum of these powers: that is the peak of double descent.",
        source=f"{PAPER}, code of the phase plot; new: all amplitudes, the variance of features "
        "where $a < b + 1$, the line $N = P$",
        problem="$L(gamma)$ in parts, $gamma = P^-ell$, $N = P^nu$",
    )
    one_point = responses(statement)
    page.show(gamma_R, one_point.at_kappa(one_point.frequency), "which gives $kappa$ and $d$")
    exact = _exact(page, statement)
    target = _target(page, spectrum)
    ends = constraints(spectrum, statement)
    found = _Map(
        {one.name: _binding(page, one, spectrum, statement) for one in ends},
        _peak(page, spectrum, statement),
    )
    left = {one.name: _left_out(page, one, ends[0]) for one in ends}
    exponents = _exponents(page, ends, found.binding[RIDGE])
    statements = _statements(found) if spectrum == POWER_LAW else {}
    return result_under(
        HEADING,
        page,
        formulas={
            **exact,
            **{IN_KAPPA.of(letter): one for letter, one in target.items()},
            **{IN_CASE.of(kappa, one.name): one.regulariser for one in ends},
            **{
                IN_CASE.of(letter, name): part.displayed
                for name, parts in {**found.binding, AT_PEAK: found.peak}.items()
                for letter, part in parts.items()
                if letter != L_0
            },
            **{LEFT_OUT.of(name): one for name, one in left.items()},
            **exponents,
        },
        statements=statements,
        checks=ridge_map_checks(),
        derive=derive,
    )


def _exact(page: Page, statement: FieldEquations) -> Mapping[Symbol, Expr]:
    """The parts of the loss, displayed."""
    parts = ridge_parts(statement)
    page.show(L_0, parts[L_0], "squared bias: replicas that share nothing, $s = s' = gamma$")
    page.show(g_w, kappa * (w - kappa * w_2), "the slope of $kappa w$ in $log(kappa)$")
    reasons = (
        "variance of features: what the same $A$ and other data have beyond that",
        "variance of data without noise: the same data, another $A$",
        "what both together add, without noise",
        "what label noise adds. The split is a choice: it may be left in the variances",
    )
    for letter, reason in zip(PARTS[1:], reasons, strict=True):
        page.show(letter, parts[letter], reason)
    return parts


def _target(page: Page, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
    """The sums with the target at small kappa, displayed, and with what comes next."""
    name_amplitude(page, spectrum)
    found = {}
    for source, reason in (
        (L_0, "small $kappa$: modes beyond reach, and those that are learned"),
        (g_w, "the same"),
    ):
        law = target_law(source, spectrum)
        leading = powdenest(law.general.leading.subs(x, 1 / kappa), force=True)
        page.show(source, leading, reason, relation="~")
        found[source] = law.expansion.subs(x, 1 / kappa)
    return found


def _binding(
    page: Page, constraint: Constraint, spectrum: PowerLaw, statement: FieldEquations
) -> Mapping[Symbol, LeadingPart]:
    """The leading terms where one constraint binds, displayed."""
    page.show(d, constraint.dimension, f"{FIRST[constraint.name]} first", relation="~")
    page.show(kappa, constraint.regulariser, "there", relation="~")
    found = {letter: leading_part(letter, constraint, spectrum, statement) for letter in PARTS}
    for letter in PARTS[1:]:
        page.show(letter, found[letter].displayed, "its leading term", relation="~")
    return found


def _peak(
    page: Page, spectrum: PowerLaw, statement: FieldEquations
) -> Mapping[Symbol, LeadingPart]:
    """The parts that are larger at N = P, displayed."""
    found = {letter: at_the_peak(letter, spectrum, statement) for letter in PARTS[-2:]}
    for letter, part in found.items():
        page.show(
            letter,
            part.displayed,
            "$N = P$, small penalty: $1 - d/P = sqrt(gamma/kappa)$. It grows as that falls",
            relation="~",
        )
    return found


def _left_out(page: Page, constraint: Constraint, penalty: Constraint) -> Expr:
    """What is left out where a constraint binds, relative to what leads."""
    end = constraint.dimension
    ratios = [end / size for size in constraint.larger]
    ratios += [] if constraint == penalty else [gamma_R / constraint.regulariser]
    return page.show(
        delta_L,
        Add(1 / end, *ratios),
        f"what is left out, relative to each part, {FIRST[constraint.name]} first",
        relation="O",
    )


def _exponents(
    page: Page, ends: tuple[Constraint, ...], parts: Mapping[Symbol, LeadingPart]
) -> Formulas:
    """The exponents of all parts in 1/P, by that of the dimension."""
    ranks = [_power(one.dimension.subs(POWERS)) for one in ends]
    rank = page.show(theta, Min(*ranks), "$d asymp P^theta$: the first of the three")
    (reached,) = solve(ranks[0] - theta, ell)
    powers = {**POWERS, gamma_R: P**-reached}
    exponents = {letter: part.exponent(powers) for letter, part in parts.items()}
    for letter, exponent in exponents.items():
        ties = "; where both powers are equal, times a logarithm" if exponent.has(Min) else ""
        reason = "in terms of it, off $N = P$" + ties
        page.show(letter, P**-exponent, reason, relation="asymp")
    quiet = [one for letter, one in exponents.items() if letter != V_sigma]
    gaps = [one - rank for one in ranks] + [one - theta for one in ranks]
    least = [x for x in quiet if not any(cancel(x - y - gap) == 0 for y in quiet for gap in gaps)]
    without = page.show(r_P, Min(*least), "without label noise: others are never less")
    noisy = page.show(r_P, Min(without, exponents[V_sigma]), "with label noise")
    return {
        theta: rank,
        **{EXPONENT.of(letter): one for letter, one in exponents.items()},
        r_P: without,
        NOISY_RATE: noisy,
    }


def _power(size: Expr) -> Expr:
    """The power of P that a size is."""
    return cancel(P * size.diff(P) / size)


def _statements(found: _Map) -> dict[str, Statement]:
    """Exponents of the parts and of the loss, for all powers with which a constraint binds."""
    stated: dict[str, Statement] = {}
    for where, powers in BINDING.items():
        sizes = {N: P ** powers[nu], gamma_R: P ** -powers[ell]}
        parts = found.binding[next(name for name, words in FIRST.items() if words in where)]
        stated |= _of_parts(parts, where, sizes, powers)
    ((where, powers),) = PEAK.items()
    sizes = {N: P ** powers[nu], gamma_R: P ** -powers[ell]}
    parts = {**found.binding[DATA], **found.peak}
    return {**stated, **_of_parts(parts, where, sizes, powers)}


def _of_parts(
    parts: Mapping[Symbol, LeadingPart],
    where: str,
    sizes: Mapping[Symbol, Expr],
    powers: Mapping[Symbol, Expr],
) -> dict[str, Statement]:
    exponents = {letter: part.exponent(sizes) for letter, part in parts.items()}
    quiet = Min(*(one for letter, one in exponents.items() if letter != V_sigma))
    values = {
        **{f"${letter}$": (exponents[letter], str(letter)) for letter in (L_0, V_A, V_sigma)},
        "$L$": (quiet, "L"),
        "$L$ with noise": (Min(quiet, exponents[V_sigma]), "noisy L"),
    }
    return {
        f"exponent of {name}, {where}": Statement(
            value,
            AMPLITUDES,
            observable=Ray(part, where),
            scope=f"$ell = {powers[ell]}$, $nu = {powers[nu]}$, all $u > 0$, $x > 0$",
            letters=powers,
        )
        for name, (value, part) in values.items()
    }
