"""Drawn nonlinear features: their eigenvalues at many of them, rows, regression."""

import numpy as np
import pytest

import analytic as an
from analytic import exact, sampling
from analytic.errors import InvalidProblemError
from analytic.sampling.features.regression import normal_mean

FEW = an.PowerLaw(2, 2, modes=3)


@pytest.mark.parametrize("constant", [True, False])
def test_many_features_have_the_exact_eigenvalues(constant) -> None:
    known = exact.feature_spectrum(an.Monomial(2), FEW, 4, 10, constant=constant)
    found = sampling.feature_eigenvalues(
        an.Monomial(2), FEW, 300, 4000, draws=4, seed=1, constant=constant
    )
    ratios = found.mean(axis=0)[: len(known)] / [float(one.eigenvalue) for one in known]
    assert ratios == pytest.approx(np.ones(len(known)), abs=0.08)
    assert found[:, len(known)].max() < 1e-12


def test_normal_rows_have_more_eigenvalues_than_rows_of_signs() -> None:
    """Squares x_k^2 are one mode of signs, and M modes of normal rows."""
    above = {
        rows: int(
            (
                sampling.feature_eigenvalues(an.Monomial(2), FEW, 60, 80, draws=1, rows=rows)[0]
                > 1e-12
            ).sum()
        )
        for rows in ("signs", "gaussian")
    }
    assert above == {"signs": 1 + 3, "gaussian": 3 + 3}


def test_as_many_features_as_sets_leave_nothing_of_the_target() -> None:
    found = sampling.feature_loss(an.Monomial(2), FEW, 200, 200, "1/10000000", draws=4)
    assert found.mean < 1e-4


def test_without_the_constant_mode_less_of_the_target_is_left_to_learn() -> None:
    kept, removed = (
        sampling.feature_loss(an.ReLU(), FEW, 5, 4, "1/100", draws=200, constant=constant).samples
        for constant in (True, False)
    )
    less = kept - removed
    assert less.mean() > 4 * less.std() / np.sqrt(len(less))


@pytest.mark.parametrize(("activation", "mean"), [(an.ReLU(), 0.3989422804), (an.Tanh(), 0.0)])
def test_the_mean_of_an_activation_is_that_of_its_integral(activation, mean) -> None:
    assert normal_mean(activation) == pytest.approx(mean, abs=1e-8)


def test_draws_do_not_depend_on_how_many_are_made() -> None:
    few, more = (
        sampling.feature_loss(an.Tanh(), FEW, 5, 7, "1/10", draws=draws, seed=3).samples
        for draws in (2, 4)
    )
    assert few.tolist() == more[:2].tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": "cubes"}, "signs"),
        ({"constant": 1}, "True nor False"),
        ({"width": 0}, "width"),
        ({"samples": 10**6}, "at most"),
        ({"spectrum": an.PowerLaw(2, 2)}, "with_modes"),
        ({"activation": np.tanh}, "no activation"),
    ],
)
def test_what_cannot_be_drawn_says_why(change, message) -> None:
    asked = {"activation": an.ReLU(), "spectrum": FEW, "width": 3, "samples": 4}
    with pytest.raises(InvalidProblemError, match=message):
        sampling.feature_eigenvalues(**{**asked, **change})
