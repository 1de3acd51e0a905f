r"""Whether the loss turns up before it ends, at any ratio of N and P, mode by mode.

For N and P large, N = nu P, y = d/d', sums over modes are powers of the regulariser:

    d = A \kappa^{e_d},   d_2 = (1 + e_d) d,   w = B \kappa^{e_w},   w - \kappa w_2 = (1 + e_w) w

with e_d = -1/b and e_w = (a-1)/b - 1: the powers of kappa that are not whole, from the tail of the
spectrum. Where w has a constant that is larger, a > b + 1, it drops out of differences of w.

Whether the loss comes to its end from below is told by the branch point of its transform:

    L(t) - L(\infty) -> 2 \oint e^{s t} F(s),   F = \lim_{s' -> 0} s' C_0,   s = \kappa D_P D_N

On the real axis s(kappa) falls from s = 0 to its minimum -x_-, where F has a square root, and

    (s + x_-)^{1/2}   ->   t^{-3/2} e^{-x_- t}/\Gamma(-1/2).

Terms with both transforms off s = 0 die as e^{-2 x_- t}.

The sign of a sum over modes whose terms change sign once, at an eigenvalue \lambda_j.

    \sum_k c_k W(\lambda_k),   \sum_k \lambda_k W(\lambda_k) = 0

With c_k/\lambda_k less its value at \lambda_j in the place of c_k/\lambda_k the sum is the same and
all its terms have one sign.
"""

from functools import cache
from typing import NamedTuple

from sympy import (
    Expr,
    Piecewise,
    Rational,
    Symbol,
    exp,
    factor,
    fraction,
    gamma,
    limit,
    oo,
    sign,
    solve,
    sqrt,
    together,
)

from analytic.errors import InvalidProblemError, require
from analytic.notation import (
    C_0,
    N,
    P,
    d,
    d_2,
    kappa,
    lambda_j,
    lambda_k,
    nu,
    primed,
    s,
    s2,
    s_2,
    sigma2,
    w,
    w_2,
    x,
    x_minus,
    y,
)
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mean_field.final_value import final_dimension, slope
from analytic.symbolic.mean_field.responses import responses
from analytic.symbolic.mean_field.two_point import solution, test_correlation
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, series_of_sums
from analytic.symbolic.series.log_powers import LogPowers


class Tail(NamedTuple):
    r"""What the tail of a spectrum of powers makes of the sums over modes.

        d ~ A \kappa^{e_d},   w ~ B \kappa^{e_w}

    `of_d` and `of_w` are the powers, which are not whole; `d` and `w` the coefficients.
    """

    of_d: Expr
    of_w: Expr
    d: Expr
    w: Expr

    def power_of_regulariser(self, dimension: Expr, power: Expr) -> Expr:
        """A power of kappa where d has this value."""
        return (self.d / dimension) ** factor(-power / self.of_d)


def tail(spectrum: PowerLaw) -> Tail:
    """What the tail of a spectrum of powers makes of d and w.

    Raises    InvalidProblemError for a target of several powers.
    """
    sums = series_of_sums(spectrum, 1, {symbol: DEFINITIONS[symbol] for symbol in (d, w)}).series
    (of_d, in_d), (of_w, in_w) = (_resolved(sums[symbol]) for symbol in (d, w))
    return Tail(of_d, of_w, in_d, in_w)


def _resolved(series: LogPowers) -> tuple[Expr, Expr]:
    found = [(e, c) for (e, _), c in series.terms.items() if not e.is_integer]
    if len(found) != 1:
        raise InvalidProblemError(
            "The target has several powers of k, or one at which the powers of kappa collide. "
            "Choose one power, off a = b + 1 and a = 2 b + 1."
        )
    return found[0]


def edge_equation(edge: Expr, powers: Tail, end: Expr) -> Expr:
    """The polynomial in y = d/end that vanishes at the edge, from d_2 as a function of d there.

    `end` is d at s = 0.
    """
    difference = ((1 + powers.of_d) * d - edge).subs(d, y * end).subs(N, nu * P)
    numerator = factor(fraction(together(difference))[0])
    return numerator.as_independent(y, as_Add=False)[1]


def unlimited_edge(equation: Expr) -> Expr:
    """y at N = infinity, or where the equation is free of the ratio."""
    leading = limit(cancel(equation / nu), nu, oo) if equation.has(nu) else equation
    (found,) = solve(leading, y)
    return factor(found)


def rise_at_ratio(rise: Expr, powers: Tail, end: Expr) -> Expr:
    """The slope at the edge over kappa w at s = 0, without noise, where N = nu P."""
    clean = rise.subs(sigma2, 0)
    first = clean.subs({w: 0, w_2: 0})
    own, other = (_share(part, powers, end) for part in (first, clean - first))
    return own + other * y ** factor(powers.of_w / powers.of_d)


