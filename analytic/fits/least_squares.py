r"""Sums of powers by least squares, with intervals by profiles.

    L = L_\infty + \sum_i A_i x_i^{-r_i} (1 + c_i (x_i/x_{i,1})^{-1/2} + c_i' (x_i/x_{i,1})^{-1}),

with L_\infty >= 0, and with c, c' of the size 0.15: no power law begins with the first point x_1,
and what is not known of its corrections is in the interval. That holds the values of a parameter
at which the best fit of the others is not worse than chance explains, S(r) <= S_{min} (1 + q/f),
with q the quantile of the F distribution for one and f degrees of freedom. It knows that r and
L_\infty may stand in for each other; corrections that fall slower, as those of laws next to a
boundary of their regimes do, it does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.fits.loss_table import LossTable
from analytic.fits.windows import Array

_CORRECTIONS = (0.5, 1.0)  # powers of x/x_1
_SIZE = 0.15  # of a correction at the first point
_MOST = 0.49  # of one of them, so that no term changes its sign
_ROUNDS = 2
_STARTS = (0.1, 0.5, 1.5)
_LARGEST = 20.0  # exponent that is looked for, of either sign
_LEVEL = 0.95
_SPREAD = 1e-9  # relative differences that are rounding
_ALIKE = 0.8  # at most: how neighbouring residuals are correlated
_CORRELATED = 0.5  # from where that is said
_FEWEST = 4  # degrees of freedom from which neighbours are compared
_PRECISE = 1e-5  # of the width of an interval
_IMPROBABLE = 1e-3  # chance of what is left under the errors as given


@dataclass(frozen=True)
class FittedNumber:
    """A number with its interval of 95 %."""

    value: float
    low: float
    high: float

    def within(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


class Solution(NamedTuple):
    """L_infinity, exponents, logarithms of A_i in middle units, c and c'; the sum of squares."""

    numbers: Array
    squares: float


