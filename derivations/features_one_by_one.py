r"""Features that a two-layer network learns one by one, each at a time of its own.

    s(t) = a_p s_0 e^{2 a_p t}/(a_p + s_0 (e^{2 a_p t} - 1)),   learned at t = log(a_p/s_0)/(2 a_p)

Every feature has one neuron, with a readout and a weight along it that are equal and small at
first; a_p falls as p^{-a/2}, so that its power is c_p = p^{-a}. [ren2025emergence].
"""

from typing import NamedTuple

from sympy import (
    Derivative,
    Function,
    diff,
    dsolve,
    integrate,
    log,
    oo,
    powdenest,
    powsimp,
    simplify,
    solve,
)

from analytic.comparison.feature_learning import Learning
from analytic.notation import C, L, N, a, a_p, ell, k, nu, r_C, s_0, t
from analytic.page import Page
from analytic.result import Statement
from analytic.stated import Formulas

SCOPE = "from times of learning, up to their logarithm; that features are independent is assumed"


class OneByOne(NamedTuple):
    """What is stated of features that are learned one by one."""

    formulas: Formulas
    statements: dict[str, Statement]


def one_by_one(page: Page) -> OneByOne:
    """The share of a feature that is learned, and laws in width, time and compute, displayed."""
    share = Function("s")(t)
    slope = 2 * share * (a_p - share)
    page.show(
        Derivative(share, t), slope, "a feature of its own neuron, $s$ the product of its layers"
    )
    equation, start = share.diff(t) - slope, {share.subs(t, 0): s_0}
    solved = dsolve(equation, share, hint="Bernoulli", ics=start)
    learned = page.show(share, simplify(solved.rhs), "solved from $s_0$")
    (half,) = solve(learned - a_p / 2, t)
    page.show(
        t, half.subs(log((a_p - s_0) / s_0), ell), "half of it is learned, $ell = log(a_p/s_0 - 1)$"
    )
    tail = powsimp(integrate(k**-a, (k, N, oo), conds="none"))
    width = page.show(L(N), tail, "$N$ features, the first ones: $a_p^2 = p^-a$", relation="~")
    (rank,) = solve(k ** (-a / 2) - a_p, k)
    last = rank.subs(a_p, *solve(2 * a_p * t - ell, a_p))
    early = page.show(
        L(t),
        powdenest(tail.subs(N, last)),
        "those with $2 a_p t > ell$ are learned, $ell$ taken as a constant",
        heuristic=True,
        relation="~",
    )
    in_width, in_time = (
        simplify(-letter * diff(log(law), letter)) for letter, law in ((N, width), (t, early))
    )
    (split,) = solve(in_width * nu - in_time * (1 - nu), nu)
    in_compute = page.show(
        r_C, simplify(in_width * split), "$C = N t$, where both leave the same", heuristic=True
    )
    return OneByOne(
        {Learning.SHARE: learned},
        {
            "exponent in width, one by one": Statement(
                in_width, "the amplitude", width, variable=N
            ),
            "exponent in time, one by one": Statement(
                in_time, "the amplitude", early, scope=SCOPE, variable=t
            ),
            "exponent in compute, one by one": Statement(
                in_compute, "", in_compute, scope=SCOPE, variable=C
            ),
        },
    )
