"""Features and samples of unit variance: where they change nothing in a single draw, and where."""

import numpy as np
import pytest

import analytic as an
from analytic import sampling
from analytic.sampling.normalisation import normalised_test_loss

MODEL = an.Model(an.PowerLaw(2, "3/2", modes=20), 6, 14, "1/20")


def test_without_a_penalty_the_scale_of_features_does_not_matter():
    small = an.Ridge("1e-10")
    plain = np.ravel(sampling.test_loss(MODEL, draws=5, seed=3, training=small).samples)
    found = normalised_test_loss(MODEL, small, "features", 5, 3)
    assert found == pytest.approx(plain, rel=1e-5)


def test_with_a_penalty_it_does():
    penalty = an.Ridge("1/10")
    plain = np.ravel(sampling.test_loss(MODEL, draws=5, seed=3, training=penalty).samples)
    found = normalised_test_loss(MODEL, penalty, "features", 5, 3)
    assert np.all(np.abs(found / plain - 1) > 1e-4)
    assert found == pytest.approx(plain, rel=0.5)


def test_samples_of_one_feature_have_its_sign_alone():
    """theta = w |x| of one mode: E (x - E|x| sign(x))^2 = 1 - 2/pi."""
    one = an.Model(an.MeasuredSpectrum([1], [1]), 1, 4000)
    found = normalised_test_loss(one, an.Ridge("1e-12"), "samples", 20, 0)
    assert found.mean() == pytest.approx(1 - 2 / np.pi, rel=0.05)
