"""Digits against dice for every way of training, by replication, and with planted faults."""

import numpy as np
import pytest
from sympy import Rational, oo

from analytic import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    HeavyBallFlow,
    MeasuredSpectrum,
    Model,
    Nesterov,
    PowerLaw,
    Ridge,
    exact,
    sampling,
)
from analytic.comparison.comparators import intercept
from analytic.exact.exponents import TwoStep

SPECTRUM = PowerLaw(2, "3/2", modes=20)
MODELS = [
    Model(SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(SPECTRUM, width=12, samples=8, noise="1/4"),
]
ALIKE = Model(MeasuredSpectrum([1] * 5, [1] * 5), samples=100)
COPIES = (4, 8, 16)
DRAWS = 60
STEPS = (1, 6, 200)
WAYS = {  # r copies of a model have rates that are r times smaller
    "descent": lambda r: GradientDescent(Rational(r, 3)),
    "heavy ball": lambda r: HeavyBall(Rational(r, 3), "1/2"),
    "nesterov": lambda r: Nesterov(Rational(r, 3), "1/2"),
    "inertia": lambda r: HeavyBallFlow(2 * r),
    "ridge": lambda r: Ridge(Rational(1, 20 * r)),
}


def times(name, copies):
    """Steps stay what they are, times of a flow grow, and ridge has none."""
    if name == "ridge":
        return [oo]
    return [time * (copies if name == "inertia" else 1) for time in STEPS]


def scores(name, model, theory):
    """z-scores of the replicated differences, test and train at every time."""
    reference = theory(model, times(name, 1), WAYS[name](1))
    drawn = [
        sampling.losses(
            model.replicated(r),
            times(name, r),
            draws=DRAWS * COPIES[-1] // r,
            seed=r,
            training=WAYS[name](r),
        )
        for r in COPIES
    ]
    found = []
    for quantity in ("test", "train"):
        estimates = [getattr(losses, quantity) for losses in drawn]
        gaps = np.array([one.mean - getattr(reference, quantity) for one in estimates])
        line = intercept(COPIES, gaps, np.array([one.standard_error for one in estimates]))
        found.append(line.value / line.standard_error)
    return np.abs(np.concatenate(found))


def faithful(model, when, training):
    when = when[0] if when == [oo] else np.array(when)
    return exact.losses(model, when, training=training)


def theory_at(model, when, training):
    """The exact losses as arrays of one dimension, whatever the training."""
    return exact.Losses(*(np.atleast_1d(x) for x in faithful(model, when, training)))


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", list(WAYS))
def test_simulations_are_the_mean_field_by_replication(name, model):
    assert scores(name, model, theory_at).max() < 5


def paired_scores(model, theory, steps=(3, 10)):
    """z-scores of test losses of descent less their regression on the flow's, of the same draws."""
    step = Rational(1, 3)
    expected = theory(model, list(steps), GradientDescent(step)).test
    flow = exact.test_loss(model, [float(step * n) for n in steps])
    gaps, errors, slopes = [], [], None
    for r in reversed(COPIES):
        pair = [
            sampling.test_loss(
                model.replicated(r),
                times,
                draws=DRAWS * COPIES[-1] // r,
                seed=r,
                training=training,
            ).samples
            for times, training in (
                (list(steps), GradientDescent(r * step)),
                ([float(r * step * n) for n in steps], GradientFlow()),
            )
        ]
        if slopes is None:
            slopes = [np.polyfit(pair[1][:, i], pair[0][:, i], 1)[0] for i in range(len(steps))]
        left = pair[0] - slopes * pair[1]
        gaps.append(left.mean(axis=0) - (expected - slopes * flow))
        errors.append(left.std(axis=0, ddof=1) / np.sqrt(len(left)))
    line = intercept(COPIES[::-1], np.array(gaps), np.array(errors))
    return np.abs(line.value / line.standard_error)


def test_a_step_that_is_one_percent_off_is_caught():
    """Losses vary by more; what the flow of the same draws does not tell varies less."""

    def wrong(model, when, training):
        return theory_at(model, when, GradientDescent(training.step * Rational(101, 100)))

    assert paired_scores(ALIKE, theory_at).max() < 5
    assert paired_scores(ALIKE, wrong).max() > 5


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["numerator", "slope"])
def test_a_weight_that_is_dropped_is_caught(fault, monkeypatch):
    """Without 1 - mu/z training starts elsewhere; ds/dp of plain descent is another contour's."""
    at = TwoStep.at

    def faulty(self, p, time):
        found = at(self, p, time)
        z = self.arithmetic.exp(p)
        if fault == "slope":
            return found._replace(slope=z / self.step)
        return found._replace(amplitude=found.amplitude / (1 - self.momentum / z))

    monkeypatch.setattr(TwoStep, "at", faulty)
    assert max(scores("heavy ball", model, theory_at).max() for model in MODELS) > 5
