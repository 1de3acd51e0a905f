"""Finite harmonic sums where those over all modes have a pole, against the terms one by one."""

import mpmath as mp
import numpy as np
import pytest
from sympy import Integer, Rational

from analytic import MeasuredSpectrum, Model, PowerLaw, StructuredProjection, exact
from analytic.exact.precision import Multiple
from analytic.exact.sums.finite_harmonic_sums import FiniteHarmonicSums, pole_order
from analytic.exact.sums.raised_sums import RaisedSums, finite_sums

MODES = 700
HALF, THIRD = Rational(1, 2), Rational(1, 3)


@pytest.mark.parametrize(
    ("b", "exponents"),
    [
        (HALF, (Integer(0),)),
        (Integer(1), (Integer(0),)),
        (THIRD, (Integer(0),)),
        (HALF, (HALF, Integer(0))),
        (HALF, (Integer(-1), Rational(3, 4))),
        (Rational(505, 1000), (Integer(0),)),
    ],
    ids=str,
)
def test_they_are_the_terms_one_by_one(b: Rational, exponents: tuple[Rational, ...]) -> None:
    """On both sides of |kappa| M^b = 1, up to where all terms are added; to the last bits."""
    arithmetic, fine = Multiple(192), Multiple(320)
    edge = float(MODES) ** -float(b)
    sizes = [1e-9, edge / 4, edge / 1.9, edge, 3 * edge, 1e-1, 1, 40, 1e6]
    turns = np.exp(1j * np.array([0, 0.7, -2.2, 2.8, 3.05]))
    with arithmetic.working():
        sums = finite_sums(arithmetic, b, exponents, MODES)
        assert isinstance(sums, RaisedSums)
        kappa = arithmetic.complex(np.multiply.outer(sizes, turns).ravel())
        found = sums.evaluate(kappa)
    with fine.working():
        singly = FiniteHarmonicSums(fine, b, exponents, MODES).terms(kappa, 1, MODES + 1)
        for one, other in zip(found, singly, strict=True):
            errors = fine.log2_abs((one - other) / other)
            assert np.max(errors) < 10 - arithmetic.bits


def test_of_more_modes_some_sums_may_have_no_pole() -> None:
    arithmetic, modes = Multiple(128), 3000
    with arithmetic.working():
        sums = finite_sums(arithmetic, HALF, (Integer(2), Integer(0)), modes)
        assert isinstance(sums, RaisedSums)
        assert sums.orders == [0, 2]
        kappa = arithmetic.complex([1e-3, 0.05j, 2])
        found = sums.evaluate(kappa)[0]
        singly = sums.terms(kappa, 1, modes + 1)[0]
        assert np.max(arithmetic.log2_abs((found - singly) / singly)) < 10 - arithmetic.bits


def test_a_pole_is_where_an_argument_of_zeta_is_one() -> None:
    assert pole_order(Integer(0), HALF) == 2
    assert pole_order(Integer(0), Rational(9, 10)) == 0
    assert pole_order(Integer(0), Rational(3, 2)) == 0


def test_a_loss_of_such_features_is_that_of_the_same_features_measured() -> None:
    measured = MeasuredSpectrum([Rational(1, k) for k in range(1, MODES + 1)], [1] * MODES)
    found = [
        exact.test_loss(
            Model(PowerLaw(2, "3/2"), MODES, 2000, 0, StructuredProjection(features)),
            100,
            digits=30,
        )
        for features in (1, measured)
    ]
    with mp.workdps(35):
        assert abs(found[0] / found[1] - 1) < mp.mpf(10) ** -29
