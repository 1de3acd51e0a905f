r"""Where two formulas in a and b agree: the region, its complement, and a point where they do not.

In every cell both formulas are one smooth branch each; whether two branches are the same function
is decided once, by algebra or by a value other than zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import And, Eq, Expr, Piecewise, Rational, Symbol, nan, sympify, true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.regions.branches import Sign, holds, resolved
from analytic.regions.chart import Chart, charted
from analytic.regions.coincidence import coincidences
from analytic.regions.counterexample import Pair, differing_point
from analytic.regions.curves import Point
from analytic.regions.description import Conjunction, Side, described
from analytic.regions.domain import Domain
from analytic.regions.identity import at, identical


@dataclass(frozen=True)
class Agreement:
    """Where two formulas agree within a domain, where they do not, and a point of the latter.

    Both are conditions that hold in addition to the domain, and leave out what has no interior:
    `where` includes its boundary, and `curves` are those inside of `elsewhere` on which the two
    agree, None where algebra does not find them.
    """

    where: Boolean
    elsewhere: Boolean
    counterexample: Mapping[Symbol, Rational] | None
    curves: tuple[Boolean, ...] | None = ()


def agreement(claimed: Expr, derived: Expr, domain: Boolean = true) -> Agreement:
    """Where two formulas in a > 1, b > 1 agree, for all values of any other letter.

    Valid     Min, Max, Abs and Piecewise of rational functions of a and b, inside any smooth
              function; the boundary between two pieces is included where the formulas agree there.
    Raises    InvalidProblemError where a comparison, or whether two branches are the same
              function, cannot be decided; where the domain has no interior.

    >>> from sympy import Min
    >>> from analytic.notation import a, b
    >>> found = agreement(Min(a - 1, 2 * b), Min(a - 1, b))
    >>> found.where, found.counterexample
    (a <= b + 1, {a: 4, b: 3/2})
    >>> agreement(a / 2, a - b).curves
    (Eq(a, 2*b),)
    """
    return _Comparison(sympify(claimed), sympify(derived), sympify(domain)).agreement()


@dataclass(frozen=True)
class _Comparison:
    """Two formulas and the domain on which they are compared."""

    claimed: Expr
    derived: Expr
    domain: Boolean

    def agreement(self) -> Agreement:
        """The regions and the counterexample."""
        chart = charted(self._branches)
        same = self._same(chart)
        cells = [(point, same[pair]) for point, pair in chart.cells if pair is not None]
        others = [(point, not agree) for point, agree in cells]
        return Agreement(
            described(cells, chart.curves).as_boolean(self._jumps),
            described(others, chart.curves).as_boolean(lambda *_: True),
            None if all(same.values()) else self._counterexample(chart, same),
            coincidences(chart, lambda pair: not same[pair]),
        )

    def _branches(self, sign_of: Sign) -> Pair | None:
        """Both formulas where the signs are these; nothing outside the domain."""
        within = Domain.where(self.domain)
        if not holds(within.condition, sign_of):
            return None
        claimed, derived = within.of(self.claimed), within.of(self.derived)
        return resolved(claimed, sign_of), resolved(derived, sign_of)

    def _same(self, chart: Chart[Pair | None]) -> dict[Pair, bool]:
        """Whether the two branches of each pair are the same function."""
        points: dict[Pair, list[Point]] = {}
        for point, pair in chart.cells:
            if pair is not None:
                points.setdefault(pair, []).append(point)
        require(
            bool(points),
            f"The domain {self.domain} has no interior where a > 1 and b > 1. Give a wider one.",
        )
        for pair, where in points.items():
            require(
                nan not in pair,
                f"A formula has no value at {at(where[0])}: no condition of its Piecewise holds "
                "there. Add a case, or give a narrower domain.",
            )
        return {pair: identical(*pair, where) for pair, where in points.items()}

    def _counterexample(
        self, chart: Chart[Pair | None], same: Mapping[Pair, bool]
    ) -> dict[Symbol, Rational] | None:
        """The point that shows the difference best, with every letter of the question."""
        within = Domain.where(self.domain)
        derived = within.of(self.derived)
        point = differing_point(
            chart,
            frozenset(pair for pair, agree in same.items() if not agree),
            charted(lambda sign_of: resolved(derived, sign_of)).curves,
        )
        if point is None:
            return None
        values = {**at(point), **{one: x.subs(at(point)) for one, x in within.solved.items()}}
        asked = self.claimed.free_symbols | self.derived.free_symbols | self.domain.free_symbols
        return {one: x for one, x in values.items() if one in asked}

    def _jumps(self, side: Side, parts: Conjunction) -> bool:
        """Whether the formulas cannot be shown to agree on the boundary that a side has."""
        if not (self.claimed.has(Piecewise) or self.derived.has(Piecewise)):
            return False
        others = (one.relation(strict=False) for one in parts if one != side)
        boundary = And(self.domain, Eq(side.curve.polynomial.as_expr(), 0), *others)
        try:
            return bool(agreement(self.claimed, self.derived, boundary).where != true)
        except InvalidProblemError:
            return True
