r"""The losses before training and after it has ended, and when they have come to that.

At t = infinity the double transform leaves lim s s' C_0(s, s') (claim D5; eqs. (12), (65)-(67) of
[bordelon2024dynamical]): with kappa_0 = kappa(0), d(kappa_0) = min(N, P), and all sums there,

    N < P:  test + noise = (kappa_0 w + noise)/D_P,   train = D_P (kappa_0 w + noise)
    P < N:  test + noise = -(kappa_0 D_N)^2 dh/ds,    train = 0,   h = (kappa w + noise)/(kappa D_N)

and for replicas that have less in common, finite at N = P as well,

    nothing in common    \kappa^2 w_2
    same data            (\kappa^2 w_2 + \sigma^2 d_2/P) / (1 - d_2/P)
    same A, N <= P       \kappa w
    same A, P < N        \kappa^2 (w_2 D_N + w dD_N/d\kappa) / (1 - d_2/N)

Where nothing is limited the loss at late times is one term for each power of the target, and a
bound of all the rest:

    L(t) = \sum_k c_k e^{-2 \lambda_k t} = \sum_i C_i \Gamma(p_i/b)/b T^{-p_i/b} (1 + \delta_i)

with T = 2 t scale and c_k the sum of C_i k^{-p_i-1}. The rest is beyond all powers: by Poisson
summation it is the sum over m != 0 of \int f(x) e^{2 \pi i m x} dx, and on the ray arg x = \phi,
with C = \cos(b \phi), S = \sin \phi, for every 0 < \theta < 1 and 0 < \phi < \pi/(2b),

    |\delta| <= 2 \sum_m e^{-\theta E m^{b/(b+1)}} ((1 - \theta) C)^{-p/b}
             <= 10 e^{-\theta E} ((1 - \theta) C)^{-p/b}   for \theta E >= 1,
    E = \min_r (T C r^{-b} + 2 \pi S r).

A contour loses as many digits as the loss is below the sums from which it cancels.
"""

from functools import lru_cache
from math import log, pi
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, oo

from analytic.errors import DivergenceError
from analytic.exact.arguments import SAME, Pair
from analytic.exact.field_solution import FieldSolution
from analytic.exact.keystone import NOTHING, SAMPLES, TRAIN
from analytic.exact.precision import Multiple, Scaled
from analytic.exact.response import FixedPoint
from analytic.exact.sums.measured_sums import Sums
from analytic.exact.sums.spectral_sums import log2_sizes
from analytic.problem import Model
from analytic.real_numbers import shown

_GRID = 64
_LAST_BITS = 4  # by which a sum in doubles may be off


class Losses(NamedTuple):
    r"""Test loss without the noise floor, and training loss on the noisy labels.

        L = v^T \Lambda v,   \hat L = |Psi v + \sigma \xi|^2/P

    Both are means over A, the data Psi and the label noise xi, in the mean field.
    """

    test: Any
    train: Any


def initial_loss(equations: FixedPoint, pair: Pair) -> Any:
    r"""The loss before training, and for the residuals the noise too.

        L(0) = \sum_k c_k,   \hat L(0) = \sum_k c_k + \sigma^2

    `pair` says which of the two.
    """
    noise = equations.model.noise if pair == TRAIN else 0
    return equations.sums.power() + equations.arithmetic.number(noise)


def final_loss(equations: FixedPoint, pair: Pair) -> Any:
    r"""The loss at t = infinity of replicas that share the limited resources in `pair`.

        L(\infty) = \lim s s' C_0(s, s'),   s, s' -> 0

    Raises    DivergenceError where N = P < M, and where P = M leaves no limit.
    """
    ar, model = equations.arithmetic, equations.model
    noise = ar.number(model.noise)
    if equations.trivial:
        return noise if pair == TRAIN else ar.number(0)
    count = equations.sums.count()
    if count <= equations.rank:
        return _full_rank(equations, pair, count)
    if pair not in (SAME, TRAIN):
        return _limited(equations, pair)
    if equations.rank_N == model.samples:
        raise DivergenceError(
            f"The test loss at infinite time diverges at N = P = {shown(model.samples)}: it grows "
            "like sqrt(t) at the interpolation threshold. Choose N different from P, or a finite "
            "time."
        )
    if model.samples < equations.rank_N:
        return ar.number(0) if pair == TRAIN else _interpolating(equations, noise)
    at, over = solution_at_zero(equations), ar.number(equations.rank / model.samples)
    bias = at.kappa * at.sums.w
    return at.D_P * (bias + noise) if pair == TRAIN else (bias + noise * over) / at.D_P


