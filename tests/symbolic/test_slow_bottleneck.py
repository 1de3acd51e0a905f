"""Bottleneck laws against slow sums: right laws stay within their remainder, wrong ones do not."""

from dataclasses import replace

import pytest
from sympy import Float, Integer, Rational

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import N, a, b, d, d_2, kappa, w, w_2
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.reversion import revert
from analytic.symbolic.series.substitution import substitute
from analytic.symbolic.slow_sums import slow_bottleneck
from analytic.symbolic.slow_sums.slow_bottleneck import Remainder, largest_remainder

NUMBERS = PowerLaw("12/5", "5/2", scale=2, amplitude=3)
SYMBOLS = PowerLaw(a, b)
ALLOWED = 2  # a bounded remainder tends to a constant; kappa falls by a hundred
LOSSES = {
    "the regulariser": kappa,
    "kappa w": kappa * w,
    "a product": d * w_2 * kappa**2,
    "with a quotient": kappa**2 * w_2 / (1 - d_2 / d),
}


def law_of(loss, spectrum):
    """A law from series, reversion and substitution, without its regimes."""
    sums = series_of_sums(spectrum, 2, DEFINITIONS).series
    inside = substitute(loss, {**sums, kappa: LogPowers.variable(kappa)}, kappa, 1)
    series = inside.composed(revert(sums[d], N, 1), 1)
    return Law("r_N", N, series.expression, series.remainder, "")


@pytest.mark.parametrize("name", LOSSES)
def test_a_right_law_stays_within_its_remainder(name):
    law = law_of(LOSSES[name], NUMBERS)
    worst = largest_remainder(LOSSES[name], law, NUMBERS)
    assert worst.growth < ALLOWED
    assert worst.point == {}


@pytest.mark.parametrize("name", ["kappa w", "with a quotient"])
def test_a_wrong_amplitude_or_exponent_does_not(name):
    loss, law = LOSSES[name], law_of(LOSSES[name], NUMBERS)
    for wrong in (
        Rational(1001, 1000) * law.leading,
        law.leading * N ** Rational(1, 100),
        law.leading.subs(N, N + Rational(1, 2)),
    ):
        assert largest_remainder(loss, replace(law, leading=wrong), NUMBERS).growth > ALLOWED


def test_a_term_left_out_is_seen():
    loss = LOSSES["kappa w"]
    law = law_of(loss, NUMBERS)
    for term in law.leading.args:
        fewer = replace(law, leading=law.leading - term)
        assert largest_remainder(loss, fewer, NUMBERS).growth > ALLOWED


def test_symbolic_laws_are_held_against_several_spectra(monkeypatch):
    monkeypatch.setattr(slow_bottleneck, "_REGULARISERS", (Rational(1, 300), Rational(1, 6000)))
    loss = LOSSES["kappa w"]
    law = law_of(loss, SYMBOLS)
    assert largest_remainder(loss, law, SYMBOLS).growth < ALLOWED
    wrong = replace(law, leading=law.leading.subs(b, b + Rational(1, 1000)))
    worst = largest_remainder(loss, wrong, SYMBOLS)
    assert worst.growth > ALLOWED
    assert worst.point in slow_bottleneck._POINTS
    monkeypatch.setattr(slow_bottleneck, "_POINTS", slow_bottleneck._POINTS[:1])
    assert largest_remainder(loss, law, SYMBOLS).point == slow_bottleneck._POINTS[0]


def test_the_points_are_in_all_regimes():
    sides = {(p[a] > p[b] + 1, p[a] > 2 * p[b] + 1) for p in slow_bottleneck._POINTS}
    assert sides == {(False, False), (True, False), (True, True)}


def test_growth_is_the_ratio_of_far_to_near():
    assert Remainder(Float(2), Float(5), {}).growth == 2.5


def test_a_last_mode_is_refused():
    law = Law("r_N", N, Integer(1), Integer(1), "")
    with pytest.raises(InvalidProblemError):
        largest_remainder(kappa, law, PowerLaw(2, 2, modes=50))
