"""Claims of the literature: a line each, by paper and by the result that states their quantity.

A claim speaks of a quantity by the name under which that result states it; what the result states
decides the verdict.
"""

from collections.abc import Mapping
from importlib import import_module

from analytic.claim import Claim, Judgement
from analytic.comparison.verdict import verdict_on
from analytic.result import Statement

__all__ = ["claims_on", "verdicts"]

_PAPERS = (
    "bordelon2024dynamical",
    "maloney2022solvable",
    "bahri2024explaining",
    "paquette2024phases",
    "bordelon2024feature",
    "atanasov2024scaling",
    "cui2021generalization",
    "lin2024scaling",
    "lin2025reuse",
    "liu2025superposition",
    "kunstner2025zipf",
    "michaud2023quantization",
    "nam2024solvable",
    "yan2025larger",
    "schedules",
    "spigler2020asymptotic",
    "bietti2021deep",
    "ren2025emergence",
)


def claims_on(name: str) -> tuple[Claim, ...]:
    """The claims that a result judges, paper by paper.

    >>> [claim.id for claim in claims_on("time-limited")]
    ['D12', 'D15', 'P1', 'L1']
    """
    papers = (import_module(f"derivations.claims.{paper}") for paper in _PAPERS)
    return tuple(claim for paper in papers for claim in paper.CLAIMS.get(name, ()))


def verdicts(name: str, statements: Mapping[str, Statement]) -> tuple[Judgement, ...]:
    """The verdicts of a result, if it states anything of what the claims speak of."""
    said = claims_on(name) if statements else ()
    return tuple(verdict_on(claim, statements[claim.quantity]) for claim in said)
