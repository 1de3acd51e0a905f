r"""Poles of Mellin transforms, from a small table of those of Gamma and zeta.

    \Gamma(-n + \epsilon) = (-1)^n / n! [1/\epsilon + \psi(n+1)] + O(\epsilon),
    \zeta(1 + \epsilon) = 1/\epsilon + \gamma + O(\epsilon)

The table replaces SymPy's expansions: its `residue` raises at the pole of zeta.
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, EulerGamma, Expr, Integer, Mul, digamma, factorial, gamma, zeta

from analytic.errors import InvalidProblemError
from analytic.notation import z
from analytic.symbolic.profiles import MellinImage

__all__ = ["Laurent", "pole_of_zeta", "residue", "side", "string_of_gamma"]


class Laurent(NamedTuple):
    """The residue and the constant term of a factor at a simple pole, in powers of z - pole."""

    residue: Expr
    constant: Expr


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
    return (1 - argument.subs(z, 0)) / argument.diff(z)


def string_of_gamma(argument: Expr, terms: int) -> list[Expr]:
    r"""The first points where \Gamma(argument) has poles, argument = 0, -1, -2, ..."""
    slope, offset = argument.diff(z), argument.subs(z, 0)
    return [(-n - offset) / slope for n in range(terms)]


def residue(image: MellinImage, kernel: Expr, point: Expr) -> Expr:
    """The residue at `point` of an image times an entire kernel such as T^-z.

    One singular factor makes a power; two that collide make a logarithm.
    """
    singular: list[Laurent] = []
    regular: list[Expr] = [image.entire, kernel]
    for function, arguments, expand in (
        (gamma, image.gammas, _gamma_at),
        (zeta, image.zetas, _zeta_at),
    ):
        for argument in arguments:
            laurent = expand(argument, point)
            if laurent is None:
                regular.append(function(argument))
            else:
                singular.append(laurent)
    return _residue(singular, Mul(*regular), point)


def _residue(singular: list[Laurent], regular: Expr, point: Expr) -> Expr:
    value = regular.subs(z, point)
    if not singular:
        return Integer(0)
    if len(singular) == 1:
        return singular[0].residue * value
    if len(singular) == 2:
        one, two = singular
        slope = regular.diff(z).subs(z, point)
        cross = Add(one.residue * two.constant, two.residue * one.constant)
        return one.residue * two.residue * slope + cross * value
    raise InvalidProblemError(
        f"{len(singular)} poles collide at z = {point}. Move a parameter off this point."
    )


def _gamma_at(argument: Expr, point: Expr) -> Laurent | None:
    at_point = argument.subs(z, point).expand()
    if not (at_point.is_integer and at_point.is_nonpositive):
        return None
    n = -at_point
    weight = (-1) ** n / factorial(n)
    return Laurent(weight / argument.diff(z), weight * digamma(n + 1))


def _zeta_at(argument: Expr, point: Expr) -> Laurent | None:
    if (argument.subs(z, point) - 1).expand() != 0:
        return None
    return Laurent(1 / argument.diff(z), EulerGamma)
