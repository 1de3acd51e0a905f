r"""What claims are about besides the laws themselves: excesses over a limit, and quotients.

L(t, n) - L(t, \infty) at fixed t,   L(t, N, P) - L(t, N) at fixed N,   L(N = n) / L(P = n)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Symbol

from analytic.comparison.slopes import DECADES
from analytic.problem import PowerLaw
from analytic.result import Effort, Evaluated, Numbered, Observable, Simulated

__all__ = ["Remembered", "RememberedDigits"]


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
