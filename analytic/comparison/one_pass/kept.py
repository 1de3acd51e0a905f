r"""What a step of one-pass SGD leaves of v^2, as a number: one mode, one step.

    v^2 -> q v^2 + push (L + \sigma^2),   L = \lambda v^2

so that q is what the loss is after a step without noise, in units of that before, less what a unit
of noise adds to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Integer, Rational, Symbol

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import B, eta, x
from analytic.problem import MeasuredSpectrum, Model, OnePassSGD
from analytic.result import Effort, Simulated

__all__ = ["KeptByStep"]

_STEP, _BATCH = Rational(1, 2), Integer(2)
_TRAINING = OnePassSGD(_STEP, _BATCH)
_DRAWS = 60  # for each draw of other simulations: here a draw is two normals


@dataclass(frozen=True)
class KeptByStep:
    """The share of v^2 along an eigenvector of eigenvalue one, eta = 1/2, batches of two."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """Eigenvalue, step and batch."""
        return {x: Integer(1), eta: _STEP, B: _BATCH}

    def exact(self, digits: int) -> Expr:
        """From two losses after one step."""
        quiet, noisy = (
            to_sympy(exact.one_pass_loss(_model(noise), 1, _TRAINING, digits), digits)
            for noise in (0, 1)
        )
        return (2 * quiet - noisy).evalf(digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The same of mini-batches; there is no size to be extrapolated."""
        quiet, noisy = (
            sampling.losses(
                _model(noise),
                [1],
                _DRAWS * effort.draws,
                effort.seed,
                _TRAINING,
                executor=effort.executor,
            ).test.samples[:, 0]
            for noise in (0, 1)
        )
        kept = 2 * quiet - noisy
        return Simulated(np.array([kept.mean()]), np.array([[kept.std(ddof=1) ** 2 / len(kept)]]))


def _model(noise: int) -> Model:
    return Model(MeasuredSpectrum([1], [1]), noise=noise)
