"""Figures: their numbers, their files, what is refused."""

import json
import re
from functools import cache
from math import log

import pytest
from matplotlib.figure import Figure as FreeFigure
from sympy import Integer, Rational

from analytic.errors import InvalidProblemError
from analytic.export.figures import (
    Boundary,
    Curve,
    Figure,
    Panel,
    crossover_figure,
    draw,
    drawn,
    four_regimes_figure,
)
from analytic.problem import PowerLaw
from analytic.result import Effort, Result
from derivations import data_crossover, figures, width_crossover
from derivations.command_line.application import run

SPECTRUM = PowerLaw("7/4", "3/2")
BEGINS = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<?xml"}
SMALL = Figure(
    "small",
    "a figure",
    (
        Panel(
            "a panel",
            "$x$",
            "$y$",
            (
                Curve.of("a law", "law", [1, 10], [1, 2]),
                Curve.of("an end", "limit", [1, 10], [1, 3]),
                Curve.of("digits", "exact", [1, 10], [1, 2]),
                Curve.of("dice", "simulated", [1, 10], [1, 2], [0.1, 0.1]),
            ),
            (Boundary("$t$", 3.0),),
        ),
    ),
    1,
)


@cache
def results() -> list[Result]:
    return [one.derive(SPECTRUM) for one in (width_crossover, data_crossover)]


def curve(figure: Figure, panel: int, label: str) -> Curve:
    return next(one for one in figure.panels[panel].curves if label in one.label)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("form", BEGINS)
def test_a_figure_is_the_same_file_every_time(form):
    first = drawn(SMALL, form)
    assert first.startswith(BEGINS[form])
    assert first == drawn(SMALL, form)


def test_the_fonts_of_a_pdf_are_truetype_and_their_dates_nobodys_concern(caplog):
    document = drawn(SMALL, "pdf")
    assert not caplog.records
    assert b"/Type3" not in document
    assert b"/CIDFontType2" in document or b"/TrueType" in document


def test_a_title_and_a_size_are_as_asked():
    assert b"a figure" in _words(drawn(SMALL, "svg"))
    bare = drawn(SMALL, "svg", title=False, size=(5, 2))
    assert b"a figure" not in _words(bare)
    assert b'width="360pt" height="144pt"' in bare


def _words(document: bytes) -> bytes:
    """The comments of an SVG, in which matplotlib leaves the words that it draws as outlines."""
    return b" ".join(re.findall(rb"<!-- (.*?) -->", document))


def test_a_legend_names_only_what_is_to_be_seen():
    curves = (
        Curve.of("crosses", "limit", [1, 100], [0.01, 100]),
        Curve.of("ends at the edge", "law", [1, 50], [3, 3]),
        Curve.of("above", "limit", [1, 100], [50, 900]),
        Curve.of("points below", "exact", [1, 100], [0.1, 0.2]),
        Curve.of("band above", "simulated", [1, 100], [200, 200], [1, 1]),
        Curve.of("band inside", "simulated", [1, 100], [5, 5], [1, 1]),
    )
    panel = Panel("", "", "", curves, y_range=(1, 10))
    (axes,) = draw(Figure("legend", "", (panel,), 1), FreeFigure().subplots())
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "crosses",
        "ends at the edge",
        "band inside",
    ]


def test_a_figure_takes_and_returns_axes():
    places = FreeFigure().subplots(1, 2)
    found = figures.density(draws=0, axes=places)
    assert found == list(places)
    assert [axes.get_xlabel() for axes in found] == ["$x$", "$x$"]
    with pytest.raises(InvalidProblemError, match=r"3 axes were given for 2 panels \(white"):
        figures.density(draws=0, axes=FreeFigure().subplots(1, 3))


def test_every_name_of_the_command_is_a_function():
    """four-regimes is two: regimes and plane."""
    names = {name.replace("-", "_") for name in figures.Name} - {"four_regimes"}
    assert names | {"regimes", "plane"} <= set(figures.__all__)
    assert all(callable(getattr(figures, name)) for name in (*names, "regimes", "plane"))


