"""Exponents of measured spectra: pure powers, knees, what is no power, and what is no spectrum."""

import json
from pathlib import Path

import numpy as np
import pytest

import analytic as an
from analytic.errors import InvalidProblemError
from analytic.fits.effective_dimension import effective_exponents
from analytic.fits.exponents import by_sums, exponent_over_rank
from analytic.fits.learning_curve import predicted_losses
from analytic.fits.windows import windows
from tests.conftest import Command

K = np.arange(1.0, 501)


def chance(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).chisquare(1, len(K))


def written(path: Path, eigenvalues: np.ndarray, power: np.ndarray) -> str:
    file = path / "spectrum.csv"
    np.savetxt(file, np.stack([eigenvalues, power], axis=1), header="eigenvalue target")
    return str(file)


@pytest.mark.parametrize("exponent", [0.3, 1.5, 6.0])
def test_a_power_law_is_found_by_every_estimator(exponent: float) -> None:
    found = exponent_over_rank(K**-exponent, smooth=True)
    assert (found.first, found.last) == (1, len(K))
    for value in (found.value, found.by_range, found.by_sums):
        assert value == pytest.approx(exponent, abs=1e-9)
    assert all(one.exponent == pytest.approx(exponent, abs=1e-9) for one in found.local)


def test_a_growing_law_is_not_clamped() -> None:
    assert exponent_over_rank(K**0.7, smooth=True).value == pytest.approx(-0.7, abs=1e-9)
    assert by_sums(K**0.7, 1, len(K)) == pytest.approx(-0.7, abs=1e-9)


def test_windows_know_how_squares_of_normal_numbers_scatter() -> None:
    """Standard scores of windows have mean 0 and variance 1, each within four standard errors."""
    scores = np.concatenate(
        [(one.y + 2 * one.x) / one.error for one in (windows(K**-2 * chance(i)) for i in range(60))]
    )
    many = len(scores)
    assert abs(scores.mean()) < 4 / many**0.5
    assert abs(scores.var() - 1) < 4 * (2 / many) ** 0.5


def test_the_range_ends_at_a_knee_and_at_a_cut_off() -> None:
    values = np.where(K < 20, 20**-2.0, K**-2) * np.where(K > 200, (K / 200) ** -3, 1)
    found = exponent_over_rank(values, smooth=True)
    assert 16 <= found.first <= 26
    assert 150 <= found.last <= 250
    assert found.within(2)
    assert not found.within(2.5)


@pytest.mark.parametrize(
    ("eigenvalues", "words"),
    [
        (0.8 ** K[:100], "b: "),
        (1 / (1 + np.exp(K / 20 - 8)), "b is below one"),
        (K**-0.5, "b is below one"),
    ],
)
def test_what_is_no_power_law_is_warned_of(eigenvalues: np.ndarray, words: str) -> None:
    fit = an.fit_spectrum(an.MeasuredSpectrum(eigenvalues, eigenvalues))
    assert any(one.startswith(words) for one in fit.warnings)


@pytest.mark.parametrize("exponent", [0.8, 1.5, 2.5])
def test_effective_dimension_sees_the_same_exponents(exponent: float) -> None:
    """Power laws of kappa_n and of kappa w have corrections, which are those of k^-b."""
    found = effective_exponents(K**-exponent, K**-1.7, 2, 500)
    assert found is not None
    assert (found.b, found.a) == pytest.approx((exponent, 1.7), abs=1e-6)
    assert abs(found.capacity_fall - exponent) > 0.02


def test_effective_dimension_is_that_of_the_mean_field() -> None:
    found = effective_exponents(K**-1.5, K**-2.0, 10, 100)
    spectrum = an.MeasuredSpectrum(K**-1.5, K**-2.0)
    ratio = [float(an.exact.test_loss(an.Model(spectrum, width=n))) for n in (10, 100)]
    assert found is not None
    assert found.loss_fall == pytest.approx(np.log10(ratio[0] / ratio[1]), abs=1e-9)


def test_effective_dimension_says_where_the_target_saturates() -> None:
    found = effective_exponents(K**-1.2, np.where(K < 2, 1.0, 0.0), 4, 100)
    assert found is not None
    assert found.a is None


