r"""Ridge: the two-point functions on their diagonal, s = s' = \gamma, and early stopping beside it.

    v_k = \gamma H_k(\gamma),   L = \gamma^2 C_0(\gamma, \gamma)

Without limits a mode keeps \gamma/(\lambda + \gamma) of its error, where the flow at time 1/\gamma
keeps e^{-\lambda/\gamma}: what is left of the modes learned falls as \gamma^2 and no faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add

from sympy import Expr, Integer, cancel

from analytic.law import Law
from analytic.notation import (
    C_0,
    C_1,
    L,
    Lhat,
    R_t,
    d,
    gamma_R,
    lambda_k,
    r_t,
    s,
    s2,
    t,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.two_point import solution
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import spectral_sums
from analytic.symbolic.mellin.profiles import Resolvent
from analytic.symbolic.series.dominant_balance import balanced
from analytic.symbolic.training.recursions import ridge
from derivations.late_laws import show_response

__all__ = ["show_ridge"]


def show_ridge(page: Page, spectrum: PowerLaw, statement: FieldEquations) -> dict[str, Expr]:
    """The losses of ridge in kappa, d and w, and what a small penalty leaves without limits."""
    response = show_response(
        page,
        gamma_R,
        ridge(statement),
        "ridge, 0 = K v + g + gamma (v - w*): what it leaves of an initial error",
    )
    one_point, correlations = solution(statement)
    weight = cancel(response.whole / one_point.H_k.subs(s, response.frequency)).subs(gamma_R, s)
    product = weight * weight.subs(s, s2)
    test, train = (
        along_the_diagonal(one_point.at_kappa(product * correlations[one]), d) for one in (C_0, C_1)
    )
    page.show(L(gamma_R), test, "weighted with that of the response, at s = s' = gamma: no contour")
    page.show(Lhat(gamma_R), train, "the same of C_1; d_2, w_2 are sums of squares")
    at_age = cancel(response.free.subs(gamma_R, 1 / t))
    law = _small_law(cancel((1 / at_age - 1) / lambda_k / t), spectrum)
    colliding = {**law.boundaries, **law.resonances}
    poles = "N = P = infinity, gamma -> 0: the poles of zeta, of modes to be learned, and of Gamma"
    reasons = [poles, *(f"on {edge.lhs} = {edge.rhs} the poles collide" for edge in colliding)]
    for one, reason in zip((law.general, *colliding.values()), reasons, strict=True):
        expansion, error = (x.subs(t, 1 / gamma_R) for x in (one.expansion, one.remainder))
        page.show(L(gamma_R), expansion, reason, error=error)
    exponent = page.show(
        r_t,
        law.exponent,
        "in gamma. Early stopping at t = 1/gamma has the first alone: ridge saturates",
    )
    left = law.general.remainder.subs(t, 1 / gamma_R)
    page.show(R_t, left, "left out: the next power", relation="O")
    return {
        "L of ridge": test,
        "Lhat of ridge": train,
        "L of a small penalty": law.expansion.subs(t, 1 / gamma_R),
        "exponent of ridge": exponent,
    }


def _small_law(rate: Expr, spectrum: PowerLaw) -> Law:
    """The law of the loss in 1/gamma."""

    def at(values: Mapping[Expr, Expr]) -> Law:
        return _small_law(rate, spectrum.at(values))

    sums = spectral_sums(spectrum, Resolvent(rate, Integer(2)), t)
    found = [expand(one, "infinity") for one in sums]
    conditions = [condition for one in found for condition in one.conditions]
    return balanced(
        reduce(add, (one.series(1 / t) for one in found)),
        "r_t",
        t,
        "gamma small, N = P = infinity",
        conditions,
        at,
    )
