r"""The columns of lambda_k and of c_k among those of a file, by their names or by their places."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analytic.errors import InvalidProblemError

WAY_OUT = "Give two columns, lambda_k and c_k: text, or an array of .npy or .npz."

_EIGENVALUES = frozenset(
    {"eigenvalue", "eigenvalues", "eigval", "eigvals", "lambda", "lambdas", "lambda_k", "lam"}
)
_TARGETS = frozenset(
    {"target", "targets", "target_power", "target_powers", "target power", "power", "c", "c_k"}
)
_FEWEST = 3
"""Numbers that are taken for a count when they follow one another."""


def named(names: Sequence[str]) -> tuple[int, int] | None:
    """The places of the names of eigenvalues and of target powers, where there is one of each."""
    words = [name.strip().lower() for name in names]
    places = [
        [i for i, word in enumerate(words) if word in known] for known in (_EIGENVALUES, _TARGETS)
    ]
    if any(len(one) != 1 for one in places):
        return None
    return places[0][0], places[1][0]


def chosen(names: Sequence[str] | None, columns: list[Any], name: str) -> Sequence[Any]:
    """The columns of lambda_k and c_k.

    Raises    InvalidProblemError where two columns are not there, or cannot be told from others.
    """
    places = named(names) if names is not None and len(names) == len(columns) else None
    if places is not None:
        return [columns[place] for place in places]
    if len(columns) == 3 and _is_count(columns[0]):
        return columns[1:]
    if len(columns) != 2:
        raise InvalidProblemError(
            f"{name} has {_counted(len(columns))}, and nothing says which are lambda_k and c_k. "
            "Give two, or begin with a line of names: eigenvalue for one, target for the other."
        )
    if len(columns[0]) >= _FEWEST and _is_count(columns[0]):
        raise InvalidProblemError(
            f"The first of two columns in {name} counts the modes: it holds no eigenvalues. Add "
            "what is missing; if it does, begin with a line of names: eigenvalue target."
        )
    return columns


def _is_count(column: Sequence[Any]) -> bool:
    """Whether numbers are 0, 1, 2 ... or 1, 2, 3 ..."""
    return column[0] in (0, 1) and all(after - before == 1 for before, after in pairwise(column))


def _counted(columns: int) -> str:
    return "one column" if columns == 1 else f"{columns} columns"
