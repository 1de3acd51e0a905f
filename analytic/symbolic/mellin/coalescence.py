r"""Two poles close to each other, as one term that is finite through their meeting.

With zeta's pole at z_1, one of Gamma's at z_2, D = z_1 - z_2, both factors split into a pole and a
regular part; R has all that is regular at both points, alpha and gamma are the slopes:

    image T^{-z} = [1/(\alpha (z - z_1)) + ...] [w/(\gamma (z - z_2)) + ...] R(z)

    sum of residues = w/(\alpha \gamma) [R(z_1) - R(z_2)]/D
                      + R(z_1) regular(\gamma D)/\alpha + w R(z_2) zeta_regular(-\alpha D)/\gamma

At D = 0 the difference quotient of T^{-z} is the logarithm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sympy import Add, Expr, Integer, Mul, cancel, factorial, gamma, quo

from analytic.errors import InvalidProblemError, require
from analytic.notation import z
from analytic.symbolic.mellin.box_cox import box_cox
from analytic.symbolic.mellin.expansion import Expansion, Towards, expand_image, require_way
from analytic.symbolic.mellin.harmonic import HarmonicSum, require_sum
from analytic.symbolic.mellin.poles import opposite, pole_of_zeta, side, string_of_gamma, vanishes
from analytic.symbolic.mellin.profiles import Resolvent
from analytic.symbolic.mellin.regular_gamma import cosecant_regular, gamma_regular, gamma_slope
from analytic.symbolic.mellin.regular_zeta import zeta_regular

__all__ = ["Coalescence", "coalescing", "meeting_pole"]

_OfNumber = Callable[[Expr], Expr]


@dataclass(frozen=True)
class Coalescence:
    """An expansion with two poles as one joint term, their distance, and all other poles.

    The poles meet where `distance` is zero; setting parameters so is allowed.
    """

    joint: Expr
    distance: Expr
    rest: Expansion

    @property
    def sum(self) -> Expr:
        """The joint term and all others added."""
        return self.joint + self.rest.sum


class _Pole(NamedTuple):
    """A Gamma factor weight/u + regular(u), u = slope (z - point), and its regular companion.

    `quotient` is the difference quotient of the companion between z and the point.
    """

    weight: Expr
    regular: _OfNumber
    companion: _OfNumber
    quotient: _OfNumber


def coalescing(
    harmonic: HarmonicSum, towards: Towards, near: int = 0, terms: int = 1
) -> Coalescence:
    r"""The expansion with the pole of zeta joined to pole number `near` of the Gamma string.

    It equals `expand` where the two poles are apart, keeps all digits where they are close, and
    has the logarithm where they meet.

    Raises    InvalidProblemError where one of the two poles is not on this side, is not kept, or
    where zeta's pole is that of another term.

    >>> from analytic.notation import a, b, x
    >>> from analytic.symbolic.mellin.profiles import Resolvent
    >>> tail = HarmonicSum(Integer(1), -a, b, Resolvent(Integer(1)), x)
    >>> coalescing(tail, "zero", near=1, terms=2).joint.subs(a, b + 1)
    -EulerGamma*x - x*log(1/x)/b
    """
    require_sum(harmonic)
    require_way(towards, terms)
    require(isinstance(near, int), f"near = {near!r} is no number of a pole. Give an integer.")
    harmonic.require_convergence()
    wanted = 1 if towards == "infinity" else -1
    image, profile = harmonic.image, harmonic.profile
    polynomial = isinstance(profile, Resolvent) and profile.degree is not None
    strings = [] if polynomial else [u for u in image.gammas if side(u) == wanted]
    modes = image.zetas[0]
    if side(modes) != wanted or not strings or not 0 <= near < terms:
        raise InvalidProblemError(
            f"Zeta's pole meets no pole number {near} of {terms} kept as {harmonic.variable} "
            f"goes to {towards}. Choose 0 <= near < terms, or the other direction."
        )
    string = strings[0]
    first, points = pole_of_zeta(modes), string_of_gamma(string, terms)
    _refuse_another_meeting(first, points, near)
    second = points[near]
    pole = _split(string, [u for u in image.gammas if u != string], near, second)
    joint = _joint(
        profile.rate * harmonic.variable, towards, (modes, first), (string, second), pole
    )
    constant = Mul(*(f for f in Mul.make_args(image.entire) if not f.has(z)))
    rest = expand_image(image, harmonic.variable, towards, terms, without=(first, second))
    return Coalescence(-wanted * constant * joint, cancel(first - second), rest)


def _joint(
    scaled: Expr,
    towards: Towards,
    zeta_pole: tuple[Expr, Expr],
    gamma_pole: tuple[Expr, Expr],
    pole: _Pole,
) -> Expr:
    """The sum of the two residues of the image without its constant, at T = scaled."""
    (modes, first), (string, second) = zeta_pole, gamma_pole
    alpha, slope = modes.diff(z), string.diff(z)
    distance = cancel(first - second)
    power_first, power_second = scaled ** opposite(first), scaled ** opposite(second)
    companion_first, companion_second = map(pole.companion, (first, second))
    powers = (
        power_second * box_cox(1 / scaled, distance)
        if towards == "zero"
        else -power_second * box_cox(scaled, cancel(-distance))
    )
    quotient = Add(companion_second * powers, power_first * pole.quotient(first))
    on_zeta = pole.regular(cancel(slope * distance)) * companion_first * power_first
    on_gamma = zeta_regular(cancel(-alpha * distance)) * companion_second * power_second
    return Add(
        pole.weight / (alpha * slope) * quotient, on_zeta / alpha, pole.weight / slope * on_gamma
    )


def _split(string: Expr, others: list[Expr], n: int, point: Expr) -> _Pole:
    r"""The Gamma that is singular at a point, reflected with its companion where that is possible.

    \Gamma(u) \Gamma(m - u) = \pi/\sin(\pi u) \prod_{0 < j < m} (j - u)
    """
    sign = Integer(-1) ** n
    weight = sign / factorial(n)
    if not others:
        return _Pole(weight, partial(gamma_regular, n), lambda _: Integer(1), lambda _: Integer(0))
    (other,) = others
    steps = cancel(string + other)
    if steps.is_Integer:
        factors = [j - string for j in range(1, int(steps))]
        product = Mul(*factors)
        slope = quo(product - product.subs(z, point), z - point, z)
        return _Pole(
            sign,
            lambda u: sign * cosecant_regular(u),
            lambda at: Mul(*(cancel(factor.subs(z, at)) for factor in factors)),
            lambda at: cancel(slope.subs(z, at)),
        )
    rate, start = other.diff(z), cancel(other.subs(z, point))
    return _Pole(
        weight,
        partial(gamma_regular, n),
        lambda at: gamma(cancel(other.subs(z, at))),
        lambda at: rate * gamma_slope(start, cancel(rate * (at - point))),
    )


def meeting_pole(harmonic: HarmonicSum, towards: Towards, terms: int) -> int:
    """The number of the pole of Gamma's string that zeta's pole is, among so many; 0 if none."""
    wanted = 1 if towards == "infinity" else -1
    modes = harmonic.image.zetas[0]
    strings = [u for u in harmonic.image.gammas if side(u) == wanted]
    if side(modes) != wanted or not strings:
        return 0
    first, points = pole_of_zeta(modes), string_of_gamma(strings[0], terms)
    return next((n for n, point in enumerate(points) if vanishes(first - point)), 0)


def _refuse_another_meeting(first: Expr, points: list[Expr], near: int) -> None:
    met = [n for n, point in enumerate(points) if n != near and vanishes(first - point)]
    if met:
        raise InvalidProblemError(
            f"Zeta's pole is pole number {met[0]} of the Gamma string, not {near}. "
            f"Choose near={met[0]}."
        )
