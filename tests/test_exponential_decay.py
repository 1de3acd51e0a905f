"""Exponential decay: a spectrum that is no power law, by every witness that speaks of it."""

from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import pytest

import analytic as an
from analytic import exact, sampling
from analytic.errors import InvalidProblemError
from derivations import one_pass_sgd, time_limited_loss, width_limited_loss
from tests.conftest import Command

HALVING = an.ExponentialDecay("1/2", "1/3")
LAST = 150  # 2^-150 is 1e-45
LISTED = an.MeasuredSpectrum(
    [Fraction(1, 2**k) for k in range(LAST)],
    [Fraction(1, 3**k) for k in range(LAST)],
    null_threshold=0,
)
WAYS: list[Any] = [
    (an.GradientFlow(), 100),
    (an.GradientFlow(), "inf"),
    (an.GradientDescent("1/3"), 50),
    (an.HeavyBall("1/3", "1/2"), 50),
    (an.HeavyBallFlow(2), 50),
    (an.Ridge("1/1000"), "inf"),
]


@pytest.mark.parametrize("time", [1, 100, 10**12])
def test_without_limits_the_loss_is_its_sum(time: int) -> None:
    with mp.workdps(60):
        left = (mp.exp(-2 * time * mp.mpf(2) ** -k) / mp.mpf(3) ** k for k in range(250))
        expected = mp.fsum(left)
        assert abs(exact.test_loss(an.Model(HALVING), time, 40) / expected - 1) < mp.mpf(10) ** -40
    in_doubles = exact.test_loss(an.Model(HALVING), float(time))
    assert in_doubles == pytest.approx(float(expected), rel=1e-11)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("sizes", [(5, 12), (12, 5)], ids=str)
@pytest.mark.parametrize(("training", "time"), WAYS, ids=str)
def test_losses_are_those_of_its_modes_one_by_one(
    sizes: tuple[int, int], training: Any, time: Any
) -> None:
    ours, listed = (an.Model(one, *sizes, noise="1/20") for one in (HALVING, LISTED))
    found = exact.test_loss(ours, time, 30, training)
    assert abs(found / exact.test_loss(listed, time, 30, training) - 1) < mp.mpf(10) ** -30
    assert float(found) == pytest.approx(exact.test_loss(ours, float(time), training=training))


@pytest.mark.parametrize(
    "training", [an.GrowingMomentum("1/2", 3), an.OnePassSGD("1/4", 2)], ids=repr
)
def test_steps_are_those_of_its_modes_one_by_one(training: Any) -> None:
    found, listed = (exact.test_loss(an.Model(x), 20, 20, training) for x in (HALVING, LISTED))
    assert abs(found / listed - 1) < 1e-20


def test_as_many_modes_as_are_stated() -> None:
    few = HALVING.with_modes(20)
    listed = an.MeasuredSpectrum(*few.levels()[:2], null_threshold=0)
    for model in (an.Model(few, 5, 12), an.Model(few, 12, 5)):
        other = an.Model(listed, model.width, model.samples)
        expected = float(exact.test_loss(other, 100, 15))
        assert float(exact.test_loss(model, 100, 15)) == pytest.approx(expected, rel=1e-13)


def test_a_width_that_leaves_doubles_leaves_digits() -> None:
    final = exact.test_loss(an.Model(HALVING, 1000), digits=20)
    assert 0 < final < mp.mpf(10) ** -300


def test_replicas_that_are_drawn_come_to_the_exact_loss() -> None:
    model = an.Model(HALVING.with_modes(12), 4, 9, noise="1/20")
    times, copies = np.array([1.0, 10, 100]), (4, 8)
    expected = exact.test_loss(model, times)
    gaps, errors = [], []
    for r in copies:
        drawn = sampling.test_loss(model.replicated(r), r * times, draws=8000 // r, seed=r)
        gaps.append(drawn.mean - expected)
        errors.append(drawn.standard_error)
    limit = 2 * gaps[1] - gaps[0]
    assert np.all(np.abs(limit) < 4 * np.hypot(2 * errors[1], errors[0]))
    assert np.all(expected > 20 * errors[1])


@pytest.mark.parametrize("page", [time_limited_loss, width_limited_loss, one_pass_sgd])
def test_laws_in_powers_refuse_it(page: Any) -> None:
    with pytest.raises(InvalidProblemError, match=r"This ExponentialDecay is no power law"):
        page.derive(HALVING)


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        ((1, "1/3"), "ratio = 1 does not decay"),
        (("1/2", 2), "target_ratio = 2 does not decay"),
        ((0, "1/3"), "ratio = 0 has no meaning"),
        (("1/2", "1/3", "5/2"), "modes = 5/2 is not a number of modes"),
    ],
)
def test_what_does_not_decay_is_refused(arguments: tuple[Any, ...], fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        an.ExponentialDecay(*arguments)


def test_the_command_line_states_it(command: Command) -> None:
    asked = ("--width", "5", "--samples", "12", "--time", "100")
    code, out, _ = command("loss", "--spectrum", "exponential:1/2:1/3", *asked)
    expected = float(exact.test_loss(an.Model(HALVING, 5, 12), 100, 15))
    assert (code, float(out.split()[1])) == (0, pytest.approx(expected, rel=1e-14))
    for wrong in ("exponential:1/2", "exponential:1/2:1/3:1/4"):
        code, _, err = command("loss", "--spectrum", wrong, *asked)
        assert (code, "exponential:1/2:1/3" in err) == (2, True)


@pytest.mark.slow
def test_the_frontier_is_that_of_its_modes_one_by_one() -> None:
    found, listed = (exact.frontier(an.Model(one), 100.0) for one in (HALVING, LISTED))
    assert found.loss == pytest.approx(listed.loss, rel=1e-9)
    assert found.width == pytest.approx(listed.width, rel=1e-5)
    digits = exact.frontier(an.Model(HALVING), 100, 12)
    assert found.loss == pytest.approx(float(digits.loss), rel=1e-9)
    widths = found.width * np.geomspace(1 / 8, 8, 25)
    losses = [exact.test_loss(an.Model(HALVING, width), 100 / width) for width in widths]
    assert min(losses) >= found.loss * (1 - 1e-9)


@pytest.mark.slow
def test_a_frontier_of_too_many_modes_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="best width is above 1000"):
        exact.frontier(an.Model(HALVING), 1e12)
