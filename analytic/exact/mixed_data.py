r"""Sums over the modes that samples leave unseen, of which some show one mode each, others all.

    d(\kappa) = \sum_k q_k \lambda_k/(\lambda_k + \kappa) = n,   q_k = e^{-m p_k}

and d_2, w_2 with the same weights, of m one-hot and n Gaussian samples. Beyond the first modes a
sum is an integral over the logarithm of k, by the midpoint rule.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from analytic.errors import require
from analytic.problem import PowerLaw

_FIRST, _NODES, _LAST = 4000, 600, 80.0  # modes one by one; nodes up to e^80 times as many
_STEPS = 80


def sums_of_unseen(spectrum: PowerLaw, shown: float, others: float) -> tuple[float, float, float]:
    """Regulariser, d_2 and w_2 after so many one-hot and so many Gaussian samples, t = oo.

    Accuracy  ten digits; without noise.
    Raises    InvalidProblemError where every mode that is not shown may be seen.
    """
    a, b = float(spectrum.a), float(spectrum.b)
    ranks, weights = _modes(spectrum)
    rates = ranks**-b
    unseen = np.exp(-shown * rates / np.sum(weights * rates))
    weights = weights * unseen
    require(
        float(np.sum(weights)) > others > 0,
        f"{others} Gaussian samples see every mode that is not shown. Ask for fewer.",
    )
    low, high = -b * (_LAST + np.log(_FIRST)), 40.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if np.sum(weights * rates / (rates + np.exp(middle))) > others:
            low = middle
        else:
            high = middle
    kappa = np.exp(low)
    second = np.sum(weights * (rates / (rates + kappa)) ** 2)
    target = np.sum(weights * ranks**-a / (rates + kappa) ** 2)
    return float(kappa), float(second), float(target)


def _modes(spectrum: PowerLaw) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Ranks and weights with which sums over modes are taken."""
    if spectrum.modes.is_finite:
        ranks = np.arange(1.0, float(spectrum.modes) + 1)
        return ranks, np.ones_like(ranks)
    first = np.arange(1.0, _FIRST + 1)
    nodes, areas = _rule()
    far = (_FIRST + 0.5) * np.exp(_LAST * (nodes + 1) / 2)
    return np.concatenate((first, far)), np.concatenate((np.ones(_FIRST), _LAST * areas / 2 * far))


@cache
def _rule() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, areas = np.polynomial.legendre.leggauss(_NODES)
    return nodes, areas
