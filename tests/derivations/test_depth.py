"""Depth and orthonormal rows: numbers of other origins and limits."""

import mpmath
import numpy as np
import pytest
from sympy import Rational, limit, oo, simplify

import analytic as an
from analytic import exact, sampling
from analytic.comparison.depth import Deep
from analytic.comparison.orthogonal_projection import Orthogonal
from analytic.comparison.projections import D_P_GONE
from analytic.notation import D_N, N_1, N_2, M, N, P, a, b, d, depth, kappa, kappa_N, t
from derivations import RESULTS

SPECTRUM = an.PowerLaw(2, "3/2", modes=12)


def depth_formulas():
    return RESULTS["depth"].formulas


def orthogonal_formulas():
    return RESULTS["orthogonal-projection"].formulas


def test_one_layer_has_a_gap():
    """1/Gamma(0) = 0: no power of the time is left."""
    assert limit(depth_formulas()[Deep.WAY], depth, 1) == 0


def test_a_second_layer_without_limits_is_none():
    formulas = depth_formulas()
    assert simplify(limit(formulas[Deep.MEMORY], N_1, oo) - (1 - d / N_2)) == 0
    assert limit(formulas[Deep.FIRST], N_1, oo) == 1 / N_2


def test_the_way_to_the_floor_by_the_inverse_transform_itself():
    """One mode: kappa (1 - lambda/(N (lambda + kappa)))^2 = s, and Talbot's contour of w/D_N."""
    width = mpmath.mpf(1) / 3  # of one mode that counts once: d < 1 has a zero of D_N

    def transform(s):
        root = mpmath.findroot(
            lambda k: k * (1 - 1 / (width * (1 + k))) ** 2 - s, 2 + abs(s) ** 0.5
        )
        return 1 / (1 + root) * root / s

    time = mpmath.mpf(10) ** 5
    floor = mpmath.mpf(2) / 3  # kappa = 2 where 1/(1 + kappa) = 1/3
    values = {kappa: 2, N: width, depth: 2, t: time}
    found = mpmath.invertlaplace(transform, 2 * time, method="stehfest") - floor
    names = {str(one): one for one in depth_formulas()[Deep.WAY].free_symbols}
    values |= {names["w"]: width, names["w_2"]: width**2, names["d_2"]: width**2}
    stated = float(depth_formulas()[Deep.WAY].subs(values))
    assert stated == pytest.approx(float(found), rel=1e-2)


def test_layers_are_drawn_with_no_gap():
    """A rate near the least, in single draws: with equal widths it is far nearer to zero."""
    means = []
    for widths in ([6, 6], [6, 60]):
        model = an.Model(SPECTRUM, projection=an.DeepProjection(widths)).replicated(8)
        rates = sampling.eigenvalues(model, draws=20)[:, 45]  # of 48
        means.append(np.log(rates * 8).mean())
    assert means[0] < means[1] - 2


def test_orthonormal_rows_without_end_are_gaussian():
    assert simplify(limit(orthogonal_formulas()[D_N], M, oo) - (1 - d / N)) == 0
    assert orthogonal_formulas()[1 - D_N].subs(N, M) == 0
    assert orthogonal_formulas()[Orthogonal.FIRST].subs(N, M) == 0


def test_orthonormal_and_gaussian_rows_come_to_the_same_end():
    """With less width than data, at any number of modes; not with less data."""
    for samples, same in (("inf", True), (9, True), (4, False)):
        losses = [
            exact.test_loss(an.Model(SPECTRUM, 6, samples, "1/20", one), "inf", 20)
            for one in (an.GaussianProjection(), an.OrthogonalProjection())
        ]
        assert (abs(losses[0] / losses[1] - 1) < 1e-19) is same
        assert same or losses[1] < losses[0]


def test_exponents_on_a_budget_at_hand():
    """Time law against 1/N at a = 9/2, b = 3/2, as the published exponents have them at depth 1."""
    point = {a: Rational(9, 2), b: Rational(3, 2)}
    assert depth_formulas()[Deep.RATE.of(N * t)].subs(point) == Rational(7, 9)
    assert depth_formulas()[Deep.RATE.of(N**2 * t)].subs(point) == Rational(7, 15)


def test_a_peak_for_every_layer():
    stated = depth_formulas()[D_P_GONE]
    pole = limit((N_1 - P) * stated, P, N_1)
    letters = {str(one): one for one in stated.free_symbols}
    level = letters["kappa"] * letters["w"] + letters["sigma^2"]
    assert simplify(pole - N_1 * level) == 0
    assert not depth_formulas()[Deep.WAY_LAW].has(kappa_N)
