r"""What a simulation reports: mean and median over draws, each with its standard error."""

from dataclasses import dataclass, field
from math import ceil, floor, sqrt

import numpy as np

from analytic.sampling.finite_model import FloatArray


@dataclass(frozen=True, eq=False)
class Estimate:
    r"""Mean and median of a quantity over independent draws.

        mean \pm standard_error,   median \pm median_error

    Shape     all four as `time` (floats for one time); samples (draws, *shape), paired over times:
              row i is one draw at all times.
    Valid     mean and standard error only where `heavy_tailed` is false. Where it is true the
              quantity has no variance, or no mean, over draws: compare medians.
    """

    mean: float | FloatArray
    standard_error: float | FloatArray
    median: float | FloatArray
    median_error: float | FloatArray
    draws: int
    heavy_tailed: bool
    samples: FloatArray = field(repr=False)


def estimated(samples: FloatArray, heavy_tailed: bool = False) -> Estimate:
    r"""The estimate from samples of shape (draws, *shape).

        standard_error = \sqrt{ \sum_i (x_i - mean)^2 / (n (n - 1)) }

    The error of the median is half the distance between the order statistics one binomial standard
    deviation, \sqrt n / 2, to either side of it.

    >>> estimated(np.array([1.0, 3.0])).mean
    2.0
    """
    draws = samples.shape[0]
    # Relative to the first draw, so that equal samples have exactly no standard error.
    # Relative to the largest, so that squares stay within the range of doubles.
    offset = samples - samples[0]
    scale = float(np.max(np.abs(offset), initial=0.0)) or 1.0
    ordered = np.sort(samples, axis=0)
    low = max(0, floor((draws - sqrt(draws)) / 2))
    high = min(draws - 1, ceil((draws + sqrt(draws)) / 2) - 1)
    return Estimate(
        mean=_plain(samples[0] + scale * (offset / scale).mean(axis=0)),
        standard_error=_plain(scale * ((offset / scale).std(axis=0, ddof=1) / sqrt(draws))),
        median=_plain(np.median(samples, axis=0)),
        median_error=_plain((ordered[high] - ordered[low]) / 2),
        draws=draws,
        heavy_tailed=heavy_tailed,
        samples=samples,
    )


def _plain(values: FloatArray) -> float | FloatArray:
    return float(values) if np.ndim(values) == 0 else values