@pytest.mark.parametrize("form", ["", "gif", "PDF"])
def test_another_form_is_refused(form):
    with pytest.raises(InvalidProblemError, match=r"Choose from \.pdf"):
        drawn(SMALL, form)


def test_the_crossover_joins_its_ends_and_the_exact_losses():
    figure = crossover_figure(results(), SPECTRUM, Effort(draws=0))
    for panel in range(2):
        function, end = (curve(figure, panel, label) for label in ("crossover", "time law"))
        assert function.y[0] == pytest.approx(end.y[0], rel=0.02)
        assert function.y[-1] == pytest.approx(1, rel=0.01)
        exact = curve(figure, panel, "10^6")
        at = dict(zip(exact.x, exact.y, strict=True))
        nearest = {x: min(function.x, key=lambda t, x=x: abs(t - x)) for x in at}
        values = dict(zip(function.x, function.y, strict=True))
        assert all(at[x] == pytest.approx(values[nearest[x]], rel=0.15) for x in at)


def test_the_band_is_left_out_without_draws():
    with_band = crossover_figure(results()[:1], SPECTRUM, Effort(draws=2))
    assert curve(with_band, 0, "simulated").error
    without = crossover_figure(results()[:1], SPECTRUM, Effort(draws=0))
    assert all(one.kind != "simulated" for one in without.panels[0].curves)


@pytest.mark.slow
def test_four_regimes_have_their_slopes():
    figure = four_regimes_figure(results(), SPECTRUM, Integer(10) ** 8)
    for panel, size in ((2, "N"), (3, "P")):
        exact = curve(figure, panel, "exact")
        ratio = exact.x[1] / exact.x[0]
        early, late = (
            -log(exact.y[i + 1] / exact.y[i]) / log(ratio) for i in (3, len(exact.y) - 2)
        )
        assert late == pytest.approx(1, abs=0.02), size
        assert early == pytest.approx(float(SPECTRUM.a - 1), abs=0.1), size


@pytest.mark.parametrize("time", [Integer(3), Rational(1, 2)])
def test_a_time_before_every_law_is_refused(time):
    with pytest.raises(InvalidProblemError, match="at least 100"):
        four_regimes_figure(results(), SPECTRUM, time)


def test_the_command_writes_a_file_and_prints_its_numbers(tmp_path, capsys):
    file = tmp_path / "figure.svg"
    arguments = ["plot", "crossover", "--a", "7/4", "--draws", "0", "-o", str(file), "--json"]
    assert run(arguments) == 0
    assert file.read_bytes().startswith(BEGINS["svg"])
    document = json.loads(capsys.readouterr().out)
    assert document["figure"] == "crossover"
    assert [panel["title"] for panel in document["panels"]] == ["limited width", "limited data"]
    assert {"label", "kind", "x", "y", "error"} == set(document["panels"][0]["curves"][0])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["crossover"], "not drawn on a terminal"),
        (["crossover", "-o", "figure.gif"], "not written as gif"),
        (["crossover", "-o", "figure.pdf", "--size", "large"], "in inches"),
        (["crossover", "-o", "figure.pdf", "--size", "3x900"], "from 1 to 50"),
        (["crossover", "-o", "/no/folder/figure.pdf"], "cannot be written"),
        (["crossover", "-o", "figure.pdf", "--a", "1"], "diverges"),
        (["four-regimes", "-o", "figure.pdf", "--time", "3"], "at least 100"),
        (["four-regimes", "-o", "figure.pdf", "--time", "soon"], "not a number"),
        (["phase", "-o", "figure.pdf"], "not one of"),
        (["crossover", "-o", "figure.pdf", "--time", "10"], "--time was given with crossover"),
        (["four-regimes", "-o", "figure.pdf", "--draws", "9"], "--draws was given with four"),
        (["phases", "-o", "figure.pdf", "--b", "2"], "--b was given with phases"),
        (["density", "-o", "figure.pdf", "--a", "2"], "--a was given with density"),
    ],
)
def test_what_cannot_be_plotted_is_said_in_one_line(arguments, says, capsys):
    assert run(["plot", *arguments]) == 2
    message = capsys.readouterr().err
    assert says in message
    assert message.count("\n") == 1
