r"""Draws in chunks of bounded memory, on all cores or handed to an executor."""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any

import numpy as np

from analytic.errors import SimulationError, require
from analytic.sampling import cores
from analytic.sampling.checkpoint import Checkpoint
from analytic.sampling.finite_model import FiniteModel, FloatArray
from analytic.sampling.questions import checked_count

CHUNK_BYTES = 2**24
"""Memory of one chunk, of which each core holds one; larger chunks are hardly faster."""

Progress = Callable[[int, int], object]


def collected(
    chunk: Callable[[range], FloatArray],
    draws: int,
    bytes_per_draw: int,
    chunk_bytes: int,
    executor: Executor | None,
    progress: Progress | None,
    checkpoint: Checkpoint | None = None,
) -> FloatArray:
    """The rows chunk(range) of all draws, in the order of their numbers.

    With a checkpoint, draws that it holds are not made again, and it is written as draws are
    finished, on an interrupt too.

    Without an executor, chunks run in as many threads as there are cores, each with linear algebra
    of one thread: NumPy gives up its lock for all that takes time, and threads need no `__main__`
    guard. Where linear algebra cannot be told to use one thread, chunks run one after another.
    """
    _require_parallel(executor, progress)
    limit = checked_count(chunk_bytes, "chunk_bytes", 1, "a chunk needs memory")
    require_memory(bytes_per_draw)
    parts = _parts(draws, bytes_per_draw, limit)
    if checkpoint is None:
        return np.concatenate([rows for _, rows in _made(chunk, parts, draws, executor, progress)])
    missing = [piece for part in parts for piece in checkpoint.missing(part)]
    try:
        for part, rows in _made(chunk, missing, draws, executor, progress):
            checkpoint.keep(part, rows)
    finally:
        checkpoint.write()
    return checkpoint.rows(draws)


def require_memory(bytes_per_draw: int) -> None:
    """Raise SimulationError where one draw does not fit into the memory of the machine."""
    memory = cores.memory()
    if memory is not None and bytes_per_draw > memory:
        raise SimulationError(
            f"One draw needs {bytes_per_draw / 1e9:.3g} GB of memory, and this machine has "
            f"{memory / 1e9:.3g} GB. Choose fewer modes, a smaller width or fewer samples."
        )


def _require_parallel(executor: Any, progress: Any) -> None:
    """Refuse what runs no chunks, and what hears of none."""
    require(
        executor is None or isinstance(executor, Executor),
        f"executor = {executor!r} runs nothing. Give a concurrent.futures.Executor, or None.",
    )
    require(
        progress is None or callable(progress),
        f"progress = {progress!r} cannot be called. Give a function of draws done and draws in "
        "all, or None.",
    )


def _made(
    chunk: Callable[[range], FloatArray],
    parts: list[range],
    draws: int,
    executor: Executor | None,
    progress: Progress | None,
) -> Iterator[tuple[range, FloatArray]]:
    """The ranges and their rows, in order, as they are finished."""
    task = partial(_one_matrix_each, chunk)
    done = draws - sum(map(len, parts))
    with closing(_results(task, parts, executor)) as results:
        for part, rows in zip(parts, results, strict=True):
            done += len(part)
            yield part, rows
            if progress is not None:
                progress(done, draws)


def _results(
    task: Callable[[range], FloatArray], parts: list[range], executor: Executor | None
) -> Generator[FloatArray]:
    if executor is not None:
        yield from _handed_out(executor, task, parts)
        return
    with cores.one_matrix_each():
        if len(parts) > 1 and cores.count() > 1 and cores.linear_algebra_is_serial():
            with ThreadPoolExecutor(cores.count()) as pool:
                yield from _handed_out(pool, task, parts)
        else:
            yield from map(task, parts)


def bytes_per_draw(model: FiniteModel, times: int) -> int:
    """Memory of one draw: matrices, their decomposition, and one column of modes per time."""
    rows = model.modes if model.samples is None else model.samples
    columns = model.modes if model.width is None else model.width
    matrices = model.modes * ((model.width or 0) + (model.samples or 0))
    decomposition = rows * columns + (rows + columns) * min(rows, columns)
    return 8 * (2 * matrices + 2 * decomposition + 2 * (model.modes + rows) * times)


def _parts(draws: int, bytes_per_draw: int, limit: int) -> list[range]:
    size = limit // bytes_per_draw
    if draws * bytes_per_draw > CHUNK_BYTES:  # less is done sooner than it is shared out
        size = min(size, -(-draws // (2 * cores.count())))
    size = max(1, size)
    return [range(start, min(start + size, draws)) for start in range(0, draws, size)]


def _one_matrix_each(chunk: Callable[[range], FloatArray], part: range) -> FloatArray:
    with cores.one_matrix_each(), np.errstate(all="ignore"):
        rows = chunk(part)
    if not np.all(np.isfinite(rows)):
        raise SimulationError(
            "A simulated number is beyond the range of doubles. Rescale the spectrum, the target "
            "or the time."
        )
    return rows


def _handed_out(
    executor: Executor, chunk: Callable[[range], FloatArray], parts: list[range]
) -> Iterator[FloatArray]:
    futures = [executor.submit(chunk, part) for part in parts]
    try:
        for future in futures:
            yield future.result()
    finally:
        for future in futures:  # after Ctrl-C nobody waits for the rest
            future.cancel()
