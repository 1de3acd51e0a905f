r"""Coincidences: curves on which two different branches agree, though they do nowhere around them.

    p(a, b) - q(a, b) = c f_1^m_1 ... f_n^m_n / (...)

An f_i that vanishes inside of the cells on which p is compared with q is such a curve.
"""

from collections.abc import Callable
from itertools import pairwise

from sympy import And, Expr, factor_list, fraction
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.quotient import cancel
from analytic.regions.cells import stacks
from analytic.regions.chart import Chart
from analytic.regions.counterexample import Pair
from analytic.regions.curves import PARAMETERS, Curve, comparison
from analytic.regions.description import equation


def coincidences(
    chart: Chart[Pair | None], differs: Callable[[Pair], bool]
) -> tuple[Boolean, ...] | None:
    """The curves, each where it lies among the cells of its branches; None where undecided.

    Curves between cells are left out: they belong to the regions that they bound.
    """
    found: list[Boolean] = []
    for pair in dict.fromkeys(pair for _, pair in chart.cells):
        if pair is None or not differs(pair):
            continue
        curves = _zeros(pair[0] - pair[1])
        if curves is None:
            return None
        found += [
            And(equation(curve), chart.where(pair))
            for curve in curves
            if curve not in chart.curves and _crosses(curve, chart, pair)
        ]
    return tuple(dict.fromkeys(found))


def _zeros(difference: Expr) -> list[Curve] | None:
    """The curves on which a rational function vanishes; None if it is no such function."""
    if difference.free_symbols - set(PARAMETERS) or not difference.is_rational_function(
        *PARAMETERS
    ):
        return None
    numerator, _ = fraction(cancel(difference))
    _, factors = factor_list(numerator, *PARAMETERS)
    try:
        return [curve for factor, _ in factors for curve in comparison(factor).curves]
    except InvalidProblemError:  # irrational coefficients
        return None


def _crosses(curve: Curve, chart: Chart[Pair | None], pair: Pair) -> bool:
    """Whether a curve passes through the cells of a pair of branches."""
    return any(
        wall == curve and chart.choice(below) == chart.choice(above) == pair
        for base in range(len(PARAMETERS))  # along one of them a curve may be no wall
        for stack in stacks({*chart.curves, curve}, base)
        for (below, above), wall in zip(pairwise(stack.points), stack.walls, strict=True)
    )
