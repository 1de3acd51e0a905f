r"""What the laws of the parts are about: final parts in a resource, first coefficients in time.

bias^2(N), V_A(N) at t = P = \infty,   bias^2(P), V_D(P) at t = N = \infty,
c_0 = lim N (bias^2 - L),   v_A = lim N V_A,   v_D = lim P V_D   at a fixed time
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sympy import Expr, Integer, Symbol, ceiling, log, oo

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.notation import N, P, t
from analytic.problem import Model, PowerLaw

__all__ = ["FinalPart", "FirstCoefficient", "Part"]

_GUARD = 5

Part = Literal["bias", "features", "data", "interaction"]


@dataclass(frozen=True)
class FinalPart:
    """One part of the loss at infinite time, with one limited resource."""

    variable: Symbol
    part: Part

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The part at this amount of the resource."""
        amounts = {N: oo, P: oo, self.variable: size}
        model = Model(spectrum, width=amounts[N], samples=amounts[P])
        found = exact.decomposition(model, oo, digits)
        return to_sympy(getattr(found, self.part), digits)


@dataclass(frozen=True)
class FirstCoefficient:
    """The coefficient of 1/resource in one part of the loss, at a fixed time."""

    resource: Symbol
    part: Part
    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The coefficient at time `size`, from a resource so large that nothing else is left.

        What is left is of order 1/n, and its power of t is below 1/b or, as the squared bias
        itself saturates at this order, below a/b.
        """
        decades = ceiling((spectrum.a / spectrum.b + 1) * log(size, 10).evalf(5))
        large = Integer(10) ** (digits + int(decades) + _GUARD)
        amounts = {N: oo, P: oo, self.resource: large}
        model = Model(spectrum, width=amounts[N], samples=amounts[P])
        if self.part == "bias":
            return self._excess(model, size, large, digits)
        found = getattr(exact.decomposition(model, size, digits), self.part)
        return (to_sympy(found, digits) * large).evalf(digits)

    def _excess(self, model: Model, size: Expr, large: Expr, digits: int) -> Expr:
        working = digits + int(ceiling(log(large, 10).evalf(5))) + _GUARD
        bias = exact.replica_loss(model, size, (), working)
        limit = exact.test_loss(Model(model.spectrum), size, working)
        gap = to_sympy(bias, working) - to_sympy(limit, working)
        return (gap * large).evalf(digits)
