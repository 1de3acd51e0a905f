"""The command verify: what the three witnesses say about each result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from analytic.result import Check
from analytic.verify import Progress, Verification, checked_effort, verify
from derivations.command_line.arguments import Draws, Jobs, Json, Seed
from derivations.command_line.contents import derived
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy, print_json, print_table

__all__ = ["verify_results"]


def verify_results(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME]...", help="Names from scaling-laws list; all if none is given."
        ),
    ] = None,
    digits: Annotated[int, typer.Option("--digits", help="Digits of the exact witness.")] = 30,
    draws: Draws = 200,
    seed: Seed = 0,
    jobs: Jobs = None,
    json: Json = False,
) -> None:
    """Calls the three witnesses on results; the exit code is 1 if any disagrees.

    With --draws 0 the simulation is left out, and the verdict says so.

    Example: scaling-laws verify time-limited --digits 30
    """
    checked_effort(digits, draws, seed)
    results = derived(names or [], silent=json)
    with busy(silent=json) as say, processes(jobs) as executor:
        verifications = [
            verify(result, digits, draws, seed, executor, _announcer(say, result.name))
            for result in results
        ]
    ok = all(verification.ok for verification in verifications)
    if json:
        print_json({"results": [_entry(v) for v in verifications], "ok": ok})
    else:
        _print_verifications(verifications)
    if not ok:
        raise typer.Exit(1)


def _announcer(say: Callable[[str], None], name: str) -> Progress:
    def announce(check: Check) -> None:
        say(f"{name}: {check.witness}, {check.name}")

    return announce


def _entry(verification: Verification) -> dict[str, str]:
    fields = ("name", "symbolic", "exact", "sampling", "verdict")
    return {field: str(getattr(verification, field)) for field in fields}


def _print_verifications(verifications: Sequence[Verification]) -> None:
    entries = [_entry(verification) for verification in verifications]
    print_table(tuple(entries[0]), [tuple(entry.values()) for entry in entries])
    for verification in verifications:
        for finding in verification.failures:
            check, outcome = finding.check, finding.outcome
            print(f"\n{verification.name}: the {check.witness} check failed: {check.name}.")
            print(f"  measured  {outcome.measured}\n  bound     {outcome.bound}")
