r"""Integrals of a formula as numbers: int_a^b f(x) dx, its integrand compiled for mpmath."""

from functools import lru_cache

import mpmath
from sympy import Expr, Float, Integral, oo

from analytic.formulas.lambdified import lambdify
from analytic.symbolic.slow_sums.working import number, working_digits

_GUARD = 10  # digits that a formula may lose to cancellation among its integrals


def with_integrals_as_numbers(formula: Expr, digits: int) -> Expr:
    """A formula whose integrals without letters are numbers, each of ten digits more than asked.

    SymPy alone evaluates an integrand by substitution, node by node, which takes a minute where it
    holds special functions. It is left what the quadrature is not sure of.

    >>> from sympy import besselj
    >>> from analytic.notation import x
    >>> with_integrals_as_numbers(1 + Integral(besselj(0, x), (x, 0, 1)), 20).evalf(20)
    1.9197304100897602393
    """
    return formula.xreplace(
        {one: _number(one, digits + _GUARD) for one in formula.atoms(Integral) if _is_plain(one)}
    )


def _is_plain(integral: Integral) -> bool:
    """Whether it is one integral from a number to a number."""
    one = len(integral.limits) == 1 and len(integral.limits[0]) == 3
    return one and not integral.free_symbols and not integral.function.has(Integral)


@lru_cache(maxsize=512)
def _number(integral: Integral, digits: int) -> Expr:
    (variable, *ends), *_ = integral.limits
    integrand = lambdify(variable, integral.function, "mpmath")
    with working_digits(digits + _GUARD):
        value, error = mpmath.quad(integrand, [_end(end) for end in ends], error=True)
        sure = error < abs(value) * mpmath.mpf(10) ** -digits
    return Float(value, digits) if sure and isinstance(value, mpmath.mpf) else integral


def _end(end: Expr) -> mpmath.mpf:
    infinite = {oo: mpmath.inf, -oo: mpmath.ninf}
    return infinite[end] if end in infinite else number(end)
