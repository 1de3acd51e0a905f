r"""Spectral densities: from a response in the Laplace domain to its measure on the rates.

    H(t) = \int \rho(x) e^{-x t} dx   <=>   H(s) = \int \rho(x) / (s + x) dx

The density is what H jumps by across the negative axis. [marchenko1967]

Functions of time whose transform has one square root: Bessel functions, term by term.

    \sqrt{s^2 - w^2} - s = \sum_{j \ge 1} \binom{1/2}{j} (-w^2)^j s^{1 - 2 j},
    s^{1 - 2 j} <-> t^{2 j - 2} / \Gamma(2 j - 1)

The sum over j is the transform of a semicircle of rates, -(w/t) I_1(w t).

Expansions of the response of a white spectrum, order by order, and their functions of time.

Three of them: high frequency, \kappa = s + O(1), which is early time; fixed frequency with r = M/N
small; frequencies within \sqrt{M/N} of -\lambda, which is t of order \sqrt{N/M}.
"""

from functools import cache
from typing import NamedTuple

from sympy import (
    Abs,
    Add,
    Expr,
    I,
    Integer,
    Mul,
    Piecewise,
    Poly,
    Rational,
    Symbol,
    binomial,
    discriminant,
    exp,
    factor,
    factorial,
    fraction,
    im,
    integrate,
    inverse_laplace_transform,
    limit,
    oo,
    rem,
    solve,
    sqrt,
    summation,
    together,
)

from analytic.errors import InvalidProblemError
from analytic.notation import (
    D_N,
    alpha,
    epsilon,
    from_lower,
    from_upper,
    j,
    kappa,
    nu,
    offset,
    ratio,
    root,
    s,
    t,
    u,
    y,
)
from analytic.quotient import cancel
from analytic.symbolic.mean_field.finite_size import time_function
from analytic.symbolic.series.order import denested


class Band(NamedTuple):
    """The interval of rates between two branch points of a square root."""

    lower: Expr
    upper: Expr

    def root(self, s: Expr) -> Expr:
        r"""sqrt(s + x_-) sqrt(s + x_+): analytic off the band and equal to s at infinity."""
        return sqrt(s + self.lower) * sqrt(s + self.upper)

    def root_above(self, x: Expr) -> Expr:
        """Its imaginary part at s = -x + i0 inside the band, where the real part is zero."""
        edge = im(sqrt(-from_lower) * sqrt(from_upper))
        return edge.subs({from_lower: x - self.lower, from_upper: self.upper - x})

    @property
    def root_at_origin(self) -> Expr:
        """Its value at s = 0, outside the band."""
        return sqrt(factor((self.lower * self.upper).expand()))


@cache
def jump_of_unit_mass() -> Expr:
    """The integral over x of Im 1/(s + x_0) at s = -x + i0: what a unit of mass at x_0 adds."""
    return integrate(im(1 / (offset + I * epsilon)), (offset, -oo, oo))


def band(square: Expr) -> Band:
    """The band between the two roots of a quadratic under the square root.

    Raises    InvalidProblemError where the roots cannot be ordered.
    """
    roots = [-solution for solution in solve(square, s)]
    if len(roots) == 2:
        for lower, upper in (roots, roots[::-1]):
            if (upper - lower).expand().is_positive:
                return Band(lower, upper)
    raise InvalidProblemError(
        f"{square} has no two ordered roots in {s}, so there is no single band. "
        "State the signs of its parameters."
    )


def physical_branch(closure: Expr) -> tuple[Expr, Expr]:
    r"""The solution \kappa ~ s of a quadratic closure, in terms of q, and the square of q ~ s.

    Raises    InvalidProblemError where no branch grows like s.
    """
    polynomial = Poly(closure, kappa)
    square = factor(discriminant(polynomial) / polynomial.LC() ** 2)
    middle = polynomial.coeff_monomial(kappa) / polynomial.LC()
    for branch in ((-middle + root) / 2, (-middle - root) / 2):
        if limit(branch.subs(root, s) / s, s, oo) == 1:
            return branch, square
    raise InvalidProblemError(
        f"No solution kappa of {closure} = 0 grows like s. The frequency must equal kappa where "
        "the responses are one."
    )


def by_sign(expression: Expr, difference: Expr) -> Expr:
    """An expression with |difference| written out in its two cases."""
    above = cancel(expression.subs(Abs(difference), difference))
    below = cancel(expression.subs(Abs(difference), -difference))
    return Piecewise((above, difference > 0), (below, True))


def split_root(expression: Expr, root: Symbol, square: Expr) -> tuple[Expr, Expr]:
    """The coefficients (p, q) of expression = p + q root, given root^2 = square.

    >>> from sympy.abc import y, x
    >>> split_root(1 / (1 + y), y, x)
    (1/(1 - x), 1/(x - 1))
    """
    numerator, denominator = fraction(together(expression))
    conjugate = denominator.subs(root, -root)
    norm = rem(denominator * conjugate, root**2 - square, root)
    product = rem(numerator * conjugate, root**2 - square, root)
    odd = product.diff(root)
    return cancel((product - odd * root) / norm), cancel(odd / norm)


