"""The verdict on an approximation: to which order in a small letter it is the derived series.

An approximation that has the leading order right holds where the first order that differs is still
small; one that has it wrong is refuted.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Abs, Expr, Poly, Symbol, factor, simplify
from sympy.logic.boolalg import Boolean

from analytic.claim import Claim, Judgement, Verdict, judge
from analytic.notation import epsilon

__all__ = ["judge_orders"]


def judge_orders(claim: Claim, derived: Expr, small: Symbol) -> Judgement:
    """The verdict on a claimed formula by the derived series in a small letter, a polynomial.

    Equal to every order of the series: it holds. Different at the leading order: refuted. Else it
    holds only where the first wrong order is small, a relative error epsilon.

    >>> from analytic.notation import t, x
    >>> claim = Claim("X", "somebody1900", "1", "f", x / (1 - t), "t small")
    >>> verdict = judge_orders(claim, x + x * t + 3 * x * t**2, t)
    >>> str(verdict.verdict), verdict.where
    ('holds only where', 2*t**2 < epsilon)
    """
    assert claim.formula is not None
    series = Poly(derived, small)
    last = series.degree()
    claimed = claim.formula.series(small, 0, last + 1).removeO()
    orders = range(last + 1)
    terms = [(claimed.coeff(small, n), series.coeff_monomial(small**n)) for n in orders]
    leading = next(n for n in orders if terms[n][1] != 0)
    wrong = next((n for n in orders if simplify(terms[n][0] - terms[n][1]) != 0), None)
    if wrong is None:
        evidence = f"the same to every order derived, {small}^{last} the last"
        return Judgement(claim, Verdict.HOLDS, derived, evidence, where=True)
    found = judge(replace(claim, formula=terms[wrong][0]), terms[wrong][1])
    differs = f"at order {small}^{wrong} claimed {terms[wrong][0]}, derived {terms[wrong][1]}"
    if wrong <= leading:
        return replace(found, claim=claim, derived=derived, evidence=differs, compared=terms[wrong])
    error = factor((terms[wrong][0] - terms[wrong][1]) / terms[leading][1])
    return Judgement(
        claim,
        Verdict.HOLDS_ONLY_WHERE,
        derived,
        f"right to order {small}^{wrong - 1}; {differs}",
        found.counterexample,
        _small(error * small ** (wrong - leading)),
        compared=terms[wrong],
    )


def _small(error: Expr) -> Boolean:
    """That a relative error is below epsilon."""
    return Abs(error).simplify() < epsilon
