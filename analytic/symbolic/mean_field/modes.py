r"""Sums over modes of rational functions of the eigenvalue, by partial fractions.

Every sum of the field equations reduces to the effective dimension and the target resolvent,

    d(\kappa) = \sum_k \lambda_k / (\lambda_k + \kappa),
    w(\kappa) = \sum_k c_k / (\lambda_k + \kappa).
"""

from __future__ import annotations

from sympy import Expr, Integer, Poly, cancel, factor, fraction

from analytic.errors import DivergenceError
from analytic.notation import c_k, d, kappa, kappa2, lambda_k, primed, w

__all__ = ["sum_over_modes"]


def sum_over_modes(summand: Expr) -> Expr:
    r"""The sum over k of a rational function of lambda_k, affine in c_k, with simple poles.

        \sum_k [ r \lambda_k + q c_k ] / (\lambda_k + \kappa) = r d(\kappa) + q w(\kappa)

    Poles may stand at -kappa and at -kappa'.

    Raises    DivergenceError where the summand does not vanish with lambda_k, or grows with it.

    >>> sum_over_modes(lambda_k / (lambda_k + kappa))
    d
    """
    without_target = cancel(summand.subs(c_k, 0))
    with_target = cancel(summand.diff(c_k))
    dimension = _residues(without_target / lambda_k, summand)
    target = _residues(with_target, summand)
    return dimension[0] * d + dimension[1] * primed(d) + target[0] * w + target[1] * primed(w)


def _residues(function: Expr, summand: Expr) -> tuple[Expr, Expr]:
    """The residues at lambda = -kappa and lambda = -kappa' of a function with no other part.

    That is all of it where the denominator is of a higher degree, and vanishes at simple poles.
    """
    above, below = (Poly(part, lambda_k) for part in fraction(cancel(function)))
    slope = below.diff()
    poles = [point for point in (kappa, kappa2) if below.eval(-point) == 0]
    if above.degree() >= below.degree() or below.degree() != len(poles):
        raise DivergenceError(
            f"The sum over modes of {summand} is no combination of d and w: a part of {function} "
            "is left over. Its summand must vanish with lambda_k and have simple poles at -kappa "
            "and -kappa'."
        )
    first, second = (
        factor(above.eval(-point) / slope.eval(-point)) if point in poles else Integer(0)
        for point in (kappa, kappa2)
    )
    return first, second
