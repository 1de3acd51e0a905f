"""Double descent: both sides of N = P, and the peak, against numbers of other origins."""

import mpmath
import pytest
from sympy import Float, limit, oo, simplify

from analytic import exact
from analytic.comparison.double_descent import BY_PENALTY, BY_TIME, RIDGELESS
from analytic.notation import N, P, delta, gamma_R, kappa_n, sigma2, t, w
from analytic.problem import Model, PowerLaw
from derivations import RESULTS


def formulas():
    return RESULTS["double-descent"].formulas


def test_the_claim_fails_where_noise_meets_more_features_than_samples():
    found = {one.claim.quantity: one for one in RESULTS["double-descent"].judgements}
    refuted = list(found.values())[1]
    difference = refuted.claim.formula - refuted.derived
    assert simplify(difference.subs(sigma2, 0)) == 0
    assert simplify(difference) != 0


def test_unlimited_data_and_unlimited_width_are_the_limits_of_the_sides():
    narrow, wide = (formulas()[RIDGELESS[side]] for side in (N, P))
    assert not limit(narrow, P, oo).has(N)
    assert not limit(wide, N, oo).has(N)


@pytest.mark.parametrize("peak", [BY_PENALTY, BY_TIME])
def test_the_peak_is_even_and_far_from_it_the_end_of_training(peak):
    near = formulas()[peak.near].subs({w: 2, kappa_n: 3, sigma2: 1})
    early = near.subs({gamma_R: Float("1e-20"), t: Float("1e10")})
    values = [early.subs(delta, side * Float("1e-3")).evalf() for side in (-1, 1)]
    assert abs(values[0] / values[1] - 1) < 1e-12
    assert abs(values[1] * Float("1e-3") / 7 - 1) < 1e-9


def test_the_height_through_time_is_an_integral_of_error_functions():
    """1/(x + x') as an integral of exp(-u (x + x')) over u, another route to the constant."""
    square = mpmath.quad(lambda u: mpmath.erfc(u) ** 2, [0, mpmath.inf])
    top = formulas()[BY_TIME.top].subs({w: 0, sigma2: 1, t: 1, kappa_n: 1})
    assert abs(top - 2 * square) < 1e-12


def test_half_the_height_through_time_by_its_integral():
    """K(x + x') over both times up to one, without its constant, in y = sqrt(x + x')."""

    def peak(theta):
        def inner(y):
            return min(1, 2 / y**2 - 1) * mpmath.exp(-((theta * y) ** 2) / 4)

        return mpmath.quad(inner, [0, 1, mpmath.sqrt(2)])

    width = formulas()[BY_TIME.half].subs({t: 1, kappa_n: 1})
    assert abs(peak(mpmath.mpf(width) / 2) / peak(mpmath.mpf(0)) - 0.5) < 1e-12


def test_the_loss_at_equal_width_and_data():
    """The law is off by a ten thousandth at N = P = 50000, and less at larger ones."""
    model = Model(PowerLaw(2, "3/2"), width=50000, samples=50000, noise="1/10")
    law = RESULTS["double-descent"].derive(model.spectrum).formulas[BY_TIME.law]
    height = float(law.subs({sigma2: model.noise, t: 10**16, N: 50000}))
    assert height == pytest.approx(exact.test_loss(model, 10**16) + 0.1, rel=1e-4)
