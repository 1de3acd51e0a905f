r"""Claims on the compute-optimal frontier under limited data: the three-term ansatz, and verdicts.

    L = t^{-r_t} + N^{-r_N} + P^{-r_P}

with the exponents that are right. Its optimum does not know of P: the power law in C goes on for
ever in what is above P^{-r_P}.
"""

from __future__ import annotations

from sympy import Expr, Piecewise, true

from analytic.claim import Claim, Judgement, judge
from analytic.comparison.compute.limited_observables import EndOfPower, LateCompute
from analytic.notation import C_star
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import closure
from analytic.result import Measurable
from derivations import time_limited_loss
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.late_exponents import LateExponents
from derivations.compute.limited_data import Limited

__all__ = ["claims", "judgements", "measurables"]

PAPER = "bordelon2024dynamical"
EQUATION = "153-156, N"
END = "exponent in P of 1/C where the power law of L*(C) ends"
EXCESS = "exponent in C of L*(C, P) less its limit"
WIDTH_GROWTH = "exponent of 1/N*(C, P) beyond all powers of P"
FEW, MANY = "C = N t large, P larger", "C -> infinity at fixed P"
NEW = "what comes after it, and the amplitudes"


def claims(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Claim, ...]:
    """D17 under limited data: where its terms of time and of data are equal, and its optimum."""
    time = time_limited_loss.derive(spectrum).law
    assert time is not None
    r_t = time.exponent
    r_n, r_p = (limited_law(one, spectrum, statement).exponent for one in (WIDTH, DATA))
    return (
        Claim("D17", PAPER, EQUATION, END, r_p * (1 / r_t + 1 / r_n), FEW),
        Claim("D17", PAPER, EQUATION, EXCESS, r_t * r_n / (r_t + r_n), MANY),
        Claim("D17", PAPER, EQUATION, WIDTH_GROWTH, r_t / (r_t + r_n), MANY),
    )


def judgements(
    regions: tuple[Limited, ...],
    late: LateExponents,
    spectrum: PowerLaw,
    statement: FieldEquations,
) -> tuple[Judgement, ...]:
    """The verdicts; `late` are the exponents of the approach to unlimited compute."""
    *others, last = ((one.windows[0].stage.end, one.condition) for one in regions)
    closed = ((end, closure(where)) for end, where in others)
    ends = Piecewise(*closed, (last[0], true))  # continuous: it holds on both sides of a boundary
    derived = {END: ends, EXCESS: late.excess, WIDTH_GROWTH: late.inverse_width}
    return tuple(
        judge(claim, derived[claim.quantity], adds=NEW) for claim in claims(spectrum, statement)
    )


def measurables(excess: Expr, width: Expr) -> dict[str, Measurable]:
    """How the digits measure the approach to the end; on the page it is `excess` and `width`."""
    given = f"P = {LateCompute('excess').samples}"
    return {
        END: Measurable(EndOfPower(), C_star, given="L(t*, N*, P) = 2 L*(C)"),
        EXCESS: Measurable(LateCompute("excess"), excess, given=given),
        WIDTH_GROWTH: Measurable(LateCompute("width"), width, given=given),
    }
