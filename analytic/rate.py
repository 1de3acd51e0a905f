r"""The decay rate of a formula that is a sum of powers: its exponent, whatever its amplitudes.

A_1 x^{-r_1} + ... + A_n x^{-r_n}    falls as x^{-\min(r_1, ..., r_n)}
"""

from __future__ import annotations

from sympy import Add, Expr, Min, Symbol, expand_log, expand_mul, limit, log, oo, simplify

from analytic.errors import InvalidProblemError
from analytic.notation import x

__all__ = ["is_pure_power", "rate_of"]


def rate_of(formula: Expr, variable: Symbol) -> Expr:
    """The exponent of a sum of powers, as the smallest of those of its terms.

    Raises    InvalidProblemError where a term has no such exponent.

    >>> from analytic.notation import N, a, b
    >>> rate_of(3 * N ** (1 - a) * (1 + 1 / N) + N**-b, N)
    Min(b, a - 1)
    """
    return Min(*(_rate(term, variable) for term in _terms(formula)))


def is_pure_power(formula: Expr, variable: Symbol) -> bool:
    """Whether every term of a formula is a power of the variable with no amplitude.

    >>> from analytic.notation import N, a, b
    >>> is_pure_power(N ** (1 - a) + N**-b, N), is_pure_power(2 * N**-b, N)
    (True, False)
    """
    try:
        return all(
            simplify(term * variable ** _rate(term, variable)) == 1 for term in _terms(formula)
        )
    except InvalidProblemError:
        return False


def _terms(formula: Expr) -> tuple[Expr, ...]:
    return tuple(Add.make_args(expand_mul(formula)))


def _rate(term: Expr, variable: Symbol) -> Expr:
    """-d log(term) / d log(variable), in the limit of a large variable."""
    rate = simplify(-variable * expand_log(log(term), force=True).diff(variable))
    rate = rate.subs(log(variable), x)
    left = {letter for letter in (variable, x) if rate.has(letter)}
    if not left:
        return rate
    if len(left) == 1 and rate.is_rational_function(*left):
        settled = limit(rate, *left, oo)
        if settled.is_finite is not False:
            return settled
    raise InvalidProblemError(
        f"The exponent of {term} is not read off: it is no power of {variable}. "
        "Give the exponent itself, a function of a and b such as Min(a - 1, b)."
    )
