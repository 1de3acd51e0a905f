"""One-pass SGD on the command line: loss and simulate with --batch, simulate with --resume."""

import json
from pathlib import Path

import mpmath
import pytest

from analytic import exact
from analytic.problem import Model, OnePassSGD, PowerLaw
from tests.conftest import Command

ASKED = ("--a", "2", "--b", "3/2", "--step", "1/4", "--batch", "2")
SMALL = (*ASKED, "--modes", "20", "--width", "4", "--draws", "4")


def test_loss_prints_digits(command: Command) -> None:
    code, out, _ = command("loss", *ASKED, "--width", "40", "--time", "1000", "--digits", "20")
    model = Model(PowerLaw(2, "3/2"), width=40)
    known = exact.one_pass_loss(model, 1000, OnePassSGD("1/4", 2), 25)
    assert (code, out.split()) == (0, ["test", mpmath.nstr(known, 20, strip_zeros=False)])


def test_simulate_prints_what_mini_batches_give(command: Command) -> None:
    code, out, _ = command("simulate", *SMALL, "--time", "0", "--time", "5", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["test"]["mean"][0] > found["test"]["mean"][1] > 0
    assert found["test"]["standard_error"][0] < 1e-12


def test_simulate_resumes(command: Command, tmp_path: Path) -> None:
    asked = ("simulate", *SMALL, "--time", "5", "--json")
    file = tmp_path / "draws.npz"
    plain = command(*asked)
    assert command(*asked, "--resume", str(file)) == plain
    assert file.exists()
    assert command(*asked, "--resume", str(file)) == plain
    code, _, err = command(*asked, "--seed", "1", "--resume", str(file))
    assert code == 2
    assert "another simulation" in err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--step", "1/4", "--batch", "2", "--momentum", "1/2"), "together with --momentum"),
        (("--batch", "2"), "--batch was given without --step: Fresh samples"),
        (("--step", "2", "--batch", "2"), "a step must be below 0.865408 here, and it is 2."),
        (("--step", "2", "--batch", "inf"), "a step must be below 2 here, and it is 2."),
        (("--step", "1/4", "--batch", "2", "--samples", "9"), "Leave samples at inf"),
        (("--step", "1/4", "--batch", "0"), "batch"),
    ],
)
def test_what_does_not_go_together_is_refused(
    command: Command, options: tuple[str, ...], words: str
) -> None:
    code, out, err = command("loss", "--a", "2", "--b", "3/2", "--time", "3", *options)
    assert (code, out) == (2, "")
    assert words in err


def test_an_unstable_step_is_the_cause_that_simulate_names(command: Command) -> None:
    asked = ("--a", "2", "--b", "3/2", "--modes", "10", "--width", "4", "--draws", "5")
    code, out, _ = command("simulate", *asked, "--batch", "2", "--step", "2", "--time", "300")
    assert code == 0
    assert "Step 2 is not stable" in out
    assert "no variance" not in out
    code, _, err = command("simulate", *asked, "--step", "3", "--time", "300")
    assert code == 2
    assert "Step 3 is not stable" in err
    _, out, _ = command("simulate", *asked, "--batch", "2", "--step", "1/4", "--time", "30")
    assert "not stable" not in out
