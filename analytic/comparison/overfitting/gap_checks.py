r"""The gap before digits and dice: at every pair of frequencies, late, and in draws of data.

Of r copies of every mode, r^2 P samples and time r t, r P times the gap is

    g_P(t) + \sigma^2 g_\sigma(t) + O(1/r)

in the mean field and in a simulation, so a straight line in 1/r ends at the formula of the page.
Before training the gap is zero on average; that of the same draw is subtracted, and with it most of
what a data set's own labels make of it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, I, Integer, Rational, lambdify

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.field_equations import numbers_at
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.comparison.overfitting.observables import Gap, limit_of_gaps
from analytic.notation import a, b, c_k, lambda_j, lambda_k, t
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.mean_field.mode_dynamics import coincident

__all__ = [
    "gap_dice_check",
    "gap_limit_check",
    "gap_scores",
    "noise_gap_check",
    "two_point_gap_check",
]

_MODELS = (
    Model(PowerLaw(2, "3/2"), width=40, samples=120, noise="1/20"),
    Model(PowerLaw("9/5", "6/5"), width=30, samples=17, noise="1/3"),
)
_PAIRS: tuple[tuple[Expr, Expr], ...] = (
    (Rational(1, 3) + I, Rational(1, 50)),
    (Rational(1, 1000) - I / 200, 2 + I),
)
_GUARD = 12
_POINT: Mapping[Expr, Expr] = {a: Integer(2), b: Rational(3, 2)}
_LATE = Integer(10) ** 9
_SPECTRA = (PowerLaw(2, "3/2"), PowerLaw("9/2", "3/2"))
_LIMIT_DIGITS = 12

_SPECTRUM = PowerLaw(2, "3/2", modes=6)
_NOISE = 0.25
_SAMPLES = 2
_COPIES = (3, 6, 12)
_DRAWS_MORE = 16  # these models are small
_TIMES = (1.0, 4.0, 16.0)
_LARGEST_SCORE = 5.0  # of three normal variables, once in a million seeds


def two_point_gap_check() -> Check:
    """The gap over C_1 at pairs of frequencies, as the field equations in numbers have it."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + _GUARD
        worst = max(
            relative_gap(
                evaluated(result.formulas["gap/C_1"], numbers_at(model, pair, digits), digits),
                _solved(model, pair, digits),
            )
            for model in _MODELS
            for pair in _PAIRS
        )
        bound = Float(10, 15) ** -effort.digits
        return Outcome(bool(worst < bound), f"largest relative difference {worst}", f"{bound}")

    return Check("exact", "gap at pairs of frequencies", run)


def _solved(model: Model, pair: tuple[Expr, Expr], digits: int) -> Expr:
    found = exact.two_point(model, *pair, digits=digits)
    test, train = (to_sympy(one, digits) for one in (found.C_0, found.C_1))
    return (test + model.noise / (pair[0] * pair[1])) / train - 1


def noise_gap_check() -> Check:
    """What noise adds to the gap at a late time; what the law leaves out is below 1/t of it."""

    def run(result: Result, effort: Effort) -> Outcome:
        at = {**_POINT, t: _LATE}
        claimed = evaluated(result.formulas["gap from noise"], at, effort.digits)
        found = Gap(noise=True).exact(PowerLaw(2, "3/2"), _LATE, 12)
        worst = relative_gap(claimed, found)
        return Outcome(bool(worst * _LATE < 1), f"relative difference {worst}", "1/t = 1e-9")

    return Check("exact", "what noise adds to the gap, late", run)


def gap_limit_check() -> Check:
    """The coefficient that the law is about, against P times gaps of the exact losses."""

    def run(result: Result, effort: Effort) -> Outcome:
        assert isinstance(result.observable, Gap)
        digits = min(_LIMIT_DIGITS, effort.digits)
        worst = max(
            relative_gap(
                result.observable.exact(spectrum, time, digits + 2),
                limit_of_gaps(spectrum, time, digits + 2),
            )
            for spectrum in _SPECTRA
            for time in (Integer(3), _LATE)
        )
        bound = Float(10, 15) ** -digits
        return Outcome(bool(worst < bound), f"largest relative difference {worst}", f"{bound}")

    return Check("exact", "gap as a limit of losses", run)


def gap_dice_check() -> Check:
    """P times the gap of simulated data sets, replicated, against the formula mode by mode."""

    def run(result: Result, effort: Effort) -> Outcome:
        worst = float(np.max(np.abs(gap_scores(result, effort))))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated difference {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "gap by replication", run)


def gap_scores(result: Result, effort: Effort) -> NDArray[np.float64]:
    """z-scores of the replicated differences at every time."""
    expected = _expected(result)
    means, errors = [], []
    for copies in _COPIES:
        samples = copies**2 * _SAMPLES
        model = Model(_SPECTRUM.replicated(copies), samples=samples, noise=_NOISE)
        drawn = sampling.losses(
            model,
            copies * np.array((0.0, *_TIMES)),
            draws=_DRAWS_MORE * effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        drawn_gaps = samples / copies * (drawn.test.samples - drawn.train.samples)
        gaps = drawn_gaps[:, 1:] - drawn_gaps[:, :1]
        means.append(gaps.mean(axis=0) - expected)
        errors.append(gaps.std(axis=0, ddof=1) / np.sqrt(len(gaps)))
    line = intercept(_COPIES, np.array(means), np.array(errors))
    return np.asarray(line.value / line.standard_error)


def _expected(result: Result) -> NDArray[np.float64]:
    """The page's summands added over the modes of the simulation."""
    count = int(_SPECTRUM.modes)
    rates = np.arange(1.0, count + 1) ** -1.5
    powers = np.arange(1.0, count + 1) ** -2.0
    summand = result.formulas["summand"]
    apart, together, noise = (
        lambdify((lambda_j, lambda_k, c_k, t), formula)
        for formula in (summand, coincident(summand), result.formulas["summand of noise"])
    )
    times = np.array(_TIMES)
    total = _NOISE * sum(noise(rate, rate, 0.0, times) for rate in rates)
    for rate, power in zip(rates, powers, strict=True):
        total = total + together(rate, rate, power, times)
        total = total + sum(apart(x, rate, power, times) for x in rates if x != rate)
    return np.asarray(total)
