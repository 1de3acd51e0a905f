"""The command sweep: losses of many models, simulated and in the mean field, in one file."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from analytic.problem import Model, Training
from analytic.real_numbers import exact_number
from analytic.sweeps import Row, sweep
from derivations.command_line.arguments import Draws, Jobs, Json, Scheduler, Seed, Times
from derivations.command_line.estimates import plus_minus
from derivations.command_line.parallel import workers
from derivations.command_line.printing import busy, print_json, print_table
from derivations.command_line.training import stated_times, takes_problem

_STATED = ("a", "b", "modes", "width", "samples", "noise", "time")


@takes_problem
def sweep_models(
    *,
    time: Times = None,
    models: list[Model],
    training: Training,
    draws: Draws = 200,
    seed: Seed = 0,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="A Parquet file of finished models; the same command goes on from it.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Losses of all combinations of a, b, modes, width, samples and noise, beside the mean field.

    Each of these is a number, a list as 10,20,40, or, of whole numbers, a grid as 10:1000:5.

    Example: scaling-laws sweep --a 2,3 --b 3/2 --modes 300 --width 10:80:4 --time 10 --draws 50
    """
    times = [exact_number(one, "time") for one in stated_times(time, training)]
    finished = (0, len(set(models)))

    def tell(*counts: int) -> None:
        nonlocal finished
        finished = counts[0], counts[1]
        say(f"{counts[0]} of {counts[1]} models")

    with busy(silent=json) as say, workers(jobs, scheduler) as executor:
        try:
            rows = sweep(
                models, times, draws, seed, training, executor=executor, file=output, progress=tell
            )
        except KeyboardInterrupt:
            kept = "" if output is None else f"; the same command goes on from {output}"
            print("{} of {} models are finished".format(*finished) + kept + ".", file=sys.stderr)
            raise
    if json:
        print_json({"rows": [_plain(row) for row in rows]})
        return
    stated = [name for name in _STATED if any(name in row for row in rows)]
    heading = [*stated, "test", "train", "mean field"]
    print_table(heading, [_cells(row, stated) for row in rows])


def _cells(row: Row, stated: list[str]) -> list[str]:
    median = row["heavy_tailed"]
    tests = ("test_median", "test_median_error") if median else ("test", "test_error")
    test = plus_minus(*(row[name] for name in tests)) + (" (median)" if median else "")
    train = plus_minus(row["train"], row["train_error"])
    mean_field = row["test_exact"]
    return [
        *(f"{row.get(name, ''):.6g}" for name in stated),
        test,
        train,
        "" if mean_field is None else f"{mean_field:.6g}",
    ]


def _plain(row: Row) -> dict[str, Any]:
    """A row without infinities, which JSON has no numbers for."""
    return {name: "inf" if value == float("inf") else value for name, value in row.items()}
