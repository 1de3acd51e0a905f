r"""The Hermite series of an activation in closed form, and its kernel.

    k_\phi(\rho) = E \phi(z) \phi(z') = \sum_m h_m^2 \rho^m,   h_m^2 m! = (E \phi^{(m)}(z))^2

for normal z, z' of variance one and covariance \rho. From some order r on the mean of the shifted
derivative, E \phi^{(r)}(z + y), is a constant or a Gaussian in y, whose derivatives are known.
"""

from functools import lru_cache
from typing import NamedTuple

from sympy import (
    Expr,
    Piecewise,
    exp,
    expand,
    factorial,
    integrate,
    log,
    oo,
    pi,
    simplify,
    sqrt,
    summation,
)

from analytic.errors import InvalidProblemError
from analytic.notation import m, rho_z, x, y, z_u
from analytic.problem.activations import Activation

_NORMAL = exp(-(z_u**2) / 2) / sqrt(2 * pi)


class Hermite(NamedTuple):
    r"""What is known of an activation by its Hermite series.

    `low` are the orders below r; from r on `square`(i) is h_m^2 m! of order m = r + 2 i. `slopes`
    is the r-th derivative of the kernel.
    """

    low: tuple[Expr, ...]
    shifted: Expr
    amplitude: Expr
    rate: Expr
    slopes: Expr
    kernel: Expr

    @property
    def order(self) -> int:
        """From which order on there is a formula."""
        return len(self.low)

    def square(self, i: Expr) -> Expr:
        r"""h_m^2 of order m = r + 2 i."""
        of_gaussian = (factorial(2 * i) / factorial(i)) ** 2 * (self.rate / 2) ** (2 * i)
        return self.amplitude**2 * of_gaussian / factorial(self.order + 2 * i)

    def derivative(self, order: int) -> Expr:
        r"""A derivative of the kernel in \rho."""
        return simplify(self.kernel.diff(rho_z, order))


def hermite(activation: Activation) -> Hermite:
    r"""The Hermite series of an activation.

    Raises    InvalidProblemError where no derivative has an elementary kernel.

    >>> from analytic.problem.activations import Erf
    >>> hermite(Erf()).kernel
    2*asin(2*rho/3)/pi
    """
    order = activation.order
    if order is None:
        raise InvalidProblemError(
            f"The kernel of {activation.formula} has no closed form. Ask exact.feature_spectrum "
            "for its eigenvalues."
        )
    low = tuple(_mean(activation.formula.diff(z_u, m)) for m in range(order))
    smooth = activation.formula.diff(z_u, order).subs(z_u, z_u + y)
    shifted = simplify(integrate(smooth * _NORMAL, (z_u, -oo, oo)))
    amplitude, rate = shifted.subs(y, 0), -simplify(log(shifted).diff(y, 2))
    slopes = _slopes(amplitude, rate)
    return Hermite(low, shifted, amplitude, rate, slopes, _kernel(slopes, low))


def _mean(function: Expr) -> Expr:
    """The mean of a function of a normal preactivation: both signs of it together."""
    both = function.subs(z_u, y) + function.subs(z_u, -y)
    return integrate(both * _NORMAL.subs(z_u, y), (y, 0, oo))


def _slopes(amplitude: Expr, rate: Expr) -> Expr:
    r"""\sum_i (derivative of order 2 i of the Gaussian)^2 \rho^{2 i}/(2 i)!."""
    return simplify(amplitude**2 * _summed_squares().subs(x, (rate * rho_z) ** 2))


@lru_cache(maxsize=1)
def _summed_squares() -> Expr:
    r"""\sum_i ((2 i)!/(i! 2^i))^2 x^i/(2 i)!, where it converges."""
    term = simplify((factorial(2 * m) / factorial(m) / 2**m) ** 2 / factorial(2 * m)) * x**m
    return summation(term, (m, 0, oo)).replace(_is_cases, lambda cases: cases.args[0].expr)


def _kernel(slopes: Expr, low: tuple[Expr, ...]) -> Expr:
    """The kernel from its derivative of some order and its value and slopes at zero."""
    found = slopes
    for value in reversed(low):
        found = integrate(found, rho_z)
        found = found - found.subs(rho_z, 0) + value**2
    return expand(found)


def _is_cases(node: Expr) -> bool:
    """Whether it is said for which correlations the series converges: below one in size."""
    return isinstance(node, Piecewise)
