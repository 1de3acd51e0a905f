"""The ledger of claims: what is measured of a claim, where, and how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from sympy import Eq, Expr, Function, Integer, Min, Rational, S, Symbol, oo

from analytic import exact
from analytic.claim import Claim, Verdict, judge
from analytic.comparison.claims.ledger import Entry, ledger
from analytic.comparison.claims.values import value_evidence
from analytic.comparison.measure import Evaluation
from analytic.comparison.verdict import verdict_on
from analytic.law import Law
from analytic.notation import N, P, a, b
from analytic.page import Page
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import excess, quotient, resource_limited
from analytic.result import Effort, Number, Result, Simulated, Statement, exponent_of
from analytic.term import Term

EXPONENT = Min(a - 1, b)


@dataclass(frozen=True)
class Counted:
    """N^-r with r the derived exponent, that counts its questions."""

    asked: list[object] = field(default_factory=list, compare=False)
    variable: Symbol = N

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        self.asked.append((spectrum, size))
        return (size ** -Min(spectrum.a - 1, spectrum.b)).evalf(digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], _: Effort) -> Simulated:
        self.asked.append((spectrum, tuple(sizes)))
        mean = np.array(sizes, dtype=float) ** -float(Min(spectrum.a - 1, spectrum.b))
        return Simulated(mean, np.diag((0.01 * mean) ** 2))


def claim(name: str, formula: Expr, quantity: str = "exponent of $L(N)$", **more: object) -> Claim:
    return replace(Claim(name, "somebody1900", "1", quantity, formula, "N large"), **more)


def result(*claims: Claim, observable: Counted | None = None, **more: Statement) -> Result:
    regimes = (Term(S.One, a - 1, condition=a < b + 1), Term(S.One, b, condition=a > b + 1))
    law = Law.of("r_N", N, N ** (1 - a) + N**-b, N**-a, "N large", terms=regimes)
    page = Page("a law", "", "", "", "")
    page.show(N, law.leading, "the terms that may lead")
    statements = {"exponent of $L(N)$": exponent_of(law, observable or Counted()), **more}
    judgements = tuple(verdict_on(one, statements[one.quantity]) for one in claims)
    return Result("a-law", "A law", page, law=law, judgements=judgements, statements=statements)


def only(entries: list[Entry]) -> Entry:
    [entry] = entries
    return entry


def test_a_claim_that_holds_is_measured_in_every_regime() -> None:
    entry = only(ledger([result(claim("D13", EXPONENT))]))
    assert entry.against is None
    assert [found.point[a] < found.point[b] + 1 for found in entry.support] == [True, False]
    for found in entry.support:
        rate = EXPONENT.subs(found.point)
        assert (found.evidence.quantity, found.evidence.claimed) == ("exponent", rate)
        assert [size for size, _ in found.evidence.exact] == [10**n for n in range(4, 13)]
        assert all(abs(slope - rate) < 1e-10 for _, slope in found.evidence.exact)


def test_a_claim_that_fails_is_measured_where_it_does_and_where_it_does_not() -> None:
    entry = only(ledger([result(claim("D13", a - 1))]))
    assert entry.against is not None
    assert entry.against.point[a] > entry.against.point[b] + 1
    assert [found.point[a] < found.point[b] + 1 for found in entry.support] == [True]


def test_the_ground_of_a_verdict_is_an_equation_of_the_page() -> None:
    entry = only(ledger([result(claim("D13", a - 1))]))
    assert entry.ground == (1, "the terms that may lead")


def test_the_same_question_is_asked_once() -> None:
    counted = Counted()
    claims = claim("D13", a - 1), claim("F2", Min(a - 1, 2 * b)), claim("P1", EXPONENT)
    entries = ledger([result(*claims, observable=counted)], draws=10)
    assert len(counted.asked) == len(set(counted.asked))
    excluded = [
        found.evidence.simulated is not None and found.evidence.excluded
        for entry in entries
        for found in (entry.against, *entry.support)
        if found is not None and found.point[a] > found.point[b] + 1
    ]
    assert excluded == [("claimed",), (), ("claimed",)]


def test_dice_are_thrown_where_papers_disagree_and_nowhere_else() -> None:
    agreed = ledger([result(claim("D13", EXPONENT))], draws=10)
    assert all(found.evidence.simulated is None for found in only(agreed).support)


def test_what_a_result_says_is_measured_is_measured() -> None:
    about = Statement(S.One, "", N, Evaluation(excess(N, Integer(1))), given="t = 1")
    entry = only(ledger([result(claim("D9", S.One, "order"), order=about)]))
    assert (entry.about, entry.ground) == (about, (1, "the terms that may lead"))
    assert abs(entry.support[0].evidence.exact[-1][1] - 1) < 1e-10


def test_no_point_is_a_counterexample_to_a_limit_for_other_claims() -> None:
    large = claim("E7", b, domain=Eq(a, b), grows=b)
    entries = ledger([result(claim("D13", EXPONENT), large)], draws=10)
    assert all(found.evidence.simulated is None for e in entries for found in e.support)


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (b, Verdict.REFUTED),
        (S(2), Verdict.REFUTED),
        (1 + 1 / b, Verdict.HOLDS),
        (b / (b - 1), Verdict.HOLDS),
        (Rational(1, 2) + 1 / b, Verdict.REFUTED),
        (a / b, Verdict.HOLDS),
        (Function("f")(b), Verdict.UNDECIDED),
    ],
)
def test_a_claim_for_large_b_is_judged_by_the_limit(formula: Expr, verdict: Verdict) -> None:
    judgement = judge(claim("E7", formula, domain=Eq(a, b), grows=b), (1 + 1 / b**2) ** b)
    assert judgement.verdict == verdict
    if verdict == Verdict.REFUTED:
        point = {letter: S(judgement.counterexample[str(letter)]) for letter in (a, b)}
        assert point[a] == point[b]
        assert judgement.counterexample["claimed"] == str(formula.subs(point))


def test_an_excess_has_all_its_digits() -> None:
    """At t = infinity and a = b the loss at n features is that of n samples."""
    spectrum, size = PowerLaw(2, 2), Integer(10) ** 12
    found = Evaluation(excess(N, oo, Integer(10))).exact(spectrum, size, 12)
    other = Evaluation(excess(P, oo, Integer(10))).exact(spectrum, size, 12)
    assert abs(found - other) < 1e-11 * found
    [near, far] = (
        exact.test_loss(Model(spectrum, width=n, samples=10), oo, 40) for n in (size, oo)
    )
    assert abs(float(near - far) / float(found) - 1) < 1e-11


def test_a_quotient_of_dual_curves_is_one() -> None:
    ratio = Evaluation(quotient(resource_limited(N), resource_limited(P)))
    assert abs(ratio.exact(PowerLaw(3, 3), Integer(50), 12) - 1) < 1e-11
    assert abs(ratio.exact(PowerLaw(2, 3), Integer(50), 12) - 1) > 0.1


@pytest.mark.parametrize(("approach", "excluded"), [(1.0, ("claimed",)), (2.0, ())])
def test_a_number_is_extrapolated_as_it_is_approached(approach: float, excluded: object) -> None:
    """Sizes 4, 8 and 16 of x + 1/size, x = 2, exclude 2.04 where that is known."""

    def drawn(size: int, effort: Effort) -> np.ndarray:
        return 2 + 1 / size + 1e-5 * np.linspace(-1, 1, effort.draws)

    number = Number("x", lambda _: {b: S(3)}, lambda _: S(2), drawn, approach=approach)
    effort = Effort(draws=10)
    found = value_evidence(number, effort, b - Rational(23, 24), b - 1)
    assert (found.exact, found.claimed, found.derived) == (((None, S(2)),), Rational(49, 24), S(2))
    assert found.excluded == excluded
    undrawn = replace(number, drawn=None, undrawn="nothing is random")
    assert value_evidence(undrawn, effort, b, b).undrawn == "nothing is random"
