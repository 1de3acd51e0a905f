r"""Sums over the modes that samples leave unseen, of which some show one mode each, others all.

    d(\kappa) = \sum_k q_k \lambda_k/(\lambda_k + \kappa) = n,   q_k = e^{-m p_k}

and d_2, w_2 with the same weights, of m one-hot and n Gaussian samples. Beyond the first modes a
sum is an integral over the logarithm of k, by the midpoint rule.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytic.errors import require
from analytic.problem import PowerLaw
from analytic.problem.spectrum import require_power_law
from analytic.real_numbers import positive_number

_FIRST, _NODES, _LAST = 4000, 600, 80.0  # modes one by one; nodes up to e^80 times as many
_STEPS = 80


def mixed_data_loss(spectrum: PowerLaw, one_hot: Any, gaussian: Any) -> float:
    r"""The final loss of so many one-hot and so many Gaussian samples, without noise, N = t = oo.

        L = \kappa^2 w_2/(1 - d_2/n)   over the modes that no one-hot sample shows

    Accuracy  nine digits.
    Raises    InvalidProblemError for what is no power law or no number of samples, and where the
              Gaussian samples see every mode that is left.

    >>> from analytic.problem import PowerLaw
    >>> round(mixed_data_loss(PowerLaw(2, "3/2"), 100, 100), 6)
    0.019367
    """
    spectrum = require_power_law(spectrum)
    counts = [
        positive_number(one, name, infinite=False)
        for one, name in ((one_hot, "one_hot"), (gaussian, "gaussian"))
    ]
    require(
        all(one.is_number for one in (*counts, spectrum.a, spectrum.b)),
        "The loss of mixed samples is a number. Give numbers for a, b and both kinds of samples.",
    )
    shown, others = map(float, counts)
    kappa, second, target = sums_of_unseen(spectrum, shown, others)
    return kappa**2 * target / (1 - second / others)


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
