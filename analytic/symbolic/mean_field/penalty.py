r"""A penalty: the loss of ridge from one function of one frequency, and isotropic targets.

L(\gamma) = -\gamma^2 h'(\gamma)/D_P^2 - \sigma^2,   h = D_P (\kappa w + \sigma^2)/\gamma
"""

from __future__ import annotations

from sympy import Expr, cancel

from analytic.notation import d, d_2, kappa, s, sigma2, w, w_2
from analytic.symbolic.mean_field.final_value import slope
from analytic.symbolic.mean_field.responses import Responses

__all__ = ["ISOTROPIC", "ridge_loss"]

ISOTROPIC = {w: d, w_2: (d - d_2) / kappa}
"""What the sums with the target are where c_k = lambda_k."""


def ridge_loss(h: Expr, one: Responses) -> Expr:
    r"""The excess loss -s^2 h'(s)/D_P^2 - \sigma^2 of ridge with penalty s, in kappa, d and w."""
    frequency, outer = (one.at_kappa(function) for function in (s, h))
    test = -(frequency**2) * slope(outer) / slope(frequency) / one.D_P**2
    return cancel(test - sigma2)
