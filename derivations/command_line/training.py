"""The statement of model and training that a command line makes, and the times it is asked at."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import wraps
from types import MappingProxyType
from typing import Annotated, Any

import typer

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.problem import Model, OnePassSGD, Steps, Training
from analytic.problem.training import METHODS
from analytic.real_numbers import shown
from derivations.command_line.statement import stated_model, stated_models
from derivations.command_line.times import listed_times

OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "--step": "Step size of gradient descent; without it, training is gradient flow.",
        "--momentum": "Momentum of the steps.",
        "--nesterov": "The momentum is Nesterov's, which looks ahead.",
        "--average": "The mean of all iterates before that step, in the place of the last one.",
        "--growth": "Nesterov's momentum grows as 1 - r/n at step n, r this number.",
        "--batch": "Fresh samples in every step: one-pass SGD.",
        "--inertia": "Inertia beta of gradient flow with momentum.",
        "--ridge": "Ridge penalty gamma of (1/P)|residual|^2 + gamma |theta|^2, instead of a time: "
        "alpha/P of scikit-learn's KernelRidge.",
    }
)
"""What a user may give on a command line, and what it is."""

_PANEL = "Training (gradient flow without any of these)"
_FLAGS = {name for method in METHODS for name in method.options[len(fields(method)) :]}


def takes_problem(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options that state a model and a training in the place of these two.

    In the place of `models` the same options state several, by lists of numbers.
    """
    of_model = inspect.signature(stated_model).parameters
    asked = inspect.signature(command).parameters.values()
    several = any(one.name == "models" for one in asked)

    @wraps(command)
    def with_options(**given: Any) -> None:
        options = {name: given.pop(_parameter(name)) for name in OPTIONS}
        training = stated_training(options)
        options = {name: given.pop(name) for name in of_model}
        if several:
            command(models=stated_models(options), training=training, **given)
        else:
            command(model=stated_model(**options), training=training, **given)

    options = [*of_model.values()]
    stated = {"model": options, "models": options, "training": _options()}
    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for one in asked
        for parameter in stated.get(one.name, [one])
    ]
    signature: Any = inspect.Signature(parameters)
    with_options.__dict__["__signature__"] = signature
    with_options.__annotations__ = {one.name: one.annotation for one in parameters}
    return with_options


def _options() -> list[inspect.Parameter]:
    """The options of all ways of training: numbers, and flags where the class takes none."""
    return [
        inspect.Parameter(
            _parameter(name),
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=None,
            annotation=Annotated[
                bool | None if name in _FLAGS else str | None,
                typer.Option(
                    name,
                    metavar=None if name in _FLAGS else "NUMBER",
                    help=text,
                    rich_help_panel=_PANEL,
                ),
            ],
        )
        for name, text in OPTIONS.items()
    ]


def _parameter(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def stated_training(options: Mapping[str, str | bool | None]) -> Training:
    """The training whose options are those that were given.

    Raises    InvalidProblemError for options that do not go together.

    >>> stated_training({"--step": "1/3", "--nesterov": True, "--momentum": "1/2"})
    Nesterov(step=1/3, momentum=1/2)
    """
    given = [name for name in OPTIONS if options.get(name)]
    for method in METHODS:
        if set(method.options) == set(given):
            return method(*(options[name] for name in method.options if name not in _FLAGS))
    for name in reversed(given):
        others = [one for one in given if not any({one, name} <= set(x.options) for x in METHODS)]
        if others:
            raise InvalidProblemError(
                f"{name} was given together with {others[0]}: they are different ways of training. "
                "Give one of them."
            )
    fitting = [method.options for method in METHODS if set(given) < set(method.options)]
    missing = next(name for name in min(fitting, key=len) if name not in given)
    raise InvalidProblemError(
        f"{given[0]} was given without {missing}: {OPTIONS[given[0]]} Add {missing}."
    )


def stated_times(time: list[str] | None, training: Training) -> list[str]:
    """The times of --time, grids one by one; the end of training stands for --ridge, without one.

    Raises    InvalidProblemError for a time with ridge, for no time without it, and for no grid.
    """
    if not training.has_time:
        if time:
            raise InvalidProblemError(
                "--ridge was given together with --time: ridge is the minimum of the penalised "
                "loss, not a path to it. Give one of them."
            )
        return ["inf"]
    if not time:
        raise InvalidProblemError("No time was given. Add --time, or --ridge for a ridge penalty.")
    return listed_times(time, training.counts_steps)


def instability(model: Model, training: Training) -> str:
    """The sentence that says that steps are too large in the mean field; none where they are not.

    >>> from analytic.problem import GradientDescent, PowerLaw
    >>> instability(Model(PowerLaw(2, "3/2")), GradientDescent(3))
    'Step 3 is not stable: the loss grows from step to step unless steps are below 2.'
    """
    if isinstance(training, OnePassSGD):
        largest = exact.one_pass_largest_step(model, training.batch)
    elif isinstance(training, Steps):
        largest = exact.largest_step(model, training)
    else:
        return ""
    if training.step < largest:
        return ""
    return (
        f"Step {shown(training.step)} is not stable: the loss grows from step to step unless steps "
        f"are below {largest:.6g}."
    )
