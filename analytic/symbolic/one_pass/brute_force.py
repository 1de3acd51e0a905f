r"""The loss of one-pass SGD on two modes by brute force: every sample of every batch is averaged.

    u' = u - (\eta/B) \Lambda \sum_i z_i (z_i . u + \sigma \xi_i)

with batches of B = 2 samples; nothing is known of q, of kernels, or of a Volterra equation.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import Expr, Integer, Matrix, Poly, expand

from analytic.notation import eta, lambda_j, lambda_k, sigma, u1, u2, v1, v2, v3, v4, w, w2
from analytic.symbolic.one_pass.batch_moments import gaussian_mean

__all__ = ["BATCH", "brute_force_losses"]

BATCH = Integer(2)
_SAMPLES = (((v1, v2), w), ((v3, v4), w2))
_SQUARES = ((2, 0), (1, 1), (0, 2))


class _Map(NamedTuple):
    """How <u_i u_j> after a batch depends on them before: a matrix and what the noise adds."""

    matrix: Matrix
    added: Matrix


def brute_force_losses(
    eigenvalues: tuple[Expr, Expr],
    target: tuple[Expr, Expr],
    step: Expr,
    noise: Expr,
    steps: int,
) -> list[Expr]:
    """<u . u> after 0, 1, ... steps, exactly."""
    values = {lambda_k: eigenvalues[0], lambda_j: eigenvalues[1], eta: step, sigma**2: noise}
    one = _Map(*(part.subs(values) for part in _batch_map()))
    moments = Matrix([target[0], Integer(0), target[1]])
    losses = [moments[0] + moments[2]]
    for _ in range(steps):
        moments = one.matrix * moments + one.added
        losses.append(moments[0] + moments[2])
    return losses


@cache
def _batch_map() -> _Map:
    variances = {
        letter: Integer(1) for features, label in _SAMPLES for letter in (*features, label)
    }
    after = []
    for i, (error, rate) in enumerate(((u1, lambda_k), (u2, lambda_j))):
        pull = sum(
            features[i] * (features[0] * u1 + features[1] * u2 + sigma * label)
            for features, label in _SAMPLES
        )
        after.append(expand(error - eta * rate / BATCH * pull))
    products = (after[0] ** 2, after[0] * after[1], after[1] ** 2)
    means = [Poly(gaussian_mean(product, variances), u1, u2) for product in products]
    return _Map(
        Matrix([[mean.coeff_monomial(u1**i * u2**j) for i, j in _SQUARES] for mean in means]),
        Matrix([mean.coeff_monomial(1) for mean in means]),
    )
