r"""The density of a flat spectrum against digits and against dice.

Digits: the density, its edges, its atom and the response it comes from, for fewer and for more
modes than samples. Dice: the mean error E v_k(t)/w*_k of simulated models, replicated, against
the integral of the density, atom + \int rho(x) e^{-x t} dx.
"""

from __future__ import annotations

import numpy as np
from sympy import Expr, Integer, Rational, exp

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import ratio, s, t, x
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.numeric import band_integral

__all__ = ["density_dice_check", "density_digits_check"]

_SAMPLES = 12
_MODES = (5, 12, 30)
_GUARD = 10
_COPIES = (2, 4, 8)
_TIMES = (0.5, 2.0, 8.0)
_NODES = 200
_DOUBLE_DIGITS = 20
_LARGEST_SCORE = 5.0  # of six normal variables, once in three hundred thousand seeds


def density_digits_check(eigenvalue: Expr) -> Check:
    """Density, edges, atom and response of a result against the exact witness."""

    def run(result: Result, effort: Effort) -> Outcome:
        gap, name = max(
            (_gap(result, modes, eigenvalue, effort.digits) for modes in _MODES),
            key=lambda found: found[0],
        )
        bound = Integer(10) ** -effort.digits
        return Outcome(
            bool(gap < bound),
            f"largest relative difference {gap}, in {name}",
            f"1e-{effort.digits}",
        )

    return Check("exact", "density, atom and response of flat spectra", run)


def _model(modes: int, samples: int, eigenvalue: Expr) -> Model:
    return Model(MeasuredSpectrum([eigenvalue] * modes, [1] * modes), samples=samples)


def _gap(result: Result, modes: int, eigenvalue: Expr, digits: int) -> tuple[Expr, str]:
    working = digits + _GUARD
    model = _model(modes, _SAMPLES, eigenvalue)
    share = {ratio: Rational(modes, _SAMPLES)}
    formulas = {name: formula.subs(share) for name, formula in result.formulas.items()}
    low, high = formulas["x_-"], formulas["x_+"]
    found = [(formulas["atom"], exact.spectral_atom(model, digits=working), "atom")]
    for part in (Rational(1, 10), Rational(2, 3)):
        rate = Rational(str((low + part * (high - low)).evalf(12)))
        number = exact.spectral_density(model, rate, digits=working)
        found.append((formulas["rho"].subs(x, rate), number, "rho"))
    for frequency in (Rational(1, 5), Integer(2)):
        number = exact.mode_response(model, frequency, digits=working)
        found.append((formulas["H_k"].subs(s, frequency), number, "H_k"))
    return max(
        (
            relative_gap(evaluated(formula, {}, working), to_sympy(number, working)),
            f"{name} at M = {modes}, P = {_SAMPLES}",
        )
        for formula, number, name in found
    )


def density_dice_check(eigenvalue: Expr) -> Check:
    """Simulated mean errors against the integral of the density."""

    def run(result: Result, effort: Effort) -> Outcome:
        scores = np.concatenate(
            [_scores(result, modes, eigenvalue, effort) for modes in (_MODES[0], _MODES[-1])]
        )
        worst = float(np.max(np.abs(scores)))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated mean error {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "mean errors of flat spectra by replication", run)


def _scores(result: Result, modes: int, eigenvalue: Expr, effort: Effort) -> np.ndarray:
    expected = np.array([_transform(result, modes, time) for time in _TIMES])
    drawn = []
    for copies in _COPIES:
        model = _model(modes, _SAMPLES, eigenvalue).replicated(copies)
        estimate = sampling.mean_error(
            model,
            copies * np.array(_TIMES),
            range(1, modes * copies + 1),
            draws=effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        alike = estimate.samples.mean(axis=1)  # all modes of a flat spectrum are the same
        drawn.append((alike.mean(axis=0), alike.std(axis=0, ddof=1) / np.sqrt(len(alike))))
    line = intercept(
        _COPIES,
        np.array([mean - expected for mean, _ in drawn]),
        np.array([error for _, error in drawn]),
    )
    return np.asarray(line.value / line.standard_error)


def _transform(result: Result, modes: int, time: float) -> float:
    r"""atom + \int rho(x) e^{-x t} dx."""
    share = {ratio: Rational(modes, _SAMPLES)}
    formulas = result.formulas
    integrand = (formulas["rho"] * exp(-x * t)).subs({**share, t: Rational(time)})
    edges = formulas["x_-"].subs(share), formulas["x_+"].subs(share)
    integral = band_integral(integrand, x, edges, _NODES, _DOUBLE_DIGITS)
    return float(formulas["atom"].subs(share)) + float(integral)
