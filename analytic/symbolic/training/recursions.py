r"""Field equations of a way of training: the last of the five, with another rule for the error.

    flow              s v - w* = -v^4
    gradient descent  z v - w* = v - \eta v^4,   v(z) = \sum_t v_t z^{-t-1}
    heavy ball        the same with \mu (v - v_before), v_before = (v + w*)/z as v_{-1} = v_0
    its flow          \beta (p (p v - w*)) + p v - w* = -v^4, from rest
    Nesterov          z v - w* = u - \eta v^4,   u = v + \mu (v - v_before) in place of v in v^4
    ridge             \gamma (v - w*) = -v^4

The other four are instantaneous in time, so their transforms do not change: wherever s stood in
them it stands in no more than D_P and D_N. Looking ahead they are asked about u.
"""

from dataclasses import replace
from typing import NamedTuple

from sympy import Eq, Expr, factor, fraction

from analytic.notation import beta, gamma_R, p, u4, v, v4, w_star, z
from analytic.problem import FieldEquations, Steps
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import solve_fields

_BEFORE = (v + w_star) / z  # the transform of v_{t-1}, where v_{-1} = v_0 = w*


class PolePart(NamedTuple):
    """The weight of 1/(s + rate) in a response, and what else there is."""

    weight: Expr
    rest: Expr


def stepped(statement: FieldEquations, training: Steps) -> FieldEquations:
    r"""The field equations of steps of a fixed size, in the variable z.

        z v - w^* = v + m - \eta v^4,   m = \mu (v - v_{before})

    The gradient, v^4, is asked about v, or about v + m where training looks ahead.
    """
    asked: list[Expr] = []

    def gradient(at: Expr) -> Expr:
        asked.append(at)
        return v4

    after = training.after(v, _BEFORE, training.step, training.momentum, gradient)
    others = (equation.subs(v, asked[0]) for equation in statement.equations[:-1])
    return replace(statement, equations=(*others, Eq(z * v - w_star, after)))


def ridge(statement: FieldEquations) -> FieldEquations:
    r"""The field equations of ridge: no time, and no transform.

        \gamma (v - w^*) = -v^4

    at the minimum of the loss plus \gamma |\theta|^2.
    """
    return _with_rule(statement, Eq(gamma_R * (v - w_star), -v4))


def heavy_ball_flow(statement: FieldEquations) -> FieldEquations:
    r"""The field equations of momentum in continuous time, in the Laplace variable p.

        \beta p (p v - w^*) + p v - w^* = -v^4

    from rest, with inertia \beta. [bordelon2024dynamical], eq. (137).
    """
    velocity = p * v - w_star
    return _with_rule(statement, Eq(beta * p * velocity + velocity, -v4))


def initial_response(statement: FieldEquations) -> Expr:
    """The response of a mode to its initial error: what is left of it.

        H_k = dv_k/dw^*_k

    [bordelon2024dynamical], eqs. (10)-(11).
    """
    response = cancel(solve_fields(statement)[v].diff(w_star))
    return factor(response)


def source_response(statement: FieldEquations) -> Expr:
    """The response of the error to a force on it.

        dv_k/du4_k

    with the response functions given.
    """
    return factor(cancel(solve_fields(statement)[v].diff(u4)))


def frequency_of(response: Expr, rate: Expr) -> Expr:
    """The frequency in place of the flow's: minus the rate at which H_k has its pole."""
    denominator = fraction(cancel(response))[1]
    slope = denominator.diff(rate)
    return factor(cancel(denominator.subs(rate, 0) / slope))


def pole_part(response: Expr, rate: Expr) -> PolePart:
    """A response without feedback as weight/(s + rate) and a rest that no rate changes.

    >>> from analytic.notation import lambda_k
    >>> pole_part((z + lambda_k) / (z**2 + lambda_k), lambda_k)
    PolePart(weight=-z*(z - 1), rest=1)
    """
    numerator, denominator = fraction(cancel(response))
    rest = cancel(numerator.diff(rate) / denominator.diff(rate))
    weight = (response - rest) * (frequency_of(response, rate) + rate)
    return PolePart(factor(cancel(weight)), rest)


def _with_rule(statement: FieldEquations, rule: Eq) -> FieldEquations:
    return replace(statement, equations=(*statement.equations[:-1], rule))
