"""The ledger of claims: what papers say, the verdict on each, where it holds, and the evidence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from textwrap import fill, shorten
from typing import Any, NamedTuple

from sympy import Expr, Rational, S, Symbol

from analytic.claim import Claim, Judgement, Verdict
from analytic.comparison.evidence import Evidence, evidence
from analytic.formulas.growth import Growth
from analytic.notation import a, b
from analytic.page import expression_json
from analytic.result import Effort, Result
from derivations.command_line.evidence import evidence_json, evidence_lines
from derivations.command_line.printing import print_table
from derivations.command_line.wording import worded

__all__ = ["Entry", "claims_json", "ledger", "print_claims"]

_PAPERS = "DSEPFCQLG"  # the first letters of the ids, in the order of the ledger
_DIGITS = 12
_LONGEST_STATEMENT = 70
_INDENT = 5


class Entry(NamedTuple):
    """A judged claim, the result that judged it, and what was measured where it fails."""

    result: Result
    judgement: Judgement
    measured: Evidence | None

    @property
    def point(self) -> dict[Symbol, Expr]:
        """The values of a and b at the counterexample."""
        return _point(self.judgement)


def ledger(results: Sequence[Result], draws: int = 0) -> list[Entry]:
    """All judged claims in the order of the ledger; dice are thrown only where draws are given."""
    effort = Effort(digits=_DIGITS, draws=draws)
    entries = [
        Entry(result, judgement, _measured(result, judgement, effort))
        for result in results
        for judgement in result.judgements
    ]
    return sorted(entries, key=lambda entry: _place(entry.judgement.claim))


def claims_json(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The ledger as plain data."""
    return [_entry_json(entry) for entry in entries]


def print_claims(entries: Sequence[Entry]) -> None:
    """The ledger as a table; below it the evidence against a claim, or what is missing."""
    rows = [
        (
            entry.judgement.claim.id,
            entry.result.name,
            f"{entry.judgement.claim.source}, {entry.judgement.claim.equation}",
            _statement(entry.judgement.claim),
            _verdict(entry.judgement),
        )
        for entry in entries
    ]
    print_table(("id", "result", "source, equation", "statement", "verdict"), rows)
    width = shutil.get_terminal_size((100, 24)).columns
    for entry in entries:
        if entry.judgement.counterexample or entry.judgement.verdict == Verdict.UNDECIDED:
            print()
            for number, line in enumerate(_lines(entry)):
                indent = " " * _INDENT if number else ""
                print(fill(line, width, initial_indent=indent, subsequent_indent=" " * _INDENT))


def _measured(result: Result, judgement: Judgement, effort: Effort) -> Evidence | None:
    """What is measured at the counterexample of a claim on a law's exponent or amplitude."""
    law, claimed, derived = result.law, judgement.claim.formula, judgement.derived
    point = _point(judgement)
    if law is None or claimed is None or derived is None or not point:
        return None
    if derived == law.exponent:
        terms = (Growth(S.One, formula.subs(point)) for formula in (claimed, derived))
    elif derived == law.amplitude:
        rate = law.exponent.subs(point)
        terms = (Growth(formula.subs(point), rate) for formula in (claimed, derived))
    else:
        return None
    return evidence(result.observable, point, effort, *terms)


def _point(judgement: Judgement) -> dict[Symbol, Expr]:
    found: Mapping[str, str] = judgement.counterexample
    return {letter: Rational(found[str(letter)]) for letter in (a, b) if str(letter) in found}


def _place(claim: Claim) -> tuple[int, int, str]:
    """Papers in the order of the ledger, claims by number."""
    letter, number = re.match(r"(\D*)(\d*)", claim.id).groups()  # type: ignore[union-attr]
    paper = _PAPERS.find(letter)
    return paper if paper >= 0 else len(_PAPERS), int(number or 0), claim.id


def _statement(claim: Claim) -> str:
    formula = "" if claim.formula is None else f" = {claim.formula}"
    return shorten(f"{claim.quantity}{formula}", _LONGEST_STATEMENT, placeholder=" ...")


def _verdict(judgement: Judgement) -> str:
    domain = judgement.claim.domain
    within = "" if domain == True else f" for {worded(domain)}"  # noqa: E712 - SymPy's true
    if judgement.where is None or judgement.where in (True, False):
        return f"{judgement.verdict}{within}"
    return f"{judgement.verdict} {worded(judgement.where)}{within}"


def _lines(entry: Entry) -> list[str]:
    """The evidence in words: the judgement's, then what was measured at its point."""
    judgement = entry.judgement
    at = ", ".join(f"{letter} = {value}" for letter, value in entry.point.items())
    head = f"{judgement.claim.id:{_INDENT}}{_statement(judgement.claim)}: {judgement.evidence}."
    if entry.measured is None or entry.result.law is None:
        values = ", ".join(f"{name} {value}" for name, value in judgement.counterexample.items())
        return [head, values] if values else [head]
    measured = evidence_lines(entry.measured, entry.result.law.variable)
    return [head, f"at {at}:", *measured]


def _entry_json(entry: Entry) -> dict[str, Any]:
    judgement, claim = entry.judgement, entry.judgement.claim
    return {
        "id": claim.id,
        "result": entry.result.name,
        "source": claim.source,
        "equation": claim.equation,
        "quantity": claim.quantity,
        "claimed": _formula_json(claim.formula),
        "derived": _formula_json(judgement.derived),
        "validity": claim.validity,
        "domain": str(claim.domain),
        "verdict": str(judgement.verdict),
        "where": None if judgement.where is None else str(judgement.where),
        "evidence": judgement.evidence,
        "counterexample": (
            dict(judgement.counterexample)
            if entry.measured is None
            else evidence_json(entry.point, entry.measured)
        ),
    }


def _formula_json(formula: Expr | None) -> dict[str, str] | None:
    return None if formula is None else expression_json(formula)
