r"""Real mini-batches against the derived step: loss and residual, noise and all.

At N = infinity the Volterra equation is exact for finitely many modes: no size is to be
extrapolated, and the dice have to agree within their errors.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sympy import Rational, lambdify

from analytic import sampling
from analytic.notation import B, L_t, eta, sigma2, x
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["mini_batch_check"]

_STEP, _BATCH, _NOISE, _MODES = Rational(1, 3), 1, Rational(1, 10), 12
_STEPS = (1, 2, 4, 8)
_DRAWS = 60  # for each draw of other checks: here a draw is a hundred normals
_LARGEST_SCORE = 5.0  # of a normal variable, once in two million seeds


def mini_batch_check() -> Check:
    """Test loss, and mean squared residual on the next batch, of real mini-batches."""

    def run(result: Result, effort: Effort) -> Outcome:
        model = Model(PowerLaw(2, "3/2", modes=_MODES), noise=_NOISE)
        drawn = sampling.losses(
            model,
            _STEPS,
            _DRAWS * effort.draws,
            effort.seed,
            OnePassSGD(_STEP, _BATCH),
            executor=effort.executor,
        )
        expected = _expected(result)
        residual = lambdify([L_t, sigma2], result.formulas["residual"])
        pairs = (
            ("test", drawn.test, expected),
            ("residual", drawn.train, residual(expected, float(_NOISE))),
        )
        scores = {
            name: float(np.max(np.abs((found.mean - mean) / found.standard_error)))
            for name, found, mean in pairs
        }
        return Outcome(
            max(scores.values()) < _LARGEST_SCORE,
            "; ".join(f"largest |z| of {name} {score:.2f}" for name, score in scores.items()),
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "mini-batches against the recursion", run)


def _expected(result: Result) -> NDArray[np.float64]:
    """The Volterra equation in doubles, mode by mode, after the simulated steps."""
    here = {eta: _STEP, B: _BATCH}
    rates = np.arange(1.0, _MODES + 1) ** -1.5
    kept, added = (
        np.asarray(lambdify(x, result.formulas[name].subs(here))(rates)) for name in ("q", "push")
    )
    moments = np.arange(1.0, _MODES + 1) ** -2
    losses = [moments.sum()]
    for _ in range(_STEPS[-1]):
        moments = kept * moments + added * (losses[-1] + float(_NOISE))
        losses.append(moments.sum())
    return np.array(losses)[list(_STEPS)]
