"""Every claim of the literature: it is judged, and another claim has another verdict."""

from dataclasses import replace

import pytest
from sympy import Rational

from analytic.claim import Claim, Judgement, Verdict
from analytic.comparison.verdict import verdict_on
from derivations import RESULTS
from derivations.claims import claims_on

RIGHT = (Verdict.HOLDS, Verdict.SHARPENED)
CLAIMS = [
    (name, number)
    for name in RESULTS
    for number, claim in enumerate(claims_on(name))
    if claim.formula is not None
]


def judged(name: str, claim: Claim) -> Judgement:
    return verdict_on(claim, RESULTS[name].statements[claim.quantity])


@pytest.mark.parametrize("name", list(RESULTS))
def test_every_claim_is_judged_once(name: str) -> None:
    found = [(one.claim.id, one.claim.quantity) for one in RESULTS[name].judgements]
    assert found == [(claim.id, claim.quantity) for claim in claims_on(name)]


@pytest.mark.parametrize(("name", "number"), CLAIMS)
def test_a_claim_that_is_off_by_a_percent_is_not_right(name: str, number: int) -> None:
    claim = claims_on(name)[number]
    assert claim.formula is not None
    changed = replace(claim, formula=claim.formula + Rational(1, 100))
    assert judged(name, changed).verdict not in RIGHT


@pytest.mark.parametrize(("name", "number"), CLAIMS)
def test_a_claim_of_what_is_derived_is_right(name: str, number: int) -> None:
    claim = claims_on(name)[number]
    stated = replace(RESULTS[name].statements[claim.quantity], reads=None, letters={})
    derived = stated.value if stated.series is None else stated.series
    right = RIGHT if derived is not None else (Verdict.UNDECIDED,)
    assert verdict_on(replace(claim, formula=derived), stated).verdict in right
