r"""The Volterra equation against brute force, exactly, on two modes.

With q and push from the derivation,

    L_n = \sum_k c_k q_k^n + \sum_{m<n} \sum_k push_k q_k^{n-1-m} (L_m + \sigma^2)
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Rational

from analytic.notation import B, eta, x
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.one_pass.brute_force import BATCH, brute_force_losses

__all__ = ["recursion_check", "volterra"]

_EIGENVALUES = (Rational(1), Rational(1, 3))
_TARGET = (Rational(1, 2), Rational(2, 3))
_STEP, _NOISE, _STEPS = Rational(2, 5), Rational(1, 7), 5


def volterra(
    q: Expr, push: Expr, eigenvalues: Sequence[Expr], target: Sequence[Expr], noise: Expr, n: int
) -> list[Expr]:
    """The losses after 0 ... n steps, from what a step leaves and what it adds, functions of x."""
    kept = [q.subs(x, rate) for rate in eigenvalues]
    added = [push.subs(x, rate) for rate in eigenvalues]
    moments = list(target)
    losses = [sum(moments)]
    for _ in range(n):
        seen = losses[-1] + noise
        moments = [k * m + g * seen for k, m, g in zip(kept, moments, added, strict=True)]
        losses.append(sum(moments))
    return losses


def recursion_check() -> Check:
    """Both, after up to five steps: rational numbers, equal or not."""

    def run(result: Result, _: Effort) -> Outcome:
        here = {eta: _STEP, B: BATCH}
        q, push = (result.formulas[name].subs(here) for name in ("q", "push"))
        found = volterra(q, push, _EIGENVALUES, _TARGET, _NOISE, _STEPS)
        expected = brute_force_losses(_EIGENVALUES, _TARGET, _STEP, _NOISE, _STEPS)
        equal = sum(one == other for one, other in zip(found, expected, strict=True))
        return Outcome(
            equal == len(expected),
            f"{equal} of {len(expected)} losses equal, two modes, batches of {BATCH}",
            "all, as rational numbers",
        )

    return Check("symbolic", "Volterra equation against brute force", run)
