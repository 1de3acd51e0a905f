"""Mixed data: one-hot and Gaussian samples together, planted faults, limits of pure designs."""

from dataclasses import replace

import pytest
from sympy import Rational

from analytic.errors import InvalidProblemError
from analytic.exact.mixed_data import sums_of_unseen
from analytic.notation import L, P, a, b, d_2, epsilon
from analytic.problem import PowerLaw
from analytic.result import Effort
from analytic.stated import LOSS
from derivations import RESULTS

LAW, DRAWN = "the law of mixed samples over the decades", "losses of mixed samples that are drawn"


@pytest.mark.parametrize(
    ("name", "change", "check"),
    [
        (L(P), lambda law: law * Rational(1001, 1000), LAW),
        (L(P), lambda law: law * P ** Rational(1, 100), LAW),
        (LOSS, lambda loss: loss.subs(d_2, 0), DRAWN),
    ],
)
def test_a_planted_fault_is_noticed(name, change, check):
    result = RESULTS["mixed-data"]
    changed = {**result.formulas, name: change(result.formulas[name])}
    (run,) = (one.run for one in result.checks if one.name == check)
    assert not run(replace(result, formulas=changed), Effort(draws=40)).passed


def test_a_few_one_hot_samples_lift_the_saturation():
    """At a = 6, b = 3/2: Gaussian samples alone P^-3, one-hot ones alone P^-10/3."""
    law = RESULTS["mixed-data"].formulas[L(P)].subs({a: 6, b: Rational(3, 2)})
    half = law.subs(epsilon, Rational(1, 2))
    fall = (half.subs(P, 10**30) / half.subs(P, 2 * 10**30)).evalf()
    assert fall == pytest.approx(2 ** (3 + 4 / 3), rel=1e-4)


def test_without_one_hot_samples_it_is_the_regulariser_of_gaussian_ones():
    spectrum = PowerLaw(2, "3/2", modes=12)
    regulariser, _, _ = sums_of_unseen(spectrum, 1e-30, 5)
    assert sum(1 / (1 + regulariser * k**1.5) for k in range(1, 13)) == pytest.approx(5, rel=1e-9)


def test_more_gaussian_samples_than_unseen_modes():
    with pytest.raises(InvalidProblemError, match="see every mode"):
        sums_of_unseen(PowerLaw(2, "3/2", modes=4), 1, 9)
