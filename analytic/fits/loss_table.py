r"""Measured losses from a file: a column for each resource, one of losses, one of errors if any."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.fits.windows import Array
from analytic.problem.spectrum_files.text import table

RESOURCES = ("N", "P", "t", "C")
_NAMES = {
    "N": {"n", "width", "params", "parameters", "model_size"},
    "P": {"p", "samples", "data", "dataset_size", "points"},
    "t": {"t", "time", "step", "steps", "iterations"},
    "C": {"c", "compute", "flops"},
    "loss": {"loss", "l", "test", "test_loss", "val_loss", "validation_loss"},
    "error": {"error", "err", "std_error", "standard_error", "stderr", "sem", "sigma"},
}
WAY_OUT = (
    "Begin with a line of names: any of N, P, t, C, then loss, and error for standard errors, as "
    "in N,loss."
)


@dataclass(frozen=True)
class LossTable:
    """Losses, what they were measured at by the letter of the resource, standard errors if any.

    Raises    InvalidProblemError for other letters than N, P, t, C, for numbers that are not
              positive, and for columns of other lengths.

    >>> LossTable({"N": [10, 100]}, [0.5, 0.1]).loss.tolist()
    [0.5, 0.1]
    """

    resources: Mapping[str, Array]
    loss: Array
    error: Array | None = None

    def __post_init__(self) -> None:
        require(
            isinstance(self.resources, Mapping) and len(self.resources) > 0,
            f"{str(self.resources)[:60]!r} names no resource. Give {{'N': [10, 100, 1000]}}.",
        )
        others = [str(one) for one in self.resources if one not in RESOURCES]
        require(not others, f"{', '.join(others)} is no resource. Choose from N, P, t, C.")
        loss = _positive(self.loss, "loss", None)
        columns = {x: _positive(column, x, len(loss)) for x, column in self.resources.items()}
        object.__setattr__(self, "loss", loss)
        object.__setattr__(self, "resources", columns)
        if self.error is not None:
            object.__setattr__(self, "error", _positive(self.error, "error", len(loss)))


def is_loss_table(text: str) -> bool:
    """Whether the first line of a text that is no comment names a column of losses."""
    for line in text.splitlines():
        content = line.partition("#")[0].strip()
        if content:
            words = content.replace(",", " ").replace(";", " ").replace("\t", " ").lower().split()
            return any(word.strip("\"'") in _NAMES["loss"] for word in words)
    return False


def read_losses(source: str | PathLike[str]) -> LossTable:
    r"""The losses in a file of text.

    Raises    InvalidProblemError, naming file and line, where there is no table of losses.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "losses.csv")
    ...     _ = file.write_text("N,loss,error\n10,0.5,0.01\n100,0.1,0.01")
    ...     read_losses(file).resources["N"].tolist()
    [10.0, 100.0]
    """
    try:
        path = Path(source)
    except TypeError:
        raise InvalidProblemError(f"{source!r} is no path of a file. {WAY_OUT}") from None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "it is no text"
        raise InvalidProblemError(f"{path} cannot be read: {cause}. {WAY_OUT}") from None
    return losses_of_text(text, path.name)


def losses_of_text(text: str, name: str) -> LossTable:
    r"""The losses in a text.

    >>> found = losses_of_text("N, loss\n10, 0.5\n100, 0.1", "text")
    >>> found.resources["N"].tolist(), found.loss.tolist()
    ([10.0, 100.0], [0.5, 0.1])
    """
    found = table(text, name, "the columns of the line of names")
    if found.names is None:
        raise InvalidProblemError(f"{name} has no line of names. {WAY_OUT}")
    rows = np.array([[float(x) for x in row] for row in found.rows])
    require(
        rows.shape[1] == len(found.names),
        f"{name} names {len(found.names)} columns, and its rows have {rows.shape[1]}. {WAY_OUT}",
    )
    columns = _columns(found.names, name)
    for letter in RESOURCES:
        _require_positive(columns, letter, rows, found.lines, name)
    _require_positive(columns, "loss", rows, found.lines, name)
    _require_positive(columns, "error", rows, found.lines, name)
    return LossTable(
        {letter: rows[:, columns[letter]] for letter in RESOURCES if letter in columns},
        rows[:, columns["loss"]],
        rows[:, columns["error"]] if "error" in columns else None,
    )


def _positive(given: Any, name: str, length: int | None) -> Array:
    """A column of positive numbers."""
    try:
        column = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise InvalidProblemError(f"{name} = {str(given)[:60]!r} holds no numbers.") from None
    require(
        column.ndim == 1 and len(column) > 0 and length in (None, len(column)),
        f"{name} has the shape {column.shape}. Give one number for every loss.",
    )
    require(
        bool(np.isfinite(column).all() and (column > 0).all()),
        f"{name} holds a number that is not positive and finite. Leave such points out.",
    )
    return column


def _columns(names: list[str], name: str) -> dict[str, int]:
    """Where each quantity stands; other columns are passed over."""
    found: dict[str, int] = {}
    for place, written in enumerate(names):
        word = written.strip().lower().replace(" ", "_")
        for meaning, known in _NAMES.items():
            if word in known:
                require(
                    meaning not in found,
                    f"{name} has two columns for {meaning}. Leave one of them out.",
                )
                found[meaning] = place
    require("loss" in found, f"{name} names no column of losses. {WAY_OUT}")
    require(
        any(letter in found for letter in RESOURCES),
        f"{name} names no resource beside the loss: {', '.join(names)}. {WAY_OUT}",
    )
    return found


def _require_positive(
    columns: dict[str, int], meaning: str, rows: Array, lines: list[int], name: str
) -> None:
    if meaning not in columns:
        return
    bad = np.flatnonzero(rows[:, columns[meaning]] <= 0)
    if len(bad):
        value = rows[bad[0], columns[meaning]]
        raise InvalidProblemError(
            f"Line {lines[bad[0]]} of {name} has {meaning} = {value:g}. A power law needs positive "
            "numbers: leave this line out, or subtract no more than the loss has."
        )
