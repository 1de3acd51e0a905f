r"""Growth of a coefficient near a curve: infinite there, zero, or neither.

    |c(curve + \delta)| \sim \delta^{-n}:   1 for n > 0, -1 for n < 0

It is measured in numbers at two distances: a factor may vanish where another is infinite, and exact
powers near a pole have exponents beyond all memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mpmath import mpf
from sympy import Eq, Expr, Float, Function, Mul, Rational, Symbol, lambdify
from sympy.printing.pycode import MpmathPrinter
from sympy.utilities.iterables import sift

from analytic.symbolic.slow_sums.working import working_digits

__all__ = ["orders_of_growth"]

_SAMPLE = Rational(31, 23)  # of b, and so on: no coefficient has a zero there
_DISTANCES = (Rational(1, 10**6), Rational(1, 10**12))
_KNOWN = frozenset(MpmathPrinter().known_functions)
_DIGITS = 60
_FEW_DIGITS = 15
_GROWTH = 1000  # a pole grows by 10^6 from one distance to the other


def orders_of_growth(coefficient: Expr, curve: Eq) -> int:
    """Whether a coefficient is infinite on a curve (1), vanishes there (-1), or neither (0)."""
    letter, here = curve.args
    free = (coefficient.free_symbols | here.free_symbols) - {letter}
    point = {symbol: _SAMPLE + Rational(n, 7) for n, symbol in enumerate(sorted(free, key=str))}
    known, own = (Mul(*part) for part in sift(Mul.make_args(coefficient), _is_known, binary=True))
    places = [{letter: here.subs(point) + distance, **point} for distance in _DISTANCES]
    near, nearer = (_size(known, place) for place in places)
    size = _size_of_ours(own, places[0])
    if not 1 < size * _GROWTH < _GROWTH**2:  # it may vanish, or be infinite
        near, nearer = near * size, nearer * _size_of_ours(own, places[1])
    return int(bool(nearer > _GROWTH * near)) - int(bool(near > _GROWTH * nearer))


def _size(product: Expr, place: Mapping[Symbol, Expr]) -> Any:
    """The absolute value of a product of functions that mpmath knows."""
    value = lambdify(list(place), product, "mpmath")
    with working_digits(_DIGITS):
        return abs(value(*(mpf(number.p) / number.q for number in place.values())))


def _size_of_ours(product: Expr, place: Mapping[Symbol, Expr]) -> Expr:
    """The absolute value of a product of functions of this package, which are dear."""
    numbers = {symbol: Float(number, _DIGITS) for symbol, number in place.items()}
    return abs(product.subs(numbers).evalf(_FEW_DIGITS))


def _is_known(factor: Expr) -> bool:
    """Whether mpmath knows all functions of a factor."""
    return all(applied.func.__name__ in _KNOWN for applied in factor.atoms(Function))
