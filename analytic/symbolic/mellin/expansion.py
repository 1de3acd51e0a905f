r"""Asymptotic expansions of harmonic sums: residues of the Mellin transform on one side.

    F(T) = (1/2 \pi i) \int image(z) T^{-z} dz
         = - \sum residues to the right  (T -> \infty)  = + \sum residues to the left  (T -> 0)

The shift of the contour is legitimate since Gamma falls exponentially on vertical lines while zeta
grows like a power. [flajolet1995mellin], theorem 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, NamedTuple

from sympy import Add, Expr, Integer, Ne, Symbol, binomial, factorial, log, powsimp, zeta
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.symbolic.mellin.harmonic import HarmonicSum, require_sum
from analytic.symbolic.mellin.poles import (
    opposite,
    pole_of_zeta,
    principal_part,
    side,
    string_of_gamma,
    vanishes,
)
from analytic.symbolic.mellin.profiles import MellinImage, Resolvent
from analytic.symbolic.series.log_powers import LogPowers

Towards = Literal["infinity", "zero"]


class PowerTerm(NamedTuple):
    """The term coefficient T^exponent log(T)^logarithms, its coefficient free of T."""

    coefficient: Expr
    exponent: Expr
    logarithms: int

    def at(self, variable: Expr) -> Expr:
        """The term at a value of T."""
        return self.coefficient * variable**self.exponent * log(variable) ** self.logarithms

    def in_power(self, scale: Expr, power: Expr) -> tuple[PowerTerm, ...]:
        """The terms in S that it is for T = scale S^power."""
        n, front = self.logarithms, self.coefficient * scale**self.exponent
        logarithm = log(scale)
        return tuple(
            PowerTerm(
                front * binomial(n, j) * logarithm ** (n - j) * power**j, power * self.exponent, j
            )
            for j in range(n + 1)
            if j == n or logarithm != 0
        )


@dataclass(frozen=True)
class Expansion:
    """The terms of an expansion, its first omitted power, and where two poles do not collide.

    `omitted` is None where no pole is left: the remainder then is beyond all powers, or zero.
    `terms` has one entry a pole, `powers` one for each of its logarithms; `omitted_powers` has the
    exponent of the first pole left out of each Gamma string.
    """

    terms: tuple[Expr, ...]
    omitted: Expr | None
    conditions: tuple[Boolean, ...]
    powers: tuple[PowerTerm, ...] = ()
    omitted_powers: tuple[Expr, ...] = ()

    @property
    def sum(self) -> Expr:
        """The terms added."""
        return Add(*self.terms)

    def series(self, small: Expr, power: int = -1) -> LogPowers:
        """The powers as a series in a small quantity, of which the variable is that power."""
        terms = (
            ((power * one.exponent, one.logarithms), one.coefficient * power**one.logarithms)
            for one in self.powers
        )
        return LogPowers.of(small, terms, [(power * one, 0) for one in self.omitted_powers])

    def in_power(self, variable: Symbol, scale: Expr, power: Expr, of: Symbol) -> Expansion:
        """The expansion with scale of^power in the place of its variable."""
        inner = {variable: scale * of**power}
        return Expansion(
            tuple(term.subs(inner) for term in self.terms),
            None if self.omitted is None else self.omitted.subs(inner),
            self.conditions,
            tuple(one for term in self.powers for one in term.in_power(scale, power)),
            tuple(power * exponent for exponent in self.omitted_powers),
        )


def expand(harmonic: HarmonicSum, towards: Towards, terms: int = 1) -> Expansion:
    r"""The expansion of a harmonic sum for a large or a small variable.

    From every string of Gamma poles the first `terms` are taken; zeta has one pole. The conditions
    speak of the poles kept: also at a later pole of the string zeta's term would be singular. Where
    the profile is a polynomial its first `terms` powers are taken, summed one by one.

    Raises    DivergenceError where the sum diverges.

    >>> from analytic.notation import b, x
    >>> from analytic.symbolic.mellin.profiles import Resolvent
    >>> expand(HarmonicSum(Integer(1), Integer(0), b, Resolvent(Integer(1)), x), "zero", 2).terms
    (pi/(b*x**(1/b)*sin(pi/b)), -1/2, -x*zeta(-b))
    >>> expand(HarmonicSum(Integer(1), -b - 1, b, Resolvent(Integer(1)), x), "zero", 2).terms
    (-EulerGamma*x + x*log(x)/b, zeta(b + 1))
    """
    require_sum(harmonic)
    require_way(towards, terms)
    harmonic.require_convergence()
    profile = harmonic.profile
    if isinstance(profile, Resolvent) and profile.degree is not None:
        return _of_polynomial(harmonic, profile, profile.degree, towards, terms)
    return expand_image(harmonic.image, harmonic.variable, towards, terms)


def require_way(towards: Any, terms: Any) -> None:
    """Refuse another direction than the two, and a number of terms that is none.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(towards, str) and towards in ("zero", "infinity"),
        f"towards = {towards!r} is no direction. Choose 'zero' or 'infinity'.",
    )
    require(
        isinstance(terms, int) and not isinstance(terms, bool) and terms >= 0,
        f"terms = {terms!r} is no number of terms. Give an integer from 0 upwards.",
    )


