r"""The exact reading of users' numbers, and how numbers are shown in messages."""

from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from sympy import Expr, Float, Integer, Rational, oo

from analytic.errors import InvalidProblemError

_LONGEST_NUMBER = 4000
_LONGEST_EXPONENT = 4
_INFINITE = frozenset({"inf", "+inf", "infinity", "oo"})


def exact_number(value: Any, name: str) -> Expr:
    """A real number or +infinity, read exactly.

    Strings are read as written ("1.5" is 3/2, "3/2", "1e-3", ".001/256", "inf"); a float is the
    binary number it is, so 0.1 is 3602879701896397/36028797018963968 and not 1/10. SymPy
    expressions without free symbols (sqrt(2), pi/2) are kept; those with free symbols are kept for
    the algebra.

    Raises    InvalidProblemError, naming `name`, when the value is no real number.

    >>> exact_number(".001/256", "ridge"), exact_number(0.5, "b"), exact_number("inf", "width")
    (1/256000, 1/2, oo)
    """
    number = _read(value, name)
    if number.is_Rational or number.free_symbols:
        return number
    if number == oo or (number.is_extended_real and number.is_finite):
        return number
    raise InvalidProblemError(
        f"{name} = {value!r} is not a real number. Give an integer, a fraction such as '3/2', "
        "a decimal such as '1.5', or inf where a resource is unlimited."
    )


def require_positive(value: Expr, name: str, infinite: bool = True) -> None:
    """Raise InvalidProblemError unless a number is positive, or infinite where that is allowed."""
    if value.is_Rational and value.p > 0:
        return  # without SymPy's deduction of all that follows
    if value.is_nonpositive or (value == oo and not infinite):
        bound = "a positive number or inf" if infinite else "a finite positive number"
        raise InvalidProblemError(f"{name} = {shown(value)} has no meaning. Give {bound}.")


def positive_number(value: Any, name: str, infinite: bool = True) -> Expr:
    """A positive number, read exactly, or infinity where that is allowed."""
    number = exact_number(value, name)
    require_positive(number, name, infinite)
    return number


def shown(number: Expr) -> str:
    """A number for a message: as written when short, else to six digits.

    >>> from sympy import Integer
    >>> shown(Integer(10) ** 50), shown(Integer(7))
    ('1.00000e+50', '7')
    """
    if number.is_Rational:  # as SymPy prints it, only sooner
        parts = [number.p] if number.q == 1 else [number.p, number.q]
    else:
        parts = [int(x) for x in number.as_numer_denom() if x.is_Integer]
    if max((abs(int(x)).bit_length() for x in parts), default=0) > 100:
        return str(number.evalf(6))
    return "/".join(map(str, parts)) if number.is_Rational else str(number)


def _read(value: Any, name: str) -> Expr:
    if isinstance(value, Float):
        return Rational(value) if value.is_finite else value
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
    parts = word.split("/")
    exponents = [part.lower().partition("e")[2].strip("+-0") for part in parts]
    if len(word) > _LONGEST_NUMBER or max(map(len, exponents)) > _LONGEST_EXPONENT:
        raise InvalidProblemError(
            f"{name} = {word[:20]}... is too long a number. Write it with at most "
            f"{_LONGEST_NUMBER} characters and an exponent of at most {_LONGEST_EXPONENT} digits."
        )
    try:
        above, below = map(Fraction, parts if "/" in word else (word, "1"))
        fraction = above / below
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
                sign = -1 if value < 0 else 1
                return Integer(sign * int(mantissa)) * Integer(2) ** int(exponent)
        binary = float(value)
        if binary == float("inf"):
            return oo
        numerator, denominator = binary.as_integer_ratio()
    except (TypeError, ValueError, OverflowError):
        raise InvalidProblemError(
            f"{name} = {value!r} is not a finite number. Give a real number, or inf."
        ) from None
    return Rational(numerator, denominator)
