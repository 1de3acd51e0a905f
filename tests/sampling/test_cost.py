"""What a simulation will cost: told before it starts, and refused where it cannot be done."""

import pytest

from analytic import Model, PowerLaw, sampling
from analytic.errors import SimulationError
from analytic.sampling import cores, cost
from derivations.command_line.long_simulations import announce_cost
from tests.conftest import Command


def model(modes: int, width: int, samples: int) -> Model:
    return Model(PowerLaw(2, "3/2", modes=modes), width=width, samples=samples)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of one core on which every draw takes a second."""
    times = iter(range(1000))
    monkeypatch.setattr(cost, "perf_counter", lambda: float(next(times)))
    monkeypatch.setattr(cores, "count", lambda: 1)


@pytest.mark.usefixtures("second")
def test_twice_the_draws_take_twice_the_time() -> None:
    large = model(2000, 1000, 1200)
    one, two = (sampling.expected_cost(large, 1, draws) for draws in (1000, 2000))
    assert one is not None
    assert two is not None
    assert two.seconds == 2 * one.seconds
    assert two.bytes == one.bytes


@pytest.mark.usefixtures("second")
def test_eight_times_the_work_takes_eight_times_the_time() -> None:
    """The timed piece is the same: all sizes twice as large are eight times the work, nearly."""
    whole, double = (sampling.expected_cost(model(2 * n, n, n), 1, 1000) for n in (800, 1600))
    assert whole is not None
    assert double is not None
    assert 7.5 < double.seconds / whole.seconds < 8.5


def test_what_is_soon_done_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "solved", None)
    assert sampling.expected_cost(model(300, 40, 120), [1, 2], 200) is None


def test_one_draw_has_to_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "memory", lambda: 10**5)
    for ask in (
        lambda: sampling.expected_cost(model(300, 40, 120), 1, 2),
        lambda: sampling.losses(model(300, 40, 120), 1, draws=2),
        lambda: sampling.ensemble_loss(model(300, 40, 120), 1, 2, 2, draws=2),
    ):
        with pytest.raises(SimulationError, match="GB of memory, and this machine has"):
            ask()
    monkeypatch.setattr(cores, "memory", lambda: None)
    assert sampling.losses(model(30, 4, 12), 1, draws=2).test.draws == 2


def test_the_command_says_how_long_it_will_take(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "expected_cost", lambda *_: sampling.Cost(300.0, 2 * 10**9))
    asked = ("--a", "2", "--b", "3/2", "--modes", "9", "--width", "4", "--time", "1")
    code, _, err = command("simulate", *asked, "--draws", "2")
    assert code == 0
    assert err.startswith("This will take about 5 minutes and 2 GB of memory.")


def test_a_short_simulation_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    announce_cost(None)
    announce_cost(sampling.Cost(9.0, 10**9))
    assert capsys.readouterr().err == ""
