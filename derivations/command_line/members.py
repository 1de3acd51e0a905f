"""The members of an ensemble that a command line states, and what goes with them."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

from analytic import exact, sampling
from analytic.errors import InvalidProblemError
from analytic.problem import GradientFlow, Model, Training
from analytic.real_numbers import exact_number, shown


class Members(NamedTuple):
    """The numbers of projections and of data sets whose predictors are averaged."""

    projections: str
    data_sets: str

    def loss(self, model: Model, time: str, digits: int, training: Training) -> Any:
        """The exact loss of the ensemble.

        Raises    InvalidProblemError for other ways of training than gradient flow.
        """
        if not isinstance(training, GradientFlow):
            raise InvalidProblemError(
                "--projections and --data-sets were given with steps, inertia or a ridge penalty: "
                "the exact loss of an ensemble is known under gradient flow only. Leave out the "
                "other options, or simulate."
            )
        return exact.ensemble_loss(model, time, *self, digits=digits)

    def simulated(
        self,
        model: Model,
        time: Any,
        draws: int,
        seed: int,
        training: Training,
        executor: Executor | None,
        progress: Callable[[int, int], object],
        resume: Path | None,
    ) -> sampling.Estimate:
        """The simulated loss of the ensemble."""
        return sampling.ensemble_loss(
            model,
            time,
            _count(self.projections, "--projections"),
            _count(self.data_sets, "--data-sets"),
            draws,
            seed,
            training,
            executor=executor,
            progress=progress,
            resume=resume,
        )


def stated_members(
    projections: str | None, data_sets: str | None, beside: dict[str, bool]
) -> Members | None:
    """The ensemble of --projections and --data-sets; None where neither is given.

    Raises    InvalidProblemError beside options that have no meaning for it.
    """
    if projections is None and data_sets is None:
        return None
    for option, given in beside.items():
        if given:
            raise InvalidProblemError(
                f"{option} was given together with --projections or --data-sets: it is about one "
                "model. Leave one of them out."
            )
    return Members(projections or "1", data_sets or "1")


def _count(value: str, option: str) -> int:
    number = exact_number(value, option)
    if not number.is_Integer:
        raise InvalidProblemError(
            f"A simulation cannot average {option} {shown(number)}: its members are drawn one by "
            "one. Give a whole number."
        )
    return int(number)
