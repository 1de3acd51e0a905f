"""The statement of training that a command line makes, and the times it is asked at."""

from __future__ import annotations

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.problem import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    HeavyBallFlow,
    Model,
    Nesterov,
    OnePassSGD,
    Ridge,
    Training,
)
from analytic.real_numbers import shown
from derivations.command_line.times import listed_times

__all__ = ["instability", "stated_times", "stated_training"]


def stated_training(
    step: str | None,
    momentum: str | None,
    nesterov: bool,
    inertia: str | None,
    ridge: str | None,
    batch: str | None = None,
) -> Training:
    """The training of --step, --momentum and --nesterov or --batch, of --inertia, or of --ridge.

    Raises    InvalidProblemError for options that do not go together.
    """
    momenta = {"--momentum": momentum, "--nesterov": nesterov or None}
    steps = {"--step": step, "--batch": batch, **momenta}
    given = [name for name, value in steps.items() if value is not None]
    _require_alone("--ridge", ridge, [*given, *(["--inertia"] if inertia is not None else [])])
    _require_alone("--inertia", inertia, given)
    if ridge is not None:
        return Ridge(ridge)
    if inertia is not None:
        return HeavyBallFlow(inertia)
    _require_alone("--batch", batch, [name for name, value in momenta.items() if value])
    if step is None:
        if given:
            flow = (
                "" if batch is not None else ", or give --inertia for momentum in continuous time"
            )
            raise InvalidProblemError(
                f"{given[0]} was given without --step: it belongs to steps. Add --step{flow}."
            )
        return GradientFlow()
    if batch is not None:
        return OnePassSGD(step, batch)
    if momentum is None:
        if nesterov:
            raise InvalidProblemError(
                "--nesterov was given without --momentum: it says which kind of momentum. "
                "Add --momentum."
            )
        return GradientDescent(step)
    return Nesterov(step, momentum) if nesterov else HeavyBall(step, momentum)


def stated_times(time: list[str] | None, training: Training) -> list[str]:
    """The times of --time, grids one by one; the end of training stands for --ridge, without one.

    Raises    InvalidProblemError for a time with ridge, for no time without it, and for no grid.
    """
    if isinstance(training, Ridge):
        if time:
            raise InvalidProblemError(
                "--ridge was given together with --time: ridge is the minimum of the penalised "
                "loss, not a path to it. Give one of them."
            )
        return ["inf"]
    if not time:
        raise InvalidProblemError("No time was given. Add --time, or --ridge for a ridge penalty.")
    return listed_times(time, not isinstance(training, GradientFlow | HeavyBallFlow))


def instability(model: Model, training: Training) -> str:
    """The sentence that says that steps are too large in the mean field; none where they are not.

    >>> from analytic.problem import PowerLaw
    >>> instability(Model(PowerLaw(2, "3/2")), GradientDescent(3))
    'Step 3 is not stable: the loss grows from step to step unless steps are below 2.'
    """
    if isinstance(training, OnePassSGD):
        largest = exact.one_pass_largest_step(model, training.batch)
    elif isinstance(training, GradientDescent | HeavyBall | Nesterov):
        largest = exact.largest_step(model, training)
    else:
        return ""
    if training.step < largest:
        return ""
    return (
        f"Step {shown(training.step)} is not stable: the loss grows from step to step unless steps "
        f"are below {largest:.6g}."
    )


def _require_alone(name: str, value: str | None, others: list[str]) -> None:
    if value is not None and others:
        raise InvalidProblemError(
            f"{name} was given together with {others[0]}: they are different ways of training. "
            "Give one of them."
        )
