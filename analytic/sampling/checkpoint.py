r"""Checkpoints: finished draws in a file, so that what was interrupted goes on where it stopped.

A draw depends on the question, the seed and its own number, on nothing else. So its row is as good
after an interrupt as before, and the same question with more draws begins with the old ones.
"""

import os
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from time import monotonic
from typing import Any
from zipfile import BadZipFile

import numpy as np

from analytic.errors import InvalidProblemError, SimulationError
from analytic.problem import Model, Training
from analytic.problem.statement import in_full
from analytic.sampling.finite_model import FloatArray

_SECONDS_BETWEEN = 2.0


class Checkpoint:
    """A file of finished draws that belong to one question.

    Raises    SimulationError for a file that holds something else, or cannot be read.
    """

    def __init__(self, path: Path, question: str, clock: Callable[[], float] = monotonic) -> None:
        self.path = path
        self.question = question
        self._clock = clock
        self._rows: dict[int, FloatArray] = {}
        self._saved = clock()
        if path.exists():
            self._read()
        elif not path.parent.is_dir():
            raise SimulationError(
                f"{path} cannot be written: there is no folder {path.parent}. Name a file in a "
                "folder that exists."
            )

    def missing(self, part: range) -> list[range]:
        """What of a range of draws is not there yet, in ranges."""
        numbers = [number for number in part if number not in self._rows]
        starts = [n for n in numbers if n - 1 not in numbers]
        stops = [n + 1 for n in numbers if n + 1 not in numbers]
        return [range(start, stop) for start, stop in zip(starts, stops, strict=True)]

    def rows(self, draws: int) -> FloatArray:
        """The rows of the first draws, all of which are there."""
        return np.stack([self._rows[number] for number in range(draws)])

    def keep(self, part: range, rows: FloatArray) -> None:
        """Remember a range of draws, and write the file if the last time is long enough ago."""
        self._rows.update(zip(part, rows, strict=True))
        if self._clock() - self._saved > _SECONDS_BETWEEN:
            self.write()

    def write(self) -> None:
        """The file, replaced as a whole: an interrupt leaves the old one or the new one."""
        if not self._rows:
            return
        numbers = sorted(self._rows)
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        with beside.open("wb") as stream:
            np.savez(
                stream,
                question=np.array(self.question),
                numbers=np.array(numbers),
                rows=np.stack([self._rows[number] for number in numbers]),
            )
        beside.replace(self.path)
        self._saved = self._clock()

    def _read(self) -> None:
        try:
            with np.load(self.path, allow_pickle=False) as held:
                question, numbers, rows = str(held["question"]), held["numbers"], held["rows"]
        except (OSError, ValueError, KeyError, BadZipFile, EOFError):
            raise SimulationError(
                f"{self.path} cannot be resumed: it is no record of a simulation. Name another "
                "file."
            ) from None
        if question != self.question:
            raise SimulationError(
                f"{self.path} holds another simulation: {question}. Name another file, or ask "
                "what it was made for."
            )
        self._rows = {int(number): row for number, row in zip(numbers, rows, strict=True)}


def finished_draws(path: str | PathLike[str]) -> int:
    """How many draws, from the first on, a file holds; none if there is no file.

    Raises    InvalidProblemError for what is no path, SimulationError for a file without draws.

    >>> finished_draws("a-file-that-is-not-there.npz")
    0
    """
    require_path(path, "path")
    if not Path(path).exists():
        return 0
    try:
        with np.load(path, allow_pickle=False) as held:
            numbers = set(map(int, held["numbers"]))
    except (BadZipFile, EOFError, KeyError, OSError, TypeError, ValueError):
        raise SimulationError(
            f"{path} holds no draws. Give a file that a simulation wrote with --resume."
        ) from None
    return next(number for number in range(len(numbers) + 1) if number not in numbers)


def resumed(
    file: str | PathLike[str] | None,
    asked: Training | str,
    model: Model,
    times: FloatArray,
    seed: int,
) -> Checkpoint | None:
    """The checkpoint in a file, for a way of training or what else is asked of a model."""
    if file is None:
        return None
    require_path(file, "resume")
    question = f"{asked} of {in_full(model)} at times {times.ravel().tolist()} with seed {seed}"
    return Checkpoint(Path(file), question)


def require_path(file: Any, name: str) -> str | PathLike[str]:
    """The path of a file, refused where it is none."""
    if not isinstance(file, str | PathLike):
        raise InvalidProblemError(
            f"{name} = {str(file)[:80]!r} is no file. Give the path of one, such as 'draws.npz'."
        )
    return file
