r"""None of P samples: the Mellin transform of the probability that they all miss a set of share x.

\int_0^1 x^{z-1} (1 - x)^P dx = \Gamma(z) \Gamma(P + 1)/\Gamma(P + 1 + z)
= P^{-z} [\Gamma(z) - \Gamma(z + 2)/(2 P) + O(1/P^2)]
"""

from functools import cache
from typing import NamedTuple

from sympy import Expr, beta, exp, gamma, integrate, log, oo, series

from analytic.notation import P, epsilon, x, y


class Unseen(NamedTuple):
    """The transform at a power, and its first two orders in 1/P, each with its power of P."""

    whole: Expr
    leading: Expr
    correction: Expr


def unseen(power: Expr) -> Unseen:
    r"""The Mellin transform of the probability that none of P samples shows a set of share x.

        \int_0^1 x^{z-1} (1 - x)^P dx = \Gamma(z) \Gamma(P + 1)/\Gamma(P + 1 + z)

    at a power z above zero.

    >>> from sympy import Integer
    >>> unseen(Integer(1)).whole.simplify()
    1/(P + 1)
    """
    whole, moments = _transforms()
    orders = moments.subs(y, power).expand()
    leading, correction = (orders.coeff(epsilon, n) * P ** (-power - n) for n in (0, 1))
    return Unseen(whole.subs(y, power), leading, correction)


@cache
def _transforms() -> tuple[Expr, Expr]:
    """That of (1 - x)^P, and that of (1 - epsilon x)^{1/epsilon} to first order, at y."""
    whole = beta(y, P + 1).rewrite(gamma)  # Euler's integral
    early = series(exp(log(1 - epsilon * x) / epsilon + x), epsilon, 0, 2).removeO()
    return whole, integrate(x ** (y - 1) * exp(-x) * early, (x, 0, oo)).expand()
