r"""Growth of a coefficient near a curve: infinite there, zero, or neither.

    |c(curve + \delta)| \sim \delta^{-n}:   1 for n > 0, -1 for n < 0

It is measured in numbers at two distances: a factor may vanish where another is infinite, and exact
powers near a pole have exponents beyond all memory.
"""

from __future__ import annotations

from collections.abc import Mapping

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
_GROWTH = 1000  # a pole grows by 10^6 from one distance to the other


def orders_of_growth(coefficient: Expr, curve: Eq) -> int:
    """Whether a coefficient is infinite on a curve (1), vanishes there (-1), or neither (0)."""
    letter, here = curve.args
    free = (coefficient.free_symbols | here.free_symbols) - {letter}
    point = {symbol: _SAMPLE + Rational(n, 7) for n, symbol in enumerate(sorted(free, key=str))}
    near, nearer = (_size(coefficient, letter, here, distance, point) for distance in _DISTANCES)
    return int(bool(nearer > _GROWTH * near)) - int(bool(near > _GROWTH * nearer))


def _size(
    product: Expr, letter: Symbol, here: Expr, distance: Expr, point: Mapping[Symbol, Expr]
) -> Expr:
    """The absolute value of a product at a distance from a curve; functions of ours by `evalf`."""
    known, own = sift(Mul.make_args(product), _is_known, binary=True)
    value = lambdify((letter, *point), Mul(*known), "mpmath")
    with working_digits(_DIGITS):
        near = (here.subs(point) + distance, *point.values())
        size = abs(value(*(mpf(number.p) / number.q for number in near)))
    others = (
        Mul(*own)
        .subs(letter, Float(near[0], _DIGITS))
        .subs({symbol: Float(number, _DIGITS) for symbol, number in point.items()})
    )
    return size * abs(others.evalf(15))


def _is_known(factor: Expr) -> bool:
    """Whether mpmath knows all functions of a factor."""
    return all(applied.func.__name__ in _KNOWN for applied in factor.atoms(Function))
