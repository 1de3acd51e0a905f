"""Observables against definitions: digits against sums and limits, dice against digits."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Integer, Rational, exp, pi

from analytic import exact
from analytic.comparison.comparators import replicated_scores
from analytic.comparison.corrections import (
    GaussianExtra,
    correction_replicas,
    limit_check,
)
from analytic.comparison.measure import (
    DATA_CORRECTION,
    DATA_LIMITED,
    TIME_LIMITED,
    WIDTH_CORRECTION,
    WIDTH_LIMITED,
    Evaluation,
    Experiment,
    over_draws,
)
from analytic.comparison.numbers import relative_gap
from analytic.comparison.quantity_digits import by_definition, setting_of
from analytic.errors import InvalidProblemError, PrecisionError, SimulationError
from analytic.notation import N, P, sigma2, t, x_minus
from analytic.problem import GradientDescent, PowerLaw
from analytic.problem.quantity import (
    Excess,
    Least,
    Quantity,
    Sign,
    correction,
    excess,
    resource_limited,
)
from analytic.result import Effort
from derivations import RESULTS

SPECTRUM = PowerLaw(2, "3/2")
FINITE = PowerLaw(2, "3/2", modes=12)
EFFORT = Effort(draws=100)


@pytest.mark.parametrize(
    ("observable", "variable"),
    [
        (TIME_LIMITED, t),
        (WIDTH_LIMITED, N),
        (DATA_LIMITED, P),
        (WIDTH_CORRECTION, t),
        (DATA_CORRECTION, t),
        (GaussianExtra(), t),
    ],
)
def test_an_observable_has_the_variable_of_its_law(observable, variable):
    assert observable.variable == variable


def test_two_modes_and_one_feature():
    """d = 1 for lambda = 1, 1/4 at kappa = 1/2, where kappa w = 1/3 + (1/4) (2/3)."""
    two = PowerLaw(2, 2, modes=2)
    value = WIDTH_LIMITED.exact(two, Integer(1), 20)
    assert relative_gap(value, Rational(1, 2)) < Rational(1, 10**19)


def test_one_sample_of_two_modes():
    """kappa^2 w_2/(1 - d_2) at kappa = 1/2, where d_2 = 4/9 + 1/9."""
    two = PowerLaw(2, 2, modes=2)
    w_2 = 1 / Rational(3, 2) ** 2 + Rational(1, 4) / Rational(3, 4) ** 2
    wanted = Rational(1, 4) * w_2 / (1 - Rational(5, 9))
    assert relative_gap(DATA_LIMITED.exact(two, Integer(1), 20), wanted) < Rational(1, 10**19)


def test_the_gaussian_extra_of_one_mode():
    """2 t^2 c lambda^2 e^{-2 lambda t} with lambda = 3, c = 5 at t = 1/2, e^-3."""
    one = PowerLaw(2, 2, modes=1, scale=3, amplitude=5)
    value = GaussianExtra().exact(one, Rational(1, 2), 20)
    assert relative_gap(value, (Rational(45, 2) * exp(-3)).evalf(25)) < 1e-19


@pytest.mark.one_in(4)
@pytest.mark.parametrize("observable", [WIDTH_CORRECTION, DATA_CORRECTION])
@pytest.mark.parametrize("time", [Rational(1, 2), Integer(10) ** 6])
@pytest.mark.parametrize(
    "spectrum",
    [
        SPECTRUM,
        PowerLaw(4, "5/3", scale=3, amplitude="1/2"),
        PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth="1/2"),
        PowerLaw(2, 2, further_powers=[(2, "5/2")]),
    ],
)
def test_a_correction_is_a_limit_of_losses(observable, time, spectrum):
    value = observable.exact(spectrum, time, 12)
    assert relative_gap(value, by_definition(observable.quantity, spectrum, time, 12)) < 1e-10


def test_a_changed_coefficient_is_not_that_limit(monkeypatch):
    result = RESULTS["finite-width-correction"]
    check = limit_check("a limit")
    assert check.run(result, Effort()).passed
    right = Experiment.exact
    monkeypatch.setattr(
        Experiment, "exact", lambda *asked: right(*asked) * (1 + Rational(1, 10**9))
    )
    assert not check.run(result, Effort()).passed


def test_the_means_covariance():
    samples = np.array([[1.0, 2.0], [3.0, 6.0]])
    found = over_draws(samples)
    assert found.mean == pytest.approx([2, 4])
    assert found.covariance == pytest.approx(np.array([[1.0, 2.0], [2.0, 4.0]]))


@pytest.mark.parametrize(
    "observable", [replace(WIDTH_LIMITED, modes=256), replace(DATA_LIMITED, modes=256)]
)
def test_dice_and_digits_of_final_losses_agree_within_one_over_size(observable):
    sizes = (32, 64)
    drawn = observable.simulated(SPECTRUM, sizes, EFFORT)
    exact = np.array([float(observable.exact(SPECTRUM, Integer(n), 12)) for n in sizes])
    error = np.sqrt(np.diag(drawn.covariance))
    assert np.all(np.abs(drawn.mean - exact) < 5 * error + 2 * exact / np.array(sizes))


def test_dice_and_digits_of_the_time_law_agree():
    times = (2, 8)
    drawn = TIME_LIMITED.simulated(SPECTRUM, times, EFFORT)
    exact = np.array([float(TIME_LIMITED.exact(SPECTRUM, Integer(n), 12)) for n in times])
    assert np.all(np.abs(drawn.mean - exact) < 5 * np.sqrt(np.diag(drawn.covariance)))


@pytest.mark.parametrize("observable", [WIDTH_CORRECTION, DATA_CORRECTION])
def test_replication_finds_the_mean_field_and_physical_sizes_the_gaussian_extra(observable):
    """The mean field alone is excluded by the very dice that agree with it plus the extra."""
    mean_field, with_extra = correction_replicas(observable, FINITE, times=(1, 2))
    without_extra = with_extra._replace(expected=mean_field.expected)
    effort = Effort(draws=200)
    assert np.max(np.abs(replicated_scores(mean_field, effort))) < 5
    assert np.max(np.abs(replicated_scores(with_extra, effort))) < 5
    assert np.max(np.abs(replicated_scores(without_extra, effort))) > 5


def test_a_third_is_added_at_early_times():
    """(t^2/2) L'' over c_N at order t^2, a = 2, b = 3/2: theory.md has 1.35 in all."""
    early = Integer(10) ** -6
    added = GaussianExtra().exact(SPECTRUM, early, 20)
    ratio = added / WIDTH_CORRECTION.exact(SPECTRUM, early, 20)
    assert 0.345 < ratio < 0.355


@pytest.mark.slow
def test_replication_notices_a_coefficient_off_by_a_quarter(monkeypatch):
    right = Experiment.exact
    monkeypatch.setattr(Experiment, "exact", lambda *asked: right(*asked) * Rational(5, 4))
    mean_field, _ = correction_replicas(WIDTH_CORRECTION, FINITE, times=(2, 4))
    assert np.max(np.abs(replicated_scores(mean_field, Effort(draws=200)))) > 5


def test_the_amplitude_in_width_is_the_known_one():
    """a = b = 2: L(N) ~ (pi/2)^2/N [maloney2022solvable], to leading order in 1/N."""
    value = WIDTH_LIMITED.exact(PowerLaw(2, 2), Integer(10) ** 12, 20)
    assert relative_gap(value * 10**12, (pi**2 / 4).evalf(20)) < 2e-12


@pytest.mark.parametrize(
    "quantity", [resource_limited(N, "train"), excess(N, Integer(1)), resource_limited(P, "bias")]
)
def test_no_simulation_stands_in_for_another_quantity(quantity):
    with pytest.raises(SimulationError, match="digits only"):
        Experiment(quantity)


def test_a_coefficient_is_that_of_the_test_loss_under_flow():
    with pytest.raises(InvalidProblemError, match="gradient flow"):
        replace(correction(N), part="train")
    with pytest.raises(InvalidProblemError, match="gradient flow"):
        replace(correction(P), training=GradientDescent("1/2"))


def test_a_sign_is_that_of_a_difference_and_none_of_none():
    """A width larger by a part in 10^12 has a smaller loss, which doubles do not tell."""
    loss = resource_limited(N)
    wider = replace(loss, width=N * (1 + Rational(1, 10**12)))
    for one, other, expected in ((loss, wider, 1), (wider, loss, -1)):
        found = Evaluation(replace(one, of=Sign(other))).exact(SPECTRUM, Integer(9), 5)
        assert float(found) == expected
    with pytest.raises(PrecisionError, match="not told from zero by 120 digits"):
        Evaluation(replace(loss, of=Sign(loss))).exact(SPECTRUM, Integer(9), 5)


def test_the_least_loss_is_at_its_place():
    noisy = Quantity(P, samples=P, noise=Rational(1, 4))
    least, place = (
        Evaluation(replace(noisy, of=Least(place))).exact(SPECTRUM, Integer(100), 12)
        for place in (None, t)
    )
    before, there, after = (
        Evaluation(replace(noisy, time=place * share)).exact(SPECTRUM, Integer(100), 12)
        for share in (Rational(99, 100), Integer(1), Rational(101, 100))
    )
    assert abs(there - least) < 1e-11
    assert there < min(before, after)


def test_what_noise_adds_is_proportional_to_it():
    added = Quantity(N, N, 3 * N, noise=Integer(1), of=Excess(sigma2))
    one, three = (
        Evaluation(replace(added, noise=Integer(n))).exact(SPECTRUM, Integer(20), 12)
        for n in (1, 3)
    )
    assert relative_gap(three, 3 * one) < 1e-11


@pytest.mark.parametrize(("resource", "part"), [(N, "features"), (P, "data")])
def test_a_variance_at_first_order_is_the_loss_less_the_bias(resource, part):
    """What is derived from the field equations at first order is a limit of the variance itself."""
    quantity, time = correction(resource, part), Integer(1000)
    value = Evaluation(quantity).exact(SPECTRUM, time, 12)
    assert relative_gap(value, by_definition(quantity, SPECTRUM, time, 12)) < 1e-11


def test_times_may_be_in_units_of_the_longest_one_of_the_model():
    setting = setting_of(Quantity(P, P / 2, P, 10 / x_minus), SPECTRUM, Integer(12))
    assert float(setting.time) * exact.spectral_edge(setting.model) == pytest.approx(10)
