r"""The extent of a problem: whether its numbers, and what is made of them, fit into doubles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.precision import Arithmetic, Double, Multiple
from analytic.exact.sums.spectral_sums import refuse_symbols
from analytic.problem import Model

__all__ = ["coarse_arithmetic", "log2_sizes", "refuse_symbolic_model"]

_LOG2_RANGE = 450.0  # squares of numbers of this size are still doubles
_LOG2_HEAD = 5.5  # of the last mode that a sum in doubles adds singly


def coarse_arithmetic(model: Model, log2_extent: float) -> Arithmetic:
    """Doubles where the sizes of the problem allow them, else short numbers without a range."""
    refuse_symbolic_model(model)
    extent = max(log2_extent, _log2_extent(model))
    return Double() if extent < _LOG2_RANGE else Multiple(80)


@lru_cache(maxsize=64)
def _log2_extent(model: Model) -> float:
    """The largest |log2| among the numbers of a model and the powers its sums are made of."""
    spectrum = model.spectrum
    resources = log2_sizes([x for x in (model.width, model.samples) if x != oo])
    refuse_symbols(spectrum)
    powers = spectrum.log2_extent(_LOG2_HEAD, float(np.min(resources, initial=np.inf)))
    sizes = np.concatenate([resources, log2_sizes(spectrum.sizes())])
    return max(powers, float(np.max(np.abs(sizes))))


def log2_sizes(numbers: Sequence[Any]) -> Any:
    """log2 of positive numbers of any size."""
    wide = Multiple(80)
    with wide.working():
        return wide.log2_abs(wide.array([wide.number(x) for x in numbers]))


def refuse_symbolic_model(model: Model) -> None:
    """Raise InvalidProblemError where a resource or the noise is a symbol."""
    values: tuple[Expr, ...] = (model.width, model.samples, model.noise)
    symbols = set().union(*(x.free_symbols for x in values))
    if symbols:
        names = ", ".join(sorted(str(symbol) for symbol in symbols))
        raise InvalidProblemError(
            f"The exact witness needs numbers, and {names} is a symbol. Give it a value."
        )
