"""Where papers disagree with the derivations and with each other: the door in Python."""

from analytic.comparison.claims.contradictions import Contradictions
from analytic.comparison.claims.contradictions import contradictions as contradictions_of
from analytic.verify import checked_effort
from derivations.contents import RESULTS


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
    return contradictions_of([RESULTS[name] for name in RESULTS.listed(names)], draws)
