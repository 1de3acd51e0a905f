"""N and P far beyond d(1/t) and M: kappa next to s, its root next to zero, edges next to poles."""

import random

import mpmath as mp
import numpy as np
import pytest
from sympy import Float, I, Integer, Rational, ceiling, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.exact.continuation import Continuation
from analytic.exact.precision import Multiple
from analytic.exact.response import fixed_point

from .reference import harmonic, number

BASES = [("2", "3/2"), ("9/5", "6/5"), ("11/10", "21/20"), ("13/10", "4"), ("4", "3/2"), ("6", "2")]
RESOURCES = [("width",), ("samples",), ("width", "samples")]


def limited(spectrum, names, n):
    return Model(spectrum, **dict.fromkeys(names, n))


def first_order(spectrum, names, time, digits):
    terms = [exact.finite_size_coefficient(spectrum, name, time, digits) for name in names]
    with mp.workdps(digits + 10):
        return mp.fsum(terms)


def agrees_with_first_order(spectrum, names, n, time, digits, second):
    """Whether L(t, n) - L(t) is c/n, up to `second` of it and the digits asked for."""
    found = exact.losses(limited(spectrum, names, n), time, digits)
    free = exact.test_loss(Model(spectrum), time, digits + 5)
    first = first_order(spectrum, names, time, digits)
    with mp.workdps(digits + 10):
        term = first / int(n)
        allowed = second * term + 2 * mp.mpf(10) ** -digits * found.test
        assert names != ("width",) or found.train == found.test
        return abs(found.test - free - term) < allowed


# --- Losses --------------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize(("a", "b"), BASES)
def test_the_loss_at_enormous_resources(a, b, names):
    """n = 10^k d(1/t), k = 0 ... 40, t = 1e-3 ... 1e30: what is left is some d/n of c/n."""
    draw = random.Random(f"{a} {b} {names}")
    spectrum = PowerLaw(a, b)
    for low in (1, 21) if names == ("samples",) else (11, 31):
        k, time = draw.randint(low, low + 9), Rational(10) ** draw.randint(-3, 30)
        digits = draw.choice([15, 33, 60])
        dimension = ceiling(Float(exact.resolvents(spectrum, 1 / time).d.real))
        n = Integer(dimension) * Integer(10) ** k
        assert agrees_with_first_order(spectrum, names, n, time, digits, 10 * mp.mpf(10) ** -k)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize("k", [2, 14, 15, 16, 18, 40])
@pytest.mark.parametrize("digits", [20, 33])
def test_angles_that_doubles_do_not_resolve(names, k, digits):
    """At k = 15 kappa = s (1 + 1e-15), and arg kappa - arg s is below the last bit of a double."""
    second = 10 * mp.mpf(10) ** -k
    n = 2418400 * Integer(10) ** k
    assert agrees_with_first_order(PowerLaw(2, "3/2"), names, n, 10**9, digits, second)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize("size", [10**40, 10**130])
@pytest.mark.parametrize(("a", "b"), [("13/10", "4"), ("2", "3/2"), ("13/10", "8")])
def test_kappa_of_zero_beyond_the_range_of_doubles(a, b, size, names):
    """kappa(0) is about n^-b, down to 1e-1600, and w' is about kappa^-2."""
    model = limited(PowerLaw(a, b), names, size)
    doubles, digits = exact.losses(model, 1), exact.losses(model, 1, 20)
    free = exact.test_loss(Model(PowerLaw(a, b)), 1, 20)
    for value, precise in zip(doubles, digits, strict=True):
        assert abs(value / precise - 1) < 1e-11
        assert abs(precise / free - 1) < mp.mpf(10) ** -19


@pytest.mark.one_in(4)
@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize(("modes", "k"), [(1, 16), (1, 60), (30, 8), (30, 24), (10**9, 16)])
def test_finite_spectra_long_after_they_are_learnt(modes, k, names):
    """lambda_M t up to 10^(k/3): the edge of the spectrum is M^-b (1 - n^-1/2 ...), next to a pole.

    The loss is about e^{-2 lambda_M t}; the terms of c/n are (lambda_M t)^2/n and more.
    """
    spectrum = PowerLaw(3, 2, modes=modes)
    for power in (0, k // 8, k // 3):
        time = Integer(10) ** power * modes**2
        n = modes * Integer(10) ** k
        second = 1000 * mp.mpf(10) ** (2 * power - k)
        assert agrees_with_first_order(spectrum, names, n, time, k + 15, second)


@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize("n", [10**6, 10**16, 10**30, 10**80])
def test_the_edge_of_a_flat_spectrum(names, n):
    """One mode: (1 - n^-1/2)^2 of Marchenko and Pastur; losses there in doubles and in digits."""
    model = limited(MeasuredSpectrum([1], [1]), names, n)
    if len(names) == 1:
        with mp.workdps(30):
            expected = (1 - 1 / mp.sqrt(n)) ** 2
            assert abs(exact.spectral_edge(model) - expected) < 1e-11
    for time in (30.0, 1e4):
        value, precise = exact.test_loss(model, time), exact.test_loss(model, time, 20)
        assert value == float(precise) or abs(value / precise - 1) < 1e-11


# --- Responses -----------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize("b", ["6/5", "3"])
@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize("k", [3, 12, 16, 40])
def test_responses_by_an_independent_dimension(b, names, k):
    """kappa D_P D_N = s with a sum of the test's own, and 1 - R to digits of its own."""
    s = Rational(-1, 9) + I / 10
    found = exact.responses(limited(PowerLaw(2, b), names, 10**k), s, digits=60)
    with mp.workdps(75):
        point = mp.mpc(number("-1/9"), number("1/10"))
        d = harmonic("0", b, found.kappa)
        response = 1 - d / mp.mpf(10) ** k
        assert abs(found.kappa * response ** len(names) - point) < mp.mpf(10) ** -59
        assert (
            abs(found.kappa / point - 1 - len(names) * d / mp.mpf(10) ** k)
            < 1000 * (abs(d) / mp.mpf(10) ** k) ** 2 + mp.mpf(10) ** -59
        )
        assert mp.arg(found.kappa) < mp.arg(point)


@pytest.mark.parametrize("names", RESOURCES)
@pytest.mark.parametrize("modes", [oo, 40])
def test_the_root_beside_s_is_the_continued_one(names, modes):
    """Where Newton's method starts at s, continuation from the positive axis ends at its root."""
    arithmetic = Multiple(150)
    model = limited(PowerLaw("9/5", "6/5", modes=modes), names, 10**15)
    angles = np.exp(1j * np.pi * np.array([0.0, 0.5, -0.8, 0.9]))
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        s = arithmetic.complex(0.7 * angles)
        assert equations._bits_of_free_root(s) > 36
        continued = equations._settled(s, Continuation(equations).solve(s))
        gap = arithmetic.log2_abs(equations.solve(s).kappa / continued - 1)
    assert np.all(gap < -140)


@pytest.mark.parametrize("modes", [oo, 40])
@pytest.mark.parametrize("n", [5, 10**4, 10**9, 10**20])
def test_the_bits_to_which_kappa_is_s_are_not_overstated(modes, n):
    arithmetic = Multiple(150)
    model = limited(PowerLaw("9/5", "6/5", modes=modes), ("width", "samples"), n)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        for angle in (0.0, 0.5, 0.9, 0.99):
            s = arithmetic.complex(np.array([0.003, 0.2]) * np.exp(1j * np.pi * angle))
            bits = equations._bits_of_free_root(s)
            gap = arithmetic.log2_abs(equations.solve(s).kappa / s - 1)
            assert np.all(gap <= 1 - bits) or bits == 0
