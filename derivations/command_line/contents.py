"""The commands list and derive: the table of contents and its pages."""

import shutil
from typing import Annotated

import typer

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.prose import without_marks
from analytic.verification import checked_effort
from derivations.claims import claims_on
from derivations.command_line.arguments import InNotation, Json, NoCache, SomeNames
from derivations.command_line.ledger_text import print_claims
from derivations.command_line.printing import print_json, print_table
from derivations.command_line.views import in_rounds, of_each
from derivations.contents import RESULTS, Contents, Summary

_HOUSE = "dynamical"
_UNKNOWN = "-"  # what is not derived yet


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
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """The table of contents: every result, where it is valid, its law, and the papers' claims.

    Nothing is derived: law and verdicts are shown where they were derived before, a dash where they
    were not. With --json everything is derived and shown.

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
    table = table_of_contents(no_cache)
    names = table.listed(())
    if claims:
        rounds = "claims.disputed", "claims.ledger_data", "claims.together"
        found = in_rounds(table, names, rounds, draws, silent=json)
        if json:
            print_json({"claims": found["json"]})
        else:
            print_claims(found["rows"], found["entries"])
    elif json:
        print_json({"results": of_each(table, names, "pages.data", notation, silent=json)})
    else:
        rows = [_row(table, name, letters) for name in names]
        print_table(("name", "title", "valid for", "law", "claims", "verdicts"), rows)


def derive(
    names: SomeNames,
    latex: Annotated[bool, typer.Option("--latex", help="Print LaTeX for a paper.")] = False,
    notation: InNotation = "dynamical",
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """A derivation, equation by equation, each with its reason; of several names, one by one.

    In JSON one name is one result, several are a list under the key "results".

    Example: scaling-laws derive time-limited
    """
    notation_named(notation)
    table = table_of_contents(no_cache)
    asked = table.listed(names)
    if json:
        found = of_each(table, asked, "pages.data_and_page", notation, silent=True)
        print_json(found[0] if len(found) == 1 else {"results": found})
    elif latex:
        print("\n".join(of_each(table, asked, "pages.latex", notation, silent=False)), end="")
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        print("\n\n".join(of_each(table, asked, "pages.text", notation, width, silent=False)))


def table_of_contents(no_cache: bool) -> Contents:
    """The table of contents, on demand without what was kept."""
    return RESULTS.unkept() if no_cache else RESULTS


def _row(table: Contents, name: str, letters: Notation) -> tuple[str, str, str, str, str, str]:
    """What is known of a result without deriving it, if it is one of this package."""
    heading = table.heading(name)
    if heading is None:
        page = table[name].page
        title, validity = page.title, page.validity
    else:
        title, validity = heading.title, heading.validity
    validity = without_marks(validity)
    summary = table.summary(name)
    if summary is None:
        assert heading is not None
        law = _UNKNOWN if heading.law else ""
        judged = len(claims_on(name))
        return name, title, validity, law, str(judged), _UNKNOWN if judged else ""
    law = _law(summary, letters)
    verdicts = ", ".join(f"{verdict} {count}" for verdict, count in summary.verdicts.items())
    return name, title, validity, law, str(sum(summary.verdicts.values())), verdicts


def _law(summary: Summary, letters: Notation) -> str:
    if summary.exponent is None:
        return ""
    return f"{letters.spoken(summary.symbol)} = {letters.from_house(summary.exponent)}"


def _refuse_claims_in(notation: Notation, claims: bool) -> None:
    if claims and notation.name != _HOUSE:
        raise InvalidProblemError(
            "--notation was given together with --claims: claims of all papers are listed side by "
            "side, in the letters of one. Leave one of them out."
        )
