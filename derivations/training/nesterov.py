r"""Nesterov's momentum at a fixed \mu: the gradient is taken at u = v + \mu (v - v_before).

    s = (z - 1)(z - \mu) / (\eta [(1 + \mu) z - \mu])

Time gains as much as by the heavy ball, to first order in \lambda; the next order is another one.
"""

from __future__ import annotations

from sympy import Expr, cancel, exp, factor

from analytic.comparison.training import NESTEROV
from analytic.notation import (
    D_N,
    D_P,
    Delta_f,
    below_one_mu,
    eta,
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
from analytic.problem import FieldEquations, Nesterov, PowerLaw
from analytic.symbolic.training.late_times import LateMode, late_law, late_mode
from analytic.symbolic.training.recursions import (
    frequency_of,
    initial_response,
    pole_part,
    stepped,
)
from derivations.training.late_laws import show_late_law

__all__ = ["show_nesterov"]


def show_nesterov(
    page: Page, spectrum: PowerLaw, statement: FieldEquations, heavy: LateMode
) -> dict[str, Expr]:
    """The response and the late law of Nesterov's momentum, and how it differs from `heavy`."""
    response = page.show(
        mean_error(z),
        initial_response(stepped(statement, Nesterov(eta, mu))),
        "Nesterov: the gradient at $u_t = v_t + mu (v_t - v_{t-1})$, from $v_{-1} = v_0$",
    )
    free = response.subs({D_P: 1, D_N: 1})
    frequency = page.show(s, frequency_of(free, lambda_k), "the pole of the flow is at -s")
    weight, rest = pole_part(free, lambda_k)
    page.show(
        mean_error(z) - rest,
        weight * mean_error(s),
        "in partial fractions: no rate and no size changes the rest, which has no pole at z = 1",
    )
    page.show(
        (z - 1) * mean_error(z) / (s * mean_error(s)),
        cancel((z - 1) * weight / frequency).subs(z, 1),
        "the residue at z = 1 over that at s = 0: final losses are unchanged",
    )
    mode = late_mode(free.subs(mu, 1 - below_one_mu), z, 1)
    letters = {below_one_mu: 1 - mu}
    page.show(y, mode.rate.subs(letters) * lambda_k * t, "to first order, the heavy ball's")
    tilt = factor(mode.correction.subs(letters))
    page.show(
        f(t) ** 2 * exp(2 * y), 1 + tilt / t, "its error at given age, up to 1/t^2", error=t**-2
    )
    page.show(
        Delta_f,
        factor((mode.correction - heavy.correction).subs(letters)) / t,
        "of that, what the heavy ball has not: the first difference between the two",
        relation="~",
    )
    law = show_late_law(
        page, late_law(spectrum, mode, "r_t(Nesterov)"), "the pole of zeta", letters
    )
    formulas = {
        "H_k": response,
        "s": frequency,
        "L(t)": law.leading,
        "correction": law.correction,
        "remainder": law.remainder,
    }
    return {name + NESTEROV.suffix: formula for name, formula in formulas.items()}
