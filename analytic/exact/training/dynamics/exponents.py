r"""A way of training as a change of the Laplace variable: what s is, and which filter goes with it.

An error along an eigenvalue x of K follows a linear equation in time; its solutions are e^{p t}
with s(p) = -x, two of them at most. With p the one that dies last and p' the other one,

    f_t(s) = [ e^{p t} (rate of p') - e^{p' t} (rate of p) ] / (difference of the rates)

is the filter that starts from rest with f_t(0) = f_0 = 1. It is entire in s; as a function of p it
is what the contours of this folder need: they run where e^{p t} is larger than e^{p' t}.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from analytic.exact.precision import Arithmetic, Array

__all__ = ["Exponents", "Frequencies"]


class Frequencies(NamedTuple):
    r"""Nodes in p with their frequencies.

    `amplitude` is f_t(s) e^{-p t}, `slope` is ds/dp, and `leads` is where p dies last; all of the
    shape of p.
    """

    p: Array
    s: Array
    slope: Array
    amplitude: Array
    leads: Array


class Exponents(Protocol):
    """The exponents p of a way of training."""

    arithmetic: Arithmetic

    @property
    def fading(self) -> float:
        """Re p where both solutions die equally fast; -inf where there is only one."""
        ...

    def exponent(self, s: Array) -> Array:
        """The exponent p of the solution that dies last, at frequencies off the cut."""

    def rate(self, x: Any) -> Any:
        """-Re p at s = -x, without cancellation; x a real number of the arithmetic."""

    def alternates(self, x: Any, /) -> bool:
        """Whether the solution at s = -x changes its sign from one step to the next."""

    def at(self, p: Array, time: Any) -> Frequencies:
        """Frequencies and amplitudes at exponents p, 0 <= Im p <= pi for steps."""
