"""The file of a sweep: one Parquet table, replaced as a whole while models are finished."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from analytic.errors import InvalidProblemError, SimulationError

_SECONDS_BETWEEN = 2.0
EXACT = ("test_exact", "train_exact")
"""The columns that hold nothing where the mean field has no answer."""
_OTHER_FORMS = {".csv", ".json", ".npy", ".npz", ".tsv", ".txt", ".xlsx"}
_QUESTION = "question"  # the column that says in full what was asked


class ResultsFile:
    """Rows by what was asked, in memory and, where a path is given, in a file.

    Raises    InvalidProblemError without pyarrow, for a folder that is not there, and for a name of
              another form; SimulationError for a file that holds something else.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._saved = monotonic()
        self._changed = False
        if path is None:
            return
        _parquet()
        if path.suffix.lower() in _OTHER_FORMS:
            raise InvalidProblemError(
                f"{path} is to hold a Parquet table, and its name says {path.suffix}. "
                f"Name it {path.with_suffix('.parquet')}."
            )
        if path.exists():
            self._read(path)
        elif not path.parent.is_dir():
            raise InvalidProblemError(
                f"{path} cannot be written: there is no folder {path.parent}. Name a file in a "
                "folder that exists."
            )

    def __contains__(self, question: str) -> bool:
        return question in self._rows

    def rows(self, question: str) -> list[dict[str, Any]]:
        """The rows of one question."""
        return self._rows[question]

    def keep(self, question: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Remember rows, and write the file if the last time is long enough ago."""
        self._rows[question] = [dict(row) for row in rows]
        self._changed = True
        if monotonic() - self._saved > _SECONDS_BETWEEN:
            self.write()

    def write(self) -> None:
        """The file, replaced as a whole: an interrupt leaves the old one or the new one."""
        if self.path is None or not self._changed:
            return
        arrow, parquet = _parquet()
        rows = [{_QUESTION: key, **row} for key, rows in self._rows.items() for row in rows]
        columns = dict.fromkeys(name for row in rows for name in row)  # spectra differ in theirs
        table = arrow.table({name: [row.get(name) for row in rows] for name in columns})
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        parquet.write_table(table, beside)
        beside.replace(self.path)
        self._saved, self._changed = monotonic(), False

    def _read(self, path: Path) -> None:
        arrow, parquet = _parquet()
        try:
            rows = parquet.read_table(path).to_pylist()
        except (OSError, arrow.ArrowException):
            rows = [{}]
        if not all(_QUESTION in row for row in rows):
            raise SimulationError(
                f"{path} holds no sweep. Name another file, or one that a sweep has written."
            )
        for row in rows:
            stated = {name: value for name, value in row.items() if value is not None}
            self._rows[stated.pop(_QUESTION)].append(dict.fromkeys(EXACT) | stated)


def _parquet() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise InvalidProblemError(
            "A file of a sweep is written with pyarrow, which is not installed. Install it with "
            "pip install 'scaling-laws[sweeps]', or sweep without a file."
        ) from None
    return pa, parquet
