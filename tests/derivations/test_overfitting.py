"""The gap and label noise: laws, verdicts, planted faults, other spectra, other field equations."""

from dataclasses import replace

import mpmath
import pytest
from sympy import Float, Integer, Rational, exp, oo

from analytic import exact
from analytic.claim import Verdict
from analytic.comparison.gap import Gap
from analytic.comparison.label_noise import BEST_TIME, NOISE, STOPPED, LabelNoise
from analytic.comparison.verdict import verdict_on
from analytic.notation import C_0, N, P, a, b, d, d_2, lambda_j, n, n_P, s, s2, sigma2, t
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw
from analytic.symbolic.training.overfitting import first_gap, first_noise
from derivations import RESULTS, label_noise, train_test_gap
from derivations.label_noise import stopping_laws
from derivations.train_test_gap import DIGITS
from tests.law_excess import law_excess
from tests.planted import objections, with_formula

GAP, NOISY = "train-test-gap", "label-noise"
POINTS = ({a: Rational(3, 2), b: Rational(3, 2)}, {a: Integer(4), b: Rational(5, 4)})
SUM, DICE = "late-time law against the sum over modes", "gap by replication"
TWO_POINT, ADDED = "gap at pairs of frequencies", "what noise adds to the gap, late"
LEARNED, DRAWN = "learned noise against the sum over modes", "learned noise by replication"
MONOTONE = "monotone in width when stopped in time"
END = "noise at the end of training"
OTHERS = (
    PowerLaw(2, "3/2", scale="1/2", amplitude=3),
    PowerLaw("5/2", "3/2", further_powers=[("1/2", "9/5")]),
    PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth=Rational(1, 3), scale="1/3"),
)
NAMES = ("scale and amplitude", "two powers", "growing multiplicity")


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("name", "change", "witnesses"),
    [
        (Gap.OVER, lambda g: g / 2, {TWO_POINT}),
        (Gap.OVER, lambda g: g.subs(P, P * Rational(1001, 1000)), {TWO_POINT}),
        (Gap.SUMMED, lambda g: g / 2, {SUM, DICE}),
        (Gap.NOISE, lambda g: g / 2, {DICE}),
        (Gap.NOISE, lambda _: Integer(0), {DICE}),
        (Gap.FROM_NOISE, lambda g: g * Rational(1001, 1000), {ADDED}),
    ],
)
def test_a_planted_fault_in_the_gap_is_caught(name, change, witnesses):
    wrong = with_formula(RESULTS[GAP], name, change(RESULTS[GAP].formulas[name]))
    assert objections(wrong, SUM, DICE, TWO_POINT, ADDED) == witnesses


@pytest.mark.parametrize("spectrum", OTHERS, ids=NAMES)
def test_the_gap_of_other_spectra(spectrum):
    found = train_test_gap.derive(spectrum)
    assert law_excess(found, found.law, spectrum, {}, DIGITS) <= 1


def test_the_gap_is_a_share_t_to_the_1_over_b_of_the_loss():
    loss = RESULTS["time-limited"].law.exponent
    assert (loss - RESULTS[GAP].law.exponent - 1 / b).simplify() == 0


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("name", "change", "witnesses"),
    [
        (LabelNoise.LEARNED, lambda f: f * 2, {LEARNED, DRAWN}),
        (LabelNoise.LEARNED, lambda _: 1 - exp(-2 * lambda_j * t), {LEARNED, DRAWN}),
        (n_P(t), lambda f: f + Rational(1, 2), {LEARNED}),
        (LabelNoise.AT_END[P], lambda f: f.subs(d_2, d_2 * Rational(1001, 1000)), {END}),
        (LabelNoise.AT_END[N], lambda f: f + 1, {END}),
    ],
)
def test_a_planted_fault_in_label_noise_is_caught(name, change, witnesses):
    wrong = with_formula(RESULTS[NOISY], name, change(RESULTS[NOISY].formulas[name]))
    assert objections(wrong, LEARNED, DRAWN, END) == witnesses


@pytest.mark.slow
@pytest.mark.parametrize("point", [{a: Rational(2), b: Rational(3, 2)}, *POINTS[1:]])
def test_local_exponents_of_the_exact_optimum(point):
    """sigma^2/P from 1e-3 to 1e-12: the exponents come closer to b/a and (a-1)/a."""
    spectrum = PowerLaw(a, b).at(point)
    expected = float((b / a).subs(point)), float((1 / a - 1).subs(point))
    gaps = []
    for samples in (NOISE * 10**3, NOISE * 10**7, NOISE * 10**12):
        local = []
        for observable in (BEST_TIME, STOPPED):
            low, high = (observable.exact(spectrum, x * samples, 9) for x in (1, 2))
            local.append(float(mpmath.log(high / low, 2)))
        gaps.append([abs(x - y) for x, y in zip(local, expected, strict=True)])
    assert gaps[0] > gaps[1]
    assert max(gaps[2]) < 1e-3


