"""Harmonic sums of power laws against their definition, in every regime and at every seam."""

import random

import gmpy2
import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

from analytic.exact.precision import Double, Multiple
from analytic.exact.sums.finite_harmonic_sums import FiniteHarmonicSums
from analytic.exact.sums.harmonic_sums import HarmonicSums
from analytic.exact.sums.zeta import cut, integers
from tests.exact.reference import harmonic, hurwitz, number

GUARD = 25
# A term near its pole has the condition number 1/sin(0.03 pi) = 11; a few such terms add up.
EPS_MULTIPLE = 100
SHIFTS = (Rational(0), Rational(1, 1000), Rational(-1, 10**9), Rational(1, 10**20))


def frequency(arithmetic, b, x, argument):
    """kappa with |kappa|^(-1/b) = x, as mpmath and as the arithmetic has it: the same number."""
    kappa = mp.mpc(1) * number(x) ** -number(b) * mp.expj(argument * mp.pi)
    if isinstance(arithmetic, Double):
        return mp.mpc(complex(kappa)), np.array([complex(kappa)])
    with arithmetic.working():
        exact = gmpy2.mpc(
            *(gmpy2.mpfr(mp.nstr(part, mp.mp.dps)) for part in (kappa.real, kappa.imag))
        )
    return mpmath_of(exact), np.array([exact], dtype=object)


def mpmath_of(value):
    """A complex number of either arithmetic in mpmath, exactly."""
    if not isinstance(value, complex):
        parts = (value.real.as_mantissa_exp(), value.imag.as_mantissa_exp())
        return mp.mpc(*(mp.mpf(int(m)) * mp.mpf(2) ** int(e) for m, e in parts))
    return mp.mpc(value)


def discrepancy(arithmetic, b, p, x, argument, modes=None):
    """The relative error of S_p(kappa) and of its derivative, in units of the last bit."""
    with mp.workdps(int(arithmetic.bits * 0.302) + GUARD):
        kappa, at = frequency(arithmetic, b, x, argument)
        exact_b, exact_p = Rational(b), Rational(p)
        if modes is None:
            sums = HarmonicSums(arithmetic, exact_b, (exact_p,))
        else:
            sums = FiniteHarmonicSums(arithmetic, exact_b, (exact_p,), modes)
        with arithmetic.working():
            value, _ = sums.evaluate(at)
        expected = harmonic(p, b, kappa, modes)
        return float(abs(mpmath_of(value[0, 0]) / expected - 1) * 2**arithmetic.bits)


def slope_discrepancy(arithmetic, b, p, x, argument, modes=None):
    """The relative error of dS_p/dkappa against a central difference at three times the digits."""
    digits = int(arithmetic.bits * 0.302) + GUARD
    with mp.workdps(digits):
        kappa, at = frequency(arithmetic, b, x, argument)
    exact_b, exact_p = Rational(b), Rational(p)
    if modes is None:
        sums = HarmonicSums(arithmetic, exact_b, (exact_p,))
    else:
        sums = FiniteHarmonicSums(arithmetic, exact_b, (exact_p,), modes)
    with arithmetic.working():
        _, slope = sums.evaluate(at)
    with mp.workdps(2 * digits):
        step = abs(kappa) * mp.mpf(10) ** (-digits // 2 - 4)
        rise = harmonic(p, b, kappa + step, modes) - harmonic(p, b, kappa - step, modes)
        expected = rise / (2 * step)
        return float(abs(mpmath_of(slope[0, 0]) / expected - 1) * 2**arithmetic.bits)


def random_cases(count, seed, largest):
    draw = random.Random(seed)
    for _ in range(count):
        b = draw.choice(["11/10", "6/5", "3/2", "2", "5/2", "37/10", "6"])
        p = draw.choice(["0", "1/2", "-1/20", "3/10", "1", "5/4", "2", "3"])
        x = str(Rational(draw.randint(1, 10**6), 10**8) * Rational(largest) * 100)
        yield b, p, x, draw.uniform(-0.97, 0.97)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("b", "p", "x", "argument"), list(random_cases(40, 1, 300)))