@cache
def semicircle_in_time() -> Expr:
    r"""The function of t whose transform is that of a semicircle of rates.

        \sqrt{s^2 - u^2} - s  <->  -(u/t) I_1(u t)

    >>> semicircle_in_time()
    -u*besseli(1, t*u)/t
    """
    power = inverse_laplace_transform(y ** (1 - 2 * j), y, t)
    return summation(binomial(Rational(1, 2), j) * (-(u**2)) ** j * power, (j, 1, oo))


def root_in_time(transform: Expr, root: Symbol, square: Expr) -> Expr:
    r"""The function of t whose transform is p(s) + c q, with q^2 = (s + m)^2 - w^2 given.

        c e^{-m t} times the function that belongs to \sqrt{s^2 - w^2} - s

    Raises    InvalidProblemError for a transform that does not vanish at infinity.
    """
    even, odd = split_root(transform, root, square)
    polynomial = Poly(square.expand(), s)
    middle = factor(polynomial.coeff_monomial(s) / 2)
    if (even + odd * (s + middle)).simplify() != 0:
        raise InvalidProblemError(
            f"{transform} does not vanish at high frequency, so it is no transform of a function. "
            "Subtract its value at infinity."
        )
    width = denested(sqrt(factor((middle**2 - polynomial.coeff_monomial(1)).expand())))
    return odd * exp(-middle * t) * semicircle_in_time().subs(u, width)


def regular_branch(closure: Expr, unknown: Symbol, start: Expr, small: Symbol, order: int) -> Expr:
    """The solution of a closure that is `start` where a letter vanishes, to an order in the letter.

    >>> regular_branch(kappa - s - ratio * kappa**2, kappa, s, ratio, 2)
    2*r**2*s**3 + r*s**2 + s
    """
    equation = fraction(together(closure))[0]
    branch = start
    for n in range(1, order + 1):
        known = Poly(equation.subs(unknown, branch + epsilon * small**n).expand(), small)
        slope, rest = Poly(known.coeff_monomial(small**n), epsilon).all_coeffs()
        branch += factor(-rest / slope) * small**n
    return branch


def at_early_times(cubic: Expr, response: Expr, order: int) -> Expr:
    r"""The mean error of a mode to an order in t.

        H(s) = \sum_n (-1)^n m_n s^{-n-1}  <->  H(t) = \sum_n (-1)^n m_n t^n/n!

    The cubic is that of D_N, which is one at infinity, and the response a function of D_N and s.
    """
    at_infinity = cancel(ratio * cubic.subs(s, 1 / ratio))
    high = regular_branch(at_infinity, D_N, Integer(1), ratio, order)
    terms = enumerate(_taylor(cancel((s * response).subs(D_N, high)), order))
    return Add(*(factor(term) * t**n / factorial(n) for n, term in terms))


def at_fixed_time(closure: Expr, response: Expr, order: int) -> Expr:
    """The response in time to an order in r = M/N, at unlimited data."""
    branch = regular_branch(closure.subs(nu, 1 / ratio), kappa, s, ratio, order)
    terms = enumerate(_taylor(cancel(response.subs(kappa, branch)), order))
    return Add(*(factor(time_function(factor(term), s)) * ratio**n for n, term in terms))


def at_scaled_time(frequency: Expr, response: Expr, eigenvalue: Expr) -> Expr:
    r"""The response in time for N/M and P/M large at t \sqrt{M/N} and t \sqrt{M/P} fixed.

    With s = -\lambda + \epsilon s, and N and P of order \epsilon^{-2}; `frequency` is s as a
    function of kappa.
    """
    near = {kappa: -eigenvalue + epsilon * kappa, s: -eigenvalue + epsilon * s}
    large = {nu: nu / epsilon**2, alpha: alpha / epsilon**2}
    equation = (frequency - s).subs(large).subs(near, simultaneous=True)
    leading = fraction(together(limit(cancel(equation / epsilon), epsilon, 0)))[0]
    branch, square = physical_branch(leading)
    image = limit(cancel(epsilon * response.subs(near, simultaneous=True)), epsilon, 0)
    in_window = root_in_time(image.subs(kappa, branch), root, square).simplify()
    return Mul(exp(-eigenvalue * t), in_window)


def _taylor(function: Expr, order: int) -> list[Expr]:
    """The coefficients of a rational function of r at r = 0."""
    coefficients = []
    for _ in range(order + 1):
        coefficients.append(cancel(function.subs(ratio, 0)))
        function = cancel((function - coefficients[-1]) / ratio)
    return coefficients
