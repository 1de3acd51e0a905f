r"""The density of a white spectrum against its transforms, by integrals over the band.

H_k(s) = \int \rho(x)/(s + x) dx + \rho_0/s,   dH_k/dt = -\int x \rho(x) e^{-x t} dx
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float, Integer, Rational, exp

from analytic.notation import nu, s, t, x
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.numeric import band_integral, stieltjes_gap

__all__ = ["laplace_check", "stieltjes_check"]

_SHARES = (Rational(1, 4), Integer(4))
_GUARD = 10
_NODES = 2  # a digit, in the integral over the band


def stieltjes_check() -> Check:
    """H_k against the integral of its density and the atom."""
    return Check("symbolic", "H_k is the Stieltjes transform of the density", _stieltjes)


def laplace_check() -> Check:
    """The rate of change of H_k against the integral of its density."""
    return Check("symbolic", "dH/dt is the Laplace transform of the density", _laplace)


def _stieltjes(result: Result, effort: Effort) -> Outcome:
    """The integral of rho/(s + x), plus atom/s, minus H_k: fewer and more features than modes."""
    worst = max(
        stieltjes_gap(result.formulas, {nu: share, s: frequency}, effort.digits)
        for share in _SHARES
        for frequency in (Rational(1, 2), Integer(3))
    )
    bound = Rational(1, 10**effort.digits)
    return Outcome(bool(worst <= bound), f"largest difference {worst}", f"{bound} at most")


def _laplace(result: Result, effort: Effort) -> Outcome:
    """The integral of -x rho e^{-x t} over the band, minus the Bessel function."""
    worst = max(
        _laplace_gap(result.formulas, {nu: share, t: time}, effort.digits)
        for share in _SHARES
        for time in (Rational(1, 2), Integer(3))
    )
    bound = Rational(1, 10**effort.digits)
    return Outcome(bool(worst <= bound), f"largest difference {worst}", f"{bound} at most")


def _laplace_gap(formulas: Mapping[str, Expr], point: Mapping[Expr, Expr], digits: int) -> Expr:
    edges = formulas["x_-"].subs(point), formulas["x_+"].subs(point)
    integrand = (-x * exp(-x * t) * formulas["rho"]).subs(point)
    working = digits + _GUARD
    integral = band_integral(integrand, x, edges, _NODES * digits, working)
    return abs(formulas["dH/dt"].subs(point).evalf(working) - Float(integral, working))
