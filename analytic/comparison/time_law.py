r"""The time law against digits and against dice.

Digits: |L(t) - leading| stays below the claimed remainder, up to the digits asked for, from t = 10
to t = 1e30. Dice: a model of width and samples n and 2 n is trained; the finite-size correction
falls as 1/n and is removed by 2 L(2n) - L(n), and the modes that were not simulated are added.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sympy import Expr, Float, Integer, Rational, log

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import a, b
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Law, Outcome, Result

__all__ = ["time_dice_check", "time_digits_check"]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 5), b: Rational(6, 5)},
    {a: Rational(3, 2), b: Integer(2)},
    {a: Integer(3), b: Rational(5, 2)},
    {a: Integer(6), b: Integer(2)},
)
_TIMES = tuple(Integer(10) ** n for n in (1, 2, 3, 4, 6, 9, 12, 30))
_GUARD = 10
_SIZE = 96
_MODES = 512
_DICE_TIMES = (2.0, 4.0, 8.0, 16.0)
_LARGEST_SCORE = 5.0  # of four normal variables, once in four hundred thousand seeds


def time_digits_check(spectrum: PowerLaw) -> Check:
    """The remainder of the law over thirty decades, at several exponents."""

    def run(result: Result, effort: Effort) -> Outcome:
        law = _law(result)
        size = result.formulas["x_0"]
        worst = max(
            _rescaled(law, spectrum, point, time, 1 + 1 / size, effort.digits)
            for point in _points(spectrum)
            for time in _TIMES
        )
        return Outcome(
            bool(worst <= 1),
            f"|L - leading| is at most {worst} of its bound",
            "envelope (1 + 1/x_0), plus the last digit",
        )

    return Check("exact", "remainder of the law, t = 10 to 1e30", run)


def _points(spectrum: PowerLaw) -> tuple[Mapping[Expr, Expr], ...]:
    """Values for the symbols of a spectrum; one empty set where it has none."""
    symbolic = bool((spectrum.a + spectrum.b).free_symbols)
    return _POINTS if symbolic else ({},)


def _rescaled(
    law: Law,
    spectrum: PowerLaw,
    point: Mapping[Expr, Expr],
    time: Expr,
    bound: Expr,
    digits: int,
) -> Float:
    working = digits + _GUARD
    values = {**point, law.variable: time}
    loss = to_sympy(exact.test_loss(Model(spectrum.at(point)), time, working), working)
    leading = law.leading.subs(values).evalf(working)
    allowed = (law.remainder * bound).subs(values).evalf(working)
    return Float(abs(loss - leading) / (abs(allowed) + abs(leading) * Integer(10) ** -digits), 5)


def time_dice_check(spectrum: PowerLaw) -> Check:
    """Simulated losses, extrapolated to unlimited width and data."""

    def run(result: Result, effort: Effort) -> Outcome:
        law, point = _law(result), _points(spectrum)[0]
        numeric = spectrum.at(point)
        times = np.array(_DICE_TIMES)
        expected = _on(law.leading.subs(point), law, times)
        mean, error = _extrapolated(numeric, times, effort)
        scores = (mean - expected) / error
        worst = float(np.max(np.abs(scores)))
        slope = float(-np.polyfit(np.log(times), np.log(mean), 1)[0])
        claimed = float(_exponent(law, point, times))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| {worst:.2f}; exponent {slope:.3f} measured, {claimed:.3f} claimed",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "losses extrapolated to N = P = infinity", run)


def _extrapolated(
    spectrum: PowerLaw, times: np.ndarray, effort: Effort
) -> tuple[np.ndarray, np.ndarray]:
    """2 L(2n) - L(n), with the loss of the modes that were not simulated, and its error."""
    cut = spectrum.with_modes(_MODES)
    small, large = (
        sampling.test_loss(
            Model(cut, size, size),
            times,
            draws=effort.draws,
            seed=effort.seed + size,
            executor=effort.executor,
        )
        for size in (_SIZE, 2 * _SIZE)
    )
    missing = exact.test_loss(Model(spectrum), times) - exact.test_loss(Model(cut), times)
    mean = 2 * large.mean - small.mean + missing
    return mean, np.hypot(2 * large.standard_error, small.standard_error)


def _on(expression: Expr, law: Law, times: np.ndarray) -> np.ndarray:
    return np.array([float(expression.subs(law.variable, Rational(time))) for time in times])


def _exponent(law: Law, point: Mapping[Expr, Expr], times: np.ndarray) -> Expr:
    """The law's own logarithmic slope between the first and the last time."""
    first, last = (law.leading.subs({**point, law.variable: Rational(t)}) for t in times[[0, -1]])
    return log(first / last) / log(Rational(times[-1]) / Rational(times[0]))


def _law(result: Result) -> Law:
    assert result.law is not None
    return result.law
