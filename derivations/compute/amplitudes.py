"""Amplitudes of a frontier, positive functions of a and b, with positive factors, collected."""

from sympy import Expr, Integer, factor, gamma, pi, sin

from analytic.notation import C
from analytic.symbolic.frontier.terms import Monomial
from analytic.symbolic.series.dominant_balance import tidied
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, denested, is_positive


def positive(term: Monomial) -> Monomial:
    r"""A term whose Gamma functions are of positive numbers, a and b being larger than one.

    \Gamma(x) = \Gamma(x + 1)/x  at x < 0,   \Gamma(1 - y) = \pi/[\sin(\pi y) \Gamma(y)]  at y > 0
    """
    coefficient = term.coefficient.replace(lambda one: isinstance(one, gamma), _of_positive)
    return Monomial(term.name, coefficient, term.decays, term.logarithms, term.origin)


def _of_positive(one: Expr) -> Expr:
    at = one.args[0]
    below, rest = canonical(-at), canonical(1 - at)
    if is_positive(below):
        return gamma(at + 1) / at
    if is_positive(canonical(at)) or not is_positive(rest):
        return one
    return pi / (sin(pi * factor(rest)) * gamma(factor(rest)))


def collected(number: Expr) -> Expr:
    """An amplitude, a positive function of a and b, with its factors collected."""
    constant = (Integer(0), 0)
    plain = denested(number)
    return tidied(LogPowers.of(C, [(constant, plain)])).terms[constant]
