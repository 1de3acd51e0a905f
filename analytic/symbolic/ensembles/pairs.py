r"""Pairs of replicas: the test correlation for every choice of what they share, and the split.

    bias^2 = L_0,   V_A = L_A - L_0,   V_D = L_D - L_0,   V_{AD} = L - L_A - L_D + L_0

A grid of E projections times B data sets has (EB)^2 ordered pairs of members; how many of them
share the projection, the data, both or nothing is counted, and their losses are averaged.
[bordelon2024dynamical], appendix H.

The parts of the loss to first order in 1/N and 1/P, at fixed frequencies.

    bias^2 = L(t) + c_0 (1/N + 1/P) + ...,   V_A = v_A/N + ...,   V_D = v_D/P + ...,
    V_{AD} = v_{AD}/(N P) + ...

The variances vanish with the unlimited resource, so that their first term needs no change of kappa;
the squared bias depends on the resources through kappa only.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Poly, Symbol, exp, expand, factor, fraction

from analytic.errors import InvalidProblemError
from analytic.notation import (
    C_0,
    L_0,
    L_A,
    L_D,
    V_A,
    V_AD,
    V_D,
    B,
    E,
    L,
    N,
    P,
    c_k,
    d,
    d_2,
    epsilon,
    kappa,
    lambda_j,
    lambda_k,
    primed,
    s,
    s2,
    t,
    w,
    w_2,
    x,
    y,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.symbolic.mean_field.finite_size import nearby, time_function
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.mean_field.two_point import (
    SAME,
    at_infinity,
    linear_system,
    solution,
    two_point,
)

ONLY_A, ONLY_DATA, NEITHER = frozenset({"A"}), frozenset({"data"}), frozenset[str]()

LOSSES: Mapping[frozenset[str], Expr] = {SAME: L(t), ONLY_A: L_A, ONLY_DATA: L_D, NEITHER: L_0}


class Split(NamedTuple):
    """Squared bias, and the variances due to the projection, to the data, and to both together.

        L = bias^2 + V_A + V_D + V_{AD}

    [bordelon2024dynamical], appendix H.
    """

    bias: Expr
    features: Expr
    data: Expr
    interaction: Expr


def split(losses: Mapping[frozenset[str], Expr]) -> Split:
    """The parts of a loss, from the losses of the four kinds of pairs.

        bias^2 = L_0,   V_A = L_A - L_0,   V_D = L_D - L_0,   V_{AD} = L - L_A - L_D + L_0

    >>> split({SAME: L_0 + V_A, ONLY_A: L_0 + V_A, ONLY_DATA: L_0, NEITHER: L_0}).features
    V_A
    """
    bias = losses[NEITHER]
    features, data = losses[ONLY_A] - bias, losses[ONLY_DATA] - bias
    return Split(bias, features, data, losses[SAME] - bias - features - data)


def averaged(losses: Mapping[frozenset[str], Expr]) -> Expr:
    """The loss of the mean of E projections times B data sets: the mean over ordered pairs.

        L_{E,B} = L/(EB) + (1/B)(1 - 1/E) L_D + (1/E)(1 - 1/B) L_A + (1 - 1/E)(1 - 1/B) L_0

    [bordelon2024dynamical], eqs. (107)-(112).
    """
    members = E * B
    return Add(*(_ordered_pairs(shared) / members**2 * loss for shared, loss in losses.items()))


def _ordered_pairs(shared: frozenset[str]) -> Expr:
    """How many ordered pairs of members share exactly this."""
    projections = E if "A" in shared else E * (E - 1)
    data_sets = B if "data" in shared else B * (B - 1)
    return projections * data_sets


@cache
def correlation(statement: FieldEquations, shared: frozenset[str]) -> Expr:
    r"""The test correlation of two replicas, with noise, in kappa, d, w at both frequencies.

        s s' C_0(s, s'),   C_0 = \sum_k \lambda_k <v_k v_k'>

    [bordelon2024dynamical], appendix H.
    """
    one_point, solved = solution(statement)
    if shared != SAME:
        solved = two_point(linear_system(statement, one_point, shared), one_point)
    return cancel(one_point.at_kappa(s * s2 * solved[C_0]))


@cache
def parts(statement: FieldEquations, unlimited: Symbol | None = None) -> Split:
    """s s' times the correlations of the four parts, with noise; N or P may be unlimited."""
    losses = {shared: correlation(statement, shared) for shared in LOSSES}
    if unlimited is not None:
        losses = {shared: at_infinity(loss, unlimited) for shared, loss in losses.items()}
    return Split(*(cancel(part) for part in split(losses)))


