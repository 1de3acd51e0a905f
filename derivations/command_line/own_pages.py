"""Derivations of one's own on the command line: every equation with its line and what was found."""

from collections.abc import Sequence
from typing import Any

import typer

from analytic.comparison.own_pages.page_verification import PageVerification
from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import Notation
from analytic.verification import verify
from analytic.written_pages.reading import WrittenPage, written_page
from analytic.written_pages.source import is_page
from derivations.command_line.printing import busy, print_json

_UNREAD = 2


def are_pages(names: Sequence[str], result: str | None) -> bool:
    """Whether these are files of derivations and not names of results.

    Raises    InvalidProblemError for some of both, and for names with --result.
    """
    pages = [name for name in names if is_page(name)]
    if pages and len(pages) < len(names):
        others = [name for name in names if name not in pages]
        raise InvalidProblemError(
            f"{pages[0]} is a page and {others[0]} a result. Verify them by two commands; the "
            f"result that a page is about is said by --result {others[0]}, or on the page."
        )
    if result is not None and not pages:
        raise InvalidProblemError(
            "--result was given without a page: it says what a derivation of one's own is about. "
            "Give its file, as .txt, .tex or .md."
        )
    return bool(pages)


def verify_pages(
    files: Sequence[str],
    result: str | None,
    notation: str | None,
    effort: tuple[int, int],
    json: bool,
) -> None:
    """Verify pages and print what is found; the exit code is 1 if anything fails, 2 if unread."""
    found = []
    with busy(silent=json) as say:
        for file in files:
            page = written_page(file, result, notation)
            say(f"verifying {page.source.name}")
            found.append((page, _verification(page, *effort)))
    if json:
        entries = [_document(page, verification) for page, verification in found]
        print_json({"pages": entries, "ok": all(entry["ok"] for entry in entries)})
    else:
        reports = [_report(page, judged) for page, judged in found if judged is not None]
        if reports:
            print("\n\n".join("\n".join(report) for report in reports))
    faults = [page.fault for page, _ in found if page.fault is not None]
    if faults and json:
        raise typer.Exit(_UNREAD)
    if faults:
        raise faults[0]
    if not all(verification is not None and verification.ok for _, verification in found):
        raise typer.Exit(1)


def _verification(page: WrittenPage, digits: int, seed: int) -> PageVerification | None:
    """What is found about the equations that could be read, None where these are none."""
    judged = [step for step in page.page.steps if not step.is_definition]
    return verify(page.page, digits, seed=seed) if judged or page.fault is None else None


def _report(page: WrittenPage, found: PageVerification) -> list[str]:
    about = f"about {found.name}" if found.name else "about no result"
    unread = "" if page.fault is None else f", up to line {page.fault.line}, which cannot be read"
    lines = [f"{page.source.name}, {about}: {found.verdict}{unread}", *_letters(page.page.notation)]
    for step in found.steps:
        line = page.lines[step.number - 1]
        lines.append(f"({step.number}) line {line}  {step.word}  {step.text}")
        lines += [f"    {words}" for words in step.findings]
    return lines


def _letters(notation: Notation | str) -> list[str]:
    """How the letters of another paper are read, since what is found is said in the house's."""
    assert isinstance(notation, Notation)
    meant = ", ".join(f"{house} = {meaning}" for house, meaning in notation.house)
    return [f"read in the letters of {notation.source}: {meant}"] if meant else []


def _document(page: WrittenPage, found: PageVerification | None) -> dict[str, Any]:
    fault = page.fault
    document: dict[str, Any] = {"verdict": "not read", "ok": False, "steps": []}
    if found is not None:
        document = found.as_json()
    steps = [
        {**step, "line": line} for step, line in zip(document["steps"], page.lines, strict=False)
    ]
    return {
        "file": page.source.name,
        **document,
        "ok": document["ok"] and fault is None,
        "steps": steps,
        "unread": None if fault is None else {"line": fault.line, "error": fault.fact},
    }
