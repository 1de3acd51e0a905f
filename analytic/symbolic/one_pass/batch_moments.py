r"""One step on a batch of B fresh Gaussian samples, averaged over the batch.

Along an eigenvector of K with eigenvalue x, u the error there and L the whole loss,

    u' = u - (\eta x/B) \sum_i z_i r_i,   r_i = z_i u + y_i,   y_i ~ N(0, L - u^2 + \sigma^2),

with independent standard normals z_i: what the other directions and the label noise add to the
residual is independent of z_i. All moments follow from those of normal variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sympy import Add, Expr, Integer, Mul, Poly, Symbol, expand, factorial2

from analytic.notation import B, L_t, eta, sigma2, v, x, y, z

__all__ = ["BatchStep", "batch_step", "gaussian_mean"]


class BatchStep(NamedTuple):
    r"""Averages over a batch: <u'> and <u'^2> per u and u^2, the push per L + \sigma^2, <r^2>.

    <u'> = mean u,   <u'^2> = keep u^2 + push (L + \sigma^2)
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
