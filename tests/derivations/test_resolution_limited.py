"""Resolution-limited losses: exponents of the literature, and what is known of one dimension."""

from sympy import Rational

from analytic.notation import P, d_M, n, u_1
from derivations import RESULTS


def test_in_one_dimension_the_mean_distance_is_half_a_gap() -> None:
    """P points on a circle of length one part it into gaps: the mean distance is 1/(2 (P + 1))."""
    whole = RESULTS["resolution-limited"].formulas["moment"]
    from_formula = whole.subs({u_1: 2, d_M: 1, n: 1, P: 9})
    assert from_formula == Rational(1, 20)
