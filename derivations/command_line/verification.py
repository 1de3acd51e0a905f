"""The command verify: what the three witnesses say about each result."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from typing import Annotated

import typer

from analytic.result import Check
from analytic.sampling import cores
from analytic.verify import Progress, Verification, checked_effort, verify
from derivations import RESULTS, Contents
from derivations.command_line.arguments import Draws, Jobs, Json, Names, NoCache, Seed
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy, print_json, print_table

_FIELDS = ("name", "symbolic", "exact", "sampling", "verdict")


@dataclass(frozen=True)
class _Report:
    """A verification in words, as it travels from one process to another."""

    entry: dict[str, str]
    failures: tuple[str, ...]
    ok: bool


def verify_results(
    names: Names = None,
    digits: Annotated[int, typer.Option("--digits", help="Digits of the exact witness.")] = 30,
    draws: Draws = 200,
    seed: Seed = 0,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """Calls the three witnesses on results; the exit code is 1 if any disagrees.

    Several results are verified at once, one on each core or on --jobs processes. With --draws 0
    the simulation is left out, and the verdict says so. Whatever interrupts the command, Ctrl-C
    or an error, the results that were finished are printed.

    Example: scaling-laws verify time-limited --digits 30
    """
    checked_effort(digits, draws, seed)
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
    return _Report(entry, tuple(_failures(found)), found.ok)


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
