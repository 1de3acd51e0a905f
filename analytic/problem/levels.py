"""The modes of a spectrum one by one. No results here."""

from typing import Any, NamedTuple

from numpy.typing import NDArray


class Levels(NamedTuple):
    r"""Eigenvalue and target power of every level, and the modes that it stands for.

        \sum_k c_k g(\lambda_k) = \sum_j n_j c_j g(\lambda_j),   n_j copies of level j

    Shape     (levels,), three.
    """

    eigenvalues: NDArray[Any]
    powers: NDArray[Any]
    copies: NDArray[Any]
