r"""The compute-optimal law on limited data against simulations, by replication.

Every mode, the widths, the samples and the compute are multiplied: rN r t = r^2 C leaves the mean
field's least loss on the budget as it is, and a simulation's differs from it by 1/r. The valley of
a learning curve without label noise is a difference of two losses of the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas, replicated
from analytic.comparison.compute.observables import lowest_of
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort

__all__ = ["least_loss_check", "valley_check"]

Theory = Callable[[Model, Any], Any]

_COPIES = (2, 4, 8)
_SPECTRUM = PowerLaw(2, "3/2", modes=24)
_SAMPLES = 6
_BUDGETS = {  # compute and widths about the best, before and after six samples end the power law
    40.0: (9, 12, 16, 22),
    400.0: (24, 36, 54),
}
_ROUGH = PowerLaw("5/4", 2, modes=24)  # a < b
_VALLEY_SAMPLES = 4
_LATER = 8  # times the best time
_DRAWS_MORE = 8  # the model is small


def least_loss_check(theory: Theory = exact.test_loss) -> Check:
    """The least loss under C = N t of six samples, at two computes."""
    name = "least loss on a budget by replication"
    return replicated(name, lambda *_: (_budget(c, theory) for c in _BUDGETS), copies=_COPIES)


def _budget(compute: float, theory: Theory) -> Replicas:
    """The least loss on a budget."""
    widths = _BUDGETS[compute]
    models = [Model(_SPECTRUM, width=n, samples=_SAMPLES) for n in widths]
    times = compute / np.array(widths)
    pairs = list(zip(models, times, strict=True))
    losses = [float(np.ravel(theory(model, time))[0]) for model, time in pairs]

    def draw(r: int, effort: Effort) -> Reals:
        drawn = [_drawn(model, r, np.array([time]), effort) for model, time in pairs]
        return lowest_of(np.log(widths), np.concatenate(drawn, axis=1))[:, None]

    return Replicas(lowest_of(np.log(widths), np.array([losses])), draw)


def valley_check(drawn: PowerLaw = _ROUGH) -> Check:
    """The loss at eight times its best time less that at it, a < b and no noise: it rises."""
    rough, simulated = (Model(one, samples=_VALLEY_SAMPLES) for one in (_ROUGH, drawn))

    def replicas(*_: Any) -> Iterator[Replicas]:
        times = exact.optimal_stopping(rough).time * np.array([1.0, _LATER])

        def draw(r: int, effort: Effort) -> Reals:
            many = replace(effort, draws=_DRAWS_MORE * effort.draws)
            return np.diff(_drawn(simulated, r, times, many), axis=1)

        yield Replicas(np.diff(np.asarray(exact.test_loss(rough, times))), draw)

    return replicated("a valley without label noise", replicas, copies=_COPIES, nonzero=True)


def _drawn(model: Model, copies: int, times: Reals, effort: Effort) -> Reals:
    """Test losses of so many copies of everything."""
    found = sampling.test_loss(
        model.replicated(copies),
        copies * times,
        effort.draws,
        effort.seed,
        executor=effort.executor,
    )
    return np.asarray(found.samples)
