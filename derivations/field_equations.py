r"""Field equations: responses, two-point functions, and the one function they collapse to.

    C_1(s,s') = [h(s) - h(s')] / (s' - s),   h = D_P (\kappa w + \sigma^2) / s
    C_0(s,s') + \sigma^2/(s s') = C_1(s,s') / (D_P D_P')

The responses and the linear system are those of [bordelon2024dynamical], eqs. (10)-(11), (26),
(32)-(35), (65)-(68) at s = i \omega. New here: the collapse to h, and with it C_2 and C_3.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sympy import Expr, Symbol, factor, oo, solve

from analytic.comparison.claims.field_values import (
    MEMORY_OF_DATA,
    WEIGHT_OF_FEEDBACK,
    WEIGHT_OF_SOURCE,
)
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
    k,
    kappa,
    lambda_k,
    marked,
    primed,
    s,
    s2,
    u2,
    u4,
    v2,
)
from analytic.problem import FIELD_EQUATIONS, Cov, FieldEquations
from analytic.quotient import cancel
from analytic.result import Result, Statement
from analytic.stated import Formulas
from analytic.symbolic.mean_field.field_residuals import (
    BOTH_DIFFERENT,
    DIFFERENT_A,
    DIFFERENT_DATA,
    FINAL_TEST,
    FINAL_TRAIN,
)
from analytic.symbolic.mean_field.final_value import along_the_diagonal, final_dimension
from analytic.symbolic.mean_field.keystone import Keystone, in_responses, keystone, noisy
from analytic.symbolic.mean_field.penalty import ridge_loss
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mean_field.two_point import linear_system, summand, two_point
from derivations.headings import Heading
from derivations.under_heading import page_under, result_under

HEADING = Heading(
    "field-equations",
    10,
    "Field equations",
    "$M$, $N$, $P$ large in proportion; any spectrum; $s$, $s'$ off the negative real axis",
    law=False,
)

PAPER = "bordelon2024dynamical"
UNCHECKED = (
    "this algebra starts from the five processes and finds them consistent; that they are "
    "exact as $M$, $N$, $P$ grow in proportion is tested by simulation at replicated sizes, "
    "and a test is no proof"
)
SMALL = "three modes, N = 4, P = 6, s = 1/2"
NEW_A, NEW_DATA, NEW_BOTH = frozenset({"data"}), frozenset({"A"}), frozenset[str]()


def derive(statement: FieldEquations = FIELD_EQUATIONS) -> Result:
    r"""The responses and two-point functions of a statement of the field equations.

        C_0 + \sigma^2/(s s') = [h(s) - h(s')]/[(s' - s) D_P D_P'],
        h(s) = D_P (\kappa w + \sigma^2)/s

    From [bordelon2024dynamical], eq. (26) and appendix B.
    """
    page = page_under(
        HEADING,
        statement="Five linear single-site equations determine the responses and both losses "
        "at all times; both losses follow from one function $h$ of one frequency.",
        source=f"{PAPER}, eqs. (10)-(11), (26), (32)-(35), (65)-(68); new: the collapse to $h$",
        problem="$dv/dt = -(K v + g)$, $v(0) = w^*$, in the mean over the projection $A$ and "
        "the data",
    )
    page.show_all(
        {equation.lhs: equation.rhs for equation in statement.equations},
        "field equation, linear in its Gaussian source",
    )
    page.show_all(
        {Cov(source): value for source, value in statement.covariances.items()},
        "covariance of the source at $s$ and $s'$",
    )
    page.show_all(statement.memory, "definition of a memory function")
    page.show_all(statement.feedback, "definition of a feedback")
    page.show_all(statement.correlations, "definition of a correlation function at $s$ and $s'$")

    one = responses(statement)
    page.show(H_k, one.H_k, "eliminate the other fields, differentiate $v_k$ by its initial value")
    page.show(
        kappa,
        one.kappa,
        "minus the pole of $H_k$ in $lambda_k$; $d$ is the sum of $lambda_k/(lambda_k + kappa)$",
    )
    page.show_all(one.feedback, "definition of the feedback, its sum over modes in terms of $d$")
    page.show(
        D_P, one.D_P, "self-consistency of $dv^1/du^1$, linear once $s$ is written as $kappa$"
    )
    page.show(D_N, one.D_N, "self-consistency of $dv^3/du^3$")
    (dimension,) = solve(one.D_P - D_P, d)
    conjugate = page.show(D_N, one.D_N.subs(d, dimension).expand(), "eliminate $d$")

    in_modes = page.show(
        marked(C_0, k), summand(statement, one, C_0), "one mode's term: independent sources"
    )
    system = page.show_all(linear_system(statement, one), "sums over modes by partial fractions")
    solved = two_point(system, one)
    key = keystone(solved, one)
    page.show(h, key.h, "solve; $C_1$ separates into one function of each frequency")
    page.show_all(
        key.correlations, "the keystone: difference quotients of $h$, and of $s h$ inside"
    )

    def replica(shared: frozenset[str]) -> Mapping[Symbol, Expr]:
        return two_point(linear_system(statement, one, shared), one)

    replicas: Formulas = {
        DIFFERENT_A: noisy(replica(NEW_A)[C_0], one),
        DIFFERENT_DATA: in_responses(replica(NEW_DATA)[C_0], one),
        BOTH_DIFFERENT: in_responses(replica(NEW_BOTH)[C_0], one),
    }
    page.show(
        marked(C_0, "D"),
        replicas[DIFFERENT_A],
        "two replicas, another $A$: $u^3$, $u^4$ not shared",
    )
    page.show(marked(C_0, "A"), replicas[DIFFERENT_DATA], "other data: $u^1$, $u^2$ not shared")
    page.show(marked(C_0, 0), replicas[BOTH_DIFFERENT], "both different: the squared bias")

    pole = "pole at $s = s' = 0$, where"
    by_data, by_width = (final_dimension(statement, resource) for resource in (P, N))
    test, train = (one.at_kappa(s * s2 * solved[c]) for c in (C_0, C_1))
    final: Formulas = {
        FINAL_TEST[P]: along_the_diagonal(test, by_data),
        FINAL_TEST[N]: along_the_diagonal(test, by_width),
        FINAL_TRAIN[P]: along_the_diagonal(train, by_data),
        FINAL_TRAIN[N]: along_the_diagonal(train, by_width),
    }
    page.show(L(oo), final[FINAL_TEST[P]], f"{pole} $d(kappa) = {by_data} < {by_width}$")
    page.show(L(oo), final[FINAL_TEST[N]], f"{pole} $d(kappa) = {by_width} < {by_data}$")
    page.show(Lhat(oo), final[FINAL_TRAIN[P]], "training, $P < N$: the labels are interpolated")
    page.show(Lhat(oo), final[FINAL_TRAIN[N]], "training, $N < P$: $D_P^2 (L + sigma^2)$")
    response = one.H_k.subs({D_P: one.D_P, D_N: one.D_N})
    of_mode = in_modes.xreplace({1 / one.H_k: 1 / H_k, 1 / primed(one.H_k): 1 / H_k2})
    found = Derived(statement, one, solved, key)
    stated = _statements(found, response, conjugate, of_mode)
    return result_under(
        HEADING,
        page,
        formulas={
            D_P: one.D_P,
            D_N: one.D_N,
            H_k: one.H_k,
            kappa: one.kappa,
            h: key.h,
            **key.correlations,
            **replicas,
            **final,
        },
        statements=stated,
        checks=field_equation_checks(statement),
    )


class Derived(NamedTuple):
    """What the page has of the field equations: responses, their two-point functions, h."""

    statement: FieldEquations
    one: Responses
    solved: Mapping[Symbol, Expr]
    key: Keystone


def _statements(
    found: Derived, response: Expr, width: Expr, in_modes: Expr
) -> dict[str, Statement]:
    """What claims are judged by: what the page shows, and what the field equations make of it."""
    fields, one = found.one.fields, found.one
    error = fields[found.statement.error]
    by_data, by_width = lambda_k * error.diff(u2) * D_P, fields[v2].diff(u4) * D_N
    weight = cancel(error.diff(u2) / error.diff(u4))
    feedback = cancel(by_data / by_width)  # N (1 - D_N) = P (1 - D_P), mode by mode

    def in_d(printed: Expr) -> Expr:
        return printed.subs(one.feedback).subs({D_P: one.D_P, D_N: one.D_N})

    memory = Statement(one.D_P, "", one.D_P, MEMORY_OF_DATA, given=SMALL)
    return {
        "the five single-site processes": Statement(None, UNCHECKED),
        "$H_k$": Statement(response),
        "$D_N$": Statement(width),
        "summand of $C_0$": Statement(in_modes),
        "$L(oo)$, $P < N < M$, by $s s' C_0$": _end(found, P),
        "$L(oo)$, $N < P$, $N < M$, by $s s' C_0$": _end(found, N),
        "$R_1$, by its feedback": replace(memory, reads=in_d),
        "$R_3$, by its feedback": Statement(one.D_N, reads=in_d),
        "weight of $u^2_k$ in $v_k$ over that of $u^4_k$": Statement(
            weight, "", one.D_N, WEIGHT_OF_SOURCE, given=SMALL
        ),
        "weight of $dv^2_k/du^4_k$ in the feedback of $R_3$": Statement(
            feedback, "", one.D_N, WEIGHT_OF_FEEDBACK, given=SMALL
        ),
    }


def _end(found: Derived, smaller: Symbol) -> Statement:
    """A final loss as that of ridge without a penalty, from h alone: no second frequency."""
    end = final_dimension(found.statement, smaller)

    def along_both(printed: Expr) -> Expr:
        product = found.one.at_kappa(printed.subs(C_0, found.solved[C_0]))
        return along_the_diagonal(product, end)

    loss = ridge_loss(found.key.h, found.one).subs(d, end)
    return Statement(factor(cancel(loss)), reads=along_both)
