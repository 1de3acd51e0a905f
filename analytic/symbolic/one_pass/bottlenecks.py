"""One-pass SGD at finite width: its resolvents, and what 1/N adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Expr, Symbol, cancel, limit, oo

from analytic.notation import D_N, D_P, N, P, c_k, d, d_2, epsilon, kappa, s, w, w_2
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.finite_size import regulariser_shift
from analytic.symbolic.mean_field.modes import sum_over_modes
from analytic.symbolic.mean_field.solution import solution

__all__ = ["Resolvents", "resolvents"]


class Resolvents(NamedTuple):
    r"""W = \sum_k c_k H_k and Tr K/(s + K) = \sum_k (1 - s H_k) at P = infinity, in kappa, d, w.

    `first` holds their coefficients of 1/N at fixed s, `unlimited` what they are without it.
    """

    target: Expr
    trace: Expr
    first: tuple[Expr, Expr]

    @property
    def unlimited(self) -> tuple[Expr, Expr]:
        """Both at N = infinity, where kappa = s."""
        return self.target.subs(kappa, s), self.trace.subs(kappa, s)


@cache
def resolvents(statement: FieldEquations) -> Resolvents:
    """The resolvents of K at unlimited data, from the mode response of the field equations."""
    one = solution(statement).one_point
    response = one.H_k.subs({D_P: limit(one.D_P, P, oo)})
    target, trace = (
        sum_over_modes(cancel(summand.subs(D_N, s / kappa)))
        for summand in (c_k * response, 1 - s * response)
    )
    shift = epsilon * regulariser_shift(statement, N, P)
    nearby: Mapping[Symbol, Expr] = {
        kappa: s + shift,
        d: d - shift * (d - d_2) / s,
        w: w - shift * w_2,
    }
    first = tuple(
        cancel(f.xreplace(nearby).diff(epsilon).subs(epsilon, 0)) for f in (target, trace)
    )
    return Resolvents(cancel(target), cancel(trace), (first[0], first[1]))
