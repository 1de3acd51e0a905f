r"""What feature learning is worth: exponents in time, width and compute.

    \chi = r_t \max(1, 2/(1 + r_t)),   C = N t:  N^{-r_N} = t^{-\chi}  for a < b + 1

Beyond a = b + 1 the kernel only has a constant more: what a width adds first is the 1/N term.
"""

from collections.abc import Mapping

from sympy import (
    Expr,
    Max,
    Piecewise,
    Symbol,
    diff,
    factor,
    log,
    simplify,
    solve,
)

from analytic.notation import (
    a,
    b,
    chi,
    nu,
    r_C,
    r_N,
    r_t,
    t,
)
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from derivations.bottleneck import WIDTH, limited_law
from derivations.finite_size import correction_law


def learning_exponents(
    page: Page, formulas: Mapping[str, Expr], spectrum: PowerLaw, statement: FieldEquations
) -> dict[str, Expr]:
    """Exponents in time, width and compute, displayed."""
    hard, easy = (fall_of(formulas[name], t) for name in ("L, a < b + 1", "L, a > b + 1"))
    in_time = page.show(chi, Max(hard, easy), "the exponent in time: on both sides the larger one")
    width = limited_law(WIDTH, spectrum, statement)
    page.show(
        r_N,
        width.exponent,
        "a limited width, where $A$ moves within the span of its first rows: the kernel stays "
        "positive, so the end of training is that of the features as they were. Free layers have "
        "no plateau, as one neuron is enough",
        heuristic=True,
    )
    cases = {one.condition: one.exponent for one in width.regimes}
    added = {
        one.condition: one.exponent for one in correction_law(WIDTH, spectrum, statement).regimes
    }
    (below,) = (one for one in cases if one.subs({a: 2, b: 2}) == True)  # noqa: E712
    (above,) = (one for one in cases if one != below)
    rate = (a - 1) / b
    hard_budget = _balance(hard.subs(r_t, rate) * (1 - nu), cases[below] * nu)
    easy_budget = _balance(rate * (1 - nu), nu + added[above] * (1 - nu))
    in_compute = page.show(
        r_C,
        Piecewise((hard_budget, below), (easy_budget, above)),
        "$C = N t$ at $N = C^nu$: for $a < b + 1$ time and width law end together; beyond, where "
        "learning is only faster, the $1/N$ term of fixed features is met first",
        heuristic=True,
    )
    return {
        "chi": in_time.subs(r_t, rate),
        "chi shown": in_time,
        "r_N": width.exponent,
        "r_C": in_compute,
    }


def fall_of(law: Expr, variable: Symbol) -> Expr:
    """The exponent with which a law falls."""
    return simplify(-variable * diff(log(law), variable))


def _balance(one: Expr, other: Expr) -> Expr:
    """The rate where two rates on a budget are equal."""
    (where,) = solve(one - other, nu)
    return factor(simplify(other.subs(nu, where)))
