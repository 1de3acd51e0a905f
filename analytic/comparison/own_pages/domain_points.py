r"""Random points of a domain in a > 1, b > 1, and sizes at which an expansion is tested."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from random import Random

from sympy import Expr, Integer, Rational, Symbol, floor, true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.notation import B, C, M, N, P, a, b, kappa, s, t
from analytic.regions.domain import Domain

Point = Mapping[Symbol, Expr]

SIZES = (6, 12, 24, 48)  # powers of ten, each twice the one before: log of the size doubles
_TRIALS = 4000  # points that are drawn where the domain is small,
_ENOUGH = 200  # and points of the domain after which no further strip is waited for
_MARGIN = Rational(1, 8)
_VANISHING = (kappa, s)
_RANGES = {N: (200, 2000), P: (200, 2000), C: (200, 2000)}  # tenths
_WHOLE = (t, M, B)
_ELSE = (5, 95)  # hundredths: a step, a momentum, a noise, a regulariser


@lru_cache(maxsize=64)
def domain_points(condition: Boolean, count: int, seed: int) -> tuple[Point, ...]:
    """So many points of a and b, in turn from each strip n < (a - 1)/b < n + 1, and from a < b.

    Poles of zeta meet those of Gamma on the lines between the strips. Points keep a distance to
    them, unless the domain is a curve or too narrow.

    Raises    InvalidProblemError where no point of the domain is found.

    >>> from sympy import Eq
    >>> domain_points(Eq(a, b + 1), 1, 0)[0][a] - domain_points(Eq(a, b + 1), 1, 0)[0][b]
    1
    """
    domain, random = Domain.where(condition), Random(seed)
    strips: dict[tuple[Expr, bool], list[Point]] = {}
    near: list[Point] = []
    for trial, point in enumerate(_inside(domain, random)):
        difficulty = (point[a] - 1) / point[b]
        strip = floor(difficulty)
        far = min(difficulty - strip, strip + 1 - difficulty) > _MARGIN and not point[b].is_integer
        kept = strips.setdefault((strip, bool(point[a] < point[b])), []) if far else near
        if len(kept) < count and point not in kept:
            kept.append(point)
        if trial >= _ENOUGH and sum(map(len, strips.values())) >= count:
            break
    in_turn = [one[i] for i in range(count) for one in strips.values() if i < len(one)]
    found = (in_turn or near)[:count]
    if not found:
        raise InvalidProblemError(
            f"No point with a > 1, b > 1 and {condition} was found, so that nothing can be put to "
            "the test there. Give a wider domain."
        )
    return tuple(found)


def drawn_letter(letter: Symbol, random: Random) -> Expr:
    """A value of a letter other than a and b."""
    if letter in _WHOLE or letter.is_integer:
        return Integer(random.randint(2, 50))
    low, high = _RANGES.get(letter, _ELSE)
    return Rational(random.randint(low, high), 10 if letter in _RANGES else 100)


def size_of(letter: Symbol, power: int) -> Expr:
    """So many powers of ten towards where expansions in a letter hold: small kappa, large N."""
    size = Integer(10) ** power
    return 1 / size if letter in _VANISHING else size


def _inside(domain: Domain, random: Random) -> Iterator[Point]:
    for _ in range(_TRIALS):
        capacity = Rational(random.randint(15, 45), 13)
        drawn = {a: 1 + capacity * Rational(random.randint(3, 55), 14), b: capacity}
        point = {letter: value for letter, value in drawn.items() if letter in domain.letters}
        point |= {letter: value.subs(point) for letter, value in domain.solved.items()}
        valid = domain.condition.subs(point) == true
        if valid and all(value > 1 for value in point.values()):
            yield {a: point[a], b: point[b]}
