r"""Ways of training on a page: response, pole of the flow, late mode, and the late law.

(z - 1) H_k(z) -> s H_k(s),   L(t) = leading + correction + O(remainder)
"""

from typing import NamedTuple

from sympy import Expr, Piecewise, Symbol, exp, factor, powsimp, simplify

from analytic.comparison.training import CORRECTION, Way
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    Delta_L,
    H_k,
    L,
    R_t,
    below_one_mu,
    f,
    lambda_k,
    mean_error,
    mu,
    s,
    t,
    y,
    z,
)
from analytic.page import Page
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.stated import REST, Formulas
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.training.late_times import LateMode, late_mode
from analytic.symbolic.training.recursions import frequency_of, initial_response

IN_MU = {below_one_mu: 1 - mu}


class Response(NamedTuple):
    """A mode's response, with all feedback and without any, and the frequency of the flow in it."""

    whole: Expr
    free: Expr
    frequency: Expr


def show_response(page: Page, variable: Symbol, rule: FieldEquations, reason: str) -> Response:
    """The response to an initial error under a rule of training."""
    whole = page.show(mean_error(variable), initial_response(rule), reason)
    free = whole.subs({D_P: 1, D_N: 1})
    frequency = frequency_of(free, lambda_k)
    return Response(whole, free, page.show(s, frequency, "the pole of the flow is at $-s$"))


def show_same_end(page: Page, response: Response, statement: FieldEquations) -> Expr:
    """The residue of a response at z = 1 over that of gradient flow at s = 0."""
    flow = (s * responses(statement).H_k).subs(s, response.frequency)
    return page.show(
        (z - 1) * mean_error(z) / (s * mean_error(s)),
        cancel((z - 1) * response.whole / flow),
        "hence the same residue at $z = 1$ as at $s = 0$: final losses are unchanged",
    )


def show_mode(page: Page, free: Expr, reason: str) -> LateMode:
    """The age of a mode after many steps, and its error at given age."""
    mode = late_mode(free.subs(mu, 1 - below_one_mu), z, 1)
    page.show(y, mode.rate.subs(IN_MU) * lambda_k * t, reason)
    tilt = factor(mode.correction.subs(IN_MU))
    page.show(
        f(t) ** 2 * exp(2 * y), 1 + tilt / t, "its error at given age, up to $1/t^2$", error=t**-2
    )
    return mode


def show_late_law(page: Page, law: Law, reason: str) -> Law:
    """A late law in mu: its leading term, first correction and remainder."""
    letters = {letter: value for letter, value in IN_MU.items() if letter in law.letters}
    stated = law.given(letters)
    page.show(L(t), stated.leading, reason, relation="~")
    page.show(Delta_L, stated.correction, "the first correction", error=stated.remainder)
    if not (law.leading + law.correction).has(Piecewise):
        ratio = simplify(powsimp(law.correction / law.leading, force=True)).subs(letters)
        page.show(Delta_L / L(t), factor(ratio), "relative to the leading term", relation="~")
    page.show(
        R_t, stated.remainder, "left out: the next power, up to its coefficient", relation="O"
    )
    return stated


def late_formulas(response: Response, law: Law, way: Way) -> Formulas:
    """What the checks of another way of training read."""
    formulas: Formulas = {
        H_k: response.whole,
        s: response.frequency,
        L(t): law.leading,
        CORRECTION: law.correction,
        REST: law.remainder,
    }
    return {way.stated(one): formula for one, formula in formulas.items()}
