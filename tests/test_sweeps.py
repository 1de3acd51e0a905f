"""Sweeps over models: the numbers of the witnesses, whoever computes them, and none lost."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pytest

import analytic as an
from analytic.errors import InvalidProblemError, SimulationError
from analytic.sweeps import Row
from derivations.command_line.statement import stated_models
from tests.conftest import Command

TIMES = [1, 10]
MODELS = [
    an.Model(an.PowerLaw(2, "3/2", modes=60), width=width, samples=samples)
    for width in (10, 20)
    for samples in (30, 50)
]
COMMAND = ["sweep", "--a", "2", "--b", "3/2,2", "--modes", "40", "--width", "5:20:3", "--time", "3"]


class KilledWorker(ThreadPoolExecutor):
    """An executor whose process dies when it is given something to do."""

    def submit(self, *_: object, **__: object) -> object:
        raise BrokenProcessPool


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return an.sweep(MODELS, TIMES, draws=6, seed=3)


def test_a_row_is_what_both_witnesses_say(rows: list[Row]) -> None:
    model = MODELS[1]
    drawn = an.sampling.losses(model, TIMES, draws=6, seed=3)
    mean_field = an.exact.losses(model, np.array(TIMES, dtype=float))
    some = [row for row in rows if (row["width"], row["samples"]) == (10, 50)]
    assert [row["time"] for row in some] == TIMES
    for name, estimate, exact in zip(
        ("test", "train"), (drawn.test, drawn.train), mean_field, strict=True
    ):
        assert [row[name] for row in some] == list(estimate.mean)
        assert [row[f"{name}_error"] for row in some] == list(estimate.standard_error)
        assert [row[f"{name}_exact"] for row in some] == list(exact)


def test_an_executor_changes_no_number(rows: list[Row]) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert an.sweep(MODELS, TIMES, draws=6, seed=3, executor=executor) == rows


def interrupting(after: int) -> Iterator[None]:
    for _ in range(after):
        yield
    raise KeyboardInterrupt


def test_what_is_interrupted_goes_on(
    rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, told, turns = tmp_path / "sweep.parquet", [], interrupting(2)
    with pytest.raises(KeyboardInterrupt):
        an.sweep(MODELS, TIMES, 6, 3, file=file, progress=lambda *_: next(turns))
    goes_on = an.sweep(MODELS, TIMES, 6, 3, file=file, progress=lambda *n: told.append(n))
    assert goes_on == rows
    assert told == [(4, 4)]
    monkeypatch.delattr(an.sampling, "losses")  # nothing is left to do
    assert an.sweep(MODELS, TIMES, 6, 3, file=file) == rows


def test_other_questions_are_kept_beside(rows: list[Row], tmp_path: Path) -> None:
    file = tmp_path / "sweep.parquet"
    an.sweep(MODELS[:1], TIMES, 6, 3, file=file)
    other = an.sweep(MODELS[:1], TIMES, 6, 4, file=file)
    assert other[0]["test"] != rows[0]["test"]
    decaying = an.Model(an.ExponentialDecay("1/2", "1/3", modes=8), width=4)
    assert an.sweep([decaying], TIMES, 6, 3, file=file)[0]["ratio"] == 0.5
    assert an.sweep(MODELS[:1], TIMES, 6, 3, file=file) == rows[:2]


def test_measured_spectra_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    ones = np.ones(50)
    spectra = [an.MeasuredSpectrum(ones, np.append(ones[:-1], last)) for last in (1, 2)]
    models = [an.Model(spectrum, width=5) for spectrum in spectra]
    first, second = an.sweep(models, 0, draws=2, file=tmp_path / "sweep.parquet")
    assert second["test"] == first["test"] + 1


def test_where_the_mean_field_has_no_answer_nothing_stands() -> None:
    model = an.Model(an.PowerLaw(2, "3/2", modes=20), width=5, projection=an.HashingProjection())
    (row,) = an.sweep([model], 1, draws=2)
    assert row["test"] > 0
    assert row["test_exact"] is None


def test_a_killed_process_is_reported(tmp_path: Path) -> None:
    with KilledWorker() as executor, pytest.raises(SimulationError, match="0 of 4 models"):
        an.sweep(MODELS, TIMES, 6, executor=executor, file=tmp_path / "sweep.parquet")


def test_bad_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidProblemError, match="no models"):
        an.sweep([], TIMES)
    with pytest.raises(InvalidProblemError, match="is no list of models"):
        an.sweep([3], TIMES)
    with pytest.raises(InvalidProblemError, match="no folder"):
        an.sweep(MODELS, TIMES, file=tmp_path / "missing" / "sweep.parquet")
    with pytest.raises(InvalidProblemError, match=r"Name it .*sweep\.parquet"):
        an.sweep(MODELS, TIMES, file=tmp_path / "sweep.csv")
    (tmp_path / "text").write_text("no table")
    with pytest.raises(SimulationError, match="holds no sweep"):
        an.sweep(MODELS, TIMES, file=tmp_path / "text")


def test_lists_and_grids_are_combined() -> None:
    models = stated_models({"a": "2,3", "b": "3/2", "width": "5:20:3", "noise": "0,1/10"})
    assert len(models) == 2 * 3 * 2
    assert {model.width for model in models} == {5, 10, 20}


def test_the_command_goes_on_from_its_file(command: Command, tmp_path: Path) -> None:
    file = str(tmp_path / "sweep.parquet")
    code, out, err = command(*COMMAND, "--draws", "3", "-o", file)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 1 + 6
    assert command(*COMMAND, "--draws", "3", "-o", file) == (code, out, err)


DASK = """
import os
from signal import SIGKILL

from distributed import Client, LocalCluster

import analytic as an

if __name__ == "__main__":
    spectrum = an.PowerLaw(2, "3/2", modes=100)
    models = [an.Model(spectrum, width=width, samples=50) for width in range(10, 50, 5)]
    alone = an.sweep(models, [1, 100], draws=20)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster, Client(cluster) as client:
        killed = next(iter(cluster.workers.values())).process.process.pid

        def kill(done, total):
            if done == 2:
                os.kill(killed, SIGKILL)

        executor = client.get_executor(pure=False, retries=3)
        assert an.sweep(models, [1, 100], 20, executor=executor, progress=kill) == alone
    print("the same")
"""


def test_a_cluster_whose_worker_is_killed_loses_nothing(tmp_path: Path) -> None:
    script = tmp_path / "cluster.py"
    script.write_text(DASK)
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == "the same\n", done.stderr