def expand_image(
    image: MellinImage,
    variable: Symbol,
    towards: Towards,
    terms: int = 1,
    without: tuple[Expr, ...] = (),
    beside: tuple[Expr, ...] = (),
) -> Expansion:
    """The expansion of the function of `variable` with a given Mellin image.

    Poles at one point, also where a symbolic parameter puts them there, are one pole of higher
    order. Where it depends on parameters whether two of them meet, they are taken apart, and that
    they do not meet is a condition. Poles at the points `without` are left to the caller; those at
    `beside` are on this side of the strip, though their factor has its others on the other one.
    """
    wanted = 1 if towards == "infinity" else -1
    isolated = [[pole_of_zeta(u)] for u in image.zetas if side(u) == wanted]
    strings = [u for u in image.gammas if side(u) == wanted]
    kept = [*isolated, *(string_of_gamma(u, terms) for u in strings), list(beside)]
    points = distinct(point for string in kept for point in string)
    left = [point for point in points if not _is_among(point, without)]
    powers = [_powers(image, point, wanted) for point in left]
    beyond = [_first_omitted(u, terms, points) for u in strings]
    return Expansion(
        tuple(Add(*(powsimp(p.at(variable)) for p in group)) for group in powers if group),
        _scale(variable, beyond),
        _meetings(kept, without),
        tuple(power for group in powers for power in group),
        tuple(opposite(point) for point in beyond),
    )


def _of_polynomial(
    harmonic: HarmonicSum, profile: Resolvent, degree: int, towards: Towards, terms: int
) -> Expansion:
    """The sum of a polynomial profile: a power of k is a zeta function."""
    orders = range(degree + 1) if towards == "zero" else range(degree, -1, -1)
    kept, beyond = orders[:terms], orders[terms : terms + 1]
    powers = tuple(
        PowerTerm(
            harmonic.coefficient
            * profile.near_zero(n)
            * zeta(opposite(harmonic.power + n * harmonic.growth)),
            Integer(n),
            0,
        )
        for n in kept
    )
    variable = harmonic.variable
    return Expansion(
        tuple(power.at(variable) for power in powers),
        _scale(variable, [Integer(-n) for n in beyond]),
        (),
        powers,
        tuple(map(Integer, beyond)),
    )


def _powers(image: MellinImage, point: Expr, wanted: int) -> list[PowerTerm]:
    """What a pole contributes: minus its residue to the right, plus its residue to the left."""
    return [
        PowerTerm(-wanted * coefficient * (-1) ** j / factorial(j), opposite(point), j)
        for j, coefficient in enumerate(principal_part(image, point))
        if coefficient != 0
    ]


def _first_omitted(argument: Expr, terms: int, points: list[Expr]) -> Expr:
    """The first pole of a Gamma string behind the kept ones that no kept pole has met."""
    while True:
        point = string_of_gamma(argument, terms + 1)[terms]
        if not _is_among(point, points):
            return point
        terms += 1


def _scale(variable: Symbol, beyond: list[Expr]) -> Expr | None:
    """The first omitted powers added; poles that meet there make logarithms."""
    if not beyond:
        return None
    apart = distinct(beyond)
    meeting = (sum(vanishes(point - other) for other in beyond) for point in apart)
    return Add(
        *(
            PowerTerm(Integer(1), opposite(point), count - 1).at(variable)
            for point, count in zip(apart, meeting, strict=True)
        )
    )


def _meetings(strings: list[list[Expr]], without: tuple[Expr, ...]) -> tuple[Boolean, ...]:
    """The conditions that poles of different factors do not meet, where parameters decide it."""
    pairs = ((p, q) for one, two in combinations(strings, 2) for p in one for q in two)
    conditions = (
        Ne(p, q)
        for p, q in pairs
        if not (vanishes(p - q) or (_is_among(p, without) and _is_among(q, without)))
    )
    return tuple(dict.fromkeys(c for c in conditions if c not in (True, False)))


def distinct(points: Iterable[Expr]) -> list[Expr]:
    """The points without repetition: poles at one point share one residue."""
    found: list[Expr] = []
    for point in points:
        if not _is_among(point, found):
            found.append(point)
    return found


def _is_among(point: Expr, others: Iterable[Expr]) -> bool:
    return any(vanishes(point - other) for other in others)
