"""The statement of the problem that a command line makes: a model, from numbers or from a file."""

from __future__ import annotations

from pathlib import Path

from analytic.errors import InvalidProblemError
from analytic.problem import Model, PowerLaw, Spectrum, read_spectrum

__all__ = ["stated_model"]


def stated_model(
    a: str | None,
    b: str | None,
    modes: str | None,
    spectrum: Path | None,
    width: str,
    samples: str,
    noise: str,
    null_threshold: str | None = None,
) -> Model:
    """The model of --a, --b and --modes, or that of --spectrum and --null-threshold."""
    stated = _spectrum(a, b, modes, spectrum, null_threshold)
    return Model(stated, width=width, samples=samples, noise=noise)


def _spectrum(
    a: str | None, b: str | None, modes: str | None, path: Path | None, null_threshold: str | None
) -> Spectrum:
    if path is not None:
        if not a == b == modes is None:
            raise InvalidProblemError(
                "--spectrum was given together with --a, --b or --modes. A file states the whole "
                "spectrum. Give either the file or the powers."
            )
        return read_spectrum(path, null_threshold)
    if null_threshold is not None:
        raise InvalidProblemError(
            "--null-threshold was given without --spectrum: it is about measured eigenvalues. "
            "Add --spectrum FILE, or leave it out."
        )
    if a is None or b is None:
        raise InvalidProblemError(
            "No spectrum was given. A model needs the powers of target and spectrum. "
            "Add --a and --b, or --spectrum FILE."
        )
    return PowerLaw(a, b, modes="inf" if modes is None else modes)
