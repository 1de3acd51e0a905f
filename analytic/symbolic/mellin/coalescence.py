r"""Poles close to each other, as one term that is finite through their meeting.

    sum of residues = (1/2 \pi i) \oint image(z) T^{-z} dz   on one circle around them

Where residues are large and of opposite signs the integral is not. At the meeting the pole is
double, and its residue has the logarithm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import mpmath
from sympy import Add, Expr, Function, I, Integer, Lambda, Mul, gamma, lambdify, zeta
from sympy import polygamma as psi
from sympy.printing.pretty.stringpict import prettyForm

from analytic.errors import InvalidProblemError, PrecisionError, require
from analytic.notation import z
from analytic.quotient import cancel
from analytic.symbolic.mellin.expansion import (
    Expansion,
    Towards,
    distinct,
    expand_image,
    require_way,
)
from analytic.symbolic.mellin.harmonic import HarmonicSum, require_sum
from analytic.symbolic.mellin.poles import (
    pole_of_zeta,
    residue,
    side,
    string_of_gamma,
    vanishes,
)
from analytic.symbolic.mellin.profiles import MellinImage, Resolvent
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative
from analytic.symbolic.slow_sums.working import number, working_bits

_GUARD = 20  # bits
_STEP, _NODES = 32, 32  # bits and nodes in steps: neighbours share the image on a circle
_PLACE = 30  # bits
_CLOSE = 64  # by which a distance is below that of the poles of a string: one loses 6 bits


class residues(Function):  # type: ignore[misc]  # noqa: N801 - a function's name
    r"""The residues of image(z) T^{-z} at some poles, added: residues(image, T, pole, pole, ...).

        (1/2 \pi i) \oint image(z) T^{-z} dz

    The image is a `Lambda`. The function is printed as the residues in square brackets.

    Accuracy  all digits, at any distance of the poles.

    >>> from analytic.notation import epsilon, x
    >>> meeting = residues(Lambda(z, gamma(z) * zeta(z + 1 - epsilon)), x, 0, epsilon)
    >>> meeting.subs(epsilon, 0)
    -log(x)
    >>> meeting.subs({epsilon: Integer(10) ** -40, x: 2}).evalf(20)
    -0.69314718055994530942
    """

    @classmethod
    def of(cls, harmonic: HarmonicSum, points: Iterable[Expr]) -> Expr:
        """What some poles of the image of a harmonic sum leave."""
        return cls(Lambda(z, harmonic.image.expression), harmonic.variable, *points)

    @classmethod
    def eval(cls, image: Expr, scaled: Expr, *points: Expr) -> Expr | None:
        """The residue of a pole that is alone, and of one on which another pole lies."""
        product = image_of(image.expr)
        met = distinct(p for p in points if sum(vanishes(p - q) for q in points) > 1)
        known = points if len(points) == 1 else met
        if product is None or not known:
            return None
        rest = [p for p in points if not any(vanishes(p - q) for q in known)]
        return Add(
            *(residue(product, scaled**-z, point) for point in known),
            cls(image, scaled, *rest) if rest else Integer(0),
        )

    @property
    def plain(self) -> Expr:
        """The residues, singular where poles meet; the function itself where they are unknown."""
        image, scaled, *points = self.args
        product = image_of(image.expr)
        if product is None:
            return self
        return Add(*(residue(product, scaled**-z, point) for point in points))

    def _eval_derivative(self, s: Expr) -> Expr:
        image, scaled, *points = self.args
        known = image.expr.replace(zeta, lambda u: zeta_derivative(u, 0, evaluate=False))
        slope = known.diff(s) - z * scaled.diff(s) / scaled * image.expr
        return self.func(Lambda(z, slope.doit()), scaled, *points)

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols:
            return None
        image, scaled, *points = self.args
        with working_bits(prec + _GUARD):
            logarithm = mpmath.log(number(scaled))
            parts = [
                number(self.func(image, scaled, *cluster))
                if len(cluster) == 1 and image_of(image.expr)
                else _Circle.around(image.expr, cluster).integral(image, logarithm, prec)
                for cluster in _clusters(image.expr, points)
            ]
            total = mpmath.fsum(parts)
        return Expr._from_mpmath(total if self.has(I) else mpmath.re(total), prec)

    def _eval_rewrite_as_Add(self, *_: Expr, **__: Any) -> Expr:
        return self.plain

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = rf"\left[{printer.doprint(self.plain)}\right]"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(*printer._print(self.plain).parens("[", "]"))


def image_of(product: Expr) -> MellinImage | None:
    """A product of Gammas, zetas and entire functions of z; None for a derivative of one."""
    if product.is_Add or product.has(psi, zeta_derivative):
        return None
    gammas: list[Expr] = []
    zetas: list[Expr] = []
    rest = []
    for factor in Mul.make_args(product):
        base, power = factor.as_base_exp()
        singular = {gamma: gammas, zeta: zetas}.get(base.func)
        if singular is None or not (base.has(z) and power.is_Integer and power > 0):
            rest.append(factor)
        else:
            singular += [base.args[0]] * int(power)
    return MellinImage(Mul(*rest), tuple(gammas), tuple(zetas))


def _clusters(product: Expr, points: list[Expr]) -> Iterator[list[Expr]]:
    """The poles of an image, those together that are close to each other."""
    slopes = (factor.args[-1].diff(z) for factor in product.atoms(gamma, psi))
    close = (
        min((1 / abs(number(one)) for one in slopes if one != 0), default=mpmath.mpf(1)) / _CLOSE
    )
    left = list(points)
    while left:
        cluster = [left.pop()]
        while near := [p for p in left if any(abs(number(p - q)) < close for q in cluster)]:
            cluster += near
            left = [p for p in left if p not in near]
        yield cluster


def _poles(product: Expr, at: mpmath.mpf) -> Iterator[mpmath.mpf]:
    """Poles of an image about a point."""
    for factor in product.atoms(gamma, psi, zeta, zeta_derivative):
        argument = factor.args[1 if isinstance(factor, psi) else 0]
        slope, offset = number(argument.diff(z)), number(argument.subs(z, 0))
        if slope == 0:
            continue
        if isinstance(factor, zeta | zeta_derivative):
            yield (1 - offset) / slope
        else:
            nearest = -int(mpmath.nint(mpmath.re(slope * at + offset)))
            for n in {max(0, nearest + i) for i in range(-2, 3)}:
                yield (-n - offset) / slope


class _Circle(NamedTuple):
    """A circle about poles at most `half` away from its centre, all others at least `room`."""

    centre: mpmath.mpf
    half: mpmath.mpf
    room: mpmath.mpf

    @classmethod
    def around(cls, product: Expr, points: list[Expr]) -> _Circle:
        """A circle around some poles of an image and no others."""
        known = list(map(number, points))
        centre = mpmath.fsum(known) / len(known)
        same = mpmath.ldexp(1, -mpmath.mp.prec // 2)
        others = (p for p in _poles(product, centre) if all(abs(p - q) > same for q in known))
        room = min((abs(pole - centre) for pole in others), default=mpmath.mpf(1))
        return cls(centre, max(abs(pole - centre) for pole in known), room)

    def integral(self, image: Lambda, logarithm: mpmath.mpf, precision: int) -> mpmath.mpf:
        r"""The integral of image(z) T^{-z} by the trapezoidal rule, geometric in its nodes.

        Raises    PrecisionError where half of the nodes do not have a third of the digits.
        """
        centre, radius = self.centre, mpmath.sqrt(max(self.half, self.room / 8) * self.room)
        with working_bits(_PLACE):  # of a circle, which need not be exact, and is the same for all
            centre, radius = +centre, +radius
        swings = radius * abs(logarithm)
        bits = -(-int(precision + swings / mpmath.ln2 + _GUARD) // _STEP) * _STEP
        with working_bits(bits):
            nodes = int(bits * mpmath.ln2 / mpmath.log(self.room / radius) + mpmath.e * swings)
            nodes = _NODES * (nodes // _NODES + 1)
            terms = [
                value * mpmath.exp(-at * logarithm)
                for at, value in _values(image, centre, radius, nodes, bits)
            ]
            mean, coarse = mpmath.fsum(terms) / nodes, 2 * mpmath.fsum(terms[::2]) / nodes
            if abs(mean - coarse) > mpmath.ldexp(max(map(abs, terms)), -bits // 3):
                raise PrecisionError(
                    f"The residues of {image.expr} at {mpmath.nstr(centre, 6)} have not "
                    "converged. Choose parameters further from where three poles meet."
                )
            return mean


@lru_cache(maxsize=512)
def _values(
    image: Lambda, centre: mpmath.mpf, radius: mpmath.mpf, nodes: int, bits: int
) -> list[tuple[mpmath.mpc, mpmath.mpc]]:
    """The nodes on a circle, and the image there times z - centre: the same at every T."""
    with working_bits(bits):
        known = {"zeta_derivative": lambda at, n: mpmath.zeta(at, 1, int(n))}
        function = lambdify(z, image.expr, [known, "mpmath"])
        symmetric = not image.has(I) and mpmath.im(centre) == 0
        aside = [
            radius * mpmath.expjpi(mpmath.mpf(2 * j) / nodes)
            for j in range(nodes // 2 + 1 if symmetric else nodes)
        ]
        found = [(centre + one, function(centre + one) * one) for one in aside]
        mirrored = found[-2:0:-1] if symmetric else []
        return found + [(mpmath.conj(at), mpmath.conj(value)) for at, value in mirrored]


@dataclass(frozen=True)
class Coalescence:
    r"""An expansion with two poles as one joint term, their distance, and all other poles.

        F(T) ~ joint + rest,   joint = \mp (1/2 \pi i) \oint image(z) T^{-z} dz

    The poles meet where `distance` is zero; setting parameters so is allowed. - is for a large T.
    """

    joint: Expr
    distance: Expr
    rest: Expansion

    @property
    def sum(self) -> Expr:
        """The joint term and all others added."""
        return self.joint + self.rest.sum


def coalescing(
    harmonic: HarmonicSum, towards: Towards, near: int = 0, terms: int = 1
) -> Coalescence:
    r"""The expansion with the pole of zeta joined to pole number `near` of the Gamma string.

        F(T) ~ joint + rest,   joint = \mp (1/2 \pi i) \oint image(z) T^{-z} dz

    It equals `expand` where the two poles are apart, keeps all digits where they are close, and
    has the logarithm where they meet: the circle goes around both.

    Raises    InvalidProblemError where one of the two poles is not on this side, is not kept, or
    where zeta's pole is that of another term.

    >>> from analytic.notation import a, b, x
    >>> tail = HarmonicSum(Integer(1), -a, b, Resolvent(Integer(1)), x)
    >>> coalescing(tail, "zero", near=1, terms=2).joint.subs(a, b + 1)
    -EulerGamma*x + x*log(x)/b
    """
    require_sum(harmonic)
    require_way(towards, terms)
    require(isinstance(near, int), f"near = {near!r} is no number of a pole. Give an integer.")
    harmonic.require_convergence()
    first, points = kept_poles(harmonic, towards, terms)
    if not 0 <= near < len(points):
        raise InvalidProblemError(
            f"Zeta's pole meets no pole number {near} of {terms} kept as {harmonic.variable} "
            f"goes to {towards}. Choose 0 <= near < terms, or the other direction."
        )
    met = [n for n, point in enumerate(points) if n != near and vanishes(first - point)]
    if met:
        raise InvalidProblemError(
            f"Zeta's pole is pole number {met[0]} of the Gamma string, not {near}. "
            f"Choose near={met[0]}."
        )
    image, variable, second = harmonic.image, harmonic.variable, points[near]
    both = residues.of(harmonic, [first, second])
    rest = expand_image(image, variable, towards, terms, without=(first, second))
    return Coalescence(both if towards == "zero" else -both, cancel(first - second), rest)


def kept_poles(harmonic: HarmonicSum, towards: Towards, terms: int) -> tuple[Expr, list[Expr]]:
    """Zeta's pole, and the first ones of Gamma's string on its side, if that is this side."""
    wanted = 1 if towards == "infinity" else -1
    profile, modes = harmonic.profile, harmonic.image.zetas[0]
    polynomial = isinstance(profile, Resolvent) and profile.degree is not None
    strings = [] if polynomial else [u for u in harmonic.image.gammas if side(u) == wanted]
    points = string_of_gamma(strings[0], terms) if strings and side(modes) == wanted else []
    return pole_of_zeta(modes), points
