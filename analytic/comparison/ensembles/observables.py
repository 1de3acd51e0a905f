r"""What the laws of the parts are about: final parts in a resource, first coefficients in time.

bias^2(N), V_A(N) at t = P = \infty,   bias^2(P), V_D(P) at t = N = \infty,
c_0 = lim N (bias^2 - L),   v_A = lim N V_A,   v_D = lim P V_D   at a fixed time
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sympy import Expr, Integer, Symbol, ceiling, log

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.notation import L_0, V_A, E, N, P, r, t
from analytic.problem import Model, PowerLaw

__all__ = ["FirstCoefficient", "MembersLoss", "cost_of_members"]

_GUARD = 5
_DOUBLE = 16
_WIDTH, _TIME, _MEMBERS = Integer(40), Integer(100), Integer(3)


@dataclass(frozen=True)
class FirstCoefficient:
    """The coefficient of 1/resource in one part of the loss, at a fixed time."""

    resource: Symbol
    part: Literal["bias", "features", "data"]
    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The coefficient at time `size`.

        With one resource limited the loss is the squared bias and one variance: what a variance has
        at first order is what the loss of one model has, less that of the bias.
        """
        bias = _of_bias(spectrum, size, digits + _GUARD)
        if self.part == "bias":
            return bias.evalf(digits)
        resource = {N: "width", P: "samples"}[self.resource]
        single = exact.finite_size_coefficient(spectrum, resource, size, digits + _GUARD)
        return (to_sympy(single, digits + _GUARD) - bias).evalf(digits)


@cache
def _of_bias(spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
    """The coefficient in the squared bias, from a width so large that nothing else is left.

    What is left is of order 1/n, and its power of t is below 1/b or, as the squared bias itself
    saturates at this order, below a/b.
    """
    decades = ceiling((spectrum.a / spectrum.b + 1) * log(size, 10).evalf(5))
    exponent = digits + int(decades) + _GUARD
    large, working = Integer(10) ** exponent, digits + exponent + _GUARD
    bias = exact.replica_loss(Model(spectrum, width=large), size, (), working)
    limit = exact.test_loss(Model(spectrum), size, working)
    return (to_sympy(bias, working) - to_sympy(limit, working)) * large


@dataclass(frozen=True)
class MembersLoss:
    """The loss of three members of width 40 at time 100, P = infinity, and so many copies of all.

    With every mode, N and t multiplied by a number the loss is the same.
    """

    variable: Symbol = r

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss of the mean of the members, every size multiplied."""
        model = Model(spectrum, width=_WIDTH).replicated(int(size))
        found = exact.ensemble_loss(model, size * _TIME, _MEMBERS, digits=digits)
        return to_sympy(found, digits)

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """The parts of the loss of one model, and the number of members."""
        digits = 2 * _DOUBLE
        parts = exact.decomposition(Model(spectrum, width=_WIDTH), _TIME, digits)
        return {
            L_0: to_sympy(parts.bias, digits),
            V_A: to_sympy(parts.features, digits),
            E: _MEMBERS,
        }


def cost_of_members(spectrum: PowerLaw, time: Expr, digits: int | None = None) -> Expr:
    """What three members of width 40 lose by, over the loss of one model of width 120."""
    working = _DOUBLE if digits is None else digits
    above, below = (
        exact.ensemble_loss(Model(spectrum, width=width), time, count, digits=working)
        for width, count in ((_WIDTH, _MEMBERS), (_WIDTH * _MEMBERS, 1))
    )
    return to_sympy(above, working) / to_sympy(below, working) - 1
