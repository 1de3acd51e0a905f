r"""What Gaussian entries add to the first finite-size correction of the mean field.

    S = \Lambda^{1/2} W \Lambda^{1/2} = \Lambda + X,
    N <X_{ij} X_{kl}> = \lambda_i \lambda_j (\delta_{il} \delta_{jk} + \delta_{ik} \delta_{jl})

To second order in X the first pairing gives the mean field's coefficient; the second, which asks
all indices to be equal, what is added. Higher cumulants are of higher order in 1/N.
"""

from __future__ import annotations

from sympy import Expr, exp, integrate

from analytic.notation import c_k, lambda_k, t, tau_1, tau_2

__all__ = ["added_by_data", "added_by_width"]

_COVARIANCE = lambda_k**2  # the second pairing at i = j = k = l, times N


def added_by_width() -> Expr:
    r"""The term of one mode in \sum_k c_k <(e^{-2tS})_{kk}>, N times."""
    return c_k * _second_order(2 * t)


def added_by_data() -> Expr:
    r"""The term of one mode in \sum_k w_k^2 <(e^{-tS} \Lambda e^{-tS})_{kk}>, P times."""
    target = c_k / lambda_k
    once = integrate(exp(-lambda_k * (t - tau_1)) * exp(-lambda_k * tau_1), (tau_1, 0, t))
    both_sides = _COVARIANCE * once**2
    one_side = 2 * exp(-lambda_k * t) * _second_order(t)
    return target * lambda_k * (one_side + both_sides)


def _second_order(time: Expr) -> Expr:
    """The second term of Duhamel's series of e^{-time S}, by the second pairing."""
    free = (
        exp(-lambda_k * (time - tau_2)) * exp(-lambda_k * (tau_2 - tau_1)) * exp(-lambda_k * tau_1)
    )
    return _COVARIANCE * integrate(free.simplify(), (tau_1, 0, tau_2), (tau_2, 0, time))
