"""Ensembles by algebra: counting, sum rules, first orders, late times against integrals."""

from functools import cache

import mpmath
import pytest
from sympy import Add, Expr, Integer, Rational, exp, simplify

from analytic.errors import InvalidProblemError
from analytic.notation import (
    L_0,
    V_A,
    V_AD,
    V_D,
    B,
    E,
    L,
    N,
    P,
    a,
    b,
    c_k,
    d,
    kappa,
    lambda_j,
    lambda_k,
    s,
    s2,
    sigma2,
    t,
    w,
)
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.ensembles.late_time import (
    BIAS,
    VARIANCE,
    Weight,
    late_exponent,
    late_time_between,
)
from analytic.symbolic.ensembles.pairs import (
    LOSSES,
    FirstOrders,
    averaged,
    correlation,
    first_orders,
    in_modes,
    in_parts,
    parts,
    quotient,
)
from analytic.symbolic.mean_field.finite_size import coincident, first_order, time_function
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers
from derivations.ensembles.statements import change_of_mean_error


@cache
def orders() -> FirstOrders:
    return first_orders(FIELD_EQUATIONS)


def test_one_projection_and_one_data_set_are_one_model() -> None:
    assert averaged(LOSSES).subs({E: 1, B: 1}) == L(t)


@pytest.mark.parametrize(("members", "data_sets"), [(2, 3), (5, 1)])
def test_pairs_are_counted_one_by_one(members: int, data_sets: int) -> None:
    grid = [(e, x) for e in range(members) for x in range(data_sets)]
    total = Integer(0)
    for e, x in grid:
        for f, y in grid:
            shared = {name for name, same in (("A", e == f), ("data", x == y)) if same}
            total += LOSSES[frozenset(shared)]
    assert (
        averaged(LOSSES).subs({E: members, B: data_sets}) - total / len(grid) ** 2
    ).expand() == 0


def test_the_averaged_loss_in_its_parts() -> None:
    assert in_parts() == L_0 + V_A / E + V_D / B + V_AD / (E * B)


@pytest.mark.slow
def test_the_parts_add_up_to_the_correlation_of_one_model() -> None:
    total = Add(*parts(FIELD_EQUATIONS))
    assert cancel(total - correlation(FIELD_EQUATIONS, frozenset({"A", "data"}))) == 0


@pytest.mark.parametrize(("unlimited", "gone"), [(N, "features"), (P, "data")])
def test_an_unlimited_resource_has_no_variance(unlimited: Expr, gone: str) -> None:
    found = parts(FIELD_EQUATIONS, unlimited)
    assert getattr(found, gone) == 0
    assert found.interaction == 0
    assert not found.bias.has(sigma2)


@pytest.mark.parametrize(("limited", "unlimited", "part"), [(N, P, "features"), (P, N, "data")])
def test_first_orders_add_up_to_that_of_the_loss(limited: Expr, unlimited: Expr, part: str) -> None:
    """The finite-size corrections are derived from the full two-point function elsewhere."""
    whole = first_order(FIELD_EQUATIONS, limited, unlimited) / (s2 - s)
    found = orders().bias + getattr(orders(), part).subs(sigma2, 0)
    assert cancel(whole - found) == 0


def test_the_variances_are_products_of_difference_quotients() -> None:
    assert cancel(orders().features + quotient(d) * quotient(s * w)) == 0
    quiet = orders().data.subs(sigma2, 0)
    assert cancel(quiet + quotient(s * d) * quotient(w)) == 0


def test_the_summands_are_squares_and_a_convolution() -> None:
    gap = lambda_j - lambda_k
    square = (exp(-lambda_j * t) - exp(-lambda_k * t)) ** 2 / gap**2
    assert simplify(in_modes(orders().features) - c_k * lambda_j * lambda_k * square) == 0
    quiet = in_modes(orders().data.subs(sigma2, 0))
    assert simplify(quiet - c_k * lambda_j**2 * square) == 0
    change = time_function(change_of_mean_error(FIELD_EQUATIONS), s)
    bias = 2 * c_k * exp(-lambda_k * t) * change
    assert simplify(in_modes(orders().bias) - bias) == 0


def test_two_equal_modes_are_the_limit() -> None:
    assert (
        simplify(
            coincident(in_modes(orders().features))
            - c_k * (lambda_k * t) ** 2 * exp(-2 * lambda_k * t)
        )
        == 0
    )


def between(e: Expr, f: Expr, weight: Weight, logarithms: int = 0) -> LogPowers:
    one, two = (
        LogPowers.of(kappa, [((power, j), Integer(1))]) for power, j in ((e, 0), (f, logarithms))
    )
    return late_time_between(one, two, weight, t)


@pytest.mark.parametrize(
    ("e", "f", "weight"),
    [
        ("-2/3", "-1/3", BIAS),
        ("-2/3", "-1/3", VARIANCE),
        ("-1/2", "-5/4", BIAS),
        ("-1/2", "-5/4", VARIANCE),
        ("1/5", "-3/7", VARIANCE),
    ],
)
def test_the_transfer_is_the_integral(e: str, f: str, weight: Weight) -> None:
    e_, f_ = Rational(e), Rational(f)
    p, q = float(e_), float(f_)

    def m(x: float) -> float:
        return min(x, 1 - x) if weight == VARIANCE else max(0.0, 1 - 2 * x)

    integral = mpmath.quad(
        lambda x: m(x) * x ** (-p - 1) * (1 - x) ** (-q - 1), [0, 0.25, 0.5, 0.75, 1]
    )
    wanted = integral / mpmath.gamma(-p) / mpmath.gamma(-q)
    ((key, coefficient),) = between(e_, f_, weight).terms.items()
    assert key == (e_ + f_, 0)
    assert abs(float(coefficient.evalf(20)) / float(wanted) - 1) < 1e-7  # of the quadrature


@pytest.mark.parametrize("weight", [BIAS, VARIANCE])
@pytest.mark.parametrize("n", [1, 2])
def test_a_logarithm_is_a_derivative(n: int, weight: Weight) -> None:
    """s^f log s at a whole f, from two powers beside it."""
    e, h = Rational(-2, 3), Rational(1, 10**8)
    beside = [
        next(iter(between(e, n + shift, weight).terms.values()), Integer(0)).evalf(40)
        for shift in (-h, h)
    ]
    slope = (beside[1] - beside[0]) / (2 * h)
    found = between(e, Integer(n), weight, 1).terms.get((e + n, 0), Integer(0)).evalf(40)
    assert abs(found - slope) < 1e-12  # h^2 times a third derivative


def test_two_logarithms_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match="logarithms"):
        between(Rational(-1, 2), Rational(1, 3), VARIANCE, 1)


def test_the_exponents_by_power_counting() -> None:
    names = {symbol: DEFINITIONS[symbol] for symbol in (d, w)}
    sums = series_of_sums(PowerLaw(a, b), 2, names).series
    at = {a: Integer(6), b: Rational(3, 2)}
    interaction = late_exponent(orders().interaction.subs(sigma2, 0), sums)
    assert interaction.subs(at) == Rational(-1, 3)
    assert late_exponent(orders().features, sums).subs(at) == Rational(1, 3)
    assert late_exponent(orders().data.subs(sigma2, 0), sums).subs(at) == Rational(4, 3)
    assert interaction.subs({a: 2, b: 2}) == Rational(-1, 2)
