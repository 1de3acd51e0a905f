r"""The results of all installed packages, by name.

A package adds results by an entry point of the group scaling_laws.results that names a mapping
from names to results. They are found when a name is asked for; nothing is imported before.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from analytic.errors import InvalidProblemError, UnknownResultError
from analytic.law import Law
from analytic.result import Result

GROUP = "scaling_laws.results"
_NEAR = 0.7  # of a letter for letter match


def resolved(stated: Any) -> Result | Law:
    """A result or a law, or the result of a name.

    Raises    UnknownResultError for a name that no installed package lists; InvalidProblemError for
              what is neither.
    """
    if isinstance(stated, Result | Law):
        return stated
    if isinstance(stated, str):
        return result_named(stated)
    raise InvalidProblemError(
        f"{str(stated)[:80]!r} is no result. Give the name of one, such as 'width-limited', or a "
        "Result or a Law itself."
    )


def result_named(name: str) -> Result:
    """The result of a name, among those of all installed packages.

    Raises    UnknownResultError with near matches.
    """
    listed = [contents for contents in _installed() if name in contents]
    if len(listed) == 1:
        return listed[0][name]
    if listed:
        raise UnknownResultError(
            f"{len(listed)} installed packages have a result named {name!r}. Give the Result "
            "itself, from the package that is meant."
        )
    names = [known for contents in _installed() for known in contents]
    if not names:
        raise UnknownResultError(
            f"No installed package lists results, so {name!r} is not found. Install scaling-laws "
            "again (pip install .), which declares its own, or give the Result itself."
        )
    near = get_close_matches(name, names, n=3, cutoff=_NEAR)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose from {', '.join(names)}."
    raise UnknownResultError(f"There is no result named {name!r}. {hint}")


@cache
def _installed() -> tuple[Mapping[str, Result], ...]:
    """The mappings that installed packages declare."""
    return tuple(point.load() for point in entry_points(group=GROUP))
