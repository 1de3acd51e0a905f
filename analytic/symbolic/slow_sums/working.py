"""The working precision: the one module of the algebra that sets one, always in a `with`."""

from collections.abc import Iterator
from contextlib import contextmanager

import mpmath
from sympy import Expr, Rational


@contextmanager
def working_digits(digits: int) -> Iterator[None]:
    """A context in which mpmath works with so many decimal digits."""
    with mpmath.workdps(digits):
        yield


@contextmanager
def working_bits(bits: int) -> Iterator[None]:
    """A context in which mpmath works with so many bits.

    >>> before = mpmath.mp.prec
    >>> with working_bits(100):
    ...     print(mpmath.mp.prec)
    100
    >>> mpmath.mp.prec == before
    True
    """
    with mpmath.workprec(bits):
        yield


def number(expression: Expr) -> mpmath.mpf:
    """An exact expression at the working precision."""
    if isinstance(expression, Rational):
        return mpmath.mpf(int(expression.p)) / int(expression.q)
    return mpmath.mpmathify(expression.evalf(mpmath.mp.dps + 2))
