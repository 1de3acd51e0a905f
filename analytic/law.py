r"""An asymptotic law: its leading terms, its corrections, its remainder, its regimes.

    quantity = leading + correction + O(remainder)

Competing terms are kept side by side: which of them leads is a condition on a and b.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Add, Expr, Integer, Min, Piecewise, Symbol, expand_mul, limit, log, oo, simplify
from sympy.logic.boolalg import Boolean

__all__ = ["Law", "Regime"]


@dataclass(frozen=True)
class Regime:
    """Where one term leads: condition, exponent, amplitude and power of the logarithm.

        leading = amplitude variable^-exponent log(variable)^logarithms

    The first correction is smaller by variable^-gain up to logarithms; infinite if none is known.
    """

    condition: Boolean
    exponent: Expr
    amplitude: Expr
    logarithms: int = 0
    gain: Expr = oo


@dataclass(frozen=True)
class Law:
    r"""An asymptotic law: quantity = leading + correction + O(remainder) as the variable grows.

    `remainder` is a sum of the powers that were left out, without their coefficients: the rescaled
    remainder stays bounded. `symbol` is the key of the exponent in the interface (r_t, r_N, ...).
    `regimes` say which term of `leading` leads where, `boundaries` hold the law on each boundary,
    and `conditions` exclude the points at which two poles collide and the formula for symbols has
    to be replaced by one derived at that point.
    """

    symbol: str
    variable: Symbol
    leading: Expr
    remainder: Expr
    validity: str
    correction: Expr = field(default_factory=lambda: Integer(0))
    regimes: tuple[Regime, ...] = ()
    boundaries: Mapping[Boolean, Law] = field(default_factory=dict)
    conditions: tuple[Boolean, ...] = ()

    @property
    def expansion(self) -> Expr:
        """The leading terms and the corrections, added."""
        return self.leading + self.correction

    @property
    def exponent(self) -> Expr:
        """The decay rate r of the dominant term: leading ~ variable^-r, up to logarithms."""
        if self.regimes:
            return Min(*(regime.exponent for regime in self.regimes))
        return Min(*(self._rate(term) for term in self._terms))

    @property
    def amplitude(self) -> Expr:
        """The factor in front of variable^-exponent, regime by regime.

        On a boundary that bears a logarithm it is the factor in front of variable^-exponent log.
        """
        if not self.regimes:
            return self._dominant()
        inside = [(regime.amplitude, regime.condition) for regime in self.regimes]
        between = [(law.amplitude, condition) for condition, law in self.boundaries.items()]
        return Piecewise(*inside, *between) if len(inside) > 1 else inside[0][0]

    def _dominant(self) -> Expr:
        """The amplitude of the terms that are known to lead; all of them where that is open."""
        exponent = self.exponent
        dominant = [term for term in self._terms if self._rate(term) == exponent]
        leading = Add(*dominant) if dominant else self.leading
        amplitude = simplify(leading * self.variable**exponent)
        return amplitude if amplitude.has(self.variable) else leading.subs(self.variable, 1)

    @property
    def _terms(self) -> tuple[Expr, ...]:
        return tuple(Add.make_args(expand_mul(self.leading)))

    def _rate(self, term: Expr) -> Expr:
        rate = simplify(-self.variable * log(term).diff(self.variable))
        return limit(rate, self.variable, oo) if rate.has(self.variable) else rate
