r"""Null modes against modes that are almost null, drawn as features like any other.

An eigenvalue of 1e-12 with a fixed target power has features of size 1e-6 and a target of size
1e6: nothing of it is learned, and its normal variables are in every label. Drawn so, no rule on
null modes is used. Bounds are five standard errors of a difference.
"""

import numpy as np
import pytest

import analytic as an
from analytic import exact, sampling
from analytic.sampling.finite_size import finite_size_coefficient, unlimited_loss

POWERS = ["1/2", "1/10", "3/10", "1/5"]
NULL = an.MeasuredSpectrum(["1", "1/4", "0", "1/20"], POWERS)
ALMOST = an.MeasuredSpectrum(["1", "1/4", "1e-12", "1/20"], POWERS, null_threshold=0)
DATA = {"samples": 10, "noise": "1/20"}
BOTH = {"width": 7, "samples": 4, "noise": "1/20"}


def pair(**sizes):
    return [an.Model(spectrum, **sizes) for spectrum in (NULL, ALMOST)]


def agree(null, almost):
    error = np.hypot(null.standard_error, almost.standard_error)
    assert np.all(np.abs(np.subtract(null.mean, almost.mean)) <= 5 * error + 1e-9)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("sizes", [DATA, BOTH, {"width": 2}, {}])
@pytest.mark.parametrize(
    ("training", "time"),
    [(an.GradientFlow(), [0, 30]), (an.GradientDescent("1/8"), [30]), (an.Ridge("1/10"), np.inf)],
)
def test_losses(sizes, training, time):
    null, almost = (
        sampling.losses(model, time, 2000, seed, training)
        for seed, model in enumerate(pair(**sizes))
    )
    agree(null.test, almost.test)
    agree(null.train, almost.train)


@pytest.mark.slow
def test_one_pass_losses():
    null, almost = (
        sampling.losses(model, [0, 40], 4000, seed, an.OnePassSGD("1/8", 2))
        for seed, model in enumerate(pair(width=3))
    )
    agree(null.test, almost.test)
    agree(null.train, almost.train)


def test_parts_of_the_loss_and_ensembles():
    null, almost = (
        sampling.decomposition(model, 30, 1500, seed) for seed, model in enumerate(pair(**BOTH))
    )
    for part in ("total", "bias", "features", "data", "interaction"):
        agree(getattr(null, part), getattr(almost, part))
    agree(*(sampling.ensemble_loss(m, 30, 2, 3, 1500, seed) for seed, m in enumerate(pair(**BOTH))))


def test_finite_size_terms():
    for function in (finite_size_coefficient, unlimited_loss):
        agree(*(function(model, 2, 2000, seed) for seed, model in enumerate(pair(samples=20))))


def test_modes_keep_their_numbers():
    null, almost = (
        sampling.mean_error(model, [1, 30], [1, 3, 4], 1000, seed)
        for seed, model in enumerate(pair(**BOTH))
    )
    agree(null, almost)
    assert np.all(null.samples[:, 1] == 1)
    assert sampling.eigenvalues(pair(**DATA)[0], draws=2).shape == (2, 3)


def test_the_loss_that_an_independent_evaluation_gives():
    """Replication: simulation minus digits vanishes as 1/r."""
    model = an.Model(an.MeasuredSpectrum(["1", "1/4", "0"], ["1/2", "1/10", "3/10"]), samples=10)
    copies, means, errors = (8, 24), [], []
    for r in copies:
        drawn = sampling.test_loss(
            model.replicated(r), draws=20000 // r, training=an.Ridge(f"1/{10 * r}")
        )
        means.append(drawn.mean - 0.361496515867)
        errors.append(drawn.standard_error)
    value = (copies[1] * means[1] - copies[0] * means[0]) / (copies[1] - copies[0])
    error = np.hypot(copies[1] * errors[1], copies[0] * errors[0]) / (copies[1] - copies[0])
    assert abs(value) < 5 * error < 0.005
    assert abs(exact.test_loss(model, training=an.Ridge("1/10")) - 0.361496515867) < 1e-12
