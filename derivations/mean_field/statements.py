r"""What is stated of the field equations: responses, their weights, final losses.

A claim, an equation as printed among them, is judged by what its letters are on the page,

    R_{02} D_P = R_{24} D_N = -d(\kappa),   C_1 = D_P D_P' <u^1 u^1'>,

so that the form it should have holds and every other one is refuted in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sympy import Expr, Symbol, cancel, factor

from analytic.comparison.claims.field_values import (
    MEMORY_OF_DATA,
    WEIGHT_OF_FEEDBACK,
    WEIGHT_OF_SOURCE,
)
from analytic.notation import (
    C_0,
    D_N,
    D_P,
    N,
    P,
    d,
    lambda_k,
    s,
    sigma2,
    u2,
    u4,
    v2,
)
from analytic.problem import FieldEquations
from analytic.result import Statement
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.keystone import Keystone
from analytic.symbolic.mean_field.responses import Responses
from analytic.symbolic.overfitting.turn import slope

__all__ = ["Derived", "ridge_loss", "statements"]

UNCHECKED = (
    "this algebra starts from the five processes and finds them consistent; that they are exact as "
    "M, N, P grow in proportion is tested by simulation at replicated sizes, and a test is no proof"
)
SMALL = "three modes, N = 4, P = 6, s = 1/2"


class Derived(NamedTuple):
    """What the page has of the field equations: responses, their two-point functions, h."""

    statement: FieldEquations
    one: Responses
    solved: Mapping[Symbol, Expr]
    key: Keystone


def statements(found: Derived, response: Expr, width: Expr, in_modes: Expr) -> dict[str, Statement]:
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
        "H_k": Statement(response),
        "D_N": Statement(width),
        "summand of C_0": Statement(in_modes),
        "L(oo), P < N < M, by s s' C_0": _end(found, P),
        "L(oo), N < P, N < M, by s s' C_0": _end(found, N),
        "R_1, by its feedback": replace(memory, reads=in_d),
        "R_3, by its feedback": Statement(one.D_N, reads=in_d),
        "weight of u^2_k in v_k over that of u^4_k": Statement(
            weight, "", one.D_N, WEIGHT_OF_SOURCE, given=SMALL
        ),
        "weight of dv^2_k/du^4_k in the feedback of R_3": Statement(
            feedback, "", one.D_N, WEIGHT_OF_FEEDBACK, given=SMALL
        ),
    }


def _end(found: Derived, smaller: Expr) -> Statement:
    """A final loss as that of ridge without a penalty, from h alone: no second frequency."""

    def along_both(printed: Expr) -> Expr:
        product = found.one.at_kappa(printed.subs(C_0, found.solved[C_0]))
        return along_the_diagonal(product, smaller)

    loss = ridge_loss(found.key.h, found.one).subs(d, smaller)
    return Statement(factor(cancel(loss)), reads=along_both)


def ridge_loss(h: Expr, one: Responses) -> Expr:
    r"""The excess loss -s^2 h'(s)/D_P^2 - \sigma^2 of ridge with penalty s, in kappa, d and w."""
    frequency, outer = (one.at_kappa(function) for function in (s, h))
    test = -(frequency**2) * slope(outer) / slope(frequency) / one.D_P**2
    return cancel(test - sigma2)
