"""What a formula of a result is a formula of: a letter of the notation, or words.

The page that states it and whatever compares or draws it name it by the one object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sympy import Expr, Symbol
from sympy.logic.boolalg import Boolean

from analytic.notation import N, P


class Letter(Protocol):
    """A letter of the notation, or a function of letters: D_P, L(t)."""

    @property
    def free_symbols(self) -> Any:
        """The letters in it."""
        ...


@dataclass(frozen=True)
class Formula:
    """What no letter stands for: words under which it is shown, of what, and in which regime.

    >>> str(REMAINDER.of(Formula("L*"))), str(Formula("z*").where("a < 2"))
    ('remainder of L*', 'z*, a < 2')
    """

    words: str
    what: tuple[object, ...] = ()
    condition: Boolean | str | None = None

    def __str__(self) -> str:
        said = self.words.format(*self.what) if self.what else self.words
        return said if self.condition is None else f"{said}, {self.condition}"

    def of(self, *what: object) -> Formula:
        """The one of a family that is of this, which stands in the place of the braces."""
        return replace(self, what=what)

    def where(self, condition: Boolean | str | None) -> Formula:
        """The same formula in one regime."""
        return replace(self, condition=condition)

    def among(self, formulas: Mapping[Stated, Expr]) -> Iterator[tuple[Formula, Expr]]:
        """The formulas of this family, or those of this one in every regime."""
        for key in formulas:
            if not isinstance(key, Formula) or key.words != self.words:
                continue
            if self.what in ((), key.what):
                yield key, formulas[key]


Stated = Formula | Letter
Formulas = dict[Stated, Expr]


def by_smaller(words: str) -> Mapping[Symbol, Formula]:
    """A formula for N < P and one for P < N, by the smaller one; braces stand for which it is."""
    return of_each(words.format("N<P"), words.format("P<N"))


def of_each(of_width: str, of_data: str) -> Mapping[Symbol, Formula]:
    """A formula for width and one for data, by their letter."""
    return {N: Formula(of_width), P: Formula(of_data)}


def with_remainder(
    formulas: Mapping[Stated, Expr], stated: Stated, at: Mapping[Any, Expr]
) -> tuple[Expr, Expr]:
    """A formula and what it says that it leaves out, at a point."""
    return formulas[stated].subs(at), formulas[REMAINDER.of(stated)].subs(at)


EXPONENT, REMAINDER, SUMMAND = map(Formula, ("exponent of {}", "remainder of {}", "summand of {}"))
IN_CASE, LEFT_OUT = map(Formula, ("{}, {}", "remainder, {}"))
LOSS, REST, NEAR_BOUNDARY = map(Formula, ("loss", "remainder", "near boundary"))
L_BEST, N_BEST, T_BEST = map(Formula, ("L*", "N*", "t*"))  # the least loss, and where it is
