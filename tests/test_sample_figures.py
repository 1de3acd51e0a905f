"""Figures of nearest samples, one-hot data, orthonormal rows and free projections."""

from functools import cache

import numpy as np
import pytest
from sympy import Integer, Rational

from analytic.export.figures import Curve, Figure, Panel, drawn, in_notation
from analytic.export.figures.one_hot_figure import where_alike
from analytic.formulas.dictionary import NOTATIONS
from analytic.notation import a, b
from analytic.problem import FIELD_EQUATIONS, POWER_LAW, PowerLaw
from analytic.result import Effort
from derivations import RESULTS
from derivations.bottleneck import DATA, limited_law
from derivations.drawables import FIGURES, Asked, Name

NAMES = (
    Name.FREE_PROJECTION,
    Name.ONE_HOT_DATA,
    Name.ORTHOGONAL_PROJECTION,
    Name.RESOLUTION_LIMITED,
)


def figure(name: Name, draws: int = 0) -> Figure:
    return _made(name, draws)


@cache
def _made(name: Name, draws: int) -> Figure:
    drawable = FIGURES[name]
    return drawable.make(
        Asked(PowerLaw(*drawable.powers), Integer(10**6), Effort(draws=draws, seed=1))
    )


def curves(name: Name, panel: int, kind: str, draws: int = 0) -> list[Curve]:
    return [one for one in figure(name, draws).panels[panel].curves if one.kind == kind]


def off_line(line: Curve, points: Curve) -> np.ndarray:
    """Points less a line, where they lie within its range."""
    x, y = np.array(points.x), np.array(points.y)
    inside = (x >= min(line.x)) & (x <= max(line.x))
    return np.asarray(y[inside] - np.interp(x[inside], line.x, line.y))


@pytest.mark.parametrize(("panel", "dimensions"), [(0, (2, 4)), (1, (1, 2))])
def test_nearest_samples_come_to_the_law_of_their_dimension(
    panel: int, dimensions: tuple[int, int]
) -> None:
    points = curves(Name.RESOLUTION_LIMITED, panel, "exact")
    laws = curves(Name.RESOLUTION_LIMITED, panel, "limit")[:2]
    for own, other, law, dimension in zip(points, points[::-1], laws, dimensions, strict=True):
        size = own.x[-1]
        assert law.y[-1] == pytest.approx(own.y[-1], rel=2 * size ** (-2 / dimension) + 4 / size)
        assert law.y[-1] != pytest.approx(other.y[-1], rel=0.5)


def test_linear_interpolation_gains_two_powers_of_the_distance() -> None:
    constant, linear = (curves(Name.RESOLUTION_LIMITED, 1, "limit")[i:][:2] for i in (0, 2))

    def fall(law: Curve) -> float:
        first, last = -3, -1
        ratio = np.log(law.x[last] / law.x[first])
        return float(-np.log(law.y[last] / law.y[first]) / ratio)

    for slow, fast in zip(constant, linear, strict=True):
        assert fall(fast) == pytest.approx(2 * fall(slow), abs=10 / fast.x[-3])  # (P + 1)...(P + 4)


def test_losses_of_both_kinds_of_samples_come_to_their_laws() -> None:
    points, laws = (curves(Name.ONE_HOT_DATA, 0, kind) for kind in ("exact", "limit"))
    for own, other, law in zip(points, points[::-1], laws, strict=True):
        assert law.y[-1] == pytest.approx(own.y[-1], rel=1e-3)
        assert law.y[-1] != pytest.approx(other.y[-1], rel=0.5)


def test_the_kind_that_falls_faster_changes_where_the_laws_say() -> None:
    (place,) = (one.x for one in _panel(Name.ONE_HOT_DATA, 1).boundaries)
    one_hot, gaussian = curves(Name.ONE_HOT_DATA, 1, "exact")
    for source, here, there in zip(one_hot.x, one_hot.y, gaussian.y, strict=True):
        assert (here > there) == (source > place)
    for points, law in zip((one_hot, gaussian), curves(Name.ONE_HOT_DATA, 1, "limit"), strict=True):
        assert np.max(np.abs(np.array(points.y) - np.array(law.y))) < 0.1  # near a = 2 b + 1


