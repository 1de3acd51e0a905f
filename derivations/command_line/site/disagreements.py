"""The view of contradictions for the site: claims that fail, misprints, papers that differ."""

from collections.abc import Sequence
from typing import Any

from analytic.comparison.claims.contradictions import (
    TITLES,
    Disagreement,
    Opinion,
    Refutation,
    disagreements,
    kind_of,
    opinions,
    refutations,
)
from analytic.comparison.claims.ledger import Finding, Memory
from analytic.displayed import displayed
from analytic.export.tables import condition_parts
from analytic.formulas.prose import sentence_parts
from analytic.result import Result, Statement
from analytic.typesetting import column, formula
from derivations.command_line.evidence import measured_lines
from derivations.command_line.site.entries import WIDTH, Parts
from derivations.command_line.wording import number_text


def contradictory(result: Result, found: Sequence[Sequence[Opinion]]) -> dict[str, Any]:
    """What the claims on a result contradict, told all claims: lists by the kind."""
    memory = Memory()
    others = [one for opinions_there in found for one in opinions_there]
    parts: dict[str, Any] = {kind: [] for kind in TITLES}
    for refuted in refutations(result, 0, memory):
        parts[kind_of(refuted)].append(_refuted(refuted, result))
    for differing in disagreements(opinions(result), others, memory):
        parts[kind_of(differing)].append(_differing(differing))
    return parts


def collected(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The contradictions of all results, by their kind, with its title."""
    return {
        kind: {"title": title, "found": [one for part in parts for one in part[kind]]}
        for kind, title in TITLES.items()
    }


def _refuted(one: Refutation, result: Result) -> dict[str, Any]:
    claims = [judgement.claim for judgement in result.judgements]
    return {
        "result": result.name,
        "number": claims.index(one.judgement.claim),
        "measured": _measured(one.entry.against, one.entry.about),
    }


def _differing(one: Disagreement) -> dict[str, Any]:
    sides = [
        {
            "result": side.result,
            "number": side.number,
            "formula": column(displayed(side.claim.formula), WIDTH),
            "value": number_text(value),
            "right": side.claim.id in [opinion.claim.id for opinion in one.right],
        }
        for side, value in zip((one.first, one.second), one.values, strict=False)
        if side.claim.formula is not None
    ]
    return {
        "quantity": sentence_parts(one.first.claim.quantity),
        "sides": sides,
        "agree": condition_parts(one.agree) if one.agree not in (True, False) else [],
        "point": ", ".join(f"{name} = {value}" for name, value in one.point.items()),
        "derived": number_text(one.values[2]),
        "measured": _measured(one.finding, one.first.stated)[-1:],
    }


def _measured(finding: Finding | None, about: Statement | None) -> list[Parts]:
    """What was found at a point, a sentence each; the point is the first."""
    _, lines = measured_lines(finding, about)
    if finding is None or about is None:
        return []
    letters = [("formula", f"{formula(letter)} = {x}") for letter, x in finding.point.items()]
    given = [*([one] for one in letters), sentence_parts(about.given)]
    place = [part for one in filter(None, given) for part in (("words", ", "), *one)]
    found = [[("words", "at "), *place[1:]]] if place else []
    return [*found, *map(sentence_parts, lines)]
