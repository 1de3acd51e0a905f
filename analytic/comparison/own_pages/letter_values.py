r"""What the letters of a page are in numbers: the quantities that the exact witness knows.

    d, w, d_2, w_2 at kappa;   kappa, D_N, D_P at s, or at the end of training;   L(N), c_N(t), ...

The last is the quantity of the result that the page is about. Where N or P is limited and there is
no s, kappa is that at s -> 0; where neither is, kappa = s is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sympy import Derivative, Expr, Rational, Subs, Symbol, log, oo
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef

from analytic import exact
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.own_pages.domain_points import Point
from analytic.errors import ScalingLawsError
from analytic.formulas.letters import LETTERS
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    N,
    P,
    a,
    b,
    d,
    d_2,
    d_2_at,
    d_at,
    kappa,
    s,
    w,
    w_2,
    w_2_at,
    w_at,
)
from analytic.problem import Model, PowerLaw
from analytic.result import Numbered, Observable, Result, stated_quantity

_SUMS: Mapping[Any, str] = {
    **{letter: str(letter) for letter in (d, w, d_2, w_2)},
    **{function: function.__name__ for function in (d_at, w_at, d_2_at, w_2_at)},
}
_RESPONSES = {D_P: "R_1", D_N: "R_3", kappa: "kappa"}
_RESOURCES = (N, P)
_NOT_IN_NUMBERS = (AppliedUndef, ExprWithLimits, Derivative, Subs)  # nsum would be wrong silently
_GUARD = 12


class UnknownValueError(ScalingLawsError):
    """A letter or function of which no witness knows a number."""


@dataclass(frozen=True)
class LetterValues:
    """The numbers of a page's letters; `quantity` is the one of the result it is about."""

    variable: Symbol | None = None
    quantity: Expr | None = None
    observable: Observable | None = None
    _known: dict[tuple[Any, ...], Expr] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, about: Result | Law | None) -> LetterValues:
        """The letters of a page about a result, a law, or nothing in particular."""
        if isinstance(about, Law):
            return cls(about.variable)
        if about is None or about.law is None:
            return cls()
        return cls(about.law.variable, stated_quantity(about), about.observable)

    @property
    def _limited(self) -> tuple[Symbol, ...]:
        """The resources that a page may limit: that of its law alone, if its law is in one."""
        return (self.variable,) if self.variable in _RESOURCES else _RESOURCES

    def free_letters(self, *formulas: Expr) -> set[Symbol]:
        """The letters other than a and b that have to be given a value, for these formulas.

        Raises    UnknownValueError where a letter is no variable of the problem.
        """
        letters = {one for formula in formulas for one in formula.free_symbols}
        heads = {one.func for formula in formulas for one in formula.atoms(*_NOT_IN_NUMBERS)}
        for head in heads - {*_SUMS, getattr(self.quantity, "func", None)}:
            raise UnknownValueError(f"{head.__name__}(...) is known to no witness")
        if letters & {D_N, D_P} and self.variable in _RESOURCES:
            letters.add(self.variable)
        if self.quantity in letters and self.variable is not None:
            letters.add(self.variable)
        needs_kappa = bool(letters & {kappa, d, w, d_2, w_2, D_N, D_P})
        determined = bool(letters & {s, *self._limited})
        letters -= {a, b, kappa, d, w, d_2, w_2, D_N, D_P, self.quantity}
        for letter in sorted(letters - {*LETTERS, s}, key=str):
            raise UnknownValueError(f"{letter} is known to no witness")
        return letters | ({kappa} if needs_kappa and not determined else set())

    def settled(self, point: Point) -> Point:
        """A point with the letters that the quantity has numbers for, such as a step of 1/3."""
        if not isinstance(self.observable, Numbered):
            return point
        return {**point, **self.observable.numbers(PowerLaw(point[a], point[b]))}

    def number(self, formula: Expr, point: Point, digits: int) -> Expr:
        """A formula at a point that gives all free letters a value.

        Raises    UnknownValueError where it has no finite real value; what the witness raises.
        """
        known: dict[Expr, Expr] = dict(point)
        spectrum = PowerLaw(point[a], point[b])
        for letter in formula.free_symbols - set(known):
            known[letter] = self._letter(letter, spectrum, point, digits)
        applied = sorted(formula.atoms(AppliedUndef), key=lambda one: -one.count_ops())
        for one in reversed(applied):  # the innermost first
            value = self.number(one.args[0], point, digits)
            known[one] = self._function(one.func, spectrum, value, digits)
        value = evaluated(formula, known, digits)
        if not (value.is_number and value.is_finite and value.is_extended_real):
            raise UnknownValueError(f"{formula} has no finite real value")
        return value

    def _letter(self, letter: Expr, spectrum: PowerLaw, point: Point, digits: int) -> Expr:
        if letter == self.quantity and self.variable is not None:
            return self._function(letter, spectrum, point[self.variable], digits)
        if letter in _SUMS:
            at = point.get(kappa) or self._letter(kappa, spectrum, point, digits)
            return _sum(_SUMS[letter], spectrum, at, digits)
        if letter in _RESPONSES:
            width, samples = (
                point.get(one, oo) if one in self._limited else oo for one in _RESOURCES
            )
            model = Model(spectrum, width, samples)
            at = point[s] if s in point else _end_of_training(model, digits)
            return _response(_RESPONSES[letter], model, at, digits)
        raise UnknownValueError(f"{letter} is known to no witness")

    def _function(self, head: Any, spectrum: PowerLaw, value: Expr, digits: int) -> Expr:
        if head in _SUMS:
            return _sum(_SUMS[head], spectrum, value, digits)
        if self.observable is None or not value.is_finite:
            raise UnknownValueError(f"{head}({value}) is known to no witness")
        question = (spectrum, value, digits)
        if question not in self._known:
            self._known[question] = self.observable.exact(*question)
        return self._known[question]


@lru_cache(maxsize=4096)
def _sum(name: str, spectrum: PowerLaw, at: Expr, digits: int) -> Expr:
    sums = exact.resolvents(spectrum, _rational(at, digits), digits)
    return to_sympy(getattr(sums, name).real, digits)


@lru_cache(maxsize=4096)
def _response(name: str, model: Model, at: Expr, digits: int) -> Expr:
    return to_sympy(getattr(exact.responses(model, at, digits), name).real, digits)


@lru_cache(maxsize=4096)
def _end_of_training(model: Model, digits: int) -> Expr:
    """An s so small that kappa is that of s = 0 to all digits; it has to be small against kappa."""
    at = Rational(1, 10 ** (2 * digits))
    while {model.width, model.samples} != {oo}:
        regulariser = _response(_RESPONSES[kappa], model, at, digits)
        if at * 10 ** (digits + _GUARD) <= regulariser:
            break
        at = Rational(1, 10 ** int(2 * digits - log(regulariser, 10).evalf(15)))
    return at


def _rational(number: Expr, digits: int) -> Expr:
    """A number as the witness reads it, without loss of digits."""
    return number if number.is_Rational else Rational(number.evalf(digits + _GUARD))
