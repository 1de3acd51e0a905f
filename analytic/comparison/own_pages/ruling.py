r"""Rulings: what is found about one equation of a page, and the numbers that refute it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sympy import Expr, Symbol, log

_SHOWN = 8  # digits, and so many more as tell two numbers apart
_LONGEST = 12  # digits of a fraction that is shown as one


class Means(StrEnum):
    """What decided, if anything did."""

    DEFINITION = "definition"
    ALGEBRA = "algebra"
    DIGITS = "digits"
    REMAINDER = "remainder"
    LAW = "law"
    NOTHING = "not decided"


@dataclass(frozen=True)
class Counterexample:
    """A point at which two sides differ, and what they are there."""

    point: Mapping[Symbol, Expr]
    left: Expr
    right: Expr

    def __str__(self) -> str:
        at = ", ".join(f"{letter} = {_value(value)}" for letter, value in self.point.items())
        left, right = self._numbers
        return f"{left} on the left, {right} on the right at {at}"

    @property
    def _numbers(self) -> tuple[str, str]:
        """Both numbers, to as many digits as tell them apart."""
        gap, size = abs(self.left - self.right), max(abs(self.left), abs(self.right))
        lost = 0 if gap == 0 or size == 0 else int(log(size / gap, 10).evalf(5))
        left, right = (str(side.evalf(_SHOWN + max(0, lost))) for side in (self.left, self.right))
        return left, right

    def as_json(self) -> dict[str, Any]:
        """The point and both numbers, as text."""
        left, right = self._numbers
        point = {str(letter): str(value) for letter, value in self.point.items()}
        return {"point": point, "left": left, "right": right}


@dataclass(frozen=True)
class Ruling:
    """What one comparison says about an equation: `passed` is None where nothing decides."""

    against: str
    means: Means
    passed: bool | None
    words: str
    counterexample: Counterexample | None = None

    @classmethod
    def open(cls, against: str, why: object) -> Ruling:
        """A comparison that nothing decides, and why."""
        return cls(against, Means.NOTHING, None, str(why).rstrip("."))

    def __str__(self) -> str:
        numbers = "" if self.counterexample is None else f": {self.counterexample}"
        return f"{self.words}{numbers}"

    def as_json(self) -> dict[str, Any]:
        """The ruling as plain data."""
        found = self.counterexample
        return {
            "against": self.against,
            "means": self.means.value,
            "passed": self.passed,
            "words": self.words,
            "counterexample": None if found is None else found.as_json(),
        }


def _value(number: Expr) -> str:
    """A value of a letter: a fraction as it is, unless it is long."""
    return str(number) if len(str(number)) <= _LONGEST else str(number.evalf(3))
