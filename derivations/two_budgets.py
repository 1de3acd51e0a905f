r"""Two budgets beside each other: N P at the end of training, and N t at unlimited data.

    K = N P, t = \infty:   N^* \asymp K^\nu,  P^* \asymp K^{1 - \nu}
    C = N t, P = \infty:   N^* \asymp C^\nu,  t^* \asymp C^{1 - \nu}

The first trades what the loss depends on alike: where a ratio is best, \nu is 1/2 for every target.
The second trades width for time, of which a mode needs the inverse of its rate: \nu depends on b,
and for a steep target on a.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sympy import And, Expr, Ge, Gt, Le, Lt, Piecewise, factor, log, simplify
from sympy.logic.boolalg import Boolean

from analytic.comparison.two_budgets import Powers
from analytic.notation import K_NP, C, L_star, N, P, a, ratio, t
from analytic.page import Page
from analytic.problem import FieldEquations, PowerLaw
from analytic.result import Statement
from analytic.stated import Formula, Formulas
from analytic.term import Term
from derivations.compute.optimal_law import regimes_of_crossover


class Division(NamedTuple):
    """Powers of a budget in one regime: of the width, of the other resource, the loss's rate."""

    where: Boolean
    width: Expr
    other: Expr
    rate: Expr


class FewSamples(NamedTuple):
    """Where no ratio is best: the samples that are, and the rate of the loss in these."""

    where: Boolean
    samples: Expr
    rate: Expr


def of_product(
    smaller: Expr, regimes: Sequence[Term], few: Sequence[FewSamples]
) -> tuple[Division, ...]:
    """Powers of N P: where a ratio is best, and where the samples fall behind.

    Where the law for P < N falls with P/N, P^(2 - rate)/(N P), a ratio is best for rates above two.
    """
    half = simplify(K_NP * log(smaller).diff(K_NP))
    found = [_few(one) for one in few]
    for one in regimes:
        falls = one.amplitude.subs(ratio, 0) == 0
        where = And(one.condition, one.exponent > 2) if falls else one.condition
        # Cases of one value next to each other become one, whose condition is long.
        found.insert(len(found) if falls else 0, Division(where, half, half, half * one.exponent))
    return tuple(one for one in found if one.where != False)  # noqa: E712


def _few(case: FewSamples) -> Division:
    power = factor(simplify(K_NP * log(case.samples).diff(K_NP)))
    return Division(case.where, factor(1 - power), power, factor(power * case.rate))


def of_compute(spectrum: PowerLaw, statement: FieldEquations) -> tuple[Division, ...]:
    """Powers of N t on the compute-optimal frontier at unlimited data."""
    balances = (one.balance for one in regimes_of_crossover(spectrum, statement).regimes)
    return tuple(Division(one.condition, one.first, one.second, one.rate) for one in balances)


def beside(page: Page, product: Sequence[Division], compute: Sequence[Division]) -> Formulas:
    """Both budgets side by side, displayed: widths, what they are traded for, losses."""
    found: Formulas = {}
    for budget, other, divisions, held in (
        (K_NP, P, product, "$N P$ fixed, $t = infinity$"),
        (C, t, compute, "$N t$ fixed, $P = infinity$"),
    ):
        width, power, rate = (_by_case(divisions, position) for position in (1, 2, 3))
        page.show(N, budget**width, f"{held}: the best width", relation="asymp")
        page.show(other, budget**power, f"{held}: what is left to ${other}$", relation="asymp")
        page.show(L_star(budget), budget**-rate, f"{held}: the least loss", relation="asymp")
        traded = Piecewise(*((factor(one.width / one.other), one.where) for one in divisions))
        page.show(N, other**traded, f"{held}: what is traded for what", relation="asymp")
        names = Powers.WIDTH, Powers.OTHER, Powers.RATE, Powers.TRADED
        shown = width, power, rate, traded
        found |= {name.of(other): _with_edges(x) for name, x in zip(names, shown, strict=True)}
    return found


def statements_of(found: Formulas) -> dict[str, Statement]:
    """The powers of both budgets, as the table of exponents has them."""
    product, compute = "$N P$, $t = infinity$", "$N t$, $P = infinity$"
    rows: dict[str, tuple[Formula, Expr]] = {}
    for budget, other, held in ((N * P, P, product), (C, t, compute)):
        rows |= {
            f"power of {held}, as which the best $N$ grows": (Powers.WIDTH.of(other), budget),
            f"power of {held}, as which the best ${other}$ grows": (Powers.OTHER.of(other), budget),
            f"exponent of the least loss, {held}": (Powers.RATE.of(other), budget),
        }
    return {words: Statement(found[name], variable=of) for words, (name, of) in rows.items()}


def _by_case(divisions: Sequence[Division], position: int) -> Expr:
    return Piecewise(*((one[position], one.where) for one in divisions))


def _with_edges(powers: Expr) -> Expr:
    """Powers by regime, with the edges in a: those of both sides, where sizes have logarithms."""
    edges = [one for one in powers.atoms(Lt, Gt) if one.has(a)]
    return powers.xreplace({one: (Le if isinstance(one, Lt) else Ge)(*one.args) for one in edges})
