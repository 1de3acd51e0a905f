r"""Laws of the parts of the loss: in the limited resource at the end of training, and in time.

At t = infinity with one of N and P unlimited each part is a function of kappa, d(kappa) = n, as the
losses of the bottlenecks are. At a fixed time the coefficients of 1/N and 1/P are integrals of two
sums over modes, and have powers of t at late times.

    n^{-e} / \sin(\pi u)     is kept up to half way from a boundary to the next pole of it

Two terms that may lead have poles on their boundary, which cancel. Beyond it the one that does not
lead has more of these, which would cancel against terms not kept: from half way on it is left out,
and counts as remainder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Piecewise,
    Rational,
    Symbol,
    cancel,
    exp,
    factor,
    solve,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import N, P, d, kappa, lambda_j, lambda_k, s, sigma2, t, w, y
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import boundaries
from analytic.symbolic.ensembles.fixed_time import first_orders, in_modes
from analytic.symbolic.ensembles.late_time import (
    BIAS,
    VARIANCE,
    Weight,
    between_modes,
    late_time_between,
)
from analytic.symbolic.ensembles.pairs import Split, parts
from analytic.symbolic.ensembles.power_counting import late_exponent
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mellin.mode_sums import (
    DEFINITIONS,
    SpectralSeries,
    poles_to_tail,
    series_of_sums,
)
from analytic.symbolic.series.dominant_balance import balanced, on_boundary
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, is_larger
from analytic.symbolic.series.resonances import resonances
from analytic.symbolic.series.reversion import revert
from analytic.symbolic.series.substitution import substitute
from derivations.bottleneck import Bottleneck, dimension

__all__ = [
    "FUNCTIONS",
    "coefficient_law",
    "everywhere",
    "final_law",
    "final_parts",
    "formulas",
    "interaction_exponent",
    "stated",
    "with_cases",
]

ORDER = 1
_POLES = 2  # from every string of Gamma

FUNCTIONS: Mapping[str, tuple[Expr, Expr, Weight]] = {
    "c_0": (d, -s * w, BIAS),
    "v_A": (d, -s * w, VARIANCE),
    "v_D": (-s * d, w, VARIANCE),
}
"""The transforms of F and G, and the weight between them."""


@cache
def final_parts(bottleneck: Bottleneck, statement: FieldEquations) -> Split:
    """The parts at t = infinity without noise, as functions of kappa, d and the sums over modes."""
    resource, unlimited, _ = bottleneck
    end = dimension(bottleneck, statement)
    (needed,) = solve(end - d, resource)
    return Split(
        *(
            factor(along_the_diagonal(part.subs(sigma2, 0), end).subs(resource, needed))
            for part in parts(statement, unlimited)
        )
    )


@cache
def require_integral(name: str, statement: FieldEquations) -> None:
    """That a coefficient is the integral of two functions of time with a weight, mode by mode.

    Raises    InvalidProblemError where the field equations give something else.
    """
    found = first_orders(statement)
    kernels = {"c_0": found.bias, "v_A": found.features, "v_D": found.data}
    of_modes = in_modes(kernels[name].subs(sigma2, 0)).subs(lambda_j, lambda_k + y)
    if not _vanishes(of_modes - between_modes(*FUNCTIONS[name])):
        raise InvalidProblemError(
            f"{name} is no integral of two sums over modes. Its late times are not known."
        )


def _vanishes(difference: Expr) -> bool:
    """Whether a sum of rational functions times exponentials is zero: each exponential's is."""
    rational = defaultdict[Expr, Expr](lambda: Integer(0))
    for term in Add.make_args(difference.expand()):
        factors = Mul.make_args(term)
        exponent = Add(*(one.args[0] for one in factors if isinstance(one, exp))).expand()
        rational[exponent] += Mul(*(one for one in factors if not isinstance(one, exp)))
    return all(cancel(one) == 0 for one in rational.values())


@cache
def final_law(
    bottleneck: Bottleneck, part: Expr, spectrum: PowerLaw, statement: FieldEquations
) -> Law:
    """The law in the limited resource of one part at t = infinity, a function of kappa."""
    return everywhere(partial(_final_law, bottleneck, part, statement), spectrum)


def _final_law(
    bottleneck: Bottleneck, part: Expr, statement: FieldEquations, spectrum: PowerLaw
) -> Law:
    resource, unlimited, symbol = bottleneck
    needed = {quantity: DEFINITIONS[quantity] for quantity in DEFINITIONS if part.has(quantity)}
    sums, conditions = series_of_sums(spectrum, 1, {d: DEFINITIONS[d], **needed})
    in_kappa = substitute(part, {**sums, kappa: LogPowers.variable(kappa)}, kappa, 0)
    end = dimension(bottleneck, statement)
    share = LogPowers.of(1 / resource, [((Integer(1), 0), resource / end)])
    inverse = revert(sums[d], end, 1).composed(share, 1)
    validity = f"{resource} large, t = {unlimited} = infinity, no noise"
    return balanced(in_kappa.composed(inverse, 0), symbol, resource, validity, conditions)


@cache
def coefficient_law(name: str, spectrum: PowerLaw, statement: FieldEquations) -> Law:
    """The law at late times of the coefficient of 1/N or 1/P in one part, without noise."""
    require_integral(name, statement)
    return everywhere(partial(_coefficient_law, name), spectrum)


