"""The command contradictions: where papers disagree, who is right, by what evidence."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from textwrap import fill, shorten
from typing import Annotated, Any

import typer
from sympy import false

from analytic.comparison.claims.contradictions import (
    TITLES,
    Disagreement,
    Opinion,
    Refutation,
    disagreements,
    kind_of,
    markdown,
    markdown_cells,
    opinions,
    refutations,
)
from analytic.comparison.claims.ledger import Finding, Memory
from analytic.export.plain_data import judgement_data
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.prose import without_marks
from analytic.result import Result, Statement
from analytic.verification import checked_effort
from derivations.command_line.arguments import InNotation, Json, Names, NoCache
from derivations.command_line.contents import table_of_contents
from derivations.command_line.evidence import evidence_json, measured_lines
from derivations.command_line.printing import print_json, print_table
from derivations.command_line.translation import judgement_in_letters, said_or_kept
from derivations.command_line.views import in_rounds
from derivations.command_line.wording import number_text, worded
from derivations.disagreements import with_claims

_HEADINGS = {
    "claims": ("id", "paper", "quantity", "says", "right where", "derived"),
    "misprints": ("id", "paper", "quantity", "says", "right where", "derived"),
    "papers": ("ids", "papers", "quantity", "say", "agree where", "right elsewhere"),
}
_LONGEST = 48


def contradictions(
    names: Names = None,
    draws: Annotated[
        int, typer.Option("--draws", help="Draws of simulations where a claim fails.")
    ] = 0,
    in_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print tables in Markdown.")
    ] = False,
    notation: InNotation = "dynamical",
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """Where papers disagree with the derivation, with each other, or with themselves.

    Claims that fail, misprints (one equation that its own paper says right elsewhere), and pairs of
    claims on one quantity whose formulas differ: where they do, who is right at a point, what the
    exact witness measures there. Points are a and b of c_k = k^-a and lambda_k = k^-b in every
    notation.

    Example: scaling-laws contradictions width-limited
    """
    checked_effort(1, draws)
    notation_named(notation)
    table = table_of_contents(no_cache)
    rounds = "contradictions.said", "contradictions.data", "contradictions.together"
    asked = with_claims(table, table.listed(names or ()))
    options = draws, notation
    found = in_rounds(table, asked, rounds, *options, silent=json) if asked else together(())
    if json:
        print_json({kind: found[kind]["json"] for kind in TITLES})
    elif in_markdown:
        print(markdown({kind: found[kind]["markdown"] for kind in TITLES}), end="")
    else:
        _print(found)


def _print(found: dict[str, Any]) -> None:
    width = shutil.get_terminal_size((100, 24)).columns
    shown = [kind for kind in TITLES if found[kind]["rows"]]
    for kind in shown:
        print(f"{TITLES[kind]}: {len(found[kind]['rows'])}\n")
        print_table(_HEADINGS[kind], found[kind]["rows"])
        print()
    for line in (one for kind in shown for lines in found[kind]["lines"] for one in ("", *lines)):
        print(fill(line, width, subsequent_indent=" " * 16))
    if not shown:
        print("No claim on these results fails, and no two of them differ.")


def said(result: Result) -> list[Opinion]:
    """The claims on a result that are formulas: what those of all results are compared with."""
    return opinions(result)


def data(
    result: Result, found: Sequence[Sequence[Opinion]], draws: int, notation: str
) -> dict[str, Any]:
    """The contradictions of the claims on one result, in one notation: JSON, rows, lines."""
    letters, memory = notation_named(notation), Memory()
    others = [one for opinions_there in found for one in opinions_there]
    all_of_it: list[Refutation | Disagreement] = [
        *refutations(result, draws, memory),
        *disagreements(opinions(result), others, memory),
    ]
    parts: dict[str, Any] = {
        kind: {"json": [], "markdown": [], "rows": [], "lines": []} for kind in TITLES
    }
    for one in (_in_letters(one, letters) for one in all_of_it):
        part = parts[kind_of(one)]
        part["json"].append(_json(one))
        part["markdown"].append(list(markdown_cells(one)))
        part["rows"].append(_row(one))
        part["lines"].append(_lines(one))
    return parts


def together(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The contradictions of all results."""
    return {
        kind: {
            form: [one for part in parts for one in part[kind][form]]
            for form in ("json", "markdown", "rows", "lines")
        }
        for kind in TITLES
    }


