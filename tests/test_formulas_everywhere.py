"""Numbers put into every formula of every result, on the curves where poles or regimes meet."""

import pytest
from sympy import (
    Expr,
    Integer,
    Piecewise,
    Rational,
    exp,
    false,
    log,
    nan,
    nsolve,
    oo,
    pi,
    sin,
    true,
    zeta,
    zoo,
)
from sympy.concrete.expr_with_limits import ExprWithLimits

from analytic import exact
from analytic.comparison.compute.ansatz import ANSATZ
from analytic.comparison.compute.limited_windows import Late
from analytic.comparison.crossovers import Windows
from analytic.comparison.ridge import Penalised
from analytic.comparison.turning_up import Turn
from analytic.law import Law
from analytic.notation import C_1, L_P, C, N, P, a, b, gamma_R, t, x
from analytic.problem import Model, PowerLaw, Ridge
from analytic.stated import N_BEST, NEAR_BOUNDARY
from derivations import RESULTS
from derivations.headings import HEADINGS

HALVES = Rational(3, 2)
CURVES = [(k * HALVES + 1, HALVES) for k in range(1, 6)] + [(HALVES, HALVES), (2 * HALVES, HALVES)]
CROSSINGS = [(Integer(2), Integer(2)), (Integer(3), Integer(2)), (Integer(5), Integer(2))]
POINTS = [{a: source, b: capacity} for source, capacity in CURVES + CROSSINGS]
BESIDE = Rational(1, 10**6)
WITH_LAW = [name for name in RESULTS if HEADINGS[name].law]
PARTS = ("leading", "correction", "remainder", "exponent", "amplitude")


def formulas(name: str) -> dict[str, Expr]:
    result = RESULTS[name]
    found = {str(key): value for key, value in result.formulas.items() if isinstance(value, Expr)}
    if result.law is not None:
        found |= {f"law.{part}": getattr(result.law, part) for part in PARTS}
        found |= parts_of(result.law)
    return {key: value for key, value in found.items() if value.has(a, b)}


def parts_of(law: Law) -> dict[str, Expr]:
    """The formulas of a law's regimes, in cases, and of its boundaries and resonances on them."""
    found = {
        f"{number}. regime: {part}": Piecewise((getattr(regime, part), regime.condition))
        for number, regime in enumerate(law.regimes, start=1)
        for part in ("exponent", "amplitude", "gain")
        if getattr(regime, part) != oo
    }
    for curve, there in {**law.boundaries, **law.resonances}.items():
        own = {part: getattr(there, part) for part in PARTS}
        found |= {f"on {curve}: {part}": Piecewise((value, curve)) for part, value in own.items()}
    return found


def finite(expression: Expr) -> bool:
    """Whether nothing infinite is in an expression but limits of integrals, sums and products."""
    inner = expression.replace(
        lambda part: isinstance(part, ExprWithLimits), lambda part: part.function
    )
    return not inner.has(nan, zoo, oo, -oo)


def is_stated(formula: Expr, point) -> bool:
    """Whether a formula says something at a point: in a case of it, or between two of them."""
    if not isinstance(formula, Piecewise):
        return True

    def is_in_a_case(source) -> bool:
        at = {**point, a: source}
        return any(where.subs(at) == True for _, where in formula.args)  # noqa: E712

    return is_in_a_case(point[a]) or all(is_in_a_case(point[a] + x) for x in (-BESIDE, BESIDE))


@pytest.mark.parametrize("name", RESULTS)
def test_every_formula_has_a_value_wherever_it_is_stated(name):
    assert [
        (key, tuple(point.values()))
        for key, formula in formulas(name).items()
        for point in POINTS
        if is_stated(formula, point) and not finite(formula.subs(point))
    ] == []


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", WITH_LAW)
def test_every_law_has_values_where_it_is_derived_on_a_curve(name):
    law = RESULTS[name].law
    stated = (*law.conditions, *law.boundaries, *law.resonances)
    for point in POINTS:
        assert all(condition.subs(point) in (true, false) for condition in stated)
        here = law.at(point)
        found = {part: getattr(here, part) for part in PARTS} | parts_of(here)
        assert [key for key, formula in found.items() if not finite(formula)] == []


def test_what_is_infinite_is_noticed():
    point = {a: Integer(4), b: HALVES}
    beside = Piecewise((zeta(a - 2 * b), a < 2 * b + 1), (a, a > 2 * b + 1))
    assert is_stated(beside, point)
    assert not finite(beside.subs(point))
    assert not finite(zeta(a - 2 * b).subs(point))
    assert not is_stated(Piecewise((a, a > 2 * b + 1)), point)
    assert not finite(((a - b - 1) / sin(pi * (a - 1) / b)).subs(a, b + 1))


@pytest.mark.parametrize("name", ["width-limited", "data-limited"])
@pytest.mark.parametrize("capacity", [HALVES, Integer(2)])
def test_the_form_through_the_boundaries_is_the_loss_on_every_curve(name, capacity):
    """Its relative error is of order kappa/n, and better than that of a power by its distance."""
    result = RESULTS[name]
    formula, variable = result.formulas[NEAR_BOUNDARY], result.law.variable
    for n in range(1, 5):
        point = {a: n * capacity + 1, b: capacity}
        errors = [
            abs(float(formula.subs(point).subs(variable, size).evalf(25) / loss - 1))
            for size in (10**3, 10**5)
            for loss in [result.observable.exact(PowerLaw(point[a], capacity), size, 25)]
        ]
        assert errors[0] < 10 ** (-3 * capacity)
        assert errors[1] < max(errors[0] * 10 ** (-2 * capacity), 1e-20)


