r"""What the field equations need to know of a spectrum.

d(\kappa) = \sum_k \lambda_k/(\lambda_k + \kappa),   w(\kappa) = \sum_k c_k/(\lambda_k + \kappa)
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from sympy import Expr

from analytic.exact.precision import Array
from analytic.problem import Levels

__all__ = ["SpectralSums", "Sums"]


class Sums(NamedTuple):
    """d, w and their derivatives in kappa, each of shape (frequencies,)."""

    d: Array
    w: Array
    d_slope: Array
    w_slope: Array


class SpectralSums(Protocol):
    """What the field equations need to know of a spectrum."""

    def evaluate(self, kappa: Array) -> Sums:
        """d, w and their derivatives at complex kappa."""

    def trace(self) -> Any:
        r"""\sum_k \lambda_k."""

    def power(self) -> Any:
        r"""\sum_k c_k, the loss before training."""

    def mode(self, number: int) -> Any:
        """The eigenvalue of one mode, counted from 1."""

    def largest(self) -> Any:
        """The largest eigenvalue."""

    def smallest(self) -> Any:
        """The smallest eigenvalue that is not zero; zero for infinitely many modes."""

    def count(self) -> Expr:
        """The number of modes, multiplicities counted and null modes not."""

    def levels(self, end: int | None = None) -> Levels:
        """The levels up to `end`, or all of a finite spectrum, one by one."""

    def cancellation(self) -> float:
        """What doubles lose in these sums as differences of others that nearly diverge."""
