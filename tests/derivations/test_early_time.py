"""The first order of a mode's error in 1/N and 1/P, and the paper's form of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sympy import Expr, Float, Integer, Rational, exp, integrate, limit, oo, simplify

from analytic.claim import Verdict
from analytic.comparison.mean_errors import Early
from analytic.comparison.verdict import verdict_on
from analytic.notation import epsilon, f, lambda_j, lambda_k, t, tau
from analytic.result import Effort, Result
from derivations import RESULTS
from derivations.claims import claims_on

(D8,) = claims_on("early-time")


def early() -> Result:
    return RESULTS["early-time"]


def formulas() -> Mapping[str, Expr]:
    return early().formulas


def test_width_and_data_add_the_same():
    assert simplify(formulas()[Early.BY_WIDTH] - formulas()[Early.BY_DATA]) == 0


def test_the_term_is_a_convolution():
    kernel = (t - tau) * exp(-lambda_k * (t - tau)) * exp(-lambda_j * tau)
    expected = lambda_k * lambda_j * integrate(kernel, (tau, 0, t))
    point = {lambda_j: 2, lambda_k: Rational(1, 3), t: Rational(7, 2)}
    gap = (expected - formulas()[f(t)]).subs(point)
    assert abs(gap.evalf(30)) < Float("1e-25")


def test_the_mode_itself_is_the_limit():
    near = formulas()[f(t)].subs({lambda_k: 1, t: 2})
    same = formulas()[Early.SAME].subs({lambda_k: 1, t: 2})
    assert simplify(limit(near, lambda_j, 1) - same) == 0


def test_the_paper_is_the_response_at_high_frequency():
    assert simplify(formulas()[Early.PAPER] - D8.formula) == 0


def test_the_claim_holds_early_and_stays_where_the_true_term_decays():
    (judgement,) = early().judgements
    assert judgement.verdict == Verdict.HOLDS_ONLY_WHERE
    assert judgement.where == (lambda_j * t / 3 < epsilon)
    numbers = {lambda_j: 1, lambda_k: Rational(1, 2)}
    assert limit(D8.formula.subs(numbers), t, oo) == 2
    assert limit(formulas()[f(t)].subs(numbers), t, oo) == 0


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        (2 * D8.formula, Verdict.REFUTED),
        (D8.formula * exp(-lambda_j * t / 3), Verdict.HOLDS),
        (Integer(0), Verdict.REFUTED),
    ],
)
def test_the_verdict_is_computed(formula, verdict):
    changed = replace(D8, formula=formula)
    assert verdict_on(changed, early().statements[D8.quantity]).verdict == verdict


@pytest.mark.parametrize("name", [f(t), Early.SAME])
def test_the_paper_beside_the_digits(name):
    (check,) = (c for c in early().checks if "paper" in c.name)
    effort = Effort(digits=15, draws=0)
    assert check.run(early(), effort).passed
    wrong = {**formulas(), name: formulas()[name] * Rational(1001, 1000)}
    assert not check.run(replace(early(), formulas=wrong), effort).passed
