r"""The decay rate of a formula: its exponent, whatever its amplitudes and logarithms.

A_1 x^{-r_1} + ... + A_n x^{-r_n}    falls as x^{-\min(r_1, ..., r_n)}
"""

from sympy import Add, Expr, Max, Min, Mul, Piecewise, S, Symbol, expand_mul, log

from analytic.errors import InvalidProblemError


def rate_of(formula: Expr, variable: Symbol) -> Expr:
    """The exponent of a formula that is built of powers; of a sum, the smallest of its terms'.

    Valid     where the leading terms of a sum do not cancel.
    Raises    InvalidProblemError where a part has no such exponent.

    >>> from analytic.notation import N, a, b
    >>> rate_of(3 * N ** (1 - a) * (1 + 1 / N) + (2 / N) ** b, N)
    Min(b, a - 1)
    """
    if not formula.has(variable):
        return S.Zero
    if formula == variable:
        return S.NegativeOne
    if formula.is_Pow and not formula.exp.has(variable):
        return rate_of(formula.base, variable) * formula.exp
    if isinstance(formula, log) and rate_of(formula.args[0], variable) != 0:
        return S.Zero
    if isinstance(formula, Piecewise):
        cases = formula.args
        if not any(condition.has(variable) for _, condition in cases):
            return Piecewise(*((rate_of(value, variable), when) for value, when in cases))
    combined = {Mul: Add, Add: Min, Max: Min, Min: Max}.get(formula.func)
    if combined is not None:
        return combined(*(rate_of(part, variable) for part in formula.args))
    raise InvalidProblemError(
        f"The exponent of {formula} is not read off: it is no power of {variable}. "
        "Give the exponent itself, a function of a and b such as Min(a - 1, b)."
    )


def is_pure_power(formula: Expr, variable: Symbol) -> bool:
    """Whether every term of a formula is a power of the variable with no amplitude.

    >>> from analytic.notation import N, a, b
    >>> is_pure_power(N * N**-a + N**-b, N), is_pure_power(2 * N**-b, N)
    (True, False)
    """
    factors = (part for term in Add.make_args(expand_mul(formula)) for part in Mul.make_args(term))
    powers = (factor.as_base_exp() for factor in factors)
    return all(base == variable and not exponent.has(variable) for base, exponent in powers)
