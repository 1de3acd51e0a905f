"""Figures of penalties and sizes: the numbers that are drawn."""

from functools import cache

import numpy as np
import pytest

from analytic.export.figures import Curve, Figure
from analytic.problem import PowerLaw
from analytic.real_numbers import exact_number
from analytic.result import Effort
from derivations.figures import FIGURES, Asked, Name


@cache
def figure(name: Name, draws: int = 0) -> Figure:
    drawable = FIGURES[name]
    spectrum = PowerLaw(*drawable.powers)
    return drawable.make(Asked(spectrum, exact_number(1, "time"), Effort(draws=draws)))


def curves(name: Name, panel: int, kind: str, draws: int = 0) -> list[Curve]:
    return [one for one in figure(name, draws).panels[panel].curves if one.kind == kind]


def apart(one: Curve, other: Curve, x: float) -> float:
    """The distance of two curves at a common place, relative."""
    there = [dict(zip(curve.x, curve.y, strict=True))[x] for curve in (one, other)]
    return abs(there[0] / there[1] - 1)


def test_a_penalty_saturates_and_gradient_flow_does_not():
    penalty, flow = curves(Name.RIDGE, 1, "exact")
    (law,) = curves(Name.RIDGE, 1, "limit")
    assert apart(penalty, law, min(law.x)) < 1e-3
    slopes = [np.polyfit(np.log(one.x[3:]), np.log(one.y[3:]), 1)[0] for one in (penalty, flow)]
    assert slopes == pytest.approx([2, 7 / 3], abs=0.05)


def test_simulated_losses_of_ridge_lie_on_their_curves():
    lines = curves(Name.RIDGE, 0, "test", 30) + curves(Name.RIDGE, 0, "train", 30)
    bands = curves(Name.RIDGE, 0, "simulated", 30)
    assert len(bands) == len(lines) == 4
    for band in bands:
        kind = "train" if "training" in band.label else "test"
        (line,) = [one for one in lines if (one.colour, one.kind) == (band.colour, kind)]
        exact = dict(zip(line.x, line.y, strict=True))
        gaps = np.array(band.y) - [exact[x] for x in band.x]
        assert np.median(np.abs(gaps) / np.array(band.error)) < 3


@pytest.mark.slow
def test_the_best_penalty_has_no_peak_and_its_laws():
    none, best = curves(Name.OPTIMAL_RIDGE, 0, "test")
    assert np.all(np.diff(best.y) < 0)
    middle = int(np.argmax(np.nan_to_num(none.y)))
    assert none.y[middle] > max(none.y[0], 1.5 * none.y[middle - 3])
    exact, laws = (curves(Name.OPTIMAL_RIDGE, 1, kind) for kind in ("exact", "limit"))
    assert all(apart(*pair, max(pair[0].x)) < 1e-4 for pair in zip(exact, laws, strict=True))


@pytest.mark.slow
def test_a_product_is_parted_best_where_the_law_has_no_slope():
    panel = figure(Name.EQUIPARAMETERIZATION).panels[1]
    lines = [one for one in panel.curves if "no penalty" in one.label]
    laws = [one for one in panel.curves if one.kind == "limit"]
    for line, law, boundary in zip(lines, laws, panel.boundaries, strict=True):
        assert all(apart(line, law, x) < 2e-2 for x in law.x)
        least = line.x[int(np.argmin(line.y))]
        assert abs(np.log(least / boundary.x)) < 0.2
    (best,) = [one for one in panel.curves if one.label == "best penalty"]
    assert min(best.y) < min(min(line.y) for line in lines)


@pytest.mark.slow
def test_the_modes_end_in_a_line_and_in_a_plateau():
    exact, laws = (curves(Name.PLATEAU, 0, kind) for kind in ("exact", "limit"))
    for pair in zip(exact, laws, strict=True):
        assert apart(*pair, min(pair[0].x)) < 0.02
    (line,), (level,) = (curves(Name.PLATEAU, 1, kind) for kind in ("test", "limit"))
    beyond = np.array(line.x) > 100
    assert np.allclose(np.array(line.y)[beyond], level.y[-1], rtol=1e-9)
    assert np.all(np.array(line.y)[~beyond] > level.y[0])
    flat, ends = curves(Name.PLATEAU, 2, "exact"), curves(Name.PLATEAU, 2, "limit")
    assert apart(flat[-1], ends[-1], flat[-1].x[5]) < 1e-2


def test_noise_follows_its_law_where_it_counts():
    panel = figure(Name.NOISE_AND_REGULARISATION).panels[0]
    noisy = [one for one in panel.curves if one.kind == "exact"][1:]
    laws = [one for one in panel.curves if one.kind == "limit"]
    last = max(noisy[0].x)
    assert [apart(*pair, last) < 0.1 for pair in zip(noisy, laws, strict=True)] == [True, True]
    assert all(boundary.x < last for boundary in panel.boundaries)


@pytest.mark.slow
def test_layers_come_to_their_floor_by_their_own_powers():
    lines, laws = (curves(Name.DEPTH, 1, kind) for kind in ("test", "limit"))
    assert len(lines) == 3
    assert max(lines[0].x) < max(lines[1].x) == max(lines[2].x)
    for line, law in zip(lines[1:], laws, strict=True):
        last = np.exp(np.interp(np.log(max(law.x)), np.log(line.x), np.log(line.y)))
        assert last == pytest.approx(law.y[-1], rel=0.05)


@pytest.mark.slow
def test_simulated_layers_lie_on_their_curves():
    lines, bands = (curves(Name.DEPTH, 0, kind, 30) for kind in ("test", "simulated"))
    for line, band in zip(lines, bands, strict=True):
        exact = np.exp(np.interp(np.log(band.x), np.log(line.x), np.log(line.y)))
        assert np.all(np.abs(np.array(band.y) / exact - 1) < 0.25)  # at a width of 20


@pytest.mark.slow
def test_eigenvalues_of_features_come_to_their_law_and_dice_lie_on_them():
    relu, *_ = curves(Name.NONLINEAR_FEATURES, 0, "test")
    (law,) = curves(Name.NONLINEAR_FEATURES, 0, "limit")
    assert apart(relu, law, 140) < 0.3  # at M = 20: what is left is of order 1/M and sets of four
    lines = curves(Name.NONLINEAR_FEATURES, 1, "test", 20)
    bands = curves(Name.NONLINEAR_FEATURES, 1, "simulated", 20)
    for line, band in zip(lines, bands, strict=True):
        exact = dict(zip(line.x, line.y, strict=True))
        gaps = np.array(band.y) - [exact[x] for x in band.x]
        assert np.median(np.abs(gaps) / np.array(band.error)) < 3
