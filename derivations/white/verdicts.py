r"""Claims on white spectra, D22: the cubic, the quadratic and its solution, the cosh, the loss.

The cubic is that of the two responses as the paper couples them,

    R_3 = 1 - (1/\nu) R_1 R_3/(s + R_1 R_3),   R_1 = 1 - (\nu/\alpha) (1 - R_3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Expr, Poly, Rational, cancel, cosh, exp, fraction, sqrt, together

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.claims.orders import judge_orders
from analytic.comparison.white.approximations import (
    FirstOrderOfLoss,
    LateRate,
    ScaledError,
    SecondOrderInWidth,
)
from analytic.notation import D_N, alpha, mean_error, nu, ratio, s, t, u, x
from analytic.result import Measurable
from analytic.symbolic.mean_field.solution import at_infinity

__all__ = ["APPROXIMATION", "CLAIMS", "judgements", "measurables"]

PAPER = "bordelon2024dynamical"
FLAT = "lambda = 1; M, N, P large in proportion"
UNLIMITED = "lambda = 1; P = infinity; M, N large in proportion"
APPROXIMATION = exp(-t) * cosh(t / sqrt(nu))
CUBIC, QUADRATIC = (f"polynomial in R_3 that vanishes{at}" for at in ("", ", P = infinity"))
MEMORY = "R_3, P = infinity"
FIXED, SCALED = "H(t) at fixed t, r = M/N small", "e^t H(t) at t = u sqrt(N/M), N/M large"
LATE = "rate of decay of H(t) at late times, N > M"
LOSS = "L(t)/L(0) at fixed t, r = M/N small"
SOLVED = "its solution in closed form, and H(t) as a Bessel function integrated"

_PRODUCT = D_N * (1 - nu * (1 - D_N) / alpha)  # R_1 R_3
_COUPLED = D_N - 1 + _PRODUCT / (nu * (s + _PRODUCT))
_LINEAR = 1 - 1 / nu - s


def _monic(equation: Expr) -> Expr:
    """The polynomial in D_N that an equation says vanishes, one in front of its highest power."""
    return Poly(fraction(together(equation))[0], D_N).monic().as_expr()


def _scaled(error: Expr) -> Expr:
    """A mean error over e^-t, at t = u sqrt(N/M)."""
    return (exp(t) * error).subs(t, u * sqrt(nu)).simplify()


def _late(rate: Expr) -> Expr:
    """The limit at late times of a rational function of e^(-t/sqrt(nu))."""
    falling = cancel(rate.rewrite(exp).subs(exp(t / sqrt(nu)), 1 / x).subs(exp(-t / sqrt(nu)), x))
    return cancel(falling.subs(x, 0)).expand()


CLAIMS = {
    "cubic": Claim("D22", PAPER, "117-120", CUBIC, _monic(_COUPLED), FLAT),
    "quadratic": Claim(
        "D22", PAPER, "121, I", QUADRATIC, _monic(at_infinity(_COUPLED, alpha)), UNLIMITED
    ),
    "memory": Claim(
        "D22",
        PAPER,
        "121, I",
        MEMORY,
        (_LINEAR + sqrt(_LINEAR**2 + 4 * s)) * Rational(1, 2),
        UNLIMITED,
    ),
    "fixed": Claim("D22", PAPER, "122, I", FIXED, APPROXIMATION.subs(nu, 1 / ratio), UNLIMITED),
    "scaled": Claim("D22", PAPER, "122, I", SCALED, _scaled(APPROXIMATION), UNLIMITED),
    "late": Claim(
        "D22",
        PAPER,
        "122, I",
        LATE,
        _late(-APPROXIMATION.diff(t) / APPROXIMATION),
        UNLIMITED,
    ),
    "loss": Claim("D22", PAPER, "I", LOSS, mean_error(t) ** 2, UNLIMITED),
}


def judgements(
    formulas: Mapping[str, Expr], claims: Mapping[str, Claim] = CLAIMS
) -> tuple[Judgement, ...]:
    """The verdicts on equations, solution, approximation and loss."""
    return (
        judge(claims["cubic"], _monic(formulas["cubic"]), read_from=formulas["cubic"]),
        judge(claims["quadratic"], _monic(formulas["quadratic"]), SOLVED),
        judge(claims["memory"], formulas["D_N"]),
        judge_orders(claims["fixed"], formulas["H(t), fixed t"], ratio),
        judge(claims["scaled"], _scaled(formulas["H(t), fixed t sqrt(M/N)"])),
        judge(claims["late"], formulas["x_-"]),
        _of_loss(claims["loss"], formulas["L(t)"], formulas["H(t), fixed t"]),
    )


def measurables(formulas: Mapping[str, Expr]) -> dict[str, Measurable]:
    """How digits measure the approximation: an order in M/N, a limit, a rate."""
    return {
        FIXED: Measurable(
            SecondOrderInWidth(), formulas["H(t), fixed t"], "value", given="coefficient of r^2"
        ),
        SCALED: Measurable(
            ScaledError(), formulas["H(t), fixed t sqrt(M/N)"], "amplitude", given="u = 19/10"
        ),
        LATE: Measurable(LateRate(), formulas["x_-"], "value"),
        LOSS: Measurable(FirstOrderOfLoss(), formulas["L(t)"], "value", given="coefficient of r"),
    }


def _of_loss(claim: Claim, loss: Expr, error: Expr) -> Judgement:
    """The verdict on a loss in terms of the mean error, by the series of this one in M/N."""

    def in_series(formula: Expr) -> Expr:
        return formula.replace(mean_error, lambda time: error.subs(t, time))

    assert claim.formula is not None
    judged = judge_orders(
        replace(claim, formula=in_series(claim.formula)), in_series(loss).expand(), ratio
    )
    return replace(judged, claim=claim, derived=loss)