def in_parts() -> Expr:
    """The loss of an ensemble in squared bias and variances.

        L_{E,B} = L_0 + V_A/E + V_D/B + V_{AD}/(E B)

    [bordelon2024dynamical], appendix H.
    """
    values = {L(t): L_0 + V_A + V_D + V_AD, L_A: L_0 + V_A, L_D: L_0 + V_D}
    return expand(averaged(LOSSES).subs(values)).collect([L_0, V_A, V_D, V_AD], cancel)


_SQUARES = {exp(-2 * lambda_j * t): x**2, exp(-2 * lambda_k * t): y**2}


class FirstOrders(NamedTuple):
    """The first coefficients of the four parts, as functions of two frequencies.

        bias^2 = L + c_0 (1/N + 1/P),   V_A = v_A/N,   V_D = v_D/P,   V_{AD} = v_{AD}/(N P)

    and higher orders.
    """

    bias: Expr
    features: Expr
    data: Expr
    interaction: Expr


@cache
def first_orders(statement: FieldEquations) -> FirstOrders:
    """The first coefficients of the four parts, as they follow from the field equations.

        V_A = v_A/N + ...,   V_D = v_D/P + ...,   V_{AD} = v_{AD}/(N P) + ...

    and of bias^2 that of 1/N or 1/P.
    """
    split = parts(statement)
    return FirstOrders(
        _of_bias(split.bias, statement),
        first_coefficient(split.features, N),
        first_coefficient(split.data, P),
        first_coefficient(first_coefficient(split.interaction, N, unlimited=False), P),
    )


def quotient(function: Expr) -> Expr:
    r"""The difference quotient of a function of one frequency: f(t) at t + t'.

        [f(s) - f(s')]/(s' - s) = \int\int e^{-s t - s' t'} f(t + t') dt dt'

    It is what the test loss at unlimited data is made of.
    """
    return (function - primed(function)) / (s2 - s)


@cache
def in_modes(kernel: Expr) -> Expr:
    """The summand over j and k of a coefficient that is linear in d and in w, in time t.

    d is summed over j; w and w_2, which carry the target, over k.
    """
    one_mode = {
        d: lambda_j / (lambda_j + s),
        d_2: (lambda_j / (lambda_j + s)) ** 2,
        w: c_k / (lambda_k + s),
        w_2: c_k / (lambda_k + s) ** 2,
    }
    function = factor(kernel.xreplace(both(one_mode)))
    once = time_function(function, s)
    twice = Add(*(_in_time(term) for term in Add.make_args(once)))
    decays = {exp(-lambda_j * t): x, exp(-lambda_k * t): y}
    polynomial = factor(twice.expand(power_exp=True).xreplace(decays).subs(_SQUARES))
    return polynomial.xreplace({letter: decay for decay, letter in decays.items()})


def _in_time(term: Expr) -> Expr:
    """A term in the time of the first frequency, transformed in the second one as well."""
    decay = next((e for e in term.atoms(exp)), None)
    if decay is None:
        return time_function(factor(term), s2)
    return time_function(factor(term / decay), s2) * decay


def first_coefficient(part: Expr, resource: Symbol, unlimited: bool = True) -> Expr:
    """The coefficient of 1/resource in a part that vanishes with it, at kappa = s if that is all.

    Raises    InvalidProblemError where the part does not vanish: kappa has to be expanded too.
    """
    above, below = (Poly(side, resource) for side in fraction(part))
    if above.degree() >= below.degree():
        raise InvalidProblemError(
            f"What the noise of {resource} adds does not vanish at {resource} = infinity. State "
            "field equations in which the noise of a resource falls with it."
        )
    coefficient = above.coeff_monomial(resource ** (below.degree() - 1)) / below.LC()
    if not unlimited:
        return cancel(coefficient)
    return factor(cancel(coefficient.xreplace(both({kappa: s})) / (s * s2)))


def _of_bias(bias: Expr, statement: FieldEquations) -> Expr:
    """The coefficient of 1/N in the squared bias: what the shift of kappa does."""
    moved = cancel(bias.xreplace(both(nearby(statement, N, P))) / (s * s2))
    return factor(cancel(moved.diff(epsilon).subs(epsilon, 0)))
