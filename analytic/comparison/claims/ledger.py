r"""The ledger: every judged claim with what was derived, and what digits and dice measure of it.

Where a claim fails it is measured at its counterexample, by simulation too. Where it holds it is
measured at a point in every regime of the law, and simulated at the points at which papers
disagree; one simulation serves all claims that it decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sympy import And, Expr, Piecewise, Rational, S, Symbol, true

from analytic.claim import Claim, Judgement
from analytic.comparison.claims.observables import Remembered
from analytic.comparison.claims.values import value_evidence
from analytic.comparison.evidence import Evidence, evidence
from analytic.notation import a, b
from analytic.result import Effort, Evaluated, Number, Result, Statement
from analytic.term import Term

_PAPERS = "DSEPFCQLGKZWRO"  # the first letters of the ids, in the order of the ledger
_DIGITS = 12
_POINTS: tuple[tuple[str, str], ...] = (
    ("2", "3/2"),
    ("3/2", "3/2"),
    ("4", "3/2"),
    ("6", "3/2"),
    ("7/2", "2"),
    ("3/2", "2"),
)

Point = Mapping[Symbol, Expr]
_Asked = tuple[Evaluated | Number | None, tuple[tuple[Symbol, Expr], ...]]
Contested = frozenset[_Asked]
Memory = dict[Evaluated, Remembered]


class Finding(NamedTuple):
    """A point, and what was measured there of a claim."""

    point: Point
    evidence: Evidence


class Ground(NamedTuple):
    """The equation of a page that a derived formula is read from: its number and its reason."""

    number: int
    reason: str


class Entry(NamedTuple):
    """A judged claim, the result that judged it, and what was measured.

    `against` is what was found at the counterexample, `support` at points where the claim holds;
    `about` is what was measured.
    """

    result: Result
    judgement: Judgement
    ground: Ground | None = None
    against: Finding | None = None
    support: tuple[Finding, ...] = ()
    about: Statement | None = None

    @property
    def place(self) -> tuple[int, int, str]:
        """Papers in the order of the ledger, claims by number."""
        return _place(self.judgement.claim)


def ledger(results: Sequence[Result], draws: int = 0) -> list[Entry]:
    """All judged claims in the order of the ledger; simulated only where draws are given."""
    disputed = frozenset[_Asked]().union(*map(contested, results))
    memory: Memory = {}
    return in_order(one for result in results for one in entries(result, draws, disputed, memory))


def entries(
    result: Result, draws: int, disputed: Contested, memory: Memory, supported: bool = True
) -> list[Entry]:
    """The claims that one result judges; `disputed` is where claims of any result fail.

    What is measured is kept in `memory`, and what is there is not measured again. A claim is not
    measured where it holds unless that is to be `supported`.
    """
    witness = _Witness(Effort(digits=_DIGITS, draws=draws), memory, disputed, supported)
    return [witness.entry(result, judgement) for judgement in result.judgements]


def measured(
    judgement: Judgement, about: Statement, point: Point, memory: Memory, draws: int = 0
) -> Finding | None:
    """What is measured at a point of what a claim is about, None where nothing is."""
    if about.observable is None or isinstance(about.observable, Number):
        return None
    witness = _Witness(Effort(digits=_DIGITS, draws=draws), memory, frozenset())
    return witness.finding(judgement, about, point, drawn=draws > 0)


def in_order(found: Iterable[Entry]) -> list[Entry]:
    """Entries in the order of the ledger: papers, then claims by number."""
    return sorted(found, key=lambda entry: entry.place)


def contested(result: Result) -> Contested:
    """The counterexamples of a result: what was asked, and the a and b at which a claim fails."""
    found = set()
    for judgement in result.judgements:
        about, point = _measurable(result, judgement), _counterexample(judgement)
        if about is not None and point and judgement.claim.grows is None:
            found.add(_asked(about, point))
    return frozenset(found)


class _Witness(NamedTuple):
    """Who measures: the effort, what was measured before, and where papers disagree."""

    effort: Effort
    remembered: Memory
    contested: Contested
    supported: bool = True

    def entry(self, result: Result, judgement: Judgement) -> Entry:
        """The entry of one claim."""
        about = _measurable(result, judgement)
        ground = _ground(result, judgement)
        if about is None:
            return Entry(result, judgement, ground)
        if isinstance(about.observable, Number):
            found = self.value(judgement, about.observable)
            if judgement.where == true:
                return Entry(result, judgement, ground, None, (found,), about)
            return Entry(result, judgement, ground, found, (), about)
        point = _counterexample(judgement)
        against = None if point is None else self.finding(judgement, about, point, drawn=True)
        support = tuple(
            self.finding(judgement, about, one, drawn=_asked(about, one) in self.contested)
            for one in self.supporting(judgement, about)
        )
        return Entry(result, judgement, ground, against, support, about)

    def value(self, judgement: Judgement, measure: Number) -> Finding:
        """What is measured of a formula where its letters are numbers; drawn where it fails."""
        effort = replace(self.effort, draws=0) if judgement.where == true else self.effort
        letters = {
            letter: number if number.is_Rational else number.evalf(_DIGITS)
            for letter, number in measure.letters(_DIGITS).items()
        }
        return Finding(letters, value_evidence(measure, effort, *judgement.sides))

    def finding(
        self, judgement: Judgement, about: Statement, point: Point, *, drawn: bool
    ) -> Finding:
        """What is measured of a claim at a point."""
        assert not isinstance(about.observable, Number)
        growths = (_growth(side.subs(point), about, point) for side in judgement.sides)
        effort = self.effort if drawn else replace(self.effort, draws=0)
        observable = self.remembering(about.observable)
        return Finding(point, evidence(observable, point, effort, *growths, quantity=about.part))

    def remembering(self, observable: Evaluated | None) -> Evaluated | None:
        """The observable with its memory, one for all claims about it."""
        if observable is None:
            return None
        return self.remembered.setdefault(observable, Remembered(observable))

    def supporting(self, judgement: Judgement, about: Statement) -> list[Point]:
        """A point in every regime of the law in which the claim holds, contested ones first."""
        if judgement.where in (None, False) or judgement.claim.grows is not None:
            return []
        if not self.supported:
            return []
        candidates = [
            dict(values) for observable, values in self.contested if observable == about.observable
        ] + [{a: Rational(source), b: Rational(capacity)} for source, capacity in _POINTS]
        within = (And(regime, judgement.claim.domain, judgement.where) for regime in about.regimes)
        found = (
            next((point for point in candidates if condition.subs(point) == true), None)
            for condition in within
        )
        return [point for point in found if point is not None]


def _asked(about: Statement, point: Point) -> _Asked:
    """What is asked of a quantity at a point, as one key."""
    return about.observable, tuple(point.items())


def _growth(value: Expr, about: Statement, point: Point) -> Term:
    if about.part == "exponent":
        return Term(S.One, value)
    return Term(value, about.rate.subs(point))


def _measurable(result: Result, judgement: Judgement) -> Statement | None:
    """What the result states of the quantity of a claim, if that can be measured."""
    stated = result.statements.get(judgement.claim.quantity)
    if stated is None or stated.observable is None:
        return None
    return None if None in (judgement.claim.formula, judgement.derived) else stated


def _ground(result: Result, judgement: Judgement) -> Ground | None:
    """The equation of a page with a side that is this formula, if it alone gives what is derived.

    Where regimes are displayed one by one, or letters of what is derived come from elsewhere, there
    is no such equation.
    """
    shown, derived = judgement.shown, judgement.derived
    number = None if shown is None else result.page.ground(shown)
    if number is None or derived is None:
        return None
    equation = result.page.equations[number - 1]
    letters = equation.left.free_symbols | equation.right.free_symbols
    in_regimes = derived.has(Piecewise) and not equation.right.has(Piecewise)
    alike = [one for one in result.page.equations if one.left == shown]
    if in_regimes or len(alike) > 1 or not derived.free_symbols <= letters:
        return None
    return Ground(number, equation.reason)


def _counterexample(judgement: Judgement) -> dict[Symbol, Expr] | None:
    """The a and b at which a claim fails, none where it depends on neither."""
    found: Mapping[str, str] = judgement.counterexample
    if not found:
        return None
    return {letter: Rational(found[str(letter)]) for letter in (a, b) if str(letter) in found}


def _place(claim: Claim) -> tuple[int, int, str]:
    letter, number = re.match(r"(\D*)(\d*)", claim.id).groups()  # type: ignore[union-attr]
    paper = _PAPERS.find(letter)
    return paper if paper >= 0 else len(_PAPERS), int(number or 0), claim.id
