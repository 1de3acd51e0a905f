r"""How many products of m different whole numbers are at most x: any numbers, or those up to M.

    \sum_{k_1 < ... < k_m} (k_1 ... k_m)^{-z} = e_m(\zeta(z), \zeta(2 z), ...)

by Newton's identities, with \zeta(i z) the power sums; the pole of order m at z = 1 makes
x \log^{m-1} x. Where all numbers are at most M, their logarithms less \log M are exponential
variables, and the sum of m of these has the transform (1 + z)^{-m}.
"""

from functools import lru_cache

from sympy import (
    Expr,
    Integer,
    Mul,
    Poly,
    Rational,
    expand,
    factorial,
    inverse_laplace_transform,
    log,
    uppergamma,
)

from analytic.notation import M, defined_letter, m, s, x, y, z
from analytic.symbolic.mellin.poles import residue
from analytic.symbolic.mellin.profiles import MellinImage

_POLES = (Integer(1), Rational(1, 2))


@lru_cache(maxsize=8)
def products(degree: int, poles: tuple[Expr, ...] = _POLES) -> Expr:
    r"""Products of so many different numbers up to x, from the poles at 1 and at 1/2.

    >>> products(2)
    -sqrt(x)/2 + x*(log(x)/2 - 1/2 + EulerGamma)
    """
    sums = [defined_letter(f"zeta_{i}") for i in range(1, degree + 1)]
    whole = Poly(_elementary(sums), *sums)
    found = Integer(0)
    for pole in poles:
        at_pole = Integer(0)
        for powers, coefficient in whole.terms():
            zetas = tuple((i + 1) * z for i, power in enumerate(powers) for _ in range(power))
            at_pole += coefficient * residue(MellinImage(1 / z, (), zetas), x**z, pole)
        found += x**pole * expand(at_pole / x**pole)
    return found


def _elementary(sums: list[Expr]) -> Expr:
    """The elementary symmetric function by Newton's identities."""
    found = [Integer(1)]
    for degree in range(1, len(sums) + 1):
        terms = ((-1) ** (i - 1) * found[degree - i] * sums[i - 1] for i in range(1, degree + 1))
        found.append(expand(sum(terms) / degree))
    return found[-1]


def leading_products(degree: Expr = m) -> Expr:
    r"""The leading order of that number for any degree: 1/(z - 1)^m over m!, transformed back."""
    at_log = inverse_laplace_transform((s - 1) ** -degree, s, y)
    return (at_log / factorial(degree)).subs(y, log(x))


def products_within(degree: Expr = m) -> Expr:
    r"""Products of so many different numbers up to M that are at most x, for large M."""
    density = inverse_laplace_transform((s + 1) ** -degree, s, y)
    front = Mul(*(one for one in Mul.make_args(density) if not one.has(y)))
    share = front * uppergamma(degree, log(M**degree / x))
    return M**degree / factorial(degree) * share
