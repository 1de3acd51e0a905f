"""Ensembles on the command line and as a figure."""

import json
from pathlib import Path

import mpmath
import numpy as np
import pytest

from analytic import exact
from analytic.export.figures import decomposition_figure, drawn
from analytic.problem import Model, PowerLaw
from analytic.result import Effort
from derivations.command_line.application import run

MODEL = ("--a", "2", "--b", "3/2", "--width", "40", "--samples", "120", "--time", "100")
SMALL = ("--a", "2", "--b", "3/2", "--modes", "20", "--width", "4", "--time", "10", "--draws", "4")


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    return capsys.readouterr().out


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) != 0
    return capsys.readouterr().err


def test_the_loss_of_an_ensemble_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    members = ("--projections", "3", "--data-sets", "inf")
    found = output(capsys, "loss", *MODEL, *members, "--digits", "20")
    model = Model(PowerLaw(2, "3/2"), 40, 120)
    wanted = exact.ensemble_loss(model, 100, 3, "inf", digits=20)
    assert found.split() == ["test", mpmath.nstr(wanted, 20)]


def test_the_document_says_how_many_members(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(output(capsys, "loss", *MODEL, "--projections", "5/2", "--json"))
    assert sorted(found) == [
        "data_sets",
        "digits",
        "model",
        "projections",
        "test",
        "time",
        "training",
    ]
    assert (found["projections"], found["data_sets"]) == ("5/2", "1")


def test_one_member_is_one_model(capsys: pytest.CaptureFixture[str]) -> None:
    one = output(capsys, "loss", *MODEL, "--projections", "1")
    assert one == output(capsys, "loss", *MODEL)


def test_an_ensemble_is_simulated(capsys: pytest.CaptureFixture[str]) -> None:
    members = ("--projections", "3", "--data-sets", "2", "--samples", "9")
    found = json.loads(output(capsys, "simulate", *SMALL, *members, "--json"))
    assert found["draws"] == 4
    assert found["test"]["mean"] > 0
    assert "±" in output(capsys, "simulate", *SMALL, *members)


def test_a_simulated_ensemble_resumes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ("simulate", *SMALL, "--projections", "3", "--samples", "9", "--step", "1/10", "--json")
    file = tmp_path / "draws.npz"
    plain = output(capsys, *asked)
    assert output(capsys, *asked, "--resume", str(file)) == plain
    assert output(capsys, *asked, "--resume", str(file)) == plain
    for other in (("--projections", "2"), ("--seed", "1"), ("--step", "1/20")):
        assert "another simulation" in refusal(capsys, *asked, "--resume", str(file), *other)


@pytest.mark.parametrize(
    ("command", "arguments", "fact"),
    [
        ("loss", (*MODEL, "--train"), "--train"),
        ("loss", (*MODEL, "--step", "1/10"), "gradient flow"),
        ("loss", (*MODEL, "--ridge", "1"), "Give one of them"),
        ("simulate", (*SMALL, "--step", "1/10", "--batch", "2"), "no spectral filter"),
        ("simulate", (*SMALL, "--data-sets", "5/2"), "whole number"),
    ],
)
def test_what_does_not_go_together_is_refused(
    capsys: pytest.CaptureFixture[str], command: str, arguments: tuple[str, ...], fact: str
) -> None:
    assert fact in refusal(capsys, command, *arguments, "--projections", "2")


def test_the_lines_of_the_figure_are_the_parts_of_the_loss() -> None:
    figure = decomposition_figure(PowerLaw(2, "3/2"), Effort(draws=4, seed=1))
    for panel in figure.panels:
        parts = [curve for curve in panel.curves if curve.kind == "test"]
        bands = [curve for curve in panel.curves if curve.kind == "simulated"]
        assert [part.colour for part in parts] == [band.colour for band in bands] == [0, 1, 2, 3]
        assert all(min(part.y) >= 0 for part in parts)
        (loss,) = (curve for curve in panel.curves if curve.kind == "law")
        np.testing.assert_allclose(np.sum([part.y for part in parts], axis=0), loss.y, rtol=1e-14)
    model = Model(PowerLaw(2, "3/2", modes=40), 12, 24, "1/20")
    top = figure.panels[0].curves[0]
    np.testing.assert_allclose(top.y, exact.test_loss(model, np.array(top.x)), rtol=1e-10)


def test_the_figure_is_drawn(tmp_path: Path) -> None:
    figure = decomposition_figure(PowerLaw("9/4", "5/4"), Effort(draws=0))
    assert drawn(figure, "svg") == drawn(figure, "svg")
    file = tmp_path / "parts.png"
    assert run(("plot", "decomposition", "--draws", "0", "-o", str(file))) == 0
    assert file.read_bytes().startswith(b"\x89PNG")