def _in_letters(one: Refutation | Disagreement, letters: Notation) -> Refutation | Disagreement:
    if isinstance(one, Refutation):
        judgement = judgement_in_letters(one.judgement, letters)
        return replace(one, entry=one.entry._replace(judgement=judgement))
    first, second = (
        replace(side, judgement=judgement_in_letters(side.judgement, letters))
        for side in (one.first, one.second)
    )
    return replace(one, first=first, second=second, agree=said_or_kept(letters, one.agree))


def _row(one: Refutation | Disagreement) -> list[str]:
    if isinstance(one, Refutation):
        claim = one.judgement.claim
        formula, derived = one.judgement.sides
        cells = (claim.id, claim.source, claim.quantity, formula)
        return [*map(_cell, (*cells, _where(one.judgement.where), derived))]
    first, second = one.first.claim, one.second.claim
    who = " and ".join(opinion.claim.id for opinion in one.right) or "neither"
    return [
        f"{first.id}, {second.id}",
        ", ".join(dict.fromkeys((first.source, second.source))),
        _cell(first.quantity),
        f"{_cell(first.formula)} against {_cell(second.formula)}",
        _where(one.agree),
        f"{who} at {_point(one.point)}",
    ]


def _cell(value: object) -> str:
    return shorten(without_marks(str(value)), _LONGEST, placeholder=" ...")


def _where(condition: Any) -> str:
    return "nowhere" if condition in (None, False, false) else worded(condition)


def _lines(one: Refutation | Disagreement) -> list[str]:
    """Who says what, and what was measured: a line each."""
    if isinstance(one, Refutation):
        claim, about = one.judgement.claim, one.entry.about
        formula, derived = one.judgement.sides
        place = f"{claim.source}, {without_marks(claim.equation)}"
        lines = [
            f"{claim.id:5}{place}: {without_marks(claim.quantity)} = {formula}",
            f"     derived    {derived} ({one.entry.result.name})",
        ]
        return lines + _measured(one.entry.against, about)
    first, second = one.first, one.second
    claimed, other, derived = map(number_text, one.values)
    sides = [f"{side.claim.formula} ({side.claim.source})" for side in (first, second)]
    quantity = without_marks(first.claim.quantity)
    return [
        f"{first.claim.id}, {second.claim.id}: {quantity} = {' or '.join(sides)}",
        f"     {_point(one.point)}: {claimed} or {other}; derived {derived} ({first.result})",
        *_measured(one.finding, first.stated)[-1:],
    ]


def _point(point: dict[str, str]) -> str:
    return ", ".join(f"{name} = {x}" for name, x in point.items())


def _measured(finding: Finding | None, about: Statement | None) -> list[str]:
    given, lines = measured_lines(finding, about)
    return [f"     {line}" for line in ([f"at         {given}"] if given else []) + lines]


def _json(one: Refutation | Disagreement) -> dict[str, Any]:
    if isinstance(one, Refutation):
        found = one.entry.against
        return {
            "result": one.entry.result.name,
            **judgement_data(one.judgement),
            "measured": found and evidence_json(found.point, found.evidence),
        }
    return {
        "first": {"result": one.first.result, **judgement_data(one.first.judgement)},
        "second": {"result": one.second.result, **judgement_data(one.second.judgement)},
        "agree": _where(one.agree),
        "point": one.point,
        "values": dict(
            zip(("first", "second", "derived"), map(number_text, one.values), strict=True)
        ),
        "right": [opinion.claim.id for opinion in one.right],
        "measured": one.finding and evidence_json(one.finding.point, one.finding.evidence),
    }
