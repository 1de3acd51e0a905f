"""The plane of width and data: regions against the exact loss, lines against colours."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sympy import Expr, Float, Integer, oo

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.export.figures import Figure, Map, plane_figure
from analytic.notation import L, N, P, c_N, c_P, t
from analytic.problem import Model, PowerLaw
from analytic.result import Result
from derivations import four_regimes
from derivations.command_line.application import run

TIME = Integer(10) ** 6
POWERS = (("9/2", "3/2"), ("3/2", "2"), ("5/2", "3/2"))
FORMULAS = {
    "time law": L(t),
    "width law": L(N),
    "$1/N$ term": c_N(t),
    "data law": L(P),
    "$1/P$ term": c_P(t),
}


@cache
def derived(powers: tuple[str, str]) -> Result:
    return four_regimes.derive(PowerLaw(*powers))


@cache
def figure(powers: tuple[str, str]) -> Figure:
    return plane_figure(derived(powers), PowerLaw(*powers), TIME)


def maps(powers: tuple[str, str]) -> list[Map]:
    return [one for one in figure(powers).panels if isinstance(one, Map)]


def middles(plane: Map) -> Iterator[tuple[str, float, float]]:
    """A point well inside of every region that is large enough: its name, N and P."""
    region = np.array(plane.region)
    for number, name in enumerate(plane.names):
        rows, columns = np.nonzero(region == number)
        if len(rows) > region.size / 100:
            yield name, plane.columns[int(np.median(columns))], plane.rows[int(np.median(rows))]


def term(powers: tuple[str, str], name: str, width: float, data: float) -> float:
    formula: Expr = derived(powers).formulas[FORMULAS[name]]
    share = {"$1/N$ term": width, "$1/P$ term": data}.get(name, 1.0)
    return abs(float(formula.subs({t: TIME, N: Float(width), P: Float(data)}))) / share


@pytest.mark.one_in(3)
@pytest.mark.parametrize("powers", POWERS)
def test_in_the_middle_of_a_region_its_term_is_most_of_the_exact_loss(
    powers: tuple[str, str],
) -> None:
    for name, width, data in middles(maps(powers)[0]):
        model = Model(PowerLaw(*powers), width=Float(width), samples=Float(data))
        loss = float(exact.test_loss(model, TIME, 16))
        assert 1 / 4 < term(powers, name, width, data) / loss < 2, name


@pytest.mark.one_in(3)
@pytest.mark.parametrize("powers", POWERS)
def test_in_the_middle_of_a_region_its_term_is_most_of_the_excess(powers: tuple[str, str]) -> None:
    free = exact.test_loss(Model(PowerLaw(*powers)), TIME, 30)
    for name, width, data in middles(maps(powers)[1]):
        model = Model(PowerLaw(*powers), width=Float(width), samples=Float(data))
        excess = float(exact.test_loss(model, TIME, 30) - free)
        assert 1 / 4 < term(powers, name, width, data) / excess < 2, name


def test_all_terms_rule_somewhere_where_the_source_is_easy() -> None:
    assert {name for name, *_ in middles(maps(POWERS[0])[0])} == set(FORMULAS)
    assert {name for name, *_ in middles(maps(POWERS[0])[1])} == set(FORMULAS) - {"time law"}


def test_lines_from_the_laws_run_where_exact_colours_change() -> None:
    """Straight lines end regions of time and width: within a factor of two of the colours' edge."""
    plane = maps(POWERS[0])[0]
    upright, level = plane.curves[0], plane.curves[1]
    top, right = plane.region[-1], [row[-1] for row in plane.region]
    edge = plane.columns[top.index(0)]
    assert 1 / 2 < edge / upright.x[0] < 2
    edge = plane.rows[right.index(0)]
    assert 1 / 2 < edge / level.y[0] < 2


def test_both_maps_have_the_lines_that_both_can_have() -> None:
    """The left one those of the time law beside; no line runs inside of the time law's region."""
    left, right = (
        {curve.label: curve for curve in plane.curves if len(curve.x)} for plane in maps(POWERS[0])
    )
    assert set(left) - set(right) == {"width excess = time law", "data excess = time law"}
    assert set(right) <= set(left)
    upright, level = left["width excess = time law"].x[0], left["data excess = time law"].y[0]
    for label in right:
        points = zip(left[label].x, left[label].y, strict=True)
        assert not any(width > 1.1 * upright and data > 1.1 * level for width, data in points)


@pytest.mark.parametrize("time", [Integer(10), oo, Integer(10) ** 13])
def test_a_time_without_regimes_is_refused(time: Expr) -> None:
    with pytest.raises(InvalidProblemError, match="Give a time from"):
        plane_figure(derived(POWERS[1]), PowerLaw(*POWERS[1]), time)


def test_powers_beyond_doubles_are_refused() -> None:
    powers = ("100", "30")
    with pytest.raises(InvalidProblemError, match="Choose smaller powers"):
        plane_figure(derived(powers), PowerLaw(*powers), TIME)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plane.svg"
    asked = ["plot", "four-regimes", "--plane", "--a", "3/2", "--b", "2"]
    assert run([*asked, "-o", str(file), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["figure"] == "four-regimes-plane"
    for panel in document["panels"]:
        assert len(panel["region"]) == len(panel["rows"])
        assert {len(row) for row in panel["region"]} == {len(panel["columns"])}
        assert {number for row in panel["region"] for number in row} <= set(
            range(len(panel["names"]))
        )
    assert file.read_bytes().startswith(b"<?xml")


def test_the_plane_is_that_of_the_four_regimes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", "crossover", "--plane", "--json"]) == 2
    assert "plot four-regimes" in capsys.readouterr().err
