"""The terms of first order in 1/N and 1/P against their definition, closed forms, symmetries."""

import mpmath as mp
import pytest
from sympy import Integer, Rational, oo

from analytic import MeasuredSpectrum, Model, PowerLaw, exact
from analytic.errors import InvalidProblemError

from .reference import number, power_law

RESOURCES = ("width", "samples")


def close(value, reference, digits):
    with mp.workdps(digits + 20):
        return abs(value - reference) <= mp.mpf(10) ** -digits * abs(reference)


def quotient(spectrum, resource, time, n, digits):
    """n (L(t, n) - L(t)) from losses of so many digits."""
    limited = exact.test_loss(Model(spectrum, **{resource: n}), time, digits)
    free = exact.test_loss(Model(spectrum), time, digits)
    with mp.workdps(digits):
        return int(n) * (limited - free)


# --- The definition ------------------------------------------------------------------------------


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("a", "b"), [("2", "3/2"), ("11/10", "21/20"), ("13/10", "4"), ("6", "2")])
@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("time", ["1/1000", "1000", "1e30"])
def test_the_coefficient_is_the_limit_of_differences(a, b, resource, time):
    """What is left is some d(1/t)/n of it, and d(1/t) is below 1e29: n = 10^50."""
    spectrum = PowerLaw(a, b)
    found = exact.finite_size_coefficient(spectrum, resource, time, 15)
    assert close(found, quotient(spectrum, resource, time, Integer(10) ** 50, 80), 15)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("time", ["1/10", "30", "5000"])
def test_few_modes_by_their_definition(resource, time):
    """At t = 5000 the loss itself is e^-11; a list of modes and a power law that ends agree."""
    ks = range(1, 31)
    measured = MeasuredSpectrum([Rational(1, k**2) for k in ks], [Rational(1, k**3) for k in ks])
    law = PowerLaw(3, 2, modes=30)
    found = exact.finite_size_coefficient(measured, resource, time, 15)
    assert close(exact.finite_size_coefficient(law, resource, time, 15), found, 15)
    assert close(found, quotient(law, resource, time, Integer(10) ** 40, 60), 15)


# --- Closed forms --------------------------------------------------------------------------------


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("time", ["1/1000000000", "3", "100000", "100000000"])
@pytest.mark.parametrize("digits", [10, 40])
def test_equal_eigenvalues(resource, time, digits):
    r"""M modes with lambda = 1: d = M/(1+s), w = M c/(1+s), and both terms are 2 M^2 c t^2 e^{-2t}.

    A pole of third order: at t = 1e8 the exponential is e^{-2e8}.
    """
    flat = MeasuredSpectrum([1] * 4, ["1/5"] * 4)
    found = exact.finite_size_coefficient(flat, resource, time, digits)
    with mp.workdps(digits + 20):
        t = number(time)
        assert close(found, 2 * 16 * t**2 * mp.exp(-2 * t) / 5, digits)


@pytest.mark.parametrize("exponent", [8, 30])
def test_early_times(exponent):
    r"""2 T t^2 \sum \lambda c in 1/N, t^2 (T \sum \lambda c + T_2 \sum c) in 1/P: Wick's theorem.

    What is left is of relative order t.
    """
    law, t = PowerLaw("9/5", "6/5", modes=6), Rational(1, 10**exponent)
    width, samples = (exact.finite_size_coefficient(law, x, t, 15) for x in RESOURCES)
    with mp.workdps(30):
        modes = power_law("9/5", "6/5", 6)
        pairs = list(zip(modes.eigenvalues, modes.powers, strict=True))
        T, T_2 = (mp.fsum(x**i for x, _ in pairs) for i in (1, 2))
        power, first = (mp.fsum(c * x**i for x, c in pairs) for i in (0, 1))
        scale = mp.mpf(10) ** (2 * exponent)
        assert close(scale * width, 2 * T * first, exponent - 2 if exponent < 15 else 14)
        both = T * first + T_2 * power
        assert close(scale * samples, both, exponent - 2 if exponent < 15 else 14)


# --- Symmetries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("time", ["1/50", "7", "1e6", "1e25"])
@pytest.mark.parametrize("b", ["3/2", "3"])
def test_width_and_data_are_dual_where_c_is_proportional_to_lambda(b, time):
    """L(t, N, oo) = L(t, oo, P = N) at a = b, at every order in 1/N."""
    width, samples = (
        exact.finite_size_coefficient(PowerLaw(b, b), resource, time, 30) for resource in RESOURCES
    )
    assert close(width, samples, 29)


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("modes", [oo, 50])
def test_replication_multiplies_the_coefficient(resource, modes):
    """L is invariant under N, P, t -> r N, r P, r t: the term c/N has c -> r c."""
    spectrum = PowerLaw(2, "3/2", modes=modes)
    once = exact.finite_size_coefficient(spectrum, resource, 40, 30)
    copied = exact.finite_size_coefficient(spectrum.replicated(7), resource, 7 * 40, 30)
    with mp.workdps(50):
        assert close(copied, 7 * once, 29)


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_coefficient_is_linear_in_the_target(resource):
    two, three = (
        exact.finite_size_coefficient(PowerLaw(a, "3/2"), resource, 90, 35) for a in (2, 3)
    )
    both = PowerLaw(2, "3/2", amplitude=5, further_powers=[("1/3", 3)])
    with mp.workdps(50):
        found = exact.finite_size_coefficient(both, resource, 90, 30)
        assert close(found, 5 * two + three / 3, 30)


@pytest.mark.slow
@pytest.mark.parametrize("resource", RESOURCES)
def test_many_digits_begin_like_few(resource):
    law = PowerLaw("9/5", "6/5")
    precise = exact.finite_size_coefficient(law, resource, "317/3", 120)
    for digits in (1, 10, 50):
        assert close(exact.finite_size_coefficient(law, resource, "317/3", digits), precise, digits)
    assert abs(exact.finite_size_coefficient(law, resource, "317/3") / precise - 1) < 1e-15


# --- Questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", [None, 20])
def test_before_training_nothing_depends_on_a_size(digits):
    for resource in RESOURCES:
        assert exact.finite_size_coefficient(PowerLaw(2, "3/2"), resource, 0, digits) == 0


@pytest.mark.parametrize("time", [-1, oo, "inf", "nonsense"])
def test_times_without_a_coefficient(time):
    with pytest.raises(InvalidProblemError, match="time"):
        exact.finite_size_coefficient(PowerLaw(2, "3/2"), "width", time)


@pytest.mark.parametrize("resource", ["N", "noise", ""])
def test_resources_that_are_none(resource):
    with pytest.raises(InvalidProblemError, match="Choose 'width' or 'samples'"):
        exact.finite_size_coefficient(PowerLaw(2, "3/2"), resource, 1)
