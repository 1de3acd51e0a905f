r"""What is stated of compute-optimal frontiers, and what the letters of the ansatz are.

    L = t^{-r_t} + N^{-r_N} + P^{-r_P}

with the exponents that are right. Its optimum does not know of P: under limited data the power law
in C goes on for ever in what is above P^{-r_P}.
"""

from dataclasses import replace

from sympy import Expr, Piecewise, true

from analytic.comparison.claims.printed_values import ANSATZ_TIME, ANSATZ_WIDTH
from analytic.comparison.compute.limited_observables import EndOfPower, LateCompute
from analytic.comparison.compute.observables import BEST_LOSS, INVERSE_TIME, INVERSE_WIDTH
from analytic.formulas.rate import rate_of
from analytic.notation import C, C_star, r_N, r_P, r_t
from analytic.problem import FieldEquations, PowerLaw
from analytic.regions import closure
from analytic.result import Statement, exponent_of
from analytic.stated import N_BEST, T_BEST, Formulas
from derivations import time_limited_loss
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.ansatz import Ansatz
from derivations.compute.late_exponents import LateExponents
from derivations.compute.limited_data import Limited
from derivations.compute.optimal_law import Frontier, by_cases

NEW = "the amplitude, the logarithm on the boundary, what comes next"
LIMITED_NEW = "what comes after it, and the amplitudes"


def statements(
    found: Frontier, best: Formulas, spectrum: PowerLaw, statement: FieldEquations
) -> dict[str, Statement]:
    """Exponents of loss, width and time on the frontier; N* and t* are the `best` ones."""
    letters = _exponents(spectrum, statement)
    loss = replace(exponent_of(found.law, BEST_LOSS, NEW), value=_exponent(found, 1))
    width = Statement(_exponent(found, 2), NEW, best[N_BEST], INVERSE_WIDTH)
    time = Statement(_exponent(found, 3), NEW, best[T_BEST], INVERSE_TIME)
    return {
        "exponent of $L^*(C)$": replace(loss, letters=letters),
        "exponent of $1/N^*(C)$": replace(width, letters=letters),
        "exponent of $1/t^*(C)$": time,
    }


def of_ansatz(ansatz: Ansatz) -> dict[str, Statement]:
    """The exponents at the optimum of the ansatz, in the letters of any laws."""
    sides = (("N", ansatz.width, ANSATZ_WIDTH), ("t", ansatz.time, ANSATZ_TIME))
    return {
        f"exponent of $1/{resource}(C)$ at the optimum of the ansatz": Statement(
            rate_of(1 / side, C), "", side, number, variable=C
        )
        for resource, side, number in sides
    }


def of_limited_data(
    regions: tuple[Limited, ...],
    late: LateExponents,
    excess: Expr,
    width: Expr,
    spectrum: PowerLaw,
    statement: FieldEquations,
) -> dict[str, Statement]:
    """Where the power law ends, and the exponents of the approach to unlimited compute.

    On the page that approach is `excess` and `width`, its exponents are `late`.
    """
    letters = _exponents(spectrum, statement)
    *others, last = ((one.windows[0].stage.end, one.condition) for one in regions)
    closed = ((end, closure(where)) for end, where in others)
    ends = Piecewise(*closed, (last[0], true))  # continuous: it holds on both sides of a boundary
    given = f"P = {LateCompute('excess').samples}"
    end = Statement(ends, LIMITED_NEW, C_star, EndOfPower(), given="L(t*, N*, P) = 2 L*(C)")
    approach = Statement(late.excess, LIMITED_NEW, excess, LateCompute("excess"), given=given)
    widens = Statement(late.inverse_width, LIMITED_NEW, width, LateCompute("width"), given=given)
    return {
        "exponent in $P$ of $1/C$ where the power law of $L^*(C)$ ends": replace(
            end, letters=letters
        ),
        "exponent in $C$ of $L^*(C, P)$ less its limit": replace(approach, letters=letters),
        "exponent of $1/N^*(C, P)$ beyond all powers of $P$": replace(widens, letters=letters),
    }


def _exponents(spectrum: PowerLaw, statement: FieldEquations) -> dict[Expr, Expr]:
    """What the letters of the ansatz are: the exponents that are right."""
    laws = {
        r_t: time_limited_loss.derive(spectrum).law,
        r_N: limited_law(WIDTH, spectrum, statement),
        r_P: limited_law(DATA, spectrum, statement),
    }
    return {letter: law.exponent for letter, law in laws.items() if law is not None}


def _exponent(found: Frontier, position: int) -> Expr:
    """An exponent of the frontier, on the boundaries too."""
    edges = {edge: one.balance[position] for edge, one in found.edges.items()}
    return by_cases(
        [(one.balance[position], one.balance.condition) for one in found.regimes], edges
    )
