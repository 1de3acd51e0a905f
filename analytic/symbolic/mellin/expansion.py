r"""Asymptotic expansions of harmonic sums: residues of the Mellin transform on one side.

    F(T) = (1/2 \pi i) \int image(z) T^{-z} dz
         = - \sum residues to the right  (T -> \infty)  = + \sum residues to the left  (T -> 0)

The shift of the contour is legitimate since Gamma falls exponentially on vertical lines while zeta
grows like a power. [flajolet1995mellin], theorem 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from sympy import Add, Expr, Integer, Ne, S, Symbol, binomial, factorial, log, powsimp, zeta
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
from analytic.term import Term

Towards = Literal["infinity", "zero"]


@dataclass(frozen=True)
class Expansion:
    r"""The terms of an expansion, pole by pole, and where two poles do not collide.

        F(T) ~ \sum_p \sum_j A_{p,j} T^{-p} (\log T)^j

    A pole p has a term for each of its logarithms, whose exponent is its place. `beyond` are the
    places of the first pole left out of each Gamma string; where no pole is left the remainder is
    beyond all powers, or zero.
    """

    variable: Symbol
    poles: tuple[tuple[Term, ...], ...]
    beyond: tuple[Expr, ...]
    conditions: tuple[Boolean, ...] = ()

    @property
    def powers(self) -> tuple[Term, ...]:
        """The terms of all poles."""
        return tuple(one for pole in self.poles for one in pole)

    @property
    def terms(self) -> tuple[Expr, ...]:
        """What each pole contributes."""
        return tuple(Add(*(powsimp(x.of(self.variable)) for x in pole)) for pole in self.poles)

    @property
    def sum(self) -> Expr:
        """The terms added."""
        return Add(*self.terms)

    @property
    def omitted(self) -> Expr | None:
        """The first omitted powers added; poles that meet there make logarithms."""
        apart = distinct(self.beyond)
        meeting = [sum(vanishes(place - other) for other in self.beyond) for place in apart]
        pairs = zip(apart, meeting, strict=True)
        powers = [Term(S.One, place, count - 1).of(self.variable) for place, count in pairs]
        return Add(*powers) if powers else None

    def series(self, small: Expr, power: int = -1) -> LogPowers:
        """The powers as a series in a small quantity, of which the variable is that power."""
        terms = (
            ((-power * one.exponent, one.logarithms), one.amplitude * power**one.logarithms)
            for one in self.powers
        )
        return LogPowers.of(small, terms, [(-power * place, 0) for place in self.beyond])

    def in_power(self, scale: Expr, power: Expr, of: Symbol) -> Expansion:
        """The expansion with scale of^power in the place of its variable."""

        def put_in(one: Term) -> Iterator[Term]:
            n, front = one.logarithms, one.amplitude * scale**-one.exponent
            for j in range(n + 1) if scale != 1 else [n]:
                number = front * binomial(n, j) * log(scale) ** (n - j) * power**j
                yield Term(number, power * one.exponent, j)

        poles = tuple(tuple(x for one in pole for x in put_in(one)) for pole in self.poles)
        return Expansion(of, poles, tuple(power * x for x in self.beyond), self.conditions)


def expand(harmonic: HarmonicSum, towards: Towards, terms: int = 1) -> Expansion:
    r"""The expansion of a harmonic sum for a large or a small variable.

        F(T) = -\sum residues to the right, T -> \infty;   +\sum residues to the left, T -> 0

    of image(z) T^{-z}. [flajolet1995mellin], theorem 4.

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
    r"""The expansion of the function of `variable` with a given Mellin image.

        F(T) = \mp \sum_p Res_{z = p} image(z) T^{-z},   - for large T

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
    poles = (_terms(image, point, wanted) for point in left)
    return Expansion(
        variable,
        tuple(pole for pole in poles if pole),
        tuple(_place(_first_omitted(u, terms, points)) for u in strings),
        _meetings(kept, without),
    )


def _of_polynomial(
    harmonic: HarmonicSum, profile: Resolvent, degree: int, towards: Towards, terms: int
) -> Expansion:
    """The sum of a polynomial profile: a power of k is a zeta function."""
    orders = range(degree + 1) if towards == "zero" else range(degree, -1, -1)
    kept, beyond = orders[:terms], orders[terms : terms + 1]
    poles = tuple(
        (
            Term(
                harmonic.coefficient
                * profile.near_zero(n)
                * zeta(opposite(harmonic.power + n * harmonic.growth)),
                Integer(-n),
            ),
        )
        for n in kept
    )
    return Expansion(harmonic.variable, poles, tuple(Integer(-n) for n in beyond))


def _terms(image: MellinImage, point: Expr, wanted: int) -> tuple[Term, ...]:
    """What a pole contributes: minus its residue to the right, plus its residue to the left."""
    return tuple(
        Term(-wanted * coefficient * (-1) ** j / factorial(j), _place(point), j)
        for j, coefficient in enumerate(principal_part(image, point))
        if coefficient != 0
    )


def _place(point: Expr) -> Expr:
    """A pole's place, so written that the power of the variable has no sign in front."""
    return -opposite(point)


def _first_omitted(argument: Expr, terms: int, points: list[Expr]) -> Expr:
    """The first pole of a Gamma string behind the kept ones that no kept pole has met."""
    while True:
        point = string_of_gamma(argument, terms + 1)[terms]
        if not _is_among(point, points):
            return point
        terms += 1


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
