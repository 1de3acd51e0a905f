"""The command verify: what the three witnesses say about each result."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS
from analytic.result import Check
from analytic.sampling import cores
from analytic.verification import Progress, Verification, checked_effort, verify
from derivations import RESULTS, Contents
from derivations.command_line.arguments import Draws, Jobs, Json, NamesOrFiles, NoCache, Seed
from derivations.command_line.own_pages import are_pages, verify_pages
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy, print_json, print_table

EFFORT = DIGITS, DRAWS, SEED = 30, 200, 0  # where nothing else is asked for
_FIELDS = ("name", "symbolic", "exact", "sampling", "verdict")


@dataclass(frozen=True)
class _Report:
    """A verification in words, as it travels from one process to another.

    `checks` are witness, name, whether it passed, what was measured and what it was compared with.
    """

    entry: dict[str, str]
    failures: tuple[str, ...]
    ok: bool
    checks: tuple[dict[str, Any], ...]


def verify_results(
    names: NamesOrFiles = None,
    result: Annotated[
        str | None,
        typer.Option(
            "--result",
            metavar="NAME",
            help="What your derivation is about, if it does not say so itself.",
        ),
    ] = None,
    notation: Annotated[
        str | None,
        typer.Option(
            "--notation",
            metavar="NAME",
            help=f"The letters of your derivation: {', '.join(NOTATIONS)}.",
        ),
    ] = None,
    digits: Annotated[int, typer.Option("--digits", help="Digits of the exact witness.")] = DIGITS,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """Calls the three witnesses on results; the exit code is 1 if any disagrees.

    Several results are verified at once, one on each core or on --jobs processes. With --draws 0
    the simulation is left out, and the verdict says so. Whatever interrupts the command, Ctrl-C
    or an error, the results that were finished are printed.

    A file is a derivation of your own: .txt with one equation a line, such as L(N) = kappa*w,
    and its reason behind #, or .tex and .md, whose displays are read. A line that begins with
    the relation has the left side of the line before; A := pi/b defines a letter; if a > b + 1
    behind an equation says where it is meant; a line result: width-limited, in LaTeX in a
    comment, says what is derived. Every equation is judged by
    algebra, by digits, by the equation before and by the law; what fails is named with its line
    and a counterexample. The exit code is 1 where one fails, 2 for a line that cannot be read:
    those before it are verified.

    Example: scaling-laws verify time-limited --digits 30

    Example: scaling-laws verify my-page.tex --result width-limited
    """
    checked_effort(digits, draws, seed)
    if are_pages(names or (), result):
        verify_pages(names or (), result, notation, (digits, seed), json)
        return
    if notation is not None:
        raise InvalidProblemError(
            "--notation was given without a page: it says in which letters a derivation of your "
            "own is written. Leave it out, or give a file."
        )
    table = RESULTS.unkept() if no_cache else RESULTS
    asked = table.listed(names or ())
    reports: dict[str, _Report] = {}
    try:
        reports.update(_reports(table, asked, (digits, draws, seed), jobs, json))
    finally:
        finished = [reports[name] for name in asked if name in reports]
        ok = len(finished) == len(asked) and all(report.ok for report in finished)
        if finished:
            _print_reports(finished, ok, json)
    if not ok:
        raise typer.Exit(1)


def _reports(
    table: Contents,
    names: Sequence[str],
    effort: tuple[int, int, int],
    jobs: int | None,
    silent: bool,
) -> Iterator[tuple[str, _Report]]:
    """A report on each name as it is finished."""
    at_once = min(len(names), cores.count() if jobs is None else jobs)
    if at_once > 1:
        yield from _side_by_side(table, names, effort, at_once, silent)
        return
    with busy(silent) as say, processes(jobs) as executor:
        for name in names:
            say(f"deriving {name}")
            yield name, _report(table, name, effort, executor, _announcer(say, name))


def _side_by_side(
    table: Contents, names: Sequence[str], effort: tuple[int, int, int], at_once: int, silent: bool
) -> Iterator[tuple[str, _Report]]:
    """Reports from several processes; the later results have most to check, and begin first."""
    with busy(silent) as say, processes(at_once) as pool:
        assert pool is not None
        asked: dict[Future[_Report], str] = {
            pool.submit(_report, table, name, effort): name for name in reversed(names)
        }
        say(f"verifying {len(names)} results, {at_once} at once")
        for number, future in enumerate(as_completed(asked), start=1):
            yield asked[future], future.result()
            say(f"{number} of {len(names)} results are finished, the last {asked[future]}")


def _report(
    table: Contents,
    name: str,
    effort: tuple[int, int, int],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> _Report:
    digits, draws, seed = effort
    found = verify(table[name], digits, draws, seed, executor, progress)
    entry = {field: str(getattr(found, field)) for field in _FIELDS}
    checks = tuple(
        {"witness": one.check.witness, "name": one.check.name, **asdict(one.outcome)}
        for one in found.checks
    )
    report = _Report(entry, tuple(_failures(found)), found.ok, checks)
    store = table.store(name)
    if store is not None:
        store.write(_key(name, effort), json.dumps({**entry, "checks": checks}).encode())
    return report


def verified(
    table: Contents, names: Sequence[str], anew: bool, effort: tuple[int, int, int] = EFFORT
) -> dict[str, dict[str, Any]]:
    """What the witnesses said of results: what is kept, and with `anew` also what has to be run.

    Each is an entry of `verify --json`, with its checks; a result that was not verified has none.
    """
    found = {name: _kept(table, name, effort) for name in names}
    missing = [name for name in names if found[name] is None]
    if anew and missing:
        for name, report in _reports(table, missing, effort, None, silent=False):
            found[name] = {**report.entry, "checks": list(report.checks)}
    return {name: said for name, said in found.items() if said is not None}


def _kept(table: Contents, name: str, effort: tuple[int, int, int]) -> dict[str, Any] | None:
    store = table.store(name)
    content = None if store is None else store.read(_key(name, effort))
    return None if content is None else json.loads(content)


def _key(name: str, effort: tuple[int, int, int]) -> str:
    return f"verification of {name} with {effort}"


def _announcer(say: Callable[[str], None], name: str) -> Progress:
    def announce(check: Check) -> None:
        say(f"{name}: {check.witness}, {check.name}")

    return announce


def _failures(verification: Verification) -> Iterator[str]:
    for finding in verification.failures:
        check, outcome = finding.check, finding.outcome
        yield (
            f"{verification.name}: the {check.witness} check failed: {check.name}.\n"
            f"  measured  {outcome.measured}\n  bound     {outcome.bound}"
        )


def _print_reports(reports: Sequence[_Report], ok: bool, json: bool) -> None:
    if json:
        print_json({"results": [report.entry for report in reports], "ok": ok})
        return
    print_table(_FIELDS, [tuple(report.entry.values()) for report in reports])
    for failure in (words for report in reports for words in report.failures):
        print(f"\n{failure}")
