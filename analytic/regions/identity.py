r"""Identity of two smooth formulas: zero by algebra, or not zero by a value at one point."""

from collections.abc import Iterable

from sympy import (
    Expr,
    Function,
    Integer,
    Max,
    Min,
    N,
    NumberSymbol,
    Pow,
    Rational,
    Symbol,
    expand,
    expand_log,
    gammasimp,
    log,
    simplify,
    sin,
)

from analytic.errors import InvalidProblemError
from analytic.quotient import cancel
from analytic.regions.curves import PARAMETERS, Point

_DIGITS = 30
_BESIDE = Rational(1, 10007)
_SCALES = (1, Rational(1, 50))  # of other letters, where these decide which of several is least
_ZERO = Rational(1, 10**20)  # 30 digits tell numbers apart that differ by more than this share


def identical(one: Expr, other: Expr, points: Iterable[Point]) -> bool:
    """Whether two smooth formulas are the same function; the points lie where they are compared.

    Raises    InvalidProblemError where they have no value, or nothing decides.

    >>> from sympy import gamma, pi, sin
    >>> from analytic.notation import b
    >>> identical(gamma(1 - 1 / b) * gamma(1 / b), pi / sin(pi / b), [(2, 2)])
    True
    """
    if one == other:
        return True
    difference = one - other
    if difference.is_rational_function(*PARAMETERS) and difference.free_symbols <= {*PARAMETERS}:
        vanishes = bool(cancel(difference) == 0)
        if vanishes or _has_rational_coefficients(difference):
            return vanishes
    places = list(points)
    places += [(x + _BESIDE, y + _BESIDE) for x, y in places]  # off zeros that are simple numbers
    scales = _SCALES if difference.has(Min, Max) else (1,)
    if any(differ_at(one, other, point, scale) for point in places for scale in scales):
        return False
    ratio = one / other if other != 0 else None
    equal = ratio is not None and gammasimp(ratio) == 1  # quick, where simplifying takes minutes
    of_numbers = difference if ratio is None else ratio
    if not equal and of_numbers.free_symbols:  # of numbers, digits have agreed
        equal = (ratio is not None and _is_one(ratio)) or simplify(difference) == 0
    if equal:
        return True
    raise InvalidProblemError(
        f"It cannot be decided whether {difference} is zero: no algebra at hand shows that it is, "
        "and no value that it is not. Write both formulas with the same functions."
    )


def _has_rational_coefficients(formula: Expr) -> bool:
    """Whether a rational function holds no number of which algebra may not know that it is zero."""
    roots = (power for power in formula.atoms(Pow) if not power.exp.is_Integer)
    return not formula.has(Function, NumberSymbol) and not any(roots)


def _is_one(ratio: Expr) -> bool:
    """Whether a ratio is one. Its logarithm may be taken apart: values have settled the branch."""
    reduced = ratio.replace(sin, lambda angle: sin(expand(angle)))
    logarithm = expand_log(log(reduced), force=True)
    return bool(simplify(ratio) == 1 or simplify(logarithm) == 0)


def differ_at(one: Expr, other: Expr, point: Point, scale: int | Rational = 1) -> bool:
    """Whether two formulas certainly differ at a point, the other letters being generic."""
    letters = generic(one, other)
    values = at(point) | {letter: scale * number for letter, number in letters.items()}
    p, q = (N(each.subs(values), _DIGITS) for each in (one, other))
    if not (p.is_number and q.is_number and p.is_finite and q.is_finite):
        return False
    return bool(abs(p - q) > _ZERO * max(abs(p), abs(q)))


def at(point: Point) -> dict[Symbol, Rational]:
    """The values of a and b at a point, for substitution."""
    values = (Rational(x.numerator, x.denominator) for x in point)
    return dict(zip(PARAMETERS, values, strict=True))


def generic(*expressions: Expr) -> dict[Symbol, Expr]:
    """Distinct rationals below one for all letters but a and b: off every accidental zero.

    Below one, as a momentum has to be.
    """
    free = frozenset[Symbol]().union(*(one.free_symbols for one in expressions))
    letters = sorted(free.difference(PARAMETERS), key=str)
    return {
        letter: Integer(i + 2) if letter.is_integer else Rational(21, 14 * i + 38)
        for i, letter in enumerate(letters)
    }
