"""The statement of the problem that a command line makes: a model, from numbers or from a file."""

from collections.abc import Mapping
from inspect import signature
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analytic.errors import InvalidProblemError, require
from analytic.problem import (
    Data,
    GaussianData,
    GaussianProjection,
    Model,
    OneHotData,
    PowerLaw,
    Projection,
    Spectrum,
    read_spectrum,
)
from analytic.problem.projection import SparseProjection
from analytic.problem.projections import (
    AlignedProjection,
    CosineProjection,
    DeepProjection,
    HashingProjection,
    OrthogonalProjection,
    StructuredProjection,
)
from analytic.problem.residual_projections import ResidualProjection, SkipConnection
from analytic.problem.spectrum import STATED
from derivations.command_line import arguments
from derivations.command_line.times import listed_times

_NAMED: Mapping[str, type[Projection]] = MappingProxyType(
    {
        "gaussian": GaussianProjection,
        "orthogonal": OrthogonalProjection,
        "sparse": SparseProjection,
        "cosine": CosineProjection,
        "deep": DeepProjection,
        "structured": StructuredProjection,
        "skip": SkipConnection,
        "residual": ResidualProjection,
        "aligned": AlignedProjection,
        "hashing": HashingProjection,
    }
)

_WHOLE = ("width", "samples", "modes")
_LISTED = ("a", "b", "noise", *_WHOLE)


def stated_model(
    a: arguments.Source = None,
    b: arguments.Capacity = None,
    width: arguments.Width = "inf",
    samples: arguments.Samples = "inf",
    noise: arguments.Noise = "0",
    modes: arguments.Modes = None,
    spectrum: arguments.SpectrumFile = None,
    null_threshold: arguments.NullThreshold = None,
    projection: arguments.Projection = "gaussian",
    data: arguments.Data = "gaussian",
) -> Model:
    """The model of --a, --b and --modes, or that of --spectrum and --null-threshold."""
    stated = _spectrum(a, b, modes, spectrum, null_threshold)
    return Model(stated, width, samples, noise, named_projection(projection), named_data(data))


def stated_models(options: Mapping[str, Any]) -> list[Model]:
    """The models of all combinations of numbers: 2,3 is a list, 10:1000:5 a geometric grid.

    >>> models = stated_models({"a": "2", "b": "3/2", "width": "10,20", "samples": "50:200:3"})
    >>> [(str(model.width), str(model.samples)) for model in models][:3]
    [('10', '50'), ('10', '100'), ('10', '200')]
    """
    lists = {name: _listed(name, options.get(name)) for name in _LISTED}
    others = {name: text for name, text in options.items() if name not in _LISTED}
    return [
        stated_model(
            **{name: one for name, one in zip(lists, chosen, strict=True) if one}, **others
        )
        for chosen in product(*lists.values())
    ]


def _listed(name: str, text: str | None) -> list[str]:
    """The numbers of one option; the empty text where it was not given."""
    parts = (text or "").split(",")
    return listed_times(parts, whole=True) if name in _WHOLE else parts


def named_projection(text: str) -> Projection:
    """The projection of a text such as "orthogonal", "sparse:0.1", "deep:40,80", "residual:24,1".

    Raises    InvalidProblemError for another name, or another count of numbers.

    >>> named_projection("deep:40,80")
    DeepProjection(widths=(40, 80))
    """
    name, _, rest = text.partition(":")
    numbers = rest.replace(":", ",").split(",") if rest else []
    require(name in _NAMED, f"{text!r} names no projection. Choose among {', '.join(_NAMED)}.")
    kind = _NAMED[name]
    taken = list(signature(kind).parameters)
    if taken == ["widths"]:
        require(bool(numbers), f"{text!r} states no widths of layers. Write it as {name}:40,80.")
        return DeepProjection(numbers)
    require(
        len(numbers) == len(taken),
        f"{text!r} does not state a projection: {name} takes "
        f"{' and '.join(taken) or 'no numbers'}. Write it as "
        f"{':'.join([name, ','.join(taken)]) if taken else name}.",
    )
    return kind(*numbers)


def named_data(text: str) -> Data:
    """The data of a text such as "gaussian", "one-hot" or "one-hot:2/3".

    Raises    InvalidProblemError for another name.

    >>> named_data("one-hot:2/3")
    OneHotData(power=2/3)
    """
    name, _, power = text.partition(":")
    require(
        name == "one-hot" or text == "gaussian",
        f"{text!r} names no data. Choose gaussian, one-hot or one-hot:POWER.",
    )
    return GaussianData() if name == "gaussian" else OneHotData(power or 1)


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
