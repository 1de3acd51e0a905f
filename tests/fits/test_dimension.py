"""The dimension of manifolds by their points: the intrinsic one, within its interval."""

import numpy as np
import pytest

from analytic.errors import InvalidProblemError
from analytic.fits.dimension import intrinsic_dimension


def sphere(dimension: int, points: int, seed: int) -> np.ndarray:
    normal = np.random.default_rng(seed).standard_normal((points, dimension + 1))
    return normal / np.linalg.norm(normal, axis=1, keepdims=True)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("dimension", [1, 2, 4])
def test_the_intrinsic_dimension_counts(dimension: int) -> None:
    pytest.importorskip("skdim")
    turned = np.random.default_rng(9).standard_normal((dimension + 1, 9))
    found = [intrinsic_dimension(sphere(dimension, 800, seed) @ turned) for seed in range(20)]
    assert sum(one.within(dimension) for one in found) >= 16  # 19 expected, 3 standard deviations
    spread = np.std([one.value for one in found], ddof=1)
    errors = np.mean([one.high - one.low for one in found]) / 2 / 2.02
    assert 0.6 < errors / spread < 1.6  # a standard deviation of 20 draws is known to 16 %


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("nonsense", "no table"),
        ([1, 2, 3], "no table"),
        (np.full((200, 2), np.nan), "no table"),
        (np.zeros((200, 2)), "the same"),
        (np.eye(5), "at least 100"),
    ],
)
def test_what_are_no_points_is_refused(points: object, message: str) -> None:
    with pytest.raises(InvalidProblemError, match=message):
        intrinsic_dimension(points)
