"""Quantities that claims are about, each measured once however many claims are about it."""

from collections.abc import Mapping, Sequence
from functools import cache

from sympy import Expr, Symbol

from analytic.comparison.slopes import DECADES
from analytic.problem import PowerLaw
from analytic.result import Effort, Evaluated, Numbered, Observable, Simulated


class Remembered:
    """A quantity that is evaluated, and drawn if it can be, once at every size.

    Where digits are dear it says how many are enough to compare exponents, and gets no more.
    """

    def __init__(self, asked: Evaluated) -> None:
        self.variable, self.sizes = asked.variable, getattr(asked, "sizes", DECADES)
        self.undrawn = getattr(asked, "undrawn", "")
        self._asked, self._known = asked, cache(asked.exact)
        if isinstance(asked, Observable):
            drawn = cache(asked.simulated)

            def simulated(spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
                return drawn(spectrum, tuple(sizes), effort)

            self.simulated = simulated

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """The letters of the law that the quantity has numbers for."""
        return self._asked.numbers(spectrum) if isinstance(self._asked, Numbered) else {}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quantity to so many digits, or those that are enough."""
        return self._known(spectrum, size, min(digits, getattr(self._asked, "enough", digits)))
