"""Where papers disagree with the derivations and with each other: the door in Python."""

from collections.abc import Iterable

from analytic.comparison.claims.contradictions import Contradictions
from analytic.comparison.claims.contradictions import contradictions as contradictions_of
from analytic.verification import checked_effort
from derivations.claims import claims_on
from derivations.contents import RESULTS, Contents


def with_claims(contents: Contents, names: Iterable[str]) -> list[str]:
    """Those of these results that judge claims, or may; derives nothing."""
    return [name for name in names if contents.heading(name) is None or claims_on(name)]


def contradictions(*names: str, draws: int = 0) -> Contradictions:
    """The claims on these results, or on all, that fail, and those that contradict each other.

    `refuted` are verdicts with what was measured, misprints among them; `differing` are pairs of
    claims of one quantity, where they agree, and who is right at a point where they do not.

    Raises    UnknownResultError for a name that is not listed.

    >>> found = contradictions("early-time")
    >>> [(one.judgement.claim.id, one.misprint) for one in found.refuted]
    [('D8', False)]
    """
    checked_effort(1, draws)
    asked = with_claims(RESULTS, RESULTS.listed(names))
    return contradictions_of([RESULTS[name] for name in asked], draws)
