r"""One-pass SGD by definition: the recursion at N = infinity, sums over steps at finite N."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from analytic import exact
from analytic.problem import GradientDescent, MeasuredSpectrum, Model, OnePassSGD, PowerLaw

RATES = [Fraction(1), Fraction(3, 5), Fraction(1, 7), Fraction(1, 40)]
TARGET = [Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(2)]
SPECTRUM = MeasuredSpectrum(RATES, TARGET)
NOISE = Fraction(1, 10)


def recursion(step, batch, noise, steps, mean_field):
    """Losses after 0 ... n steps, mode by mode."""
    over = 0 if batch == "inf" else 1 / Fraction(batch)
    share = 0 if mean_field else over
    moments = list(TARGET)
    losses = [sum(moments)]
    with mpmath.workdps(60):
        rates = [mpmath.mpf(x.numerator) / x.denominator for x in RATES]
        eta, over, share, noise = (
            mpmath.mpf(Fraction(x).numerator) / Fraction(x).denominator
            for x in (step, over, share, noise)
        )
        moments = [mpmath.mpf(x.numerator) / x.denominator for x in TARGET]
        losses = [mpmath.fsum(moments)]
        for _ in range(steps):
            seen = losses[-1] + noise
            moments = [
                ((1 - eta * x) ** 2 + share * (eta * x) ** 2) * m + over * (eta * x) ** 2 * seen
                for x, m in zip(rates, moments, strict=True)
            ]
            losses.append(mpmath.fsum(moments))
    return losses


@pytest.mark.one_in(4)
@pytest.mark.parametrize("mean_field", [False, True])
@pytest.mark.parametrize("noise", [Fraction(0), NOISE])
@pytest.mark.parametrize(("step", "batch"), [("1/4", "1"), ("1/2", "5/2"), ("3/2", "inf")])
def test_forty_digits_of_the_recursion(step, batch, noise, mean_field):
    model, training = Model(SPECTRUM, noise=noise), OnePassSGD(step, batch)
    expected = recursion(step, batch, noise, 400, mean_field)
    for n in (0, 1, 2, 7, 60, 170, 400):
        found = exact.one_pass_loss(model, n, training, 40, mean_field)
        with mpmath.workdps(60):
            assert abs(found / expected[n] - 1) < mpmath.mpf(10) ** -39


@pytest.mark.parametrize("mean_field", [False, True])
def test_doubles_against_the_recursion(mean_field):
    model, training = Model(SPECTRUM, noise=NOISE), OnePassSGD("1/2", 2)
    expected = recursion("1/2", "2", NOISE, 1000, mean_field)
    steps = np.array([[0, 1, 2, 3, 33], [67, 68, 69, 300, 1000]])
    found = exact.one_pass_loss(model, steps, training, mean_field=mean_field)
    assert found.shape == steps.shape
    known = np.array([[float(expected[n]) for n in row] for row in steps])
    assert np.max(np.abs(found / known - 1)) < 1e-11


def along_a_circle(width, nodes=360):
    """s around the whole spectrum, kappa(s) by Newton's method from s, and d and w there."""
    rates = [mpmath.mpf(x.numerator) / x.denominator for x in RATES]
    target = [mpmath.mpf(x.numerator) / x.denominator for x in TARGET]
    points = []
    for i in range(nodes):
        s = 8 * mpmath.expjpi(2 * (i + mpmath.mpf(1) / 2) / nodes)
        kappa = s
        for _ in range(12):
            d = mpmath.fsum(x / (x + kappa) for x in rates)
            slope = -mpmath.fsum(x / (x + kappa) ** 2 for x in rates)
            value = kappa * (1 - d / width) - s
            kappa -= value / (1 - d / width - kappa * slope / width)
        d = mpmath.fsum(x / (x + kappa) for x in rates)
        w = mpmath.fsum(c / (x + kappa) for x, c in zip(rates, target, strict=True))
        points.append((s, d, kappa * w / s))
    return points


@pytest.mark.one_in(4)
@pytest.mark.parametrize("width", [3, 7])
@pytest.mark.parametrize("mean_field", [False, True])
def test_the_volterra_equation_at_finite_width(width, mean_field):
    r"""F_n and Tr K^2 q(K)^n as integrals around the spectrum, and the sum over earlier steps."""
    with mpmath.workdps(40):
        eta, batch, noise, n = mpmath.mpf(1) / 4, 2, mpmath.mpf(1) / 10, 12
        points = along_a_circle(width)
        share = 0 if mean_field else mpmath.mpf(1) / batch
        kept = [(1 + eta * s) ** 2 + share * (eta * s) ** 2 for s, _, _ in points]
        losses = []
        for m in range(n + 1):
            bias = mpmath.fsum(q**m * w * s for q, (s, _, w) in zip(kept, points, strict=True))
            loss = bias / len(points)
            for i in range(m):
                trace = mpmath.fsum(
                    -(s**2) * q ** (m - 1 - i) * d
                    for q, (s, d, _) in zip(kept, points, strict=True)
                )
                loss += eta**2 / batch * trace / len(points) * (losses[i] + noise)
            losses.append(loss.real)
        model = Model(SPECTRUM, width=width, noise="1/10")
        for m in (0, 1, 5, n):
            found = exact.one_pass_loss(model, m, OnePassSGD("1/4", 2), 30, mean_field)
            assert abs(found / losses[m] - 1) < mpmath.mpf(10) ** -28


@pytest.mark.one_in(4)
@pytest.mark.parametrize("width", ["inf", 5, 40])
@pytest.mark.parametrize("steps", [1, 3, 50, 2000])
def test_a_batch_of_all_data_is_gradient_descent(width, steps):
    model = Model(PowerLaw(2, "3/2"), width=width)
    step = "9/10" if width == "inf" else "1/2"
    found = exact.test_loss(model, steps, 25, OnePassSGD(step, "inf"))
    known = exact.test_loss(model, steps, 25, GradientDescent(step))
    with mpmath.workdps(40):
        assert abs(found / known - 1) < mpmath.mpf(10) ** -24


def test_the_loss_on_the_next_batch_has_no_gap():
    model, training = Model(SPECTRUM, width=3, noise=NOISE), OnePassSGD("1/4", 2)
    both = exact.losses(model, 20, 30, training)
    with mpmath.workdps(40):
        assert abs(both.train - both.test - mpmath.mpf(1) / 10) < mpmath.mpf(10) ** -29
