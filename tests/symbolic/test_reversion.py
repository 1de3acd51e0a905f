"""Reversion and substitution: put back in, against numbers, within the remainder claimed."""

import mpmath
import pytest
from sympy import Integer, Rational, exp, lambdify, pi, simplify, sin, sqrt

from analytic.errors import InvalidProblemError
from analytic.notation import N, a, b, c_k, d, kappa, w, x
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import series_of_sums
from analytic.symbolic.series.log_powers import LogPowers, revert, substitute

ONE = Integer(1)
NEAR, FAR = "1e-30", "1e-120"
DIGITS = 2000


def dimension(terms, omitted=()):
    return LogPowers.of(kappa, [((Rational(e), j), Integer(c)) for e, j, c in terms], omitted)


DIMENSIONS = {
    "a pole alone": dimension([(-1, 0, 3)]),
    "as of a power law": dimension([("-2/3", 0, 2), (0, 0, -1), (1, 0, 4)], [(Integer(2), 0)]),
    "a correction larger than 1/n": dimension([(-1, 0, 1), ("-1/2", 0, 1)]),
    "with logarithms": dimension([("-3/2", 0, 1), ("-1/2", 1, 2)], [(Integer(0), 2)]),
    "three powers": dimension([(-2, 0, 5), (-1, 0, -1), ("-1/3", 0, 1)], [(ONE, 0)]),
}


def remainders(one, found):
    """The error of kappa(n) over its remainder, at n = d(kappa), for two sizes of kappa."""
    n_of = lambdify(kappa, one.expression, "mpmath")
    claimed = lambdify(N, found.expression, "mpmath")
    bound = lambdify(N, found.remainder, "mpmath")
    ratios = []
    with mpmath.workdps(DIGITS):
        for size in (mpmath.mpf(NEAR), mpmath.mpf(FAR)):
            n = n_of(size)
            error, scale = abs(claimed(n) - size), bound(n)
            ratios.append(error / scale if scale else error)
    return ratios


def is_bounded(ratios):
    """A power of kappa off by 1/4 makes 22 decades; a logarithm, with 1/log n, a factor of four."""
    near, far = ratios
    return far <= max(2 * near, 1)


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("name", DIMENSIONS)
def test_the_error_is_within_the_remainder(name, order):
    assert is_bounded(remainders(DIMENSIONS[name], revert(DIMENSIONS[name], N, order)))


@pytest.mark.parametrize("name", DIMENSIONS)
def test_put_back_in_it_gives_the_resource(name):
    one = DIMENSIONS[name]
    back = one.composed(revert(one, N, 2), 2)
    number = LogPowers.of(1 / N, [((-ONE, 0), ONE)])
    assert (back - number).terms == {}


def test_each_iteration_gains_one_correction():
    one = DIMENSIONS["as of a power law"]
    first, second, third = (min(e for e, _ in revert(one, N, n).omitted) for n in (1, 2, 3))
    assert first < second <= third  # the third is limited by what is omitted of d itself


def test_reversions_known_by_heart():
    assert revert(dimension([(-2, 0, 9)]), N, 1).expression == 3 / sqrt(N)
    found = revert(dimension([(-1, 0, 1), (0, 0, -1)]), N, 3).expression  # kappa = 1/(n + 1)
    assert simplify(found - (1 / N - 1 / N**2 + 1 / N**3 - 1 / N**4)) == 0


def test_the_regulariser_of_a_power_law():
    spectrum = series_of_sums(PowerLaw(a, b), 2).series[d]
    (exponent, logarithms), amplitude = revert(spectrum, N, 1).leading
    assert (exponent, logarithms) == (b, 0)
    known = (pi / b / sin(pi / b)) ** b
    assert abs((amplitude / known).subs(b, Rational(7, 3)).evalf(30) - 1) < 1e-25


@pytest.mark.parametrize(
    "undecided",
    [
        dimension([(-1, 1, 1), (0, 0, 1)]),
        LogPowers.of(kappa, [((-a, 0), ONE), ((-b, 0), ONE)]),
        dimension([(1, 0, 1), (2, 0, 1)]),
    ],
)
def test_what_has_no_certain_negative_power_first_is_refused(undecided):
    with pytest.raises(InvalidProblemError):
        revert(undecided, N, 1)


@pytest.mark.parametrize("order", [1, 2])
def test_a_wrong_amplitude_or_a_forgotten_term_is_seen(order):
    one = DIMENSIONS["as of a power law"]
    found = revert(one, N, order)
    assert is_bounded(remainders(one, found))
    assert not is_bounded(remainders(one, found.scaled(Rational(1001, 1000))))
    for key in found.terms:
        fewer = {other: c for other, c in found.terms.items() if other != key}
        assert not is_bounded(remainders(one, LogPowers(1 / N, fewer, found.omitted)))


SERIES = {
    d: LogPowers.of(x, [((-ONE / 2, 0), Integer(2)), ((ONE, 0), ONE)], [(Integer(2), 0)]),
    w: LogPowers.of(x, [((ONE / 3, 0), Integer(3)), ((ONE, 1), ONE)], [(Rational(3, 2), 0)]),
}


@pytest.mark.parametrize(
    "expression",
    [
        d,
        d + w,
        b * d * w - 3,
        d**2 * w**3,
        w**2 / (1 - w),
        (d - w) / (d + a * w) ** Rational(3, 2),
        sqrt(w) * (w + 1) ** -3,
        (d + 1) ** b,
    ],
)
def test_an_expression_of_series_is_the_series_of_the_expression(expression):
    values = {a: Rational(9, 5), b: Rational(3, 2)}
    found = substitute(expression, SERIES, x, 2)
    claimed, bound = (
        lambdify(x, each.subs(values), "mpmath") for each in (found.expression, found.remainder)
    )
    # a function for each series: its terms and one of each omitted power
    functions = {
        symbol: one.expression + sum(x**e for e, _ in one.omitted) for symbol, one in SERIES.items()
    }
    exact = lambdify(x, expression.subs(values).subs(functions), "mpmath")
    with mpmath.workdps(DIGITS):
        sizes = mpmath.mpf(NEAR), mpmath.mpf(FAR)
        ratios = [abs(exact(size) - claimed(size)) / bound(size) for size in sizes]
    assert is_bounded(ratios)


def test_what_does_not_change_is_a_number():
    assert substitute(a * b, SERIES, x, 1).terms == {(Integer(0), 0): a * b}
    assert substitute(c_k**2, SERIES, x, 1).remainder == 0


def test_what_is_not_algebraic_is_refused():
    with pytest.raises(InvalidProblemError, match="not algebraic"):
        substitute(exp(d) + 1, SERIES, x, 1)
    with pytest.raises(InvalidProblemError, match="not algebraic"):
        substitute(a**w, SERIES, x, 1)
