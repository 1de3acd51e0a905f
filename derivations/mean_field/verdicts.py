r"""Claims on the field equations, as the paper means them and as it prints them, and the verdicts.

An equation as printed is judged by what its letters are on the page,

    R_{02} D_P = R_{24} D_N = -d(\kappa),   C_1 = D_P D_P' <u^1 u^1'>,

so that the form it should have holds and every other one is refuted in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sympy import Derivative, Expr, Symbol, cancel, factor

from analytic.claim import Claim, Judgement, judge, undecided
from analytic.comparison.claims.field_values import FieldNumber, MemoryOfData
from analytic.notation import (
    C_0,
    C_1,
    C_3,
    D_N,
    D_N2,
    D_P,
    R_24,
    H_k,
    H_k2,
    N,
    P,
    c_k,
    d,
    lambda_k,
    primed,
    s,
    s2,
    sigma2,
    u1,
    u2,
    u4,
    v1,
    v2,
)
from analytic.problem import FieldEquations
from analytic.result import Measurable
from analytic.symbolic.mean_field.final_value import along_the_diagonal
from analytic.symbolic.mean_field.keystone import Keystone
from analytic.symbolic.mean_field.responses import Responses, responses
from analytic.symbolic.mean_field.separation import in_responses
from analytic.symbolic.overfitting.first_orders import gap_over_training
from analytic.symbolic.overfitting.turn import slope

__all__ = [
    "CLAIMS",
    "COVARIANCE",
    "D1",
    "D30",
    "MEMORY",
    "PROPORTIONAL",
    "RESPONSE",
    "SUMMAND",
    "Derived",
    "judgements",
    "measurables",
    "of_source",
    "ridge_loss",
]

PAPER = "bordelon2024dynamical"
PROPORTIONAL = "M, N, P large in proportion"
EVERY = "every frequency"
PROPORTION_UNCHECKED = (
    "this algebra starts from the five processes and finds them consistent; that they are exact as "
    "M, N, P grow in proportion is tested by simulation at replicated sizes, and a test is no proof"
)
RESPONSE, MEMORY, SUMMAND = "H_k", "D_N", "summand of C_0"
END_OF_DATA, END_OF_WIDTH = "L(oo), P < N < M, by s s' C_0", "L(oo), N < P, N < M, by s s' C_0"
MEMORY_OF_DATA, MEMORY_OF_WIDTH = "R_1, by its feedback", "R_3, by its feedback"
SOURCE = "weight of u^2_k in v_k over that of u^4_k"
FEEDBACK = "weight of dv^2_k/du^4_k in the feedback of R_3"
COVARIANCE = "covariance of u^1 at s and s'"

D1 = Claim("D1", PAPER, "26, B.1-B.2", "the five single-site processes", None, PROPORTIONAL)
CLAIMS = (
    Claim(
        "D2",
        PAPER,
        "10-11, 32-33",
        RESPONSE,
        1 / (s + lambda_k * (1 - d / P) * (1 - d / N)),
        PROPORTIONAL,
    ),
    Claim("D3", PAPER, "68", MEMORY, 1 - P * (1 - D_P) / N, EVERY),
    Claim(
        "D4",
        PAPER,
        "34-35",
        SUMMAND,
        lambda_k * H_k * H_k2 * (c_k / lambda_k + C_3 / N + lambda_k * D_N * D_N2 * C_1 / P),
        "every pair of frequencies",
    ),
    Claim("D5", PAPER, "12, 65-67", END_OF_DATA, s * s2 * C_0, "s, s' -> 0 together"),
    Claim("D5", PAPER, "12, 65-67", END_OF_WIDTH, s * s2 * C_0, "s, s' -> 0 together"),
    Claim("D27", PAPER, "31", MEMORY_OF_DATA, 1 + R_24 * D_P / P, EVERY),
    Claim("D27", PAPER, "31", MEMORY_OF_WIDTH, 1 + R_24 * D_N / N, EVERY),
    Claim("D28", PAPER, "33", SOURCE, lambda_k * D_N, EVERY),
    Claim("D29", PAPER, "48", FEEDBACK, lambda_k, EVERY),
)
D30 = Claim("D30", PAPER, "85", COVARIANCE, C_1, "every pair of frequencies")


_SMALL = "three modes, N = 4, P = 6, s = 1/2"
_SMALLER = {END_OF_DATA: P, END_OF_WIDTH: N}


class Derived(NamedTuple):
    """What the page has of the field equations: responses, their two-point functions, h."""

    statement: FieldEquations
    one: Responses
    solved: Mapping[Symbol, Expr]
    key: Keystone


def judgements(
    found: Derived, shown: Mapping[str, Expr], claims: Sequence[Claim] = CLAIMS
) -> tuple[Judgement, ...]:
    """The verdicts; `shown` is what the page shows of what a claim is about, by its quantity."""
    derived = {**shown, **_ends(found), **_of_letters(found)}
    verdicts = [undecided(D1, PROPORTION_UNCHECKED)]
    for claim in claims:
        judged = judge(_in_letters(claim, found), derived[claim.quantity])
        verdicts.append(replace(judged, claim=claim))
    return tuple(verdicts)


def _in_letters(claim: Claim, found: Derived) -> Claim:
    """A claim with what its letters are on the page, the limit taken where it is about one."""
    assert claim.formula is not None
    if claim.quantity in _SMALLER:
        product = found.one.at_kappa(claim.formula.subs(C_0, found.solved[C_0]))
        return replace(claim, formula=along_the_diagonal(product, _SMALLER[claim.quantity]))
    if claim.quantity in (MEMORY_OF_DATA, MEMORY_OF_WIDTH):
        return claim.at(found.one.feedback).at({D_P: found.one.D_P, D_N: found.one.D_N})
    return claim


def _ends(found: Derived) -> dict[str, Expr]:
    """Final losses as those of ridge without a penalty, from h alone: no second frequency."""
    ridge = ridge_loss(found.key.h, found.one)
    return {name: factor(cancel(ridge.subs(d, smaller))) for name, smaller in _SMALLER.items()}


def measurables(one: Responses) -> dict[str, Measurable]:
    """How digits measure what is printed: numbers of a small model."""
    return {
        MEMORY_OF_DATA: Measurable(MemoryOfData(), one.D_P, "value", given=_SMALL),
        SOURCE: Measurable(FieldNumber("source"), one.D_N, "value", given=_SMALL),
        FEEDBACK: Measurable(FieldNumber("feedback"), one.D_N, "value", given=_SMALL),
    }


def ridge_loss(h: Expr, one: Responses) -> Expr:
    r"""The excess loss -s^2 h'(s)/D_P^2 - \sigma^2 of ridge with penalty s, in kappa, d and w."""
    frequency, outer = (one.at_kappa(function) for function in (s, h))
    test = -(frequency**2) * slope(outer) / slope(frequency) / one.D_P**2
    return cancel(test - sigma2)


def _of_letters(found: Derived) -> dict[str, Expr]:
    """What the field equations make of responses, of their weights and of a covariance."""
    fields, one = found.one.fields, found.one
    error = fields[found.statement.error]
    by_data, by_width = lambda_k * error.diff(u2) * D_P, fields[v2].diff(u4) * D_N
    return {
        MEMORY_OF_DATA: one.D_P,
        MEMORY_OF_WIDTH: one.D_N,
        SOURCE: cancel(error.diff(u2) / error.diff(u4)),
        FEEDBACK: cancel(by_data / by_width),  # N (1 - D_N) = P (1 - D_P), mode by mode
    }


def of_source(statement: FieldEquations, claim: Claim = D30) -> Judgement:
    """The verdict on the covariance of u^1, as C_1 is that of v^1, a memory function times u^1."""
    over_training = in_responses(cancel(gap_over_training(statement) + 1), responses(statement))
    printed = claim.at({C_0: over_training * C_1 - sigma2 / (s * s2)})
    memory = statement.memory.items()
    (gain,) = (symbol for symbol, definition in memory if definition == Derivative(v1, u1))
    return replace(judge(printed, C_1 / (gain * primed(gain))), claim=claim)
