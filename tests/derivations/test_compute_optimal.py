"""The compute-optimal law: exponents and amplitudes in every regime, planted faults, variants."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from sympy import Eq, Integer, Min, Piecewise, Rational, true

from analytic import exact
from analytic.claim import Verdict, judge
from analytic.comparison.compute.ansatz import OVER_FRONTIER, ansatz_check
from analytic.comparison.verdict import verdict_on
from analytic.notation import L_P, C, N, a, b, r_N, r_t, t
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw
from analytic.result import Effort
from analytic.status import Status
from analytic.symbolic.frontier.balance import balances
from analytic.term import Term
from derivations import RESULTS, compute_optimal
from derivations.bottleneck import DATA, limited_law
from derivations.compute.ansatz import DERIVED, on_samples, three_terms
from derivations.compute.optimal_law import BUDGET, optimal_law

SPECTRUM = PowerLaw(a, b)
HARD, EASY = {a: Integer(2), b: Rational(3, 2)}, {a: Integer(4), b: Rational(3, 2)}
STEEP = {a: Rational(7, 2), b: Rational(3, 2)}
FAST = Effort(digits=20, draws=60)


@pytest.fixture(scope="module")
def result():
    return RESULTS["compute-optimal"]


def objections(result, *witnesses):
    return [
        one.name
        for one in result.checks
        if one.witness in witnesses and not one.run(result, FAST).passed
    ]


def with_law(result, **changes):
    return replace(result, law=replace(result.law, **changes))


def test_exponent_in_two_regimes(result):
    assert result.law.exponent.equals(Min((a - 1) / a, (a - 1) / (b + 1)))
    assert [one.condition for one in result.law.regimes] == [a > b + 1, a < b + 1]


def test_the_boundary_bears_a_power_of_the_logarithm(result):
    ((edge, law),) = result.law.boundaries.items()
    assert edge == Eq(a, b + 1)
    assert law.exponent.equals(b / (b + 1))
    assert law.regimes[0].logarithms.equals(b / (b + 1))


@pytest.mark.slow
def test_local_exponents_at_random_points_in_every_regime(result):
    """Exact slopes at C = 1e35, off the limit by no more than the stated remainder."""
    random, computes = Random(3), 1e35 * np.exp([-1e-2, 1e-2])
    for least, most in ((3, 9), (3, 9), (11, 30)):  # below a = b + 1 twice, and above
        capacity = Rational(random.randint(12, 25), 10)
        source = 1 + capacity * Rational(random.randint(least, most), 10) + Rational(1, 37)
        at = {a: source, b: capacity}
        best = exact.frontier(Model(PowerLaw(source, capacity)), computes)
        slope, growth = (-np.diff(np.log(x))[0] / 2e-2 for x in (best.loss, best.width))
        share = float((result.law.remainder / result.law.leading).subs(at).subs(C, 10**35).evalf())
        assert slope == pytest.approx(float(result.law.exponent.subs(at)), abs=abs(share) + 1e-6)
        width = next(
            one.balance.first.subs(at)
            for one in optimal_law(SPECTRUM, FIELD_EQUATIONS).regimes
            if one.balance.condition.subs(at) == true
        )
        assert -growth == pytest.approx(float(width), abs=3 * abs(share) + 1e-6)


def test_a_wrong_exponent_is_caught_by_dice_and_by_algebra(result):
    """The published exponent, 1.2 at a = 4, b = 3/2 where 3/4 is derived."""
    published = (a - 1) * Min(a - 1, 2 * b) / (a - 1 + b * Min(a - 1, 2 * b))
    wrong = with_law(
        result,
        terms=tuple(
            Term(one.amplitude, published, condition=one.condition) for one in result.law.regimes
        ),
    )
    assert objections(wrong, "sampling") != []
    assert objections(wrong, "symbolic") != []


def test_without_the_term_of_order_one_over_n_the_exponent_is_another():
    terms = [one for one in optimal_law(SPECTRUM, FIELD_EQUATIONS).terms if "order" not in one.name]
    easy = next(one for one in balances(terms, BUDGET) if one.condition.subs(EASY) == true)
    slopes = exact.frontier(Model(PowerLaw(4, "3/2")), np.array([1e20, 1e21])).loss
    exact_slope = -np.log10(slopes[1] / slopes[0])
    assert abs(float(easy.rate.subs(EASY)) - exact_slope) > 0.05


@pytest.mark.parametrize(
    "spectrum",
    [
        PowerLaw(2, "3/2"),
        PowerLaw(4, "3/2"),
        PowerLaw(2, "3/2", scale=3, amplitude=2),
        PowerLaw(5, 2, multiplicity=3),
    ],
)
def test_the_same_derivation_for_other_spectra(spectrum):
    law = compute_optimal.derive(spectrum).law
    loss = exact.frontier(Model(spectrum), 1e36).loss
    assert loss == pytest.approx(float(law.leading.subs(C, 10**36).evalf(15)), rel=1e-5)


def test_on_the_boundary_the_frontier_comes_closer_to_its_law(result):
    at = {a: Rational(5, 2), b: Rational(3, 2)}
    law = result.law.at(at)
    off = [
        exact.frontier(Model(SPECTRUM.at(at)), size).loss / float(law.leading.subs(C, size).evalf())
        for size in (1e10, 1e20, 1e40)
    ]
    assert all(abs(x - 1) < 0.05 for x in off)


def test_the_ansatz_is_off_by_a_factor_or_by_a_power(result):
    ratio = result.formulas[OVER_FRONTIER]
    assert not ratio.subs(HARD).has(C)
    assert float(ratio.subs(HARD).evalf(10)) > 1
    decades = [float(ratio.subs(EASY).subs(C, 10**n).evalf(10)) for n in (10, 20)]
    assert np.log10(decades[1] / decades[0]) == pytest.approx(-10 * (6 / 7 - 3 / 4))


@pytest.mark.parametrize(
    ("of_time_and_width", "of_data", "passes"),
    [(1, 1, True), ("101/100", 1, False), (1, "11/10", False)],
)
def test_the_three_terms_at_both_ends_of_the_exact_frontier(
    result, of_time_and_width, of_data, passes
):
    def losses(ansatz, point):
        loss = on_samples(ansatz, SPECTRUM, FIELD_EQUATIONS, point)[DERIVED]
        data = data_law(point).leading
        return {DERIVED: Rational(of_time_and_width) * (loss - data) + Rational(of_data) * data}

    def data_law(point):
        return limited_law(DATA, SPECTRUM.at(point), FIELD_EQUATIONS)

    check = ansatz_check(SPECTRUM, losses, data_law, [STEEP])
    assert check.run(result, FAST).passed == passes


def test_the_three_terms_at_their_optimum():
    """Width and time are where the sum is least along the budget, and it is the loss there."""
    ansatz = three_terms(optimal_law(SPECTRUM, FIELD_EQUATIONS), {})
    at = {**STEEP, C: Integer(10) ** 6, L_P: Rational(1, 100)}
    terms, width, time, loss = (one.subs(at) for one in ansatz)
    assert (width * time).evalf(20) == pytest.approx(10**6)
    along = [
        terms.subs({N: width * x, t: time / x}).evalf(20) for x in (Rational(99, 100), 1, 1.01)
    ]
    assert along[1] == pytest.approx(loss.evalf(20))
    assert min(along) == along[1]


def test_verdicts(result):
    found = {
        (one.claim.id, one.claim.equation): one
        for one in result.judgements
        if one.claim.id not in ("D26", "D33")
    }
    assert {one.status for one in found.values()} == {Status.ARGUED}
    assert {one.verdict for one in found.values()} == {Verdict.HOLDS_ONLY_WHERE}
    assert {one.where for one in found.values()} == {a <= b + 1}
    loss = found["D16", "17"]
    assert judge(loss.claim, loss.claim.formula).verdict == Verdict.HOLDS
    assert dict(loss.counterexample)["derived"] == "4/5"
    assert isinstance(loss.derived, Piecewise)


def test_the_exponent_that_is_quoted_of_a_measured_spectrum(result):
    (quoted,) = (one for one in result.judgements if one.claim.id == "D26")
    assert quoted.verdict == Verdict.SHARPENED
    rounded = replace(quoted.claim, formula=Rational(6, 100))
    assert judge(rounded, quoted.derived).verdict == Verdict.REFUTED


def test_width_and_time_of_the_ansatz_as_printed(result):
    width, time = (one for one in result.judgements if one.claim.id == "D33")
    assert (width.verdict, time.verdict) == (Verdict.HOLDS, Verdict.REFUTED)
    assert time.status == Status.PROVED
    right = replace(time.claim, formula=r_N / (r_t + r_N))
    assert verdict_on(right, result.statements[right.quantity]).verdict == Verdict.HOLDS
    ranges = [one for one in result.judgements if one.claim.id == "D17"]
    assert all("refuted (D33)" in one.exceptions[0] for one in ranges)
