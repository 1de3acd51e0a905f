r"""Nonlinear features: eigenvalues set by set, counts of products, and features that are drawn.

The kernel of the page, summed over all signs, gives the eigenvalues that the exact witness sums in
another way; far modes have K_m in front of their product. Counts are of whole numbers, one by one.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import product
from math import comb, prod

import numpy as np
from sympy import (
    Add,
    Expr,
    Float,
    Integer,
    Mul,
    Rational,
    diff,
    expand_func,
    factorial,
    limit,
    log,
    oo,
)

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.counted_products import (
    DEGREES,
    SHARE,
    Counted,
    Unlimited,
    counted_products,
)
from analytic.comparison.drawn_features import (
    REGRESSION_COPIES,
    drawn_dimensions,
    drawn_moments,
    drawn_normal_rows,
    drawn_regression,
    has_constant,
    normal_shares,
)
from analytic.comparison.hermite_kernels import OfActivation, kernel_of
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import K_1, K_m, Lambda, M, b, m, n, nu, r_n, rho_z, u, x
from analytic.problem import MeasuredSpectrum, PowerLaw
from analytic.problem.activations import Activation, Monomial
from analytic.result import Check, Effort, Result

_CAPACITY = Rational(3, 2)
_SMALL = MeasuredSpectrum(["1", "1/3", "1/5", "1/6"], [1, 1, 1, 1])
_SET_DIGITS, _GUARD, _DIGITS, _DOUBLE = 12, 8, 20, 1e-10
_IN_DOUBLES = 8  # digits of the smallest of sixteen eigenvalues, from sums of doubles
_MANY, _FAR = 100, ((Integer(8), Integer(12)), (Integer(40), Integer(97)))
_ORDERS = 80  # of the Hermite series: E rho^80 is below 1e-15
_RANKED = (Integer(20), Integer(40)), (Integer(60), Integer(80))


def nonlinear_feature_checks(activations: Sequence[Activation]) -> tuple[Check, ...]:
    """Kernels, eigenvalues of sets, counts of products, laws in the rank, and simulations."""
    closed = [one for one in activations if one.order is not None]
    integrals = [one for one in activations if one.order is None]
    return (
        compare.identical("Hermite series of the kernels", partial(_series, closed)),
        compare.equal("eigenvalues by all signs", partial(_by_signs, closed), digits=_SET_DIGITS),
        *(
            compare.equal(
                f"eigenvalues by the Hermite integrals of {one.name}",
                partial(_by_signs, [one]),
                digits=_IN_DOUBLES,
            )
            for one in integrals
        ),
        compare.bounded("sets of far modes", partial(_far, closed)),
        *counted_products(),
        compare.identical("leading orders and exponents", _orders),
        compare.equal("eigenvalues at their ranks", _ranks, witness="symbolic"),
        compare.bounded("exact eigenvalues by rank", _by_rank),
        compare.replicated(
            "eigenvalues of drawn features",
            lambda one, _: [drawn_moments(one, activation) for activation in activations],
        ),
        compare.replicated(
            "eigenvalues of drawn features up to rank 10 M",
            lambda one, _: [drawn_dimensions(one, activation) for activation in activations],
        ),
        compare.replicated("normal rows", lambda one, _: [drawn_normal_rows(one)]),
        compare.replicated(
            "regression on drawn features",
            lambda one, _: [
                *(drawn_regression(one, activation) for activation in activations),
                *(
                    drawn_regression(one, activation, constant=False)
                    for activation in activations
                    if has_constant(one, activation)
                ),
            ],
            copies=REGRESSION_COPIES,
        ),
    )


def _new(result: Result, activation: Activation) -> int:
    """The order of the derivative of a kernel that the page shows."""
    keys = (key.what for key, _ in OfActivation.DERIVATIVE.among(result.formulas))
    return next(int(str(order)) for order, name in keys if name == activation.name)


def _series(
    activations: Sequence[Activation], result: Result, _: Effort
) -> Iterable[tuple[Expr, Expr, str]]:
    """Derivatives of the kernel against the formulas of one and of the Hermite coefficients."""
    for activation in activations:
        name, order = activation.name, _new(result, activation)
        kernel = result.formulas[OfActivation.KERNEL.of(name)]
        slope = result.formulas[OfActivation.DERIVATIVE.of(order, name)]
        yield kernel.diff(rho_z, order), slope, f"{name}, derivative {order}"
        for degree in _degrees(result, activation, order + 4):
            taylor = kernel.diff(rho_z, degree).subs(rho_z, 0) / factorial(degree)
            yield _square(result, activation, degree), taylor, f"{name}, order {degree}"


def _degrees(result: Result, activation: Activation, last: int) -> range:
    """The orders for which the page has a formula: from that of the activation on, or none."""
    known = OfActivation.SQUARE.of(activation.name) in result.formulas
    return range(activation.order or 0, last + 1, 2) if known else range(0)


def _square(result: Result, activation: Activation, degree: int) -> Expr:
    """h_m^2 by its formula, or the coefficient of a kernel that is a polynomial."""
    if OfActivation.SQUARE.of(activation.name) not in result.formulas:
        return result.formulas[OfActivation.KERNEL.of(activation.name)].coeff(rho_z, degree)
    return result.formulas[OfActivation.SQUARE.of(activation.name)].subs(m, degree)


def _by_signs(
    activations: Sequence[Activation], result: Result, effort: Effort
) -> Iterable[tuple[Expr, Expr, str]]:
    """The kernel of the page at all sums of signs, against the exact eigenvalue of every set."""
    rates = [Rational(rate) for rate in _SMALL.eigenvalues]
    shares = [rate / Add(*rates) for rate in rates]
    digits = min(effort.digits, _SET_DIGITS) + _GUARD
    signs = list(product((1, -1), repeat=len(shares)))
    for activation in activations:
        kernel = kernel_of(result, activation)
        sums = [Add(*map(Mul, row, shares)) for row in signs]
        values = [kernel.subs(rho_z, one).evalf(digits) for one in sums]
        for found in exact.feature_spectrum(activation, _SMALL, len(signs), digits):
            of_set = [prod(row[k - 1] for k in found.modes) for row in signs]
            stated = Add(*map(Mul, of_set, values)) / len(signs)
            yield stated, to_sympy(found.eigenvalue, digits), f"{activation.name}, {found.modes}"


def _far(activations: Sequence[Activation], result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Eigenvalues of sets of neighbouring modes over their product, against the mean K_m."""
    spectrum = PowerLaw(2, _CAPACITY, modes=_MANY)
    rates = [Integer(k) ** -_CAPACITY for k in range(1, _MANY + 1)]
    shares = [(rate / Add(*rates)).evalf(_DIGITS) for rate in rates]
    for activation in activations:
        order = _new(result, activation)

        def value(first: Expr, order: int = order, activation: Activation = activation) -> Expr:
            modes = range(int(first), int(first) + order)
            eigenvalue = exact.feature_eigenvalue(activation, spectrum, modes, _SET_DIGITS)
            return to_sympy(eigenvalue, _SET_DIGITS) / Mul(*(shares[k - 1] for k in modes))

        powers = _mean_powers(shares, _ORDERS)
        stated = Add(
            *(
                _square(result, activation, q) * factorial(q) / factorial(q - order) * mean
                for q, mean in enumerate(powers, start=order)
                if q % 2 == order % 2
            )
        )
        error = x ** (-2 * _CAPACITY)
        known = stated.evalf(_DIGITS), error
        yield curve(value, known, x, _FAR, where=activation.name, noise=_DOUBLE)


