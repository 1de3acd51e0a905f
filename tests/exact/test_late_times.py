"""Losses far below the sums that they cancel from: late times and steep targets."""

import mpmath as mp
import pytest
from sympy import Rational, oo

from analytic import GradientFlow, Model, PowerLaw, exact
from analytic.errors import PrecisionError
from analytic.exact import transform
from analytic.exact.arguments import SAME
from analytic.exact.certificate import certified
from analytic.exact.keystone import TRAIN
from analytic.exact.limits import late_losses, log10_rest
from analytic.exact.precision import Multiple

STEEP = Model(PowerLaw(12, 2))


def agree(one, two, digits):
    with mp.workdps(digits + 5):
        return abs(one - two) < mp.mpf(10) ** -digits * abs(two)


def head(a, b, time, digits):
    """The sum over modes, the tail by the expansion of the exponential in Hurwitz zeta functions.

    Terms added one by one reach beyond T k^-b = 1/4.
    """
    with mp.workdps(digits + 30):
        a, b = mp.mpf(a.p) / a.q, mp.mpf(b.p) / b.q
        last = int((8 * time) ** (1 / b)) + 40
        total = mp.fsum(
            mp.mpf(k) ** -a * mp.exp(-2 * time * mp.mpf(k) ** -b) for k in range(1, last)
        )
        power = mp.mpf(1)
        for n in range(200):
            total += power * mp.zeta(a + n * b, last)
            power *= mp.mpf(-2 * time) / (n + 1)
        return total


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b"), [(2, "3/2"), (12, 2), (20, "6/5"), (4, 3)])
@pytest.mark.parametrize("time", [1, 5, 30, 100])
def test_the_bound_is_above_the_rest(a, b, time):
    a, b = Rational(a), Rational(b)
    with mp.workdps(60):
        order = mp.mpf((a - 1) / b)
        term = mp.gamma(order) / mp.mpf(b) * mp.mpf(2 * time) ** -order
        rest = abs(head(a, b, time, 40) / term - 1)
        assert mp.log10(rest) < log10_rest(a - 1, b, Rational(2 * time))


def test_the_bound_is_not_idle():
    """At t = 400 it proves seventeen digits of the twenty-one that are there."""
    assert log10_rest(Rational(1), Rational(3, 2), Rational(800)) < -17


@pytest.mark.parametrize("time", ["1e12", "1e30", "1e60"])
@pytest.mark.parametrize(("a", "b"), [(12, "6/5"), (20, 3), (8, "3/2")])
def test_steep_targets_very_late(a, b, time):
    model = Model(PowerLaw(a, b))
    few, many = (exact.test_loss(model, time, digits=digits) for digits in (20, 40))
    assert agree(few, many, 19)
    with mp.workdps(45):
        order = mp.mpf(a - 1) / mp.mpf(Rational(b))
        wanted = mp.gamma(order) / mp.mpf(Rational(b)) * (2 * mp.mpf(time)) ** -order
    assert agree(many, wanted, 39)


def on_contour(monkeypatch, model, time, digits):
    """Both losses without the expansion."""
    with monkeypatch.context() as patch:
        patch.setattr(transform, "late_losses", lambda *_: None)
        return transform.losses_at(model, GradientFlow(), (SAME, TRAIN), Rational(time), digits)


def test_a_contour_with_enough_digits_agrees_with_the_late_loss(monkeypatch):
    arithmetic = Multiple(1400)
    with arithmetic.working():
        (late, _) = late_losses(arithmetic, STEEP, Rational(10**12), 30)
        found = on_contour(monkeypatch, STEEP, 10**12, 230)[0]
        assert abs(found.value / late.value - 1) < 1e-30


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "model",
    [
        Model(PowerLaw(12, 2), width=10**60),
        Model(PowerLaw(12, 2), samples=10**30),
        Model(PowerLaw(12, 2), width=10**40, samples=10**30, noise="1e-60"),
    ],
)
def test_a_limited_loss_that_cancels_is_found_with_more_digits(model):
    few, many = (exact.test_loss(model, 10**20, digits=digits) for digits in (15, 30))
    assert agree(few, many, 14)


def test_variants_of_the_spectrum(monkeypatch):
    model = Model(
        PowerLaw(5, 3, scale=2, amplitude=3, further_powers=[("1/7", 6)], multiplicity=2,
                 multiplicity_growth="1/2"),
        noise="1/10",
    )  # fmt: skip
    arithmetic = Multiple(600)
    with arithmetic.working():
        late = late_losses(arithmetic, model, Rational(10**9), 20)
        for one, two in zip(late, on_contour(monkeypatch, model, 10**9, 100), strict=True):
            assert abs(one.value / two.value - 1) < 1e-20
    for other in (Model(PowerLaw(5, 3, modes=10**9)), Model(PowerLaw(5, 3), width=10**9)):
        assert late_losses(arithmetic, other, Rational(10**9), 20) is None
    assert late_losses(arithmetic, model, Rational(10), 20) is None


@pytest.mark.parametrize("lost", [0, 60, 250, 10**4])
def test_digits_that_cancel_are_added(lost):
    """A number with an error relative to the sum it cancels from, 10^lost times larger."""
    signs = iter([1, -1] * 50)

    def evaluate(extra):
        arithmetic = Multiple(2400)
        with arithmetic.working():
            noise = arithmetic.number(Rational(10) ** (lost - 20 - extra))
            return (arithmetic.number(Rational(1, 3)) + next(signs) * noise,)

    if lost > 300:
        with pytest.raises(PrecisionError, match="digits more"):
            certified(evaluate, 20)
    else:
        (value,) = certified(evaluate, 20)
        with mp.workdps(30):
            third = mp.mpf(1) / 3
        assert agree(value, third, 20)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("size", [40, 1000, 10**9])
@pytest.mark.parametrize("time", [1e30, 1e40, 1e60, 1e100])
def test_doubles_at_the_interpolation_threshold_have_the_right_sign(size, time):
    model = Model(PowerLaw(2, "3/2"), width=size, samples=size)
    fast, slow = exact.losses(model, time), exact.losses(model, time, digits=16)
    for one, two in zip(fast, slow, strict=True):
        assert abs(one / float(two) - 1) < 1e-11


def test_one_evaluation_by_the_bound_and_one_by_a_contour():
    """At this time the bound proves fewer digits than the second evaluation has."""
    model = Model(PowerLaw(20, 3))
    few, many = (exact.test_loss(model, 10**6, digits=digits) for digits in (20, 40))
    assert agree(few, many, 19)


def test_unlimited_losses_in_doubles():
    assert exact.test_loss(STEEP, 1e30) == pytest.approx(5.78311454962474e-166, rel=1e-13)
    assert exact.test_loss(STEEP, oo) == 0
