r"""Losses of many models at the same times, by simulation and by the mean field side by side."""

from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import fields
from functools import partial
from itertools import islice
from math import inf
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from analytic import exact, sampling
from analytic.errors import ScalingLawsError, SimulationError, require
from analytic.problem import GradientFlow, Model, Training, require_training
from analytic.problem.statement import in_full
from analytic.sampling.checkpoint import require_path
from analytic.sampling.questions import checked_draws, checked_seed, checked_times
from analytic.sweeps.results_file import EXACT, ResultsFile

Row = Mapping[str, Any]
"""One model at one time: its numbers, both losses with errors, the mean field beside them."""

Progress = Callable[[int, int], object]

_FLOW = GradientFlow()
_AT_ONCE = 16  # models that an executor works on, so that memory does not grow with the sweep


def sweep(
    models: Iterable[Model],
    time: Any = inf,
    draws: int = 200,
    seed: int = 0,
    training: Training = _FLOW,
    *,
    executor: Executor | None = None,
    file: str | PathLike[str] | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    r"""Test and training loss of models at times, simulated and in the mean field.

    Each row holds the numbers that state its model, `time`, `draws`, `seed`, the means `test` and
    `train` with `test_error` and `train_error`, the median `test_median` and its error, whether
    the test loss is `heavy_tailed` (then read the median), and `test_exact` and `train_exact`, None
    where the mean field has no answer.
    A table of any library is made of rows: `pandas.DataFrame(sweep(...))`.

    An `executor` gets the draws of several models at once, in chunks: a pool of processes, or
    `dask.distributed.Client(...).get_executor()`. `file` is a Parquet file that is replaced as
    models are finished: the same sweep goes on from what it holds, and other sweeps may be kept in
    the same file. `progress(done, total)` counts models. No draw depends on executor or file.

    Shape     one row for every model and time, models first, in their order.
    Accuracy  standard errors over the draws; the mean field as `exact.losses` in doubles.
    Raises    InvalidProblemError for no models; the errors of `sampling.losses`, after what is
              finished has been written.

    >>> from analytic.problem import PowerLaw
    >>> model = Model(PowerLaw(2, 2, modes=3), width=4)
    >>> [(row["width"], row["time"]) for row in sweep([model], [1, 10], draws=2)]
    [(4.0, 1.0), (4.0, 10.0)]
    """
    asked = _checked_models(models)
    require(
        progress is None or callable(progress),
        f"progress = {progress!r} cannot be called. Give a function of models done and in all.",
    )
    has_time = require_training(training).has_time
    times = _doubles(checked_times(time).ravel()) if has_time else [inf]
    draws, seed = checked_draws(draws), checked_seed(seed)
    require(
        executor is None or isinstance(executor, Executor),
        f"executor = {executor!r} runs nothing. Give a concurrent.futures.Executor, or None.",
    )
    question = partial(_question, times=times, draws=draws, seed=seed, training=training)
    known = ResultsFile(None if file is None else Path(require_path(file, "file")))
    missing = [model for model in dict.fromkeys(asked) if question(model) not in known]
    work = partial(_rows, times=times, draws=draws, seed=seed, training=training, executor=executor)
    done = len(set(asked)) - len(missing)
    try:
        with closing(_finished(work, missing, executor)) as finished:
            for model, rows in finished:
                known.keep(question(model), rows)
                done += 1
                if progress is not None:
                    progress(done, len(set(asked)))
    except BrokenProcessPool:
        raise SimulationError(
            f"A worker process was killed; {done} of {len(set(asked))} models are finished"
            f"{'' if file is None else f' and kept in {file}'}. Ask again to go on."
        ) from None
    finally:
        known.write()
    return [row for model in asked for row in known.rows(question(model))]


def _checked_models(models: Any) -> list[Model]:
    asked = list(models) if isinstance(models, Iterable) and not isinstance(models, str) else None
    require(
        asked is not None and all(isinstance(model, Model) for model in asked),
        f"models = {str(models)[:80]} is no list of models. Give analytic.Model(...)s.",
    )
    require(bool(asked), "There are no models to sweep over. Give at least one.")
    return list(asked or ())


def _question(
    model: Model, *, times: list[float], draws: int, seed: int, training: Training
) -> str:
    return f"{training!r} of {in_full(model)} at {times}, {draws} draws with seed {seed}"


def _finished(
    work: Callable[[Model], list[Row]], models: list[Model], executor: Executor | None
) -> Generator[tuple[Model, list[Row]]]:
    """Models with their rows: one after another, or as an executor has them ready."""
    if executor is None:
        yield from ((model, work(model)) for model in models)
        return
    waiting = iter(models)
    with ThreadPoolExecutor(_AT_ONCE) as asking:  # each waits for the executor, and does no work
        running: dict[Future[list[Row]], Model] = {}
        try:
            while True:
                for model in islice(waiting, _AT_ONCE - len(running)):
                    running[asking.submit(work, model)] = model
                if not running:
                    return
                ready = next(as_completed(running))
                yield running.pop(ready), ready.result()
        finally:
            for future in running:
                future.cancel()


def _rows(
    model: Model,
    *,
    times: list[float],
    draws: int,
    seed: int,
    training: Training,
    executor: Executor | None,
) -> list[Row]:
    drawn = sampling.losses(model, times, draws, seed, training, executor=executor)
    mean_field = partial(_mean_field, model, times, training)
    curves = mean_field() if executor is None else executor.submit(mean_field).result()
    columns = {
        "time": times,
        "test": _doubles(drawn.test.mean),
        "test_error": _doubles(drawn.test.standard_error),
        "test_median": _doubles(drawn.test.median),
        "test_median_error": _doubles(drawn.test.median_error),
        "train": _doubles(drawn.train.mean),
        "train_error": _doubles(drawn.train.standard_error),
        **dict(zip(EXACT, curves, strict=True)),
    }
    stated = {
        **_numbers(model.spectrum),
        **_numbers(model),
        "training": repr(training),
        "draws": draws,
        "seed": seed,
        "heavy_tailed": drawn.test.heavy_tailed,
    }
    return [
        {**stated, **dict(zip(columns, row, strict=True))}
        for row in zip(*columns.values(), strict=True)
    ]


def _doubles(values: Any) -> list[float]:
    return [float(value) for value in np.atleast_1d(values)]


def _numbers(stated: Any) -> dict[str, Any]:
    """The numbers in a statement as doubles, what else it holds as text."""
    return {
        field.name: float(value) if getattr(value, "is_number", False) else str(value)
        for field in fields(stated)
        if not isinstance(value := getattr(stated, field.name), tuple)
    }


def _mean_field(
    model: Model, times: list[float], training: Training
) -> tuple[list[float | None], list[float | None]]:
    """Test and training loss at the times; nothing where the mean field has no answer."""
    try:
        both = exact.losses(model, np.array(times), training=training)
    except ScalingLawsError:
        return [None] * len(times), [None] * len(times)
    return [*_doubles(both[0])], [*_doubles(both[1])]
