"""The compute-optimal law on limited data: windows, the end, planted faults, variants."""

import numpy as np
import pytest
from sympy import Eq, Integer, Min, Rational, oo

from analytic import exact
from analytic.comparison.compute.limited_windows import (
    BEYOND,
    Late,
    end_of,
    least_loss_check,
    valley_check,
)
from analytic.comparison.slopes import DECADES, exact_slopes
from analytic.errors import InvalidProblemError
from analytic.notation import C_1, C, P, a, b, x_minus
from analytic.problem import FIELD_EQUATIONS, Model, PowerLaw
from analytic.quotient import cancel
from analytic.result import Effort
from analytic.stated import N_BEST, T_BEST
from analytic.symbolic.frontier.least_time import stopped_time, stopped_value
from derivations import RESULTS, compute_limited_data
from derivations.compute.late_exponents import late_exponents

SPECTRUM = PowerLaw(a, b)
HARD, LEARNT, EASY, STEEP = (
    {a: Rational(source), b: Rational(3, 2)} for source in ("5/4", "2", "7/2", "6")
)
FAST = Effort(digits=20, draws=40)


@pytest.fixture(scope="module")
def result():
    return RESULTS["compute-limited-data"]


def test_exponent_of_what_is_left(result):
    assert result.law.exponent.equals(Min(a - 1, 2 * b))
    assert list(result.law.boundaries) == [Eq(a, b), Eq(a, 2 * b + 1)]


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (HARD, (Rational(5, 2), Rational(5, 2))),
        (LEARNT, (Rational(5, 2), Rational(5, 2))),
        (EASY, (Rational(7, 2), Rational(7, 2))),
        (STEEP, (2, 4)),
    ],
)
def test_where_the_windows_end(result, at, ends):
    assert (end_of(result, at, C_1), end_of(result, at, Late.END)) == ends


def test_width_and_time_grow_alike_in_the_window_of_the_data(result):
    for name, power in ((BEYOND.of(N_BEST), 1), (BEYOND.of(T_BEST), -1)):
        growth = result.formulas[name].subs(STEEP)
        assert cancel(C * growth.diff(C) / growth) == Rational(1, 2)
        assert cancel(P * growth.diff(P) / growth) == Rational(power, 2)


@pytest.mark.slow
def test_the_frontier_beyond_the_last_window_where_a_finite_time_is_best(result):
    at = {**HARD, P: Integer(100), C: Integer(10) ** 14}
    best = exact.frontier(Model(SPECTRUM.at(HARD), samples=100), 1e14)
    time = result.formulas[Late.STOPPED]
    for claimed, found in ((time, best.time), (C / time, best.width)):
        assert float(claimed.subs(at).evalf(12)) == pytest.approx(found, rel=0.03)


@pytest.mark.slow
def test_a_hard_target_has_its_valley_below_the_end():
    power, p = Rational(3, 10), Rational(1, 2)
    value, final = stopped_value(power, p).evalf(15), (1 - power) / p
    assert value < final
    assert stopped_time(power, p).evalf(15) == pytest.approx(2.57006789252393, rel=1e-12)
    assert stopped_time(Rational(3, 5), p).evalf(15).has(stopped_time)


@pytest.mark.parametrize(("source", "falls"), [("8/5", True), ("2", False), ("5/2", False)])
def test_only_where_a_is_less_than_b_the_loss_turns_up(source, falls):
    best = exact.optimal_stopping(Model(PowerLaw(source, 2), samples=50)).time
    assert np.isfinite(best) == falls


def test_a_simulation_misses_a_theory_without_the_data(result):
    def unlimited(model, time):
        return exact.test_loss(Model(model.spectrum, width=model.width), time)

    assert not least_loss_check(unlimited).run(result, FAST).passed


def test_a_simulation_sees_no_valley_where_there_is_none(result):
    assert valley_check().run(result, FAST).passed
    assert not valley_check(PowerLaw(3, 2, modes=24)).run(result, FAST).passed


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "spectrum",
    [
        PowerLaw(2, "3/2", scale=3, amplitude=2),
        PowerLaw(6, "3/2"),
        PowerLaw(2, 2),
        PowerLaw(4, "3/2"),
        PowerLaw("5/2", "3/2"),
    ],
)
def test_the_same_derivation_for_other_spectra(spectrum):
    found = compute_limited_data.derive(spectrum)
    loss = float(exact.optimal_stopping(Model(spectrum, samples=10**6)).loss)
    assert loss == pytest.approx(float(found.law.expansion.subs(P, 10**6).evalf(15)), rel=1e-4)
    assert end_of(found, {}, C_1) > 1


def test_the_exponents_of_late_compute_are_those_of_the_formulas(result):
    assert late_exponents(result.formulas, SPECTRUM, FIELD_EQUATIONS) == (1, 1)
    at = SPECTRUM.at(EASY)
    easy = compute_limited_data.derive(at).formulas
    slower = {**easy, Late.EXCESS: easy[Late.EXCESS] * C ** Rational(1, 4)}
    assert late_exponents(slower, at, FIELD_EQUATIONS) == (Rational(3, 4), 1)
    narrower = {**easy, Late.TIME: easy[Late.TIME] * C ** Rational(1, 4)}
    assert late_exponents(narrower, at, FIELD_EQUATIONS) == (1, Rational(3, 4))
    with pytest.raises(InvalidProblemError, match="different regions"):
        late_exponents({**result.formulas, Late.EXCESS: 1 / C**2}, SPECTRUM, FIELD_EQUATIONS)


@pytest.mark.parametrize("at", [("3/2", "3/2"), ("2", "3/2")])
def test_what_is_measured_of_the_claims_tells_them_from_the_law(result, at):
    """Local exponents at C = 1e12: 1 up to a part of 1/log C; claimed are 0.2 to 0.4."""
    point = {a: Rational(at[0]), b: Rational(at[1])}
    for one in result.judgements[1:]:
        about = result.statements[one.claim.quantity].observable
        ((_, slope),) = exact_slopes(about, PowerLaw(*at), DECADES[-2:])
        off = abs(abs(one.derived) - slope)
        assert off < 2 / np.log(1e12)
        assert off < abs(abs(one.claim.formula.subs(point)) - slope) / 4


@pytest.mark.parametrize(("source", "sign"), [("29/20", -1), ("31/20", 1)])
def test_the_last_transient_changes_its_sign_on_a_equal_to_b(result, source, sign):
    """By exact losses, beside the amplitude K, which is negative where a < b."""
    spectrum, digits = PowerLaw(source, "3/2"), 40
    model = Model(spectrum, samples=100)
    rate = result.formulas[x_minus].subs({b: spectrum.b, P: 100}).evalf(20)
    late, final = (exact.test_loss(model, time, digits) for time in (Rational(30 / rate), oo))
    assert (late > final) == (sign > 0)
