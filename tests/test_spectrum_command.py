"""The command spectrum: what is measured on a kernel is the mean field's spectrum of its points."""

from pathlib import Path

import numpy as np
import pytest

import analytic as an
from analytic.errors import InvalidProblemError
from tests.conftest import Command

POINTS, FEATURES = 40, 4


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(POINTS, FEATURES))
    targets = features @ rng.normal(size=FEATURES) + rng.normal(size=POINTS) / 4
    np.save(tmp_path / "features.npy", features)
    np.save(tmp_path / "kernel.npy", features @ features.T)
    np.savetxt(tmp_path / "kernel.csv", features @ features.T, delimiter=",")
    np.save(tmp_path / "targets.npy", targets)
    return tmp_path


@pytest.mark.parametrize("matrix", ["kernel.npy", "kernel.csv", "features.npy"])
def test_the_file_is_a_spectrum_of_the_kernel(command: Command, data: Path, matrix: str) -> None:
    file, wanted = data / "spectrum.csv", ["--features"] if "features" in matrix else []
    sides = str(data / matrix), str(data / "targets.npy")
    assert command("spectrum", *sides, *wanted, "-o", str(file))[0] == 0
    found = an.read_spectrum(file)
    features, targets = np.load(data / "features.npy"), np.load(data / "targets.npy")
    assert (found.modes, found.rank) == (POINTS, FEATURES)
    seen = np.array(found.visible.eigenvalues, dtype=float)
    expected = np.linalg.eigvalsh(features.T @ features / POINTS)[::-1]
    np.testing.assert_allclose(seen, expected, rtol=1e-12)
    fit = features @ np.linalg.lstsq(features, targets, rcond=None)[0]
    missed = np.mean((targets - fit) ** 2)
    assert float(found.null_power) == pytest.approx(missed, rel=1e-10)
    assert sum(map(float, found.target_power)) == pytest.approx(np.mean(targets**2), rel=1e-12)


def test_without_a_file_the_modes_are_printed(command: Command, data: Path) -> None:
    code, out, _ = command("spectrum", str(data / "kernel.npy"), str(data / "targets.npy"))
    assert (code, len(out.splitlines())) == (0, POINTS + 1)


def test_every_sample_learned_is_the_floor_of_null_modes() -> None:
    found = an.spectrum_of_kernel(np.ones((3, 3)), [[1, 0], [2, 1], [3, 2]])
    assert float(found.null_power) == pytest.approx(2 * 2 / 3)
    assert found.rank == 1


@pytest.mark.parametrize(
    ("matrix", "targets", "said"),
    [
        ([[1, 2], [0, 1]], [1, 2], "not symmetric"),
        ([[1, 2, 3], [0, 1, 2]], [1, 2], "no square matrix"),
        ([[1, 0], [0, 1]], [1, 2, 3], "2 points and 3 targets"),
        ([[1, float("nan")], [0, 1]], [1, 2], "infinite or missing"),
        ([[1, 0], [0]], [1, 2], "other lengths"),
        ([[1, 2], [2, 1]], [1, 2], "eigenvalue"),
        (3, [1], "Give a square matrix"),
        ([[1]], 3, "for each point"),
    ],
)
def test_what_is_no_kernel_is_refused(matrix: object, targets: object, said: str) -> None:
    with pytest.raises(InvalidProblemError, match=said):
        an.spectrum_of_kernel(matrix, targets)


def test_a_file_without_a_matrix_is_refused(command: Command, data: Path) -> None:
    (data / "words.txt").write_text("no numbers\n")
    for matrix, said in (("words.txt", "no numbers in rows"), ("none.npy", "cannot be read")):
        code, _, err = command("spectrum", str(data / matrix), str(data / "targets.npy"))
        assert code == 2
        assert said in err
