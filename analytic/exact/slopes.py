r"""A formula with its slope, term by term.

(f g)' = f' g + f g',   (e^f)' = e^f f',   (f^p)' = p f^{p-1} f'
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, TypeAlias

from sympy import Add, Expr, Mul, Pow, Rational, Symbol, exp

from analytic.exact.formula import without_value
from analytic.exact.precision import Arithmetic

Sloped: TypeAlias = tuple[Any, Any]
"""A value and its slope."""
Letters: TypeAlias = Mapping[Symbol, Sloped]


def sloped(arithmetic: Arithmetic, formula: Expr) -> Callable[[Letters], Sloped]:
    """An algebraic or exponential formula and its slope, as a function of its letters' ones.

    Raises    InvalidProblemError for any other formula.
    """
    if formula.is_number:
        constant = arithmetic.number(formula), 0
        return lambda _: constant
    if isinstance(formula, Symbol):
        return lambda letters: letters[formula]
    if isinstance(formula, Add | Mul):
        return _joined(arithmetic, formula)
    if isinstance(formula, exp):
        exponent = sloped(arithmetic, formula.args[0])
        return lambda letters: _exponential(arithmetic, exponent(letters))
    twice = 2 * formula.exp if isinstance(formula, Pow) else Rational(1, 2)
    if not twice.is_Integer:
        raise without_value(formula)
    base, power = sloped(arithmetic, formula.base), int(twice)
    return lambda letters: _power(arithmetic, base(letters), power)


def _joined(arithmetic: Arithmetic, formula: Expr) -> Callable[[Letters], Sloped]:
    """A sum or a product, its number apart."""
    is_sum = isinstance(formula, Add)
    number, rest = formula.as_coeff_Add() if is_sum else formula.as_coeff_Mul()
    parts = [sloped(arithmetic, part) for part in type(formula).make_args(rest)]
    constant = arithmetic.number(number)

    def total(letters: Letters) -> Sloped:
        value, slope = reduce(_sum, [part(letters) for part in parts])
        return constant + value, slope

    def product(letters: Letters) -> Sloped:
        value, slope = reduce(_product, [part(letters) for part in parts])
        return constant * value, constant * slope

    return total if is_sum else product


def _sum(one: Sloped, other: Sloped) -> Sloped:
    return one[0] + other[0], one[1] + other[1]


def _product(one: Sloped, other: Sloped) -> Sloped:
    return one[0] * other[0], one[1] * other[0] + one[0] * other[1]


def _exponential(arithmetic: Arithmetic, exponent: Sloped) -> Sloped:
    value = arithmetic.exp(exponent[0])
    return value, value * exponent[1]


def _power(arithmetic: Arithmetic, base: Sloped, twice: int) -> Sloped:
    f, slope = base
    value = arithmetic.sqrt(f) ** twice if twice % 2 else f ** (twice // 2)
    return value, value / f * twice / 2 * slope
