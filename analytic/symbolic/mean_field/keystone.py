r"""The keystone: both losses from one function of one frequency.

    C_1(s,s') = [h(s) - h(s')] / (s' - s),   C_0(s,s') + \sigma^2/(s s') = C_1(s,s') / (D_P D_P')

Nothing of this is assumed: h and the denominators are read off from the solved linear system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol, solve

from analytic.notation import C_0, C_1, C_2, C_3, D_N, primed, s, s2, sigma2
from analytic.symbolic.mean_field.responses import Responses
from analytic.symbolic.mean_field.separation import difference_quotient, in_responses

__all__ = ["Keystone", "keystone", "noisy"]


@dataclass(frozen=True)
class Keystone:
    """The functions of one frequency above the fractions of C_1 and C_3, and C_0 ... C_3."""

    h: Expr
    inner: Expr
    correlations: Mapping[Symbol, Expr]


def keystone(solved: Mapping[Symbol, Expr], one_point: Responses) -> Keystone:
    """The collapsed form of a solved two-point function.

    `h` is that of C_1, `inner` that of C_3; what they stand over is written as s where it is s.

    Raises    InvalidProblemError where the solution does not collapse.
    """
    outer, inner = difference_quotient(solved[C_1]), difference_quotient(solved[C_3])
    (width_memory,) = solve(one_point.frequency - s, D_N)
    h = in_responses(outer.h, one_point).xreplace({D_N: width_memory})
    h_3 = in_responses(inner.h, one_point)
    c_1, c_3 = (
        -_difference(above)
        / _difference(in_responses(below, one_point).xreplace({one_point.frequency: s}))
        for above, below in ((h, outer.g), (h_3, inner.g))
    )
    noise = sigma2 / (s * s2)
    test = in_responses((solved[C_0] + one_point.at_kappa(noise)) / solved[C_1], one_point)
    correlations = {
        C_0: test * c_1 - noise,
        C_1: c_1,
        C_2: in_responses(solved[C_2] / solved[C_3], one_point) * c_3,
        C_3: c_3,
    }
    return Keystone(h, h_3, correlations)


def noisy(quantity: Expr, one_point: Responses) -> Expr:
    r"""A test correlation C_0 in responses, as [C_0 + \sigma^2/(s s')] - \sigma^2/(s s')."""
    noise = sigma2 / (s * s2)
    return in_responses(quantity + one_point.at_kappa(noise), one_point) - noise


def _difference(function: Expr) -> Expr:
    return function - primed(function)