def _share(part: Expr, powers: Tail, end: Expr) -> Expr:
    """A part of it without the powers of y that are not whole."""
    sums = {d_2: (1 + powers.of_d) * d, w_2: -powers.of_w * w / kappa}
    value = part.subs(sums).subs({w: primed(w), d: y * end}).subs(N, nu * P)
    return factor(cancel(value / (primed(kappa) * primed(w))))


def growth_at_edge(growth: Expr, powers: Tail, end: Expr) -> Expr:
    """A product of sums at the edge over those at s = 0, where P is unlimited: d = y end."""
    sums = growth.subs({d_2: (1 + powers.of_d) * d, w_2: -powers.of_w * w / kappa})
    number = factor(sums.subs({w: primed(w), kappa: primed(kappa), d: y * end}))
    return number * y ** factor((1 + powers.of_w) / powers.of_d)


_HALF = Rational(1, 2)


@cache
def frequency(statement: FieldEquations) -> Expr:
    r"""The frequency s as a function of kappa and d.

        s = \kappa D_P(d) D_N(d)

    with the responses of the statement.
    """
    return factor(responses(statement).at_kappa(s))


@cache
def at_edge(statement: FieldEquations) -> Expr:
    r"""The sum of squares d_2 at the edge of the spectrum, in d.

        ds/d\kappa = 0

    s is least there on the real axis.
    """
    (second,) = solve(slope(frequency(statement)), d_2)
    return factor(second)


@cache
def lasting(statement: FieldEquations, smaller: Symbol) -> Expr:
    r"""The loss at the end of training times an error that dies, and the noise.

        s s' C_0 + \sigma^2,   s' -> 0

    `smaller` is the smaller one of N and P. A function of kappa, d and w at s; primed are kappa and
    w at s' = 0.
    """
    one, solved = solution(statement)
    product = cancel(one.at_kappa(s * s2 * solved[C_0] + sigma2))
    return factor(cancel(product.subs(primed(d), final_dimension(statement, smaller))))


def once(statement: FieldEquations) -> Expr:
    """s times the function of one frequency whose inverse transform at 2 t is L, P = infinity."""
    product = test_correlation(statement, P).subs({primed(d): 0, primed(w): 0})
    return factor(limit(product, primed(kappa), oo))


def dying(rise: Expr, time: Expr) -> Expr:
    r"""What a transform with a square root at the edge is at a late time.

        rise \sqrt{2 (s + x_-)/s''}  ->  rise \sqrt{2/s''} t^{-3/2} e^{-x_- t}/\Gamma(-1/2)

    `rise` is its slope in kappa.
    """
    root = sqrt(2 / s_2) * time ** (-_HALF - 1) / gamma(-_HALF)
    return rise * root * exp(-x_minus * time)


def of_mode(rise: Expr) -> Expr:
    """The term of one mode in a combination of w, w' and w_2."""
    one = {symbol: DEFINITIONS[symbol] for symbol in (w, w_2)}
    first = DEFINITIONS[w].subs(kappa, primed(kappa))
    return factor(rise.subs({**one, primed(w): first}))


def turning_mode(weight: Expr) -> Expr:
    """The eigenvalue at which the weight of a mode changes sign.

    Raises    InvalidProblemError for a weight that does not change sign exactly once.
    """
    found = solve(fraction(weight)[0], lambda_k)
    if len(found) != 1:
        raise InvalidProblemError(
            f"{weight} changes sign at {found}, not once: its sum has no sign that this argument "
            "gives. Evaluate it."
        )
    return factor(found[0])


def about_turning_mode(weight: Expr, turns: Expr) -> Expr:
    """The weight with the eigenvalue at which it changes sign, lambda_j, in the place of kappa'.

    Raises    InvalidProblemError where several kappa' have this eigenvalue, or none.
    """
    found = solve(turns - lambda_j, primed(kappa))
    require(
        len(found) == 1,
        f"{turns} is one eigenvalue at {len(found)} values of kappa', not at one: the sum over "
        "modes has no sign that this argument gives. Evaluate it.",
    )
    return factor(weight.subs(primed(kappa), found[0]))


def sign_of_terms(weight: Expr, target: Expr) -> Expr:
    """The common sign of all terms of the sum of weight and target over modes.

    `target` is c_k/lambda_k as a function of lambda_k. As the sum of lambda_k times the weight is
    zero, the target less its value at lambda_j may stand for it; both change sign there.

    Raises    InvalidProblemError for a weight over lambda_k - lambda_j that has no one sign.
    """
    weighed = about_turning_mode(weight, turning_mode(weight)) / (lambda_k - lambda_j)
    slope_of_weight = sign(cancel(weighed.subs(kappa, x)))
    if not slope_of_weight.is_number:
        raise InvalidProblemError(f"{weighed} has no one sign. Evaluate the sum over modes.")
    growth, unit = fraction(factor(lambda_k * target.diff(lambda_k) / target))
    return (slope_of_weight * sign(growth * sign(unit))).rewrite(Piecewise)
