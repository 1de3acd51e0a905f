r"""Functions of time from functions of frequency, mode by mode: residues at the modes' rates.

f(s) with poles at -\lambda_j and -\lambda_k becomes a sum of e^{-\lambda t} times powers of t.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Symbol,
    binomial,
    cancel,
    exp,
    factor,
    factorial,
    fraction,
    solve,
)

from analytic.notation import d, kappa, lambda_j, lambda_k, primed, s, s2, t, w, w_2
from analytic.symbolic.mean_field.finite_size import Pair
from analytic.symbolic.mellin.mode_sums import DEFINITIONS

__all__ = ["coincident", "in_modes", "time_function"]

_ONE_MODE: Mapping[Symbol, Expr] = {
    d: DEFINITIONS[d].subs({lambda_k: lambda_j, kappa: s}),
    w: DEFINITIONS[w].subs(kappa, s),
    w_2: DEFINITIONS[w_2].subs(kappa, s),
}


def in_modes(terms: tuple[Pair, ...]) -> Expr:
    """The summand over modes j and k of a sum of pairs, as a function of time, for j != k.

    d is summed over j; w and w_2, which carry the target, over k. Both frequencies go to time t.
    """
    numerator = Add(
        *(
            weight * (first * primed(second) - primed(first) * second)
            for weight, first, second in terms
        )
    )
    at_modes = {**_ONE_MODE, **{primed(f): g.xreplace({s: s2}) for f, g in _ONE_MODE.items()}}
    function = factor(numerator.xreplace(at_modes) / (s2 - s))
    rates: defaultdict[Expr, Expr] = defaultdict(lambda: Integer(0))
    for rate, coefficient in _residues(function, s).items():
        for rate2, coefficient2 in _residues(factor(coefficient), s2).items():
            rates[rate + rate2] += coefficient2
    return Add(*(factor(c) * exp(-rate * t) for rate, c in rates.items()))


def coincident(summand: Expr) -> Expr:
    """The limit of such a summand for j -> k: its denominator is the square of a difference."""
    gap = lambda_j - lambda_k
    numerator = Add(*(cancel(term * gap**2) for term in Add.make_args(summand)))
    return factor(numerator.diff(lambda_j, 2).subs(lambda_j, lambda_k) / 2)


def time_function(function: Expr, frequency: Symbol) -> Expr:
    """The function of t whose transform is a rational function that vanishes at infinity.

    >>> time_function(1 / (s + lambda_k) ** 2, s)
    t*exp(-lambda_k*t)
    """
    residues = _residues(factor(function), frequency)
    return Add(*(coefficient * exp(-rate * t) for rate, coefficient in residues.items()))


def _residues(function: Expr, frequency: Symbol) -> dict[Expr, Expr]:
    """The residues of a factored function times e^{st}, over e^{st}, by rate of decay."""
    numerator, denominator = fraction(function)
    found: dict[Expr, Expr] = {}
    factors = [part.as_base_exp() for part in Mul.make_args(denominator)]
    for base, order in factors:
        if base.has(frequency):
            (pole,) = solve(base, frequency)
            others = Mul(*(other**n for other, n in factors if other != base))
            slope = base.diff(frequency) ** order
            found[-pole] = _coefficient(numerator / (others * slope), frequency, pole, int(order))
    return found


def _coefficient(regular: Expr, frequency: Symbol, pole: Expr, order: int) -> Expr:
    last = order - 1
    terms = (
        binomial(last, i) * regular.diff(frequency, i).subs(frequency, pole) * t ** (last - i)
        for i in range(order)
    )
    return Add(*terms) / factorial(last)
