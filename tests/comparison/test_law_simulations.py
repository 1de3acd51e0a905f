"""Any law against dice: the fit, its error, and laws that are off."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from sympy import Integer, Rational, Symbol

from analytic.comparison.law_simulations import dice_points, law_dice_check, settled
from analytic.comparison.measure import DATA_LIMITED, WIDTH_LIMITED
from analytic.law import Law
from analytic.notation import N, P, a, b
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Effort, Result, Simulated
from derivations import RESULTS

SIZES = (16, 32, 64, 128)
ANY = PowerLaw(2, 2)


@dataclass(frozen=True)
class Noisy:
    """2/n with a finite-size term 3/n and independent noise of 1 %, drawn from the seed."""

    variable: Symbol = N
    shift: float = 3.0

    def exact(self, _: PowerLaw, size, digits):
        return (2 / size).evalf(digits)

    def simulated(self, _: PowerLaw, sizes, effort: Effort) -> Simulated:
        n = np.array(sizes, dtype=float)
        mean = 2 / n * (1 + self.shift / n)
        noise = np.random.default_rng(effort.seed).normal(0, 0.01, len(n))
        return Simulated(mean * (1 + noise), np.diag((0.01 * mean) ** 2))


def stated(leading, observable=None) -> Result:
    law = Law.of("r_N", N, leading, N**-3, "N large")
    page = Page("By hand", "", "", "", "")
    return Result("by-hand", "By hand", page, law=law, observable=observable or Noisy())


def test_the_finite_size_term_is_fitted_away():
    scores = []
    for seed in range(60):
        one = settled(stated(2 / N), ANY, {}, SIZES, Effort(seed=seed))
        scores.append(one.gap / one.standard_error)
    assert abs(np.mean(scores)) < 5 / np.sqrt(60)
    assert 0.6 < np.std(scores) < 1.4  # five errors of a standard deviation over 60 seeds, 0.09


def test_a_finite_size_term_that_is_not_allowed_is_a_misfit():
    assert law_dice_check(ANY).run(stated(2 / N), Effort()).passed
    assert not law_dice_check(ANY, settling=Integer(0)).run(stated(2 / N), Effort()).passed


@pytest.mark.parametrize("fault", [Rational(6, 5), N ** Rational(1, 10), N ** Rational(-1, 10)])
def test_a_law_that_is_off_is_caught(fault):
    assert not law_dice_check(ANY).run(stated(2 * fault / N), Effort()).passed


def test_what_is_beyond_the_law_is_added():
    """The same dice, for a law of half the quantity with the other half beyond it."""

    @dataclass(frozen=True)
    class Half(Noisy):
        def exact(self, _: PowerLaw, size, digits):
            return (1 / size).evalf(digits)

    half = stated(1 / N)
    assert not law_dice_check(ANY).run(half, Effort()).passed
    assert law_dice_check(ANY, beyond=Half()).run(half, Effort()).passed


@pytest.mark.parametrize("name", ["width-limited", "data-limited"])
def test_there_is_a_point_in_every_regime(name):
    law = RESULTS[name].law
    points = dice_points(law, PowerLaw(a, b))
    assert len(points) == len(law.regimes)
    for regime, point in zip(law.regimes, points, strict=True):
        assert regime.condition.subs(point) == True  # noqa: E712
        assert all(condition.subs(point) == True for condition in law.conditions)  # noqa: E712


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "observable", "variable"),
    [
        ("width-limited", replace(WIDTH_LIMITED, modes=512), N),
        ("data-limited", replace(DATA_LIMITED, modes=512), P),
    ],
)
def test_dice_agree_with_the_derived_laws_and_not_with_others(name, observable, variable):
    check = law_dice_check(PowerLaw(a, b))
    result = replace(RESULTS[name], observable=observable)
    effort = Effort(draws=100, seed=1)
    right = check.run(result, effort)
    assert right.passed, right.measured
    tenth = result.law.with_formulas(
        leading=result.law.leading * variable ** Rational(-1, 10),
        correction=result.law.correction * variable ** Rational(-1, 10),
    )
    assert not check.run(replace(result, law=tenth), effort).passed
