"""Over every claim of every result: claimed, derived and measured are one quantity, one sign."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sympy import Expr

from analytic.claim import Verdict
from analytic.comparison.claims.ledger import Entry, Finding, ledger
from analytic.result import Result
from derivations import RESULTS

FAILING = (Verdict.REFUTED, Verdict.HOLDS_ONLY_WHERE)
FEWEST_DRAWS = 2
ROUNDING = 1e-4  # local exponents of widths known to four digits
STILL_TO_COME = 2  # times what has moved over the last half of the decades: 1/log C halves so


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return ledger(list(RESULTS.values()), draws=FEWEST_DRAWS)


def findings(entries: list[Entry]) -> Iterator[tuple[Entry, Finding]]:
    for entry in entries:
        for found in (entry.against, *entry.support):
            if found is not None:
                yield entry, found


def distance(found: Finding, prediction: Expr) -> float:
    """How far a prediction, which may be complex, is from the last exact number."""
    return abs(complex(found.evidence.exact[-1][1]) - complex(prediction))


def off(found: Finding, prediction: Expr) -> float:
    """The distance of a prediction from the last exact number, less what is still to come."""
    values = [value for _, value in found.evidence.exact]
    last, middle = values[-1], values[len(values) // 2]
    coming = STILL_TO_COME * abs(last - middle) if len(values) > 1 else 0
    return distance(found, prediction) - float(coming + ROUNDING * max(1, abs(last)))


def said(entry: Entry) -> str:
    claim = entry.judgement.claim
    return f"{claim.id}, {entry.result.name}: {claim.quantity}"


def test_the_derived_number_is_the_measured_one(entries: list[Entry]) -> None:
    wrong = [
        said(entry)
        for entry, found in findings(entries)
        if not found.evidence.exact or off(found, found.evidence.derived) > 0
    ]
    assert wrong == []


def test_the_claimed_number_is_the_measured_one_where_the_claim_holds(
    entries: list[Entry],
) -> None:
    held = [(entry, found) for entry in entries for found in entry.support]
    assert len(held) > len(FAILING)
    assert [said(e) for e, found in held if off(found, found.evidence.claimed) > 0] == []


def test_a_claim_that_fails_is_further_from_the_measured_number(entries: list[Entry]) -> None:
    nearer = [
        said(entry)
        for entry in entries
        if entry.against is not None
        and distance(entry.against, entry.against.evidence.claimed)
        <= distance(entry.against, entry.against.evidence.derived)
    ]
    assert nearer == []


def test_every_claim_that_fails_has_exact_digits(entries: list[Entry]) -> None:
    failing = [entry for entry in entries if entry.judgement.verdict in FAILING]
    judged = sum(
        judgement.verdict in FAILING
        for result in RESULTS.values()
        for judgement in result.judgements
    )
    assert len(failing) == judged > 0
    without = [
        said(entry)
        for entry in failing
        if entry.against is None
        or not entry.against.evidence.exact
        or entry.against.evidence.missing
    ]
    assert without == []


def test_every_claim_that_fails_is_simulated_or_it_is_computed_why_not(
    entries: list[Entry],
) -> None:
    against = [entry.against.evidence for entry in entries if entry.against is not None]
    assert [one for one in against if one.simulated is None and not one.undrawn] == []
    drawn = [one for one in against if one.simulated is not None]
    assert len(drawn) > len(against) / 2


def with_other_sign(result: Result, number: int) -> Result:
    """A result with one claim, and what was derived beside it, of the other sign."""
    changed = result.judgements[number]
    assert changed.derived is not None
    assert changed.claim.formula is not None
    claim = replace(changed.claim, formula=-changed.claim.formula)
    return replace(result, judgements=(replace(changed, claim=claim, derived=-changed.derived),))


def test_a_sign_that_is_typed_otherwise_on_both_sides_is_seen() -> None:
    result = RESULTS["compute-optimal"]
    (number,) = (i for i, one in enumerate(result.judgements) if one.claim.equation == "17, $N^*$")
    (right,), (wrong,) = (
        ledger([one])
        for one in (
            replace(result, judgements=result.judgements[number : number + 1]),
            with_other_sign(result, number),
        )
    )
    for entry, seen in ((right, False), (wrong, True)):
        assert entry.against is not None
        assert (off(entry.against, entry.against.evidence.derived) > 0) == seen
