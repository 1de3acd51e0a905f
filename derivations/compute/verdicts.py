r"""Claims on the compute-optimal frontier of gradient flow and on its ansatz, and the verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Min

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.claims.printed_values import AnsatzGrowth
from analytic.comparison.compute.observables import BestResource
from analytic.formulas.rate import rate_of
from analytic.notation import C, a, b, r_N, r_t, t
from analytic.problem import FieldEquations, PowerLaw
from analytic.result import Measurable
from derivations.bottleneck import WIDTH, limited_law
from derivations.compute.ansatz import Ansatz
from derivations.compute.optimal_law import Frontier, by_cases

__all__ = ["CLAIMS", "PRINTED", "judgements", "measurables", "of_ansatz"]

PAPER = "bordelon2024dynamical"
LOSS, WIDTH_GROWTH, TIME_GROWTH = "exponent of L*(C)", "exponent of 1/N*(C)", "exponent of 1/t*(C)"
POWERS = "C = N t large, P = infinity"
NEW = "the amplitude, the logarithm on the boundary, what comes next"

_M = Min(a - 1, 2 * b)
_COST = a - 1 + b * _M

CLAIMS = (
    Claim("D16", PAPER, "17", LOSS, (a - 1) * _M / _COST, POWERS),
    Claim("D16", PAPER, "17, t*", TIME_GROWTH, b * _M / _COST, POWERS),
    Claim("D16", PAPER, "17, N*", WIDTH_GROWTH, (a - 1) / _COST, POWERS),
)


_WIDER, _LONGER = (f"exponent of 1/{one}(C) at the optimum of the ansatz" for one in "Nt")
_SHARE = r_t / (r_t + r_N)

PRINTED = (
    Claim("D33", PAPER, "155", _WIDER, _SHARE, "C = N t, any exponents"),
    Claim("D33", PAPER, "155", _LONGER, _SHARE, "C = N t, any exponents"),
)


def of_ansatz(ansatz: Ansatz, claims: Sequence[Claim] = PRINTED) -> tuple[Judgement, ...]:
    """The verdicts on the optimum of three terms, as it is printed, in the letters of any laws."""
    sides = {_WIDER: ansatz.width, _LONGER: ansatz.time}
    return tuple(
        judge(claim, rate_of(1 / sides[claim.quantity], C), read_from=sides[claim.quantity])
        for claim in claims
    )


def judgements(
    found: Frontier, spectrum: PowerLaw, statement: FieldEquations
) -> tuple[Judgement, ...]:
    """The verdicts for the power laws that the claims are about."""
    rates = {
        LOSS: _exponent(found, 1),
        WIDTH_GROWTH: _exponent(found, 2),
        TIME_GROWTH: _exponent(found, 3),
    }
    claims = (*CLAIMS, *_ansatz(found, spectrum, statement))
    return tuple(judge(claim, rates[claim.quantity], adds=NEW) for claim in claims)


def measurables(width: Expr, time: Expr) -> dict[str, Measurable]:
    """How the digits measure what the claims speak of besides the loss."""
    return {
        WIDTH_GROWTH: Measurable(BestResource("width"), width),
        TIME_GROWTH: Measurable(BestResource("time"), time),
        _WIDER: Measurable(AnsatzGrowth(of_width=True), width, "value"),
        _LONGER: Measurable(AnsatzGrowth(of_width=False), time, "value"),
    }


def _ansatz(found: Frontier, spectrum: PowerLaw, statement: FieldEquations) -> tuple[Claim, Claim]:
    """D17: width and loss at the optimum of the ansatz, with the exponents that are right."""
    r_time = next(term.decay(t) for term in found.terms if term.name == "time law")
    r_width = limited_law(WIDTH, spectrum, statement).exponent
    together = r_time + r_width
    return (
        Claim("D17", PAPER, "153-156, N", WIDTH_GROWTH, r_time / together, POWERS),
        Claim("D17", PAPER, "153-156, L", LOSS, r_time * r_width / together, POWERS),
    )


def _exponent(found: Frontier, position: int) -> Expr:
    """An exponent of the frontier, on the boundaries too."""
    edges = {edge: one.balance[position] for edge, one in found.edges.items()}
    return by_cases(
        [(one.balance[position], one.balance.condition) for one in found.regimes], edges
    )
