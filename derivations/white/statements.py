"""What is stated of white spectra: cubic, quadratic and its solution, mean error, loss."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, exp, sqrt

from analytic.comparison.white_quantities import (
    FirstOrderOfLoss,
    LateRate,
    ScaledError,
    SecondOrderInWidth,
)
from analytic.notation import mean_error, nu, ratio, t, u
from analytic.result import Statement
from derivations.claims.bordelon2024dynamical import monic

__all__ = ["statements"]

SOLVED = "its solution in closed form, and H(t) as a Bessel function integrated"


def statements(formulas: Mapping[str, Expr]) -> dict[str, Statement]:
    """What the claims are about, and how digits measure it: an order in M/N, a limit, a rate."""
    cubic, quadratic, late = (formulas[name] for name in ("cubic", "quadratic", "x_-"))
    fixed, short = formulas["H(t), fixed t"], formulas["H(t), fixed t sqrt(M/N)"]

    def in_series(loss: Expr) -> Expr:
        return loss.replace(mean_error, lambda time: fixed.subs(t, time))

    return {
        "polynomial in R_3 that vanishes": Statement(monic(cubic), "", cubic),
        "polynomial in R_3 that vanishes, P = infinity": Statement(monic(quadratic), SOLVED),
        "R_3, P = infinity": Statement(formulas["D_N"]),
        "H(t) at fixed t, r = M/N small": Statement(
            fixed,
            "",
            fixed,
            SecondOrderInWidth(),
            "value",
            given="coefficient of r^2",
            small=ratio,
        ),
        "e^t H(t) at t = u sqrt(N/M), N/M large": Statement(
            (exp(t) * short).subs(t, u * sqrt(nu)).simplify(),
            "",
            short,
            ScaledError(),
            "amplitude",
            given="u = 19/10",
        ),
        "rate of decay of H(t) at late times, N > M": Statement(
            late, "", late, LateRate(), "value"
        ),
        "L(t)/L(0) at fixed t, r = M/N small": Statement(
            formulas["L(t)"],
            "",
            formulas["L(t)"],
            FirstOrderOfLoss(),
            "value",
            given="coefficient of r",
            reads=in_series,
            small=ratio,
            series=in_series(formulas["L(t)"]).expand(),
        ),
    }
