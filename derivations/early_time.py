r"""Early times: what a finite width or sample adds to the mean error of a mode, to first order.

    H_k(t) = e^{-\lambda_k t} + (1/N + 1/P) \sum_j f_{jk}(t) + ...,
    f_{jk} <-> \lambda_k \lambda_j / [(s + \lambda_j)(s + \lambda_k)^2]

[bordelon2024dynamical], eqs. (81)-(83), puts d(s) = c/s with c = sum lambda. New here: the
coefficient itself, at every time, and until when the paper's holds.
"""

from sympy import Add, Expr, Symbol, factor, factorial, limit, oo

from analytic.comparison.mean_errors import Early, early_checks
from analytic.comparison.white_quantities import FIRST_ORDER_OF_MODE
from analytic.notation import (
    D_N,
    D_P,
    Delta_H,
    H_k,
    N,
    P,
    d,
    epsilon,
    f,
    j,
    k,
    kappa,
    lambda_j,
    lambda_k,
    marked,
    s,
    t,
)
from analytic.problem import FIELD_EQUATIONS, FieldEquations
from analytic.result import Result, Statement
from analytic.symbolic.mean_field.finite_size import time_function
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "early-time",
    40,
    "Early times of a mode",
    "$N$, $P$ large at fixed $t$; any spectrum with a finite sum of eigenvalues",
    law=False,
)

PAPER = "bordelon2024dynamical"
LAST = 3  # the first order in t after the leading one


def derive(statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The first order in 1/N and 1/P of the mean error of a mode, for any spectrum.

        H_k(t) = e^{-\lambda_k t} + (1/N + 1/P) \sum_j f_{jk}(t) + ...

    [bordelon2024dynamical], eqs. (81)-(83).
    """
    page = page_under(
        HEADING,
        statement="At fixed time a finite width or sample adds to the error of a mode a sum over "
        "all modes. The paper's early-time form is that sum with the poles of all modes at zero; "
        "it is right to the order $t^2$, and stays where the true term decays.",
        source=f"{PAPER}, eqs. (81)-(83); new: the coefficient at every time, the range",
        problem="$H_k(t)$, the mean of $v_k(t)/w^*_k$, for gradient flow, to first order in "
        "$1/N$ and $1/P$",
    )
    one = responses(statement)
    page.show(H_k, one.H_k, "the mode response of the field equations")
    page.show(D_N, one.D_N, "with the memory of the projection")
    page.show(D_P, one.D_P, "and of the data; $kappa = s$ to leading order")
    by_width, by_data = (_first_order(one, *pair) for pair in ((N, P), (P, N)))
    page.show(marked(Delta_H, N), by_width, "the coefficient of $1/N$")
    page.show(marked(Delta_H, P), by_data, "the coefficient of $1/P$")
    mode = DEFINITIONS[d].subs({lambda_k: lambda_j, kappa: s})
    other = page.show(
        marked(f, j)(t),
        time_function(by_width.subs(d, mode), s),
        "one mode $j$ of $d(s)$, back to time, $j != k$",
    )
    same = page.show(
        marked(f, k)(t),
        time_function(by_width.subs(d, mode.subs(lambda_j, lambda_k)), s),
        "the mode itself",
    )
    trace = page.show(
        d, limit(s * mode, s, oo) / s, "at high frequency, a mode of $d(s)$", relation="~"
    )
    paper = page.show(
        marked(f, j)(t),
        time_function(factor(by_width.subs(d, trace)), s),
        "what that gives: the paper's",
        relation="~",
    )
    early = page.show(
        marked(f, j)(t),
        _early(other),
        "the coefficient itself at early times",
        error=t ** (LAST + 1),
    )
    statements = {
        "term of mode $j$ in the coefficient of $1/N + 1/P$ in $H_k(t)$": Statement(
            early,
            observable=FIRST_ORDER_OF_MODE,
            given=f"the coefficient of t^{LAST}",
            small=t,
        )
    }
    return result_under(
        HEADING,
        page,
        formulas={
            Early.BY_WIDTH: by_width,
            Early.BY_DATA: by_data,
            f(t): other,
            Early.SAME: same,
            Early.PAPER: paper,
            Early.START: early,
        },
        statements=statements,
        checks=early_checks(),
    )


def _first_order(one: Responses, limited: Symbol, unlimited: Symbol) -> Expr:
    """The coefficient of 1/limited in H_k(s), with kappa = s in what is of first order."""
    response = one.H_k.subs({D_N: one.D_N, D_P: one.D_P}).subs(limited, 1 / epsilon)
    return factor(limit(response, unlimited, oo).diff(epsilon).subs(epsilon, 0))


def _early(function: Expr) -> Expr:
    """A function of time to the order kept; every coefficient is a polynomial in the rates."""
    derivatives = (function.diff(t, n).subs(t, 0) for n in range(LAST + 1))
    return Add(*(factor(one) * t**n / factorial(n) for n, one in enumerate(derivatives)))
