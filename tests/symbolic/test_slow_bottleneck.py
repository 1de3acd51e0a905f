"""Bottleneck laws against slow sums: right laws stay within their remainder, wrong ones do not."""

import pytest
from sympy import Integer, Rational

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import N, a, b, d, d_2, kappa, w, w_2
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers, revert, substitute
from analytic.symbolic.slow_sums.losses import rescaled_remainder

NUMBERS = PowerLaw("12/5", "5/2", scale=2, amplitude=3)
SYMBOLS = PowerLaw(a, b)
KAPPAS = (Rational(1, 10**3), Rational(1, 10**5))
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
    return Law.of("r_N", N, series.expression, series.remainder, "")


def growth(loss, law, spectrum=NUMBERS, point=None, kappas=KAPPAS):
    near, far = (rescaled_remainder(loss, law, spectrum, point or {}, kappa) for kappa in kappas)
    return far / near


@pytest.mark.parametrize("name", LOSSES)
def test_a_right_law_stays_within_its_remainder(name):
    law = law_of(LOSSES[name], NUMBERS)
    assert growth(LOSSES[name], law) < ALLOWED


@pytest.mark.parametrize("name", ["kappa w", "with a quotient"])
def test_a_wrong_amplitude_or_exponent_does_not(name):
    loss, law = LOSSES[name], law_of(LOSSES[name], NUMBERS)
    for wrong in (
        Rational(1001, 1000) * law.leading,
        law.leading * N ** Rational(1, 100),
        law.leading.subs(N, N + Rational(1, 2)),
    ):
        assert growth(loss, law.with_formulas(leading=wrong)) > ALLOWED


def test_a_term_left_out_is_seen():
    loss = LOSSES["kappa w"]
    law = law_of(loss, NUMBERS)
    for term in law.leading.args:
        fewer = law.with_formulas(leading=law.leading - term)
        assert growth(loss, fewer) > ALLOWED


def test_a_symbolic_law_is_held_against_a_spectrum_in_numbers():
    loss, kappas = LOSSES["kappa w"], (Rational(1, 300), Rational(1, 6000))
    law, point = law_of(loss, SYMBOLS), {a: Rational(9, 5), b: Rational(4, 3)}
    assert growth(loss, law, SYMBOLS, point, kappas) < ALLOWED
    wrong = law.with_formulas(leading=law.leading.subs(b, b + Rational(1, 1000)))
    assert growth(loss, wrong, SYMBOLS, point, kappas) > ALLOWED


def test_a_last_mode_is_refused():
    law = Law.of("r_N", N, Integer(1), Integer(1), "")
    with pytest.raises(InvalidProblemError):
        growth(kappa, law, PowerLaw(2, 2, modes=50))
