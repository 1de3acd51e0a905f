"""Feature learning: claims of the literature, limits, networks, and wrong formulas."""

import numpy as np
import pytest

import analytic as an
from analytic.comparison.comparators import Reals, Replicas, replicated_scores
from analytic.comparison.feature_learning import Learning
from analytic.errors import InvalidProblemError, PrecisionError
from analytic.notation import a, b, gamma_0, t
from analytic.result import Effort
from derivations import RESULTS


def test_a_poor_network_keeps_its_features() -> None:
    spectrum, times = an.PowerLaw("3/2", 2), [0, 1, 30]
    lazy = an.exact.feature_learning_loss(spectrum, times, "1/10000000")
    flow = an.exact.test_loss(an.Model(spectrum), times)
    assert np.allclose(lazy, flow, rtol=1e-9)


def test_on_the_boundary_a_logarithm_comes_slowly() -> None:
    """At a = b + 1 the loss times 2 gamma_0 t sqrt(b log t) tends to one."""
    times = 10.0 ** np.array([4, 7, 9])
    losses = an.exact.feature_learning_loss(an.PowerLaw(3, 2), times)
    ratios = losses * 2 * times * np.sqrt(2 * np.log(times))
    assert abs(ratios[2] - 1) < abs(ratios[1] - 1) < abs(ratios[0] - 1) < 0.3


def test_the_next_term_of_a_hard_target() -> None:
    """At a = b = 2 the loss less its leading term times t tends to a constant, by algebra too."""
    times = 10.0 ** np.array([5, 6])
    law = RESULTS["feature-learning"].formulas[Learning.HARD].subs({a: 2, b: 2, gamma_0: 1})
    losses = an.exact.feature_learning_loss(an.PowerLaw(2, 2), times)
    leading, further = sorted(law.args, key=lambda term: -(term * t**0.9).subs(t, 1e6).evalf())
    for time, loss in zip(times, losses, strict=True):
        left = loss - float(leading.subs(t, time))
        assert left == pytest.approx(float(further.subs(t, time)), rel=5 * time**-0.3)


@pytest.mark.parametrize("width", [3, 100, 10**6])
def test_a_poor_network_of_limited_width_is_the_linear_model(width: int) -> None:
    spectrum, times = an.PowerLaw("3/2", 2), [0, 0.01, 1, 30, 1e5]
    lazy = an.exact.feature_learning_loss(spectrum, times, "1/10000000", width)
    flow = an.exact.test_loss(an.Model(spectrum, width), times)
    assert np.allclose(lazy, flow, rtol=1e-10)


def test_the_plateau_is_that_of_fixed_features() -> None:
    spectrum = an.PowerLaw("3/2", 2)
    end = float(an.exact.test_loss(an.Model(spectrum, 20), "inf"))
    for richness in (1, 10):
        found = an.exact.feature_learning_loss(spectrum, 1e8, richness, 20)
        assert found == pytest.approx(end, rel=1e-9)


def test_networks_within_their_span_come_to_the_mean_field() -> None:
    """r copies of modes and neurons: r times the norm, so an r-th of gamma_0^2, r times later."""
    spectrum, times, richness = an.PowerLaw("3/2", 2, modes=6), np.array([1.0, 3.0, 8.0]), 1.5

    def draw(r: int, effort: Effort) -> Reals:
        found = an.sampling.two_layer_loss(
            spectrum.replicated(r),
            4 * r,
            r * times,
            richness / np.sqrt(r),
            effort.draws,
            effort.seed,
            within_span=True,
        )
        return np.asarray(found.samples)

    expected = an.exact.feature_learning_loss(spectrum, times, richness, 4)
    scores = replicated_scores(Replicas(expected, draw), Effort(draws=200), (2, 4, 8))
    assert np.max(np.abs(scores)) < 4
    free = an.exact.feature_learning_loss(spectrum, times, richness)
    assert np.max(np.abs(replicated_scores(Replicas(free, draw), Effort(draws=200), (2, 4, 8)))) > 5


@pytest.mark.parametrize(
    ("asked", "error", "fact"),
    [
        ((an.PowerLaw(2, 2), -1), InvalidProblemError, "negative"),
        ((an.PowerLaw(2, 2), 1e50), InvalidProblemError, "exceeds 1e"),
        ((an.PowerLaw(2, 2), 1, 0), InvalidProblemError, "richness"),
        ((an.PowerLaw(2, 2, multiplicity=2), 1), InvalidProblemError, "one power"),
        ((an.PowerLaw(a, 2), 1), InvalidProblemError, "no power law in numbers"),
        ((an.PowerLaw(2, 2, modes=3), 1e4), PrecisionError, "Ask for an earlier time"),
        ((an.PowerLaw(2, 2, modes=3), 1e3, 1, 9), PrecisionError, "Ask for an earlier time"),
        ((an.PowerLaw(2, 2), 1, 1, -3), InvalidProblemError, "width"),
        ((an.PowerLaw(2, 2, modes=3), 1, 1, 3), InvalidProblemError, "Choose another width"),
    ],
)
def test_what_has_no_answer_says_why(asked: tuple, error: type, fact: str) -> None:
    with pytest.raises(error, match=fact):
        an.exact.feature_learning_loss(*asked)
