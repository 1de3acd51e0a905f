"""What is stated of white spectra: cubic, quadratic and its solution, mean error, loss."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Poly, exp, fraction, sqrt, together

from analytic.comparison.white_quantities import (
    FIRST_ORDER_OF_LOSS,
    LATE_RATE,
    SECOND_ORDER_IN_WIDTH,
    ScaledError,
)
from analytic.notation import D_N, mean_error, nu, ratio, t, u
from analytic.result import Statement

__all__ = ["statements"]

SOLVED = "its solution in closed form, and H(t) as a Bessel function integrated"


def statements(formulas: Mapping[str, Expr]) -> dict[str, Statement]:
    """What the claims are about, and how digits measure it: an order in M/N, a limit, a rate."""
    cubic, quadratic, late = (formulas[name] for name in ("cubic", "quadratic", "x_-"))
    fixed, short, loss = (
        formulas[name] for name in ("H(t), fixed t", "H(t), fixed t sqrt(M/N)", "L(t)")
    )
    scaled = (exp(t) * short).subs(t, u * sqrt(nu)).simplify()

    def in_series(of_error: Expr) -> Expr:
        return of_error.replace(mean_error, lambda time: fixed.subs(t, time))

    return {
        "polynomial in R_3 that vanishes": Statement(_monic(cubic), "", cubic),
        "polynomial in R_3 that vanishes, P = infinity": Statement(_monic(quadratic), SOLVED),
        "R_3, P = infinity": Statement(formulas["D_N"]),
        "H(t) at fixed t, r = M/N small": Statement(
            fixed, observable=SECOND_ORDER_IN_WIDTH, given="coefficient of r^2", small=ratio
        ),
        "e^t H(t) at t = u sqrt(N/M), N/M large": Statement(
            scaled, "", short, ScaledError(), "amplitude", given="u = 19/10"
        ),
        "rate of decay of H(t) at late times, N > M": Statement(late, observable=LATE_RATE),
        "L(t)/L(0) at fixed t, r = M/N small": Statement(
            loss,
            observable=FIRST_ORDER_OF_LOSS,
            given="coefficient of r",
            reads=in_series,
            small=ratio,
            series=in_series(loss).expand(),
        ),
    }


def _monic(equation: Expr) -> Expr:
    """The polynomial in R_3 that an equation says vanishes, one in front of its highest power."""
    return Poly(fraction(together(equation))[0], D_N).monic().as_expr()
