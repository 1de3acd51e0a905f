r"""Where one term of one-pass SGD hands over to another: in time, and on a budget C = N t.

    t = N^\tau:   F_pp or K_pp, then F_ac/N where a > b + 1, then F_0

Which terms rule where is argued from their limits; digits at t = N^tau are the check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Add, And, Expr, Integer, Piecewise, Pow
from sympy.logic.boolalg import Boolean

from analytic.law import Law
from analytic.notation import C, L, N, a, b, t
from analytic.page import Page
from analytic.symbolic.frontier.balance import Balance, balances
from analytic.symbolic.frontier.terms import Budget, Term, terms_of
from analytic.symbolic.one_pass.bottlenecks import meeting
from derivations.one_pass.laws import Laws

__all__ = ["BUDGET", "by_phase", "frontier", "meetings"]

BUDGET = Budget(C, N, t)


def meetings(page: Page, laws: Laws) -> dict[str, Expr]:
    """The powers of N at which times one term takes over from another, where a > b + 1 or not."""
    loss, added = _exponents(laws.loss), _exponents(laws.added)
    floor = {regime.condition: regime.exponent for regime in laws.floor.regimes}
    hard, easy = floor[a < b + 1], floor[a > b + 1]
    bias, kernel = loss[a < 2 * b], loss[a > 2 * b]
    width = added[a > b + 1]
    zero, one = Integer(0), Integer(1)
    ends = {
        "F_pp to F_0, a < b + 1": meeting((zero, bias), (hard, zero)),
        "F_pp to F_ac, b + 1 < a < 2 b": meeting((zero, bias), (one, width)),
        "K_pp to F_ac, a > 2 b": meeting((zero, kernel), (one, width)),
        "F_ac to F_0, a > b + 1": meeting((one, width), (easy, zero)),
    }
    for name, power in ends.items():
        page.show(t, Pow(N, power, evaluate=False), name, heuristic=True)
    return ends


def _exponents(law: Law) -> dict[Boolean, Expr]:
    return {regime.condition: regime.exponent for regime in law.regimes}


def frontier(page: Page, laws: Laws) -> tuple[Balance, ...]:
    """The least loss on a budget of N t, phase by phase: where two of the terms balance."""
    found = balances(_terms(laws), BUDGET)
    for phase in found:
        names = " and ".join(dict.fromkeys(term.name for term in phase.binding))
        where = " and ".join(map(str, And.make_args(phase.condition)))
        page.show_all(
            {L(C): Pow(C, -phase.rate), N: Pow(C, phase.first)},
            f"C = N t, {where}: least where {names} balance, argued from the terms",
        )
    return found


def by_phase(found: Sequence[Balance]) -> Expr:
    """The exponent of the frontier, phase by phase."""
    return Piecewise(*((phase.rate, phase.condition) for phase in found))


def _terms(laws: Laws) -> tuple[Term, ...]:
    """The monomials of the three laws: what is left at N = infinity, what 1/N adds, the floor."""
    ((bias, _),) = laws.bias.terms
    time, added, floor = (law.general.leading for law in (laws.loss, laws.added, laws.floor))
    parts = (
        *(("", one) for one in Add.make_args(time)),
        *(("F_ac", one / N) for one in Add.make_args(added)),
        *(("F_0", one) for one in Add.make_args(floor)),
    )
    found = (term for name, part in parts for term in terms_of(part, (N, t), name))
    return tuple(
        term if term.name else replace(term, name="F_pp" if term.decay(t) == bias else "K_pp")
        for term in found
    )
