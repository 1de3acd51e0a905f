"""The view of the ledger of claims: verdicts, what was derived, and the evidence."""

from collections.abc import Sequence
from functools import cache
from textwrap import shorten
from typing import Any

from sympy import Expr, true

from analytic.claim import Claim, Judgement, Verdict
from analytic.comparison.claims.ledger import (
    Contested,
    Entry,
    Finding,
    Memory,
    contested,
    entries,
)
from analytic.export.plain_data import judgement_data
from analytic.formulas.prose import without_marks
from analytic.notation import x
from analytic.regions.domain import Domain
from analytic.result import Result
from analytic.status import Status
from derivations.command_line.evidence import evidence_json, evidence_lines
from derivations.command_line.ledger_text import INDENT
from derivations.command_line.wording import worded

_LONGEST = {"statement": 70, "derived": 160}


def disputed(result: Result) -> Contested:
    """Where claims of a result fail: what the entries of all results need to know."""
    return contested(result)


def ledger_data(result: Result, found: Sequence[Contested], draws: int) -> dict[str, Any]:
    """The entries of one result: plain data, rows of a table, lines below it, places."""
    known = frozenset[Any]().union(*found)
    return _data(entries(result, draws, known, _memory()))


def together(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The entries of all results in the order of the ledger."""
    order = sorted(
        (place, i, j) for i, part in enumerate(parts) for j, place in enumerate(part["places"])
    )
    return {key: [parts[i][key][j] for _, i, j in order] for key in ("json", "rows", "entries")}


@cache
def _memory() -> Memory:
    """What this process has measured, of one result or of another."""
    return {}


def _data(found: Sequence[Entry]) -> dict[str, Any]:
    return {
        "json": [_entry_json(entry) for entry in found],
        "rows": [_row(entry) for entry in found],
        "entries": [[without_marks(line) for line in _lines(entry)] for entry in found],
        "places": [list(entry.place) for entry in found],
    }


def _row(entry: Entry) -> tuple[str, str, str, str]:
    claim = entry.judgement.claim
    said = shorten(_statement(claim), _LONGEST["statement"], placeholder=" ...")
    return claim.id, entry.result.name, said, _verdict(entry.judgement)


def _statement(claim: Claim) -> str:
    quantity = without_marks(claim.quantity)
    return quantity if claim.formula is None else f"{quantity} = {claim.formula}"


def _verdict(judgement: Judgement) -> str:
    domain = judgement.claim.domain
    within = "" if domain == true else f" for {worded(domain)}"
    argued = " (argued)" if judgement.status == Status.ARGUED else ""
    if judgement.where is None or judgement.where in (True, False):
        return f"{judgement.verdict}{within}{argued}"
    return f"{judgement.verdict} {worded(judgement.where)}{within}{argued}"


def _lines(entry: Entry) -> list[str]:
    """A claim, its place, its verdict, the derived formula and what was measured, a line each."""
    claim, derived = entry.judgement.claim, entry.judgement.derived
    lines = [
        f"{claim.id:{INDENT}}{_statement(claim)}",
        f"said in    {claim.source}, {_place(claim)}; for {claim.validity}",
        f"verdict    {_reason(entry.judgement)}",
        *(f"but        {remark}" for remark in entry.judgement.remarks),
    ]
    if derived is not None:
        formula = shorten(str(_within(derived, claim)), _LONGEST["derived"], placeholder=" ...")
        lines.append(f"derived    {formula}{_read_from(entry)}")
    if entry.against is not None:
        lines += _measured(entry, entry.against)
    elif example := entry.judgement.counterexample:
        values = (f"{name} = {value}" for name, value in example.items())
        lines.append(f"example    {', '.join(values)}")
    for finding in entry.support:
        lines += _measured(entry, finding)
    return lines


def _reason(judgement: Judgement) -> str:
    """The verdict and why; a claim that holds in a part of the plane says so itself."""
    if judgement.verdict == Verdict.HOLDS_ONLY_WHERE:
        return judgement.evidence
    return f"{judgement.verdict}: {judgement.evidence}"


def _place(claim: Claim) -> str:
    return f"eq. {claim.equation}" if claim.equation[:1].isdigit() else claim.equation


def _within(derived: Expr, claim: Claim) -> Expr:
    """The derived formula in the domain that the claim is about."""
    return derived if claim.domain == true else Domain.where(claim.domain).of(derived)


def _read_from(entry: Entry) -> str:
    if entry.ground is None:
        return ""
    number, reason = entry.ground
    return f", from ({number}) of 'derive {entry.result.name}': {reason}"


def _measured(entry: Entry, finding: Finding) -> list[str]:
    """What was found at a point: two predictions, digits, dice."""
    assert entry.about is not None
    about = entry.about
    place = [f"{letter} = {value}" for letter, value in finding.point.items()]
    at = ", ".join([*place, about.given] if about.given else place)
    variable = getattr(about.observable, "variable", x)
    return [f"at         {at}", *evidence_lines(finding.evidence, variable)]


def _entry_json(entry: Entry) -> dict[str, Any]:
    judgement, ground, against = entry.judgement, entry.ground, entry.against
    return {
        "result": entry.result.name,
        **judgement_data(judgement),
        "domain": str(judgement.claim.domain),
        "where": None if judgement.where is None else str(judgement.where),
        "given": "" if entry.about is None else without_marks(entry.about.given),
        "read_from": ground and {"equation": ground.number, "reason": without_marks(ground.reason)},
        "counterexample": (
            dict(judgement.counterexample)
            if against is None
            else evidence_json(against.point, against.evidence)
        ),
        "support": [evidence_json(found.point, found.evidence) for found in entry.support],
    }
