"""The table of contents: every result of the package, in the order of the argument.

A result is derived when it is first asked for, and kept between calls; names, headings, length and
iteration derive nothing.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

import cloudpickle
from sympy import Expr

from analytic.claim import Verdict
from analytic.errors import UnknownResultError
from analytic.result import Result
from derivations.headings import HEADINGS, Heading
from derivations.identifiers import assigned, named
from derivations.keeping.store import Store
from derivations.keeping.user_store import user_store

_NEAR = 0.8  # of a letter for letter match: one slip of the finger in a name


@dataclass(frozen=True)
class Derivation:
    """The derivation under a heading, whose module is imported when it is called."""

    heading: Heading

    def __call__(self) -> Result:
        """The result, derived anew."""
        result: Result = import_module(f"derivations.{self.heading.module}").derive()
        return result


class Summary(NamedTuple):
    """What the table of contents says of a result that was derived: law and verdicts."""

    symbol: str
    exponent: Expr | None
    verdicts: Mapping[str, int]

    @classmethod
    def of(cls, result: Result) -> Summary:
        """The summary of a result."""
        law = result.law
        found = Counter(judgement.verdict for judgement in result.judgements)
        verdicts = {str(verdict): found[verdict] for verdict in Verdict if verdict in found}
        return cls("" if law is None else law.symbol, law and law.exponent, verdicts)


def _no_store() -> None:
    """The store of a table that keeps nothing between calls."""


class Contents(Mapping[str, Result]):
    """An immutable mapping from names to results, each derived on first access and kept.

    Results of this package are kept in the store between calls, if there is one.

    Raises    UnknownResultError (a KeyError) for a name that is not listed, with near matches.
    """

    def __init__(
        self,
        derivations: Mapping[str, Callable[[], Result]],
        store: Callable[[], Store | None] = _no_store,
    ) -> None:
        self._derivations = MappingProxyType(dict(derivations))
        self._derived: dict[str, Result] = {}
        self._store = store

    def __getitem__(self, name: str) -> Result:
        self._require(name)
        if name not in self._derived:
            content = self._kept(name)
            if content is None:
                self._derive(name)
            else:
                self.take(name, content)
        return self._derived[name]

    def __contains__(self, name: object) -> bool:
        return name in self._derivations

    def __iter__(self) -> Iterator[str]:
        return iter(self._derivations)

    def __len__(self) -> int:
        return len(self._derivations)

    def __reduce__(self) -> tuple[Any, ...]:
        """The table as it travels to another process: without what is derived."""
        return Contents, (dict(self._derivations), self._store)

    def __repr__(self) -> str:
        return f"Contents({', '.join(self)})"

    def listed(self, names: Iterable[str]) -> list[str]:
        """The names, each once, or all names if there are none; derives nothing.

        A permanent identifier, SL-0006, stands for the name that its result has now.

        Raises    UnknownResultError for a name that is not listed.
        """
        asked = list(dict.fromkeys(map(self._named, names))) or list(self)
        for name in asked:
            self._require(name)
        return asked

    def heading(self, name: str) -> Heading | None:
        """What is known of a result of this package before it is derived; None for others."""
        self._require(name)
        derivation = self._derivations[name]
        return derivation.heading if isinstance(derivation, Derivation) else None

    def is_known(self, name: str) -> bool:
        """Whether a result is derived or kept, so that asking for it derives nothing."""
        return name in self._derived or self._kept(name) is not None

    def summary(self, name: str) -> Summary | None:
        """Law and verdicts of a result that is derived or kept; derives nothing."""
        if name in self._derived:
            return Summary.of(self._derived[name])
        store = self.store(name)
        content = None if store is None else store.read(_summary(name))
        return None if content is None else pickle.loads(content)

    def store(self, name: str) -> Store | None:
        """Where what follows from a result is kept between calls; None if it is not."""
        return None if self.heading(name) is None else self._store()

    def unkept(self) -> Contents:
        """The same table without a store: everything is derived anew."""
        return Contents(self._derivations)

    def take(self, name: str, content: bytes) -> None:
        """A result that was derived elsewhere."""
        self._derived[name] = pickle.loads(content)

    def _derive(self, name: str) -> None:
        result = self._derivations[name]()
        if self.heading(name) is None:
            self._derived[name] = result
            return
        content = cloudpickle.dumps(result)
        store = self.store(name)
        if store is not None:
            store.write(name, content)
            store.write(_summary(name), pickle.dumps(Summary.of(result)))
        # As it will be read: SymPy makes some products in a form that their parts do not make again
        self.take(name, content)

    def _kept(self, name: str) -> bytes | None:
        store = self.store(name)
        return None if store is None else store.read(name)

    def _named(self, name: str) -> str:
        """The name of a result of this package, which may be given by its identifier."""
        return named(name) if name in assigned().values() and name not in self else name

    def _require(self, name: str) -> None:
        if name not in self._derivations:
            raise UnknownResultError(self._unknown(name))

    def _unknown(self, name: str) -> str:
        near = get_close_matches(str(name), self, n=3, cutoff=_NEAR)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose from {', '.join(self)}."
        return f"There is no result named {name!r}. {hint}"


def _summary(name: str) -> str:
    return f"summary of {name}"


RESULTS = Contents({name: Derivation(heading) for name, heading in HEADINGS.items()}, user_store)
