"""The loss with a momentum that grows: against sums over modes step by step, and its refusals."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.exact.growing import _Modes
from analytic.problem import GrowingMomentum
from tests.exact.training.recursions import number

TRAINING = GrowingMomentum("1/3", "5/2")
STEPS = 30
DIGITS = 25


def stepped(rate, training=TRAINING, steps=STEPS):
    """What is left of an error after some steps, by the definition."""
    step, growth = number(training.step), number(training.growth)
    last = before = mp.mpf(1)
    for n in range(1, steps + 1):
        ahead = last + (1 - growth / n) * (last - before)
        last, before = ahead - step * rate * ahead, last
    return last


def finite(modes):
    with mp.workdps(DIGITS + 20):
        return mp.fsum(
            mp.mpf(k) ** -2 * stepped(mp.mpf(k) ** mp.mpf("-1.5")) ** 2 for k in range(1, modes + 1)
        )


def test_a_finite_spectrum_is_summed_mode_by_mode():
    found = exact.losses(Model(PowerLaw(2, "3/2", modes=20), noise="1/4"), STEPS, DIGITS, TRAINING)
    assert abs(found.test / finite(20) - 1) < 10.0**-DIGITS
    assert abs(found.train - found.test - mp.mpf("0.25")) < 10.0**-DIGITS
    levels = [Rational(1, k) for k in (1, 4, 9)]
    measured = exact.test_loss(Model(MeasuredSpectrum(levels, [1, 2, 3])), STEPS, 20, TRAINING)
    with mp.workdps(40):
        expected = mp.fsum(i * stepped(number(x)) ** 2 for i, x in enumerate(levels, start=1))
        assert abs(measured / expected - 1) < 1e-20


@pytest.mark.parametrize("steps", [1, 2, STEPS])
def test_an_infinite_spectrum_is_a_finite_one_and_its_tail(steps):
    """f^2 = 1 + g x + O((n^2 x)^2), and from mode 4000 on n^4 x^2 is below 1e-5 at 30 steps."""
    cut = 4000
    whole, head = (
        exact.test_loss(Model(PowerLaw(2, "3/2", modes=modes)), steps, 20, TRAINING)
        for modes in (oo, cut)
    )
    with mp.workdps(30):
        tiny = mp.mpf(10) ** -9
        slope = (stepped(tiny, steps=steps) ** 2 - 1) / tiny
        tail = mp.zeta(2, cut + 1) + slope * mp.zeta(mp.mpf("3.5"), cut + 1)
        assert abs((whole - head) / tail - 1) < (steps * cut**-0.75) ** 4


def test_doubles_are_the_digits():
    model, times = Model(PowerLaw(2, "3/2")), np.array([0.0, 3.0, 12.0])
    found = exact.test_loss(model, times, training=TRAINING)
    wanted = [float(exact.test_loss(model, int(time), 20, TRAINING)) for time in times]
    assert np.allclose(found, wanted, rtol=1e-13, atol=0)


def test_a_tail_that_starts_one_mode_late_certifies_no_digit(monkeypatch):
    """Where it starts depends on the precision, so two precisions disagree."""
    tail = _Modes._tail
    monkeypatch.setattr(
        _Modes, "_tail", lambda self, law, decay, end: tail(self, law, decay, end + 1)
    )
    with pytest.raises(PrecisionError, match="could not be certified"):
        exact.test_loss(Model(PowerLaw(2, "3/2")), 3, 20, TRAINING)


def test_what_the_schedule_cannot_do_is_refused():
    with pytest.raises(InvalidProblemError, match="no contour is known"):
        exact.test_loss(Model(PowerLaw(2, "3/2"), width=8), 5, 10, TRAINING)
    with pytest.raises(InvalidProblemError, match="no number of steps"):
        exact.test_loss(Model(PowerLaw(2, "3/2")), "5/2", 10, TRAINING)
    with pytest.raises(InvalidProblemError, match="one by one"):
        exact.test_loss(Model(PowerLaw(2, "3/2", modes=10**7)), 5, 10, TRAINING)
    with pytest.raises(DivergenceError, match=r"below 1\.33"):
        exact.test_loss(Model(PowerLaw(2, "3/2")), 5, 10, GrowingMomentum("3/2", 3))
    with pytest.raises(InvalidProblemError, match="growth"):
        GrowingMomentum(1, 0)
