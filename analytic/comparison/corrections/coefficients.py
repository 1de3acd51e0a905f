r"""The finite-size corrections as functions of time: coefficients of 1/N and 1/P in the loss.

    L(t, N) = L(t) + [c(t) + e(t)]/N + ...,   e = 2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}

The mean field's c is the limit of its N (L(t, N) - L(t)). A simulation with Gaussian entries has
e = (t^2/2) L''(t) too, from their fourth moments.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Symbol

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.notation import t
from analytic.problem import Model, PowerLaw

__all__ = ["GaussianExtra"]


@dataclass(frozen=True)
class GaussianExtra:
    r"""2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}: what Gaussian entries add, in N and in P.

    The sum is the loss at time t of the target c_k lambda_k^2.
    """

    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The term at time `size`."""
        weighted = exact.test_loss(Model(_twice_weighted(spectrum)), size, digits + 1)
        return (2 * size**2 * to_sympy(weighted, digits + 1)).evalf(digits)


def _twice_weighted(spectrum: PowerLaw) -> PowerLaw:
    """The same spectrum with the target c_k lambda_k^2."""
    square = spectrum.scale**2
    (first, power), *further = (
        (coefficient * square, power + 2 * spectrum.b)
        for coefficient, power in spectrum.target_powers
    )
    return PowerLaw(
        power,
        spectrum.b,
        spectrum.modes,
        scale=spectrum.scale,
        amplitude=first,
        further_powers=further,
        multiplicity=spectrum.multiplicity,
        multiplicity_growth=spectrum.multiplicity_growth,
    )
