"""The commands list and derive: the table of contents and one of its pages."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from textwrap import fill
from typing import Annotated

import typer

from analytic.claim import Judgement, Verdict
from analytic.comparison.claims.ledger import ledger
from analytic.errors import InvalidProblemError
from analytic.export.plain_data import result_data
from analytic.formulas.dictionary import Notation, notation_named
from analytic.result import Law, Result
from analytic.verify import checked_effort
from derivations import RESULTS
from derivations.command_line.arguments import InNotation, Json
from derivations.command_line.claims import claims_json, print_claims
from derivations.command_line.printing import busy, print_json, print_table
from derivations.command_line.translation import in_letters

__all__ = ["derive", "derived", "list_results"]

_HOUSE = "dynamical"


def list_results(
    claims: Annotated[
        bool, typer.Option("--claims", help="The ledger of the papers' claims, with evidence.")
    ] = False,
    draws: Annotated[
        int,
        typer.Option(
            "--draws", help="With --claims: draws of the simulations where papers disagree."
        ),
    ] = 0,
    notation: InNotation = "dynamical",
    json: Json = False,
) -> None:
    """The table of contents: every result, its exponent, the verdicts on the papers' claims.

    With --claims every claim is listed with its verdict, where it holds, the equation of the
    derivation that decides, and what is measured: exact local exponents (from one decade to the
    next) or amplitudes at sizes up to 1e12 and, with --draws, a simulation at every point at which
    papers disagree.

    Example: scaling-laws list --claims
    """
    checked_effort(1, draws)
    if draws and not claims:
        raise InvalidProblemError(
            "--draws was given without --claims. Simulations are evidence on claims. Add --claims."
        )
    letters = notation_named(notation)
    _refuse_claims_in(letters, claims)
    results = derived([], silent=json)
    if claims:
        _list_claims(results, draws, json)
        return
    results = [in_letters(result, letters) for result in results]
    if json:
        print_json({"results": [result_data(result) for result in results]})
        return
    rows = [(r.name, r.title, _law(r.law), _verdicts(r.judgements)) for r in results]
    print_table(("name", "title", "law", "claims"), rows)


def derive(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from scaling-laws list.")],
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX for a paper.")] = False,
    notation: InNotation = "dynamical",
    json: Json = False,
) -> None:
    """A derivation, equation by equation, each with its reason.

    Example: scaling-laws derive time-limited
    """
    letters = notation_named(notation)
    [found] = derived([name], silent=json)
    result = in_letters(found, letters)
    if json:
        print_json({**result_data(result), **result.page.as_json()})
    elif latex:
        print(result.page.latex(), end="")
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        print(result.page.text(width).rstrip())
        for judgement in result.judgements:
            print("\n" + fill(_sentence(judgement), width, break_long_words=False))


def derived(names: Sequence[str], silent: bool) -> list[Result]:
    """The results of these names, of all if there are none; the terminal hears which is derived."""
    results = []
    with busy(silent) as say:
        for name in names or RESULTS:
            say(f"deriving {name}")
            results.append(RESULTS[name])
    return results


def _refuse_claims_in(notation: Notation, claims: bool) -> None:
    if claims and notation.name != _HOUSE:
        raise InvalidProblemError(
            "--notation was given together with --claims: claims of all papers are listed side by "
            "side, in the letters of one. Leave one of them out."
        )


def _list_claims(results: Sequence[Result], draws: int, json: bool) -> None:
    with busy(silent=json) as say:
        say("measuring what claims are about")
        entries = ledger(results, draws)
    if json:
        print_json({"claims": claims_json(entries)})
    else:
        print_claims(entries)


def _law(law: Law | None) -> str:
    return "" if law is None else f"{law.symbol} = {law.exponent}"


def _verdicts(judgements: tuple[Judgement, ...]) -> str:
    """The claims under each verdict: "holds: D2, D3; undecided: D1"."""
    said = {
        verdict: [j.claim.id for j in judgements if j.verdict == verdict] for verdict in Verdict
    }
    return "; ".join(f"{verdict}: {', '.join(ids)}" for verdict, ids in said.items() if ids)


def _sentence(judgement: Judgement) -> str:
    claim = judgement.claim
    formula = claim.quantity if claim.formula is None else f"{claim.quantity} = {claim.formula}"
    return (
        f"Claim {claim.id} ({claim.source}, eq. {claim.equation}; {claim.validity}): {formula}. "
        f"Verdict: {'; '.join((judgement.verdict, judgement.evidence, *judgement.remarks))}."
    )
