r"""Integrals of products by their Mellin transforms, against quadrature, limits and refusals."""

import mpmath
import pytest
from sympy import Expr, Integer, Rational, gamma, zeta

from analytic.errors import InvalidProblemError
from analytic.notation import z
from analytic.symbolic.mellin.products import integral_of_product, residues_along
from analytic.symbolic.mellin.profiles import MellinImage


def profile(power: Expr) -> MellinImage:
    """That of x times the integral of u^-power e^{-x (1 - u)} over u from zero to one."""
    return MellinImage(gamma(1 - power) / gamma(1 - power - z), (-z, z + 1))


@pytest.mark.parametrize(
    ("one", "other", "power"), [("1/5", "1/5", "-1/2"), ("1/9", "1/3", "-4/9")]
)
def test_products_of_profiles_by_quadrature(one: str, other: str, power: str) -> None:
    first, second, place = (Rational(x) for x in (one, other, power))
    found = integral_of_product(profile(first), profile(second), place).evalf(20)

    def at(nu: Expr, x: mpmath.mpf) -> mpmath.mpf:
        less = 1 - mpmath.mpf(nu.p) / nu.q
        return x * mpmath.hyp1f1(1, 1 + less, -x) / less if x < 60 else far(less - 1, x)

    def far(minus: mpmath.mpf, x: mpmath.mpf) -> mpmath.mpf:
        return mpmath.nsum(lambda n: mpmath.rf(-minus, n) / x**n, [0, 12])

    def integrand(log_x: mpmath.mpf) -> mpmath.mpf:
        x = mpmath.exp(log_x)
        return x ** (mpmath.mpf(place.p) / place.q) * at(first, x) * at(second, x)

    reference = mpmath.quad(integrand, mpmath.linspace(-40, 90, 40))
    assert float(found) == pytest.approx(float(reference), rel=1e-12)


def test_the_square_of_the_profile_where_its_tail_decides() -> None:
    """x^{q - 1} falls as x^{-1 - 4 nu}: the integral is 1/(4 nu) to leading order."""
    near = Rational(1, 10**6)
    found = integral_of_product(profile(near), profile(near), -4 * near).evalf(30)
    assert float(found * 4 * near) == pytest.approx(1, abs=1e-5)


def test_what_is_no_hypergeometric_series_is_refused() -> None:
    decay = MellinImage(Integer(1), (z,))
    with pytest.raises(InvalidProblemError, match="zeta"):
        integral_of_product(MellinImage(Integer(1), (z,), (z,)), decay, Rational(1, 2))
    with pytest.raises(InvalidProblemError, match="slope one"):
        residues_along(MellinImage(zeta(2), (2 * z,)), 2 * z)
