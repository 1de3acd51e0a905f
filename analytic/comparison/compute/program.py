r"""The windows of limited data by a second route: every division of the budget, in rationals.

r(\gamma) = \max_\nu \min_i e_i(\nu, \gamma),   C = P^\gamma, N = P^\nu, t = P^{\gamma - \nu}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Symbol

from analytic.comparison.law_points import free_symbols, points_in
from analytic.notation import C, N, P, t
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.frontier.terms import Term

__all__ = ["ends_of", "every_division_check", "exponent_in"]

Reals = NDArray[np.float64]


_EACH = 3
_PARTS = 840  # of the budget
_PLACES = (1 / 3, 3 / 4, 1)  # in a window, the last one at its end


def every_division_check(spectrum: PowerLaw, terms: Sequence[Term]) -> Check:
    """The exponents of the loss in P, window by window, against the best of 840 divisions."""

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        free = free_symbols(spectrum)
        points = [p for one in result.law.regimes for p in points_in(one.condition, free, _EACH)]
        gaps = [gap for at in points or [{}] for gap in _gaps(result, terms, at)]
        worst = max(gaps)
        passed = all(gap <= 1 for gap in gaps)  # which a gap that is no number does not
        return Outcome(passed, f"{len(gaps)} budgets, {Float(worst, 3)} steps", "a step")

    return Check("symbolic", "windows against every division of the budget", run)


def exponent_in(power: Expr, resource: Symbol) -> float:
    """The exponent of C or P in a product of powers."""
    _, rest = power.as_independent(resource, as_Add=False)
    return float(resource * rest.diff(resource) / rest)


def ends_of(result: Result, at: Mapping[Expr, Expr]) -> tuple[float, float]:
    """The powers of P at which the first and the last window end."""
    first, last = (exponent_in(result.formulas[name].subs(at), P) for name in ("C_1", "C_P"))
    return first, last


def _gaps(result: Result, terms: Sequence[Term], at: Mapping[Expr, Expr]) -> Iterator[float]:
    """How far exponents are from the best of all divisions, in steps times the steepest term."""
    assert result.law is not None
    decays = np.array([[float(x.decay(y).subs(at)) for y in (N, t, P)] for x in terms])
    first, last = ends_of(result, at)
    windows = [(0.0, first, "L*"), (first, last, "L* beyond C_1")]
    for start, end, name in (one for one in windows if one[1] > one[0]):
        loss = result.formulas[name].subs(at)
        in_compute, in_data = exponent_in(loss, C), exponent_in(loss, P)
        for place in _PLACES:
            gamma = start + place * (end - start)
            yield _off(-(gamma * in_compute + in_data), gamma, decays)
    yield _off(float(result.law.exponent.subs(at)), 2 * last, decays)


def _off(rate: float, gamma: float, decays: Reals) -> float:
    nu = gamma * np.linspace(0, 1, _PARTS + 1)[:, None]
    width, time, data = decays.T
    best = np.max(np.min(width * nu + time * (gamma - nu) + data, axis=1))
    steepest = np.max(np.abs(width - time)) * gamma / _PARTS
    return float(abs(rate - best) / steepest)
