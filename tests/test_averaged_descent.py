"""Averaged gradient descent: its filter, losses, law and options, by every witness."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic import exact, sampling
from analytic.notation import a, b
from analytic.sampling.training import filter_of
from derivations import RESULTS
from tests.conftest import Command

STEP = Rational(1, 3)
MEAN = an.AveragedDescent(STEP)
BOTH = an.Model(an.PowerLaw(2, "3/2"), 40, 120, noise="1/20")
NARROW = an.Model(an.PowerLaw(2, "3/2"), 120, 40, noise="1/20")


@pytest.mark.parametrize("steps", [1, 2, 7, 1000, 10**12])
def test_without_limits_every_mode_has_the_mean_of_a_geometric_series(steps: int) -> None:
    with mp.workdps(60):
        ages = [mp.mpf(k) ** -mp.mpf("1.5") / 3 for k in range(1, 31)]
        left = [(1 - (1 - x) ** steps) / (x * steps) for x in ages]
        expected = mp.fsum(f**2 / mp.mpf(k) ** 2 for k, f in enumerate(left, start=1))
        found = exact.test_loss(an.Model(an.PowerLaw(2, "3/2", modes=30)), steps, 40, MEAN)
        assert abs(found / expected - 1) < mp.mpf(10) ** -40


@pytest.mark.parametrize("model", [BOTH, NARROW], ids=["N < P", "N > P"])
def test_means_of_three_are_made_of_the_moments_that_other_methods_have(model: an.Model) -> None:
    """f_3 = 1 - x + x^2/3 in x = eta K, whose moments follow from losses of two heavy-ball steps.

    (f_2)^2 of step e and momentum m is (1 - (2 + m) e x + e^2 x^2)^2, f_1 = 1 - e x.
    """
    choices = [(e, m) for e in ("1/4", "1/2", 1) for m in (0, "1/2")]
    rows, right = [], []
    with mp.workdps(60):
        for e, m in choices:
            step, momentum = (mp.mpf(Rational(x).p) / Rational(x).q for x in (e, m))
            line, square = -(2 + momentum) * step, step**2
            row = [1, 2 * line, 2 * square, line**2, 2 * line * square, square**2]
            rows.append(row)
            right.append(exact.test_loss(model, 2, 50, an.HeavyBall(e, m)))
        moments = mp.lu_solve(mp.matrix(rows), mp.matrix(right))
        line, square = -1 / mp.mpf(3), 1 / mp.mpf(27)
        mean = [1, 2 * line, 2 * square, line**2, 2 * line * square, square**2]
        expected = mp.fdot(mean, moments)
        assert abs(exact.test_loss(model, 3, 35, MEAN) / expected - 1) < mp.mpf(10) ** -35


@pytest.mark.parametrize("model", [BOTH, NARROW], ids=["N < P", "N > P"])
def test_two_iterates_are_half_a_step(model: an.Model) -> None:
    found = exact.losses(model, 2, 30, MEAN)
    half = exact.losses(model, 1, 30, an.GradientDescent(STEP / 2))
    for one, other in zip(found, half, strict=True):
        assert abs(one / other - 1) < mp.mpf(10) ** -29


@pytest.mark.parametrize("model", [BOTH, NARROW], ids=["N < P", "N > P"])
def test_doubles_and_digits_agree_and_end_where_the_last_iterate_ends(model: an.Model) -> None:
    times = np.array([0.0, 1, 30, 1e4, 1e8, 1e20, np.inf])
    found = exact.test_loss(model, times, training=MEAN)
    digits = [float(exact.test_loss(model, one, 20, MEAN)) for one in times]
    assert found == pytest.approx(digits, rel=2e-12)
    assert digits[-2] == pytest.approx(float(exact.test_loss(model, digits=20)), rel=1e-12)


def test_what_is_left_of_the_training_loss_falls_as_the_square_of_time() -> None:
    late = [exact.train_loss(NARROW, 10**n, 20, MEAN) for n in (12, 14)]
    assert float(late[0] / late[1]) == pytest.approx(1e4, rel=1e-10)


def test_the_filter_is_the_mean_of_its_iterates() -> None:
    x, steps = np.array([0.0, 1e-12, 1e-3, 0.5, 3.0, 5.5])[:, None], np.array([0.0, 1, 2, 9, 40])
    found = filter_of(MEAN)
    powers = (1 - x / 3) ** np.arange(40)
    expected = np.stack([powers[:, : max(int(n), 1)].mean(axis=1) for n in steps], axis=1)
    assert np.abs(found.remaining(x, steps) - expected).max() < 1e-14
    with mp.workdps(40):
        small = mp.mpf(1e-12) / 3
        learned = 1 - mp.fsum((1 - small) ** k for k in range(40)) / 40
    assert found.learned(x, steps)[1, -1] == pytest.approx(float(learned), rel=1e-14)
    assert found.learned(x, steps) + found.remaining(x, steps) == pytest.approx(1)
    assert found.remaining(x, np.array([np.inf]))[:, 0].tolist() == [1, 0, 0, 0, 0, 0]


def test_simulations_of_replicas_come_to_the_exact_loss() -> None:
    model = an.Model(an.PowerLaw(2, "3/2", modes=12), 4, 9, noise="1/20")
    steps, copies = np.array([2.0, 6, 30]), (4, 8)
    expected = exact.test_loss(model, steps, training=MEAN)
    gaps, errors = [], []
    for r in copies:
        drawn = sampling.test_loss(
            model.replicated(r), steps, draws=4000 // r, seed=r, training=MEAN.replicated(r)
        )
        gaps.append(drawn.mean - expected)
        errors.append(drawn.standard_error)
    limit = 2 * gaps[1] - gaps[0]
    assert np.all(np.abs(limit) < 4 * np.hypot(2 * errors[1], errors[0]))
    assert np.all(expected > 20 * errors[1])


def test_the_exponent_is_that_of_the_flow_up_to_two() -> None:
    law = RESULTS["averaged-descent"].law
    assert law is not None
    assert law.at({a: 2, b: Rational(3, 2)}).exponent == Rational(2, 3)
    assert law.at({a: 6, b: Rational(3, 2)}).exponent == 2


def test_the_command_line_averages(command: Command) -> None:
    asked = ("loss", "--a", "2", "--b", "3/2", "--width", "40", "--samples", "120")
    code, out, _ = command(*asked, "--noise", "1/20", "--time", "25", "--step", "1/3", "--average")
    assert (code, float(out.split()[1])) == (
        0,
        pytest.approx(float(exact.test_loss(BOTH, 25, 15, MEAN))),
    )
    code, _, err = command(*asked, "--time", "2", "--average")
    assert (code, "Add --step" in err) == (2, True)
