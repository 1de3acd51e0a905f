r"""Pairs of replicas: the test correlation for every choice of what they share, and the split.

    bias^2 = L_0,   V_A = L_A - L_0,   V_D = L_D - L_0,   V_{AD} = L - L_A - L_D + L_0

A grid of E projections times B data sets has (EB)^2 ordered pairs of members; how many of them
share the projection, the data, both or nothing is counted, and their losses are averaged.
[bordelon2024dynamical], appendix H.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Poly, Symbol, cancel, expand, fraction, oo

from analytic.notation import C_0, L_0, L_A, L_D, V_A, V_AD, V_D, B, E, L, s, s2, t
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.solution import solution
from analytic.symbolic.mean_field.two_point import linear_system, two_point

__all__ = [
    "LOSSES",
    "NEITHER",
    "ONLY_A",
    "ONLY_DATA",
    "SAME",
    "Split",
    "averaged",
    "correlation",
    "in_parts",
    "parts",
    "split",
]

SAME = frozenset({"A", "data"})
ONLY_A, ONLY_DATA, NEITHER = frozenset({"A"}), frozenset({"data"}), frozenset[str]()

LOSSES: Mapping[frozenset[str], Expr] = {SAME: L(t), ONLY_A: L_A, ONLY_DATA: L_D, NEITHER: L_0}


class Split(NamedTuple):
    """Squared bias, and the variances due to the projection, to the data, and to both together."""

    bias: Expr
    features: Expr
    data: Expr
    interaction: Expr


def split(losses: Mapping[frozenset[str], Expr]) -> Split:
    """The parts of a loss, from the losses of the four kinds of pairs.

    >>> split({SAME: L_0 + V_A, ONLY_A: L_0 + V_A, ONLY_DATA: L_0, NEITHER: L_0}).features
    V_A
    """
    bias = losses[NEITHER]
    features, data = losses[ONLY_A] - bias, losses[ONLY_DATA] - bias
    return Split(bias, features, data, losses[SAME] - bias - features - data)


def averaged(losses: Mapping[frozenset[str], Expr]) -> Expr:
    """The loss of the mean of E projections times B data sets: the mean over ordered pairs."""
    members = E * B
    return Add(*(_ordered_pairs(shared) / members**2 * loss for shared, loss in losses.items()))


def _ordered_pairs(shared: frozenset[str]) -> Expr:
    """How many ordered pairs of members share exactly this."""
    projections = E if "A" in shared else E * (E - 1)
    data_sets = B if "data" in shared else B * (B - 1)
    return projections * data_sets


def correlation(
    statement: FieldEquations, shared: frozenset[str], unlimited: Symbol | None = None
) -> Expr:
    r"""s s' C_0 of two replicas, with noise, in kappa, d, w at both frequencies.

    It is rational in the resources, so that an unlimited one is a number put in: 1/resource = 0.
    """
    if unlimited is None:
        return _limited(statement, shared)
    return _unlimited(statement, shared, unlimited)


def parts(statement: FieldEquations, unlimited: Symbol | None = None) -> Split:
    """s s' times the correlations of the four parts, with noise; N or P may be unlimited."""
    return _parts(statement, unlimited)


@cache
def _parts(statement: FieldEquations, unlimited: Symbol | None) -> Split:
    losses = {shared: correlation(statement, shared, unlimited) for shared in LOSSES}
    return Split(*(cancel(part) for part in split(losses)))


@cache
def _limited(statement: FieldEquations, shared: frozenset[str]) -> Expr:
    one_point, solved = solution(statement)
    if shared == SAME:
        return cancel(one_point.at_kappa(s * s2 * solved[C_0]))
    system = linear_system(statement, one_point, shared)
    return cancel(one_point.at_kappa(s * s2 * two_point(system, one_point)[C_0]))


@cache
def _unlimited(statement: FieldEquations, shared: frozenset[str], unlimited: Symbol) -> Expr:
    above, below = (Poly(part, unlimited) for part in fraction(_limited(statement, shared)))
    if above.degree() > below.degree():
        return oo
    return cancel(above.coeff_monomial(unlimited ** below.degree()) / below.LC())


def in_parts() -> Expr:
    """The averaged loss in squared bias and variances."""
    values = {L(t): L_0 + V_A + V_D + V_AD, L_A: L_0 + V_A, L_D: L_0 + V_D}
    return expand(averaged(LOSSES).subs(values)).collect([L_0, V_A, V_D, V_AD], cancel)
