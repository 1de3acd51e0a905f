r"""Poles of Mellin images: where they are, on which side of the strip, and what they contribute.

A point where m factors are singular is a pole of order m. Its residue, times T^{-z}, is a
polynomial of degree m - 1 in log T: the logarithm comes from the Taylor series of T^{-z}.
"""

from __future__ import annotations

from itertools import combinations

from sympy import Add, Expr, Integer, Mul, Poly, Pow, cancel, expand, gamma, pi, sin

from analytic.errors import InvalidProblemError
from analytic.notation import z
from analytic.symbolic.mellin.laurent import image_about
from analytic.symbolic.mellin.profiles import MellinImage

__all__ = [
    "opposite",
    "pole_of_zeta",
    "principal_part",
    "reflected",
    "residue",
    "side",
    "string_of_gamma",
]


def side(argument: Expr) -> int:
    """On which side of the strip the poles of a factor lie: -1 left, +1 right.

    The transform converges where every argument is large, so the poles are where it falls.
    """
    slope = argument.diff(z)
    if slope.is_positive:
        return -1
    if slope.is_negative:
        return 1
    raise InvalidProblemError(
        f"The sign of {slope}, by which {argument} grows with z, is not known. "
        "State the sign of its parameters, or give numbers."
    )


def pole_of_zeta(argument: Expr) -> Expr:
    r"""The point where \zeta(argument) has its pole, argument = 1."""
    return cancel((1 - argument.subs(z, 0)) / argument.diff(z))


def string_of_gamma(argument: Expr, terms: int) -> list[Expr]:
    r"""The first points where \Gamma(argument) has poles, argument = 0, -1, -2, ..."""
    slope, offset = argument.diff(z), argument.subs(z, 0)
    return [cancel((-n - offset) / slope) for n in range(terms)]


def principal_part(image: MellinImage, point: Expr) -> tuple[Expr, ...]:
    r"""The coefficients of (z - point)^{-1}, (z - point)^{-2}, ... of an image.

    >>> from sympy import exp, zeta
    >>> principal_part(MellinImage(Integer(1), (z,), (z + 1,)), Integer(0))
    (0, 1)
    """
    laurent = image_about(image, point)
    front = reflected(laurent.prefactor)
    inner = (expand(laurent.coefficient(-j)) for j in range(1, laurent.order + 1))
    return tuple(Add(*(front * term for term in Add.make_args(part))) for part in inner)


def residue(image: MellinImage, kernel: Expr, point: Expr) -> Expr:
    """The residue at `point` of an image times an entire kernel such as T^-z.

    One singular factor makes a power; two that collide make a logarithm, three its square.
    """
    part = principal_part(MellinImage(image.entire * kernel, image.gammas, image.zetas), point)
    return part[0] if part else Integer(0)


def opposite(expression: Expr) -> Expr:
    """Minus a rational expression, written without a sign in front where one of the two is.

    >>> from analytic.notation import a, b
    >>> opposite((1 - a) / b), opposite((a - 1) / b)
    ((a - 1)/b, -(a - 1)/b)
    """
    return cancel(-expression) if _leads_with_minus(expression) else -expression


def reflected(product: Expr) -> Expr:
    r"""A product whose pairs of Gammas are reflected, or divided, where that removes both.

        \Gamma(u) \Gamma(n - u) = \pi/\sin(\pi u) \prod_{0 < j < n} (j - u)
        \Gamma(u + n)/\Gamma(u) = \prod_{0 <= j < n} (u + j)

    >>> from analytic.notation import b
    >>> reflected(gamma(1 / b) * gamma(1 - 1 / b))
    pi/sin(pi/b)
    """
    rest, gammas = [], []
    for factor in Mul.make_args(product):
        base, exponent = factor.as_base_exp()
        if isinstance(base, gamma) and exponent.is_Integer:
            gammas += [(base.args[0], 1 if exponent > 0 else -1)] * abs(int(exponent))
        else:
            rest.append(factor)
    while (pair := _reducible(gammas)) is not None:
        rest.append(_reduced(*pair))
        for one in pair:
            gammas.remove(one)
    return Mul(*rest, *(Pow(gamma(u), power) for u, power in gammas))


_Factor = tuple[Expr, int]


def _reducible(gammas: list[_Factor]) -> tuple[_Factor, _Factor] | None:
    """The first pair of powers of Gammas that is elementary."""
    for one, two in combinations(gammas, 2):
        if cancel(one[0] + two[0] if one[1] == two[1] else one[0] - two[0]).is_Integer:
            return one, two
    return None


def _reduced(one: _Factor, two: _Factor) -> Expr:
    (u, power), (v, other) = one, two
    if power != other:
        return _rising(v, cancel(u - v)) ** power
    sine = -sin(pi * opposite(u)) if _leads_with_minus(u) else sin(pi * u)
    return (pi / sine * _rising(1 - u, cancel(u + v) - 1)) ** power


def _rising(start: Expr, steps: Expr) -> Expr:
    r"""\Gamma(start + steps)/\Gamma(start) for a whole number of steps, of either sign."""
    if steps < 0:
        return 1 / _rising(start + steps, -steps)
    return Mul(*(cancel(start + j) for j in range(int(steps))))


def _leads_with_minus(expression: Expr) -> bool:
    """Whether the leading coefficients of numerator and denominator differ in sign."""
    top, bottom = (part.expand() for part in expression.as_numer_denom())
    signs = (Poly(part).LC() if part.free_symbols else part for part in (top, bottom))
    return bool(Mul(*signs).is_negative)