def _mean_powers(shares: Sequence[Expr], last: int) -> list[Expr]:
    r"""E \rho^q, \rho = \sum p_k \epsilon_k, one mode after another: all terms are positive."""
    choose = np.array([[comb(q, j) for j in range(last + 1)] for q in range(last + 1)], dtype=float)
    means = np.eye(1, last + 1)[0]
    for share in map(float, shares):
        powers = share ** np.arange(last + 1) * (np.arange(last + 1) % 2 == 0)
        means = np.array(
            [choose[q, : q + 1] @ (powers[: q + 1] * means[q::-1]) for q in range(last + 1)]
        )
    return [Float(mean) for mean in means]


def _orders(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Leading orders as limits, and one formula put into another."""
    formulas = result.formulas
    many, law = formulas[Unlimited.MANY], formulas[Unlimited.LAW]
    level = K_m * x**-_CAPACITY / Lambda**m
    for degree in DEGREES:
        leading = many.subs(m, degree)
        ratio = formulas[Unlimited.COUNT.of(degree)] / leading
        yield limit(ratio, x, oo), Integer(1), f"n_m(x), m = {degree}"
        at_rank = (law / level).subs({m: degree, b: _CAPACITY}).subs(n, leading)
        yield limit((at_rank ** (1 / _CAPACITY)).simplify(), x, oo), Integer(1), f"m = {degree}"
    yield expand_func(formulas[Counted.MANY].subs(m, 2)), formulas[Counted.PAIRS], "n_2(x)"
    triples = expand_func(formulas[Counted.ANY_SLOPE].subs({m: 3, x: M**nu}))
    yield triples, formulas[Counted.TRIPLES], "triples"
    for name, at in ((Counted.IN_POWERS, M**nu), (Counted.AT_SHARE, M**2 / u)):
        yield formulas[r_n].subs(x, at), formulas[name], str(name)


def _ranks(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Laws in the rank at the rank of x, their slopes there, and where two degrees meet."""
    formulas, digits = result.formulas, effort.digits + _GUARD
    at = {
        M: Integer(50),
        b: _CAPACITY,
        K_m: Rational(2, 7),
        Lambda: Integer(3),
        K_1: Rational(1, 5),
    }
    bound = Integer(700)
    pairs = formulas[Unlimited.COUNT.of(2)].coeff(x)
    for count, of_rank, of_slope in (
        (pairs * x, Unlimited.PAIRS, Unlimited.SLOPE),
        (formulas[Counted.PAIRS], Counted.LAW, r_n),
    ):
        rank = count.subs({**at, x: bound})
        law = formulas[of_rank]
        level = (K_m * x**-b / Lambda**2).subs({**at, x: bound})
        yield evaluated(law, {**at, n: rank}, digits), level.evalf(digits), str(of_rank)
        slope = -n * diff(log(law), n)
        stated = evaluated(formulas[of_slope], {**at, x: bound}, digits)
        yield stated, evaluated(slope, {**at, n: rank}, digits), str(of_slope)
    meeting = evaluated(formulas[Counted.LAST], {**at, m: Integer(3)}, digits)
    last = (K_1 * M**-b / Lambda).subs(at)
    reached = (K_m * meeting**-b / Lambda**3).subs(at)
    yield reached.evalf(digits), last.evalf(digits), "x of the last mode"
    any_degree = formulas[Counted.ANY_SLOPE].subs(m, 2)
    yield evaluated(any_degree, {**at, x: bound}, digits), stated, "r_n of m"
    shares = normal_shares(result, digits)
    yield Add(*shares), Integer(1), "shares of normal rows"


def _by_rank(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Eigenvalues of squared preactivations, four times a product of two, at a third of all."""
    law = result.formulas[Counted.LAW].subs({b: _CAPACITY, K_m: 4})

    def value(most: Expr) -> Expr:
        """The eigenvalue over the law, whose amplitude has the trace in it."""
        rank = int(SHARE * most**2 / 2)
        spectrum = PowerLaw(2, _CAPACITY, modes=most)
        found = exact.feature_spectrum(Monomial(2), spectrum, rank, _SET_DIGITS, constant=False)
        pairs = [one for one in found if one.modes]
        eigenvalue = to_sympy(pairs[-1].eigenvalue, _SET_DIGITS)
        trace = Add(*(Integer(k) ** -_CAPACITY for k in range(1, int(most) + 1)))
        at = {M: most, Lambda: trace.evalf(_DIGITS), n: Integer(len(pairs))}
        return eigenvalue / evaluated(law, at, _DIGITS)

    yield curve(value, (Integer(1), 1 / x), x, _RANKED)
