r"""The losses before training and after it has ended.

At t = infinity the double transform leaves lim s s' C_0(s, s') (claim D5; eqs. (12), (65)-(67) of
[bordelon2024dynamical]): with kappa_0 = kappa(0), d(kappa_0) = min(N, P),

    N < P:  test + noise = (kappa_0 w + noise)/D_P,   train = D_P (kappa_0 w + noise)
    P < N:  test + noise = -(kappa_0 D_N)^2 dh/ds,    train = 0,   h = (kappa w + noise)/(kappa D_N)
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sympy import Expr

from analytic.errors import DivergenceError
from analytic.exact.precision import Arithmetic
from analytic.exact.responses.response import FixedPoint, fixed_point
from analytic.problem import Model
from analytic.real_numbers import shown

__all__ = ["Losses", "final_losses", "final_rounding", "initial_losses"]

_LAST_BITS = 4  # by which a sum in doubles may be off


class Losses(NamedTuple):
    """Test loss without the noise floor, and training loss on the noisy labels."""

    test: Any
    train: Any


def initial_losses(arithmetic: Arithmetic, model: Model) -> Losses:
    r"""Losses at t = 0: \sum_k c_k, and the same plus the noise."""
    power = fixed_point(arithmetic, model).sums.power()
    return Losses(power, power + arithmetic.number(model.noise))


def final_losses(arithmetic: Arithmetic, model: Model) -> Losses:
    """Losses at t = infinity.

    Raises    DivergenceError where N = P < M, and where P = M leaves no limit.
    """
    equations = fixed_point(arithmetic, model)
    noise = arithmetic.number(model.noise)
    if equations.trivial:
        return Losses(arithmetic.number(0), noise)
    count = equations.sums.count()
    if count > equations.rank:
        _refuse_the_peak(model)
        over = bool(model.samples < model.width)
        return _interpolating(equations, noise) if over else _bottlenecked(equations, noise)
    return _full_rank(equations, noise, count)


def final_rounding(equations: FixedPoint, final: Losses) -> Losses:
    r"""What the rounding of final losses is relative to.

    kappa_0 feels that of d as d/(\kappa d'), strongly in a gap of the spectrum.
    """
    if equations.trivial or equations.sums.count() <= equations.rank:
        return final
    kappa = equations.rank_root()
    slope = equations.sums.evaluate(equations.arithmetic.complex([kappa])).d_slope[0]
    condition = _LAST_BITS * (1 + float(equations.rank) / abs(kappa * slope))
    noise = float(equations.model.noise)
    return Losses(*(condition * (abs(x) + noise) for x in final))


def _refuse_the_peak(model: Model) -> None:
    if model.width == model.samples:
        raise DivergenceError(
            f"The test loss at infinite time diverges at N = P = {shown(model.width)}: it grows "
            "like sqrt(t) at the interpolation threshold. Choose N different from P, or a finite "
            "time."
        )


def _bottlenecked(equations: FixedPoint, noise: Any) -> Losses:
    """N < P: the width is the bottleneck, D_N = 0."""
    ar = equations.arithmetic
    kappa = equations.rank_root()
    sums = equations.sums.evaluate(ar.complex([kappa]))
    bias = kappa * ar.real(sums.w)[0]
    over = equations.model.width / equations.model.samples
    d_p = ar.number(1 - over)
    return Losses(bias / d_p + noise * ar.number(over) / d_p, d_p * (bias + noise))


def _interpolating(equations: FixedPoint, noise: Any) -> Losses:
    """P < N: the data are the bottleneck, D_P = 0, and the training data are interpolated."""
    ar = equations.arithmetic
    kappa = equations.rank_root()
    sums = equations.sums.evaluate(ar.complex([kappa]))
    w, d_slope, w_slope = (ar.real(x)[0] for x in (sums.w, sums.d_slope, sums.w_slope))
    d_n = ar.number(1 - equations.model.samples / equations.model.width)
    d_n_slope = -equations.over_width * d_slope
    kappa_slope = 1 / (-kappa * d_n * equations.over_samples * d_slope)
    bias = -(kappa**2) * (w_slope * d_n - w * d_n_slope) * kappa_slope
    variance = noise * ((d_n + kappa * d_n_slope) * kappa_slope - 1)
    return Losses(bias + variance, ar.number(0))


def _full_rank(equations: FixedPoint, noise: Any, count: Expr) -> Losses:
    """min(N, P) >= M: every mode is learnt, and only the noise is left."""
    ar = equations.arithmetic
    if equations.over_samples == 0:
        return Losses(ar.number(0), noise)
    over = count / equations.model.samples
    if over < 1:
        d_p = ar.number(1 - over)
        return Losses(noise * ar.number(over) / d_p, noise * d_p)
    if noise != 0 or equations.over_samples == equations.over_width:
        raise DivergenceError(
            "With as many samples as modes that are no null modes the test loss at infinite time "
            "diverges where there is label noise or power in null modes, and is not given where "
            f"N = P too. Choose samples different from {count}, or a late finite time."
        )
    return Losses(ar.number(0), ar.number(0))
