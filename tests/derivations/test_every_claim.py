"""Every claim of the ledger has its row: none of its ids is without a verdict."""

import pytest

from analytic.claim import Verdict
from derivations import RESULTS
from derivations.claims import claims_on

UNDECIDED = [
    (name, claim)
    for name in RESULTS
    for claim in claims_on(name)
    if claim.formula is None and claim.id[0] in "OW"
]


@pytest.mark.parametrize(("name", "claim"), UNDECIDED, ids=[claim.id for _, claim in UNDECIDED])
def test_what_is_not_derived_is_said_to_be_missing(name, claim):
    (judged,) = (one for one in RESULTS[name].judgements if one.claim == claim)
    assert judged.verdict == Verdict.UNDECIDED
    assert len(judged.evidence.split()) > len(claim.quantity.split())