@lru_cache(maxsize=16)
def solution_at_zero(equations: FixedPoint) -> FieldSolution:
    """The solution at s = 0, of real numbers; of D_P and D_N the one that vanishes is zero."""
    ar, model = equations.arithmetic, equations.model
    with np.errstate(divide="ignore", invalid="ignore"):  # both vanish at N = P
        at = equations.at(ar.complex([equations.rank_root()]))
    zero, rank = ar.number(0), ar.complex([ar.number(equations.rank)])
    d_p: Any = ar.number(1 - equations.rank / model.samples)
    d_n: Any = ar.real(equations.transfer.at(rank)[0])[0]
    d_p, d_n = (zero, d_n) if model.samples < equations.rank_N else (d_p, zero)
    sums = Sums(*(ar.real(x)[0] for x in at.sums))
    kappa, slope = (ar.real(x)[0] for x in (at.kappa, at.kappa_slope))
    fall = at.fall_N if at.bend is None else ar.real(at.fall_N)[0]
    return at._replace(kappa=kappa, D_P=d_p, D_N=d_n, sums=sums, kappa_slope=slope, fall_N=fall)


def _interpolating(equations: FixedPoint, noise: Any) -> Any:
    """P < N: the data are the bottleneck, D_P = 0, and the training data are interpolated."""
    at = solution_at_zero(equations)
    bias = -(at.kappa**2) * (at.sums.w_slope * at.D_N - at.sums.w * at.slope_N) * at.kappa_slope
    return bias + noise * ((at.D_N + at.kappa * at.slope_N) * at.kappa_slope - 1)


def _limited(equations: FixedPoint, pair: Pair) -> Any:
    """The limit where more modes than min(N, P) are there, and something differs."""
    at = solution_at_zero(equations)
    bias = -(at.kappa**2) * at.sums.w_slope
    if pair == NOTHING:
        return bias
    if pair == SAMPLES:
        share = at.lack_P - at.kappa * at.slope_P  # d_2/P
        return (bias + equations.arithmetic.number(equations.model.noise) * share) / (1 - share)
    if equations.rank_N <= equations.model.samples:
        return at.kappa * at.sums.w
    share = at.lack_N - at.kappa * at.slope_N  # d_2/N
    return (bias * at.D_N + at.kappa**2 * at.sums.w * at.slope_N) / (1 - share)


def _full_rank(equations: FixedPoint, pair: Pair, count: Expr) -> Any:
    """min(N, P) >= M: every mode is learnt, and only the noise of the data is left."""
    ar, model = equations.arithmetic, equations.model
    noise = ar.number(model.noise)
    if not pair >= SAMPLES:
        return ar.number(0)
    if equations.over_samples == 0:
        return noise if pair == TRAIN else ar.number(0)
    over = count / model.samples
    if over < 1:
        d_p = ar.number(1 - over)
        return noise * d_p if pair == TRAIN else noise * ar.number(over) / d_p
    if noise != 0 or model.samples == equations.rank_N:
        raise DivergenceError(
            "With as many samples as modes that are no null modes the test loss at infinite time "
            "diverges where there is label noise or power in null modes, and is not given where "
            f"N = P too. Choose samples different from {count}, or a late finite time."
        )
    return ar.number(0)


