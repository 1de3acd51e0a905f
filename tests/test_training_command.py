"""The commands loss and simulate with ways of training other than gradient flow."""

import json
from decimal import Decimal

import pytest

import analytic as an
from derivations.command_line.losses import digit_string
from tests.conftest import Command

MODEL = ("--a", "2", "--b", "3/2", "--width", "40", "--samples", "120", "--noise", "1/20")
STATED = an.Model(an.PowerLaw(2, "3/2"), 40, 120, noise="1/20")
SMALL = (
    "--a",
    "2",
    "--b",
    "3/2",
    "--modes",
    "20",
    "--width",
    "4",
    "--samples",
    "9",
    "--draws",
    "4",
)
WAYS = [
    ("--step 1/3", an.GradientDescent("1/3")),
    ("--step 1/3 --momentum 0.5", an.HeavyBall("1/3", "1/2")),
    ("--step 1/3 --momentum 0.5 --nesterov", an.Nesterov("1/3", "1/2")),
    ("--inertia 2", an.HeavyBallFlow(2)),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("options", "training"), WAYS)
def test_loss_trains_as_it_is_told(
    command: Command, options: str, training: an.GradientFlow
) -> None:
    code, out, err = command(
        "loss", *MODEL, *options.split(), "--time", "25", "--digits", "30", "--json"
    )
    found = an.exact.losses(STATED, 25, 30, training)
    assert (code, err) == (0, "")
    expected = {"test": digit_string(found.test, 30), "train": digit_string(found.train, 30)}
    document = json.loads(out)
    assert document.pop("model")["noise"] == "1/20"
    assert document.pop("training")["method"] == type(training).__name__
    assert document == {**expected, "digits": 30, "time": "25"}


def test_loss_with_a_ridge_needs_no_time(command: Command) -> None:
    code, out, _ = command("loss", *MODEL, "--ridge", "1/1000", "--digits", "20")
    found = an.exact.test_loss(STATED, digits=20, training=an.Ridge("1/1000"))
    assert (code, out) == (0, f"test  {digit_string(found, 20)}\n")


EVALUATED = "--a 3/2 --b 3/2 --modes 10000 --samples 256 --noise 1/2 --width 1000"
"""An independent evaluation: with the noise, a variance, the test loss is 1.22435484972862."""


@pytest.mark.parametrize("penalty", [".001/256", "1/256000"])
def test_a_ridge_evaluated_elsewhere(command: Command, penalty: str) -> None:
    code, out, _ = command("loss", *EVALUATED.split(), "--ridge", penalty, "--digits", "15")
    name, value = out.split()
    assert (code, name) == (0, "test")
    assert format(Decimal(value) + Decimal("0.5"), ".14f") == "1.22435484972862"


@pytest.mark.parametrize(("options", "training"), [*WAYS, ("--ridge 1/7", an.Ridge("1/7"))])
def test_simulate_trains_as_it_is_told(
    command: Command, options: str, training: an.GradientFlow
) -> None:
    time = () if isinstance(training, an.Ridge) else ("--time", "12")
    code, out, _ = command("simulate", *SMALL, "--draws", "4", *options.split(), *time, "--json")
    model = an.Model(an.PowerLaw(2, "3/2", modes=20), 4, 9)
    found = an.sampling.losses(model, *(12 for _ in time[1:]), draws=4, training=training)
    assert code == 0
    assert json.loads(out)["test"]["mean"] == pytest.approx(found.test.mean, rel=1e-14)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--time 5 --momentum 0.9", "--momentum was given without --step"),
        ("--time 5 --nesterov", "--nesterov was given without --step"),
        ("--time 5 --step 1 --nesterov", "Add --momentum"),
        ("--time 5 --step 1 --inertia 2", "--inertia was given together with --step"),
        ("--ridge 1 --inertia 2", "--ridge was given together with --inertia"),
        ("--ridge 1 --step 2", "--ridge was given together with --step"),
        ("--ridge 1 --time 2", "--ridge was given together with --time"),
        ("--ridge -1", "penalty = -1"),
        ("--time 5 --step 1 --momentum 1", "forgets nothing"),
        ("--time 5/2 --step 1", "no number of steps"),
        ("--time 5 --step 9", "steps have to be below"),
        ("", "Add --time, or --ridge"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(
    command: Command, options: str, message: str
) -> None:
    code, out, err = command("loss", *MODEL, *options.split())
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert message in err
    assert err.count("\n") == 1
