"""The verdict on a claim, by what a result states of the quantity that it speaks of.

An approximation is judged by the order in a small letter up to which it is the derived series: it
holds where the first order that differs is still small, and is refuted if the leading one is wrong.
"""

from dataclasses import replace

from sympy import Abs, Expr, Poly, Symbol, factor, simplify

from analytic.claim import Claim, Judgement, Verdict, judge, undecided
from analytic.notation import epsilon
from analytic.result import Statement


def verdict_on(claim: Claim, stated: Statement) -> Judgement:
    """The verdict on a claim, from the formula that is stated; undecided where there is none."""
    if stated.value is None:
        return undecided(claim, stated.adds)
    said = claim.at(stated.letters)
    read = said if stated.reads is None else replace(said, formula=stated.reads(said.formula))
    if stated.small is None:
        found = judge(read, stated.value, stated.adds)
    else:
        series = stated.value if stated.series is None else stated.series
        found = judge_orders(read, series, stated.small)
    derived = None if found.derived is None else stated.value
    return replace(found, claim=said, derived=derived, read_from=stated.shown, scope=stated.scope)


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
        evidence = f"the same to every order derived, ${small}^{last}$ the last"
        return Judgement(claim, Verdict.HOLDS, derived, evidence, where=True)
    found = judge(replace(claim, formula=terms[wrong][0]), terms[wrong][1])
    differs = f"at order ${small}^{wrong}$ claimed ${terms[wrong][0]}$, derived ${terms[wrong][1]}$"
    if wrong <= leading:
        return replace(found, claim=claim, derived=derived, evidence=differs, compared=terms[wrong])
    error = factor((terms[wrong][0] - terms[wrong][1]) / terms[leading][1])
    return Judgement(
        claim,
        Verdict.HOLDS_ONLY_WHERE,
        derived,
        f"right to order ${small}^{wrong - 1}$; {differs}",
        found.counterexample,
        Abs(error * small ** (wrong - leading)).simplify() < epsilon,
        compared=terms[wrong],
    )
