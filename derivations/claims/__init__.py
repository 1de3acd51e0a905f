"""Claims of the literature: a line each, by paper and by the result that states their quantity.

A claim speaks of a quantity by the name under which that result states it; what the result states
decides the verdict.
"""

from collections.abc import Mapping

from analytic.claim import Claim, Judgement
from analytic.comparison.verdict import verdict_on
from analytic.result import Statement
from derivations.claims import (
    atanasov2024scaling,
    bahri2024explaining,
    bietti2021deep,
    bordelon2024dynamical,
    bordelon2024feature,
    cui2021generalization,
    kunstner2025zipf,
    lin2024scaling,
    lin2025reuse,
    liu2025superposition,
    maloney2022solvable,
    michaud2023quantization,
    nam2024solvable,
    paquette2024phases,
    ren2025emergence,
    schedules,
    spigler2020asymptotic,
    yan2025larger,
)

__all__ = ["claims_on", "verdicts"]

_PAPERS = (
    bordelon2024dynamical,
    maloney2022solvable,
    bahri2024explaining,
    paquette2024phases,
    bordelon2024feature,
    atanasov2024scaling,
    cui2021generalization,
    lin2024scaling,
    lin2025reuse,
    liu2025superposition,
    kunstner2025zipf,
    michaud2023quantization,
    nam2024solvable,
    yan2025larger,
    schedules,
    spigler2020asymptotic,
    bietti2021deep,
    ren2025emergence,
)


def claims_on(name: str) -> tuple[Claim, ...]:
    """The claims that a result judges, paper by paper.

    >>> [claim.id for claim in claims_on("time-limited")]
    ['D12', 'D15', 'P1', 'L1']
    """
    return tuple(claim for paper in _PAPERS for claim in paper.CLAIMS.get(name, ()))


def verdicts(name: str, statements: Mapping[str, Statement]) -> tuple[Judgement, ...]:
    """The verdicts of a result, if it states anything of what the claims speak of."""
    said = claims_on(name) if statements else ()
    return tuple(verdict_on(claim, statements[claim.quantity]) for claim in said)
