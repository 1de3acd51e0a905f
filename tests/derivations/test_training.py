"""Gradient descent and momentum: verdicts, variants, and faults that their checks catch."""

from dataclasses import replace

import pytest
from sympy import Integer, Min, Rational, simplify, sqrt

from analytic import GradientDescent, HeavyBall, PowerLaw
from analytic.claim import Verdict, judge
from analytic.comparison.training.late_losses import late_digits_check
from analytic.comparison.training.ways import DESCENT, HEAVY_BALL
from analytic.notation import D_N, D_P, a, b, beta, eta, lambda_k, mu, p, r, t, x, z
from analytic.result import Effort
from derivations import RESULTS, gradient_descent, momentum

CHEAP = Effort(digits=20, draws=60)
DESCENDED, MOVED = RESULTS["gradient-descent"], RESULTS["momentum"]


def objections(result, about):
    """The witnesses that object, of the checks whose name begins so; all of them run."""
    asked = [check for check in result.checks if check.name.startswith(about)]
    assert asked
    return {check.witness for check in asked if not check.run(result, CHEAP).passed}


def with_formula(result, name, change):
    changed = change(result.formulas[name])
    assert changed != result.formulas[name]
    return replace(result, formulas={**result.formulas, name: changed})


def test_the_verdict_on_the_response_of_descent():
    (judgement,) = DESCENDED.judgements
    assert judgement.verdict == Verdict.SHARPENED
    wrong = replace(judgement.claim, formula=judgement.claim.formula.subs(lambda_k, 1))
    assert judge(wrong, judgement.derived).verdict == Verdict.REFUTED


def test_the_printed_response_with_momentum_is_refuted_twice():
    """It lacks the eigenvalue, and with the eigenvalue it lacks the numerator."""
    source, printed, final = MOVED.judgements
    assert [j.verdict for j in (source, printed, final)] == [
        Verdict.SHARPENED,
        Verdict.REFUTED,
        Verdict.SHARPENED,
    ]
    claimed, derived = (Rational(printed.counterexample[x]) for x in ("claimed", "derived"))
    assert abs(claimed / derived - 1) > 0.1
    mended = printed.claim.formula.subs(eta, eta * lambda_k)
    assert judge(replace(printed.claim, formula=mended), printed.derived).verdict == Verdict.REFUTED
    whole = replace(printed.claim, formula=(1 - mu / z) * mended)
    assert judge(whole, printed.derived).verdict == Verdict.HOLDS


def test_no_momentum_is_gradient_descent():
    for name in ("H_k", "s", "L(t)", "correction"):
        assert simplify(MOVED.formulas[name].subs(mu, 0) - DESCENDED.formulas[name]) == 0


def test_no_inertia_is_gradient_flow():
    flow = 1 / (p + lambda_k * D_P * D_N)
    assert simplify(MOVED.formulas["H_k in continuous time"].subs(beta, 0) - flow) == 0
    assert MOVED.formulas["correction in continuous time"].subs(beta, 0) == 0


def test_momentum_speeds_time_up_and_changes_no_exponent():
    plain, fast = DESCENDED.formulas["L(t)"], MOVED.formulas["L(t)"]
    values = {a: Integer(2), b: Rational(3, 2), eta: Rational(1, 5), mu: Rational(3, 4)}
    assert simplify((fast / plain.subs(t, 4 * t)).subs(values)) == 1


def test_scaled_spectra_are_scaled_steps():
    scaled = gradient_descent.derive(PowerLaw(a, b, scale=3))
    for name in ("L(t)", "correction"):
        difference = scaled.formulas[name] - DESCENDED.formulas[name].subs(eta, 3 * eta)
        assert simplify(difference.subs({a: 2, b: Rational(3, 2), eta: 1, t: 7})) == 0
    assert scaled.judgements == ()


def test_two_powers_add_up():
    both = momentum.derive(PowerLaw(2, "3/2", further_powers=[("1/3", 3)]))
    one, other = (momentum.derive(PowerLaw(power, "3/2")) for power in (2, 3))
    for name in ("L(t)", "correction", "L(t) tail", "L(t) swings"):
        expected = one.formulas[name] + other.formulas[name] / 3
        values = {eta: Rational(1, 3), mu: Rational(1, 2), t: Integer(11), r: Integer(6)}
        assert abs((both.formulas[name] - expected).subs(values).evalf(30)) < 1e-25


@pytest.mark.parametrize("result", [DESCENDED, MOVED], ids=lambda result: result.name)
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("L(t)", lambda formula: formula * Rational(1001, 1000)),
        ("correction", lambda formula: formula * Rational(101, 100)),
        ("L(t)", lambda formula: formula.subs(b, b * Rational(101, 100))),
    ],
)
def test_a_wrong_late_loss_is_caught_by_sums_and_digits(result, name, fault):
    way = DESCENT if result is DESCENDED else HEAVY_BALL
    assert late_digits_check(way).run(result, CHEAP).passed
    assert objections(with_formula(result, name, fault), "late times") == {"symbolic", "exact"}


@pytest.mark.parametrize("name", ["H_k", "H_k in continuous time"])
def test_a_response_without_its_numerator_is_caught_by_the_dice(name):
    numerator = 1 - mu / z if name == "H_k" else 1 + beta * p
    wrong = with_formula(MOVED, name, lambda formula: simplify(formula / numerator))
    assert objections(wrong, "mean errors") == {"sampling"}


def test_a_response_without_its_eigenvalue_is_caught_by_the_dice():
    wrong = with_formula(DESCENDED, "H_k", lambda formula: formula.subs(lambda_k, 1))
    assert objections(wrong, "mean errors") == {"sampling"}
    assert objections(wrong, "the transform") == {"symbolic"}


@pytest.mark.parametrize(
    ("name", "fault", "about"),
    [
        ("f_t", Rational(1001, 1000), "filter of the schedule"),
        ("L(t) tail", Rational(101, 100), "loss under the schedule: its tail"),
        ("L(t) swings", Rational(1, 2), "loss under the schedule: its swings"),
    ],
)
def test_a_wrong_schedule_is_caught_by_sums(name, fault, about):
    wrong = with_formula(MOVED, name, lambda formula: formula * fault)
    assert objections(wrong, about) == {"symbolic"}


def test_the_schedule_squares_the_time_until_its_swings_lead():
    assert simplify(MOVED.formulas["r_t of the schedule"] - Min(r, 2 * (a - 1) / b)) == 0
    assert not MOVED.page.proved


def test_the_filter_of_the_schedule_solves_its_equation():
    f = MOVED.formulas["f_t"].subs({x: Integer(2), r: Integer(4)})
    residual = f.diff(t, 2) + 4 / t * f.diff(t) + 2 * f
    assert abs(residual.subs(t, sqrt(3)).evalf(30)) < 1e-25
    assert abs(f.subs(t, Rational(1, 10**9)).evalf(30) - 1) < 1e-15


def test_the_statements_of_the_checks_are_trainings():
    assert isinstance(DESCENT.training, GradientDescent)
    assert isinstance(HEAVY_BALL.training, HeavyBall)
