"""White spectra: the cubic, Marchenko-Pastur, the Bessel function, and the paper's cosh."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sympy import Expr, Float, Piecewise, Poly, Rational, besseli, exp, limit, oo, simplify, sqrt

from analytic import exact
from analytic.claim import Verdict
from analytic.comparison.verdict import verdict_on
from analytic.comparison.white_quantities import White
from analytic.notation import D_N, alpha, lambda_k, mean_error, nu, ratio, s, t, u, x_minus, x_plus
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Result
from analytic.symbolic.slow_sums.losses import ATOM
from derivations import RESULTS
from derivations.claims import claims_on
from derivations.claims.bordelon2024dynamical import APPROXIMATION
from derivations.white_spectrum import derive

NAMES = ("cubic", "quadratic", "memory", "fixed", "scaled", "late", "loss")
CLAIMS = dict(zip(NAMES, claims_on("white-spectrum"), strict=True))


def white() -> Result:
    return RESULTS["white-spectrum"]


def formulas() -> Mapping[str, Expr]:
    return white().formulas


def verdict(name, formula):
    """The verdict on another formula for the quantity of a claim."""
    claim = replace(CLAIMS[name], formula=formula)
    return verdict_on(claim, white().statements[claim.quantity])


def test_the_result_stands():
    assert white().page.proved
    assert not any(formula.atoms(Float) for formula in formulas().values())


def test_width_and_data_enter_alike():
    early = formulas()[White.EARLY]
    assert simplify(early - early.subs({nu: alpha, alpha: nu}, simultaneous=True)) == 0
    window = formulas()[White.WINDOW]
    assert simplify(window - window.subs({nu: alpha, alpha: nu}, simultaneous=True)) == 0


@pytest.mark.parametrize(("edge", "sign"), [(x_minus, -1), (x_plus, 1)])
def test_the_edges(edge, sign):
    assert simplify(formulas()[edge] - (1 + sign / sqrt(nu)) ** 2) == 0


def test_the_atom_holds_the_modes_without_a_feature():
    assert formulas()[ATOM] == Piecewise((0, nu > 1), (1 - nu, True))


def test_the_limit_is_the_bessel_function_of_a_semicircle():
    scaled = (exp(t) * formulas()[White.SHORT]).subs(t, u * sqrt(nu))
    assert simplify(scaled - besseli(1, 2 * u) / u) == 0


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("cubic", Verdict.HOLDS),
        ("quadratic", Verdict.SHARPENED),
        ("memory", Verdict.HOLDS),
        ("loss", Verdict.HOLDS_ONLY_WHERE),
        ("fixed", Verdict.HOLDS_ONLY_WHERE),
        ("scaled", Verdict.REFUTED),
        ("late", Verdict.REFUTED),
    ],
)
def test_the_verdicts(name, verdict):
    assert white().judgements[NAMES.index(name)].verdict == verdict


def test_changed_claims_change_their_verdicts():
    for name in ("cubic", "quadratic", "memory"):  # the equations, not their degrees
        assert verdict(name, CLAIMS[name].formula.subs(s, 2 * s)).verdict == Verdict.REFUTED
    assert verdict("late", (1 - 1 / sqrt(nu)) ** 2).verdict == Verdict.HOLDS
    assert verdict("fixed", exp(-t) * (1 + ratio * t)).verdict != Verdict.HOLDS
    assert verdict("fixed", formulas()[White.FIXED]).verdict == Verdict.HOLDS


def test_the_cubic_claimed_is_that_of_the_responses_as_the_paper_couples_them():
    """R_3 = 1 - (1/nu) R_1 R_3/(s + R_1 R_3), R_1 = 1 - (nu/alpha) (1 - R_3)."""
    data = 1 - nu * (1 - D_N) / alpha
    vanishing = nu * (s + data * D_N) * (D_N - 1) + data * D_N
    assert simplify(vanishing / CLAIMS["cubic"].formula).diff(D_N) == 0
    at_all_data = vanishing.subs(data, 1)
    assert simplify(at_all_data / CLAIMS["quadratic"].formula).diff(D_N) == 0


def test_the_limits_claimed_are_those_of_the_printed_approximation():
    scaled = (exp(t) * APPROXIMATION).subs(t, u * sqrt(nu))
    assert simplify(scaled - CLAIMS["scaled"].formula) == 0
    late = (-APPROXIMATION.diff(t) / APPROXIMATION).subs({nu: 9, t: 300}).evalf(30)
    assert abs(late - CLAIMS["late"].formula.subs(nu, 9)) < 1e-25


def test_the_loss_is_the_mean_error_at_twice_the_time_and_not_its_square():
    right = verdict("loss", mean_error(2 * t))
    assert (right.verdict, right.derived) == (Verdict.HOLDS, mean_error(2 * t))
    model = Model(MeasuredSpectrum([1], [1]), width=3)
    loss = exact.test_loss(model, 5)
    assert loss == pytest.approx(exact.mean_error(model, 10), rel=1e-10)
    assert loss > 1.5 * exact.mean_error(model, 5) ** 2


@pytest.mark.parametrize(("share", "time"), [(400, 40), (10**4, 200)])
def test_the_exact_error_takes_the_side_of_the_bessel_function(share, time):
    model = Model(MeasuredSpectrum([1], [1]), width=share)
    found = float(exact.mean_error(model, time, digits=15) * exp(time).evalf(20))
    claimed, derived = (
        float((exp(t) * one).subs({nu: share, t: time}).evalf())
        for one in (APPROXIMATION, formulas()[White.SHORT])
    )
    assert abs(derived / found - 1) < abs(claimed / found - 1) / 3


def test_fewer_features_than_modes_leave_the_atom_where_the_cosh_grows():
    model = Model(MeasuredSpectrum([1], [1]), width="1/4")
    assert exact.mean_error(model, 40) == pytest.approx(0.75, rel=1e-3)
    assert limit(APPROXIMATION.subs(nu, Rational(1, 4)), t, oo) == oo


def test_an_eigenvalue_rescales_time():
    scaled = derive(lambda_k)
    assert scaled.judgements == ()
    for name in (White.FIXED, White.EARLY, White.SHORT):
        faster = formulas()[name].subs(t, lambda_k * t)
        assert simplify(scaled.formulas[name] - faster) == 0
    assert Poly(scaled.formulas[White.CUBIC], D_N).degree() == 3


def test_how_long_the_window_is_good():
    """By its rate of decay it is off by e^(t M/N) x_-, once all but the slowest rate is gone."""
    assert simplify(formulas()[White.RATE_BY_IT] - formulas()[White.RATE]) == 0
    width = 400
    model = Model(MeasuredSpectrum([1], [1]), width=width)
    slowest = float(formulas()[x_minus].subs(nu, width))
    off = {}
    for time in (20, 4000):
        window = formulas()[White.SHORT].subs({nu: width, t: time}).evalf(20)
        found = exact.mean_error(model, time, digits=20)
        off[time] = float(window / Float(found, 20))
    assert abs(off[20] - 1) < 2 / width**0.5
    late = float(exp(Rational(4000, width))) * slowest
    assert off[4000] / late == pytest.approx(1, rel=2e-2)  # x_- + 3/(2 t)
