"""Permanent identifiers of results: SL-0001 and so on, each assigned once and never again.

They stand in `identifiers.txt`, which is only ever appended to. What cites SL-0006 finds the same
result whatever it is called later: a result that is renamed has a further line with its new name.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from analytic.errors import UnknownResultError

_FILE = "identifiers.txt"


def identifier(name: str) -> str:
    """The permanent identifier of a result, by any name that it has or had.

    Raises    UnknownResultError (a KeyError) for a name without one.

    >>> identifier("width-limited")
    'SL-0006'
    """
    known = assigned()
    if name not in known:
        raise UnknownResultError(
            f"{name!r} has no identifier: the results of this package have one. Append a line "
            f"to derivations/{_FILE} for a new result, or give a name from scaling-laws list."
        )
    return known[name]


def named(known: str) -> str:
    """The present name of the result with that identifier: the last one it was given.

    Raises    UnknownResultError (a KeyError) for an identifier that was never assigned.

    >>> named("SL-0006")
    'width-limited'
    """
    names = [name for name, one in assigned().items() if one == known]
    if not names:
        raise UnknownResultError(
            f"{known!r} identifies no result. Give one that was assigned, such as "
            f"{next(iter(assigned().values()))}, or a name from scaling-laws list."
        )
    return names[-1]


@cache
def assigned() -> Mapping[str, str]:
    """All identifiers by the names they were assigned to, in the order in which they were."""
    text = resources.files("derivations").joinpath(_FILE).read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return MappingProxyType({name: known for known, name in rows})