def test_doubles_agree_with_the_definition(b, p, x, argument):
    assert discrepancy(Double(), b, p, x, argument) < EPS_MULTIPLE


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("b", "p", "x", "argument"), list(random_cases(12, 2, 100)))
def test_forty_five_digits_agree_with_the_definition(b, p, x, argument):
    assert discrepancy(Multiple(150), b, p, x, argument) < EPS_MULTIPLE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("b", "p", "x", "argument"), [("3/2", "1/2", "26.7", 0.97), ("41/20", "1", "3.8", -0.5)]
)
def test_two_hundred_digits_agree_with_the_definition(b, p, x, argument):
    assert discrepancy(Multiple(700), b, p, x, argument) < EPS_MULTIPLE


@pytest.mark.one_in(4)
@pytest.mark.parametrize("arithmetic", [Double(), Multiple(150)], ids=str)
@pytest.mark.parametrize("seam", [0.25, 1, 2, 16])
@pytest.mark.parametrize("side", ["999/1000", "1001/1000"])
def test_both_sides_of_every_seam(arithmetic, seam, side):
    x = str(Rational(seam) * cut(arithmetic.bits) * Rational(side))
    assert discrepancy(arithmetic, "3/2", "1/2", x, 0.97) < EPS_MULTIPLE


@pytest.mark.parametrize("arithmetic", [Double(), Multiple(150)], ids=str)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("shift", SHIFTS)
def test_resonances_and_their_neighbourhood(arithmetic, order, shift):
    p = str(1 + Rational(3, 2) * order + shift)
    assert discrepancy(arithmetic, "3/2", p, "90", -0.7) < EPS_MULTIPLE


@pytest.mark.one_in(4)
@pytest.mark.parametrize("p", ["0", "1001/1000"])
@pytest.mark.parametrize("x", ["1/5", "7", "30", "90"])
def test_derivatives_agree_with_difference_quotients(p, x):
    assert slope_discrepancy(Multiple(100), "3/2", p, x, 0.6) < EPS_MULTIPLE


@pytest.mark.parametrize("argument", [0.0, 0.9, -0.5])
@pytest.mark.parametrize("arithmetic", [Double(), Multiple(150)], ids=str)
def test_small_kappa_follows_its_expansion(arithmetic, argument):
    """At X = 1e9 five terms leave kappa^5, and the poles' residues e^{-2 pi X sin} nothing."""
    b, p = "3/2", "1/2"
    with mp.workdps(70):
        kappa, at = frequency(arithmetic, b, "1000000000", argument)
        alpha = (1 - number(p)) / number(b)
        power = mp.pi / number(b) / mp.sin(mp.pi * alpha) * kappa**-alpha
        series = mp.fsum((-kappa) ** j * mp.zeta(number(p) - number(b) * j) for j in range(5))
        sums = HarmonicSums(arithmetic, Rational(b), (Rational(p),))
        with arithmetic.working():
            value, _ = sums.evaluate(at)
        assert (
            abs(mpmath_of(value[0, 0]) / (power + series) - 1)
            < EPS_MULTIPLE * mp.mpf(2) ** -arithmetic.bits
        )


@pytest.mark.parametrize("p", ["100001/100000", "101/100", "6/5", "124/100", "5/4", "126/100", "9"])
@pytest.mark.parametrize("b", ["21/20", "3/2"])
def test_the_value_at_zero_is_the_zeta_function(p, b):
    """Also where the exponent is nearly one; there it has the condition number 1/(p - 1)."""
    arithmetic = Multiple(150)
    with arithmetic.working():
        value = HarmonicSums(arithmetic, Rational(b), (Rational(p),)).at_zero()[0]
    with mp.workdps(70):
        error = abs(mpmath_of(gmpy2.mpc(value, precision=160)) / mp.zeta(number(p)) - 1)
        assert error * min(1, number(p) - 1) < EPS_MULTIPLE * mp.mpf(2) ** -arithmetic.bits


