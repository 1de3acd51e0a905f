r"""Pairs of replicas: what two trained models have in common, and what of it matters.

Two replicas share the projection A ("width"), the data with their label noise ("samples"), both
or neither. An unlimited resource is the same for all replicas: sharing it or not is one case.
"""

from __future__ import annotations

from collections.abc import Collection

from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.sums.extent import coarse_arithmetic
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Model

__all__ = [
    "NOTHING",
    "SAME",
    "SAMPLES",
    "WIDTH",
    "Pair",
    "mode_count",
    "require_pair",
    "what_matters",
]

Pair = frozenset[str]

NOTHING: Pair = frozenset()
WIDTH: Pair = frozenset({"width"})
SAMPLES: Pair = frozenset({"samples"})
SAME: Pair = frozenset({"width", "samples"})


def what_matters(model: Model, pair: Pair) -> Pair:
    """The limited resources among those that a pair shares.

    >>> from analytic.problem import PowerLaw
    >>> what_matters(Model(PowerLaw(2, 2), width=3), SAME) == WIDTH
    True
    """
    limited = {"width": model.width != oo, "samples": model.samples != oo}
    return frozenset(name for name in pair if limited[name])


def mode_count(model: Model) -> Expr:
    """The number of modes, multiplicities counted."""
    coarse = coarse_arithmetic(model, 0.0)
    return spectral_sums(coarse, model.spectrum).count()


def require_pair(shared: Collection[str]) -> Pair:
    """What replicas share, as a set of names.

    Raises    InvalidProblemError for a name that is not "width" or "samples".
    """
    listed = isinstance(shared, str | list | tuple | set | frozenset)
    names = frozenset([shared] if isinstance(shared, str) else shared) if listed else None
    if names is None or not names <= SAME:
        raise InvalidProblemError(
            f"shared = {shared!r} names something replicas cannot share. Choose "
            "among 'width' and 'samples'."
        )
    return names
