"""The modes of a spectrum one by one. No results here."""

from typing import Any, NamedTuple

from numpy.typing import NDArray


class Levels(NamedTuple):
    """Eigenvalue and target power of every level, and the modes that it stands for: (levels,)."""

    eigenvalues: NDArray[Any]
    powers: NDArray[Any]
    copies: NDArray[Any]
