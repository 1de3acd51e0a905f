r"""What claims are about besides the laws themselves: excesses over a limit, and quotients.

L(t, n) - L(t, \infty) at fixed t,   L(t, N, P) - L(t, N) at fixed N,   L(N = n) / L(P = n)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Symbol, ceiling, log, oo

from analytic import exact
from analytic.comparison.laws.slopes import DECADES
from analytic.comparison.numbers import to_sympy
from analytic.notation import N, P, n
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Evaluated, Numbered, Observable, Simulated

__all__ = ["Excess", "Quotient", "Remembered", "RememberedDigits"]

_GUARD = 5


@dataclass(frozen=True)
class Excess:
    """The loss at limited N or P less that where this resource is unlimited.

    `time` is fixed, and so is `other`, the amount of the other resource.
    """

    variable: Symbol
    time: Expr
    other: Expr = oo

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The excess at `size`, which is about 1/size of the loss."""
        working = digits + int(ceiling(log(size, 10).evalf(5))) + _GUARD
        near, limit = (self._loss(spectrum, one, working) for one in (size, oo))
        return (near - limit).evalf(digits)

    def _loss(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        amounts = {self.variable: size, ({N, P} - {self.variable}).pop(): self.other}
        model = Model(spectrum, width=amounts[N], samples=amounts[P])
        return to_sympy(exact.test_loss(model, self.time, digits), digits)


@dataclass(frozen=True)
class Quotient:
    """One quantity over another at the same size n of the resource that each depends on."""

    above: Evaluated
    below: Evaluated
    variable: Symbol = n

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quotient at n = `size`."""
        above, below = (
            one.exact(spectrum, size, digits + _GUARD) for one in (self.above, self.below)
        )
        return (above / below).evalf(digits)


@dataclass(frozen=True)
class RememberedDigits:
    """A quantity that is evaluated once at every size, however often it is asked for.

    Where digits are dear it says how many are enough to compare exponents, and gets no more.
    """

    asked: Evaluated
    answers: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False)

    @property
    def variable(self) -> Symbol:
        """The quantity's variable."""
        return self.asked.variable

    @property
    def sizes(self) -> Sequence[Expr]:
        """The sizes at which it is measured."""
        return getattr(self.asked, "sizes", DECADES)

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """The letters of the law that the quantity has numbers for."""
        return self.asked.numbers(spectrum) if isinstance(self.asked, Numbered) else {}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quantity to so many digits, or those that are enough."""
        question = (spectrum, size, min(digits, getattr(self.asked, "enough", digits)))
        if question not in self.answers:
            self.answers[question] = self.asked.exact(*question)
        answer: Expr = self.answers[question]
        return answer


@dataclass(frozen=True)
class Remembered(RememberedDigits):
    """An observable that answers every question once, the same simulation included."""

    asked: Observable

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The quantity by Monte Carlo."""
        question = (spectrum, tuple(sizes), effort.draws, effort.seed)
        if question not in self.answers:
            self.answers[question] = self.asked.simulated(spectrum, sizes, effort)
        answer: Simulated = self.answers[question]
        return answer
