"""Times on the command line: grids, the digits that go with them, and doubles where they do."""

import json

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytic import exact
from analytic.problem import GradientFlow, Model, PowerLaw
from analytic.real_numbers import exact_number
from derivations.command_line import curves
from derivations.command_line.times import has_grid, listed_times
from tests.conftest import Command

MODEL = ("--a", "2", "--b", "3/2", "--width", "40", "--samples", "120")


@given(st.integers(1, 10**6), st.fractions(min_value="1.001", max_value=10**9), st.integers(2, 60))
def test_a_grid_is_geometric(first: int, ratio: object, count: int) -> None:
    last = exact_number(first, "time") * exact_number(ratio, "time")
    times = listed_times([f"{first}:{last}:{count}"], whole=False)
    assert (len(times), times[0], times[-1]) == (count, str(first), str(last))
    values = [mpmath.mpf(float(exact_number(time, "time"))) for time in times]
    for i, value in enumerate(values):
        exactly = first * (values[-1] / first) ** (mpmath.mpf(i) / (count - 1))
        assert abs(value - exactly) <= 5.1e-6 * exactly


def test_grids_of_steps_are_whole_and_rise() -> None:
    assert listed_times(["1:100:8"], whole=True) == ["1", "2", "4", "7", "14", "27", "52", "100"]
    assert listed_times(["1:4:30"], whole=True) == ["1", "2", "3", "4"]


def test_other_times_are_kept_as_they_are() -> None:
    assert listed_times(["0", "1/3", "inf"], whole=False) == ["0", "1/3", "inf"]
    assert listed_times(["0", "1e-5:1e400:3"], whole=False)[1:] == ["1e-5", "3.16228e+197", "1e400"]
    assert not has_grid(["0", "1/3", "inf"])


@pytest.mark.parametrize(
    ("grid", "words"),
    [
        ("1:10", "is no grid. Write it as first:last:count"),
        ("1:10:5:2", "is no grid"),
        ("0:10:5", "Give 0 and inf as times of their own"),
        ("10:1:5", "to a larger, finite one"),
        ("1:inf:5", "finite one"),
        ("1:10:1", "asks for 1 times"),
        ("1:10:5/2", "asks for 5/2 times"),
        ("1:10:100000", "whole number from 2 to 10000"),
        ("1:x:5", "time = 'x' is not a number"),
    ],
)
def test_broken_grids_are_explained(command: Command, grid: str, words: str) -> None:
    code, out, err = command("loss", *MODEL, "--time", grid)
    assert (code, out) == (2, "")
    assert words in " ".join(err.split())


def test_a_grid_has_ten_digits_all_of_them_right(command: Command) -> None:
    code, out, _ = command("loss", *MODEL, "--time", "1:1e6:12", "--time", "inf", "--json")
    document = json.loads(out)
    assert (code, document["digits"], len(document["test"])) == (0, 10, 13)
    model = Model(PowerLaw(2, "3/2"), width=40, samples=120)
    for i in (0, 5, 11, 12):
        right = exact.losses(model, document["time"][i], digits=16)
        for which, name in enumerate(("test", "train")):
            printed = document[name][i]
            unit = mpmath.mpf(10) ** (int(mpmath.floor(mpmath.log10(right[which]))) - 9)
            assert abs(mpmath.mpf(printed) - right[which]) < unit
            assert len(printed.lstrip("0.").replace(".", "")) == 10


def test_more_digits_on_a_grid_are_digits(command: Command) -> None:
    asked = (*MODEL, "--time", "1:100:3", "--digits", "25")
    _, out, _ = command("loss", *asked)
    single = [command("loss", *MODEL, "--time", t, "--digits", "25")[1] for t in ("1", "10", "100")]
    assert [row.split()[1] for row in out.splitlines()[1:]] == [one.split()[1] for one in single]


def test_doubles_only_where_they_cover_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven digits, times that are no doubles and losses below all doubles are left to digits."""
    asked: list[object] = []
    exactly = exact.losses

    def noted(model: Model, time: object, digits: int, training: GradientFlow) -> object:
        asked.append((str(time), digits))
        return exactly(model, time, digits, training)

    monkeypatch.setattr(exact, "losses", noted)
    model = Model(PowerLaw(2, "3/2", modes=10))
    curves.exact_curves(model, ["1", "10"], 10, GradientFlow(), False, lambda _: None)
    assert asked == []
    times = ["1", "0", "inf", "1e400", "1e6"]
    curves.exact_curves(model, times, 10, GradientFlow(), False, lambda _: None)
    assert [time for time, _ in asked] == times[1:]
    curves.exact_curves(model, ["1"], 11, GradientFlow(), False, lambda _: None)
    assert asked[-1] == ("1", 11)
