r"""Ridge: the two-point functions on their diagonal, s = s' = \gamma, and early stopping beside it.

    v_k = \gamma H_k(\gamma),   L = \gamma^2 C_0(\gamma, \gamma)

Without limits a mode keeps \gamma/(\lambda + \gamma) of its error, where the flow at time 1/\gamma
keeps e^{-\lambda/\gamma}: what is left of the modes learned falls as \gamma^2 and no faster.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Integer, cancel

from analytic.law import Law
from analytic.notation import (
    C_0,
    C_1,
    D_N,
    D_P,
    L,
    Lhat,
    R_t,
    d,
    gamma_R,
    lambda_k,
    mean_error,
    r_t,
    s,
    s2,
    t,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.solution import solution
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.profiles import Resolvent
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.training.late_times import in_small
from analytic.symbolic.training.recursions import frequency_of, initial_response, ridge

__all__ = ["show_ridge"]


def show_ridge(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[str, Expr]:
    """The losses of ridge in kappa, d and w, and what a small penalty leaves without limits."""
    response = page.show(
        mean_error(gamma_R),
        initial_response(ridge(statement)),
        "ridge, 0 = K v + g + gamma (v - w*): what it leaves of an initial error",
    )
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    one_point, correlations = solution(statement)
    weight = cancel(response / one_point.H_k.subs(s, frequency)).subs(gamma_R, s)
    product = weight * weight.subs(s, s2)
    test, train = (
        along_the_diagonal(one_point.at_kappa(product * correlations[one]), d) for one in (C_0, C_1)
    )
    page.show(L(gamma_R), test, "weighted with that of the response, at s = s' = gamma: no contour")
    page.show(Lhat(gamma_R), train, "the same of C_1; d_2, w_2 are sums of squares")
    small, exponent = _small_penalty(page, spectrum, free)
    return {
        "L of ridge": test,
        "Lhat of ridge": train,
        "L of a small penalty": small,
        "exponent of ridge": exponent,
    }


def _small_penalty(page: Page, spectrum: PowerLaw, free: Expr) -> tuple[Expr, Expr]:
    """Both powers of the penalty without limits, and the one that leads."""
    at_age = cancel(free.subs(gamma_R, 1 / t))
    rate = cancel((1 / at_age - 1) / lambda_k / t)
    law = _small_law(rate, spectrum)
    in_penalty = {t: 1 / gamma_R}
    page.show(
        L(gamma_R),
        law.general.expansion.subs(in_penalty),
        "N = P = infinity, gamma -> 0: the poles of zeta, of modes to be learned, and of Gamma",
        error=law.general.remainder.subs(in_penalty),
    )
    for edge, there in {**law.boundaries, **law.resonances}.items():
        reason = f"on {edge.lhs} = {edge.rhs} the poles collide"
        page.show(
            L(gamma_R),
            there.expansion.subs(in_penalty),
            reason,
            error=there.remainder.subs(in_penalty),
        )
    exponent = page.show(
        r_t,
        law.exponent,
        "in gamma. Early stopping at t = 1/gamma has the first alone: ridge saturates",
    )
    page.show(R_t, law.general.remainder.subs(in_penalty), "left out: the next power", relation="O")
    return law.expansion.subs(in_penalty), exponent


def _small_law(rate: Expr, spectrum: PowerLaw) -> Law:
    """The law of the loss in 1/gamma."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return _small_law(rate, spectrum.at(values))

    sums = spectral_sums(spectrum, Resolvent(rate, Integer(2)), t)
    found = [expand(one, "infinity") for one in sums]
    conditions = [condition for one in found for condition in one.conditions]
    return balanced(in_small(found, t), "r_t", t, "gamma small, N = P = infinity", conditions, at)
