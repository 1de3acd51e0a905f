"""Variance-limited losses: what theorem 1 says, what happens at kinks, and exact regressions."""

from math import exp, pi, sqrt

import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic.comparison.variance_limited import Kinked
from analytic.notation import n
from derivations import RESULTS


def test_the_theorem_holds_and_a_kink_at_the_mean_has_half_its_exponent() -> None:
    result = RESULTS["variance-limited"]
    worst = result.formulas[Kinked.WORST]
    assert [worst.subs(n, order) for order in (1, 2, 3)] == [Rational(1, 2), 1, 1]


@pytest.mark.parametrize(("modes", "samples", "order", "offset"), [(3, 12, 1, 0.3), (2, 9, 1.5, 0)])
def test_a_regression_as_it_is_drawn(modes: int, samples: int, order: float, offset: float) -> None:
    """Least squares on noise alone, at a point of distance one: the mean prediction is zero."""
    stream = np.random.default_rng(3)
    features = stream.standard_normal((4000, samples, modes))
    noise = stream.standard_normal((4000, samples))
    weights = np.stack(
        [np.linalg.lstsq(*one, rcond=None)[0] for one in zip(features, noise, strict=True)]
    )
    drawn = np.abs(weights[:, 0] - offset) ** order - offset**order
    found = an.exact.regression_excess(modes, samples, order, offset)
    assert abs(drawn.mean() - found) < 5 * drawn.std() / sqrt(len(drawn))


def test_the_kink_of_an_absolute_loss_is_felt_next_to_it_only() -> None:
    """At y = x/sqrt(P) the excess is g(x)/sqrt(P), g(0) = sqrt(2/pi): exact digits at P = 1e8."""
    at_kink, far = (an.exact.regression_excess(1, 10**8, 1, y) for y in (0, "1/1000"))
    assert at_kink == pytest.approx(sqrt(2 / pi) * 1e-4, rel=1e-7)
    law = sqrt(2 / pi) * 1e-4 * exp(-50) / 100
    assert far == pytest.approx(law, rel=0.05)
