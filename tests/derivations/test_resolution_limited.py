"""Resolution-limited losses: exponents of the literature, and what is known of one dimension."""

from sympy import Rational, pi

from analytic.comparison.linear_interpolation import LINEAR
from analytic.comparison.resolution_limited import Neighbours
from analytic.notation import G_2, G_Delta, P, d_M, n, u_1, volume
from derivations import RESULTS


def test_in_one_dimension_the_mean_distance_is_half_a_gap() -> None:
    """P points on a circle of length one part it into gaps: the mean distance is 1/(2 (P + 1))."""
    whole = RESULTS["resolution-limited"].formulas[Neighbours.MOMENT]
    from_formula = whole.subs({u_1: 2, d_M: 1, n: 1, P: 9})
    assert from_formula == Rational(1, 20)


def test_linear_interpolation_of_a_plane_wave_and_of_a_bowl() -> None:
    """Curvatures 1 and 1 lose 3/(2 pi^2), 1 and -1 a quarter of that, at one sample an area."""
    law = RESULTS["resolution-limited"].formulas[LINEAR[2]]
    at = {volume: 1, P: 1, G_2: 2}
    assert law.subs({**at, G_Delta: 4}) == Rational(3, 2) / pi**2
    assert law.subs({**at, G_Delta: 0}) == Rational(3, 8) / pi**2
