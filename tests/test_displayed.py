"""What is displayed equals what is computed, is no longer, and has none of the listed patterns."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import mpmath
import pytest
from sympy import (
    Add,
    Basic,
    Expr,
    Integral,
    Mul,
    Piecewise,
    Pow,
    Sum,
    exp,
    fraction,
    gamma,
    log,
    pi,
    sin,
    together,
    zeta,
)
from sympy import Rational as Q
from sympy.core.function import AppliedUndef

from analytic.displayed import displayed
from analytic.law import Law
from analytic.notation import N, a, b, eta, nu, ratio, t, x
from analytic.quotient import cancel
from analytic.typesetting import formula
from derivations import RESULTS
from tests.golden.frozen import POINTS, _is_slow, _number

PARTS = ("leading", "correction", "remainder")
DIGITS = 15
WITHOUT_VALUE = (AppliedUndef, Sum, Integral)  # at points, or none that is quickly found
FINE = 1e-9  # doubles, of forms whose terms cancel by up to a few digits


def law_forms(law: Law) -> Iterator[Expr]:
    """All that is printed of a law."""
    yield from (law.exponent, law.amplitude)
    yield from (getattr(law.general, part) for part in PARTS)
    for on_curve in (*law.boundaries.values(), *law.resonances.values()):
        yield from law_forms(on_curve)


def forms(name: str) -> list[Expr]:
    """All formulas of a result, each once."""
    result = RESULTS[name]
    found = [side for one in result.page.equations for side in (one.left, one.right)]
    found += [*result.formulas.values()]
    found += [] if result.law is None else [*law_forms(result.law)]
    return [one for one in dict.fromkeys(found) if isinstance(one, Expr)]


def faults(form: Basic) -> list[str]:
    """The patterns of a formula that is not in its simplest form."""
    return [
        f"{said}: {part}"
        for part in _parts(form)
        for said, is_one in FAULTS.items()
        if is_one(part)
    ]


def _parts(form: Basic) -> Iterator[Basic]:
    yield form
    if not isinstance(form, Sum | Integral):
        for part in form.args:
            yield from _parts(part)


def _equal_bases(part: Basic) -> bool:
    factors = [one.as_base_exp() for one in Mul.make_args(part) if part.is_Mul]
    return any(many > 1 for many in Counter(base for base, _ in factors).values())


def _vanishing_exponent(part: Basic) -> bool:
    return part.is_Pow and not part.exp.has(Piecewise) and cancel(part.exp) == 0


def _nested_power(part: Basic) -> bool:
    return part.is_Pow and part.base.is_Pow and bool(part.base.base.is_positive)


def _several_exponentials(part: Basic) -> bool:
    return part.is_Mul and sum(isinstance(one, exp) for one in part.args) > 1


def _several_logarithms(part: Basic) -> bool:
    if not part.is_Add:
        return False
    found = [one.args[0] for one in part.args if isinstance(one, log)]
    found += [(-one).args[0] for one in part.args if isinstance(-one, log)]
    return sum(inside.free_symbols <= {b} for inside in found) > 1


def _double_sign(part: Basic) -> bool:
    return part.is_Add and " + -" in formula(part)


def _cases_above(part: Basic) -> bool:
    return part.is_Pow and part.exp.has(Piecewise)


def _logarithm_of_a_reciprocal(part: Basic) -> bool:
    return isinstance(part, log) and part.args[0].is_positive and fraction(part.args[0])[0] == 1


def _equal_denominators(part: Basic) -> bool:
    if not part.is_Add or not part.free_symbols <= {a, b} or part.has(Piecewise):
        return False
    below = [fraction(term)[1].as_coeff_Mul()[1] for term in part.args]
    return any(many > 1 for one, many in Counter(below).items() if one.is_Symbol)


def _square_in_full(part: Basic) -> bool:
    if not part.is_Add or not any(term.is_Number for term in part.args):
        return False
    letters = {term.as_coeff_Mul()[1] for term in part.args}
    return any(one.is_Symbol and {one ** Q(1, 2), one ** Q(-1, 2)} & letters for one in letters)


def _gammas_apart_by_a_number(part: Basic) -> bool:
    if not part.is_Add or part.has(Piecewise) or fraction(together(part))[1].has(gamma):
        return False
    arguments = [one.args[0] for one in part.atoms(gamma)]
    return any(cancel(one - other).is_Integer for one, other in combinations(arguments, 2))


FAULTS = {
    "cases in an exponent": _cases_above,
    "logarithm of a reciprocal": _logarithm_of_a_reciprocal,
    "equal denominators": _equal_denominators,
    "a square in full": _square_in_full,
    "Gamma functions apart by a number": _gammas_apart_by_a_number,
    "equal bases": _equal_bases,
    "vanishing exponent": _vanishing_exponent,
    "nested power": _nested_power,
    "several exponentials": _several_exponentials,
    "several logarithms": _several_logarithms,
    "double sign": _double_sign,
}


@pytest.mark.parametrize("name", RESULTS)
def test_every_form_is_displayed_in_its_simplest_form(name: str) -> None:
    assert [fault for form in forms(name) for fault in faults(displayed(form))] == []


@pytest.mark.parametrize("name", RESULTS)
def test_no_form_is_displayed_at_greater_length(name: str) -> None:
    pairs = [(form, displayed(form)) for form in forms(name)]
    longer = [
        form
        for form, shown in pairs
        if length(shown) > length(form) and shown.count_ops() > form.count_ops()
        if not any(map(_cases_above, _parts(form)))
    ]
    assert longer == []


def length(form: Expr) -> int:
    """How many letters, numbers and functions are printed."""
    return sum(not part.is_Add and not part.is_Mul for part in _parts(form))


@pytest.mark.parametrize("name", RESULTS)
def test_what_is_displayed_is_what_is_computed(name: str) -> None:
    changed = [
        form
        for form in forms(name)
        if displayed(form) != form and not _is_slow(form) and not form.has(*WITHOUT_VALUE)
    ]
    for form in changed:
        pairs = [(_value(form, point), _value(displayed(form), point)) for point in POINTS]
        assert all(
            abs(here - there) <= FINE * abs(here) or (here != here and there != there)
            for here, there in pairs
        ), form


def _value(form: Expr, point: tuple[Expr, Expr]) -> complex:
    """The value there; not a number outside of the regime of a form."""
    at = {letter: _number(letter, point) for letter in form.free_symbols}
    with mpmath.workdps(DIGITS):
        return complex(form.subs(at).evalf(DIGITS))


@pytest.mark.parametrize(
    ("form", "simple"),
    [
        (pi * pi ** (a - 1) * b ** (1 - a), pi * (pi / b) ** (a - 1)),
        (2 ** (a * (1 - 1 / a) / b + (1 - a) / b), Q(1)),
        (eta * eta ** (1 / b - 1), eta ** (1 / b)),
        (b**2 * b**-b, b ** (2 - b)),
        (4 * 2 ** (1 / b - 2), 2 ** (1 / b)),
        (
            ((pi / (N * b * sin(pi / b))) ** b) ** (a / b - 1 / b),
            (pi / (N * b * sin(pi / b))) ** (a - 1),
        ),
        (log(b) + log(sin(pi / b)) - log(pi), log(b * sin(pi / b) / pi)),
        (ratio - 2 * ratio ** Q(1, 2) + 1, (ratio ** Q(1, 2) - 1) ** 2),
        (exp(-t) * exp(-t / nu), exp(-t - t / nu)),
        (N**-b * (pi / b) ** b, N**-b * (pi / b) ** b),
        (a / b - 1 / b, (a - 1) / b),
        (gamma(a / b - 1 / b), gamma((a - 1) / b)),
        (log(1 / eta), -log(eta)),
        (x - 1 - ratio + 2 * ratio ** Q(1, 2), x - (ratio ** Q(1, 2) - 1) ** 2),
        (2 * gamma(a) * b + gamma(a + 1), (a + 2 * b) * gamma(a)),
        (t ** Piecewise((a, a < b), (b, True)), Piecewise((t**a, a < b), (t**b, True))),
        (Integral(-exp(-x), (x, 0, t)), -Integral(exp(-x), (x, 0, t))),
        (b * log(eta) + 2 * log(eta) + zeta(b), (b + 2) * log(eta) + zeta(b)),
    ],
)
def test_simple_forms(form: Expr, simple: Expr) -> None:
    assert displayed(form) == simple


def test_the_patterns_are_seen() -> None:
    seen = [
        Mul(pi, Pow(pi, a - 1, evaluate=False), evaluate=False),
        2 ** (a * (1 - 1 / a) / b + (1 - a) / b),
        Pow(Pow(b, b, evaluate=False), a, evaluate=False),
        Mul(exp(-t), exp(-t / nu), evaluate=False),
        Add(log(b), log(pi)),
        a / b - 1 / b,
        log(1 / eta),
        x - 1 - ratio + 2 * ratio ** Q(1, 2),
        2 * gamma(a) - gamma(a + 1),
        t ** Piecewise((a, a < b), (b, True)),
    ]
    assert [faults(form) != [] for form in seen] == [True] * len(seen)


@pytest.mark.parametrize("name", RESULTS)
def test_no_name_of_the_program_is_on_a_page(name: str) -> None:
    equations = RESULTS[name].page.equations
    shown = "\n".join(one.text(400) + one.latex() for one in equations)
    assert re.findall(r"\b[a-z]{3,}_[a-z]{3,}|[A-Z][a-z]+[A-Z][a-z]+|bessel|polygamma", shown) == []
