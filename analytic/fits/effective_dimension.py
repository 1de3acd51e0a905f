r"""The exponents that the theory sees: \kappa_n with d(\kappa_n) = n, and the loss \kappa w there.

    \sum_k \frac{\lambda_k}{\lambda_k + \kappa_n} = n,   \kappa_n ~ n^{-b},
    \kappa_n w(\kappa_n) = \sum_k \frac{\kappa_n c_k}{\lambda_k + \kappa_n} ~ n^{-\min(a - 1, b)}

These powers have corrections, -1/2 of d and what is missing beyond the last mode, (n/M)^{b-1}; so b
is the one with which k^{-b} on as many modes has the same fall of \kappa_n over a range of n.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytic.fits.windows import Array

_HALVINGS, _COARSE = 60, 40
_POWERS = 20.0  # exponents that are looked for, of either sign
_SINGLE = 1000  # modes that are kept one by one
_GROUPS = 1000  # of those beyond
_DEEPEST = 1 / 4  # of the modes: n up to there
_SHORTEST = 2.0  # ratio of the ends of a range of n


class EffectiveExponents(NamedTuple):
    r"""The falls of \kappa_n and of \kappa w over a range of n, and the b and a they belong to.

    None where no power law on as many modes has such a fall: of \kappa w it saturates at that of
    \kappa_n.
    """

    first: float
    last: float
    capacity_fall: float
    loss_fall: float
    b: float | None
    a: float | None


def effective_exponents(
    eigenvalues: Array, power: Array, first: float, last: float
) -> EffectiveExponents | None:
    r"""Exponents by \kappa_n over n = first ... last, up to a quarter of the modes.

    None where that leaves no range.
    """
    ends = max(first, 1.0), min(last, _DEEPEST * len(eigenvalues))
    if ends[1] < _SHORTEST * ends[0]:
        return None
    many, starts = _groups(len(eigenvalues))
    k = np.exp(np.add.reduceat(np.log(np.arange(1.0, len(power) + 1)), starts) / many)
    values = np.exp(np.add.reduceat(np.log(eigenvalues), starts) / many)
    weights = np.add.reduceat(power, starts) / many
    falls = _falls(values, weights, many, ends)
    b = _matching(lambda s: _falls(k**-s, weights, many, ends)[0], falls[0])
    a = None if b is None else _matching(lambda s: _falls(k**-b, k**-s, many, ends)[1], falls[1])
    return EffectiveExponents(*ends, *falls, b, a)


def _groups(modes: int) -> tuple[Array, NDArray[np.int64]]:
    """How many modes are in groups, single ones first, and where these begin."""
    beyond = np.geomspace(_SINGLE, modes, _GROUPS) if modes > _SINGLE else np.array([modes])
    starts = np.unique([*range(min(_SINGLE, modes)), *np.round(beyond).astype(int)[:-1]])
    return np.diff([*starts, modes]).astype(float), starts


def _falls(
    eigenvalues: Array, power: Array, many: Array, ends: tuple[float, float]
) -> tuple[float, float]:
    r"""With which powers \kappa_n and \kappa w fall between two n."""
    kappa = [_unit(eigenvalues, many, n) for n in ends]
    loss = [(many * one * power / (eigenvalues + one)).sum() for one in kappa]
    length = np.log(ends[1] / ends[0])
    return float(np.log(kappa[0] / kappa[1]) / length), float(np.log(loss[0] / loss[1]) / length)


def _unit(eigenvalues: Array, many: Array, n: float) -> float:
    r"""\kappa_n, by halving in its logarithm: d(\kappa) is at most the trace over \kappa."""
    low = np.log(eigenvalues.min()) - 1
    high = np.log((many * eigenvalues).sum() / n)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = (many / (1 + np.exp(middle) / eigenvalues)).sum() > n
        low, high = (middle, high) if above else (low, middle)
    return float(np.exp((low + high) / 2))


def _matching(fall: Callable[[float], float], wanted: float) -> float | None:
    """The power with which a fall is the wanted one; it grows with the power."""
    low, high = -_POWERS, _POWERS
    for _ in range(_COARSE):
        middle = (low + high) / 2
        low, high = (middle, high) if fall(middle) < wanted else (low, middle)
    return None if high - low > 1 or abs(middle) > _POWERS - 1 else (low + high) / 2
