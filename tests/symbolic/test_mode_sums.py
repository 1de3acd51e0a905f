"""Sums over modes: against direct sums of the definition, moments, series with their remainder."""

import mpmath
import pytest
from sympy import Integer, Rational, lambdify, zeta

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import a, b, c_k, d, d_2, k, kappa, lambda_k, w, w_2
from analytic.problem import PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums, moment, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.slow_sums.numeric import numeric

DIGITS = 25
AT = Rational(2, 7)

SPECTRA = {
    "plain": PowerLaw("7/3", "3/2"),
    "amplitudes": PowerLaw(2, "5/2", scale="1/3", amplitude=5),
    "two powers": PowerLaw(3, "9/4", amplitude="1/2", further_powers=[(7, "9/2"), (1, 2)]),
    "multiplicities": PowerLaw("10/3", "12/5", multiplicity=3, multiplicity_growth="1/2"),
    "all of it": PowerLaw(
        4,
        3,
        scale=2,
        amplitude="1/4",
        further_powers=[(3, "7/2")],
        multiplicity=2,
        multiplicity_growth=1,
    ),
}
SUMMANDS = {
    **{str(symbol): summand for symbol, summand in DEFINITIONS.items()},
    "trace-like": lambda_k**2 / (lambda_k + kappa),
    "target in data": c_k * lambda_k / (lambda_k + kappa) ** 2,
    "with a number": 5 * c_k / (lambda_k + 3 * kappa) ** 3,
    "kappa in front": kappa**2 * c_k / (lambda_k + kappa) ** 2,
    "a root": lambda_k * (1 + kappa / lambda_k) ** Rational(-1, 2),
}


def direct(spectrum, summand, at):
    """Modes one by one, and beyond mode K the integral with two terms of Euler and Maclaurin."""
    level = spectrum.scale * k**-spectrum.b
    target = sum(weight * k**-power for weight, power in spectrum.target_powers)
    weight = spectrum.multiplicity * k**spectrum.multiplicity_growth
    in_k = (weight * summand.subs(c_k, target)).subs({lambda_k: level, kappa: at})
    function, slope = lambdify(k, in_k, "mpmath"), lambdify(k, in_k.diff(k), "mpmath")
    with mpmath.workdps(DIGITS):
        last = 150
        head = mpmath.fsum(function(mpmath.mpf(n)) for n in range(1, last))
        # n = last / u^4 turns the tail's powers into a smooth integrand
        tail = mpmath.quad(lambda u: function(last / u**4) * 4 * last / u**5, [0, 1])
        return head + tail + function(mpmath.mpf(last)) / 2 - slope(mpmath.mpf(last)) / 12


def by_parts(spectrum, summand, at):
    shift, parts = mode_sums(spectrum, summand)
    with mpmath.workdps(DIGITS):
        total = mpmath.fsum(numeric(part, {kappa: at}, DIGITS) for part in parts)
        return total * (mpmath.mpf(at.p) / at.q) ** mpmath.mpmathify(shift)


@pytest.mark.parametrize("name", ["amplitudes", "multiplicities", "all of it"])
def test_harmonic_sums_are_the_sum_over_modes(name):
    for summand in SUMMANDS.values():
        exact = direct(SPECTRA[name], summand, AT)
        # the third derivative at mode 150, over 720: 1e-9 of a term that falls like k^-1.4
        assert abs(by_parts(SPECTRA[name], summand, AT) - exact) < 1e-11 * abs(exact)


def test_a_wrong_multiplicity_is_seen():
    right, wrong = (PowerLaw(4, 3, multiplicity_growth=g) for g in ("1/2", "1/3"))
    exact = direct(right, SUMMANDS["d"], AT)
    assert abs(by_parts(right, SUMMANDS["d"], AT) - exact) < 1e-11 * abs(exact)
    assert abs(by_parts(wrong, SUMMANDS["d"], AT) - exact) > 1e-3 * abs(exact)


def test_replicated_modes_sum_to_more():
    spectrum, copies = SPECTRA["all of it"], 3
    for symbol, weight in {d: copies, d_2: copies, w: copies, w_2: copies**2}.items():
        one = by_parts(spectrum, DEFINITIONS[symbol], AT)
        other = by_parts(spectrum.replicated(copies), DEFINITIONS[symbol], AT / copies)
        assert abs(other / one - weight) < 1e-14


@pytest.mark.parametrize(
    "summand",
    [
        c_k**2 / (lambda_k + kappa),
        c_k / (lambda_k + kappa) + lambda_k / (lambda_k + kappa),
        (1 + c_k) * lambda_k / (lambda_k + kappa),
        1 + 1 / (lambda_k + kappa),
        lambda_k / (lambda_k + kappa) / (lambda_k + 2 * kappa),
    ],
)
def test_another_summand_is_refused(summand):
    with pytest.raises(InvalidProblemError):
        mode_sums(SPECTRA["plain"], summand)