@pytest.mark.parametrize(("resource", "steep"), [("width", 1), ("data", 2)])
def test_the_window_begins_where_the_first_correction_is_the_time_law(resource, steep):
    """The size at which c(t)/n = L(t), by digits, put into the time for that size.

    On the edge log t is log n^b to leading order: the rest falls as log log n/log n.
    """
    letter = {"width": N, "data": P}[resource]
    formula = RESULTS[f"{resource}-crossover"].formulas[
        Windows.TAKES_OVER.of("time law", f"term of order 1/{letter}")
    ]

    def off(source: Expr, decades: int) -> float:
        spectrum, time = PowerLaw(source, HALVES), Integer(10) ** decades
        added = RESULTS[f"finite-{resource}-correction"].observable.exact(spectrum, time, 20)
        size = added / RESULTS["time-limited"].observable.exact(spectrum, time, 20)
        begins = formula.subs({a: source, b: HALVES}).subs(letter, size)
        return abs(float((begins / time).evalf(15)) - 1)

    edge = steep * HALVES + 1
    on_edge = [off(edge, decades) for decades in (16, 64)]
    assert on_edge[0] < 0.2
    assert on_edge[1] < on_edge[0] / 2
    assert off(edge + HALVES, 32) < 1e-9  # where poles of the general formula meet


@pytest.mark.parametrize("source", ["5/2", "4", "11/2", "7"])
def test_a_small_penalty_on_every_curve(source):
    formula = RESULTS["ridge"].formulas[Penalised.SMALL]
    point, penalty = {a: Rational(source), b: HALVES}, Rational(1, 10**6)
    loss = exact.test_loss(Model(PowerLaw(source, HALVES)), oo, 25, Ridge(penalty))
    stated = formula.subs({**point, gamma_R: penalty}).evalf(25)
    assert abs(stated - loss) < 20 * penalty**3  # what is left out, with a logarithm at most


def test_the_ansatz_has_the_logarithm_of_the_boundary():
    """Against the least A_t N/C + A_N N^-b log N: what is left falls as log log C/log C."""
    point = {a: Rational(5, 2), b: HALVES}
    formula = RESULTS["compute-optimal"].formulas[ANSATZ].subs({**point, L_P: 0})
    early = RESULTS["time-limited"].law.at(point).leading.subs(t, 1).evalf(30)
    (late,) = RESULTS["width-limited"].law.at(point).regimes
    assert (late.exponent, late.logarithms) == (HALVES, 1)
    off = []
    for decades in (20, 80, 320):
        balance = (  # in x = log N
            (HALVES + 1) * x + log(early / late.amplitude) - log(HALVES * x - 1) - decades * log(10)
        )
        size = exp(nsolve(balance, x, (1, 10**3), solver="bisect", prec=30))
        least = early * size / Integer(10) ** decades + late.amplitude * size**-HALVES * log(size)
        off.append(abs(float(formula.subs(C, Integer(10) ** decades).evalf(20) / least) - 1))
    assert off[0] < 0.05
    assert off[0] > 2 * off[1] > 4 * off[2]


def test_the_second_window_is_empty_where_it_begins():
    found = RESULTS["compute-limited-data"].formulas
    at = {a: Integer(4), b: HALVES}
    assert found[C_1].subs(at) == found[Late.END].subs(at) == P**4


def test_the_best_width_has_the_logarithm_of_the_boundary():
    """What is left falls as log log C/log C; without the logarithm it would grow as its power."""
    at = {a: Rational(5, 2), b: HALVES}
    near = {20: 1158682000.0167236, 100: 2.8608775775346365e41}  # exact.frontier, ten digits
    for name in ("compute-optimal", "compute-limited-data"):
        width = RESULTS[name].formulas[N_BEST].subs(at)
        off = {k: abs(float(width.subs(C, Integer(10) ** k)) / n - 1) for k, n in near.items()}
        assert off[100] < 0.02
        assert off[100] < off[20] / 4


def test_the_least_noise_is_a_limit_on_the_boundary():
    least = RESULTS["early-stopping"].formulas[Turn.NOISE].subs({b: Integer(2), P: Integer(100)})
    here, *beside = (
        least.subs(a, 3 + x).evalf(20) for x in (0, Rational(1, 10**8), -Rational(1, 10**8))
    )
    assert abs(sum(beside) / 2 / here - 1) < Rational(1, 10**12)


@pytest.mark.parametrize(("source", "capacity"), [("4", "3/2"), ("11/2", "3/2"), ("7", "3/2")])
def test_the_law_of_unlimited_compute_is_that_derived_on_the_curve(source, capacity):
    law = RESULTS["compute-limited-data"].law
    point = {a: Rational(source), b: Rational(capacity)}
    put_in, anew = law.expansion.subs(point), law.at(point).expansion
    at = {P: Integer(10) ** 6}
    assert abs(put_in.subs(at).evalf(20) / anew.subs(at).evalf(20) - 1) < Rational(1, 10**15)