def _panel(name: Name, number: int) -> Panel:
    panel = figure(name).panels[number]
    assert isinstance(panel, Panel)
    return panel


@pytest.mark.parametrize("capacity", [Rational(5, 4), Rational(3), Rational(11, 2)])
def test_exponents_are_equal_at_the_boundary(capacity: Rational) -> None:
    law, gaussian = RESULTS["one-hot-data"].law, limited_law(DATA, POWER_LAW, FIELD_EQUATIONS)
    assert law is not None
    place = {a: where_alike(law, gaussian, capacity), b: capacity}
    assert place[a] > 1
    assert law.exponent.subs(place) == gaussian.exponent.subs(place)


def test_rows_matter_below_as_many_samples_only() -> None:
    orthonormal, gaussian = curves(Name.ORTHOGONAL_PROJECTION, 0, "test")
    (boundary,) = _panel(Name.ORTHOGONAL_PROJECTION, 0).boundaries
    for samples, one, other in zip(orthonormal.x, orthonormal.y, gaussian.y, strict=True):
        if samples > boundary.x:
            assert one == pytest.approx(other, rel=1e-9)
        else:
            assert one < 0.999 * other


def test_what_a_width_adds_is_near_first_order_and_its_own() -> None:
    added, firsts = (curves(Name.ORTHOGONAL_PROJECTION, 1, kind) for kind in ("test", "limit"))
    for one, other, first in zip(added, added[::-1], firsts, strict=True):
        assert one.y[-1] == pytest.approx(first.y[-1], rel=0.4)
        assert other.y[-1] != pytest.approx(first.y[-1], rel=0.9)


def test_single_matrices_have_the_memory_of_their_kind() -> None:
    lines, points = (curves(Name.FREE_PROJECTION, 0, kind, 1) for kind in ("test", "drawn"))
    for number, (line, drawn_ones) in enumerate(zip(lines, points, strict=True)):
        assert np.max(np.abs(off_line(line, drawn_ones))) < 0.01
        assert np.max(np.abs(off_line(lines[number - 1], drawn_ones))) > 0.05


def test_hashing_is_as_if_free_where_modes_are_alike_only() -> None:
    (free,) = curves(Name.FREE_PROJECTION, 1, "law", 1)
    (formula,) = curves(Name.FREE_PROJECTION, 1, "test", 1)
    power_law, alike = curves(Name.FREE_PROJECTION, 1, "drawn", 1)
    gaps = [
        np.mean(np.abs(off_line(line, points)))
        for line, points in ((free, alike), (formula, power_law), (free, power_law))
    ]
    assert gaps[0] < 0.02
    assert gaps[1] < 0.02 < 0.03 < gaps[2]


@pytest.mark.parametrize("name", NAMES)
def test_without_draws_nothing_is_drawn_at_random(name: Name) -> None:
    kinds = {curve.kind for panel in figure(name).panels for curve in panel.curves}
    assert not kinds & {"drawn", "simulated"}


def test_a_power_alone_is_said_without_brackets() -> None:
    title = in_notation(figure(Name.FREE_PROJECTION), NOTATIONS["paquette"]).title
    assert r"$2 \alpha = 3/2$" in title


def test_single_draws_are_filled_markers() -> None:
    points = (Curve.of("one", kind, [1, 10], [1, 2], colour=0) for kind in ("drawn", "exact"))
    files = {drawn(Figure("", "", (Panel("", "", "", (one,)),), 1), "svg") for one in points}
    assert len(files) == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES[1:])
def test_bands_lie_around_their_curves(name: Name) -> None:
    """Of each figure, as far as simulations have a curve of their colour at the same places."""
    compared = 0
    for panel in figure(name, 100).panels:
        exact = {one.colour: one for one in panel.curves if one.kind in ("test", "exact")}
        for band in (one for one in panel.curves if one.kind == "simulated"):
            if band.colour in exact:
                curve = exact[band.colour]
                line = np.exp(np.interp(np.log(band.x), np.log(curve.x), np.log(curve.y)))
                score = np.abs(np.array(band.y) - line) / np.array(band.error)
                assert np.median(score) < 4  # at physical sizes a draw is beyond the mean field
                compared += 1
    assert compared
