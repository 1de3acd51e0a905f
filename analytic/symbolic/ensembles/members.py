r"""Members against width at the end of training: E models of width N, or one of width N E.

    P = \infty:  each mode's loss is convex enough in 1/N, so that one wide model is better
    N >= P:      L_E(N) - L_1(NE) in closed form, and positive
    N < P:       infinitely many members at \kappa(N) > \kappa(P): ridge of unlimited width, so that
                 they win against N >= P where the slope of L_D in \kappa is negative at \kappa(P)

Each comparison is at the same N E. The sums that carry the target are linear in c_k, so that an
inequality mode by mode is one of losses.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sympy import Expr, Symbol, cancel, factor, solve

from analytic.errors import InvalidProblemError
from analytic.notation import (
    E,
    N,
    P,
    d,
    d_2,
    d_3,
    kappa,
    kappa_N,
    lambda_k,
    sigma2,
    u,
    w,
    w_2,
    w_3,
    x,
)
from analytic.problem import FieldEquations
from analytic.symbolic.ensembles.pairs import ONLY_DATA, SAME, correlation, parts
from analytic.symbolic.mean_field.final_value import at_the_end

__all__ = [
    "OneMode",
    "critical_noise",
    "final_cost",
    "narrow_members",
    "one_mode",
    "shrunk_variance",
    "slope_in_regulariser",
]


class OneMode(NamedTuple):
    """One mode at t = P = infinity, c_k = 1: its losses as functions of kappa of width N.

    `members` is that of E models; `wide` bounds that of one model of width N E from above;
    `bend` is the second slope of lambda/(lambda + kappa) in 1/kappa.
    """

    members: Expr
    wide: Expr
    bend: Expr

    @property
    def cost(self) -> Expr:
        """What the members lose by at least."""
        return factor((self.members - self.wide).subs(E, 1 + u))


@cache
def one_mode(statement: FieldEquations) -> OneMode:
    """The comparison for one mode with unlimited data.

    d(kappa) = N; d is a concave function of 1/kappa that vanishes with it, so that kappa of width
    N E is at most kappa/E, and the loss of a single model grows with kappa.

    Raises    InvalidProblemError where a step does not hold.
    """
    mode = {w: 1 / (lambda_k + kappa_N), w_2: (lambda_k + kappa_N) ** -2, kappa: kappa_N}
    found = parts(statement, P)
    ends = (at_the_end(part, statement, N) for part in (found.bias, found.features))
    bias, features = (factor(end.xreplace(mode)) for end in ends)
    single = factor(bias + features)
    bend = factor((lambda_k / (lambda_k + 1 / x)).diff(x, 2))
    if not (bend.is_negative and factor(single.diff(kappa_N)).is_positive):
        raise InvalidProblemError(
            "The loss of one mode does not grow with kappa, or d is not concave in 1/kappa: "
            "members and width are not compared this way. Compare their exact losses."
        )
    return OneMode(bias + features / E, single.subs(kappa_N, kappa_N / E), bend)


@cache
def shrunk_variance(statement: FieldEquations) -> Expr:
    """V_A + V_AD at t = infinity, P < N: all that members average away; d(kappa) = P."""
    single, many = (
        at_the_end(correlation(statement, shared), statement, P) for shared in (SAME, ONLY_DATA)
    )
    return factor(single - many)


def final_cost(statement: FieldEquations) -> Expr:
    """L of E members of width N less L of one of width N E, t = infinity, P < N.

    Raises    InvalidProblemError where the loss of infinitely many members depends on the width.
    """
    final = at_the_end(correlation(statement, ONLY_DATA), statement, P)
    if final.has(N):
        raise InvalidProblemError(
            "Infinitely many members of different widths differ at the end of training. Compare "
            "their exact losses."
        )
    variance = shrunk_variance(statement)
    return factor(variance / E - variance.subs(N, N * E))


@cache
def narrow_members(statement: FieldEquations) -> Expr:
    """The final loss of infinitely many members with N < P, as a function of d(kappa) = N."""
    return at_the_end(correlation(statement, ONLY_DATA), statement, N)


def slope_in_regulariser(function: Expr) -> Expr:
    """The derivative of a function of kappa, d, d_2, w, w_2 along kappa."""
    slopes: dict[Symbol, Expr] = {
        d: -(d - d_2) / kappa,
        d_2: -2 * (d_2 - d_3) / kappa,
        w: -w_2,
        w_2: -2 * w_3,
    }
    inner = (function.diff(symbol) * slope for symbol, slope in slopes.items())
    return factor(cancel(function.diff(kappa) + sum(inner)))


@cache
def critical_noise(statement: FieldEquations) -> Expr:
    """The noise at which narrow members are as good as N >= P to first order in kappa - kappa(P).

    With more noise the loss of infinitely many members falls as the width drops below P.
    """
    slope = slope_in_regulariser(narrow_members(statement))
    (noise,) = solve(slope, sigma2)
    return factor(noise.subs(P, d))
