r"""Order of exponents: what a, b, c > 1 prove about the sign of a symbolic exponent.

An exponent is a rational function of a, b and c. With a = 1 + \alpha and so on its sign is
certain where all coefficients of its numerator and denominator have one sign; elsewhere it is left
open, and becomes a condition.

Powers of powers of positive quantities, as powers of each.

    (x^p y^q)^r = x^{pr} y^{qr},    x, y > 0

SymPy's own rule for this, `powdenest` by force, takes only letters as positive; what it makes of a
power of sin(pi/b) depends on the order in which a set of Python lists its elements.
"""

from collections.abc import Iterable
from functools import cache

from sympy import Expr, Mul, Poly, Pow, Symbol, expand, powdenest

from analytic.notation import a, above_one_a, above_one_b, above_one_c, b, c, factor_letter
from analytic.quotient import cancel

_SHIFTED = {a: 1 + above_one_a, b: 1 + above_one_b, c: 1 + above_one_c}


@cache
def canonical(exponent: Expr) -> Expr:
    """An exponent in the one form by which equal exponents are recognised."""
    plain = expand(exponent)
    sums_below = any(p.base.is_Add and p.exp.is_negative for p in plain.atoms(Pow))
    return expand(cancel(plain)) if sums_below else plain


@cache
def reduced(number: Expr) -> Expr:
    """A rational function in the one form by which equal ones are recognised."""
    return canonical(cancel(number))


@cache
def is_positive(exponent: Expr) -> bool:
    """Whether an exponent is positive for all a > 1, b > 1; False where that is not certain.

    Other letters count as what their assumptions say: those not known as positive leave it open.

    >>> is_positive(b + a - 2), is_positive(a - b)
    (True, False)
    """
    if not exponent.free_symbols:
        return bool(exponent.is_positive)
    shifted = exponent.xreplace(_SHIFTED)
    if not all(symbol.is_positive for symbol in shifted.free_symbols):
        return False
    numerator, denominator = shifted.as_numer_denom()
    signs = {_sign(numerator), _sign(denominator)}
    return signs in ({1}, {-1})


def is_larger(one: Expr, other: Expr) -> bool:
    """Whether one exponent is certainly larger than another."""
    return is_positive(canonical(one - other))


def first_omitted(exponents: Iterable[Expr]) -> frozenset[Expr]:
    """The exponents that none of the others is certain to come before."""
    distinct = {canonical(exponent) for exponent in exponents}
    return frozenset(e for e in distinct if not any(is_larger(e, other) for other in distinct))


def _sign(polynomial: Expr) -> int:
    """The common sign of all coefficients, 0 if they have none in common."""
    symbols = sorted(polynomial.free_symbols, key=str)
    coefficients = Poly(polynomial, *symbols).coeffs() if symbols else [polynomial]
    if all(c.is_positive for c in coefficients):
        return 1
    return -1 if all(c.is_negative for c in coefficients) else 0


@cache
def denested(product: Expr) -> Expr:
    r"""A product, of which all factors are taken as positive, without powers of powers.

    >>> from sympy import pi, sin
    >>> from analytic.notation import a, b
    >>> denested((sin(pi / b) ** -b) ** ((a - 1) / b))
    sin(pi/b)**(1 - a)
    """
    letters: dict[Expr, Symbol] = {}

    def in_letters(part: Expr) -> Expr:
        if part.is_Pow:
            return in_letters(part.base) ** part.exp
        if part.is_Mul:
            return Mul(*map(in_letters, part.args))
        if part.is_Symbol or part.is_number:
            return part
        return letters.setdefault(part, factor_letter(len(letters)))

    flat = powdenest(in_letters(product), force=True)
    return flat.xreplace({letter: part for part, letter in letters.items()})
