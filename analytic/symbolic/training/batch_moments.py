r"""One step on a batch of B fresh Gaussian samples, averaged over the batch.

Along an eigenvector of K with eigenvalue x, u the error there and L the whole loss,

    u' = u - (\eta x/B) \sum_i z_i r_i,   r_i = z_i u + y_i,   y_i ~ N(0, L - u^2 + \sigma^2),

with independent standard normals z_i: what the other directions and the label noise add to the
residual is independent of z_i. All moments follow from those of normal variables.

The loss of one-pass SGD on two modes by brute force: every sample of every batch is averaged.

    u' = u - (\eta/B) \Lambda \sum_i z_i (z_i . u + \sigma \xi_i)

with batches of B = 2 samples; nothing is known of q, of kernels, or of a Volterra equation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Integer, Matrix, Mul, Poly, Symbol, expand, factorial2

from analytic.notation import (
    B,
    L_t,
    eta,
    lambda_j,
    lambda_k,
    sigma,
    sigma2,
    u1,
    u2,
    v,
    v1,
    v2,
    v3,
    v4,
    w,
    w2,
    x,
    y,
    z,
)


class BatchStep(NamedTuple):
    r"""Averages over a batch: <u'> and <u'^2> per u and u^2, the push per L + \sigma^2, <r^2>.

        <u'> = mean u,   <u'^2> = keep u^2 + push (L + \sigma^2)

    u is the error along one eigenvector before the step, u' after it.
    """

    mean: Expr
    keep: Expr
    push: Expr
    residual: Expr

    @property
    def mean_field(self) -> BatchStep:
        """The step that keeps of u^2 what it keeps of the mean, squared."""
        return self._replace(keep=self.mean**2)


def batch_step() -> BatchStep:
    r"""The step of one-pass SGD with batches of B.

    >>> from sympy import factor
    >>> factor(batch_step().keep - batch_step().mean ** 2)
    eta**2*x**2/B
    """
    variances = {z: Integer(1), y: L_t - v**2 + sigma2}
    residual = z * v + y
    pull = gaussian_mean(z * residual, variances)
    square = gaussian_mean((z * residual) ** 2, variances)
    mean_square = square / B + (1 - 1 / B) * pull**2
    after = expand(v**2 - 2 * eta * x * v * pull + (eta * x) ** 2 * mean_square)
    push = after.coeff(L_t)
    keep = expand((after - push * (L_t + sigma2)) / v**2)
    return BatchStep(
        mean=expand((v - eta * x * pull) / v),
        keep=keep,
        push=push,
        residual=expand(gaussian_mean(residual**2, variances)),
    )


def gaussian_mean(polynomial: Expr, variances: Mapping[Symbol, Expr]) -> Expr:
    r"""The mean of a polynomial in independent centred normal variables.

    <x^{2n}> = (2n - 1)!! variance^n

    >>> gaussian_mean(z**4, {z: Integer(1)})
    3
    """
    letters = list(variances)
    total = []
    for powers, coefficient in Poly(expand(polynomial), *letters).terms():
        if any(power % 2 for power in powers):
            continue
        moments = (
            factorial2(power - 1) * variances[letter] ** (power // 2)
            for letter, power in zip(letters, powers, strict=True)
        )
        total.append(coefficient * Mul(*moments))
    return expand(Add(*total))


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