@pytest.mark.one_in(4)
@pytest.mark.parametrize("modes", [1500, 5000])
@pytest.mark.parametrize("ratio", ["1/100", "1/3", "499/1000", "501/1000", "1", "199/100", "100"])
@pytest.mark.parametrize("argument", [0.0, 0.85, 0.97])
def test_finite_sums_agree_with_plain_addition(modes, ratio, argument):
    x = str(Rational(ratio) * modes)
    assert discrepancy(Multiple(100), "3/2", "1/2", x, argument, modes) < EPS_MULTIPLE
    # |arg kappa| near pi at X < M runs past a pole on the axis of k at distance 0.06 X.
    assert discrepancy(Double(), "6/5", "1", x, argument, modes) < EPS_MULTIPLE


@pytest.mark.parametrize("ratio", ["1/1000000", "1/100", "2/3", "100"])
@pytest.mark.parametrize(("b", "p"), [("3/10", "1/7"), ("2/3", "0"), ("9/10", "0")])
def test_sums_that_diverge_with_all_modes_agree_with_plain_addition(b, p, ratio):
    """The two continued sums are larger than their difference, by ten bits where b is small."""
    x = str(Rational(ratio) * 1500)
    assert not FiniteHarmonicSums(Multiple(100), Rational(b), (Rational(p),), 1500).few
    assert discrepancy(Multiple(100), b, p, x, 0.8, 1500) < 2**10 * EPS_MULTIPLE


def test_sums_on_a_pole_of_zeta_are_added_one_by_one():
    for b, p in (("1/2", "0"), ("1/3", "2/3"), ("1/20", "0"), ("0", "2")):
        assert FiniteHarmonicSums(Multiple(100), Rational(b), (Rational(p),), 3000).few


HUNDREDS = [300, 700, 1024]  # more than are added one by one at 150 bits, fewer than in doubles
RATIOS = ["1/100", "1/3", "499/1000", "1", "199/100", "100"]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("modes", HUNDREDS)
@pytest.mark.parametrize("argument", [0.0, 0.85, 0.97, 0.979, 0.985, 0.999])
def test_a_few_hundred_modes_agree_with_plain_addition(modes, argument):
    """By Euler-Maclaurin away from the negative axis, and one by one beside it.

    At 0.999 pi a term next to its pole has the condition number 1/sin(0.001 pi) = 318, the sum of
    its neighbours and its power of kappa up to eighteen times that.
    """
    assert 8 * cut(150) < min(HUNDREDS)
    room = EPS_MULTIPLE if argument < 0.98 else 2**12.5
    for ratio in RATIOS:
        x = str(Rational(ratio) * modes)
        assert discrepancy(Multiple(150), "3/2", "1/2", x, argument, modes) < room


