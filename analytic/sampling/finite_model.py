r"""The model in floating point, with as many modes, neurons and samples as can be drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from analytic.errors import InvalidProblemError, SimulationError
from analytic.problem import Model, OneHotData, Spectrum, dimension

FloatArray = npt.NDArray[np.float64]

_LARGEST_SIZE = 10**7


class FiniteLayer(NamedTuple):
    """A layer of the projection in floating point; see `analytic.problem.Layer`."""

    kind: str
    rows: int
    parameter: float = 1.0
    scales: FloatArray | None = None

    @property
    def mixes_modes(self) -> bool:
        """Whether the entries of one mode depend on what other modes there are."""
        return self.kind not in ("normal", "sparse")

    @property
    def has_equal_rows(self) -> bool:
        """Whether its rows are independent and alike, so that some of them are a smaller layer."""
        return not self.mixes_modes and self.scales is None


@dataclass(frozen=True, eq=False)
class FiniteModel:
    r"""Eigenvalues lambda_k and target powers c_k, shape (M,); None stands for unlimited N or P.

    Null modes of a measured spectrum are left out: their target power is in the noise, and is the
    floor of the test loss. `null` says which modes they are among all of them. The width is the
    number of rows of the last layer. `shown` are the probabilities of the modes where a sample
    shows one alone, shape (M,).
    """

    eigenvalues: FloatArray
    target_power: FloatArray
    width: int | None
    samples: int | None
    noise: float
    floor: float
    null: npt.NDArray[np.bool_]
    layers: tuple[FiniteLayer, ...] = ()
    shown: FloatArray | None = None

    @property
    def rank(self) -> int:
        """The number of directions that A lets through, as many as modes at most."""
        return min([self.modes, *(layer.rows for layer in self.layers)])

    def with_width(self, width: int) -> FiniteModel:
        """The model with another number of independent rows in a single layer."""
        layer = self.layers[0] if self.layers else FiniteLayer("normal", width)
        return replace(self, width=width, layers=(layer._replace(rows=width),))

    @property
    def modes(self) -> int:
        """The modes that are not null, every mode of a degenerate level counted."""
        return self.eigenvalues.size

    @property
    def target(self) -> FloatArray:
        r"""\Lambda^{1/2} w*, with entries sqrt(c_k)."""
        return np.sqrt(self.target_power)

    @property
    def is_deterministic(self) -> bool:
        """Width and samples both unlimited: nothing is drawn."""
        return self.width is None and self.samples is None


def finite_model(model: Model) -> FiniteModel:
    r"""A model rounded to floating point.

    Raises    SimulationError for infinitely many modes, sizes that are no integers, free symbols.

    >>> from analytic.problem import PowerLaw
    >>> finite_model(Model(PowerLaw(2, "3/2", modes=3, multiplicity=2), width=5)).modes
    6
    """
    if not isinstance(model, Model):
        raise InvalidProblemError(f"{model!r} is no model. Give Model(spectrum, width, samples).")
    eigenvalues, target_power = _modes(model.spectrum)
    null = eigenvalues == 0
    kept = min(float(model.projection.kept(model.width)), eigenvalues.size)
    null[np.argsort(-eigenvalues, kind="stable")[int(kept) :]] = True
    layers, shown = _layers(model), _shown(model, eigenvalues)
    one_hot = shown is not None
    return FiniteModel(
        eigenvalues[~null],
        target_power[~null],
        layers[-1].rows if layers else None,
        _size(model.samples, "samples"),
        _number(model.noise if one_hot else model.visible.noise, "noise"),
        _number(model.null_power, "the target power of null modes"),
        null,
        layers,
        shown[~null] if shown is not None else None,
    )


def _shown(model: Model, eigenvalues: FloatArray) -> FloatArray | None:
    """The probabilities of the modes in one-hot data, or None."""
    if not isinstance(model.data, OneHotData):
        return None
    shares = eigenvalues ** _number(model.data.power, "the power of the probabilities")
    return np.asarray(shares / shares.sum())


def _layers(model: Model) -> tuple[FiniteLayer, ...]:
    """The layers of a projection, those of no rows refused."""
    return tuple(
        FiniteLayer(
            kind,
            _size(rows, "width") or 0,
            _number(parameter, "the number of a layer"),
            None if scales is None else _modes(scales)[0],
        )
        for kind, rows, parameter, scales in model.projection.layers(
            model.width, dimension(model.spectrum)
        )
    )


def _modes(spectrum: Spectrum) -> tuple[FloatArray, FloatArray]:
    _refuse_what_cannot_be_held(spectrum)
    eigenvalues, target_power, copies = spectrum.levels()
    whole = whole_copies(copies)
    return np.repeat(eigenvalues, whole), np.repeat(target_power, whole)


def _refuse_what_cannot_be_held(spectrum: Spectrum) -> None:
    levels = _number(spectrum.modes, "modes")
    if levels == inf:
        raise SimulationError(
            "A simulation needs a finite number of modes: the spectrum has infinitely many. "
            "Use model.with_modes(4000), on the command line --modes 4000."
        )
    if levels > _LARGEST_SIZE:
        raise SimulationError(
            f"A simulation cannot hold {levels:.6g} modes. "
            "Use model.with_modes(4000), on the command line --modes 4000."
        )
    for name, value in spectrum.stated().items():
        _number(value, name)
    for symbol in spectrum.free_symbols:
        raise SimulationError(
            f"A simulation needs numbers, and the spectrum holds the symbol {symbol}. "
            "Substitute a value for it."
        )


def whole_copies(copies: FloatArray) -> npt.NDArray[np.int64]:
    """The modes of every level, refused where a level stands for a fraction of one."""
    broken = np.flatnonzero(copies != np.rint(copies))
    if broken.size:
        first = int(broken[0])
        raise SimulationError(
            f"A simulation needs whole modes: level {first + 1} stands for {copies[first]:.6g} of "
            "them. Choose an integer multiplicity and an integer multiplicity_growth."
        )
    return copies.astype(np.int64)


def _size(value: Any, name: str) -> int | None:
    size = _number(value, name)
    if value.is_infinite:
        return None
    if size > _LARGEST_SIZE:
        raise SimulationError(
            f"A simulation cannot draw {name} = {size:.6g}: its matrices have {name} rows. "
            f"Choose at most {_LARGEST_SIZE}, or inf."
        )
    if not size.is_integer():
        raise SimulationError(
            f"A simulation cannot draw {name} = {value}: matrices have whole sizes. "
            "Choose an integer, or inf."
        )
    return int(size)


def _number(value: Any, name: str) -> float:
    try:
        return float(value)
    except TypeError:
        raise SimulationError(
            f"A simulation needs numbers: {name} = {value} has a free symbol. "
            "Substitute a value for it."
        ) from None
