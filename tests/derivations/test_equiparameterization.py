"""The best N/P with the best penalty, against a grid over the leading law, and its ends."""

from dataclasses import replace

import numpy as np
import pytest
from sympy import Integer, Poly, Rational, Symbol, fraction, sqrt

from analytic.comparison.equiparameterization import BestRatio
from analytic.comparison.two_budgets import Powers
from analytic.notation import K_NP, P, a, b, t, x
from analytic.quotient import cancel
from analytic.result import Effort
from analytic.stated import Formula
from derivations import RESULTS

FLAT, STEEP = a < b + 1, a > b + 1


def formulas():
    return RESULTS["equiparameterization"].formulas


def best(source: float, capacity: float) -> float:
    """N/P on a grid: d in units of the root of N P, powers of which kappa w, d_2 and w_2 are."""
    ratio = np.exp(np.linspace(-2, 3, 2501))[:, None]
    d = np.linspace(0.02, 1, 2000)[None, :]
    width, samples = np.sqrt(ratio), 1 / np.sqrt(ratio)
    u = (source - 1) / capacity
    second = (1 - 1 / capacity) * d
    above = samples * ((1 - u) * (width - d) + d - second)
    below = width * samples - second * (width + samples) - d**2 + 2 * d * second
    inside = d < np.minimum(width, samples)
    loss = np.where(inside, d ** (1 - source) * above / np.where(inside, below, 1), np.inf)
    return float(ratio[np.unravel_index(np.argmin(loss), loss.shape)[0], 0])


def root(at):
    """x where both slopes vanish."""
    one, other = (
        formulas()[by.where(FLAT)].subs(at) for by in (BestRatio.BY_RATIO, BestRatio.BY_KAPPA)
    )
    roots = Poly(fraction(cancel(one - other))[0], x).nroots()
    return next(one for one in roots if one.is_real and 1e-9 < one < 1)


@pytest.mark.parametrize(
    "point", [("2", "3/2"), ("5/4", "3/2"), ("3", "3"), ("7/2", "3"), ("3/2", "4")]
)
def test_the_ratio_of_a_root_is_that_of_a_grid(point):
    at = dict(zip((a, b), map(Rational, point), strict=True))
    share = formulas()[BestRatio.WITH_PENALTY.where(FLAT)].subs(at).subs(x, root(at))
    assert float(1 / share) == pytest.approx(best(*map(float, at.values())), rel=5e-3)


@pytest.mark.parametrize("point", [("8/5", "11/10"), ("2", "11/10"), ("12/5", "3/2")])
def test_where_the_best_penalty_is_zero_the_ratio_is_that_without_one(point):
    at = dict(zip((a, b), map(Rational, point), strict=True))
    share = formulas()[BestRatio.WITH_PENALTY.where(FLAT)].subs(at)
    assert share == formulas()[BestRatio.RATIO[P].where(FLAT)].subs(at)
    assert float(1 / share) == pytest.approx(best(*map(float, at.values())), rel=5e-3)


@pytest.mark.parametrize("capacity", [Rational(11, 10), Rational(3, 2), Rational(19, 10)])
def test_the_penalty_vanishes_on_a_circle_and_the_ratio_is_continuous(capacity):
    edge = capacity + Rational(str(float(sqrt(1 - (capacity - 2) ** 2))))
    shares = []
    for source in (edge - Rational(1, 10**9), edge + Rational(1, 10**9)):
        at = {a: source, b: capacity}
        share = formulas()[BestRatio.WITH_PENALTY.where(FLAT)].subs(at)
        shares.append(float(share.subs(x, root(at)) if share.has(x) else share))
        assert share.has(x) == (source < edge)
    assert shares[0] == pytest.approx(shares[1], rel=1e-4)


def test_an_isotropic_target_has_as_much_width_as_data():
    share = formulas()[BestRatio.WITH_PENALTY.where(FLAT)]
    for capacity in (Rational(3, 2), Integer(3)):
        at = {a: capacity, b: capacity}
        assert abs(share.subs(at).subs(x, root(at)) - 1) < 1e-12


def test_a_steep_target_has_a_ratio_beyond_two_only():
    share = formulas()[BestRatio.WITH_PENALTY.where(STEEP)].subs(a, 9)
    assert [share.subs(b, one) for one in (Rational(3, 2), Integer(2))] == [0, 0]
    assert float(1 / share.subs(b, 3)) == pytest.approx(best(4, 3), rel=5e-3)


@pytest.mark.parametrize("source", ["7/2", "5"])
def test_where_no_ratio_is_best_the_samples_fall_behind(source):
    at = {a: Rational(source), b: Rational(3, 2)}
    values = (one.subs(at) for _, one in BestRatio.OUTGROWN.among(formulas()))
    (samples,) = [one for one in values if one.has(K_NP)]
    slope = (samples.diff(K_NP) * K_NP / samples).subs(K_NP, 10).evalf()
    assert float(slope) == pytest.approx(1 / (0.5 + min(float(at[a]) - 1, 3)), rel=1e-12)


def test_the_order_of_losses_notices_a_ratio_that_is_none():
    result = RESULTS["equiparameterization"]
    (check,) = (one for one in result.checks if one.name.startswith("losses about"))
    assert check.run(result, Effort()).passed
    wrong = {BestRatio.RATIO[P].where(STEEP): Rational(1, 5)}
    assert not check.run(replace(result, formulas={**formulas(), **wrong}), Effort()).passed


@pytest.mark.parametrize("budget", [P, t])
@pytest.mark.parametrize("power", [Powers.WIDTH, Powers.RATE])
def test_powers_of_a_budget_are_alike_on_both_sides_of_an_edge(
    power: Formula, budget: Symbol
) -> None:
    """On an edge in a the powers of either side are stated: these have to be the same."""
    formula = RESULTS["equiparameterization"].formulas[power.of(budget)]
    slightly = Rational(1, 10**9)
    for capacity in (Rational(3, 2), Rational(5, 2)):
        for edge in (capacity + 1, 2 * capacity + 1):
            on, below, above = (
                formula.subs({a: edge + off, b: capacity}) for off in (0, -slightly, slightly)
            )
            assert max(abs(on - below), abs(on - above)) < 10 * slightly
