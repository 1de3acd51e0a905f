"""Residual depth: beyond t = M^b only the floor is left, where random features have saturated."""

import pytest
from sympy import Rational, zeta

import analytic as an
from analytic import exact
from analytic.notation import D_N, J, M, a, b, d, r_C, tau
from derivations import RESULTS

RESIDUAL = an.ResidualProjection("inf", 1)
SPECTRUM = an.PowerLaw("7/2", "3/2")  # a > b + 1


def loss_and_floor(modes: int, time: float) -> tuple[float, float]:
    floor = float(zeta(Rational(7, 2), modes + 1))
    model = an.Model(SPECTRUM.with_modes(modes), projection=RESIDUAL)
    return float(exact.test_loss(model, time)) + floor, floor


def test_the_loss_comes_down_to_its_floor() -> None:
    """The time is that of the slowest rate, with a logarithm of M."""
    for modes in (100, 1000):
        model = an.Model(SPECTRUM.with_modes(modes), projection=RESIDUAL)
        time = 10 / exact.spectral_edge(model)
        loss, floor = loss_and_floor(modes, time)
        assert loss == pytest.approx(floor, rel=1e-2)
    assert float(exact.test_loss(an.Model(SPECTRUM, 1000))) > 30 * floor


def test_a_budget_does_better_than_random_features_do() -> None:
    """At C = 10^9 by more than what the exponents (a - 1)/a and (a - 1)/(b + 1) leave open."""
    compute = 1e9
    best = min(loss_and_floor(modes, compute / modes)[0] for modes in (600, 700, 800, 900))
    assert best < exact.frontier(an.Model(SPECTRUM), compute).loss / 5
    assert RESULTS["residual-depth"].formulas[r_C].subs({a: Rational(7, 2), b: Rational(3, 2)}) == 1


def test_a_layer_with_much_noise_loses_the_last_mode() -> None:
    formula = RESULTS["residual-depth"].formulas[D_N]
    for strength, left in (("1/2", Rational(1, 3)), (1, 0), (3, 0)):
        found = formula.subs({J: 1, tau: Rational(strength), d: M}).subs(M, 12)
        assert found.simplify() == left
