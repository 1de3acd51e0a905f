r"""The first correction in 1/N or 1/P at fixed frequency, the other resource unlimited.

    \kappa = s + \kappa_1/N + O(1/N^2),   F(\kappa, d(\kappa), w(\kappa)) = F_0 + F_1/N + O(1/N^2)

\kappa_1 follows from \kappa D_P D_N = s by implicit differentiation, F_1 from the slopes
dd/d\kappa = -(d - d_2)/\kappa and dw/d\kappa = -w_2.

Functions of time follow mode by mode, from residues at the modes' rates: f(s) with poles at
-\lambda_j and -\lambda_k becomes a sum of e^{-\lambda t} times powers of t.

What Gaussian entries add to the mean field's correction:

    S = \Lambda^{1/2} W \Lambda^{1/2} = \Lambda + X,
    N <X_{ij} X_{kl}> = \lambda_i \lambda_j (\delta_{il} \delta_{jk} + \delta_{ik} \delta_{jl})

To second order in X the first pairing gives the mean field's coefficient; the second, which asks
all indices to be equal, what is added. Higher cumulants are of higher order in 1/N.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Poly,
    Rational,
    Symbol,
    binomial,
    exp,
    expand,
    factor,
    factorial,
    fraction,
    integrate,
    limit,
    oo,
    solve,
)

from analytic.errors import InvalidProblemError
from analytic.notation import (
    c_k,
    d,
    d_2,
    epsilon,
    kappa,
    lambda_j,
    lambda_k,
    primed,
    s,
    s2,
    t,
    tau_1,
    tau_2,
    w,
    w_2,
)
from analytic.problem import FieldEquations
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import both, responses
from analytic.symbolic.mean_field.two_point import test_correlation
from analytic.symbolic.mellin.mode_sums import DEFINITIONS
from analytic.symbolic.series.log_powers import LogPowers, substitute
from analytic.symbolic.series.transfer import late_time_pair

_HALF = Rational(1, 2)


class Pair(NamedTuple):
    """An antisymmetric pair of functions at two frequencies.

        weight [f(s) g(s') - g(s) f(s')]/(s' - s)

    f and g are given at the first frequency.
    """

    weight: Expr
    first: Expr
    second: Expr


def regulariser_shift(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    r"""The coefficient of 1/limited in kappa(s), as a function of s and d(s).

        \kappa = s + \kappa_1/N + O(1/N^2),   \kappa D_P D_N = s

    By implicit differentiation.
    """
    frequency = limit(responses(statement).at_kappa(s), unlimited, oo)
    condition = frequency.subs(limited, 1 / epsilon) - s
    shift = -condition.diff(epsilon) / condition.diff(kappa)
    return cancel(shift).subs(epsilon, 0).subs(kappa, s)


def nearby(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> dict[Expr, Expr]:
    r"""kappa, d and w at fixed frequency, to first order in epsilon = 1/limited.

        \kappa = s + \epsilon \kappa_1,   d = d(s) - \epsilon \kappa_1 (d - d_2)/s,
        w = w(s) - \epsilon \kappa_1 w_2

    \kappa_1 is `regulariser_shift`.
    """
    shift = epsilon * regulariser_shift(statement, limited, unlimited)
    return {kappa: s + shift, d: d - shift * (d - d_2) / s, w: w - shift * w_2}


def first_order(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    r"""The coefficient of 1/limited in the test correlation, without noise, times s' - s.

        (s' - s) dC_0(s, s')/d\epsilon,   \epsilon = 1/N or 1/P

    at \epsilon = 0.
    """
    first = _nearby(statement, limited, unlimited).diff(epsilon).subs(epsilon, 0)
    return expand(cancel(first * (s2 - s)))


@cache
def _nearby(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """C_0 with kappa, d and w to first order in epsilon = 1/limited."""
    correlation = test_correlation(statement, unlimited).subs(limited, 1 / epsilon) / (s * s2)
    return cancel(correlation.xreplace(both(nearby(statement, limited, unlimited))))


def order_of_correction(statement: FieldEquations, limited: Symbol, unlimited: Symbol) -> Expr:
    """The first power of 1/limited at which C_0 at fixed frequencies differs from its limit.

    At fixed s everything is analytic in 1/limited, so it is a whole number.

    Raises    InvalidProblemError where it is not the first power: kappa is known to first order.
    """
    above, below = (
        Poly(part, epsilon) for part in fraction(_nearby(statement, limited, unlimited))
    )
    powers = range(1, max(above.degree(), below.degree()) + 1)
    order = next((power for power in powers if _beside(above, below, power) != 0), None)
    if order != 1:
        raise InvalidProblemError(
            f"C_0 does not change to first order in 1/{limited}, and kappa is expanded no further. "
            "State field equations in which the resource matters at first order."
        )
    return Integer(order)


def _beside(above: Poly, below: Poly, order: int) -> Expr:
    """The coefficient of epsilon^order in a_n b_0 - a_0 b_n, of a quotient less its value at 0."""
    (a_0, a_n), (b_0, b_n) = (
        [part.coeff_monomial(epsilon**power) for power in (0, order)] for part in (above, below)
    )
    return expand(a_n * b_0 - a_0 * b_n)


def pairs(numerator: Expr) -> tuple[Pair, ...]:
    """A numerator that changes sign under s <-> s', as a sum of antisymmetric pairs.

    Raises    InvalidProblemError where it does not change sign.
    """
    second = {primed(symbol): symbol for symbol in (s, d, d_2, w, w_2)}
    swap = {**second, **{symbol: other for other, symbol in second.items()}}
    if expand(numerator + numerator.xreplace(swap)) != 0:
        raise InvalidProblemError(
            f"{numerator} does not change sign when the two frequencies are swapped. "
            "Give the difference of a function and its image."
        )
    weights: dict[tuple[Expr, Expr], Expr] = {}
    for term in Add.make_args(expand(numerator)):
        coefficient, factors = term.as_coeff_Mul()
        there = [f for f in Mul.make_args(factors) if f.free_symbols & set(second)]
        here = [f for f in Mul.make_args(factors) if not f.free_symbols & set(second)]
        one, two = Mul(*here), Mul(*there).xreplace(second)
        first, last = sorted((one, two), key=str)
        sign = 1 if first == one else -1
        weights[first, last] = weights.get((first, last), Integer(0)) + sign * coefficient * _HALF
    return tuple(Pair(weight, *factors) for factors, weight in weights.items() if weight != 0)


def late_time_of_pairs(
    terms: tuple[Pair, ...], sums: dict[Symbol, LogPowers], large: Expr, order: int
) -> LogPowers:
    """A sum of pairs at late times, with the small-frequency series of every sum over modes."""
    known = {**sums, s: LogPowers.variable(kappa)}
    total = LogPowers.of(1 / large, [])
    for weight, first, second in terms:
        one, two = (substitute(f + Integer(0), known, kappa, order) for f in (first, second))
        total = total + late_time_pair(one, two, large).scaled(weight)
    return total


_ONE_MODE: Mapping[Symbol, Expr] = {
    d: DEFINITIONS[d].subs({lambda_k: lambda_j, kappa: s}),
    w: DEFINITIONS[w].subs(kappa, s),
    w_2: DEFINITIONS[w_2].subs(kappa, s),
}


def in_modes(terms: tuple[Pair, ...]) -> Expr:
    """The summand over modes j and k of a sum of pairs, as a function of time, for j != k.

    d is summed over j; w and w_2, which carry the target, over k. Both frequencies go to time t.
    """
    numerator = Add(
        *(
            weight * (first * primed(second) - primed(first) * second)
            for weight, first, second in terms
        )
    )
    at_modes = {**_ONE_MODE, **{primed(f): g.xreplace({s: s2}) for f, g in _ONE_MODE.items()}}
    function = factor(numerator.xreplace(at_modes) / (s2 - s))
    rates: defaultdict[Expr, Expr] = defaultdict(lambda: Integer(0))
    for rate, coefficient in _residues(function, s).items():
        for rate2, coefficient2 in _residues(factor(coefficient), s2).items():
            rates[rate + rate2] += coefficient2
    return Add(*(factor(c) * exp(-rate * t) for rate, c in rates.items()))


def coincident(summand: Expr) -> Expr:
    """The limit of such a summand for j -> k: its denominator is the square of a difference."""
    gap = lambda_j - lambda_k
    numerator = Add(*(cancel(term * gap**2) for term in Add.make_args(summand)))
    return factor(numerator.diff(lambda_j, 2).subs(lambda_j, lambda_k) / 2)


def time_function(function: Expr, frequency: Symbol) -> Expr:
    """The function of t whose transform is a rational function that vanishes at infinity.

    >>> time_function(1 / (s + lambda_k) ** 2, s)
    t*exp(-lambda_k*t)
    """
    residues = _residues(factor(function), frequency)
    return Add(*(coefficient * exp(-rate * t) for rate, coefficient in residues.items()))


def _residues(function: Expr, frequency: Symbol) -> dict[Expr, Expr]:
    """The residues of a factored function times e^{st}, over e^{st}, by rate of decay."""
    numerator, denominator = fraction(function)
    found: dict[Expr, Expr] = {}
    factors = [part.as_base_exp() for part in Mul.make_args(denominator)]
    for base, order in factors:
        if base.has(frequency):
            (pole,) = solve(base, frequency)
            others = Mul(*(other**n for other, n in factors if other != base))
            slope = base.diff(frequency) ** order
            found[-pole] = _coefficient(numerator / (others * slope), frequency, pole, int(order))
    return found


def _coefficient(regular: Expr, frequency: Symbol, pole: Expr, order: int) -> Expr:
    last = order - 1
    terms = (
        binomial(last, i) * regular.diff(frequency, i).subs(frequency, pole) * t ** (last - i)
        for i in range(order)
    )
    return Add(*terms) / factorial(last)


_COVARIANCE = lambda_k**2  # the second pairing at i = j = k = l, times N


def added_by_width() -> Expr:
    r"""The term of one mode in \sum_k c_k <(e^{-2tS})_{kk}>, N times."""
    return c_k * _second_order(2 * t)


def added_by_data() -> Expr:
    r"""The term of one mode in \sum_k w_k^2 <(e^{-tS} \Lambda e^{-tS})_{kk}>, P times."""
    target = c_k / lambda_k
    once = integrate(exp(-lambda_k * (t - tau_1)) * exp(-lambda_k * tau_1), (tau_1, 0, t))
    both_sides = _COVARIANCE * once**2
    one_side = 2 * exp(-lambda_k * t) * _second_order(t)
    return target * lambda_k * (one_side + both_sides)


def _second_order(time: Expr) -> Expr:
    """The second term of Duhamel's series of e^{-time S}, by the second pairing."""
    free = (
        exp(-lambda_k * (time - tau_2)) * exp(-lambda_k * (tau_2 - tau_1)) * exp(-lambda_k * tau_1)
    )
    return _COVARIANCE * integrate(free.simplify(), (tau_1, 0, tau_2), (tau_2, 0, time))
