r"""The leading part of a kernel that is not analytic where two points meet, or are opposite.

On a sphere a function that is analytic in \cos\theta has even powers of \theta alone, and a smooth
function of points of a torus even powers of their distance: the first other power is what counts.
"""

from functools import cache
from typing import Any, NamedTuple

from sympy import (
    Expr,
    Integer,
    acos,
    asin,
    besseli,
    besselk,
    cos,
    exp,
    expand_func,
    gamma,
    log,
    pi,
    series,
    simplify,
    sin,
    sqrt,
)

from analytic.errors import InvalidProblemError
from analytic.notation import theta, x
from analytic.problem.kernels import Kernel

_MOST = 30  # the highest power that is looked for


class Singular(NamedTuple):
    """A power of the distance or the angle, with its coefficient."""

    coefficient: Expr
    power: Expr


class Algebra:
    """The functions of kernels as formulas."""

    pi, exp, cos, sin, arccos = pi, exp, cos, sin, acos

    def number(self, value: Expr) -> Expr:
        """Itself."""
        return value

    def matern(self, nu: Expr, z: Expr) -> Expr:
        r"""2^{1-\nu} z^\nu K_\nu(z)/\Gamma(\nu)."""
        return 2 ** (1 - nu) / gamma(nu) * z**nu * besselk(nu, z)


class _Truncated(Algebra):
    r"""The same, with angles as series in \theta up to a power."""

    def __init__(self, power: int) -> None:
        self.power = power

    def arccos(self, cosine: Expr) -> Expr:
        r"""The angle of a cosine that is a function of \theta."""
        known = series(cosine, theta, 0, self.power + 3).removeO()
        near_one = known.subs(theta, 0) == 1
        angle = 2 * asin(sqrt((1 - known) / 2)) if near_one else acos(known)
        return series(angle, theta, 0, self.power + 1).removeO()


def profile(kernel: Kernel) -> Expr:
    r"""The kernel as a formula in the distance x or the angle \theta.

    >>> from analytic.problem.kernels import Laplace
    >>> profile(Laplace(2))
    exp(-x/2)
    """
    return kernel.at(theta if kernel.angular else x, Algebra())


@cache
def singular_part(kernel: Kernel, opposite: bool = False) -> Singular:
    """The part of a kernel at coincidence, or at opposite points of a sphere.

    Raises    InvalidProblemError where there is none.

    >>> from analytic.problem.kernels import NeuralTangent
    >>> singular_part(NeuralTangent(2)), singular_part(NeuralTangent(2), opposite=True)
    (Singular(coefficient=-3/pi, power=1), Singular(coefficient=-1/(2*pi), power=1))
    """
    if not kernel.angular:
        return Singular(Integer(0), Integer(0)) if opposite else expanded(profile(kernel), x)
    for power in range(1, _MOST, 2):
        part = kernel.at(pi - theta if opposite else theta, _Truncated(power))
        found = simplify(series(part, theta, 0, power + 1).removeO().coeff(theta, power))
        if found != 0:
            return Singular(found, Integer(power))
    raise InvalidProblemError(
        f"{kernel} has no odd power of the angle up to {_MOST}. Give another."
    )


def expanded(formula: Expr, variable: Any) -> Singular:
    r"""The first power of a distance that is not even, of an exponential or a Bessel function.

    K_\nu = \pi (I_{-\nu} - I_\nu)/(2 \sin \pi\nu), and z^\nu I_{-\nu} has even powers alone.

    >>> from analytic.notation import nu
    >>> expanded(x**nu * besselk(nu, x), x).power
    2*nu
    """
    (bessel,) = formula.atoms(besselk) or (None,)
    if bessel is not None:
        order, argument = bessel.args
        second = -pi / (2 * sin(pi * order)) * besseli(order, argument).as_leading_term(variable)
        leading = expand_func(formula.subs(bessel, second))
        power = simplify(variable * log(leading).diff(variable))
        return Singular(simplify(leading / variable**power), power)
    odd = (formula - formula.subs(variable, -variable)) / 2
    leading = series(odd, variable, 0, None).__next__()
    coefficient, power = leading.as_coeff_exponent(variable)
    return Singular(coefficient, power)
