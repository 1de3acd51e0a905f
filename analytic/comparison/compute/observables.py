r"""What the compute-optimal law is about: the loss, the width and the time on the frontier.

    L^*(C) = \min_N L(C/N, N),   N^*(C),   t^*(C) = C/N^*(C)

A simulation draws a few widths around the best one, each for the time that the compute leaves to
it; the parabola through the lowest three in log N has its lowest point where none was drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from sympy import lambdify

from analytic import exact, sampling
from analytic.comparison.measure import Experiment, cut_off, over_draws
from analytic.notation import N, t
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import Least, on_budget
from analytic.result import Effort, Simulated

Reals = NDArray[np.float64]

_RISEN = 1.3  # over the least loss so far: beyond its valley


@dataclass(frozen=True)
class OnBudget(Experiment):
    """What is best at a compute, over widths that are whole numbers where it is simulated."""

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The least loss, or a place, at computes `sizes`: one value a draw.

        The mean of the losses is the lowest point of the parabola. The place is no mean over draws,
        but what it is without one of them says how much each of them weighs: n p - (n - 1) p_i, the
        jackknife.
        """
        found = [
            self._of_draws(*_valley(spectrum, compute, self.modes, effort), compute)
            for compute in sizes
        ]
        return Simulated(*over_draws(np.stack(found, axis=1)))

    def _of_draws(self, x: Reals, losses: Reals, compute: int) -> Reals:
        assert isinstance(self.quantity.of, Least)
        of = self.quantity.of.place
        if of is None:
            return lowest_of(x, losses)
        means = losses.mean(axis=0), *_less(losses)
        widths = np.exp([_lowest_place(x, mean) for mean in means])
        places = lambdify((N, t), of)(widths, compute / widths)
        return np.asarray(len(losses) * places[0] - (len(losses) - 1) * places[1:])


@lru_cache(maxsize=32)
def _valley(spectrum: PowerLaw, compute: int, modes: int, effort: Effort) -> tuple[Reals, Reals]:
    """Logarithms of widths, one after the other until the loss rises, and losses of draws.

    Loss, width and time on the frontier are read from the same draws.
    """
    widths: list[float] = []
    losses: list[Reals] = []
    while len(losses) < 3 or np.mean(losses[-1]) < _RISEN * np.min(np.mean(losses, axis=1)):
        widths.append(_following(widths))
        losses.append(_drawn(spectrum, widths[-1], compute, modes, effort))
    return np.log(widths), np.stack(losses, axis=1)


def _drawn(spectrum: PowerLaw, width: float, compute: int, modes: int, effort: Effort) -> Reals:
    """Losses at one width, those of the modes that were cut off made up for."""
    cut, time = cut_off(spectrum, modes), np.array([compute / width])
    drawn = sampling.test_loss(Model(cut, width=int(width)), time, **effort.simulation)
    whole, part = (
        float(exact.test_loss(Model(law, width=int(width)), time)[0]) for law in (spectrum, cut)
    )
    return np.asarray(drawn.samples[:, 0] * whole / part)


def _less(losses: Reals) -> Reals:
    """The means over all draws but one, draw by draw."""
    return np.asarray((losses.sum(axis=0) - losses) / (len(losses) - 1))


def _lowest_place(x: Reals, mean: Reals) -> float:
    """Where the parabola through the lowest mean and its neighbours is lowest, in logarithms."""
    middle = int(np.clip(np.argmin(mean), 1, len(x) - 2))
    near = slice(middle - 1, middle + 2)
    curve = np.polyfit(x[near], np.log(mean[near]), 2)
    return float(np.clip(-curve[1] / (2 * curve[0]), x[middle - 1], x[middle + 1]))


def lowest_of(x: Reals, samples: Reals) -> Reals:
    """The lowest value of the parabola through the lowest mean and its neighbours, draw by draw.

    At the lowest point of the mean's parabola, so that its own change counts in second order only.
    """
    mean = samples.mean(axis=0)
    middle = int(np.clip(np.argmin(mean), 1, len(x) - 2))
    near = slice(middle - 1, middle + 2)
    curve = np.polyfit(x[near], np.log(mean[near]), 2)
    best = _lowest_place(x, mean)
    weights = [
        np.prod([(best - other) / (one - other) for other in x[near] if other != one])
        for one in x[near]
    ]
    level = np.exp(np.polyval(curve, best))
    shares = np.array(weights) / mean[near] * level
    return np.asarray(samples[:, near] @ shares)


def _following(widths: list[float]) -> float:
    """The next whole width, a factor of about sqrt 2 further; the first is 2."""
    return float(np.ceil(np.sqrt(2) * widths[-1])) if widths else 2.0


BEST_LOSS = OnBudget(on_budget())
INVERSE_WIDTH, INVERSE_TIME = (OnBudget(on_budget(1 / one)) for one in (N, t))
