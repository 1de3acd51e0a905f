r"""Roots of a real function of one variable, kept between two points of opposite sign.

Numerical analysis alone: nothing here knows what is asked, so the witnesses that use it stay
strangers. mpmath's solvers end where |f| is below an absolute bound, which makes a root of every
place at which a small slope is small enough; and their numbers are not those of gmpy2.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from analytic.errors import PrecisionError

_STEPS = 400


class Bracket(NamedTuple):
    """Two points between which a function goes from below zero to above."""

    low: Any
    high: Any


def bracket_beyond(function: Callable[[Any], Any], start: Any, step: Any, furthest: Any) -> Bracket:
    r"""The next points around a root of a function that is negative left of it and positive right.

    From `start` steps are made towards the root, each half as long again as the one before.

    Raises    PrecisionError where the root is more than `furthest` away.

    >>> bracket_beyond(lambda x: x - 4, 0.0, 1.0, 100.0)
    Bracket(low=2.5, high=4.75)
    """
    rising = function(start) > 0
    inner, move = start, -step if rising else step
    while abs(inner - start) <= furthest:
        outer = inner + move
        if (function(outer) > 0) != rising:
            return Bracket(outer, inner) if rising else Bracket(inner, outer)
        inner, move = outer, move + move / 2
    raise PrecisionError(
        f"No change of sign was found between {float(start):.4g} and {float(inner):.4g}. Choose "
        "other parameters: the root is further away, or there is none."
    )


def bracketed_root(function: Callable[[Any], Any], bracket: Bracket, width: Any) -> Bracket:
    r"""A bracket of at most some width within another one, by inverse quadratic interpolation.

        x = y_b y_c a/((y_a-y_b)(y_a-y_c)) + ...   where x(y) is monotone through three points,

    and the middle elsewhere: T. R. Chandrupatla, Adv. Eng. Software 28 (1997) 145. The root is
    never left, and points are at least width/2 inside. Numbers of any kind are taken; an end
    that is a root is returned as both ends.

    Raises    PrecisionError where the ends have no opposite signs, or a value is none.

    >>> low, high = bracketed_root(lambda x: x * x - 2, Bracket(1.0, 2.0), 1e-12)
    >>> low < 2**0.5 < high, high - low <= 1e-12
    (True, True)
    """
    a, b = bracket
    at_a, at_b = function(a), function(b)
    for end, value in ((a, at_a), (b, at_b)):
        if value == 0:
            return Bracket(end, end)
    if not at_a < 0 < at_b:
        raise PrecisionError(
            f"The function has no change of sign from {float(a):.6g} to {float(b):.6g}. Give two "
            "points of which the left one is negative and the right one positive."
        )
    share = (b - a) / (2 * (b - a))
    for _ in range(_STEPS):
        x = a + share * (b - a)
        value = function(x)
        if value != value:
            raise PrecisionError(
                f"The function has no value at {float(x):.6g}, between two points where it has "
                "one. Ask for more digits, or choose other parameters."
            )
        if (value < 0) == (at_a < 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, value
        if abs(b - a) <= width:
            return Bracket(min(a, b), max(a, b))
        inside = width / (2 * abs(b - a))
        share = min(max(_share(a, b, c, at_a, at_b, at_c), inside), 1 - inside)
    raise PrecisionError(
        f"The root was not found to {float(width):.1g} in {_STEPS} steps. Ask for fewer digits."
    )


def _share(a: Any, b: Any, c: Any, at_a: Any, at_b: Any, at_c: Any) -> Any:
    """Where between a and b the parabola x(y) through three points is at y = 0, or the middle."""
    xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if not (phi * phi < xi and (1 - phi) * (1 - phi) < 1 - xi):
        return xi / (2 * xi)
    first = at_a / (at_b - at_a) * at_c / (at_b - at_c)
    return first + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
