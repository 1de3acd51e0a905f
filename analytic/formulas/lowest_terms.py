r"""Formulas in lowest terms: the shape in which a translated formula is read.

Rational functions of given letters, in exponents, arguments and conditions too, have common factors
cancelled; everything else keeps its shape, so that sums of powers stay apart.
"""

from collections.abc import Set
from functools import lru_cache
from typing import Any, TypeVar

from sympy import Add, Basic, Expr, Mul, Symbol, factor, powsimp
from sympy.core.relational import Relational
from sympy.utilities.iterables import sift

from analytic.quotient import cancel

Formula = TypeVar("Formula", bound=Basic)


def lowest_terms(formula: Formula, letters: Set[Symbol]) -> Formula:
    """The formula with its rational functions of these letters in lowest terms.

    >>> from analytic.notation import N, a, b
    >>> lowest_terms(N ** ((a * b - b) / b) + 1 / N, {a, b})
    N**(a - 1) + 1/N
    """
    lowest: Formula = _in_lowest_terms(formula, frozenset(letters))
    return lowest


@lru_cache(maxsize=2**14)  # a condition or a power stands in many formulas of a page
def _in_lowest_terms(formula: Any, letters: frozenset[Symbol]) -> Any:
    if not formula.args:
        return formula
    if isinstance(formula, Relational) and formula.free_symbols <= letters:
        return _shortest(formula)
    if _is_rational(formula, letters):
        return factor(formula) if formula.is_Mul or formula.is_Pow else cancel(formula)
    if formula.is_Mul or formula.is_Add:
        plain = [term for term in formula.args if _is_rational(term, letters)]
        other = [_in_lowest_terms(term, letters) for term in formula.args if term not in plain]
        joined = formula.func(*plain)
        if formula.is_Add:
            return Add(cancel(joined), *other)
        return _with_joined_powers(Mul(factor(joined), *other))
    return formula.func(*(_in_lowest_terms(part, letters) for part in formula.args))


def _with_joined_powers(product: Expr) -> Expr:
    """A product in which each letter is a base once; powers of numbers stay as they are."""
    numbers, lettered = sift(
        Mul.make_args(product), lambda part: part.as_base_exp()[0].is_number, binary=True
    )
    return Mul(*numbers, powsimp(Mul(*lettered), combine="exp"))


def _shortest(relation: Relational) -> Any:
    """A relation without the factors that are positive anyhow."""
    difference = factor(relation.lhs - relation.rhs)
    rest = Mul(*(part for part in Mul.make_args(difference) if not part.is_positive))
    return relation.func(rest, 0).simplify()


def _is_rational(formula: Basic, letters: Set[Symbol]) -> bool:
    return (
        isinstance(formula, Expr)
        and formula.free_symbols <= letters
        and bool(formula.is_rational_function())
    )
