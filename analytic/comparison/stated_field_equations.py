r"""The formulas of the field equations against these equations as they are stated, mode by mode.

The exact witness reads the statement, and solves what it says; what follows by algebra from a
changed statement is compared with the solution of the changed one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from sympy import Expr

from analytic import exact
from analytic.comparison.field_equation_digits import outcome, random_frequencies
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import (
    D_N,
    D_P,
    N,
    P,
    d,
    kappa,
    primed,
    s,
    sigma2,
    w,
)
from analytic.problem import FieldEquations, MeasuredSpectrum, Model
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["stated_equations_check"]

_GUARD = 12
_MODEL = Model(MeasuredSpectrum([1, "1/3", "1/10", "1/50"], [1, 2, "1/2", 0]), 3, 5, 2)
_REPLICAS = {
    "C_0 different A": ("data",),
    "C_0 different data": ("A",),
    "C_0 both different": (),
}


def stated_equations_check(statement: FieldEquations) -> Check:
    """C_0 ... C_3 and the replica functions of any statement at a random pair of frequencies."""

    def run(result: Result, effort: Effort) -> Outcome:
        pair = random_frequencies(np.random.default_rng(effort.seed))
        digits = effort.digits + _GUARD

        def solved(shared: Collection[str] | None = None) -> exact.LinearFields:
            return exact.linear_fields(_MODEL, *pair, digits, statement, shared)

        whole = solved()
        point = _numbers(result, whole, pair, digits)
        wanted = {symbol.name: number for symbol, number in whole.correlations.items()}
        first = next(iter(whole.correlations))
        wanted |= {name: solved(x).correlations[first] for name, x in _REPLICAS.items()}
        gaps = []
        for name, number in wanted.items():
            value = evaluated(result.formulas[name], point, digits)
            gaps.append((relative_gap(value, to_sympy(number, digits)), name))
        return outcome(max(gaps, key=lambda gap: gap[0]), effort.digits)

    return Check("exact", "field equations as they are stated, mode by mode", run)


def _numbers(
    result: Result, fields: exact.LinearFields, pair: tuple[Expr, Expr], digits: int
) -> Mapping[Expr, Expr]:
    """What the formulas consist of: D_P and D_N as solved, kappa by its formula, d and w there."""
    point: dict[Expr, Expr] = {N: _MODEL.width, P: _MODEL.samples, sigma2: _MODEL.noise}
    for at, solved in zip(pair, fields[:2], strict=True):
        here = {s: at} | {x: to_sympy(solved[x], digits) for x in (D_P, D_N)}
        here[kappa] = evaluated(result.formulas["kappa"], here, digits)
        sums = exact.resolvents(_MODEL.spectrum, here[kappa], digits)
        here |= {d: to_sympy(sums.d, digits), w: to_sympy(sums.w, digits)}
        second = solved is fields.responses2
        point |= {primed(x): value for x, value in here.items()} if second else here
    return point