class LeastSquares:
    """Losses over some resources, and how well a sum of powers fits them.

    Raises    InvalidProblemError for fewer points than parameters and one, or losses that are all
              alike.
    """

    def __init__(self, losses: LossTable, letters: Sequence[str]) -> None:
        self.losses, self.letters = losses, list(letters)
        self.loss = losses.loss
        logs = [np.log(losses.resources[letter]) for letter in letters]
        self.middle = np.array([one.mean() for one in logs])
        self.x = np.array([one - m for one, m in zip(logs, self.middle, strict=True)])
        self.decay = np.array([[np.exp(-p * (x - x.min())) for p in _CORRECTIONS] for x in self.x])
        self.chance = 0.0  # of one residual
        self.freedom = len(self.loss) - 1 - 2 * len(letters)
        require(
            self.freedom >= 1,
            f"{len(self.loss)} points are too few for {1 + 2 * len(letters)} parameters: "
            f"the irreducible loss, and an amplitude and an exponent in {', '.join(letters)}. "
            f"Measure {2 + 2 * len(letters)} or more.",
        )
        require(
            bool(np.ptp(self.loss) > _SPREAD * self.loss.max()),
            "All losses are the same: they have no exponent. Measure where the loss still falls.",
        )

    def best(self) -> Solution:
        """The best fit of all parameters, from several starts."""
        m = len(self.letters)
        pure = tuple((place, 0.0) for place in range(1 + 2 * m, 1 + (2 + len(_CORRECTIONS)) * m))
        starts = product(_STARTS, repeat=m)
        tried = [self._solved(self._start(np.array(start)), pure) for start in starts]
        found = min(tried, key=lambda one: one.squares)
        for _ in range(_ROUNDS):
            rest = self._rest(found.numbers)
            self.chance = float(np.sqrt((rest**2).sum() / self.freedom))
            if self.losses.error is not None:
                self.chance = max(self.chance, 1.0)
            found = self._solved(found.numbers, ())
        return found

    def interval(self, found: Solution, place: int) -> FittedNumber:
        """The interval of L_infinity (place 0) or of an exponent (from place 1 on)."""
        value = float(found.numbers[place])
        limit = found.squares + self.chance**2 * self._quantile(found)
        low, high = self._bounds[0][place], self._bounds[1][place]
        ends = [self._end(found, place, limit, bound) for bound in (float(low), float(high))]
        return FittedNumber(value, *ends)

    def amplitudes(self, found: Solution) -> list[float]:
        """A_i of A_i x^-r."""
        m = len(self.letters)
        exponents, logs = found.numbers[1 : 1 + m], found.numbers[1 + m : 1 + 2 * m]
        return [float(x) for x in np.exp(logs + exponents * self.middle)]

    def scatter(self, found: Solution) -> float:
        """The relative size of what is left."""
        rest = self._model(found.numbers) / self.loss - 1
        return float(np.sqrt((rest**2).sum() / self.freedom))

    def doubts(self, found: Solution, exponents: dict[str, FittedNumber]) -> list[str]:
        """What speaks against a sum of powers."""
        stats = _scipy().stats
        said = []
        if self.losses.error is not None:
            chance = float(stats.chi2.sf(found.squares, self.freedom))
            if chance < _IMPROBABLE:
                said.append(
                    "What is left is larger than the errors say: squares over their errors add up "
                    f"to {found.squares:.3g} for {self.freedom} degrees of freedom. No power law "
                    "fits, or the errors are too small; the intervals are widened by that."
                )
        elif self._likeness(found) > _CORRELATED and self.scatter(found) > _SPREAD:
            said.append(
                "What is left is no chance: neighbours are off alike. Another law may fit better."
            )
        for letter, one in exponents.items():
            if max(abs(one.low), abs(one.high)) >= _LARGEST:
                said.append(f"The exponent in {letter} is not determined by these points.")
            elif one.high <= 0:
                said.append(f"The loss grows with {letter}.")
        return said

    @cached_property
    def _bounds(self) -> tuple[Array, Array]:
        m = len(self.letters)
        infinite, many = [np.inf] * m, [_MOST] * (m * len(_CORRECTIONS))
        low = np.array([0.0, *[-_LARGEST] * m, *[-np.inf] * m, *(-x for x in many)])
        return low, np.array([float(self.loss.max()), *[_LARGEST] * m, *infinite, *many])

    def _model(self, numbers: Array) -> Array:
        m = len(self.letters)
        logs, exponents = numbers[1 + m : 1 + 2 * m, None], numbers[1 : 1 + m, None]
        corrections = numbers[1 + 2 * m :].reshape(m, -1, 1) * self.decay
        powers = np.exp(logs - exponents * self.x) * (1 + corrections.sum(axis=1))
        return np.asarray(numbers[0] + powers.sum(axis=0))

    def _residuals(self, numbers: Array) -> Array:
        """What is left of the losses, and how far corrections are from none."""
        corrections = numbers[1 + 2 * len(self.letters) :]
        return np.concatenate([self._rest(numbers), corrections * self.chance / _SIZE])

    def _rest(self, numbers: Array) -> Array:
        """In standard errors, or in shares of the loss."""
        model = self._model(numbers)
        if self.losses.error is not None:
            return np.asarray((model - self.loss) / self.losses.error)
        return np.asarray(np.log(model / self.loss))

    def _start(self, exponents: Array) -> Array:
        """The best amplitudes for these exponents, in shares of the loss."""
        powers = np.exp(-exponents[:, None] * self.x)
        design = np.vstack([np.ones(len(self.loss)), powers]) / self.loss
        found, _ = _scipy().optimize.nnls(design.T, np.ones(len(self.loss)))
        least = 1e-3 * float(self.loss.min())
        low = min(float(found[0]), 0.9 * float(self.loss.min()))
        none = np.zeros(len(exponents) * len(_CORRECTIONS))
        return np.concatenate([[low], exponents, np.log(np.maximum(found[1:], least)), none])

    def _solved(self, start: Array, fixed: tuple[tuple[int, float], ...]) -> Solution:
        """The best fit with some numbers fixed."""
        free = np.array([i for i in range(len(start)) if i not in dict(fixed)])
        numbers = start.copy()
        for place, value in fixed:
            numbers[place] = value
        low, high = (one[free] for one in self._bounds)

        def rest(some: Array) -> Array:
            numbers[free] = some
            with np.errstate(over="ignore"):
                return np.nan_to_num(self._residuals(numbers), posinf=1e9, neginf=-1e9)

        begin = np.clip(numbers[free], low, high)
        found = _scipy().optimize.least_squares(
            rest, begin, bounds=(low, high), xtol=1e-12, ftol=1e-12, gtol=1e-12, max_nfev=400
        )
        numbers[free] = found.x
        return Solution(numbers.copy(), 2 * float(found.cost))

    def _end(self, found: Solution, place: int, limit: float, bound: float) -> float:
        """Where the best fit of the others gets worse than the limit, or the bound."""
        value = float(found.numbers[place])
        if value == bound:
            return value
        step = (bound - value) / abs(bound - value) * max(1e-6, 1e-3 * abs(value))
        inside, numbers = value, found.numbers
        while True:
            outside = inside + step
            if (bound - outside) * step <= 0:
                outside = bound
            solved = self._solved(numbers, ((place, outside),))
            if solved.squares > limit:
                break
            if outside == bound:
                return bound
            inside, numbers, step = outside, solved.numbers, 2 * step
        wanted = np.sqrt(max(limit - found.squares, 0.0))

        def excess(at: float) -> float:
            solved = self._solved(numbers, ((place, at),))
            return float(np.sqrt(max(solved.squares - found.squares, 0.0)) - wanted)

        if excess(inside) >= 0 or excess(outside) <= 0:
            return outside
        width = _PRECISE * abs(outside - value)
        return float(_scipy().optimize.brentq(excess, inside, outside, xtol=width))

    def _quantile(self, found: Solution) -> float:
        """The quantile of F, larger where neighbours are off alike."""
        alike = min(max(self._likeness(found), 0.0), _ALIKE)
        quantile = float(_scipy().stats.f.ppf(_LEVEL, 1, self.freedom))
        return quantile * (1 + alike) / (1 - alike)

    def _likeness(self, found: Solution) -> float:
        """The correlation of what is left of neighbours along one resource."""
        if len(self.letters) > 1 or self.freedom < _FEWEST:
            return 0.0
        rest = self._rest(found.numbers)[np.argsort(self.x[0], kind="stable")]
        total = float((rest**2).sum())
        return float((rest[1:] * rest[:-1]).sum()) / total if total else 0.0


def _scipy() -> Any:
    """SciPy, which is an extra.

    Raises    InvalidProblemError where it is not installed.
    """
    try:
        import scipy
        import scipy.optimize
        import scipy.stats
    except ImportError:
        raise InvalidProblemError(
            "Fits of losses need SciPy, which is not installed. Type: pip install "
            "'scaling-laws[fit]'"
        ) from None
    return scipy
