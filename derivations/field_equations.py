r"""Field equations: responses, two-point functions, and the one function they collapse to.

    C_1(s,s') = [h(s) - h(s')] / (s' - s),   h = D_P (\kappa w + \sigma^2) / s
    C_0(s,s') + \sigma^2/(s s') = C_1(s,s') / (D_P D_P')

The responses and the linear system are those of [bordelon2024dynamical], eqs. (10)-(11), (26),
(32)-(35), (65)-(68) at s = i \omega. New here: the collapse to h, and with it C_2 and C_3.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Symbol, oo, solve

from analytic.comparison.field_equations import field_equation_checks
from analytic.notation import (
    C_0,
    C_1,
    D_N,
    D_P,
    H_k,
    H_k2,
    L,
    Lhat,
    N,
    P,
    d,
    h,
    kappa,
    primed,
    s,
    s2,
)
from analytic.page import Page
from analytic.problem import FIELD_EQUATIONS, Cov, FieldEquations
from analytic.result import Result
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.keystone import keystone, noisy
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.separation import in_responses
from analytic.symbolic.mean_field.two_point import linear_system, summand, two_point
from derivations.claims import verdicts
from derivations.headings import Heading
from derivations.mean_field.statements import Derived, statements

__all__ = ["derive"]

HEADING = Heading(
    "field-equations",
    10,
    "Field equations",
    "M, N, P large in proportion; any spectrum; s, s' off the negative real axis",
    law=False,
)

PAPER = "bordelon2024dynamical"
NEW_A, NEW_DATA, NEW_BOTH = frozenset({"data"}), frozenset({"A"}), frozenset[str]()


def derive(statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    """The responses and two-point functions of a statement of the field equations."""
    page = Page(
        title=HEADING.title,
        statement="Five linear single-site equations determine the responses and both losses at "
        "all times; both losses follow from one function h of one frequency.",
        source=f"{PAPER}, eqs. (10)-(11), (26), (32)-(35), (65)-(68); new: the collapse to h",
        validity=HEADING.validity,
        problem="dv/dt = -(K v + g), v(0) = w*, in the mean over the projection A and the data",
    )
    page.show_all(
        {equation.lhs: equation.rhs for equation in statement.equations},
        "field equation, linear in its Gaussian source",
    )
    page.show_all(
        {Cov(source): value for source, value in statement.covariances.items()},
        "covariance of the source at s and s'",
    )
    page.show_all(statement.memory, "definition of a memory function")
    page.show_all(statement.feedback, "definition of a feedback")
    page.show_all(statement.correlations, "definition of a correlation function at s and s'")

    one = responses(statement)
    page.show(H_k, one.H_k, "eliminate the other fields, differentiate v_k by its initial value")
    page.show(kappa, one.kappa, "minus the pole of H_k in lambda_k; d = sum lambda/(lambda+kappa)")
    page.show_all(one.feedback, "definition of the feedback, its sum over modes in terms of d")
    page.show(D_P, one.D_P, "self-consistency of dv^1/du^1, linear once s is written as kappa")
    page.show(D_N, one.D_N, "self-consistency of dv^3/du^3")
    (dimension,) = solve(one.D_P - D_P, d)
    conjugate = page.show(D_N, one.D_N.subs(d, dimension).expand(), "eliminate d")

    in_modes = page.show(C_0, summand(statement, one, C_0), "one mode's term: independent sources")
    system = page.show_all(linear_system(statement, one), "sums over modes by partial fractions")
    solved = two_point(system, one)
    key = keystone(solved, one)
    page.show(h, key.h, "solve; C_1 separates into one function of each frequency")
    page.show_all(key.correlations, "the keystone: difference quotients of h, and of s h inside")

    def replica(shared: frozenset[str]) -> Mapping[Symbol, Expr]:
        return two_point(linear_system(statement, one, shared), one)

    replicas = {
        "C_0 different A": noisy(replica(NEW_A)[C_0], one),
        "C_0 different data": in_responses(replica(NEW_DATA)[C_0], one),
        "C_0 both different": in_responses(replica(NEW_BOTH)[C_0], one),
    }
    page.show(C_0, replicas["C_0 different A"], "two replicas, another A: u^3, u^4 not shared")
    page.show(C_0, replicas["C_0 different data"], "other data: u^1, u^2 not shared")
    page.show(C_0, replicas["C_0 both different"], "both different: the squared bias")

    test, train = (one.at_kappa(s * s2 * solved[c]) for c in (C_0, C_1))
    final = {
        "L(oo) if P<N": along_the_diagonal(test, P),
        "L(oo) if N<P": along_the_diagonal(test, N),
        "Lhat(oo) if P<N": along_the_diagonal(train, P),
        "Lhat(oo) if N<P": along_the_diagonal(train, N),
    }
    page.show(L(oo), final["L(oo) if P<N"], "pole at s = s' = 0, where d(kappa) = P < N")
    page.show(L(oo), final["L(oo) if N<P"], "pole at s = s' = 0, where d(kappa) = N < P")
    page.show(Lhat(oo), final["Lhat(oo) if P<N"], "training, P < N: the labels are interpolated")
    page.show(Lhat(oo), final["Lhat(oo) if N<P"], "training, N < P: D_P^2 (L + sigma^2)")
    response = one.H_k.subs({D_P: one.D_P, D_N: one.D_N})
    of_mode = in_modes.xreplace({1 / one.H_k: 1 / H_k, 1 / primed(one.H_k): 1 / H_k2})
    found = Derived(statement, one, solved, key)
    stated = statements(found, response, conjugate, of_mode)
    return Result(
        name=HEADING.name,
        title=page.title,
        page=page,
        formulas={
            "D_P": one.D_P,
            "D_N": one.D_N,
            "H_k": one.H_k,
            "kappa": one.kappa,
            "h": key.h,
            **{str(quantity): value for quantity, value in key.correlations.items()},
            **replicas,
            **final,
        },
        judgements=verdicts(HEADING.name, stated),
        statements=stated,
        checks=field_equation_checks(statement),
    )
