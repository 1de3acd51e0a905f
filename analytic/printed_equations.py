"""Equations that a paper prints in the range of a claim, and that fail as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytic.claim import Judgement, Verdict

__all__ = ["exceptions_to"]


def exceptions_to(judgement: Judgement, others: Iterable[Judgement]) -> tuple[str, ...]:
    """The equations in the range of a claim that other claims quote as printed, and that fail.

    >>> from dataclasses import replace
    >>> from analytic.claim import Claim, judge
    >>> from analytic.notation import x
    >>> density = Claim("D11", "bordelon2024dynamical", "88-95", "rho", x, "any x")
    >>> printed = replace(density, id="D31", equation="95", formula=-x)
    >>> exceptions_to(judge(density, x), [judge(printed, x)])
    ('eq. 95 as printed, rho: refuted (D31)',)
    """
    claim = judgement.claim
    return tuple(
        f"eq. {one.claim.equation} as printed, {one.claim.quantity}: {one.verdict} ({one.claim.id})"
        for one in others
        if one.verdict not in (Verdict.HOLDS, Verdict.SHARPENED)
        and (one.claim.source, one.claim.id != claim.id) == (claim.source, True)
        and one.claim.equation.isdigit()
        and int(one.claim.equation) in _equations(claim.equation)
    )


def _equations(place: str) -> set[int]:
    """The numbers of equations in a place such as "14, 131, J.3" or "88-95"."""
    spans = (re.fullmatch(r"(\d+)(?:-(\d+))?", part.strip()) for part in place.split(","))
    ends = (span.groups() for span in spans if span is not None)
    return {n for first, last in ends for n in range(int(first), int(last or first) + 1)}
