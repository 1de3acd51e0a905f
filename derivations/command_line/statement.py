"""The statement of the problem that a command line makes: a model, from numbers or from a file."""

from __future__ import annotations

from pathlib import Path

from analytic.errors import InvalidProblemError
from analytic.problem import Model, PowerLaw, Spectrum, read_spectrum
from analytic.problem.spectrum import STATED

__all__ = ["stated_model"]


def stated_model(
    a: str | None,
    b: str | None,
    modes: str | None,
    spectrum: str | None,
    width: str,
    samples: str,
    noise: str,
    null_threshold: str | None = None,
) -> Model:
    """The model of --a, --b and --modes, or that of --spectrum and --null-threshold."""
    stated = _spectrum(a, b, modes, spectrum, null_threshold)
    return Model(stated, width=width, samples=samples, noise=noise)


def _spectrum(
    a: str | None, b: str | None, modes: str | None, given: str | None, null_threshold: str | None
) -> Spectrum:
    if given is not None and not a == b is None:
        raise InvalidProblemError(
            "--spectrum was given together with --a or --b. It states the whole spectrum. Give "
            "either one or the other."
        )
    if given is not None and given.partition(":")[0] in STATED:
        name, *numbers = given.split(":")
        if len(numbers) != 2 or null_threshold is not None:
            raise InvalidProblemError(
                f"--spectrum {given} is not stated by two numbers. Write it as {name}:1/2:1/3, "
                "without --null-threshold."
            )
        first, second = numbers
        return STATED[name](first, second, "inf" if modes is None else modes)
    if given is not None:
        if modes is not None:
            raise InvalidProblemError(
                "--spectrum was given together with --modes. A file states the whole spectrum. "
                "Leave --modes out."
            )
        return read_spectrum(Path(given), null_threshold)
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
