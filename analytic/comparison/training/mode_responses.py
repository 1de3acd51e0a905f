r"""Responses of single modes: against the recursion they transform, and against dice.

    f_t = \oint z^t H_k(z) dz/(2 \pi i),   f_t = \oint e^{p t} H_k(p) dp/(2 \pi i)

on a circle around all singularities, with R_1 and R_3 of the exact witness at the frequency s that
the formula names. Dice: replicated mean errors of simulated models.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sympy import Expr, Integer, cancel, lambdify, series

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.training.ways import Way
from analytic.notation import D_N, D_P, lambda_k, x, z
from analytic.problem import HeavyBallFlow, MeasuredSpectrum, Model, Nesterov
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.step_sums import first_errors

__all__ = ["mode_dice_check", "recursion_check"]

_RATES = (1.0, 0.5, 0.125)
_MODEL = Model(MeasuredSpectrum(_RATES, (1.0, 1.0, 1.0)), width=4, samples=6)
_STEPS, _TIMES = (2.0, 5.0, 12.0), (1.0, 2.0, 3.0)
_COPIES = (4, 8, 16)
_NODES = 512
_CIRCLE = 1.06  # radius over that of all singularities: 1.06^-512 is 1e-13
_COUNT = 7
_LARGEST_SCORE = 5.0  # of nine normal variables, once in two hundred thousand seeds


def recursion_check(way: Way) -> Check:
    """The transform without feedback, expanded in 1/z, against the recursion step by step."""

    def run(result: Result, _: Effort) -> Outcome:
        free = {D_P: Integer(1), D_N: Integer(1), lambda_k: x}
        response = result.formulas["H_k" + way.suffix].subs(free)
        inverse = cancel(response.subs(z, 1 / z))
        expansion = series(inverse, z, 0, _COUNT + 1).removeO().expand()
        found = [expansion.coeff(z, i + 1).expand() for i in range(_COUNT)]
        values = {symbol: 0 for symbol in way.values if way.values[symbol] == 0}
        ahead = isinstance(way.training, Nesterov)
        steps = [error.subs(values).expand() for error in first_errors(x, _COUNT, ahead)]
        wrong = [i for i, (one, other) in enumerate(zip(found, steps, strict=True)) if one != other]
        return Outcome(
            not wrong,
            f"differs at steps {wrong}" if wrong else f"equal for {_COUNT} steps",
            "equal at every step",
        )

    return Check("symbolic", f"the transform against its recursion{way.suffix}", run)


def mode_dice_check(way: Way) -> Check:
    """Simulated mean errors, replicated, against the response's transform back to time."""

    def run(result: Result, effort: Effort) -> Outcome:
        scores = _scores(result, way, effort)
        worst = float(np.max(np.abs(scores)))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated mean error {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", f"mean errors by replication{way.suffix}", run)


def _scores(result: Result, way: Way, effort: Effort) -> Any:
    times = np.array(_STEPS if way.takes_steps else _TIMES)
    expected = _mean_errors(result, way, times)
    means, errors = [], []
    for copies in _COPIES:
        estimate = sampling.mean_error(
            _MODEL.replicated(copies),
            times if way.takes_steps else copies * times,
            range(1, len(_RATES) * copies + 1),
            draws=effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            training=way.replicated(copies),
            executor=effort.executor,
        )
        draws = len(estimate.samples)
        alike = estimate.samples.reshape(draws, len(_RATES), copies, -1).mean(axis=2)
        means.append(alike.mean(axis=0).ravel() - expected.ravel())
        errors.append(alike.std(axis=0, ddof=1).ravel() / np.sqrt(draws))
    line = intercept(_COPIES, np.array(means), np.array(errors))
    return line.value / line.standard_error


def _mean_errors(result: Result, way: Way, times: Any) -> Any:
    """f_t of every mode, shape (modes, times), by the formulas of a result."""
    center, radius = _circle(way)
    turn = np.exp(2j * np.pi * (np.arange(_NODES) + 0.5) / _NODES)
    nodes = center + radius * turn
    frequency = _function(way.variable, way.formula(result, "s"))(nodes)
    at = exact.responses(_MODEL, frequency)
    response = lambdify(
        (way.variable, lambda_k, D_P, D_N), way.formula(result, "H_k"), modules="numpy"
    )
    kernel = (nodes ** times[:, None] if way.takes_steps else np.exp(nodes * times[:, None])) * (
        radius * turn
    )
    return np.array(
        [np.real(np.mean(kernel * response(nodes, x, at.R_1, at.R_3), axis=1)) for x in _RATES]
    )


def _circle(way: Way) -> tuple[float, float]:
    """Center and radius of a circle around all singularities of the responses."""
    if not isinstance(way.training, HeavyBallFlow):
        return 0.0, _CIRCLE
    inertia = float(way.training.inertia)
    center = -1 / (2 * inertia)
    return center, _CIRCLE * max(-center, (exact.top_rate(_MODEL) / inertia) ** 0.5)


def _function(variable: Any, formula: Expr) -> Any:
    return lambdify(variable, formula, modules="numpy")