def _coefficient_law(name: str, spectrum: PowerLaw) -> Law:
    one, two, weight = FUNCTIONS[name]
    sums, conditions = _sums(spectrum)
    known = {**sums, s: LogPowers.variable(kappa)}
    first, second = (substitute(function, known, kappa, ORDER) for function in (one, two))
    at_double_time = below_relative_order(late_time_between(first, second, weight, t), Integer(1))
    half = LogPowers.of(1 / t, [((Integer(1), 0), Rational(1, 2))])
    resource = P if name == "v_D" else N
    return balanced(
        at_double_time.composed(half, ORDER),
        f"r_t({name})",
        t,
        f"{resource} -> infinity at fixed t, then t large; no noise",
        conditions,
    )


@cache
def _sums(spectrum: PowerLaw) -> SpectralSeries:
    poles = poles_to_tail(spectrum, DEFINITIONS[w], _POLES)
    return series_of_sums(spectrum, poles, {quantity: DEFINITIONS[quantity] for quantity in (d, w)})


@cache
def interaction_exponent(spectrum: PowerLaw, statement: FieldEquations) -> Expr:
    """The decay rate in time of the interaction's coefficient, without noise."""
    interaction = first_orders(statement).interaction.subs(sigma2, 0)
    return late_exponent(interaction, _sums(spectrum).series)


def everywhere(derived: Callable[[PowerLaw], Law], spectrum: PowerLaw) -> Law:
    """The law of a spectrum with that on each of its boundaries, all as plain sums of terms.

    `derived` gives the law at exponents off all boundaries, or on one.
    """
    law = derived(spectrum).general
    edges = boundaries(sorted((one.exponent for one in law.regimes), key=str))
    return replace(
        law,
        boundaries={edge: derived(spectrum.at(on_boundary(edge))).general for edge in edges},
        derived_at=lambda values: everywhere(derived, spectrum.at(values)),
    )


def _limits(law: Law) -> dict[Expr, Boolean]:
    """The terms that are kept somewhere only, and where."""
    edges = tuple(law.boundaries)
    found = {term: _kept(term, law.variable, edges) for term in Add.make_args(law.general.leading)}
    return {term: where for term, where in found.items() if where != true}


def stated(law: Law) -> str:
    """Where terms are left out, in words.

    >>> from analytic.notation import N, a
    >>> stated(Law("r_N", N, N ** (1 - a), N**-a, "N large"))
    ''
    """
    return "".join(
        f"; {_power(term, law.variable)} for {where} only, beyond it is left out"
        for term, where in _limits(law).items()
    )


def with_cases(law: Law) -> Law:
    """The law with a value everywhere: on its boundaries, and where a term is left out."""
    limited = _limits(law)
    kept = {term: Piecewise((term, where), (Integer(0), True)) for term, where in limited.items()}
    left = [
        Piecewise((Integer(0), where), (_power(term, law.variable), True))
        for term, where in limited.items()
    ]
    general = replace(law, leading=law.leading.xreplace(kept), remainder=Add(law.remainder, *left))

    def cases(name: str) -> Expr:
        special = [(getattr(on, name), edge) for edge, on in law.boundaries.items()]
        return Piecewise(*special, (getattr(general, name), True))

    parts = ("leading", "correction", "remainder")
    return replace(general, **{name: cases(name) for name in parts})


def formulas(laws: Mapping[str, Law]) -> dict[str, Expr]:
    """The laws and what they leave out, with cases for the boundaries."""
    cases = {name: with_cases(law) for name, law in laws.items()}
    return {
        **{name: law.expansion for name, law in cases.items()},
        **{f"remainder of {name}": law.remainder for name, law in cases.items()},
    }


def below_relative_order(series: LogPowers, order: Expr) -> LogPowers:
    """The terms that are not certainly smaller than another one by a power; the others omitted."""
    exponents = [exponent for exponent, _ in series.terms]

    def is_kept(exponent: Expr) -> bool:
        excess = (canonical(exponent - other - order) for other in exponents)
        return not any(rest == 0 or is_larger(rest, Integer(0)) for rest in excess)

    kept = [(term, c) for term, c in series.terms.items() if is_kept(term[0])]
    left = [term for term in series.terms if not is_kept(term[0])]
    return LogPowers.of(series.small, kept, (*series.omitted, *left))


def _power(term: Expr, variable: Symbol) -> Expr:
    power: Expr = term.as_independent(variable, as_Add=False)[1]
    return power


def _kept(term: Expr, variable: Symbol, edges: tuple[Boolean, ...]) -> Boolean:
    """The condition under which a term is kept."""
    coefficient, power = term.as_independent(variable, as_Add=False)
    curves = resonances(coefficient, -power.as_base_exp()[1], ())
    for edge in (one for one in edges if one in curves):
        letter, here = edge.args
        others = [curve.rhs for curve in curves if curve.lhs == letter]
        if above := [value for value in others if is_larger(value, here)]:
            return letter < canonical((here + above[0]) / 2)
        if below := [value for value in others if is_larger(here, value)]:
            return letter > canonical((here + below[0]) / 2)
    return true
