r"""Growth of a coefficient near a curve: infinite there, zero, or neither.

    |c(curve + \delta)| \sim \delta^{-n}:   1 for n > 0, -1 for n < 0

It is measured in numbers at two distances: a factor may vanish where another is infinite, and exact
powers near a pole have exponents beyond all memory.

Resonances: the curves on which a coefficient is infinite, two poles of an image meeting there.

A coefficient that is the residue at one pole holds the other factors at that point: 1/\sin(\pi u)
at every whole u, \Gamma(u) at u = 0, -1, ..., \zeta(u) at u = 1. Where one of these is infinite the
two residues are taken together, and a logarithm may arise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, takewhile
from typing import Any, NamedTuple

from mpmath import mpf
from sympy import (
    Eq,
    Expr,
    Float,
    Function,
    Ge,
    Integer,
    Le,
    Mul,
    Or,
    Pow,
    Rational,
    Symbol,
    betainc,
    floor,
    gamma,
    lambdify,
    pi,
    polygamma,
    sin,
    zeta,
)
from sympy.logic.boolalg import Boolean
from sympy.printing.pycode import MpmathPrinter
from sympy.utilities.iterables import sift

from analytic.quotient import cancel
from analytic.regions.domain import solution
from analytic.symbolic.series.order import canonical, is_larger, is_positive
from analytic.symbolic.slow_sums.working import working_digits

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


_MOST = 8  # poles of a string; a letter without bound may keep all of them within


class Poles(NamedTuple):
    """Where a factor is infinite: its argument is the first of these numbers, and on by steps."""

    argument: Expr
    first: int
    step: int


def resonances(coefficient: Expr, exponent: Expr, omitted: Iterable[Expr]) -> tuple[Eq, ...]:
    """The curves in the quadrant a > 1, b > 1 on which a coefficient is infinite, its power kept.

    `exponent` is that of the power, `omitted` are the exponents of the remainder; a power that is
    certainly beyond one of them matters no more. Of each string the first poles are looked at.

    >>> from analytic.notation import a, b
    >>> resonances(1 / sin(pi * (a - 1) / b), a - 1, [b + 2])
    (Eq(a, b + 1), Eq(a, 2*b + 1))
    """
    left_out = tuple(omitted)
    kept = (
        takewhile(lambda curve: not _is_beyond(curve, exponent, left_out), curves(poles))
        for poles in _poles(coefficient)
    )
    return tuple(dict.fromkeys(chain.from_iterable(kept)))


def left_out(coefficient: Expr, is_alone: Callable[[Eq], bool]) -> Boolean:
    """Where a power is left out: from half way to the first pole of its coefficient that is alone.

    A pole is alone on a curve if the residue that would cancel it there is not kept.

    >>> from analytic.notation import a, b
    >>> left_out(1 / sin(pi * (a - 1) / b), lambda curve: curve.rhs == 2 * b + 1)
    a >= 3*b/2 + 1
    """
    found = []
    for poles in _poles(coefficient):
        if poles.step:
            first = next((pole for pole in _on_curves(poles) if is_alone(pole.curve)), None)
            middle = None if first is None else solved(first.half_way)
            if middle is not None:
                found.append(_on_from(poles, middle))
    return Or(*found)


@cache
def has_pole(coefficient: Expr, curve: Eq) -> bool:
    """Whether a coefficient is infinite on a curve: a factor is, and none vanishes against it.

    >>> from analytic.notation import b
    >>> has_pole(polygamma(0, 1 - 1 / b), Eq(b, 1)), has_pole(polygamma(0, 2 - b), Eq(b, 2))
    (False, True)
    >>> has_pole(polygamma(0, 2 - b) / gamma(2 - b), Eq(b, 2))
    False
    """
    at_one = any(curve in curves(poles) for poles in _poles(coefficient))
    return at_one and orders_of_growth(coefficient, curve) > 0


def is_beyond(curve: Eq, exponent: Expr, omitted: Iterable[Expr]) -> bool:
    """Whether a power on a curve is certainly beyond the remainder there, or of its order."""
    here = canonical(exponent.subs(*curve.args))
    bounds = (canonical(bound.subs(*curve.args)) for bound in omitted)
    return any(here == bound or is_larger(here, bound) for bound in bounds)


def without_zeros(product: Expr) -> Expr:
    r"""A product in which no factor vanishes where the cosecant is infinite.

        (n - u) \pi/\sin(\pi u) = (-1)^{n-1} \Gamma(u - n + 1) \Gamma(n + 1 - u)
        \pi/(\sin(\pi u) \Gamma(m - u)) = (-1)^{m-1} \Gamma(u - m + 1)

    >>> from analytic.notation import a, b
    >>> without_zeros((b - a + 1) * pi / b / sin(pi * (a - 1) / b))
    gamma((a - 1)/b)*gamma(2 - (a - 1)/b)
    >>> without_zeros(pi / sin(pi * (a - 1) / b) / gamma((1 - a) / b))
    -gamma(1 + (a - 1)/b)
    """
    product = _without_reflected(product)
    for factor in Mul.make_args(product):
        if isinstance(factor, Pow) and factor.exp == -1 and isinstance(factor.base, sin):
            argument = cancel(factor.base.args[0] / pi)
            for other in (one for one in Mul.make_args(product) if one.is_Add):
                whole = _value_at_zero(argument, other)
                if whole is not None:
                    share = cancel(other / (whole - argument))
                    rest = product / factor / other / pi
                    below, above = argument - whole + 1, whole + 1 - argument
                    sign = Integer(-1) ** (whole - 1)
                    return without_zeros(sign * share * rest * gamma(below) * gamma(above))
    return product


def _without_reflected(product: Expr) -> Expr:
    """A product in which no 1/Gamma vanishes where the cosecant is infinite."""
    below = [one.base for one in Mul.make_args(product) if isinstance(one, Pow) and one.exp == -1]
    for cosecant in (one for one in below if isinstance(one, sin)):
        argument = cancel(cosecant.args[0] / pi)
        for zero in (one for one in below if isinstance(one, gamma)):
            m = cancel(zero.args[0] + argument)
            if m.is_Integer and _on_curves(Poles(canonical(argument), 0, 1)):
                sign = Integer(-1) ** (m - 1)
                rest = product * cosecant * zero / pi
                return _without_reflected(sign * rest * gamma(argument - m + 1))
    return product


def _value_at_zero(argument: Expr, factor: Expr) -> Expr | None:
    """The whole number that an argument is where a factor vanishes, None if it is none there."""
    curve = solved(factor)
    if curve is None or not inside(curve):
        return None
    value = cancel(argument.subs(*curve.args))
    proportional = value.is_Integer and not cancel(factor / (value - argument)).has(curve.lhs)
    return value if proportional else None


def _poles(expression: Expr) -> Iterator[Poles]:
    """The factors that may be infinite, in a coefficient that may be a sum of products."""
    if isinstance(expression, Pow) and expression.exp.is_negative:
        if isinstance(expression.base, sin):
            argument = canonical(expression.base.args[0] / pi)
            yield from (Poles(argument, 0, 1), Poles(argument, -1, -1))
        elif not isinstance(expression.base, gamma | zeta):
            yield from _poles(expression.base)
        return
    if isinstance(expression, gamma | betainc):
        yield Poles(expression.args[0], 0, -1)
    elif isinstance(expression, polygamma):
        yield Poles(expression.args[1], 0, -1)
    elif isinstance(expression, zeta):
        yield Poles(expression.args[0], 1, 0)
    else:
        for part in expression.args:
            yield from _poles(part)


class _OnCurve(NamedTuple):
    """A pole, the curve on which it is met, and what vanishes half a step before it."""

    curve: Eq
    half_way: Expr


def curves(poles: Poles) -> Iterator[Eq]:
    """The curves of these poles in the quadrant, in order, as long as there are more."""
    return (pole.curve for pole in _on_curves(poles))


@cache
def _on_curves(poles: Poles) -> tuple[_OnCurve, ...]:
    empty = abs(floor(poles.argument.as_coeff_Add()[0])) + 2  # so many before a string comes in
    found = []
    for n in range(_MOST) if poles.step else (0,):
        excess = poles.argument - poles.first - n * poles.step
        curve = solved(excess)
        if curve is not None and inside(curve):
            empty = Integer(0)
            found.append(_OnCurve(curve, excess + Rational(poles.step, 2)))
        elif n >= empty:
            break
    return tuple(found)


@cache
def solved(expression: Expr) -> Eq | None:
    """The curve on which an expression vanishes, solved for a or b; None where there is none."""
    found = solution(expression)
    curve = None if found is None else Eq(*found)
    return curve if isinstance(curve, Eq) else None


def inside(curve: Eq) -> bool:
    """Whether a curve has a piece where a > 1 and b > 1, unless that is certainly not so."""
    excess = canonical(curve.rhs - 1)
    return bool(excess != 0 and not is_positive(-excess))


def _is_beyond(curve: Eq, exponent: Expr, omitted: Iterable[Expr]) -> bool:
    """Whether a power is certainly beyond the remainder on a curve."""
    return any(is_larger(exponent.subs(*curve.args), o.subs(*curve.args)) for o in omitted)


def _on_from(poles: Poles, curve: Eq) -> Boolean:
    """The condition that a string of poles has reached a curve."""
    forward = is_positive(canonical(poles.step * poles.argument.diff(curve.lhs)))
    return (Ge if forward else Le)(*curve.args)
