"""Spectra of nonlinear features: against all signs one by one, in limits, by traces."""

from itertools import product
from math import asin, comb, pi

import mpmath
import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic import exact
from analytic.errors import InvalidProblemError, SimulationError
from analytic.exact.features.weights import weights_of
from analytic.notation import a

FEW = an.PowerLaw(2, "3/2", modes=6)
HALF = an.PowerLaw(2, 2, modes=2, multiplicity="1/2")
MANY = an.PowerLaw(2, 2, modes=2, multiplicity=10**9)
SETS = 2**6
ACTIVATIONS = [an.ReLU(), an.Erf(), an.Tanh(), an.Monomial(2), an.Monomial(3), an.Monomial(4)]
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(120)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def kernel(activation: object, rho: float) -> float:
    """E phi(z) phi(z'), in closed form for a kink, by quadrature for what is smooth."""
    if isinstance(activation, an.ReLU):
        return (np.sqrt(1 - rho**2) + rho * (pi - np.arccos(rho))) / (2 * pi)
    z, further = np.meshgrid(NODES, NODES)
    other = rho * z + np.sqrt(1 - rho**2) * further
    weights = np.outer(WEIGHTS, WEIGHTS)
    return float((weights * activation.on(z) * activation.on(other)).sum())  # type: ignore[attr-defined]


def by_all_signs(activation: object, modes: tuple[int, ...]) -> float:
    rates = np.arange(1, 7) ** -1.5
    total = 0.0
    for signs in product((1, -1), repeat=6):
        rho = float(np.clip(np.dot(signs, rates) / rates.sum(), -1, 1))
        total += kernel(activation, rho) * np.prod([signs[k - 1] for k in modes])
    return total / SETS


@pytest.mark.one_in(4)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda one: one.name)
def test_every_set_is_the_mean_of_the_kernel_with_its_signs(activation) -> None:
    found = exact.feature_spectrum(activation, FEW, 12, 12)
    values = [float(one.eigenvalue) for one in found]
    assert values == sorted(values, reverse=True)
    for one in found[::3]:
        expected = by_all_signs(activation, one.modes)
        assert float(one.eigenvalue) == pytest.approx(expected, abs=1e-12, rel=1e-9)
        assert exact.feature_eigenvalue(activation, FEW, one.modes, 12) == one.eigenvalue


@pytest.mark.parametrize(
    ("activation", "trace"),
    [(an.ReLU(), 0.5), (an.Erf(), 2 / pi * asin(2 / 3)), (an.Monomial(2), 3.0)],
    ids=["ReLU", "erf", "z^2"],
)
def test_eigenvalues_add_up_to_the_mean_square(activation, trace) -> None:
    found = exact.feature_spectrum(activation, FEW, SETS, 12)
    assert float(sum(one.eigenvalue for one in found)) == pytest.approx(trace, rel=1e-11)


def test_squares_are_products_of_two_exactly() -> None:
    spectrum = an.MeasuredSpectrum(["1", "1/2", "1/3"], [1, 1, 1])
    shares = [Rational(6, 11), Rational(3, 11), Rational(2, 11)]
    found = exact.feature_spectrum(an.Monomial(2), spectrum, 8, 30)
    assert len(found) == 1 + comb(3, 2)
    for one in found[1:]:
        i, j = one.modes
        expected = 4 * shares[i - 1] * shares[j - 1]
        assert mpmath.almosteq(one.eigenvalue, mpmath.mpf(expected.p) / expected.q, 1e-14)


def test_linear_features_end_at_the_dimension_of_the_data() -> None:
    assert len(exact.feature_spectrum(an.Monomial(1), FEW, 40, 10)) == 6


def test_odd_activations_have_odd_sets_only_and_a_kink_no_odd_set_above_one() -> None:
    sizes = {
        activation.name: {len(one.modes) for one in exact.feature_spectrum(activation, FEW, 40, 8)}
        for activation in (an.Erf(), an.Tanh(), an.ReLU())
    }
    assert sizes == {"erf": {1, 3, 5}, "tanh": {1, 3, 5}, "ReLU": {0, 1, 2, 4, 6}}
    assert exact.feature_eigenvalue(an.ReLU(), FEW, [1, 2, 3], 10) == 0


@pytest.mark.parametrize("activation", [an.ReLU(), an.Monomial(4)], ids=["ReLU", "z^4"])
def test_taking_off_the_mean_changes_the_constant_mode_alone(activation) -> None:
    squared_mean = {"ReLU": 1 / (2 * pi), "z^4": 9.0}[activation.name]
    kept, removed = (
        {
            one.modes: float(one.eigenvalue)
            for one in exact.feature_spectrum(activation, FEW, 20, 10, constant=constant)
        }
        for constant in (True, False)
    )
    assert kept.pop(()) - removed.pop(()) == pytest.approx(squared_mean, rel=1e-8)
    assert {one: kept[one] for one in kept.keys() & removed.keys()} == pytest.approx(removed)


