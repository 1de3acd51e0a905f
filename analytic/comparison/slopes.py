r"""Local exponents: how fast a quantity falls on a double logarithmic scale, in digits and in dice.

    r = -\Delta \log|Q| / \Delta \log n

between successive sizes. A law is about the limit of these slopes; a wrong exponent stays off them.
"""

from collections.abc import Sequence
from math import log, sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from mpmath.libmp import prec_to_dps
from sympy import Expr, Integer
from sympy import log as logarithm

from analytic.errors import InvalidProblemError, SimulationError
from analytic.problem import PowerLaw
from analytic.result import Effort, Evaluated, Observable, Simulated

DECADES: tuple[Expr, ...] = tuple(Integer(10) ** n for n in range(3, 13))
_CONFIDENCE = 0.99
_SLOPE_DIGITS = 12


class Slope(NamedTuple):
    """A simulated exponent between the last two sizes, and the interval it lies in.

        value -+ (z standard_error + systematic),   z = 2.576 for 99 %

    `systematic` is the change since the two sizes before: exponents that settle as 1/size, at
    sizes that double, are as far from their limit as they have just moved.
    """

    value: float
    standard_error: float
    systematic: float
    low: float
    high: float
    sizes: tuple[int, ...]


def exact_slopes(
    observable: Evaluated,
    spectrum: PowerLaw,
    sizes: Sequence[Expr] = DECADES,
    digits: int = _SLOPE_DIGITS,
) -> tuple[tuple[Expr, Expr], ...]:
    """The local exponents of the exact witness: (size, slope from the size before to this one).

    Raises    InvalidProblemError for fewer than two sizes.
    """
    _require(len(sizes) >= 2, "two")
    values = [observable.exact(spectrum, size, digits) for size in sizes]
    known = known_digits(values, digits)
    return tuple(
        (sizes[i], slope_between(sizes[i - 1 : i + 1], values[i - 1 : i + 1]).evalf(known))
        for i in range(1, len(sizes))
    )


def known_digits(values: Sequence[Expr], digits: int) -> int:
    """How many digits what is computed from numbers may show: one less than the worst has.

    >>> from sympy import Float
    >>> known_digits([Float(2, 8), Float(3, 30)], 12)
    7
    """
    worst = min((prec_to_dps(one._prec) for one in values if one.is_Float), default=digits)
    return digits if worst >= digits else max(1, worst - 1)


def slope_between(sizes: Sequence[Expr], values: Sequence[Expr]) -> Expr:
    """The exponent between two sizes."""
    return -logarithm(abs(values[1] / values[0])) / logarithm(sizes[1] / sizes[0])


def simulated_slope(
    observable: Observable, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort
) -> Slope:
    """The exponent of the dice between the last two of three or more sizes, with its interval.

    Raises    InvalidProblemError for fewer than three sizes, SimulationError where a mean is not
              positive and so has no logarithm.
    """
    return slope_of(observable.simulated(spectrum, sizes, effort), sizes)


def slope_of(simulated: Simulated, sizes: Sequence[int]) -> Slope:
    """The exponent of simulated values; see `simulated_slope`."""
    _require(len(sizes) >= 3, "three")
    mean = np.asarray(simulated.mean, dtype=float)
    if not np.all(mean > 0):
        raise SimulationError(
            "A simulated mean is not positive, so it has no logarithm. Choose more draws or "
            "smaller sizes."
        )
    slopes = -np.diff(np.log(mean)) / np.diff(np.log(np.asarray(sizes, dtype=float)))
    error = _last_error(mean, simulated.covariance, sizes)
    systematic = abs(float(slopes[-1] - slopes[-2]))
    value = float(slopes[-1])
    reach = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) * error + systematic
    return Slope(value, error, systematic, value - reach, value + reach, tuple(sizes))


def _last_error(mean: np.ndarray, covariance: Any, sizes: Sequence[int]) -> float:
    """Standard error of the last slope: its gradient is 1/mean, with the sizes' signs."""
    gradient = np.array([1.0, -1.0]) / mean[-2:] / log(sizes[-1] / sizes[-2])
    variance = float(gradient @ np.asarray(covariance)[-2:, -2:] @ gradient)
    return sqrt(max(0.0, variance))  # noise that both sizes share leaves rounding of either sign


def _require(enough: bool, least: str) -> None:
    if not enough:
        raise InvalidProblemError(
            f"There are too few sizes for an exponent. Give at least {least} increasing sizes."
        )