def test_a_last_mode_is_refused():
    with pytest.raises(InvalidProblemError, match="infinitely many"):
        mode_sums(PowerLaw(2, 2, modes=100), DEFINITIONS[d])


@pytest.mark.parametrize("name", SPECTRA)
@pytest.mark.parametrize("summand", [lambda_k, c_k, 3 * c_k * lambda_k**2, lambda_k**2 / 7])
def test_moments_are_sums(name, summand):
    exact = direct(SPECTRA[name], summand, AT)
    found = moment(SPECTRA[name], summand).evalf(DIGITS)
    assert abs(mpmath.mpf(str(found)) - exact) < 1e-11 * abs(exact)


def test_moments_known_by_heart():
    assert moment(PowerLaw(a, b), c_k * lambda_k) == zeta(a + b)
    assert moment(PowerLaw(a, b), lambda_k) == zeta(b)
    assert moment(PowerLaw(2, 4), a * lambda_k / b).equals(a * zeta(4) / b)


@pytest.mark.parametrize("summand", [c_k / lambda_k, Integer(1), c_k / lambda_k**2])
def test_a_divergent_moment_is_refused(summand):
    with pytest.raises(DivergenceError):
        moment(SPECTRA["amplitudes"], summand)


@pytest.mark.parametrize("summand", [c_k**2, c_k + lambda_k, lambda_k + lambda_k**2])
def test_what_is_no_moment_is_refused(summand):
    with pytest.raises(InvalidProblemError):
        moment(SPECTRA["plain"], summand)


def growth(exact, series):
    """How much the rescaled remainder grows from the larger to the smaller kappa."""
    ratios = []
    for at, value in exact.items():
        here = (series.expression, series.remainder)
        with mpmath.workdps(DIGITS):
            claimed, bound = (mpmath.mpf(str(e.subs(kappa, at).evalf(DIGITS))) for e in here)
            ratios.append(abs(value - claimed) / bound)
    near, far = ratios
    return far / near


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", ["plain", "two powers", "all of it"])
def test_series_are_the_sums_up_to_their_remainder(name):
    spectrum = SPECTRA[name]
    for symbol, series in series_of_sums(spectrum, 2).series.items():
        points = Rational(1, 50), Rational(1, 2000)
        exact = {at: by_parts(spectrum, DEFINITIONS[symbol], at) for at in points}
        # a bounded ratio tends to a constant; a power of kappa off by 1/4 would make 2.5
        assert growth(exact, series) < 1.5
        for key in series.terms:
            fewer = {other: c for other, c in series.terms.items() if other != key}
            assert growth(exact, LogPowers(kappa, fewer, series.omitted)) > 1.5


def test_where_poles_meet_there_is_a_logarithm():
    on_boundary = series_of_sums(PowerLaw("5/2", "3/2"), 2, {w: DEFINITIONS[w]}).series[w]
    assert on_boundary.leading[0] == (0, 1)
    assert on_boundary.leading[1] == -Rational(2, 3)
    exact = by_parts(PowerLaw("5/2", "3/2"), DEFINITIONS[w], Rational(1, 10**4))
    claimed = on_boundary.expression.subs(kappa, Rational(1, 10**4)).evalf(DIGITS)
    assert abs(mpmath.mpf(str(claimed)) - exact) < 1e-6


def test_symbolic_series_become_those_of_numbers():
    point = {a: Rational(13, 5), b: Rational(9, 4)}
    symbolic = series_of_sums(PowerLaw(a, b), 2).series
    for symbol, series in series_of_sums(PowerLaw(*point.values()), 2).series.items():
        numbers = {
            (e.subs(point), j): c.subs(point) for (e, j), c in symbolic[symbol].terms.items()
        }
        assert set(series.terms) <= set(numbers)
        for key, coefficient in series.terms.items():
            assert abs((numbers[key] / coefficient).evalf(DIGITS) - 1) < 1e-20
        dropped = set(numbers) - set(series.terms)
        assert all(e >= min(o for o, _ in series.omitted) for e, _ in dropped)


def test_conditions_name_the_meetings():
    conditions = series_of_sums(PowerLaw(a, b), 2).conditions
    for meeting in ({a: b + 1}, {a: 2 * b + 1}):
        assert any(not condition.subs(meeting).simplify() for condition in conditions)
    assert all(condition.subs({a: 5, b: Rational(7, 5)}) for condition in conditions)


def test_definitions_are_related_by_slopes():
    for whole, square, front in ((d, d_2, kappa), (w, w_2, Integer(1))):
        slope = DEFINITIONS[whole].diff(kappa)
        if whole == d:
            assert cancel(front * slope + DEFINITIONS[d] - DEFINITIONS[square]) == 0
        else:
            assert cancel(slope + DEFINITIONS[square]) == 0
