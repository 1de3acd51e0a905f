r"""Dominant balance: which of several competing exponents is the smallest, and where two change.

    x^-p_1 + ... + x^-p_n ~ x^-p_i    where p_i < p_j for every other j

On a boundary between two regions both exponents are the smallest: the law changes there.
"""

from collections.abc import Sequence

from sympy import Eq, Expr, sympify, true
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.regions.branches import Sign, holds, resolved
from analytic.regions.chart import Chart, charted
from analytic.regions.curves import PARAMETERS
from analytic.regions.description import equation
from analytic.regions.domain import Domain

_OUTSIDE = -1


def smallest(exponents: Sequence[Expr], domain: Boolean = true) -> tuple[tuple[Expr, Boolean], ...]:
    """Each exponent that is the smallest somewhere, with the open region where it is.

    Conditions hold in addition to the domain and to a > 1, b > 1. An exponent that is the
    smallest on a curve only is left out; of equal exponents the first stands for all.

    Raises    InvalidProblemError where exponents cannot be compared: see `agreement`.

    >>> from analytic.notation import a, b
    >>> smallest([a - 1, b, 2 * b])
    ((a - 1, a < b + 1), (b, a > b + 1))
    """
    chart = _chart(exponents, domain)
    winners = sorted({index for _, index in chart.cells} - {_OUTSIDE})
    return tuple((exponents[winner], chart.where(winner, _OUTSIDE)) for winner in winners)


def boundaries(exponents: Sequence[Expr], domain: Boolean = true) -> tuple[Eq, ...]:
    """The curves along a piece of which two neighbouring regions of `smallest` meet.

    >>> from analytic.notation import a, b
    >>> boundaries([a - 1, b, 2 * b])
    (Eq(a, b + 1),)
    """
    chart = _chart(exponents, domain)
    upright = [one for one in chart.curves if one.polynomial.degree(PARAMETERS[1]) == 0]
    found = {
        wall
        for base in (0, 1)[: 2 if upright else 1]
        for wall, *pair in chart.changes(base)
        if _OUTSIDE not in pair
    }
    return tuple(equation(one) for one in sorted(found, key=lambda one: one.order))


def _chart(exponents: Sequence[Expr], domain: Boolean) -> Chart[int]:
    """The index of the smallest exponent in every cell."""
    within = Domain.where(domain)
    competing = [within.of(sympify(one)) for one in exponents]

    def winner(sign_of: Sign) -> int:
        if not holds(within.condition, sign_of):
            return _OUTSIDE
        branches = [resolved(one, sign_of) for one in competing]
        best = 0
        for index in range(1, len(branches)):
            if sign_of(branches[index] - branches[best]) < 0:
                best = index
        return best

    require(bool(competing), "There are no exponents to compare. Give one or more.")
    chart = charted(winner)
    require(
        any(index != _OUTSIDE for _, index in chart.cells),
        f"The domain {domain} has no interior where a > 1 and b > 1. Give a wider one.",
    )
    return chart
