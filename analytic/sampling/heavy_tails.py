r"""Losses without variance, or without mean, over draws."""

import numpy as np

from analytic.sampling.filters.two_step import MeanFilter, TwoStepFilter
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.training import Filter

_FEWEST = 8


def has_heavy_tails(
    model: FiniteModel, training: Filter, times: FloatArray, samples: FloatArray
) -> bool:
    """Whether losses have no variance over draws: by theory, or as steps are too large for one.

    Shape     samples (draws, times).
    """
    steps = isinstance(training, MeanFilter | TwoStepFilter)
    rare = steps and is_dominated_by_one_draw(samples)
    return rare or is_heavy_tailed(model, times)


def is_heavy_tailed(model: FiniteModel, times: FloatArray) -> bool:
    r"""Whether a ridgeless solution meets inverse Wishart moments that diverge.

        E tr W^{-1} = n / (P - n - 1),   W ~ Wishart_n(P)

    With n learnable directions, the rank of A, there is no mean for |P - n| <= 1 and no variance
    for |P - n| <= 3; at finite times every draw is bounded by powers of its entries. Without label
    noise and with all modes within reach of both N and P, the target is recovered and there is
    nothing to amplify.
    """
    if model.samples is None or not np.isinf(times).any():
        return False
    rank = model.rank
    recovered = model.noise == 0 and rank == model.modes and model.samples >= model.modes
    return not recovered and abs(rank - model.samples) <= 3


def is_dominated_by_one_draw(samples: FloatArray) -> bool:
    r"""Whether one of many draws makes up more than half of the mean, at some time.

    So it is with steps that are stable in the mean field and not for a rare draw, whose largest
    eigenvalue is beyond the edge: its loss grows for ever, and with it the mean.

    Shape     samples (draws, times).
    """
    if len(samples) < _FEWEST:
        return False
    largest, total = samples.max(axis=0), samples.sum(axis=0)
    return bool(np.any(2 * largest > total))
