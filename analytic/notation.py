r"""Symbols and numbers: every Symbol of the package, and the exact reading of users' numbers.

The letters are those of [bordelon2024dynamical]: lambda_k = k^-b is the spectrum, c_k = k^-a the
power of the target in mode k, N the width, P the number of samples, t the training time.
Two symbols with different assumptions are different symbols to SymPy, so they are made here only.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from sympy import Expr, Float, Function, Integer, Rational, Symbol, oo

from analytic.errors import InvalidProblemError

__all__ = [
    "C_0",
    "C_1",
    "C_2",
    "C_3",
    "D_N",
    "D_P",
    "H_k",
    "L",
    "Lhat",
    "M",
    "N",
    "P",
    "a",
    "b",
    "c_k",
    "exact_number",
    "k",
    "kappa",
    "kappa2",
    "lambda_k",
    "s",
    "s2",
    "sigma2",
    "t",
    "z",
]

a = Symbol("a", positive=True)
b = Symbol("b", positive=True)
k = Symbol("k", integer=True, positive=True)
t = Symbol("t", positive=True)
N = Symbol("N", positive=True)
P = Symbol("P", positive=True)
M = Symbol("M", integer=True, positive=True)
sigma2 = Symbol("sigma^2", nonnegative=True)
lambda_k = Symbol("lambda_k", positive=True)
c_k = Symbol("c_k", positive=True)
s = Symbol("s")
s2 = Symbol("s'")
kappa = Symbol("kappa")
kappa2 = Symbol("kappa'")
z = Symbol("z")

L = Function("L")
Lhat = Function(r"\hat{L}")
H_k = Function("H_k")
D_P = Function("D_P")
D_N = Function("D_N")
C_0 = Function("C_0")
C_1 = Function("C_1")
C_2 = Function("C_2")
C_3 = Function("C_3")

_INFINITE = frozenset({"inf", "+inf", "infinity", "oo"})


def exact_number(value: Any, name: str) -> Expr:
    """A real number or +infinity, read exactly.

    Strings are read as written ("1.5" is 3/2, "3/2", "1e-3", "inf"); a float is the binary number
    it is, so 0.1 is 3602879701896397/36028797018963968 and not 1/10. SymPy expressions without
    free symbols (sqrt(2), pi/2) are kept; those with free symbols are kept for the algebra.

    Raises    InvalidProblemError, naming `name`, when the value is no real number.

    >>> exact_number("1.5", "b"), exact_number(0.5, "b"), exact_number("inf", "width")
    (3/2, 1/2, oo)
    """
    number = _read(value, name)
    if number.free_symbols:
        return number
    if number == oo or number.is_extended_real and number.is_finite:
        return number
    raise InvalidProblemError(
        f"{name} = {value!r} is not a real number. Give an integer, a fraction such as '3/2', "
        "a decimal such as '1.5', or inf where a resource is unlimited."
    )


def _read(value: Any, name: str) -> Expr:
    if isinstance(value, Float):
        return Rational(str(Fraction(*value.num.as_integer_ratio())))
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool) or type(value).__name__ == "bool":
        raise InvalidProblemError(f"{name} = {value!r} is a truth value. Give a number.")
    if isinstance(value, Integral):
        return Integer(int(value))
    if isinstance(value, Fraction):
        return Rational(value.numerator, value.denominator)
    if isinstance(value, str):
        return _read_text(value, name)
    if isinstance(value, Decimal):
        return _read_text(str(value), name)
    return _read_binary(value, name)


def _read_text(text: str, name: str) -> Expr:
    word = text.strip()
    if word.lower() in _INFINITE:
        return oo
    try:
        fraction = Fraction(word)
    except (ValueError, ZeroDivisionError):
        raise InvalidProblemError(
            f"{name} = {text!r} is not a number. Write it as 3/2, 1.5, 1e-3 or inf."
        ) from None
    return Rational(fraction.numerator, fraction.denominator)


def _read_binary(value: Any, name: str) -> Expr:
    """Floats of Python, NumPy and mpmath: exactly the binary number they are."""
    try:
        if hasattr(value, "man_exp"):
            mantissa, exponent = value.man_exp
            if value == value and abs(value) != float("inf"):
                return Integer(int(mantissa)) * Integer(2) ** int(exponent)
        binary = float(value)
        if binary == float("inf"):
            return oo
        numerator, denominator = binary.as_integer_ratio()
    except (TypeError, ValueError, OverflowError):
        raise InvalidProblemError(
            f"{name} = {value!r} is not a finite number. Give a real number, or inf."
        ) from None
    return Rational(numerator, denominator)
