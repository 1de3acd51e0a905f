"""The commands loss and simulate: the learning curve by digits and by dice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import mpmath
import typer

from analytic import sampling
from analytic.errors import SimulationError
from analytic.problem import Model, OnePassSGD, Training
from analytic.real_numbers import exact_number
from derivations.command_line.arguments import (
    DataSets,
    Draws,
    Jobs,
    Json,
    Projections,
    Resume,
    Scheduler,
    Seed,
    Times,
)
from derivations.command_line.curves import exact_curves
from derivations.command_line.estimates import estimate_json, estimate_texts
from derivations.command_line.interruption import INTERRUPTED
from derivations.command_line.long_simulations import announce_cost, of_finished_draws
from derivations.command_line.measured import asked_json, notes
from derivations.command_line.members import Members, stated_members
from derivations.command_line.parallel import workers
from derivations.command_line.printing import busy, print_aligned, print_json, print_lines
from derivations.command_line.times import has_grid
from derivations.command_line.training import instability, stated_times, takes_problem

_DIGITS, _GRID_DIGITS = 15, 10


@takes_problem
def loss(
    *,
    time: Times = None,
    model: Model,
    training: Training,
    projections: Projections = None,
    data_sets: DataSets = None,
    digits: Annotated[
        int | None,
        typer.Option("--digits", help="Digits, all of them right; 15, or 10 on a grid of times."),
    ] = None,
    train: Annotated[bool, typer.Option("--train", help="Print the training loss too.")] = False,
    json: Json = False,
) -> None:
    """The mean-field test loss to any number of digits.

    Training is gradient flow unless steps, inertia or a ridge penalty are given. The test loss is
    above the noise of --noise; a measured spectrum's null modes are in it, as noise and as a floor.

    Example: scaling-laws loss --a 2 --b 3/2 --width 40 --time 100 --digits 50
    """
    times = stated_times(time, training)
    members = stated_members(projections, data_sets, {"--train": train})
    if digits is None:
        digits = _GRID_DIGITS if has_grid(time or []) else _DIGITS
    trains: list[Any] = []
    with busy(silent=json) as say:
        if members is None:
            tests, trains = exact_curves(model, times, digits, training, train or json, say)
        else:
            tests = [members.loss(model, one, digits, training) for one in times]
    tests, trains = ([digit_string(one, digits) for one in row] for row in (tests, trains))
    if json:
        beside = {"train": _plain(trains)} if members is None else members._asdict()
        asked = asked_json(model, training, times)
        print_json({"test": _plain(tests), **beside, "digits": digits, **asked})
    else:
        _print_curves(times, tests, trains if train else None)
        print_lines(notes(model, training, times))


@takes_problem
def simulate(
    *,
    time: Times = None,
    model: Model,
    training: Training,
    projections: Projections = None,
    data_sets: DataSets = None,
    draws: Draws = 200,
    seed: Seed = 0,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    resume: Resume = None,
    json: Json = False,
) -> None:
    """Test and training loss of simulated models, with standard errors.

    Example: scaling-laws simulate --a 2 --b 3/2 --modes 300 --width 40 --time 10
    """
    times = stated_times(time, training)
    members = stated_members(projections, data_sets, {})
    if members is not None:
        _simulate_members(
            members, model, times, training, draws, seed, jobs, scheduler, resume, json
        )
        return
    if not isinstance(training, OnePassSGD):
        announce_cost(sampling.expected_cost(model, [0.0] * len(times), draws))

    def ask(draws: int, file: Path, jobs: int | None) -> sampling.Losses:
        with (
            busy(silent=json) as say,
            workers(jobs, scheduler) as executor,
            _told_why(model, training),
        ):
            return sampling.losses(
                model,
                _plain([exact_number(value, "time") for value in times]),
                draws=draws,
                seed=seed,
                training=training,
                executor=executor,
                progress=lambda done, total: say(f"{done} of {total} draws"),
                resume=file,
            )

    curve, finished = of_finished_draws(ask, draws, resume, jobs)
    if json:
        estimates = {"test": estimate_json(curve.test), "train": estimate_json(curve.train)}
        asked = asked_json(model, training, times)
        print_json({**estimates, "draws": finished, "seed": seed, **asked})
        _leave_if_interrupted(finished, draws)
        return
    _print_curves(times, estimate_texts(curve.test), estimate_texts(curve.train))
    print_lines(notes(model, training, times))
    if unstable := instability(model, training):
        print(unstable)
    elif curve.test.heavy_tailed:
        print("The test loss has no variance over draws here. Read the median, not the mean.")
    _leave_if_interrupted(finished, draws)


def _simulate_members(
    members: Members,
    model: Model,
    times: list[str],
    training: Training,
    draws: int,
    seed: int,
    jobs: int | None,
    scheduler: str | None,
    resume: Path | None,
    json: bool,
) -> None:
    """The loss of a simulated ensemble."""

    def ask(draws: int, file: Path, jobs: int | None) -> sampling.Estimate:
        with busy(silent=json) as say, workers(jobs, scheduler) as executor:
            return members.simulated(
                model,
                _plain([exact_number(value, "time") for value in times]),
                draws,
                seed,
                training,
                executor,
                lambda done, total: say(f"{done} of {total} draws"),
                file,
            )

    test, finished = of_finished_draws(ask, draws, resume, jobs)
    if json:
        asked = asked_json(model, training, times)
        estimates = {"test": estimate_json(test), **members._asdict()}
        print_json({**estimates, "draws": finished, "seed": seed, **asked})
        _leave_if_interrupted(finished, draws)
        return
    _print_curves(times, estimate_texts(test), None)
    print_lines(notes(model, training, times))
    _leave_if_interrupted(finished, draws)


def _leave_if_interrupted(finished: int, draws: int) -> None:
    if finished < draws:
        raise typer.Exit(INTERRUPTED)


@contextmanager
def _told_why(model: Model, training: Training) -> Iterator[None]:
    """A simulation whose numbers grow too large because its steps are says so."""
    try:
        yield
    except SimulationError as error:
        unstable = instability(model, training)
        if not unstable:
            raise
        raise SimulationError(f"{unstable} {error}") from None


def digit_string(value: Any, digits: int) -> str:
    """An mpmath number in exactly so many significant digits, zeros at its end included."""
    return str(mpmath.nstr(value, digits, strip_zeros=False)).removesuffix(".")


def _plain(values: list[Any]) -> Any:
    """One value as itself, several as a list."""
    return values[0] if len(values) == 1 else values


def _print_curves(times: list[str], tests: list[str], trains: list[str] | None) -> None:
    losses = [("test", *tests)] if trains is None else [("test", *tests), ("train", *trains)]
    print_aligned(losses if len(times) == 1 else list(zip(("time", *times), *losses, strict=True)))
