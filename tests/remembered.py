"""Numbers of the exact and the simulating witness, each evaluated once: what a test changes of a
formula, of a law or of a check changes none of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import numpy as np
import pytest

from analytic import exact, sampling

__all__ = ["remembered_numbers"]


def _remembering(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[Any, Any] = {}

    @wraps(function)
    def remembered(*args: Any, **kwargs: Any) -> Any:
        key = _hashable(args), _hashable(tuple(kwargs.items()))
        if key not in known:
            known[key] = function(*args, **kwargs)
        return known[key]

    return remembered


def _hashable(value: Any) -> Any:
    """The value with its type: a double and a whole number that are equal are evaluated apart."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, dict):
        return dict, frozenset((key, _hashable(one)) for key, one in value.items())
    inside = tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value
    return type(value), inside


REMEMBERING = {
    (witness, name): _remembering(getattr(witness, name))
    for witness in (exact, sampling)
    for name in witness.__all__
    if not isinstance(getattr(witness, name), type) and callable(getattr(witness, name))
}


@contextmanager
def remembered_numbers() -> Iterator[None]:
    """Both witnesses, with a memory that lasts as long as the process."""
    with pytest.MonkeyPatch.context() as patch:
        for (witness, name), function in REMEMBERING.items():
            patch.setattr(witness, name, function)
        yield
