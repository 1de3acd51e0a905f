"""Numbers put into every formula of every result, on the curves where poles or regimes meet."""

import pytest
from sympy import Expr, Integer, Piecewise, Rational, nan, oo, zoo

from analytic.notation import C, P, a, b
from analytic.regions import closure
from derivations import RESULTS

HALVES = Rational(3, 2)
CURVES = [(k * HALVES + 1, HALVES) for k in range(1, 6)] + [(HALVES, HALVES), (2 * HALVES, HALVES)]
CROSSINGS = [(Integer(2), Integer(2)), (Integer(3), Integer(2)), (Integer(5), Integer(2))]
PARTS = ("leading", "correction", "remainder", "exponent", "amplitude")
OPEN = {  # windows in time between two terms, whose times are infinite where the terms meet
    "width-crossover": "t from",
    "data-crossover": "t from",
    "one-pass-sgd": "F_pp to",
    "compute-optimal": "ansatz",  # has no logarithm, which the law it is compared with has
    "gradient-descent": "L of a small penalty",
    # joins zeta's pole to the first pole of Gamma, and is meant near that boundary: where zeta's
    # meets the second one `law` holds
    "width-limited": "near boundary",
    "data-limited": "near boundary",
}


def formulas(name: str) -> dict[str, Expr]:
    result = RESULTS[name]
    found = {key: value for key, value in result.formulas.items() if isinstance(value, Expr)}
    if result.law is not None:
        found |= {f"law.{part}": getattr(result.law, part) for part in PARTS}
    start = OPEN.get(name)
    return {k: v for k, v in found.items() if v.has(a, b) and not (start and k.startswith(start))}


def finite(expression: Expr) -> bool:
    return not expression.has(nan, zoo, oo, -oo)


def is_stated(formula: Expr, point) -> bool:
    """Whether a formula says something at a point: in a case of it, or on the edge of one."""
    if not isinstance(formula, Piecewise):
        return True
    return any(closure(where).subs(point) == True for _, where in formula.args)  # noqa: E712


def is_empty(name: str, point) -> bool:
    """What ends on an edge: the second window and the least noise, of modes that are not learned,
    on a = 2b + 1, and a finite best time on a = b.
    """
    ends = "beyond C_1" in name or name in ("C_2", "least noise")
    return (ends and point[a] == 2 * point[b] + 1) or ("stopped" in name and point[a] == point[b])


@pytest.mark.parametrize("name", RESULTS)
def test_every_formula_has_a_value_wherever_it_is_stated(name):
    points = [{a: source, b: capacity} for source, capacity in CURVES + CROSSINGS]
    assert [
        (key, tuple(point.values()))
        for key, formula in formulas(name).items()
        for point in points
        if is_stated(formula, point) and not is_empty(key, point)
        if not finite(formula.subs(point))
    ] == []


def test_the_second_window_is_empty_where_it_begins():
    found = RESULTS["compute-limited-data"].formulas
    at = {a: Integer(4), b: HALVES}
    assert found["C_1"].subs(at) == found["C_P"].subs(at) == P**4


def test_the_best_width_has_the_logarithm_of_the_boundary():
    """What is left falls as log log C/log C; without the logarithm it would grow as its power."""
    at = {a: Rational(5, 2), b: HALVES}
    near = {20: 1158682000.0167236, 100: 2.8608775775346365e41}  # exact.frontier, ten digits
    for name in ("compute-optimal", "compute-limited-data"):
        width = RESULTS[name].formulas["N*"].subs(at)
        off = {k: abs(float(width.subs(C, Integer(10) ** k)) / n - 1) for k, n in near.items()}
        assert off[100] < 0.02
        assert off[100] < off[20] / 4


def test_the_least_noise_is_a_limit_on_the_boundary():
    least = RESULTS["early-stopping"].formulas["least noise"].subs({b: Integer(2), P: Integer(100)})
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
