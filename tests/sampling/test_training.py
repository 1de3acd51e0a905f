import numpy as np
import pytest

from analytic.errors import SimulationError
from analytic.problem import GradientFlow
from analytic.sampling.training import filter_of

EPSILON = np.finfo(float).eps
FLOW = filter_of(GradientFlow())


def test_flow_at_its_limits():
    x = np.array([0.0, 1e-200, 2.0])
    assert FLOW.remaining(x, np.array(0.0)).tolist() == [1, 1, 1]
    assert FLOW.remaining(x, np.array(np.inf)).tolist() == [1, 0, 0]
    assert FLOW.learned(x, np.array(np.inf)).tolist() == [0, 1, 1]
    assert FLOW.learned(x, np.array(1e308)).tolist() == [0, 1, 1]


def test_what_is_learned_early_is_not_lost_to_rounding():
    assert FLOW.learned(np.array([1e-20]), np.array(1.0))[0] == 1e-20


def test_learned_and_remaining_make_one():
    x, t = np.geomspace(1e-3, 1e3, 13)[:, None], np.geomspace(1e-2, 1e2, 7)
    total = FLOW.learned(x, t) + FLOW.remaining(x, t)
    assert np.abs(total - 1).max() <= 2 * EPSILON


@pytest.mark.parametrize("training", ["flow", None, 3])
def test_other_methods_are_refused(training):
    with pytest.raises(SimulationError, match=r"cannot train by .* Use GradientFlow\(\)"):
        filter_of(training)
