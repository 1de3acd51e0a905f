"""Where the loss turns up without label noise: formulas, verdicts, faults, other spectra."""

import numpy as np
import pytest
from sympy import Integer, Rational, nsolve

from analytic import exact
from analytic.comparison import turning_up
from analytic.comparison.turning_up import Turn, edge_of
from analytic.errors import InvalidProblemError
from analytic.notation import (
    G_1,
    N,
    P,
    a,
    b,
    d,
    lambda_k,
    nu,
    sigma2_0,
    x_minus,
    y,
)
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.stated import L_BEST
from analytic.status import Status
from analytic.symbolic.training.turn import sign_of_terms
from derivations import RESULTS, early_stopping
from tests.planted import objections

NAME = "early-stopping"
DYING, SIDES = "what dies last", "the ratio below which the loss ends rising"
TIME = "the best time without label noise"
EDGE = "the slope at the edge"
RISE = "the rise without label noise by replication"


def test_the_result_passes():
    assert objections(RESULTS[NAME], DYING, SIDES, TIME, EDGE, RISE) == set()


@pytest.mark.parametrize("theory", [lambda found: 0 * found, lambda found: 3 * found])
def test_another_rise_is_noticed(monkeypatch, theory):
    """None at all, and one of three times the size."""
    right = exact.test_loss
    monkeypatch.setattr(turning_up.exact, "test_loss", lambda *asked: theory(right(*asked)))
    assert objections(RESULTS[NAME], RISE) == {RISE}


def test_the_sign_of_late_modes_is_read_from_the_weight():
    weight = RESULTS[NAME].formulas[Turn.WEIGHT]
    for power, expected in (("1/3", -1), ("0", 0), ("-1/3", 1)):  # of lambda_k in c_k/lambda_k
        assert sign_of_terms(weight, lambda_k ** Rational(power)) == expected
        assert sign_of_terms(-weight, lambda_k ** Rational(power)) == -expected
    with pytest.raises(InvalidProblemError, match="not once"):
        sign_of_terms(weight * (lambda_k - 1), lambda_k)


def test_how_best_time_and_loss_scale_is_argued_and_the_signs_are_proved():
    argued = {str(one.left) for one in RESULTS[NAME].page.equations if one.heuristic}
    assert argued == {"t^*", "L(t^*)"}
    assert {one.status for one in RESULTS[NAME].judgements} == {Status.PROVED}


@pytest.mark.parametrize(
    ("power", "sign"), [("5/4", -1), ("3/2", 0), ("7/4", 1), ("3", 1), ("5", 1)]
)
def test_unlimited_width_ends_rising_where_a_is_below_b(power, sign):
    """At a = b the first transient is absent, at every P."""
    model = Model(PowerLaw(power, "3/2"), samples=7)
    edge = edge_of(model, 20)
    rise = RESULTS[NAME].formulas[Turn.WIDE].subs(edge)
    assert np.sign(float(rise)) == -sign if sign else abs(rise) < 1e-15


@pytest.mark.parametrize("growth", [-1, 0, 1])
def test_the_theorem_for_any_spectrum(growth):
    """c_k/lambda_k growing with k, constant, and falling: ends rising, neither, falling."""
    rates = [Rational(1, 1 + k) for k in range(6)]
    target = [rate ** (1 - growth) for rate in rates]
    edge = edge_of(Model(MeasuredSpectrum(rates, target), samples=3), 20)
    rise = float(RESULTS[NAME].formulas[Turn.WIDE].subs(edge))
    assert (np.sign(rise) if abs(rise) > 1e-15 else 0) == growth


def test_the_weights_change_sign_once_and_add_up_to_nothing():
    model = Model(PowerLaw(2, "3/2", modes=9), samples=4)
    weight = RESULTS[NAME].formulas[Turn.WEIGHT].subs(edge_of(model, 20))
    (letter,) = weight.free_symbols
    rates = [Integer(k) ** Rational(-3, 2) for k in range(1, 10)]
    values = [float(weight.subs(letter, rate)) for rate in rates]
    assert np.sum(np.diff(np.sign(values)) != 0) == 1
    assert abs(sum(v * float(r) for v, r in zip(values, rates, strict=True))) < 1e-14


@pytest.mark.parametrize("target", [Rational(8, 5), Integer(2), Rational(12, 5)])
def test_the_boundary_lies_between_turning_up_and_not(target):
    values = {a: target, b: Rational(3, 2)}
    system = [RESULTS[NAME].formulas[name].subs(values) for name in (Turn.SHARE, Turn.EDGE)]
    ratio, _ = nsolve(system, (nu, y), (20, Rational(29, 10)))
    spectrum, samples = PowerLaw(a, b).at(values), 10**8
    times = [
        exact.optimal_stopping(Model(spectrum, round(samples * ratio * x), samples)).time
        for x in (0.5, 1.1)
    ]
    assert np.isfinite(times[0])
    assert times[1] == np.inf


def test_no_ratio_ends_falling_beyond_a_of_b_plus_1():
    assert RESULTS[NAME].formulas[Turn.FLAT].subs({a: 4, b: 2, nu: 3, y: 1}) > 0
    edge = RESULTS[NAME].formulas[Turn.EDGE]
    limit = b / (b - 1)
    assert (edge.subs(y, limit) * edge.subs(y, 1)).subs({b: 2, nu: 5}) < 0


def test_the_least_noise_that_makes_the_loss_turn_up():
    """The exact threshold at P = 1e6 against its law; both signs beside it."""
    values = {a: Integer(2), b: Rational(3, 2)}
    samples = Integer(10) ** 6
    least = RESULTS[NAME].formulas[Turn.NOISE].subs(values).subs(P, samples)
    edge = edge_of(Model(PowerLaw(2, "3/2"), samples=samples), 30)
    own = -RESULTS[NAME].formulas[Turn.WIDE].subs(edge)
    assert float(own / least.evalf()) == pytest.approx(1, rel=1e-3)
    times = [
        exact.optimal_stopping(
            Model(PowerLaw(2, "3/2"), samples=samples, noise=Rational(str((least * x).evalf(12))))
        ).time
        for x in (Rational(1, 2), Integer(3))
    ]
    assert times[0] == np.inf
    assert np.isfinite(times[1])


@pytest.mark.slow
@pytest.mark.parametrize("scale", [Rational(1, 2), Integer(3)])
def test_other_spectra_have_the_same_boundary_and_another_clock(scale):
    found = early_stopping.derive(PowerLaw(a, b, scale=scale, amplitude=2))
    for name in (Turn.LATE, Turn.NARROW, Turn.WIDE, Turn.EDGE, Turn.SHARE, L_BEST):
        assert found.formulas[name] == RESULTS[NAME].formulas[name]
    rate = found.formulas[x_minus] / RESULTS[NAME].formulas[x_minus]
    assert abs(rate.subs({b: Rational(3, 2), N: 7}).evalf() / scale - 1) < 1e-12
    noise = found.formulas[Turn.NOISE] / RESULTS[NAME].formulas[Turn.NOISE]
    assert abs(noise.subs({a: 2, b: Rational(3, 2), P: 7}).evalf() / 2 - 1) < 1e-12
    assert found.judgements == ()


def test_the_page_has_the_letters_of_the_end():
    shown = set().union(*(equation.left.free_symbols for equation in RESULTS[NAME].page.equations))
    assert {G_1, sigma2_0, x_minus, d} - shown <= {d}
    assert RESULTS[NAME].formulas[Turn.ENDED].subs(a, b) == 0
