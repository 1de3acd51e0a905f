r"""The 1/N and 1/P terms of the loss, by comparing a draw with its halves and its quarters.

    L_n = L + c/n + c'/n^2 + O(1/n^3),   D(n) = 2n (L_n - L_2n),   c = 2 D(2n) - D(n) + O(1/n^2)

The rows of one draw of size 4n make two draws of size 2n and four of size n. Whatever is linear in
A^T A/N - 1 is the same for the whole and for the mean of its parts, so the fluctuations of order
1/sqrt(n), which are all that is seen of L_n - L in few draws, drop out of D draw by draw.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from analytic.errors import SimulationError
from analytic.problem import GradientFlow, Model, Training
from analytic.sampling.draws import Draws, drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.questions import checked_draws, checked_seed, checked_times
from analytic.sampling.schedule import CHUNK_BYTES, bytes_per_draw, collected
from analytic.sampling.training import Filter, filter_of

__all__ = ["finite_size_coefficient"]

_FLOW = GradientFlow()
_PARTS = (4, 2, 1)


def finite_size_coefficient(
    model: Model,
    time: Any,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    executor: Executor | None = None,
) -> Estimate:
    r"""The coefficient c of the loss L + c/N at unlimited samples, or L + c/P at unlimited width.

    The finite one of the model's two sizes is n; draws of size 4n are made.

    Shape     as `time`.
    Valid     finite M; one of N, P finite, the other infinite; d(1/t) well below n.
    Accuracy  the standard error, and a bias of order 1/n^2.
    Raises    SimulationError where not exactly one of N and P is finite, and for what cannot be
              drawn; InvalidProblemError for times, draws, seeds.
    """
    filter_ = filter_of(training)
    finite = finite_model(model)
    if (finite.width is None) == (finite.samples is None):
        raise SimulationError(
            "A finite-size term is that of one resource. Give either width or samples, and leave "
            "the other one infinite."
        )
    times = checked_times(time)
    count, root = checked_draws(draws), checked_seed(seed)
    whole = _times_larger(finite, max(_PARTS))
    chunk = partial(_coefficients, whole, filter_, times.ravel(), root)
    memory = 2 * bytes_per_draw(whole, times.size)
    values = collected(chunk, count, memory, CHUNK_BYTES, executor, None)
    return estimated(values.reshape(count, *times.shape))


def _coefficients(
    whole: FiniteModel, training: Filter, times: FloatArray, seed: int, numbers: range
) -> FloatArray:
    """2 D(2n) - D(n) of every draw, shape (draws, times)."""
    draws = drawn(whole, seed, numbers)
    quarters, halves, full = (_mean_loss(whole, draws, p, training, times) for p in _PARTS)
    n = (whole.width or whole.samples or 0) // max(_PARTS)
    return 8 * n * (halves - full) - 2 * n * (quarters - halves)


def _mean_loss(
    whole: FiniteModel, draws: Draws, parts: int, training: Filter, times: FloatArray
) -> FloatArray:
    """The loss of every draw cut into so many parts, the mean over the parts."""
    model = _times_larger(whole, 1 / parts)
    losses = [
        solved(model, Draws(*cut)).test_loss(training, times)
        for cut in zip(
            _split(draws.projection, parts),
            _split(draws.white_features, parts),
            _split(draws.noise, parts),
            strict=True,
        )
    ]
    mean: FloatArray = np.mean(losses, axis=0)
    return mean


def _split(rows: FloatArray | None, parts: int) -> list[FloatArray] | list[None]:
    return [None] * parts if rows is None else np.split(rows, parts, axis=1)


def _times_larger(model: FiniteModel, factor: float) -> FiniteModel:
    sizes = {
        name: round(factor * size)
        for name, size in (("width", model.width), ("samples", model.samples))
        if size is not None
    }
    return replace(model, width=sizes.get("width"), samples=sizes.get("samples"))
