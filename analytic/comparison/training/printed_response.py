r"""The response of gradient descent with momentum as a number: the sum that it stands for.

    H_k(z) = \sum_n z^{-n-1} v_n,   v_{n+1} = v_n - \eta \lambda_k v_n + \mu (v_n - v_{n-1})

at unlimited width and data, where R_1 = R_3 = 1, from v_0 = v_{-1} = 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Float, Integer, Rational, Symbol, ceiling, log

from analytic import sampling
from analytic.notation import D_N, D_P, eta, lambda_k, mu, z
from analytic.problem import HeavyBall, MeasuredSpectrum, Model
from analytic.result import Effort, Simulated

__all__ = ["MomentumResponse"]

_RATE, _STEP, _MOMENTUM, _AT = Rational(1, 4), Rational(1, 2), Rational(1, 2), Rational(3, 2)
_GUARD = 5
_LAST = 40  # (2/3)^40 is below 1e-7
_WIDTHS = (32, 64, 128)


@dataclass(frozen=True)
class MomentumResponse:
    """H_k(z) at z = 3/2, eta = mu = 1/2, lambda_k = 1/4."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """What the letters are; R_1 and R_3 are those of unlimited resources."""
        given = {lambda_k: _RATE, eta: _STEP, mu: _MOMENTUM, z: _AT}
        return {**given, D_N: Integer(1), D_P: Integer(1)}

    def exact(self, digits: int) -> Expr:
        """The sum, to where its terms are below the last digit."""
        before, now, total = Integer(1), Integer(1), Integer(0)
        for n in range(int(ceiling((digits + _GUARD) / log(_AT, 10)))):
            total += now / _AT ** (n + 1)
            after = now - _STEP * _RATE * now + _MOMENTUM * (now - before)
            before, now = now, after
        return Float(total, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The same sum of simulated mean errors, at three widths."""
        steps = np.arange(_LAST + 1)
        weights = float(_AT) ** -(steps + 1.0)
        means, errors = [], []
        for width in _WIDTHS:
            drawn = (
                sampling.mean_error(
                    Model(MeasuredSpectrum([_RATE], [1]), width=width),
                    steps,
                    1,
                    effort.draws,
                    effort.seed + width,
                    HeavyBall(_STEP, _MOMENTUM),
                    executor=effort.executor,
                ).samples
                @ weights
            )
            means.append(drawn.mean())
            errors.append(drawn.std(ddof=1) ** 2 / len(drawn))
        return Simulated(np.array(means), np.diag(errors))
