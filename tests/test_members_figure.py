"""The maps of members against width: what is drawn is what exact losses say."""

import pytest

from analytic import exact
from analytic.export.figures import Figure, Map, drawn, members_figure
from analytic.notation import a, b
from analytic.problem import Model, PowerLaw
from derivations import RESULTS

LAW = PowerLaw("3/2", 2)
SAMPLES = 256


@pytest.fixture(scope="module")
def figure() -> Figure:
    """The maps of a target that is softer than the spectrum: members win without noise too."""
    return members_figure(RESULTS["ensembling"], LAW)


def panel(figure: Figure, number: int) -> Map:
    found = figure.panels[number]
    assert isinstance(found, Map)
    return found


@pytest.mark.parametrize(
    ("row", "column"), [(2, 10), (4, 36), (9, 36), (15, 30), (15, 10), (16, 40)]
)
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
    ratio = RESULTS["ensembling"].formulas["c_D/c_0 at the best time"]
    for row, column in ((30, 100), (60, 80), (119, 60)):
        at = {a: plane.columns[column], b: plane.rows[row]}
        assert (ratio.subs(at).evalf() > 0) == (plane.region[row][column] == 0)


def test_it_is_drawn(figure: Figure) -> None:
    assert drawn(figure, "png").startswith(b"\x89PNG")
