r"""The frontier of one-pass SGD: at a compute C = N t, the width and the steps that leave least.

L^*(C) = \min_t L(t, C/t),   t = 1, 2, ...,   N = C/t >= 1 real

A valley in log t: a walk downhill encloses it, parabolas through three points find its floor.
"""

from functools import lru_cache
from math import exp, inf, isfinite, log, sqrt
from typing import NamedTuple

from sympy import Expr

from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.exact.certificate import above_floor
from analytic.exact.one_pass.loss import one_pass_loss
from analytic.problem import Model, OnePassSGD, replace_model, require_gaussian
from analytic.real_numbers import exact_number

_GROWTH = 1.6  # of the steps of the walk in log t
_CLOSE = 1e-5  # of log t: 1e-10 of the loss
_NEAR = 1.05  # times as many steps: a parabola through such points is one of the loss
_PARABOLAS = 60
_ACCURACY = 4e-10  # of a loss, for rounding
_LARGEST = 1e80  # of the compute, whose powers are to stay in the range of doubles


class BestDivision(NamedTuple):
    """The best width, the steps that the compute leaves to it, and the loss there."""

    width: float
    steps: float
    loss: float


def one_pass_frontier(
    model: Model, compute: Expr | float, training: OnePassSGD, accuracy: float = _ACCURACY
) -> BestDivision:
    r"""The best division of C = N t at a step and a batch; the model's own width does not count.

        L^*(C) = \min_N L_{C/N}(N)

    Shape     float64, one compute.
    Accuracy  1e-9 of the loss, 1e-4 of the width; the steps are a whole number. Of the loss,
              rounding has `accuracy`; it may have more where speed counts.
    Raises    InvalidProblemError for a compute that is no number from 1 to 1e80, and what
              `one_pass_loss` raises; PrecisionError where the search does not end.

    >>> from analytic.problem import PowerLaw
    >>> found = one_pass_frontier(Model(PowerLaw(2, "3/2")), 10**6, OnePassSGD("1/4", 2))
    >>> round(found.steps), round(found.loss, 6)
    (1636, 0.020167)
    """
    require_gaussian(model)
    budget = float(exact_number(compute, "compute"))
    if not (isfinite(budget) and 1 <= budget <= _LARGEST):
        raise InvalidProblemError(
            f"The frontier of one-pass SGD is not known at compute = {compute}: it is searched in "
            f"doubles. Give a number from 1 to {_LARGEST:.0e}."
        )
    best = _frontier(model.visible, budget, training, accuracy)
    return best._replace(loss=above_floor(model, best.loss, None))


@lru_cache(maxsize=256)
def _frontier(model: Model, budget: float, training: OnePassSGD, accuracy: float) -> BestDivision:
    valley = _Valley(model, budget, training, accuracy)
    valley.enclose(round(sqrt(budget)))
    for _ in range(_PARABOLAS):
        left, middle, right = valley.lowest
        following = valley.parabola(left, middle, right)
        if following not in valley.known and abs(log(following / middle)) > _CLOSE:
            valley.height(following)
        elif valley.is_enclosed(left, middle, right):
            return BestDivision(budget / middle, middle, exp(valley.known[middle]))
    raise PrecisionError(
        f"The best width was not found at compute = {budget:.3g}: the loss hardly depends on it. "
        "Ask for a larger compute."
    )


class _Valley:
    """log L over the whole numbers of steps for which it is known."""

    def __init__(self, model: Model, budget: float, training: OnePassSGD, accuracy: float) -> None:
        self.model, self.budget, self.training = model, budget, training
        self.accuracy = accuracy
        self.known: dict[float, float] = {}

    def height(self, steps: float) -> float:
        """log L after so many steps; infinite for a width at which the steps are too large."""
        if steps not in self.known:
            try:
                self.known[steps] = log(self.loss(steps))
            except DivergenceError:
                self.known[steps] = inf
        return self.known[steps]

    def enclose(self, start: float) -> None:
        """Walk downhill, further and further, until it is uphill on either side."""
        if self.height(start) == inf:
            start = 1.0
            self.known[start] = log(self.loss(start))
        for factor in (exp(1.0), exp(-1.0)):
            here, stride = start, factor
            while True:
                following = _whole(here * stride, self.budget)
                if following == here or self.height(following) >= self.height(here):
                    break
                here, stride = following, stride**_GROWTH

    @property
    def lowest(self) -> tuple[float, float, float]:
        """The lowest point and its neighbours; 0 or the budget and more where there are none."""
        steps = sorted(self.known)
        place = min(range(len(steps)), key=lambda one: self.known[steps[one]])
        left = steps[place - 1] if place else 0.0
        right = steps[place + 1] if place + 1 < len(steps) else self.budget + 1
        return left, steps[place], right

    def parabola(self, left: float, middle: float, right: float) -> float:
        """The next point: where the parabola through three is lowest."""
        if left < 1:
            return _whole(sqrt(middle), self.budget)
        if right > self.budget:
            return _whole(sqrt(middle * self.budget), self.budget)
        back, on = log(left / middle), log(right / middle)
        rises = [
            (self.height(one) - self.height(middle)) / x for one, x in ((left, back), (right, on))
        ]
        if not all(map(isfinite, rises)):
            return _whole(middle * exp((back if isfinite(rises[1]) else on) / 2), self.budget)
        bend = (rises[1] - rises[0]) / (on - back)
        vertex = (on - rises[1] / bend) / 2 if bend else 0.0
        return _whole(middle * exp(vertex), self.budget)

    def is_enclosed(self, left: float, middle: float, right: float) -> bool:
        """Whether the points next to the lowest are close by; looks there if they are not."""
        stride = max(1.0, round((_NEAR - 1) * middle))
        sides = ((middle - left, middle - stride), (right - middle, middle + stride))
        missing = [one for gap, one in sides if gap > stride and 1 <= one <= self.budget]
        for one in missing:
            self.height(one)
        return not missing

    def loss(self, steps: float) -> float:
        """L(t, C/t).

        Raises    DivergenceError; PrecisionError where the loss is below the smallest double.
        """
        here = replace_model(self.model, width=self.budget / steps)
        loss = float(one_pass_loss(here, steps, self.training, accuracy=self.accuracy))
        if not loss > 0:
            raise PrecisionError(
                f"The loss after {steps:.0f} steps at the compute {self.budget:.3g} is below the "
                "smallest double. Give a smaller compute."
            )
        return loss


def _whole(steps: float, budget: float) -> float:
    return min(max(1.0, float(round(steps))), float(int(budget)))