@pytest.mark.one_in(3)
@pytest.mark.parametrize("spectrum", OTHERS, ids=NAMES)
def test_the_best_time_of_other_spectra(spectrum):
    laws = stopping_laws(spectrum, FIELD_EQUATIONS)
    samples = Integer(10) ** 10
    found = exact.optimal_stopping(Model(spectrum, samples=samples, noise=NOISE))
    at = {P: samples, sigma2: NOISE}
    left = abs(found.loss - laws.loss.expansion.subs(at).evalf())
    assert left <= 10 * laws.loss.remainder.subs(at).evalf()
    assert abs(found.time / laws.time.subs(at).evalf() - 1) < 20 * laws.time_remainder.subs(at)


def test_the_loss_at_the_best_time_is_a_times_what_falls():
    """L + n_P/n at its minimum is a L for powers (a-1)/b and 1/b."""
    found = stopping_laws(PowerLaw(a, b), FIELD_EQUATIONS).optimum
    lead = found.loss.leading[1] * n ** -found.loss.leading[0][0]
    falling = found.inverse_time.expression ** ((a - 1) / b)
    values = {a: Rational(5, 2), b: Rational(3, 2), n: Integer(7)}
    amplitudes = {symbol: Integer(3) for symbol in lead.free_symbols - {a, b, n}}
    share = (lead / falling).subs(amplitudes).subs(values).evalf()
    assert abs(share / 3 - Float("2.5")) < 1e-12


def test_more_noise_than_b_minus_1_is_never_left_at_the_end():
    law = RESULTS[NOISY].formulas[LabelNoise.END]
    assert law.subs(P, oo) == b - 1


def test_a_loss_that_rises_with_width_is_noticed(monkeypatch):
    right = exact.optimal_stopping
    monkeypatch.setattr(
        exact,
        "optimal_stopping",
        lambda model: exact.Stopping(0, -right(model).loss),
    )
    assert objections(RESULTS[NOISY], MONOTONE) == {MONOTONE}


def test_the_source_of_a_residual_has_the_covariance_of_the_test_error():
    """Equation 85 with C_0 and the noise in the place of C_1, and what is said in its range."""
    printed = next(one.claim for one in RESULTS[GAP].judgements if one.claim.id == "D30")
    right = replace(printed, formula=C_0 + sigma2 / (s * s2))
    assert verdict_on(right, RESULTS[GAP].statements[right.quantity]).verdict == Verdict.HOLDS
    for one in RESULTS[GAP].judgements:
        said = [words for words in one.exceptions if "refuted (D30)" in words]
        assert len(said) == (one.claim.equation == "18, 85-87")


def test_first_orders_vanish_with_the_noise_and_with_the_data():
    assert first_gap(FIELD_EQUATIONS).subs(sigma2, 0).diff(sigma2) == 0
    assert first_gap(FIELD_EQUATIONS).has(d)
    assert not first_noise(FIELD_EQUATIONS).has(sigma2)


def test_other_spectra_have_no_verdicts():
    assert label_noise.derive(OTHERS[0]).judgements == ()


@pytest.mark.parametrize(
    ("name", "quantity", "point", "expected"),
    [
        ("train-test-gap", "$Lhat(oo)$ over $L(oo)$, $N < P$", (2, "3/2"), "4/9"),
        ("train-test-gap", "$Lhat(oo)$, $P < N < M$", (2, "3/2"), "0"),
        ("train-test-gap", "sign of the growth in $t$ of the gap's $1/P$ term, late", (2, 2), "1"),
        ("train-test-gap", "sign of the growth in $t$ of the gap's $1/P$ term, late", (3, 2), "-1"),
        ("label-noise", "sign of $L(oo) - L(t^*)$", (2, "3/2"), "1"),
        ("early-stopping", "sign of the slope in $t$ of $L$, late, $N < P$", (4, "3/2"), "1"),
        (
            "early-stopping",
            "sign of the slope in $t$ of $L$, late, $N = infinity$",
            ("5/4", 2),
            "1",
        ),
        # the slowest transient vanishes on a = b, and the next one, exp(-2 x_- t), falls
        ("early-stopping", "sign of the slope in $t$ of $L$, late, $N = infinity$", (2, 2), "-1"),
        ("early-stopping", "sign of the slope in $t$ of $L$, late, $N = infinity$", (3, 2), "-1"),
    ],
)
def test_what_digits_measure_of_the_claims(name, quantity, point, expected):
    about = RESULTS[name].statements[quantity].observable
    found = about.exact(PowerLaw(*point), Integer(10) ** 9, 12)
    assert abs(found - Rational(expected)) < 1e-3
