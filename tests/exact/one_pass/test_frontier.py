"""The frontier of one-pass SGD against every division, its terms against their sums."""

import numpy as np
import pytest

from analytic import exact
from analytic.errors import DivergenceError, InvalidProblemError
from analytic.exact.one_pass.frontier import one_pass_frontier
from analytic.exact.one_pass.steps import one_pass_terms
from analytic.problem import Model, OnePassSGD, PowerLaw

TRAINING = OnePassSGD("1/4", 2)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("powers", [("2", "3/2"), ("5", "3/2")])
@pytest.mark.parametrize("compute", [5, 300])
def test_no_division_leaves_less(powers, compute):
    model = Model(PowerLaw(*powers))
    found = one_pass_frontier(model, compute, TRAINING)
    losses = []
    for steps in range(1, min(compute, 60) + 1):
        try:
            here = Model(PowerLaw(*powers), width=compute / steps)
            losses.append(exact.one_pass_loss(here, steps, TRAINING))
        except DivergenceError:
            break
    assert found.loss == pytest.approx(min(losses), rel=1e-9)
    assert found.width * found.steps == pytest.approx(compute)


def test_far_out_a_percent_either_way_is_worse():
    model = Model(PowerLaw("7/2", 2))
    best = one_pass_frontier(model, 10**9, TRAINING)
    for share in (0.97, 1.03):
        steps = float(round(best.steps * share))
        other = exact.one_pass_loss(Model(PowerLaw("7/2", 2), width=1e9 / steps), steps, TRAINING)
        assert other > best.loss


@pytest.mark.parametrize(("compute", "error"), [(0.5, "from 1 to"), (1e90, "from 1 to")])
def test_a_compute_out_of_range_is_refused(compute, error):
    with pytest.raises(InvalidProblemError, match=error):
        one_pass_frontier(Model(PowerLaw(2, "3/2")), compute, TRAINING)


def test_a_step_too_large_for_every_width_is_refused():
    with pytest.raises(DivergenceError, match="Choose a smaller step"):
        one_pass_frontier(Model(PowerLaw(2, "3/2")), 1, TRAINING)


def test_the_terms_are_sums_over_modes():
    law, steps = PowerLaw(2, "3/2", modes=20), 1000
    rates = np.arange(1.0, 21) ** -1.5
    kept = ((1 - rates / 4) ** 2 + rates**2 / 32) ** steps
    found = one_pass_terms(Model(law), steps, TRAINING, 15)
    assert float(found.bias) == pytest.approx(np.sum(np.arange(1.0, 21) ** -2 * kept), rel=1e-12)
    assert float(found.kernel) == pytest.approx(np.sum(rates**2 / 32 * kept), rel=1e-12)


def test_early_terms_are_refused():
    with pytest.raises(InvalidProblemError, match="steps or more"):
        one_pass_terms(Model(PowerLaw(2, "3/2")), 3, TRAINING, 15)
