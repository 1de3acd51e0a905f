"""Exponents of measured losses: intervals that hold, warnings, and tables that are none."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

import analytic as an
from analytic.errors import InvalidProblemError
from tests.conftest import Command

N = np.geomspace(10, 1e4, 14)
EXACT = 0.1 + 3 * N**-0.5


def test_intervals_hold_the_truth() -> None:
    held = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        x = np.geomspace(10, 10 ** rng.uniform(2.5, 5), rng.integers(8, 16))
        exponent, limit = rng.uniform(0.1, 1.5), rng.choice([0, 0.05, 0.3])
        loss = (limit + 2 * x**-exponent) * (1 + 0.02 * rng.normal(size=len(x)))
        fit = an.fit_losses(an.LossTable({"N": x}, loss))
        held += [fit.exponents["N"].within(exponent), fit.irreducible.within(limit)]
    assert sum(held) >= binom.ppf(1e-3, len(held), 0.95)


def test_two_resources_are_told_apart() -> None:
    width, time = map(np.ravel, np.meshgrid(np.geomspace(10, 1e3, 5), np.geomspace(1, 1e4, 5)))
    loss = 0.1 + 3 * width**-0.5 + time**-0.3
    fit = an.fit_losses(an.LossTable({"N": width, "t": time}, loss))
    found = fit.exponents["N"].value, fit.exponents["t"].value, fit.irreducible.value
    assert found == pytest.approx((0.5, 0.3, 0.1), abs=1e-6)
    assert fit.amplitudes["N"] == pytest.approx(3, rel=1e-5)
    assert fit.loss(N=10, t=1) == pytest.approx(loss[0], rel=1e-6)


@pytest.mark.parametrize(("letter", "exponent"), [("N", 0.6), ("P", 0.6), ("t", 0.4)])
def test_corrections_of_real_laws_are_in_the_interval(letter: str, exponent: float) -> None:
    """Exact losses at sizes from 8 on, a = 8/5, b = 3/2, a floor, and errors of one percent."""
    spectrum, sizes = an.PowerLaw("8/5", "3/2"), np.geomspace(8, 4096, 10)
    if letter == "t":
        exact = an.exact.test_loss(an.Model(spectrum), sizes)
    else:
        name = {"N": "width", "P": "samples"}[letter]
        models = [an.Model(spectrum, **{name: size}) for size in sizes]
        exact = np.array([float(an.exact.test_loss(model)) for model in models])
    loss = (0.05 + exact) * (1 + 0.01 * np.random.default_rng(0).normal(size=len(sizes)))
    found = an.fit_losses(an.LossTable({letter: sizes}, loss)).exponents[letter]
    assert found.within(exponent)
    assert not found.within(1.4 * exponent)


def test_a_logarithm_is_no_power() -> None:
    fit = an.fit_losses(an.LossTable({"t": N}, 1 / np.log(N)))
    assert any("neighbours" in one or "drifts" in one for one in fit.warnings)


def test_errors_that_are_too_small_are_said_to_be() -> None:
    wavy = EXACT * (1 + 0.1 * np.cos(np.arange(len(N)) ** 2))
    fit = an.fit_losses(an.LossTable({"N": N}, wavy, 1e-3 * EXACT))
    assert any("larger than the errors" in one for one in fit.warnings)
    assert fit.exponents["N"].within(0.5)


def test_a_short_range_is_said_to_be() -> None:
    fit = an.fit_losses(an.LossTable({"N": N[:5]}, EXACT[:5]))
    assert any("less than a decade" in one for one in fit.warnings)


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(InvalidProblemError, match=r"pip install 'scaling-laws\[fit\]'"):
        an.fit_losses(an.LossTable({"N": N}, EXACT))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no numbers"),
        ("1,2\n2,3", "no line of names"),
        ("N,loss\n10,1\n", "one point"),
        ("N,loss\n10,1\n10,2\n", "one point"),
        ("N,loss\n10,1\n20,0.9\n", "too few"),
        ("N,loss\n10,1\n20,-0.9\n", "Line 3"),
        ("N,loss\n10,1\n20,nan\n", "nan"),
        ("N,loss\n0,1\n20,1\n", "Line 2"),
        ("N,loss\n1,1\n2,1\n3,1\n4,1\n5,1\n", "the same"),
        ("colour,loss\n1,1\n", "no resource"),
        ("N,width,loss\n1,1,1\n", "two columns for N"),
        ("N,loss,error\n1,1,0\n", "error"),
    ],
)
def test_what_is_no_table_of_losses_is_refused(
    command: Command, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "losses.csv"
    file.write_text(text)
    with pytest.raises(InvalidProblemError, match=words):
        an.fit_losses(an.read_losses(file))
    if "loss" in text:
        code, _, err = command("fit", str(file), "--no-laws")
        assert code == 2
        assert words in err


def test_the_command_fits_draws_and_refuses_what_is_for_spectra(
    command: Command, tmp_path: Path
) -> None:
    file, figure = tmp_path / "losses.csv", tmp_path / "losses.svg"
    lines = [f"{n!r};{loss!r}" for n, loss in zip(N.tolist(), EXACT.tolist(), strict=True)]
    file.write_text("\n".join(["# widths", "width;test_loss", *lines]))
    code, out, _ = command("fit", str(file), "--no-laws", "--json", "--figure", str(figure))
    assert code == 0
    assert json.loads(out)["exponents"]["N"]["value"] == pytest.approx(0.5, abs=1e-6)
    assert figure.stat().st_size > 0
    assert "--samples" in command("fit", str(file), "--samples", "10")[2]
    assert "r_N    0.5 " in command("fit", str(file), "--no-laws")[1]
