r"""Momentum on a schedule: it grows as \mu_n = 1 - r/n, and squares the time.

    f'' + (r/t) f' + x f = 0,   t = n \sqrt\eta,   L ~ t^{-min(2(a-1)/b, r)}

Modes still to be learned leave t^{-2(a-1)/b}, twice the exponent of gradient flow; those that are
learned swing about zero and leave t^{-r}. [su2016differential], section 2, for the equation of
motion, [watson1944bessel], section 13.41, for its transform. New here: the loss.
"""

from sympy import Expr, Integer, Min, simplify

from analytic.comparison.schedule import Schedule, schedule_checks, schedule_law_check
from analytic.comparison.training import F_T
from analytic.formulas.prose import worded
from analytic.notation import L, R_n, R_t, f, n, r_t, t
from analytic.page import Page
from analytic.problem import POWER_LAW, PowerLaw
from analytic.result import Result
from analytic.symbolic.training.late_times import (
    motion,
    scheduled_filter,
    scheduled_law,
    scheduled_loss,
    stepped_swings,
)

CLAIMS = ()
NESTEROV = Integer(3)  # the schedule 1 - 3/n of [su2016differential]


def derive(spectrum: PowerLaw = POWER_LAW, growth: Expr = NESTEROV) -> Result:
    r"""The late loss with momentum 1 - r/n: for every r, and its law at r = growth.

        L ~ \sum_k c_k f(t; \lambda_k)^2,   f'' + (r/t) f' + \lambda f = 0,   t = n \sqrt\eta

    [su2016differential], section 2.
    """
    page = Page(
        title="Momentum on a schedule",
        statement="Momentum that grows as 1 - r/n squares the time, and with it doubles the "
        "exponent, until what it leaves of the learned modes takes over: these swing about zero, "
        "and lose no more than t^-r, or n^-(r/2 + (a-1)/b) after many steps of a fixed size.",
        source="su2016differential, section 2, for the equation of motion; watson1944bessel, "
        "section 13.41; new: the loss, its two exponents and amplitudes",
        validity="small steps unless it says a fixed size; N = P = infinity, t or n large",
        problem="v_{n+1} = (1 - eta K) [v_n + (1 - r/n) (v_n - v_{n-1})], t = n sqrt(eta)",
    )
    page.show(Integer(0), motion(), "small steps with $mu_n = 1 - r/n$, at $t = n sqrt(eta)$")
    left = page.show(f(t), scheduled_filter(), "its solution from rest")
    found = scheduled_loss(spectrum)
    tail = page.show(
        L(t),
        found.tail,
        "modes still to be learned, where these lead: the pole of $zeta$",
        relation="~",
    )
    swings = page.show(
        R_t,
        found.mean,
        "swings of the modes learned, on average over time: the pole of $Gamma$",
        heuristic=True,
        relation="~",
    )
    exponents = [simplify(-t * term.diff(t) / term) for term in (tail, swings)]
    exponent = page.show(r_t, Min(*exponents), "the larger of the two leads", heuristic=True)
    stepped = page.show(
        R_n,
        stepped_swings(spectrum),
        "the swings after $n$ steps of a fixed size, $(a-1)/b > r/2$: each takes $1 - eta x$ "
        "of $f^2$",
        heuristic=True,
        relation="~",
    )
    page.show(
        r_t,
        Min(exponents[0], simplify(-n * stepped.diff(n) / stepped)),
        "so that the swings fall faster in the end than in the limit of small steps",
        heuristic=True,
    )
    law = scheduled_law(spectrum, growth)
    page.show(L(t), law.general.leading, f"at $r = {growth}$", heuristic=True, relation="~")
    for edge, on_edge in law.boundaries.items():
        page.show(L(t), on_edge.leading, f"on {worded(edge)}, where they meet", relation="~")
    return Result(
        name="momentum-schedule",
        title=page.title,
        page=page,
        formulas={
            F_T: left,
            Schedule.TAIL: tail,
            Schedule.SWINGS: swings,
            Schedule.STEPPED: stepped,
            Schedule.RATE: exponent,
        },
        law=law,
        checks=(*schedule_checks(spectrum), schedule_law_check(growth)),
        derive=derive,
    )
