"""The table of contents: every result of the package, in the order of the argument.

A result is derived when it is first asked for; names, length and iteration derive nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType

from analytic.errors import UnknownResultError
from analytic.result import Result

__all__ = ["RESULTS", "Contents"]

_NEAR = 0.8  # of a letter for letter match: one slip of the finger in a name


class Contents(Mapping[str, Result]):
    """An immutable mapping from names to results, each derived on first access and kept.

    Raises    UnknownResultError (a KeyError) for a name that is not listed, with near matches.
    """

    def __init__(self, derivations: Mapping[str, Callable[[], Result]]) -> None:
        self._derivations = MappingProxyType(dict(derivations))
        self._derived: dict[str, Result] = {}

    def __getitem__(self, name: str) -> Result:
        if name not in self._derivations:
            raise UnknownResultError(self._unknown(name))
        if name not in self._derived:
            self._derived[name] = self._derivations[name]()
        return self._derived[name]

    def __contains__(self, name: object) -> bool:
        return name in self._derivations

    def __iter__(self) -> Iterator[str]:
        return iter(self._derivations)

    def __len__(self) -> int:
        return len(self._derivations)

    def __repr__(self) -> str:
        return f"Contents({', '.join(self)})"

    def listed(self, names: Iterable[str]) -> list[str]:
        """The names, each once, or all names if there are none; derives nothing.

        Raises    UnknownResultError for a name that is not listed.
        """
        asked = list(dict.fromkeys(names)) or list(self)
        for name in asked:
            if name not in self:
                raise UnknownResultError(self._unknown(name))
        return asked

    def _unknown(self, name: str) -> str:
        near = get_close_matches(str(name), self, n=3, cutoff=_NEAR)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose from {', '.join(self)}."
        return f"There is no result named {name!r}. {hint}"


def _derivation(module: str) -> Callable[[], Result]:
    """The derivation in a module of this package, which is imported when it is asked for."""

    def derive() -> Result:
        result: Result = import_module(f"derivations.{module}").derive()
        return result

    return derive


RESULTS = Contents(
    {
        "field-equations": _derivation("field_equations"),
        "spectral-density": _derivation("spectral_density"),
        "white-spectrum": _derivation("white_spectrum"),
        "early-time": _derivation("early_time"),
        "time-limited": _derivation("time_limited_loss"),
        "width-limited": _derivation("width_limited_loss"),
        "data-limited": _derivation("data_limited_loss"),
        "width-data-duality": _derivation("width_data_duality"),
        "finite-width-correction": _derivation("finite_width_correction"),
        "finite-data-correction": _derivation("finite_data_correction"),
        "width-crossover": _derivation("width_crossover"),
        "data-crossover": _derivation("data_crossover"),
        "four-regimes": _derivation("four_regimes"),
        "compute-optimal": _derivation("compute_optimal"),
        "compute-limited-data": _derivation("compute_limited_data"),
        "ensembling": _derivation("ensembling"),
        "train-test-gap": _derivation("train_test_gap"),
        "label-noise": _derivation("label_noise"),
        "early-stopping": _derivation("early_stopping"),
        "gradient-descent": _derivation("gradient_descent"),
        "momentum": _derivation("momentum"),
        "one-pass-sgd": _derivation("one_pass_sgd"),
    }
)
