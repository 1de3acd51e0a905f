"""The maps of members against width: what is drawn is what exact losses say."""

import numpy as np
import pytest

from analytic import exact
from analytic.comparison.members import Ensemble
from analytic.export.figures import Figure, Map, drawn, members_figure
from analytic.notation import a, b
from analytic.problem import Model, PowerLaw
from derivations import RESULTS

LAW = PowerLaw("3/2", 2)
SAMPLES = 256
GRIDS = {
    "_HALVES": 1,
    "_FINER": 1,
    "_WIDTHS": 2.0 ** np.arange(2, 24),
    "_TIMES": 2.0 ** np.arange(0, 21),
    "_NOISES": np.geomspace(1e-3, 1, 8),
    "_SOURCES": np.linspace(1, 8, 15)[1:],
    "_CAPACITIES": np.linspace(1, 3, 9)[1:],
}


@pytest.fixture(scope="module")
def figure() -> Figure:
    """The maps of a target that is softer than the spectrum: members win without noise too.

    The grids are coarser than those that are drawn.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, numbers in GRIDS.items():
            patch.setattr(f"analytic.export.figures.maps.members_figure.{name}", numbers)
        return members_figure(RESULTS["ensembling"], LAW)


def panel(figure: Figure, number: int) -> Map:
    found = figure.panels[number]
    assert isinstance(found, Map)
    return found


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("row", "column"), [(2, 18), (4, 18), (7, 15), (8, 20)])
def test_the_best_number_is_that_of_exact_losses(figure: Figure, row: int, column: int) -> None:
    plane = panel(figure, 0)
    width, time = plane.rows[row] * SAMPLES, plane.columns[column]
    losses = [
        exact.ensemble_loss(Model(LAW, width / count, SAMPLES, 0.25), time, count)
        for count in (1, 2, 4, 8)
    ]
    assert plane.region[row][column] == losses.index(min(losses))


def test_much_compute_and_noise_want_members(figure: Figure) -> None:
    plane = panel(figure, 2)
    assert plane.region[-1][-1] == 3
    assert plane.region[0][0] == 0
    assert list(plane.region[-1]) == sorted(plane.region[-1])


def test_the_regions_of_the_powers_are_signs_of_the_result(figure: Figure) -> None:
    plane = panel(figure, 3)
    ratio = RESULTS["ensembling"].formulas[Ensemble.AT_BEST_TIME]
    for row, column in ((1, 10), (4, 8), (7, 6)):
        at = {a: plane.columns[column], b: plane.rows[row]}
        assert (ratio.subs(at).evalf() > 0) == (plane.region[row][column] == 0)


def test_without_noise_members_win_at_the_end_where_a_is_below_b(figure: Figure) -> None:
    _, clean = panel(figure, 3).curves
    assert np.max(np.abs(np.divide(clean.x, clean.y) - 1)) < 1e-6


def test_it_is_drawn(figure: Figure) -> None:
    assert drawn(figure, "png").startswith(b"\x89PNG")


def test_regions_of_the_powers_say_what_they_are(figure: Figure) -> None:
    """One is about noisy data and the best time, the other about none and t = infinity."""
    plane = panel(figure, 3)
    assert "with noise,\nat the best time" in plane.names[1]
    assert "no noise,\n$t = \\infty$" in plane.names[2]
    assert all(curve.label.startswith("_") for curve in plane.curves)


@pytest.mark.slow
def test_between_points_of_the_grid_the_map_is_that_of_the_exact_losses() -> None:
    """Finer columns and rows, in a corner with all numbers of members."""
    name = "analytic.export.figures.maps.members_figure"
    with pytest.MonkeyPatch.context() as patch:
        for grid, numbers in {**GRIDS, "_FINER": 3, "_TIMES": 2.0 ** np.arange(4, 13)}.items():
            patch.setattr(f"{name}.{grid}", numbers)
        plane = panel(members_figure(RESULTS["ensembling"], LAW), 0)
    shape = len(plane.rows), len(plane.columns)
    places = [(row, column) for row in range(1, shape[0], 9) for column in range(1, shape[1], 7)]
    right = 0
    for row, column in places:
        width, time = plane.rows[row] * SAMPLES, plane.columns[column]
        losses = [
            exact.ensemble_loss(Model(LAW, width / count, SAMPLES, 0.25), time, count)
            for count in (1, 2, 4, 8)
        ]
        chosen = losses[plane.region[row][column]]
        assert chosen / min(losses) < 1.003  # a chord over half a factor of two
        right += plane.region[row][column] == losses.index(min(losses))
    assert right > 0.9 * len(places)