def test_a_tail_of_a_few_hundred_modes_that_ends_too_early_is_caught(monkeypatch):
    order = FiniteHarmonicSums._order
    monkeypatch.setattr(FiniteHarmonicSums, "_order", lambda *asked: order(*asked) // 2)
    assert discrepancy(Multiple(150), "3/2", "1/2", "700", 0.85, 700) > 2**12.5


@pytest.mark.parametrize("ratio", ["1/3", "1", "3"])
@pytest.mark.parametrize("p", ["1/2", "1", "1000001/1000000"])
def test_finite_derivatives_agree_with_difference_quotients(ratio, p):
    x = str(Rational(ratio) * 1500)
    assert slope_discrepancy(Multiple(80), "3/2", p, x, 0.4, 1500) < EPS_MULTIPLE


@pytest.mark.parametrize("x", ["10", "1000000", "30000000"])
def test_a_billion_modes_are_all_of_them_less_a_zeta_tail(x):
    arithmetic, b, p, modes = Multiple(150), Rational(3, 2), Rational(1, 2), 10**9
    with mp.workdps(70):
        kappa, at = frequency(arithmetic, str(b), x, 0.3)
        infinite, finite = (
            HarmonicSums(arithmetic, b, (p,)),
            FiniteHarmonicSums(arithmetic, b, (p,), modes),
        )
        with arithmetic.working():
            gap = mpmath_of(infinite.evaluate(at)[0][0, 0] - finite.evaluate(at)[0][0, 0])
        tail = mp.fsum(
            (-1) ** (j - 1) * kappa**-j * hurwitz(number(str(p + b * j)), modes + 1)
            for j in range(1, 60)
        )
        # The difference of the two sums cancels; its error is eps times the sums.
        scale = abs(harmonic_scale(kappa, b, p))
        assert abs(gap - tail) < EPS_MULTIPLE * scale * mp.mpf(2) ** -arithmetic.bits


def harmonic_scale(kappa, b, p):
    """The leading power of the sum."""
    alpha = (1 - number(str(p))) / number(str(b))
    return mp.pi / number(str(b)) / mp.sin(mp.pi * alpha) * kappa**-alpha


@pytest.mark.parametrize("x", ["10000000000", "300000000000"])
def test_a_billion_modes_below_the_change_are_power_sums(x):
    """X >> M: sum_j (-kappa)^j sum_k k^(b j - p), zeta(q) less its asymptotic tail."""
    arithmetic, b, p, modes = Multiple(150), Rational(3, 2), Rational(1, 2), 10**9
    with mp.workdps(90):
        kappa, at = frequency(arithmetic, str(b), x, 0.3)
        with arithmetic.working():
            value = mpmath_of(FiniteHarmonicSums(arithmetic, b, (p,), modes).evaluate(at)[0][0, 0])
        total = mp.mpf(0)
        for j in range(40):
            q = number(str(p - b * j))
            total += (-kappa) ** j * (mp.zeta(q) - zeta_beyond(q, modes))
        assert abs(value / total - 1) < EPS_MULTIPLE * mp.mpf(2) ** -arithmetic.bits


def zeta_beyond(q, modes):
    """zeta(q, M + 1) of any exponent by its asymptotic series, M huge."""
    m = mp.mpf(modes + 1)
    total = m ** (1 - q) / (q - 1) + m**-q / 2
    rising = q * m ** (-q - 1)
    for i in range(1, 12):
        total += mp.bernoulli(2 * i) / mp.factorial(2 * i) * rising
        rising *= (q + 2 * i - 1) * (q + 2 * i) / m**2
    return total


@pytest.mark.parametrize("arithmetic", [Double(), Multiple(120)], ids=["doubles", "digits"])
@pytest.mark.parametrize("b", [Rational(3, 2), Rational(3), Rational(9, 2)], ids=str)
def test_the_sums_are_real_on_the_axis_beyond_the_poles(arithmetic, b):
    """Between -lambda_M and zero; M is above what is added singly."""
    modes = 1500
    sums = FiniteHarmonicSums(arithmetic, b, (Rational(0), Rational(1, 2)), modes)
    with arithmetic.working():
        k = integers(arithmetic, 1, modes + 1)
        rates = arithmetic.exp(-arithmetic.number(b) * arithmetic.log(k))
        for share in (Rational(1, 1000), Rational(1, 2), Rational(999, 1000)):
            kappa = arithmetic.complex([-arithmetic.number(share) * rates[-1]])
            value, slope = (one[0] for one in sums.evaluate(kappa))
            assert not np.any(arithmetic.imag(np.concatenate([value, slope])) != 0)
            left = rates + arithmetic.real(kappa)[0]
            for i, weight in enumerate((1, 1 / arithmetic.sqrt(k))):
                found = (value[i].real, slope[i].real)
                expected = ((weight * rates / left).sum(), -(weight * rates / left**2).sum())
                for one, other in zip(found, expected, strict=True):
                    assert abs(one / other - 1) < 2.0 ** (16 - arithmetic.bits)
