"""What a result cites: the papers of its claims and of its derivation, with the places in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytic.claim import Judgement, Verdict
from analytic.export.bibliography import Reference, references_of
from analytic.export.tables import locator
from analytic.formulas.prose import keys_in, without_marks, worded
from analytic.result import Result


@dataclass(frozen=True)
class CitedPaper:
    """A paper, where the derivation takes something from it, and what it claims of the result.

    `claims` are identifiers in the ledger, each with its place, its verdict and, of a claim that
    holds only somewhere, the condition.
    """

    reference: Reference
    places: str
    claims: tuple[tuple[str, str, str, str], ...]

    def remarks(self) -> list[str]:
        """What is taken from the paper, and what became of its claims."""
        said = [self.places] if self.places else []
        return said + [
            f"claim {known} ({place}): {verdict} {where}".rstrip()
            for known, place, verdict, where in self.claims
        ]

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "key": self.reference.key,
            "places": self.places,
            "claims": [
                {"id": known, "place": place, "verdict": verdict, "where": where}
                for known, place, verdict, where in self.claims
            ],
            "remarks": self.remarks(),
            "bibtex": self.reference.bibtex,
        }


def cited_papers(result: Result, bibliography: Mapping[str, Reference]) -> list[CitedPaper]:
    """The papers whose equations and claims a result treats, those of its derivation first.

    Raises    ScalingLawsError for a citation that the bibliography does not have.
    """
    places = _places(result.page.source)
    claimed = [judgement.claim.source for judgement in result.judgements]
    references = references_of([*places, *claimed], bibliography)
    return [
        CitedPaper(reference, places.get(reference.key, ""), _claims(result, reference.key))
        for reference in references
    ]


def _places(source: str) -> dict[str, str]:
    """What the source of a page says behind the key of a paper, by that key."""
    found: dict[str, str] = {}
    for part in source.split(";"):
        for key in keys_in(part)[:1]:
            words = without_marks(part.partition(key)[2]).strip(" ,.]")
            found[key] = "; ".join(one for one in (found.get(key, ""), words) if one)
    return found


def _claims(result: Result, key: str) -> tuple[tuple[str, str, str, str], ...]:
    found = [
        (one.claim.id, without_marks(locator(one)), str(one.verdict), _where(one))
        for one in result.judgements
        if one.claim.source == key
    ]
    return tuple(dict.fromkeys(found))


def _where(judgement: Judgement) -> str:
    """Where a claim that holds only somewhere holds."""
    if judgement.where is None or judgement.verdict != Verdict.HOLDS_ONLY_WHERE:
        return ""
    return without_marks(worded(judgement.where))
