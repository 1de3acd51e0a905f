r"""The exponents in C of the approach to unlimited compute, and of the width: on both of its ways.

    L^* - L_P ~ G_P/(C x_-) [\log\Lambda - (3/2) \log\log\Lambda + 1],   N^* = C/t^*,   \Lambda ~ C

from above, and to first order in 1/N with N^* = C/t^*, t^* a number, where training is stopped. An
exponent is the limit of the local one, -d\log/d\log C, logarithms aside.
"""

from functools import cache
from typing import NamedTuple

from sympy import Expr, limit, log, oo

from analytic.comparison.compute.limited_windows import Late
from analytic.errors import InvalidProblemError
from analytic.formulas.rate import rate_of
from analytic.notation import C, Lambda, N, P, n, tau
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.stated import Formulas
from analytic.symbolic.mean_field.finite_size import order_of_correction
from derivations.compute.unlimited_compute import approaches, stopped


class LateExponents(NamedTuple):
    """Decay rates in C of the loss above its limit, and of the inverse width."""

    excess: Expr
    inverse_width: Expr


def late_exponents(
    formulas: Formulas, spectrum: PowerLaw, statement: FieldEquations
) -> LateExponents:
    """The exponents of the formulas displayed, where they are the same on both ways.

    Raises    InvalidProblemError where the two ways, or two regions, have different exponents.
    """
    found = []
    for one in approaches(spectrum, statement):
        large = {Lambda: n * C ** -rate_of(one.large, C)}
        excess, time = (formulas[name].subs(large) for name in (Late.EXCESS, Late.TIME))
        found.append(LateExponents(_local(excess), _local(time / C)))
    best = stopped(spectrum, statement)
    if best is not None:
        width = _local(best.time / C)
        found.append(LateExponents(order_of_correction(statement, N, P) * width, width))
    if len(set(found)) != 1:
        raise InvalidProblemError(
            f"The approach to unlimited compute has the exponents {found} in different regions of "
            "a and b. State them region by region."
        )
    return found[0]


@cache
def _local(quantity: Expr) -> Expr:
    """The limit of the local exponent of a function of C; regions have the same ones.

    Where C stands in one logarithm only, that of what is large, this is the variable of the limit.
    """
    _, part = quantity.as_independent(C, as_Add=False)
    local = -C * part.diff(C) / part
    slow = [one for one in part.atoms(log) if one.has(C) and not one.args[0].has(log)]
    if len(slow) == 1:
        in_logarithm = cancel(local.subs(slow[0], tau))
        if not in_logarithm.has(C):
            return limit(in_logarithm, tau, oo)
    return limit(local, C, oo)
