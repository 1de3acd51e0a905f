r"""The sign of a sum over modes whose terms change sign once, at an eigenvalue \lambda_j.

    \sum_k c_k W(\lambda_k),   \sum_k \lambda_k W(\lambda_k) = 0

With c_k/\lambda_k less its value at \lambda_j in the place of c_k/\lambda_k the sum is the same and
all its terms have one sign.
"""

from __future__ import annotations

from sympy import Expr, Piecewise, cancel, factor, fraction, sign, solve

from analytic.errors import InvalidProblemError
from analytic.notation import kappa, lambda_j, lambda_k, primed, w, w_2, x
from analytic.symbolic.mellin.mode_sums import DEFINITIONS

__all__ = ["about_turning_mode", "of_mode", "sign_of_terms", "turning_mode"]


def of_mode(rise: Expr) -> Expr:
    """The term of one mode in a combination of w, w' and w_2."""
    one = {symbol: DEFINITIONS[symbol] for symbol in (w, w_2)}
    first = DEFINITIONS[w].subs(kappa, primed(kappa))
    return factor(rise.subs({**one, primed(w): first}))


def turning_mode(weight: Expr) -> Expr:
    """The eigenvalue at which the weight of a mode changes sign.

    Raises    InvalidProblemError for a weight that does not change sign exactly once.
    """
    found = solve(fraction(weight)[0], lambda_k)
    if len(found) != 1:
        raise InvalidProblemError(
            f"{weight} changes sign at {found}, not once: its sum has no sign that this argument "
            "gives. Evaluate it."
        )
    return factor(found[0])


def about_turning_mode(weight: Expr, turns: Expr) -> Expr:
    """The weight with the eigenvalue at which it changes sign, lambda_j, in the place of kappa'."""
    (first,) = solve(turns - lambda_j, primed(kappa))
    return factor(weight.subs(primed(kappa), first))


def sign_of_terms(weight: Expr, target: Expr) -> Expr:
    """The common sign of all terms of the sum of weight and target over modes.

    `target` is c_k/lambda_k as a function of lambda_k. As the sum of lambda_k times the weight is
    zero, the target less its value at lambda_j may stand for it; both change sign there.

    Raises    InvalidProblemError for a weight over lambda_k - lambda_j that has no one sign.
    """
    weighed = about_turning_mode(weight, turning_mode(weight)) / (lambda_k - lambda_j)
    slope_of_weight = sign(cancel(weighed.subs(kappa, x)))
    if not slope_of_weight.is_number:
        raise InvalidProblemError(f"{weighed} has no one sign. Evaluate the sum over modes.")
    growth, unit = fraction(factor(lambda_k * target.diff(lambda_k) / target))
    return (slope_of_weight * sign(growth * sign(unit))).rewrite(Piecewise)
