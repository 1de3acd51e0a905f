r"""The crossovers against digits and against dice.

Digits: at fixed tau, |L - law|/remainder stays bounded over many decades of n. Dice: simulated
losses at several sizes n, divided by the law, are one up to a straight line in 1/n: the curves for
all n collapse onto one function of tau.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.law_points import free_symbols, law_at
from analytic.comparison.measure import cut_off
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import a, b, tau
from analytic.problem import PowerLaw
from analytic.problem.quantity import limited
from analytic.result import Check, Effort, Law, Outcome, Result
from analytic.symbolic.series.crossover_functions import Crossover

__all__ = [
    "Collapse",
    "Point",
    "collapse",
    "collapse_check",
    "crossover_digits_check",
    "law_of",
    "points_of",
    "simulated_losses",
    "time_at",
    "with_numbers",
]

Point = Mapping[Expr, Expr]

_POINTS: tuple[tuple[str, str], ...] = (
    ("2", "3/2"),
    ("3/2", "3/2"),
    ("11/4", "3/2"),
    ("5/2", "3/2"),
    ("9/2", "7/4"),
    ("5", "3/2"),
)
_TIMES = tuple(Rational(time) for time in ("1/1000000", "1/10", "8"))
_NEAR, _FAR = Integer(10) ** 5, Integer(10) ** 12
_DIGITS = 18  # six of the remainder, which is 1e-12 of the loss
_DOUBLE_DIGITS = 16
_ROOM = 10  # by which a bounded ratio of competing powers may wander
_GUARD = 5

_SIZES = (16, 32, 64)
_MODES = 512
_COLLAPSE_TIMES = (0.2, 1.0, 5.0)
_LARGEST_SCORE = 5.0  # of three normal variables, once in half a million seeds


class Collapse(NamedTuple):
    """Simulated losses over the law, at several sizes n and times tau, with standard errors.

    Shape     ratio and error (sizes, times).
    """

    sizes: tuple[int, ...]
    times: tuple[float, ...]
    ratio: NDArray[np.float64]
    error: NDArray[np.float64]


def time_at(result: Result, at: Point) -> Expr:
    """The time t that belongs to tau, to n and to the parameters."""
    return result.formulas["t"].subs(at)


def law_of(result: Result) -> Law:
    """The law of a result that has one."""
    assert result.law is not None
    return result.law


def with_numbers(law: Law, at: Point, digits: int) -> Expr:
    """A law at given parameters and tau, every function in it evaluated once."""
    working = digits + _GUARD
    functions = law.expansion.atoms(Crossover)
    numbers = {function: function.subs(at).evalf(working) for function in functions}
    return law.expansion.xreplace(numbers).subs(at)


def crossover_digits_check(spectrum: PowerLaw) -> Check:
    """The remainder of the law at fixed tau over seven decades of n."""

    def run(result: Result, effort: Effort) -> Outcome:
        found = [
            (_growth(result, spectrum, point, time, min(effort.digits, _DIGITS)), point, time)
            for point in points_of(spectrum)
            for time in _TIMES
        ]
        worst, point, time = max(found, key=lambda one: one[0])
        where = "".join(f", {symbol} = {value}" for symbol, value in point.items())
        return Outcome(
            bool(worst <= 1),
            f"rescaled remainder {Float(worst, 3)} of what is allowed, at tau = {time}{where}",
            f"at {Float(_FAR, 1)} at most {_ROOM} times that at {Float(_NEAR, 1)}",
        )

    return Check("exact", "remainder at fixed tau over the decades", run)


def points_of(spectrum: PowerLaw) -> tuple[Point, ...]:
    """Values for a and b; one empty set where the spectrum has numbers."""
    free = free_symbols(spectrum)
    points = ({a: Rational(source), b: Rational(capacity)} for source, capacity in _POINTS)
    return tuple(points) if free else ({},)


def _growth(result: Result, spectrum: PowerLaw, point: Point, time: Expr, digits: int) -> Expr:
    """The rescaled remainder far out, over what it may be after that at a nearer size."""
    law = law_at(result, spectrum, point)
    if law is None:
        return oo
    at, numeric = {**point, tau: time}, spectrum.at(point)
    expansion = with_numbers(law, at, digits)
    near, far = (
        _gap(result, law, expansion, numeric, {**at, law.variable: size}, digits)
        for size in (_NEAR, _FAR)
    )
    growth = far.left / (_ROOM * near.left / near.remainder * far.remainder + far.noise)
    return growth if growth.is_real else oo


class _Gap(NamedTuple):
    left: Expr
    remainder: Expr
    noise: Expr


def _gap(
    result: Result, law: Law, expansion: Expr, spectrum: PowerLaw, at: Point, digits: int
) -> _Gap:
    """|L - law|, the remainder, and the noise of the last digits."""
    model = limited(law.variable, spectrum, at[law.variable])
    loss = to_sympy(exact.test_loss(model, time_at(result, at), digits), digits)
    value = expansion.subs(at).evalf(digits)
    remainder = abs(evaluated(law.remainder, at, 15))
    return _Gap(abs(loss - value), remainder, abs(value) * Float(10, 15) ** (1 - digits))


def collapse_check(spectrum: PowerLaw) -> Check:
    """Simulated losses at several sizes, extrapolated, against the function of tau."""

    def run(result: Result, effort: Effort) -> Outcome:
        point = points_of(spectrum)[0]
        found = collapse(result, spectrum.at(point), point, effort)
        line = intercept(found.sizes, found.ratio - 1, found.error)
        scores = line.value / line.standard_error
        worst = float(np.max(np.abs(scores)))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| {worst:.2f} of losses over the law, n = {found.sizes} extrapolated, "
            f"standard errors {float(np.max(line.standard_error)):.1%}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "losses at several sizes collapse onto the law", run)


def collapse(result: Result, spectrum: PowerLaw, point: Point, effort: Effort) -> Collapse:
    """Simulated losses over the law."""
    law = law_at(result, spectrum, point) or law_of(result)
    ratios, errors = [], []
    for size in _SIZES:
        known = {**point, law.variable: Integer(size)}
        points = [{**known, tau: Rational(time)} for time in _COLLAPSE_TIMES]
        times = np.array([float(time_at(result, at)) for at in points])
        expected = np.array([float(with_numbers(law, at, _DOUBLE_DIGITS)) for at in points])
        mean, error = simulated_losses(law.variable, spectrum, size, times, effort)
        ratios.append(mean / expected)
        errors.append(error / expected)
    return Collapse(_SIZES, _COLLAPSE_TIMES, np.array(ratios), np.array(errors))


def simulated_losses(
    resource: Symbol, spectrum: PowerLaw, size: int, times: NDArray[np.float64], effort: Effort
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean loss and standard error at times; the modes cut off are added by the exact witness."""
    cut = cut_off(spectrum, _MODES)
    whole, part = (limited(resource, one, size) for one in (spectrum, cut))
    drawn = sampling.test_loss(
        part, times, effort.draws, effort.seed + size, executor=effort.executor
    )
    weight = exact.test_loss(whole, times) / exact.test_loss(part, times)
    return weight * drawn.mean, weight * drawn.standard_error
