r"""Equivalence: where two formulas have the same leading term, f(x) / g(x) -> 1 as x grows.

In every cell of the plane of a and b both have one leading term, A x^{-r} log(x)^j. They are the
same where exponents, logarithms and amplitudes are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from typing import NamedTuple

from sympy import (
    Expr,
    Mul,
    Rational,
    Symbol,
    expand_log,
    gammasimp,
    log,
    nan,
    oo,
    simplify,
    true,
    zoo,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.formulas.growth import growth
from analytic.quotient import cancel
from analytic.regions.branches import Sign, holds
from analytic.regions.chart import Chart, charted
from analytic.regions.counterexample import Pair, differing_point
from analytic.regions.curves import Curve, Point
from analytic.regions.description import described
from analytic.regions.domain import Domain
from analytic.regions.identity import at, differ_at, identical
from analytic.term import Term

_MAGNIFIED = 64  # a point is not chosen for its gap: a difference of a percent is made a factor
_TRIALS = 12
_TRIAL_VALUES = tuple(1 + Fraction(17 * n, 97) for n in range(1, 30))

Two = tuple[Term, Term]


@dataclass(frozen=True)
class Equivalence:
    """Where two leading terms are the same, where not, and a point of the latter.

    The regions hold in addition to the domain and are open: what happens on a curve is another
    question. `terms` are the two leading terms at the point. `exponents` is the region where
    exponents and logarithms are the same, whatever the amplitudes. `proved` is false where
    amplitudes are equal in digits, at many points, and no algebra at hand shows that they are.
    """

    where: Boolean
    elsewhere: Boolean
    exponents: Boolean
    counterexample: Mapping[Symbol, Rational] | None = None
    terms: Two | None = None
    proved: bool = True


class _Sameness(NamedTuple):
    """What two leading terms have in common."""

    powers: bool
    all: bool
    proved: bool = True


def equivalence(
    claimed: Expr, derived: Expr, variable: Symbol, domain: Boolean = true
) -> Equivalence:
    """Where two formulas in a > 1, b > 1 and a variable have the same leading term.

    Raises    InvalidProblemError where a formula has no leading power or no value, where exponents
              cannot be compared, where the domain has no interior.

    >>> from analytic.notation import N, a, b
    >>> equivalence(N ** (1 - a) + N**-b, N ** (1 - a), N).where
    a < b + 1
    """
    return _Comparison(claimed, derived, variable, Domain.where(domain)).equivalence()


def has_value(formula: Expr, domain: Boolean) -> bool:
    """Whether a formula is finite once the equations of a domain are inserted.

    >>> from sympy import Eq, pi, sin
    >>> from analytic.notation import a, b
    >>> has_value(1 / sin(pi * (a - 1) / b), Eq(a, b + 1))
    False
    """
    return not Domain.where(domain).of(formula).has(nan, zoo, oo, -oo)


@dataclass(frozen=True)
class _Comparison:
    """Two formulas, the variable that grows, and the domain."""

    claimed: Expr
    derived: Expr
    variable: Symbol
    domain: Domain

    def equivalence(self) -> Equivalence:
        """The regions and the counterexample."""
        chart = charted(self._pair)
        same = self._sameness(chart)
        cells = [(point, same[pair]) for point, pair in chart.cells if pair is not None]
        return Equivalence(
            _region([(point, found.all) for point, found in cells], chart.curves),
            _region([(point, not found.all) for point, found in cells], chart.curves),
            _region([(point, found.powers) for point, found in cells], chart.curves),
            *self._counterexample(chart, same),
            all(found.proved for found in same.values()),
        )

    def _pair(self, sign_of: Sign) -> Two | None:
        """Both leading terms where the signs are these; nothing outside the domain."""
        if not holds(self.domain.condition, sign_of):
            return None
        claimed, derived = self.domain.of(self.claimed), self.domain.of(self.derived)
        pair = growth(claimed, self.variable, sign_of), growth(derived, self.variable, sign_of)
        for formula, term in zip((self.claimed, self.derived), pair, strict=True):
            require(
                not any(one.has(nan, zoo, oo, -oo) for one in term[:3]) and term.amplitude != 0,
                f"{formula} has no leading term in a part of the domain: it is zero, infinite or "
                "undefined there. Give a formula with a value, or a narrower domain.",
            )
        return pair

    def _sameness(self, chart: Chart[Two | None]) -> dict[Two, _Sameness]:
        points: dict[Two, list[Point]] = {}
        for point, pair in chart.cells:
            if pair is not None:
                points.setdefault(pair, []).append(point)
        require(
            bool(points),
            "The domain has no interior where a > 1 and b > 1. Give a wider one.",
        )
        return {pair: _in_common(pair, chart, where) for pair, where in points.items()}

    def _counterexample(
        self, chart: Chart[Two | None], same: Mapping[Two, _Sameness]
    ) -> tuple[dict[Symbol, Rational] | None, Two | None]:
        """A point that shows a difference, of exponents if there is one, and the terms there."""
        different = {pair for pair, found in same.items() if not found.powers} or {
            pair for pair, found in same.items() if not found.all
        }
        shown = _magnified(chart, different, self.variable)
        magnified = frozenset(pair for _, pair in shown.cells if pair is not None)
        point = differing_point(shown, magnified, chart.curves) if magnified else None
        pair = None if point is None else chart.choice(point)
        if point is None or pair is None:
            return None, None
        values = at(point)
        one, other = (term.mapped(lambda part: part.subs(values)) for term in pair)
        return {**values, **{letter: x.subs(values) for letter, x in self._solved}}, (one, other)

    @property
    def _solved(self) -> Iterable[tuple[Symbol, Expr]]:
        return self.domain.solved.items()


def _in_common(pair: Two, chart: Chart[Two | None], points: Sequence[Point]) -> _Sameness:
    """What two leading terms have in common in the cells of these points."""
    one, other = pair
    powers = identical(one.exponent, other.exponent, points) and identical(
        one.logarithms, other.logarithms, points
    )
    try:
        equal, proved = identical(one.amplitude, other.amplitude, points), True
    except InvalidProblemError:
        equal = powers and _equal_in_digits(pair, chart)
        proved = not equal or _equal_as_logarithms(pair)
    return _Sameness(powers, powers and equal, proved)


def _equal_as_logarithms(pair: Two) -> bool:
    """Whether the amplitudes have formally equal logarithms: then their ratio is a phase."""
    quotient = pair[0].amplitude / pair[1].amplitude
    if not quotient.free_symbols:  # a number: digits decide, and algebra may take minutes
        return False
    quotient = gammasimp(quotient.replace(lambda part: part.is_Pow, _with_simple_base))
    factors = Mul.make_args(quotient)
    rational = cancel(Mul(*(one for one in factors if one.is_rational_function())))
    others = Mul(*(one for one in factors if not one.is_rational_function()))
    return bool(simplify(expand_log(log(rational) + log(others), force=True)) == 0)


def _with_simple_base(power: Expr) -> Expr:
    return gammasimp(power.base) ** power.exp


def _equal_in_digits(pair: Two, chart: Chart[Two | None]) -> bool:
    """Whether the amplitudes are equal, to many digits, at points of the cells of this pair."""
    points = ((x, y) for x, y in product(_TRIAL_VALUES, repeat=2))
    inside = islice((point for point in points if chart.choice(point) == pair), _TRIALS)
    return not any(differ_at(pair[0].amplitude, pair[1].amplitude, point) for point in inside)


def _magnified(
    chart: Chart[Two | None], different: Collection[Two], variable: Symbol
) -> Chart[Pair | None]:
    """The chart of the leading terms that differ, raised to a high power."""

    def shown(pair: Two | None) -> Pair | None:
        if pair is None or pair not in different:  # a point on a curve has a pair of its own
            return None
        one, other = (term.of(variable) ** _MAGNIFIED for term in pair)
        return one, other

    cells = tuple((point, shown(pair)) for point, pair in chart.cells)
    return replace(chart, cells=cells, choice=lambda point: shown(chart.choice(point)))


def _region(cells: Sequence[tuple[Point, bool]], curves: frozenset[Curve]) -> Boolean:
    return described(cells, curves).as_boolean(lambda *_: True)
