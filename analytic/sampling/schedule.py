r"""Draws in chunks of bounded memory, on one core or handed to an executor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.questions import checked_count

__all__ = ["CHUNK_BYTES", "Progress", "bytes_per_draw", "collected"]

CHUNK_BYTES = 2**24
"""Memory of one chunk; larger chunks leave the cache and are no faster."""

Progress = Callable[[int, int], object]

_ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def collected(
    chunk: Callable[[range], FloatArray],
    draws: int,
    bytes_per_draw: int,
    chunk_bytes: int,
    executor: Executor | None,
    progress: Progress | None,
) -> FloatArray:
    """The rows chunk(range) of all draws, in the order of their numbers.

    Without an executor the cores are shared as measurement advises: linear algebra that uses all of
    them gets one chunk at a time, since threads on top of its threads double the run time; where it
    is told to use one (OPENBLAS_NUM_THREADS=1 and its like, set before NumPy is imported) chunks
    run in as many threads as there are cores, which is fastest.
    """
    limit = checked_count(chunk_bytes, "chunk_bytes", 1, "a chunk needs memory")
    size = max(1, min(limit // bytes_per_draw, -(-draws // (2 * _cores()))))
    parts = [range(start, min(start + size, draws)) for start in range(0, draws, size)]
    if executor is not None:
        return _handed_out(executor, chunk, parts, progress)
    if len(parts) > 1 and _cores() > 1 and _linear_algebra_is_serial():
        with ThreadPoolExecutor(_cores()) as pool:
            return _handed_out(pool, chunk, parts, progress)
    return _gathered(map(chunk, parts), parts, progress)


def bytes_per_draw(model: FiniteModel, times: int) -> int:
    """Memory of one draw: matrices, their decomposition, and one column of modes per time."""
    rows = model.modes if model.samples is None else model.samples
    columns = model.modes if model.width is None else model.width
    matrices = model.modes * ((model.width or 0) + (model.samples or 0))
    decomposition = rows * columns + (rows + columns) * min(rows, columns)
    return 8 * (2 * matrices + 2 * decomposition + 2 * (model.modes + rows) * times)


def _handed_out(
    executor: Executor,
    chunk: Callable[[range], FloatArray],
    parts: list[range],
    progress: Progress | None,
) -> FloatArray:
    futures = [executor.submit(chunk, part) for part in parts]
    try:
        return _gathered((future.result() for future in futures), parts, progress)
    finally:
        for future in futures:  # after Ctrl-C nobody waits for the rest
            future.cancel()


def _gathered(
    results: Iterable[FloatArray], parts: list[range], progress: Progress | None
) -> FloatArray:
    rows = []
    for part, result in zip(parts, results, strict=True):
        rows.append(result)
        if progress is not None:
            progress(part.stop, parts[-1].stop)
    return np.concatenate(rows)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _linear_algebra_is_serial() -> bool:
    return any(os.environ.get(name) == "1" for name in _ONE_THREAD)
