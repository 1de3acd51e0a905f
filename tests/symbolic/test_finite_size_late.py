"""Coefficients of 1/N and 1/P at late times, against two contour integrals of sums over modes."""

import numpy as np
import pytest
from sympy import Integer, Rational, lambdify, zeta

from analytic.notation import N, P, d, d_2, primed, s, t, w, w_2
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.symbolic.mean_field.finite_size import first_order, late_time_of_pairs, pairs
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers

SIDES = {"width": (N, P), "data": (P, N)}
SYMBOLS = (d, d_2, w, w_2)
TIMES = (150, 4500)
ALLOWED = 2.5  # a bounded remainder tends to a constant; a power of T off by 1/3 makes 3.1
LAST = 2000  # its rate is at most 5e-5 of the smallest |s|: three terms of the tail make 1e-13
SPECTRA = {
    "target steep": PowerLaw(8, 3),
    "between": PowerLaw(5, 3),
    "target flat": PowerLaw(2, 3),
    "a = b + 1": PowerLaw(4, 3),
    "a = 2b + 1": PowerLaw(7, 3),
    "two powers, multiplicities": PowerLaw(
        "9/4", "12/5", scale=2, further_powers=[(3, "7/2")], multiplicity_growth="1/4"
    ),
}


def mode_sum(spectrum, at, of_target, order):
    r"""\sum weight/(lambda + s)^order at many s; the weight is the target or lambda^order."""
    level = np.arange(1.0, LAST + 1)
    b, growth, scale = (
        float(x) for x in (spectrum.b, spectrum.multiplicity_growth, spectrum.scale)
    )
    rates = scale * level**-b
    powers = (
        [(float(weight), float(power) - growth) for weight, power in spectrum.target_powers]
        if of_target
        else [(scale**order, order * b - growth)]
    )
    weights = sum(weight * level**-power for weight, power in powers)
    head = (weights / (rates + at[:, None]) ** order).sum(axis=1)
    # 1/(lambda + s)^m = s^-m (1 - m lambda/s + ...)
    for n, binomial in enumerate((1, -order, order * (order + 1) / 2)):
        for weight, power in powers:
            tail = float(zeta(power + n * b, LAST + 1).evalf(15))
            head = head + binomial * weight * scale**n * tail / at ** (order + n)
    return head


def on_parabola(spectrum, scale):
    """The sums at nodes on a parabola around the cut, and the weights of the trapezoidal rule."""
    step = 1 / 16
    root = 1 + 1j * step * np.arange(-48, 49)
    at = scale * root**2
    kinds = ((False, 1), (False, 2), (True, 1), (True, 2))
    return [at, *(mode_sum(spectrum, at, *kind) for kind in kinds)], root * scale * step / np.pi


def exact(spectrum, numerator, time):
    """The inverse transform in both frequencies, each at time t."""
    letters = [s, *SYMBOLS]
    function = lambdify([*letters, *map(primed, letters)], numerator, "numpy")
    (here, weight), (there, weight2) = (on_parabola(spectrum, scale / time) for scale in (3, 6))
    here = [values[:, None] for values in here]
    kernel = np.exp(time * (here[0] + there[0])) * function(*here, *there) / (there[0] - here[0])
    return float((weight[:, None] * weight2 * kernel).sum().real)


def late(spectrum, side):
    """The series at late times, in 1/T with T = 2t."""
    terms = pairs(first_order(FIELD_EQUATIONS, *SIDES[side]))
    needed = {symbol: DEFINITIONS[symbol] for symbol in SYMBOLS}
    return late_time_of_pairs(terms, series_of_sums(spectrum, 2, needed).series, t, 1)


def growth(series, values):
    """How much the rescaled remainder grows between the two times."""
    ratios = []
    for time, value in values.items():
        here = (series.expression, series.remainder)
        claimed, bound = (float(e.subs(t, Integer(2 * time)).evalf(15)) for e in here)
        ratios.append(abs(value - claimed) / bound)
    near, far = ratios
    return far / near


@pytest.mark.one_in(4)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SPECTRA)
def test_the_error_at_late_times_is_within_the_remainder(name, side):
    spectrum = SPECTRA[name]
    numerator = first_order(FIELD_EQUATIONS, *SIDES[side])
    series = late(spectrum, side)
    values = {time: exact(spectrum, numerator, time) for time in TIMES}
    assert growth(series, values) < ALLOWED
    first = min(series.terms, key=lambda term: term[0])
    for factor in (0, Rational(1001, 1000)):
        changed = {**series.terms, first: factor * series.terms[first]}
        wrong = LogPowers(series.small, changed, series.omitted)
        assert growth(wrong, values) > ALLOWED
