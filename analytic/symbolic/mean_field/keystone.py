r"""Two-frequency functions that collapse: difference quotients of one-frequency functions.

C(s, s') = - [h(s) - h(s')] / [g(s) - g(s')]

The keystone: both losses from one function of one frequency.

    C_1(s,s') = [h(s) - h(s')] / (s' - s),   C_0(s,s') + \sigma^2/(s s') = C_1(s,s') / (D_P D_P')

Nothing of this is assumed: h and the denominators are read off from the solved linear system.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Symbol,
    apart,
    factor,
    factor_list,
    fraction,
    solve,
)

from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_0,
    C_1,
    C_2,
    C_3,
    D_N,
    D_N2,
    d,
    d2,
    kappa,
    kappa2,
    primed,
    s,
    s2,
    sigma2,
    w,
    w2,
)
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import Responses

_FIRST = (kappa, d, w, D_N)
_SECOND = (kappa2, d2, w2, D_N2)
_SWAP = dict(zip(_FIRST + _SECOND, _SECOND + _FIRST, strict=True))
_UNLIMITED = {d: 0, D_N: 1}
_ANYWHERE = dict(zip(_SECOND, (Integer(1), Integer(0), Integer(0), Integer(1)), strict=True))


class DifferenceQuotient(NamedTuple):
    """The two functions of one frequency in a two-point function that collapses.

        C(s, s') = -[h(s) - h(s')]/[g(s) - g(s')]

    g goes as kappa where nothing is limited.
    """

    h: Expr
    g: Expr


def separated(expression: Expr) -> Expr:
    r"""The function h of the first frequency with expression = h - h', without a constant term.

    The second frequency is put anywhere; what then is free of the first one is dropped.

    Raises    InvalidProblemError where the expression is no such difference.

    >>> separated(d * kappa - d2 * kappa2)
    d*kappa
    """
    shifted = cancel(expression.xreplace(_ANYWHERE))
    at_rest = apart(shifted.subs({w: 0, **_UNLIMITED}), kappa)
    constant, _ = at_rest.as_independent(kappa, as_Add=True)
    h = factor(shifted - constant)
    if cancel(expression - h + primed(h)) != 0:
        raise InvalidProblemError(
            f"{expression} is no difference of one function at two frequencies. "
            "The field equations do not collapse; use their linear system."
        )
    return h


def difference_quotient(expression: Expr) -> DifferenceQuotient:
    """The functions h and g of a difference quotient, read off from a rational function.

        C(s, s') = -[h(s) - h(s')]/[g(s) - g(s')]

    g - g' is the one factor of the denominator that changes its sign when the frequencies are
    exchanged; g/kappa is normalised to 1 where d = 0.

    Raises    InvalidProblemError where the expression is no such quotient.
    """
    for divisor, power in factor_list(fraction(expression)[1])[1]:
        if power == 1 and cancel(divisor + divisor.xreplace(_SWAP)) == 0:
            g = separated(divisor)
            scale = cancel(g / kappa).subs(_UNLIMITED)
            return DifferenceQuotient(separated(cancel(-expression * divisor / scale)), g / scale)
    raise InvalidProblemError(
        f"{expression} has no denominator that is odd in the exchange of its frequencies, "
        "so it is no difference quotient. Use the linear system."
    )


def in_responses(expression: Expr, one_point: Responses) -> Expr:
    r"""A rational function of kappa, d, w rewritten, factor by factor, in D_P and D_N.

        \kappa (N - d)/N = \kappa D_N

    >>> from analytic.notation import N
    >>> from analytic.problem import FIELD_EQUATIONS
    >>> from analytic.symbolic.mean_field.responses import responses
    >>> in_responses(kappa * (N - d) / N, responses(FIELD_EQUATIONS))
    D_N*kappa
    """
    powers = (part.as_base_exp() for part in Mul.make_args(factor(expression)))
    return Mul(*(_shortest_form(base, one_point) ** exponent for base, exponent in powers))


def _shortest_form(base: Expr, one_point: Responses) -> Expr:
    forms = [base, *(factor(base.xreplace(way)) for way in one_point.dimensions)]
    return min(forms, key=lambda form: (len(Add.make_args(form)), form.count_ops()))


@dataclass(frozen=True)
class Keystone:
    r"""The functions of one frequency that both losses collapse to, and C_0 ... C_3 in them.

        C_1 = [h(s) - h(s')]/(s' - s),   h = D_P (\kappa w + \sigma^2)/s

    `h` is that of C_1, `inner` that of C_3.
    """

    h: Expr
    inner: Expr
    correlations: Mapping[Symbol, Expr]


def keystone(solved: Mapping[Symbol, Expr], one_point: Responses) -> Keystone:
    r"""The collapsed form of a solved two-point function.

        C_1 = [h(s) - h(s')]/(s' - s),   C_0 + \sigma^2/(s s') = C_1/(D_P D_P')

    `h` is that of C_1, `inner` that of C_3; what they stand over is written as s where it is s.

    Raises    InvalidProblemError where the solution does not collapse.
    """
    h, losses = outer(solved, one_point)
    inner = difference_quotient(solved[C_3])
    h_3 = in_responses(inner.h, one_point)
    c_3 = _quotient(h_3, inner.g, one_point)
    correlations = {
        **losses,
        C_2: in_responses(solved[C_2] / solved[C_3], one_point) * c_3,
        C_3: c_3,
    }
    return Keystone(h, h_3, correlations)


def outer(
    solved: Mapping[Symbol, Expr], one_point: Responses
) -> tuple[Expr, Mapping[Symbol, Expr]]:
    r"""The function h of one frequency, and with it the correlations C_0 and C_1 of both losses.

        C_1 = [h(s) - h(s')]/(s' - s),   C_0 + \sigma^2/(s s') = C_1/(D_P D_P')

    as the solution has them: nothing of it is assumed.
    """
    h, below = difference_quotient(solved[C_1])
    (width_memory,) = solve(one_point.frequency - s, D_N)
    h = in_responses(h, one_point).xreplace({D_N: width_memory})
    c_1 = _quotient(h, below, one_point)
    noise = sigma2 / (s * s2)
    test = in_responses((solved[C_0] + one_point.at_kappa(noise)) / solved[C_1], one_point)
    return h, {C_0: test * c_1 - noise, C_1: c_1}


def _quotient(above: Expr, below: Expr, one_point: Responses) -> Expr:
    in_letters = in_responses(below, one_point).xreplace({one_point.frequency: s})
    return -_difference(above) / _difference(in_letters)


def noisy(quantity: Expr, one_point: Responses) -> Expr:
    r"""A test correlation in responses, its noise apart.

        C_0 = [C_0 + \sigma^2/(s s')] - \sigma^2/(s s')

    The bracket is the shorter one.
    """
    noise = sigma2 / (s * s2)
    return in_responses(quantity + one_point.at_kappa(noise), one_point) - noise


def _difference(function: Expr) -> Expr:
    return function - primed(function)
