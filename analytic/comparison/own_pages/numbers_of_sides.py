r"""Two sides of an equation in numbers: equal at random points, or as far apart as is left out.

exact              |f - g| = 0 at random points of the domain
f = g + O(r)       |f - g|/r does not grow        as log x doubles and doubles again
f \sim g           |f - g|/|g| shrinks
f \asymp g         |f|/|g| does neither
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from random import Random
from typing import NamedTuple

from sympy import Add, Expr, Float, Integer, Symbol, ceiling, log
from sympy.logic.boolalg import Boolean

from analytic.comparison.own_pages.domain_points import (
    SIZES,
    Point,
    domain_points,
    drawn_letter,
    size_of,
)
from analytic.comparison.own_pages.letter_values import LetterValues, UnknownValueError
from analytic.comparison.own_pages.ruling import Counterexample, Means, Ruling
from analytic.relation import Relation

_POINTS = 6
_GUARD = 8
_STEP = 40  # equations whose digits are the same share the numbers of their letters
_MOST_DIGITS = 400
_LEAST_SIZES = 3
_BOUND = Float("1.41421356237", 12)  # half way from what settles, 1, to one more logarithm, 2
_ORDERED: Mapping[Relation, Callable[[Expr, Expr], Expr]] = {
    Relation.LESS: lt,
    Relation.AT_MOST: le,
    Relation.GREATER: gt,
    Relation.AT_LEAST: ge,
}
_WORDS = {
    Relation.EQUAL: "within what is left out",
    Relation.ASYMPTOTIC: "tends to it",
    Relation.SAME_ORDER: "of its order",
    Relation.ORDER: "bounded by it",
}


class _Size(NamedTuple):
    """Both sides and the scale of what is left out, at one size."""

    point: Point
    left: Expr
    right: Expr
    scale: Expr

    @property
    def gap(self) -> Expr:
        return abs(self.left - self.right) / self.scale


@dataclass(frozen=True)
class Sides:
    """Two sides, how they are related, and where; `against` says what the right one is."""

    left: Expr
    right: Expr
    relation: Relation
    remainder: Expr | None
    where: Boolean
    against: str
    values: LetterValues
    digits: int = 30
    seed: int = 0

    def ruling(self) -> Ruling:
        """What digits say.

        Raises    UnknownValueError where a letter has no number, and what the witness raises.
        """
        formulas = [one for one in (self.left, self.right, self.remainder) if one is not None]
        free = self.values.free_letters(*formulas)
        points = domain_points(self.where, _POINTS, self.seed)
        if self.relation in _ORDERED:
            return self._at_points(free, points, self._ordered, "in order")
        if self.relation is Relation.EQUAL and self.remainder is None:
            return self._at_points(free, points, self._equal, "equal")
        return self._over_sizes(free, points)

    def _at_points(
        self,
        free: set[Symbol],
        points: Sequence[Point],
        agree: Callable[[Expr, Expr, Expr], bool],
        word: str,
    ) -> Ruling:
        """Both sides at random points, every letter at random too."""
        random = Random(self.seed)
        for where in points:
            others = {one: drawn_letter(one, random) for one in sorted(free, key=str)}
            point = self.values.settled({**where, **others})
            left, right = self._numbers(point, self._enough(None))
            if not agree(left, right, self._noise(point)):
                words = f"differs from {self.against}" if word == "equal" else "not in that order"
                found = Counterexample(point, left, right)
                return Ruling(self.against, Means.DIGITS, False, words, found)
        words = f"{word}, {self.digits} digits at {len(points)} points"
        return Ruling(self.against, Means.DIGITS, True, words)

    def _numbers(self, point: Point, digits: int) -> tuple[Expr, Expr]:
        left, right = (self.values.number(one, point, digits) for one in (self.left, self.right))
        return left, right

    def _noise(self, point: Point) -> Expr:
        """What a difference may be where the largest term of both sides has so many digits."""
        terms = [term for side in (self.left, self.right) for term in Add.make_args(side.expand())]
        largest = max(abs(self.values.number(term, point, _STEP)) for term in terms)
        return max(largest * Float(10, 15) ** -self.digits, Float(10, 15) ** (-2 * self.digits))

    @staticmethod
    def _equal(left: Expr, right: Expr, noise: Expr) -> bool:
        return bool(abs(left - right) <= noise)

    def _ordered(self, left: Expr, right: Expr, noise: Expr) -> bool:
        may_be_equal = self.relation in (Relation.AT_MOST, Relation.AT_LEAST)
        if abs(left - right) <= noise:
            return may_be_equal
        return bool(_ORDERED[self.relation](left, right))

    def _over_sizes(self, free: set[Symbol], points: Sequence[Point]) -> Ruling:
        """Both sides as one letter goes to where the expansion holds."""
        moving = self._moving(free)
        random = Random(self.seed)
        informative = False
        for where in points:
            others = {x: drawn_letter(x, random) for x in sorted(free - {moving}, key=str)}
            sizes = self._sizes({**where, **others}, moving)
            if len(sizes) < _LEAST_SIZES:
                raise UnknownValueError(
                    f"what is left out is below {_MOST_DIGITS} digits of what is kept"
                )
            if not self._holds(sizes):
                first = sizes[0]  # where the numbers differ most
                found = Counterexample(first.point, first.left, first.right)
                return Ruling(self.against, Means.REMAINDER, False, self._failing(sizes), found)
            informative |= self._says_something(sizes)
        if not informative:
            raise UnknownValueError("what is left out is as large as what is kept")
        ends = f"{moving} = {Float(size_of(moving, SIZES[-1]), 1)}"
        words = f"{_WORDS[self.relation]}, to {ends} at {len(points)} points"
        return Ruling(self.against, Means.REMAINDER, True, words)

    def _moving(self, free: set[Symbol]) -> Symbol:
        """The letter in which the equation is an expansion."""
        held = self.values.variable
        if held in free:
            return held
        scale = self.right if self.remainder is None else self.remainder
        candidates = sorted((free & scale.free_symbols) or free, key=str)
        if len(candidates) != 1:
            named = ", ".join(map(str, candidates)) or "no letter"
            raise UnknownValueError(f"it is not clear in which letter it is an expansion: {named}")
        return candidates[0]

    def _sizes(self, point: Point, moving: Symbol) -> list[_Size]:
        found = []
        for power in SIZES:
            at = self.values.settled({**point, moving: size_of(moving, power)})
            digits = self._enough(at)
            if digits > _MOST_DIGITS:
                continue
            left, right = self._numbers(at, digits)
            scale = abs(self._scale(at, right))
            if scale != 0:
                found.append(_Size(at, left, right, scale))
        return found

    def _scale(self, point: Point, right: Expr) -> Expr:
        if self.remainder is None:
            return right
        return self.values.number(self.remainder, point, 15)

    def _enough(self, point: Point | None) -> int:
        """The digits that show what is left out beside what is kept."""
        wanted = self.digits + _GUARD
        if self.remainder is not None and point is not None:
            kept, left_out = (
                self.values.number(x, point, 15) for x in (self.right, self.remainder)
            )
            if kept == 0 or left_out == 0:
                return _MOST_DIGITS + 1
            wanted += max(0, int(ceiling(log(abs(kept / left_out), 10).evalf(15))))
        return -(-wanted // _STEP) * _STEP

    def _holds(self, sizes: Sequence[_Size]) -> bool:
        if self.relation is Relation.SAME_ORDER:
            ratio, before = (abs(one.left / one.right) for one in (sizes[-1], sizes[-2]))
            return bool(ratio <= _BOUND * before and before <= _BOUND * ratio)
        if self.relation is Relation.ORDER:
            ratios = [abs(one.left / one.right) for one in sizes]
            return bool(ratios[-1] <= _BOUND * max(ratios[:-1]))
        gaps = [one.gap for one in sizes]
        if self.relation is Relation.ASYMPTOTIC:
            return bool(gaps[-1] <= max(gaps[-2] / _BOUND, Float(10, 15) ** -self.digits))
        least = Float(10, 15) ** (-self.digits // 2)  # a gap that is noise
        return bool(gaps[-1] <= _BOUND * max(*gaps[:-1], least))

    def _says_something(self, sizes: Sequence[_Size]) -> bool:
        """Whether what is left out becomes small beside what is kept."""
        if self.remainder is None:
            return True
        shares = [abs(one.scale / one.right) if one.right != 0 else Integer(1) for one in sizes]
        return bool(shares[-1] <= shares[-2] / _BOUND)

    def _failing(self, sizes: Sequence[_Size]) -> str:
        if self.relation in (Relation.SAME_ORDER, Relation.ORDER):
            return f"is not of the order of {self.against}"
        before, last = (Float(one.gap, 3) for one in sizes[-2:])
        kept = "the right side" if self.remainder is None else "what is left out"
        return f"differs from {self.against} by {before} and then {last} times {kept}"
