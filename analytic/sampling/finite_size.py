r"""The loss in powers of 1/N or 1/P, by comparing a draw with its halves and its quarters.

    L_n = L + c/n + c'/n^2 + O(1/n^3)
    c = n (-2 L_n + 10 L_2n - 8 L_4n) + O(1/n^2),   L = L_n/3 - 2 L_2n + 8 L_4n/3 + O(1/n^3)

The rows of one draw of size 4n make two draws of size 2n and four of size n. Whatever is linear in
A^T A/N - 1 is the same for the whole and for the mean of its parts. So the fluctuations of order
1/sqrt(n), which are all that is seen of L_n - L in few draws, drop out of c draw by draw, and are
no larger in L than in the largest model.
"""

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

_FLOW = GradientFlow()
_PARTS = (4, 2, 1)
_COEFFICIENT = (-2.0, 10.0, -8.0)
_LIMIT = (1 / 3, -2.0, 8 / 3)


def finite_size_coefficient(
    model: Model,
    time: Any,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    executor: Executor | None = None,
) -> Estimate:
    """The coefficient c of the loss in 1/N at unlimited samples, or in 1/P at unlimited width.

        L_n = L + c/n + ...,   c = n (-2 L_n + 10 L_{2n} - 8 L_{4n}) + O(1/n^2)

    The finite one of the model's two sizes is n; draws of size 4n are made.

    Shape     as `time`.
    Valid     finite M; one of N, P finite, the other infinite; d(1/t) well below n.
    Accuracy  the standard error, and a bias of order 1/n^2.
    Raises    SimulationError where not exactly one of N and P is finite, and for what cannot be
              drawn; InvalidProblemError for times, draws, seeds.

    >>> from analytic.problem import Model, PowerLaw
    >>> found = finite_size_coefficient(Model(PowerLaw(2, "3/2", modes=20), width=10), 1)
    >>> abs(found.mean - 1.1488) < 3 * found.standard_error  # what the exact witness has
    True
    """
    weights = tuple(_size(finite_model(model)) * weight for weight in _COEFFICIENT)
    return _combined(model, time, draws, seed, training, executor, weights)


def unlimited_loss(
    model: Model,
    time: Any,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    executor: Executor | None = None,
) -> Estimate:
    """The loss of unlimited width and samples, extrapolated from n, 2n and 4n.

        L = L_n/3 - 2 L_{2n} + 8 L_{4n}/3 + O(1/n^3)

    Arguments, shape, validity and errors are those of `finite_size_coefficient`.

    Accuracy  the standard error, and a bias of order 1/n^3.

    >>> from analytic.problem import Model, PowerLaw
    >>> found = unlimited_loss(Model(PowerLaw(2, "3/2", modes=20), width=10), 1)
    >>> abs(found.mean - 0.5387) < 3 * found.standard_error  # what the exact witness has
    True
    """
    return _combined(model, time, draws, seed, training, executor, _LIMIT)


def _combined(
    model: Model,
    time: Any,
    draws: int,
    seed: int,
    training: Training,
    executor: Executor | None,
    weights: tuple[float, ...],
) -> Estimate:
    """Losses of quarters, halves and the whole, weighted and added draw by draw."""
    filter_, times = filter_of(training), checked_times(time)
    count, root = checked_draws(draws), checked_seed(seed)
    finite = finite_model(model)
    _size(finite)
    whole = _times_larger(finite, max(_PARTS))
    chunk = partial(_chunk, whole, filter_, times.ravel(), root, weights)
    memory = 2 * bytes_per_draw(whole, times.size)
    values = collected(chunk, count, memory, CHUNK_BYTES, executor, None)
    return estimated(values.reshape(count, *times.shape) + sum(weights) * finite.floor)


def _chunk(
    whole: FiniteModel,
    training: Filter,
    times: FloatArray,
    seed: int,
    weights: tuple[float, ...],
    numbers: range,
) -> FloatArray:
    """The combination for every draw, shape (draws, times)."""
    draws = drawn(whole, seed, numbers)
    total: FloatArray = np.zeros((len(numbers), times.size))
    for parts, weight in zip(_PARTS, weights, strict=True):
        total += weight * _mean_loss(whole, draws, parts, training, times)
    return total


def _size(model: FiniteModel) -> int:
    """The one size of a model that is finite."""
    sizes = [size for size in (model.width, model.samples) if size is not None]
    if len(sizes) != 1:
        raise SimulationError(
            "A finite-size term is that of one resource. Give either width or samples, and leave "
            "the other one infinite."
        )
    if len(model.layers) > 1 or not all(layer.has_equal_rows for layer in model.layers):
        raise SimulationError(
            "A finite-size term is found by taking rows of the projection apart, and here they "
            "are not independent and alike. Choose a Gaussian or a sparse projection."
        )
    return sizes[0]


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
    other = replace(model, samples=sizes.get("samples"))
    return other.with_width(sizes["width"]) if "width" in sizes else other
