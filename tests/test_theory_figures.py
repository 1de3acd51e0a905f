"""Learning curves, phases and densities: the numbers that are drawn."""

import numpy as np
import pytest
from sympy import Rational

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.exact.edges import spectral_edge
from analytic.export.figures import (
    Curve,
    Figure,
    Map,
    density_figure,
    drawn,
    learning_curves_figure,
    phases_figure,
)
from analytic.notation import a, b
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Effort
from derivations import RESULTS
from derivations.one_pass.phases import phases_on_a_budget

SPECTRUM = PowerLaw(2, "3/2")
DICE = Effort(draws=60)


@pytest.fixture(scope="module")
def curves() -> Figure:
    return learning_curves_figure(SPECTRUM, DICE)


@pytest.fixture(scope="module")
def density() -> Figure:
    return density_figure(SPECTRUM, DICE)


def of_kind(figure: Figure, panel: int, kind: str) -> list[Curve]:
    return [curve for curve in figure.panels[panel].curves if curve.kind == kind]


@pytest.mark.slow
@pytest.mark.parametrize("panel", [0, 1])
def test_bands_lie_on_the_curve_of_their_colour(curves, panel):
    for line in of_kind(curves, panel, "test"):
        (band,) = [
            one
            for one in of_kind(curves, panel, "simulated")
            if one.colour == line.colour and "test" in one.label
        ]
        exact_there = np.exp(np.interp(np.log(band.x), np.log(line.x), np.log(line.y)))
        score = np.abs(np.array(band.y) - exact_there) / np.array(band.error)
        assert np.median(score) < 3  # errors of a few draws have tails, at single times


def test_a_band_on_the_curve_of_another_colour_is_noticed(curves):
    lines = of_kind(curves, 0, "test")
    bands = [one for one in of_kind(curves, 0, "simulated") if "test" in one.label]
    (band,) = [one for one in bands if one.colour == lines[0].colour]
    wrong = np.exp(np.interp(np.log(band.x), np.log(lines[-1].x), np.log(lines[-1].y)))
    assert np.median(np.abs(np.array(band.y) - wrong) / np.array(band.error)) > 3


def test_the_training_loss_is_below_the_test_loss_and_a_wider_model_is_better(curves):
    tests, trains = (of_kind(curves, 1, kind) for kind in ("test", "train"))
    assert len(tests) == len(trains) == 3
    for test, train in zip(tests, trains, strict=True):
        assert np.all(np.array(train.y) < np.array(test.y))
    finals = [curve.y[-1] for curve in of_kind(curves, 0, "test")]
    assert finals == sorted(finals, reverse=True)


def test_settled_curves_end_at_the_final_loss(curves):
    model = Model(SPECTRUM.with_modes(2000), samples=8)
    assert of_kind(curves, 1, "test")[0].y[-1] == pytest.approx(
        float(exact.test_loss(model, "inf", 12)), rel=1e-10
    )


def test_without_draws_there_is_no_band():
    assert not of_kind(density_figure(SPECTRUM, Effort(draws=0)), 1, "histogram")


@pytest.mark.slow
@pytest.mark.parametrize("panel", [0, 1])
def test_a_density_counts_the_eigenvalues_that_are_not_zero(density, panel):
    expected = [0.5, 1.0] if panel == 0 else [60.0]
    lines, bars = (of_kind(density, panel, kind) for kind in ("test", "histogram"))
    for line, bar, count in zip(lines, bars, expected, strict=True):
        x = np.array(line.x) if panel == 0 else np.log(line.x)
        edges = np.array(bar.x) if panel == 0 else np.log(bar.x)
        assert np.trapezoid(line.y, x) == pytest.approx(count, rel=0.01)
        assert np.sum(np.array(bar.y) * np.diff(edges)) == pytest.approx(count, rel=1e-3)


def test_a_white_density_goes_down_to_zero_at_both_edges(density):
    """The left one is where the exact witness finds the lower edge of the spectrum."""
    for line, width in zip(of_kind(density, 0, "test"), (100, 800), strict=True):
        white = Model(MeasuredSpectrum([1] * 200, [1] * 200), width=width)
        assert line.y[0] == line.y[-1] == 0
        assert line.x[0] == pytest.approx(spectral_edge(white), rel=1e-9)


def test_the_trace_density_is_the_sum_over_modes():
    model = Model(PowerLaw(2, "3/2", modes=40), width=10, samples=30)
    rate = 0.1
    modes = sum(exact.spectral_density(model, rate, mode) for mode in range(1, 41))
    above = exact.responses(model, np.array([-rate * (1 - 1e-9j)]))
    assert 10 * above.R_3.imag[0] / np.pi == pytest.approx(rate * modes, rel=1e-6)


def test_the_phases_are_the_regimes_of_the_laws():
    laws = {name: RESULTS[name].law for name in ("width-limited", "time-limited")}
    figure = phases_figure(laws)
    (plane,) = figure.panels  # the time law has one regime
    assert isinstance(plane, Map)
    (edge,) = plane.curves
    for row, capacity in list(enumerate(plane.rows))[::20]:
        for column, source in list(enumerate(plane.columns))[::20]:
            name = plane.names[plane.region[row][column]]
            point = {a: Rational(source), b: Rational(capacity)}
            leads = RESULTS["width-limited"].law.exponent.subs(point)
            assert name == ("$N^{1 - a}$" if leads == point[a] - 1 else "$N^{- b}$")
    assert np.allclose(np.array(edge.x), np.array(edge.y) + 1)
    assert drawn(figure, "png").startswith(b"\x89PNG")


def test_laws_without_regimes_have_no_phases():
    with pytest.raises(InvalidProblemError, match="no plane to divide"):
        phases_figure({"time": RESULTS["time-limited"].law})


@pytest.mark.slow
def test_phases_on_a_budget_are_where_the_least_rate_says():
    """At points of the plane: flow has two phases and one-pass SGD a third, of noise, a > 2 b."""
    flow, sgd = phases_figure({}, phases_on_a_budget()).panels
    assert [len(one.names) for one in (flow, sgd)] == [2, 3]
    for plane, last in ((flow, "II"), (sgd, "III")):
        for row, capacity in list(enumerate(plane.rows))[::20]:
            for column, source in list(enumerate(plane.columns))[::20]:
                easy = source > 2 * capacity and last
                number = easy or ("I" if source < capacity + 1 else "II")
                assert plane.names[plane.region[row][column]].startswith(f"{number}\n")
    for edge, at_edge in zip(sgd.curves, (lambda b: b + 1, lambda b: 2 * b), strict=True):
        assert np.allclose(np.array(edge.x), at_edge(np.array(edge.y)))
