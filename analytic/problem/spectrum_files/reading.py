r"""A measured spectrum from a file: text, .npy, .npz, or standard input."""

import io
import sys
import zipfile
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from analytic.errors import InvalidModeError, InvalidProblemError
from analytic.problem.measured_spectrum import MeasuredSpectrum
from analytic.problem.spectrum_files.columns import WAY_OUT, chosen, named
from analytic.problem.spectrum_files.text import table

_NPY, _ZIP, _UTF16 = b"\x93NUMPY", b"PK", (b"\xff\xfe", b"\xfe\xff")
_STANDARD_INPUT = "-"


class _Columns(NamedTuple):
    """lambda_k and c_k, and what a person calls the place where a mode stands."""

    eigenvalues: Sequence[Any]
    target_power: Sequence[Any]
    places: Sequence[str]


def read_spectrum(source: str | PathLike[str], null_threshold: Any = None) -> MeasuredSpectrum:
    r"""The measured spectrum in a file, "-" for standard input.

    Text has a line for every mode, with lambda_k and c_k, which are read exactly as they are
    written. Columns are parted by blanks, tabs, a comma or a semicolon. A line of names may come
    first; # begins a comment; a first column that counts the modes is passed over, and two columns
    named `eigenvalue` and `target` may stand in any order. Numbers may have a decimal comma where
    columns are parted by semicolons or tabs. An array of .npy has two columns, or two rows; one of
    .npz two arrays with such names.

    Raises    InvalidProblemError, naming file and line, where there is no spectrum.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "kernel.csv")
    ...     _ = path.write_text("eigenvalue,target\n1.0,1/2\n0.25,0.1  # the last one\n")
    ...     spectrum = read_spectrum(path)
    >>> [str(power) for power in spectrum.target_power]
    ['1/2', '1/10']
    """
    if not isinstance(source, str | PathLike):
        raise InvalidProblemError(
            f"{str(source)[:80]!r} is no file. Give the path of one, or - for standard input."
        )
    name = "standard input" if str(source) == _STANDARD_INPUT else str(source)
    content = _content(source, name)
    arrays = content.startswith((_NPY, _ZIP))
    columns = _from_arrays(content, name) if arrays else _from_text(content, name)
    try:
        return MeasuredSpectrum(columns.eigenvalues, columns.target_power, null_threshold)
    except InvalidModeError as error:
        raise InvalidProblemError(f"{columns.places[error.index]} of {name} {error.fact}") from None
    except InvalidProblemError as error:
        raise InvalidProblemError(f"{name}: {error}") from None


def _content(source: str | PathLike[str], name: str) -> bytes:
    try:
        if str(source) == _STANDARD_INPUT:
            return sys.stdin.buffer.read()
        return Path(source).read_bytes()
    except OSError as error:
        raise InvalidProblemError(
            f"{name} cannot be read: {error.strerror}. Give a file with two columns."
        ) from None


def _from_text(content: bytes, name: str) -> _Columns:
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidProblemError(
            f"{name} is neither text nor an array of NumPy. {WAY_OUT}"
        ) from None
    read = table(text, name)
    pair = chosen(read.names, list(zip(*read.rows, strict=True)), name)
    return _Columns(pair[0], pair[1], [f"Line {line}" for line in read.lines])


def _from_arrays(content: bytes, name: str) -> _Columns:
    try:
        loaded = np.load(io.BytesIO(content), allow_pickle=False)
        arrays = dict(loaded) if isinstance(loaded, np.lib.npyio.NpzFile) else {"": loaded}
    except (ValueError, EOFError, OSError, zipfile.BadZipFile):
        raise InvalidProblemError(
            f"{name} cannot be read as arrays of numbers: it is damaged, holds objects, or is an "
            f"archive of something else. {WAY_OUT}"
        ) from None
    pair = _pair(arrays, name)
    places = [f"Mode number {k}" for k in range(1, len(pair[0]) + 1)]
    return _Columns(pair[0], pair[1], places)


def _pair(arrays: dict[str, Any], name: str) -> Sequence[Any]:
    """lambda_k and c_k among the arrays of a file."""
    if len(arrays) == 1:
        (array,) = arrays.values()
        if array.dtype.names:
            return chosen(list(array.dtype.names), [array[x] for x in array.dtype.names], name)
        return chosen(None, _columns_of(array, name), name)
    places = named(list(arrays))
    if places is None:
        raise InvalidProblemError(
            f"{name} holds the arrays {', '.join(arrays)}, and no two that are named as "
            "eigenvalues and target power. Save np.savez(file, eigenvalues=..., target_power=...)."
        )
    values = list(arrays.values())
    return [values[place] for place in places]


def _columns_of(array: Any, name: str) -> list[Any]:
    """The columns of an array with a row for every mode; a wide one has a column for every mode."""
    if array.ndim != 2:
        raise InvalidProblemError(
            f"{name} holds an array of shape {array.shape}, which is no table. {WAY_OUT}"
        )
    rows, columns = array.shape
    return list(array if rows in (2, 3) and columns > 3 else array.T)
