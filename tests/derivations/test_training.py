"""Gradient descent and momentum: verdicts, variants, and faults that their checks catch."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import (
    Integer,
    Min,
    Rational,
    gamma,
    gammasimp,
    limit,
    log,
    nsolve,
    oo,
    powsimp,
    simplify,
    sqrt,
)

from analytic import GradientDescent, HeavyBall, PowerLaw, check
from analytic.claim import Verdict, judge
from analytic.comparison.ridge import Penalised
from analytic.comparison.schedule import Schedule
from analytic.comparison.training import (
    CORRECTION,
    DESCENT,
    F_T,
    HEAVY_BALL,
    HEAVY_BALL_FLOW,
    NESTEROV,
)
from analytic.notation import (
    D_N,
    D_P,
    H_k,
    L,
    N,
    P,
    a,
    b,
    beta,
    d,
    d_2,
    eta,
    gamma_R,
    kappa,
    lambda_k,
    mu,
    p,
    r,
    s,
    sigma2,
    t,
    w,
    w_2,
    x,
    z,
)
from analytic.result import Effort
from analytic.symbolic.training.recursions import pole_part
from derivations import RESULTS, gradient_descent, momentum, momentum_schedule

CHEAP = Effort(digits=20, draws=60)
DESCENDED, MOVED, SCHEDULE = "gradient-descent", "momentum", "momentum under a schedule"
PENALISED = "ridge"
AHEAD, FLOWING = " with a look ahead", " in continuous time"
SUFFIXES = (AHEAD, FLOWING, ", under the schedule")


@cache
def scheduled():
    """Momentum under a schedule, derived once."""
    return momentum_schedule.derive()


def objections(result, about):
    """The witnesses that object, of the checks of one way whose name begins so; all of them run."""
    others = tuple(suffix for suffix in SUFFIXES if not about.endswith(suffix))
    asked = [
        check
        for check in result.checks
        if check.name.startswith(about) and not check.name.endswith(others)
    ]
    assert asked
    return {check.witness for check in asked if not check.run(result, CHEAP).passed}


def with_formula(result, name, change):
    changed = change(result.formulas[name])
    assert changed != result.formulas[name]
    return replace(result, formulas={**result.formulas, name: changed})


def with_law(result, part, change):
    changed = change(getattr(result.law, part))
    assert changed != getattr(result.law, part)
    return replace(
        result, law=replace(result.law.with_formulas(**{part: changed}), derived_at=None)
    )


def test_the_printed_response_with_momentum_is_refuted_twice():
    """It lacks the eigenvalue, and with the eigenvalue it lacks the numerator."""
    printed = RESULTS[MOVED].judgements[1]
    assert "it lacks $lambda_k$" in printed.evidence
    assert "numerator $z$ claimed, $-mu + z$ derived" in printed.evidence
    claimed, derived = (Rational(printed.counterexample[x]) for x in ("claimed", "derived"))
    assert abs(claimed / derived - 1) > 0.1
    mended = printed.claim.formula.subs(eta, eta * lambda_k)
    assert judge(replace(printed.claim, formula=mended), printed.derived).verdict == Verdict.REFUTED
    whole = replace(printed.claim, formula=(1 - mu / z) * mended)
    assert judge(whole, printed.derived).verdict == Verdict.HOLDS


def test_the_printed_response_of_the_flow_lacks_what_training_from_rest_adds():
    flow = RESULTS[MOVED].judgements[0]
    assert flow.evidence.endswith("derived is claimed times $beta*p + 1$")
    whole = replace(flow.claim, formula=(1 + beta * p) * flow.claim.formula)
    assert judge(whole, flow.derived).verdict == Verdict.HOLDS
    assert limit(p * flow.derived, p, oo) == 1  # the error at the start
    assert limit(p * flow.claim.formula, p, oo) == 0


def test_no_momentum_is_gradient_descent():
    for name in (H_k, s):
        assert (
            simplify(RESULTS[MOVED].formulas[name].subs(mu, 0) - RESULTS[DESCENDED].formulas[name])
            == 0
        )
    for part in ("leading", "correction", "remainder"):
        ratio = getattr(RESULTS[MOVED].law, part).subs(mu, 0) / getattr(
            RESULTS[DESCENDED].law, part
        )
        assert gammasimp(powsimp(ratio)) == 1


def test_no_inertia_is_gradient_flow():
    flow = 1 / (p + lambda_k * D_P * D_N)
    assert simplify(RESULTS[MOVED].formulas[HEAVY_BALL_FLOW.stated(H_k)].subs(beta, 0) - flow) == 0
    assert RESULTS[MOVED].formulas[HEAVY_BALL_FLOW.stated(CORRECTION)].subs(beta, 0) == 0


def test_momentum_speeds_time_up_and_changes_no_exponent():
    plain, fast = RESULTS[DESCENDED].law.leading, RESULTS[MOVED].law.leading
    values = {a: Integer(2), b: Rational(3, 2), eta: Rational(1, 5), mu: Rational(3, 4)}
    assert simplify((fast / plain.subs(t, 4 * t)).subs(values)) == 1


def test_scaled_spectra_are_scaled_steps():
    scaled = gradient_descent.derive(PowerLaw(a, b, scale=3))
    for part in ("leading", "correction"):
        difference = getattr(scaled.law, part) - getattr(RESULTS[DESCENDED].law, part).subs(
            eta, 3 * eta
        )
        assert simplify(difference.subs({a: 2, b: Rational(3, 2), eta: 1, t: 7})) == 0
    assert scaled.judgements == ()


@pytest.mark.slow
def test_two_powers_add_up():
    """A term of the second power within the remainder of the first is left out."""
    spectrum = PowerLaw(2, "3/2", further_powers=[("1/3", "9/4")])
    parts = [(PowerLaw(2, "3/2"), 1), (PowerLaw("9/4", "3/2"), Rational(1, 3))]
    values = {eta: Rational(1, 3), mu: Rational(1, 2), t: Integer(11), r: Integer(6)}
    both = momentum.derive(spectrum)
    expected = sum(weight * momentum.derive(one).law.expansion for one, weight in parts)
    assert abs((both.law.expansion - expected).subs(values).evalf(30)) < 1e-25
    whole = momentum_schedule.derive(spectrum)
    singles = [(momentum_schedule.derive(one), weight) for one, weight in parts]
    for name in (Schedule.TAIL, Schedule.SWINGS):
        apart = sum(weight * one.formulas[name] for one, weight in singles)
        assert abs((whole.formulas[name] - apart).subs(values).evalf(30)) < 1e-25


def test_which_of_two_symbolic_powers_leads_is_a_condition():
    """Neither power of the target is known to be the smaller one: the law has two regimes."""
    law = gradient_descent.derive(PowerLaw(a, b, further_powers=[(1, 2 * b - 1)])).law
    assert {regime.condition for regime in law.regimes} == {a < 2 * b - 1, a > 2 * b - 1}
    single = gradient_descent.derive(PowerLaw(3, 2)).law
    assert law.at({a: Integer(3), b: Integer(2)}).leading == 2 * single.leading


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", [DESCENDED, MOVED])
@pytest.mark.parametrize("fault", [Rational(11, 10), t ** Rational(1, 10)])
def test_a_wrong_late_law_is_caught_by_the_dice(name, fault):
    result = RESULTS[name]
    wrong = with_law(result, "leading", lambda formula: formula * fault)
    assert objections(wrong, "amplitude") == {"sampling"}


def test_the_heavy_ball_in_place_of_nesterov_is_caught_by_every_witness():
    for name in (H_k, s):
        wrong = with_formula(
            RESULTS[MOVED],
            NESTEROV.stated(name),
            lambda _, name=name: RESULTS[MOVED].formulas[name],
        )
        assert objections(wrong, "mean errors by replication" + AHEAD) == {"sampling"}
    wrong = with_formula(
        RESULTS[MOVED], NESTEROV.stated(H_k), lambda _: RESULTS[MOVED].formulas[H_k]
    )
    assert objections(wrong, "the transform against its recursion" + AHEAD) == {"symbolic"}
    wrong = with_formula(
        RESULTS[MOVED], NESTEROV.stated(CORRECTION), lambda _: RESULTS[MOVED].law.correction
    )
    assert objections(wrong, "late times over the decades" + AHEAD) == {"exact"}


def test_a_wrong_late_loss_of_nesterov_is_caught_by_the_dice():
    wrong = with_formula(
        RESULTS[MOVED], NESTEROV.stated(L(t)), lambda formula: formula * Rational(11, 10)
    )
    assert objections(wrong, "amplitude and exponent at finite sizes" + AHEAD) == {"sampling"}


def test_nesterov_has_the_pole_of_the_flow_and_a_rest_that_no_rate_changes():
    free = RESULTS[MOVED].formulas[NESTEROV.stated(H_k)].subs({D_P: 1, D_N: 1})
    weight, rest = pole_part(free, lambda_k)
    assert (
        simplify(free - rest - weight / (RESULTS[MOVED].formulas[NESTEROV.stated(s)] + lambda_k))
        == 0
    )
    assert not weight.has(lambda_k) | rest.has(lambda_k)
    assert rest != 0


@pytest.mark.parametrize("name", [H_k, HEAVY_BALL_FLOW.stated(H_k)])
def test_a_response_without_its_numerator_is_caught_by_the_dice(name):
    numerator = 1 - mu / z if name == H_k else 1 + beta * p
    wrong = with_formula(RESULTS[MOVED], name, lambda formula: simplify(formula / numerator))
    suffix = "" if name == H_k else FLOWING
    assert objections(wrong, "mean errors by replication" + suffix) == {"sampling"}


def test_a_response_without_its_eigenvalue_is_caught_by_the_dice():
    wrong = with_formula(RESULTS[DESCENDED], H_k, lambda formula: formula.subs(lambda_k, 1))
    assert objections(wrong, "mean errors") == {"sampling"}
    assert objections(wrong, "the transform") == {"symbolic"}


@pytest.mark.parametrize("name", [Penalised.TEST, Penalised.TRAIN])
def test_a_loss_of_ridge_off_the_diagonal_is_caught_by_digits_and_dice(name):
    """Without the slopes of d and w, which are all that the diagonal has of the second mode."""
    wrong = with_formula(
        RESULTS[PENALISED], name, lambda formula: formula.subs({d_2: d**2, w_2: w**2})
    )
    assert objections(wrong, "losses of ridge") == {"exact", "sampling"}
    slightly = with_formula(RESULTS[PENALISED], name, lambda formula: formula * Rational(101, 100))
    assert objections(slightly, "losses of ridge") == {"exact"}


def test_the_loss_of_ridge_with_a_null_mode_is_the_one_of_digits_and_simulation():
    """kappa from its definition by bisection; the null mode is a term c/kappa of w."""
    penalty, samples = Rational(1, 10), 10
    eigenvalues, powers = (1, Rational(1, 4), 0), (Rational(1, 2), Rational(1, 10), Rational(3, 10))

    def sums(at):
        resolvent = [1 / (rate + at) for rate in eigenvalues]
        learned = [rate * one for rate, one in zip(eigenvalues, resolvent, strict=True)]
        target = [c * one for c, one in zip(powers, resolvent, strict=True)]
        squares = [c * one for c, one in zip(target, resolvent, strict=True)]
        return {d: sum(learned), d_2: sum(x**2 for x in learned), w: sum(target), w_2: sum(squares)}

    root = nsolve(
        kappa * (1 - sums(kappa)[d] / samples) - penalty, (0.1, 1), solver="bisect", prec=30
    )
    wide = {N: Integer(10) ** 40, P: samples, sigma2: 0, kappa: root, gamma_R: penalty}
    loss = RESULTS[PENALISED].formulas[Penalised.TEST].subs({**sums(root), **wide}).evalf(20)
    assert abs(loss - 0.361496515867) < 1e-12


def test_a_wrong_power_of_a_small_penalty_is_caught():
    name = Penalised.SMALL
    for term in (gamma_R**2, gamma_R ** ((a - 1) / b)):
        wrong = with_formula(
            RESULTS[PENALISED], name, lambda formula, term=term: formula + term / 100
        )
        assert objections(wrong, "ridge with a small") == {"exact"}


@pytest.mark.slow
@pytest.mark.parametrize("fault", [Rational(11, 10), t ** Rational(1, 5)])
def test_a_wrong_tail_of_the_schedule_is_caught_by_simulations(fault):
    wrong = with_formula(scheduled(), Schedule.TAIL, lambda formula: formula * fault)
    assert objections(wrong, "amplitude and exponent at finite sizes, under the schedule") == {
        "sampling"
    }


def test_a_wrong_law_of_the_schedule_is_caught_where_tail_and_swings_meet():
    edge = {a: Rational(13, 4), b: Rational(3, 2)}
    assert scheduled().law.at(edge).leading.has(log(t))
    without = scheduled().law.at(edge).leading.subs(log(t), 0)
    wrong = replace(
        scheduled(), law=replace(scheduled().law.with_formulas(leading=without), derived_at=None)
    )
    assert objections(wrong, "law under the schedule") == {"symbolic"}


def test_the_law_of_the_schedule_is_what_holds_for_every_r():
    tail, swings = (
        scheduled().formulas[name].subs(r, 3) for name in (Schedule.TAIL, Schedule.SWINGS)
    )
    values = {a: Integer(2), b: Rational(3, 2), t: Integer(7)}
    assert abs((scheduled().law.leading - tail - swings).subs(values).evalf(30)) < 1e-25
    assert simplify(scheduled().law.exponent - Min(3, 2 * (a - 1) / b)) == 0


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("name", "formula", "right"),
    [
        (DESCENDED, gamma((a - 1) / b) / b * (2 * eta * t) ** (-(a - 1) / b), True),
        (DESCENDED, gamma((a - 1) / b) / b * (2 * t) ** (-(a - 1) / b), False),
        (MOVED, gamma((a - 1) / b) / b * (2 * eta * t / (1 - mu)) ** (-(a - 1) / b), True),
        (MOVED, gamma((a - 1) / b) / b * (2 * eta * t) ** (-(a - 1) / b), False),
        (SCHEDULE, Min(3, 2 * (a - 1) / b), True),
        (SCHEDULE, 2 * (a - 1) / b, False),
    ],
)
def test_formulas_with_step_and_momentum_are_checked(name, formula, right):
    result = scheduled() if name == SCHEDULE else RESULTS[name]
    found = check(result, formula, draws=0)
    assert bool(found) == right
    if name != SCHEDULE and not right:
        assert abs(found.evidence.exact[-1][1] / found.evidence.derived - 1) < 1e-10


def test_the_schedule_squares_the_time_until_its_swings_lead():
    assert simplify(scheduled().formulas[Schedule.RATE] - Min(r, 2 * (a - 1) / b)) == 0
    assert not scheduled().page.proved


def test_the_filter_of_the_schedule_solves_its_equation():
    f = scheduled().formulas[F_T].subs({x: Integer(2), r: Integer(4)})
    residual = f.diff(t, 2) + 4 / t * f.diff(t) + 2 * f
    assert abs(residual.subs(t, sqrt(3)).evalf(30)) < 1e-25
    assert abs(f.subs(t, Rational(1, 10**9)).evalf(30) - 1) < 1e-15


def test_the_statements_of_the_checks_are_trainings():
    assert isinstance(DESCENT.training, GradientDescent)
    assert isinstance(HEAVY_BALL.training, HeavyBall)