def test_the_learning_curve_of_the_modes_is_that_of_the_mean_field() -> None:
    spectrum = an.MeasuredSpectrum([*K**-1.5, 0, 0], [*K**-2 * chance(), 0.01, 0.02])
    fit = an.fit_spectrum(spectrum)
    ten, hundred = predicted_losses(fit, [10, 100])
    assert ten.measured == float(an.exact.test_loss(an.Model(spectrum, samples=10)))
    assert hundred.low < hundred.measured < hundred.high
    assert hundred.low < hundred.fitted < hundred.high
    assert hundred.low > 0.03  # the floor
    assert any("2 of 502 modes are null" in one for one in fit.warnings)


def test_a_hundred_thousand_modes_are_quick() -> None:
    k = np.arange(1.0, 100001)
    fit = an.fit_spectrum(an.MeasuredSpectrum(k**-1.5, k**-2.0))
    assert fit.b.value == pytest.approx(1.5, abs=1e-6)
    assert fit.a.value == pytest.approx(2, abs=1e-6)


@pytest.mark.parametrize(
    ("eigenvalues", "power", "words"),
    [
        ([1, 0.5, 0.2], [1, 1, 1], "3 modes"),
        ([1, *[0] * 20], [1] * 21, "1 modes"),
        (K, [1, 1, *[0] * 498], "2 modes carry"),
    ],
)
def test_too_few_modes_are_refused(eigenvalues: object, power: object, words: str) -> None:
    with pytest.raises(InvalidProblemError, match=words):
        an.fit_spectrum(an.MeasuredSpectrum(eigenvalues, power))


def test_the_command_prints_and_draws(command: Command, tmp_path: Path) -> None:
    file, figure = written(tmp_path, K**-1.5, K**-2 * chance()), tmp_path / "fit.svg"
    code, out, _ = command("fit", file, "--samples", "10,100", "--figure", str(figure))
    assert code == 0
    assert "b  1.500" in out
    assert figure.read_text().count("<use") > 2 * len(K)  # every mode is drawn
    code, out, _ = command("fit", file, "--samples", "10", "--json")
    told = json.loads(out)
    assert told["a"]["low"] < 2 < told["a"]["high"]
    assert [one["samples"] for one in told["losses"]] == ["10"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--ridge", "1"], "--samples"),
        (["--samples", "some"], "some"),
        (["--samples", "-3"], "-3"),
        (["--figure", "fit.doc"], "suffix"),
    ],
)
def test_bad_options_are_refused(
    command: Command, tmp_path: Path, options: list[str], words: str
) -> None:
    code, _, err = command("fit", written(tmp_path, K**-1.5, K**-2.0), *options)
    assert code == 2
    assert words in err


def test_bad_files_are_refused(command: Command, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    for file in (str(empty), str(tmp_path / "none.csv"), written(tmp_path, K[:3], K[:3])):
        code, _, err = command("fit", file)
        assert code == 2
        assert err.startswith("Error: ")


def test_a_prediction_above_the_loss_before_training_is_withheld() -> None:
    """A square wave on a circle: few modes carry the target, and no power of k says which."""
    angles = np.random.default_rng(0).uniform(0, 2 * np.pi, 300)
    kernel = np.exp(-np.abs(2 * np.sin((angles[:, None] - angles) / 2)))
    spectrum = an.spectrum_of_kernel(kernel, np.sign(np.sin(3 * angles)))
    (few,) = predicted_losses(an.fit_spectrum(spectrum), [10])
    assert (few.fitted, few.low, few.high) == (None, None, None)
    assert 0 < few.measured < an.exact.test_loss(an.Model(spectrum), np.array([0.0]))[0]


@pytest.mark.parametrize("name", ["uniform", "exponential"])
def test_where_nothing_falls_as_a_power_it_is_said(name: str) -> None:
    uniform = np.sort(np.random.default_rng(0).uniform(size=500))[::-1]
    eigenvalues = uniform if name == "uniform" else 0.97 ** np.arange(500.0)
    fit = an.fit_spectrum(an.MeasuredSpectrum(eigenvalues, eigenvalues * chance()))
    assert any(one.startswith("b: no power law that falls fits") for one in fit.warnings)
