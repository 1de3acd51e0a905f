r"""Losses of ridge from few modes in extended doubles, with a bound of their rounding.

    L = \kappa' [\kappa^2 (w_2 D_N + w e/N) + \sigma^2 (D_N d_2 + \kappa e d/N)/P]
    \hat L = (L + \sigma^2) D_P^2,   1/\kappa' = D_P D_N + \kappa e (D_N/P + D_P/N)

with e = \sum_k \lambda_k/(\lambda_k + \kappa)^2. On the positive axis no two terms cancel: D_P and
D_N follow from their product s/\kappa and their difference d (1/N - 1/P). There s(\kappa) rises and
is convex, so that Newton's method falls to the root from above.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import mpmath
import numpy as np
from sympy import Expr, Integer, oo

from analytic.exact.arguments import Pair
from analytic.exact.keystone import TRAIN
from analytic.exact.precision import Array, Double, Multiple, bits_of
from analytic.exact.sums.spectral_sums import coarse_arithmetic, log2_sizes, spectral_sums
from analytic.exact.transfer import Transfer
from analytic.problem import Model, Ridge
from analytic.problem.spectrum import Spectrum

_MOST_MODES = 2**14
_MOST_DIGITS = 16
_READ = Multiple(80)
_ROUNDING = float(np.finfo(np.longdouble).eps) / 2
_STEPS = 60
_ROUGH, _CLOSE = 1e-13, 1e-11  # of kappa: the last step in doubles, and the one after it
_SUMMED = 20  # roundings of a term and of pairwise sums of 128, besides one for each doubling
_FELT = 12  # of the rounding of kappa and the sums: their powers and quotients in a loss


class _Problem(NamedTuple):
    """Eigenvalues, their copies and target powers, -dD_N/dd, 1/P, their difference, the noise."""

    rates: Array
    copies: Array
    powers: Array
    over_width: Any
    over_samples: Any
    gap: Any
    noise: Any


def penalised_losses(
    model: Model, training: Ridge, pairs: tuple[Pair, ...], digits: int
) -> tuple[Any, ...] | None:
    r"""Losses of ridge in extended doubles where these have so many digits for certain, else None.

        L = \kappa' [\kappa^2 (w_2 D_N + w e/N) + \sigma^2 (D_N d_2 + \kappa e d/N)/P]

    with e = \sum_k \lambda_k/(\lambda_k + \kappa)^2.

    Valid     at most 2^14 modes, D_N linear in d, sizes that doubles hold.
    """
    if digits > _MOST_DIGITS:
        return None
    arithmetic = coarse_arithmetic(model, float(log2_sizes([training.penalty])[0]))
    if model.spectrum.modes > _MOST_MODES or not isinstance(arithmetic, Double):
        return None
    problem = _problem(model)
    if problem is None:
        return None
    penalty = _extended([training.penalty])[0]
    with np.errstate(all="ignore"):
        kappa = np.longdouble(_rough(_Problem(*(x.astype(float) for x in problem)), float(penalty)))
        step = _newton(problem, kappa, penalty)
        if not abs(step) < _CLOSE * kappa:
            return None
        found, error = _losses(problem, kappa - step, penalty, pairs)
    if not error < 10.0 ** -(digits + 1):
        return None
    bits = bits_of(digits + 3)
    return tuple(mpmath.fadd(float(x), float(x - float(x)), prec=bits) for x in found)


@lru_cache(maxsize=16)
def _problem(model: Model) -> _Problem | None:
    with _READ.working():
        transfer = Transfer(_READ, model)
    if not transfer.linear:
        return None
    over_samples = Integer(0) if model.samples == oo else 1 / model.samples
    load = transfer.exact_load
    numbers = _extended([load, over_samples, load - over_samples, model.noise])
    return _Problem(*_modes(model.spectrum), *numbers)


@lru_cache(maxsize=16)
def _modes(spectrum: Spectrum) -> tuple[Array, Array, Array]:
    """Eigenvalues, and these and target powers times their copies: of every width and sample."""
    with _READ.working():
        levels = spectral_sums(_READ, spectrum).levels()
        weights = levels.copies * levels.eigenvalues, levels.copies * levels.powers
    rates, copies, powers = map(_rounded, (levels.eigenvalues, *weights))
    return rates, copies, powers


def _extended(numbers: list[Expr]) -> Array:
    """Exact numbers as extended doubles."""
    with _READ.working():
        return _rounded(_READ.array([_READ.number(x) for x in numbers]))


def _rounded(numbers: Array) -> Array:
    with _READ.working():
        high = numbers.astype(float)
        return np.asarray(high.astype(np.longdouble) + (numbers - high).astype(float))


def _newton(problem: _Problem, kappa: Any, penalty: Any) -> Any:
    """Newton's correction to kappa."""
    response = 1 / (problem.rates + kappa)
    terms = problem.copies * response
    d, e = terms.sum(), (terms * response).sum()
    d_p, d_n = 1 - problem.over_samples * d, 1 - problem.over_width * d
    slope = d_p * d_n + kappa * e * (problem.over_samples * d_n + problem.over_width * d_p)
    return (kappa * d_p * d_n - penalty) / slope


def _rough(problem: _Problem, penalty: float) -> float:
    """kappa in doubles, from above: s(kappa) >= kappa - (1/N + 1/P) sum of all eigenvalues."""
    load = problem.over_samples + problem.over_width
    kappa = float(penalty + load * problem.copies.sum())
    for _ in range(_STEPS):
        step = float(_newton(problem, kappa, penalty))
        kappa -= step
        if abs(step) < _ROUGH * kappa:
            break
    return kappa


def _losses(
    problem: _Problem, kappa: Any, penalty: Any, pairs: tuple[Pair, ...]
) -> tuple[Array, float]:
    """The losses at a root, and how far they may be off, relative to themselves."""
    response = 1 / (problem.rates + kappa)
    of_rates, of_powers = problem.copies * response, problem.powers * response
    d, e, w = of_rates.sum(), (of_rates * response).sum(), of_powers.sum()
    d_2, w_2 = (of_rates * problem.rates * response).sum(), (of_powers * response).sum()
    gap, product = d * problem.gap, penalty / kappa
    larger = (abs(gap) + np.sqrt(gap * gap + 4 * product)) / 2
    d_n, d_p = (product / larger, larger) if gap > 0 else (larger, product / larger)
    over = problem.over_samples * d_n + problem.over_width * d_p
    slope = 1 / (product + kappa * e * over)
    signal = kappa * kappa * (w_2 * d_n + problem.over_width * w * e)
    excess = problem.over_samples * (d_n * d_2 + problem.over_width * kappa * e * d)
    test = slope * (signal + problem.noise * excess)
    found = [(test + problem.noise) * d_p**2 if pair == TRAIN else test for pair in pairs]
    roundings = _SUMMED + np.log2(len(problem.rates))
    return np.array(found), float(_FELT * (1 + slope * over * d) * roundings) * _ROUNDING
