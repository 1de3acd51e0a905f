"""Free projections: S-transforms against matrices and moments, and D_N of other classes."""

import numpy as np
import pytest
from sympy import Rational, Symbol, limit, oo, series, simplify

import analytic as an
from analytic.comparison.double_descent import RIDGELESS
from analytic.comparison.ridge import Penalised
from analytic.notation import D_N, N_1, N_2, M, N, P, d, epsilon, l_N, p, x
from analytic.problem.field_equations import ANY_PROJECTION, projected
from analytic.symbolic.mean_field.any_projection import (
    beyond_data,
    late_loss,
    log_slope,
    order_of_zero,
    penalised,
)
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.s_transform import (
    gaussian,
    projector,
    response,
    seen_from,
    skip_connection,
    two_layers,
)
from analytic.symbolic.series.log_powers import LogPowers
from derivations import RESULTS

SIZES = {M: 1500, N: 750, N_1: 1000, N_2: 750, epsilon: Rational(1, 2)}


def drawn(kind: str) -> np.ndarray:
    """F of one draw, of mean eigenvalue one."""
    normal = np.random.default_rng(0).standard_normal
    if kind == "skip":
        A = np.eye(1500) + normal((1500, 1500)) / 2 / np.sqrt(1500)
        return A.T @ A / 1.25
    A = normal((750, 1000)) @ normal((1000, 1500)) if kind == "layers" else normal((750, 1500))
    return A.T @ A / (750 * (1000 if kind == "layers" else 1))


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("kind", "s_of"),
    [("gaussian", gaussian(N, M)), ("layers", two_layers()), ("skip", skip_connection())],
)
def test_the_eigenvalues_of_one_draw(kind, s_of):
    r"""psi(p S(p)/(1 + p)) = p for negative p."""
    rates = np.linalg.eigvalsh(drawn(kind))
    for value in (Rational(-1, 10), Rational(-1, 3)):
        point = float((p / (1 + p) * s_of).subs(SIZES).subs(p, value))
        assert np.mean(point * rates / (1 - point * rates)) == pytest.approx(float(value), rel=5e-3)


def test_the_second_moment_is_minus_the_slope_of_s():
    """S(p) = 1 - (m_2 - 1) p + ... where the mean is one."""
    assert series(gaussian(N, M), p, 0, 2).removeO().coeff(p) == -M / N
    assert simplify(projector(N, M).diff(p).subs(p, 0) - (1 - M / N)) == 0
    assert limit(skip_connection().subs(epsilon, Rational(1, 2)), p, 0) == 1


def test_a_change_of_dimension_is_undone():
    assert simplify(seen_from(seen_from(two_layers(), M, N), N, M) - two_layers()) == 0


def test_layers_in_either_order_are_alike():
    one = response(two_layers())
    assert simplify(one - one.subs({N_1: N_2, N_2: N_1}, simultaneous=True)) == 0


def test_the_gaussian_loss_is_that_of_the_field_equations():
    found = RESULTS["ridge"].formulas[Penalised.TEST]
    general = penalised().subs(l_N, log_slope(1 - d / N))
    noise = Symbol("sigma^2", nonnegative=True)
    assert simplify(general - found - noise) == 0


def test_the_end_of_a_gaussian_projection_is_that_of_double_descent():
    stated = RESULTS["double-descent"].formulas[RIDGELESS[P]]
    general = beyond_data().subs(l_N, log_slope(1 - d / N).subs(d, P))
    assert simplify(general - stated) == 0


def test_a_response_that_is_left_open_stays_a_letter():
    assert responses(ANY_PROJECTION).D_N == D_N
    orthogonal = an.OrthogonalProjection().response(N, M)
    assert simplify(responses(projected(orthogonal)).D_N - orthogonal) == 0


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_order_of_a_zero(order):
    assert order_of_zero((1 - d / N) ** order * (1 - d / M), N) == order


def test_a_late_loss_of_the_flow_without_limits():
    """kappa = s and kappa w = s^(1/2): L = (2 t)^(-1/2)/Gamma(1/2)."""
    half = LogPowers.of(x, [((Rational(1, 2), 0), 1 + 0 * x)])
    found = late_loss(LogPowers.variable(x), half, Symbol("T", positive=True), 1)
    assert [float(value) for value in found.terms.values()] == pytest.approx([np.pi**-0.5])


def test_infinite_width_is_no_projection():
    assert limit(response(gaussian(N, M)), N, oo) == 1
