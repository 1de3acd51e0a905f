"""The statement of the problem that a command line makes: a model, from numbers or from a file."""

from __future__ import annotations

from pathlib import Path

from analytic.errors import InvalidProblemError
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Spectrum

__all__ = ["measured_spectrum", "stated_model"]


def stated_model(
    a: str | None,
    b: str | None,
    modes: str | None,
    spectrum: Path | None,
    width: str,
    samples: str,
    noise: str,
) -> Model:
    """The model of --a, --b and --modes, or that of --spectrum."""
    return Model(_spectrum(a, b, modes, spectrum), width=width, samples=samples, noise=noise)


def measured_spectrum(path: Path) -> MeasuredSpectrum:
    """The spectrum in a text file with two columns, lambda_k and c_k, read exactly.

    Columns are parted by blanks, tabs, a comma or a semicolon; lines that are empty or begin with
    # are passed over.

    Raises    InvalidProblemError, naming the line, where there are not two numbers.
    """
    rows = [
        _row(line, number, path)
        for number, line in enumerate(_text(path).splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    return MeasuredSpectrum([row[0] for row in rows], [row[1] for row in rows])


def _spectrum(a: str | None, b: str | None, modes: str | None, path: Path | None) -> Spectrum:
    if path is not None:
        if not a == b == modes is None:
            raise InvalidProblemError(
                "--spectrum was given together with --a, --b or --modes. A file states the whole "
                "spectrum. Give either the file or the powers."
            )
        return measured_spectrum(path)
    if a is None or b is None:
        raise InvalidProblemError(
            "No spectrum was given. A model needs the powers of target and spectrum. "
            "Add --a and --b, or --spectrum FILE."
        )
    return PowerLaw(a, b, modes="inf" if modes is None else modes)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidProblemError(
            f"{path} cannot be read: {error.strerror}. Give a text file with two columns."
        ) from None
    except UnicodeDecodeError:
        raise InvalidProblemError(
            f"{path} is not text. Give a text file with two columns, lambda_k and c_k."
        ) from None


def _row(line: str, number: int, path: Path) -> list[str]:
    columns = line.replace(",", " ").replace(";", " ").split()
    if len(columns) != 2:
        raise InvalidProblemError(
            f"Line {number} of {path} has {len(columns)} columns. "
            "Every line needs two, lambda_k and c_k; write # before a heading."
        )
    return columns