def final_rounding(equations: FixedPoint, final: Any) -> Any:
    r"""What the rounding of a final loss is relative to.

    kappa_0 feels that of d as d/(\kappa d'), strongly in a gap of the spectrum.
    """
    if equations.trivial or equations.sums.count() <= equations.rank:
        return final
    at = solution_at_zero(equations)
    condition = _LAST_BITS * (1 + float(equations.rank) / abs(at.kappa * at.sums.d_slope))
    return condition * (abs(final) + float(equations.model.noise))


def dies(equations: FixedPoint, pair: Pair) -> bool:
    """Whether a loss decays to zero, with no pole at s = 0."""
    model, count = equations.model, equations.sums.count()
    full = bool(equations.rank > count)
    if pair == TRAIN:
        interpolates = bool(model.samples < equations.rank_N) and bool(model.samples < count)
        return interpolates or (full and model.noise == 0)
    return full and bool(model.noise == 0 or model.samples == oo or "samples" not in pair)


def settling(equations: FixedPoint, final: Any, digits: float) -> float:
    """x_min t after which the transients, no larger than the initial loss, have vanished."""
    ar = equations.arithmetic
    initial = equations.sums.power() + ar.number(equations.model.noise)
    ratio = ar.log2_abs(ar.array([initial, final]))
    if ratio[1] == -np.inf:
        return np.inf
    return float((digits + 8) * np.log(10) + max(0.0, ratio[0] - ratio[1]) * np.log(2))


def late_losses(arithmetic: Multiple, model: Model, time: Expr, digits: int) -> Losses | None:
    r"""Both losses to so many digits where nothing is limited, or None where no bound proves them.

        L(t) = \sum_i C_i \Gamma(p_i/b)/b T^{-p_i/b} (1 + \delta_i)

    |\delta_i| is below the bound at the head of this file.
    """
    spectrum = model.spectrum.unlimited_power_law
    if spectrum is not None and model.samples == oo and model.response == 1:
        powers = [power - spectrum.multiplicity_growth - 1 for _, power in spectrum.target_powers]
        scale = 2 * time * spectrum.scale
        if max(log10_rest(power, spectrum.b, scale) for power in powers) < -digits - 1:
            loss = sum(
                arithmetic.number(spectrum.multiplicity * coefficient)
                * _term(arithmetic, power / spectrum.b, scale)
                for (coefficient, _), power in zip(spectrum.target_powers, powers, strict=True)
            ) / arithmetic.number(spectrum.b)
            noise = arithmetic.number(model.noise)
            return Losses(*(Scaled(x, arithmetic.number(0)) for x in (loss, loss + noise)))
    return None


def log10_rest(power: Expr, b: Expr, scale: Expr) -> float:
    r"""log10 of the bound of |\delta|, for T = scale.

    >>> from sympy import Integer, Rational
    >>> log10_rest(Integer(1), Rational(3, 2), Integer(1)) > -1
    True
    >>> log10_rest(Integer(1), Rational(3, 2), Integer(10) ** 9) < -1000
    True
    """
    growth, order = float(b), float(power / b)
    with np.errstate(over="ignore"):
        phi = np.linspace(0, pi / 2 / growth, _GRID + 2)[1:-1, None]
        theta = np.linspace(0, 1, _GRID + 2)[None, 1:-1]
        cosine, frequency = np.cos(growth * phi), 2 * pi * np.sin(phi)
        log_t = float(log2_sizes([scale])[0]) * log(2)
        log_r = (log_t + np.log(growth * cosine / frequency)) / (growth + 1)
        least = theta * frequency * np.exp(log_r) * (1 + 1 / growth)
    rest = log(10) - least - order * np.log((1 - theta) * cosine)
    return float(np.min(np.where(least >= 1, rest, np.inf))) / log(10)


def _term(arithmetic: Multiple, order: Expr, scale: Expr) -> gmpy2.mpfr:
    r"""\Gamma(order) T^{-order}."""
    exponent = arithmetic.number(order)
    return gmpy2.gamma(exponent) * arithmetic.number(scale) ** -exponent