def test_the_hermite_series_of_tanh_is_cut_below_its_digits() -> None:
    digits, step = 24, 1 / 32
    last = int(weights_of(an.Tanh(), digits)[1].last)
    last -= 1 - last % 2  # odd
    z = np.arange(1, 60 / step) * step
    before, now = 0 * z, np.exp(-z * z / 4) / (2 * pi) ** 0.25  # orthonormal with their weight
    weights = 2 * step * np.tanh(z) * now
    for q in range(last):
        before, now = now, (z * now - q**0.5 * before) / (q + 1) ** 0.5
    assert (weights @ now) ** 2 < 10.0**-digits


@pytest.mark.parametrize("activation", [an.ReLU(), an.Erf()], ids=["ReLU", "erf"])
def test_more_digits_begin_with_the_fewer(activation) -> None:
    few, many = (exact.feature_spectrum(activation, FEW, 5, digits) for digits in (10, 24))
    for one, other in zip(few, many, strict=True):
        assert one.modes == other.modes
        assert abs(one.eigenvalue / other.eigenvalue - 1) < 1e-10


def test_equal_modes_have_equal_eigenvalues() -> None:
    spectrum = an.PowerLaw(2, 2, modes=3, multiplicity=2)
    found = [
        exact.feature_eigenvalue(
            an.Erf(), an.MeasuredSpectrum([1, 1, "1/4", "1/4", "1/9", "1/9"], [1] * 6), modes, 15
        )
        for modes in ([1], [2])
    ]
    assert found[0] == found[1]
    assert exact.feature_spectrum(an.Erf(), spectrum, 1, 15)[0].eigenvalue == found[0]
    assert [exact.feature_eigenvalue(an.Erf(), spectrum, [k], 15) for k in (1, 2)] == found
    last = exact.feature_spectrum(an.Monomial(1), spectrum, 6, 15)[-1]
    assert exact.feature_eigenvalue(an.Monomial(1), spectrum, last.modes, 15) == last.eigenvalue
    with pytest.raises(SimulationError, match="whole modes"):
        an.sampling.feature_eigenvalues(an.Erf(), HALF, 4, 5)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: exact.feature_spectrum(an.ReLU(), an.PowerLaw(2, 2), 3), "with_modes"),
        (lambda: exact.feature_spectrum(an.ReLU(), an.PowerLaw(a, 2, modes=3), 3), "symbol"),
        (lambda: exact.feature_spectrum(an.ReLU, FEW, 3), "no activation"),
        (lambda: exact.feature_spectrum(an.ReLU(), FEW, 0), "no number of eigenvalues"),
        (lambda: exact.feature_eigenvalue(an.ReLU(), FEW, [1, 1]), "from 1 to 6"),
        (lambda: exact.feature_eigenvalue(an.ReLU(), FEW, [7]), "from 1 to 6"),
        (
            lambda: exact.feature_spectrum(an.Erf(), an.MeasuredSpectrum([1, 0], [1, 1]), 2),
            "spectrum.visible",
        ),
        (lambda: exact.feature_spectrum(an.ReLU(), HALF, 3), "no whole modes"),
        (lambda: exact.feature_eigenvalue(an.ReLU(), HALF, [1]), "no whole modes"),
        (lambda: exact.feature_spectrum(an.ReLU(), MANY, 3), "more than 10000"),
        (lambda: an.sampling.feature_eigenvalues(an.ReLU(), MANY, 4, 5), "at most 10000"),
        (lambda: an.Monomial("3/2"), "no degree"),
        (lambda: an.Monomial(40), "from 1 to 12"),
    ],
)
def test_what_has_no_answer_says_why(ask, message) -> None:
    with pytest.raises(InvalidProblemError, match=message):
        ask()


def test_an_odd_activation_drops_behind_the_modes_of_the_data_and_a_kink_does_not() -> None:
    data = an.PowerLaw(2, "3/2", modes=20)
    steps = {}
    for activation in (an.ReLU(), an.Erf()):
        found = exact.feature_spectrum(activation, data, 40, 8)
        single = [place for place, one in enumerate(found) if len(one.modes) == 1]
        values = [float(one.eigenvalue) for one in found]
        before, slope = single[-1] + 1, np.log(values[19] / values[39]) / np.log(2)
        steps[activation.name] = before, bool(slope > 2 * 1.5)
    assert steps == {"ReLU": (31, False), "erf": (20, True)}
