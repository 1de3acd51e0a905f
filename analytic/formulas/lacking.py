r"""What one formula lacks beside another: letters, a factor, parts of a fraction.

1/p   beside   \beta/(p + \beta p^2):   \beta is in the one only
"""

from sympy import Expr, factor, fraction, together

from analytic.quotient import cancel

_SHORT = 8  # operations in a factor that is worth a word


def lacking(claimed: Expr, derived: Expr) -> str:
    """In words what a claimed formula lacks, or has instead; of two fractions, part by part.

    >>> from analytic.notation import beta, lambda_k, p
    >>> lacking(1 / (p + lambda_k), (1 + beta * p) / (p + lambda_k))
    'it lacks $beta$; derived is claimed times $beta*p + 1$'
    >>> lacking(1 / (p + beta), beta / (p + beta * lambda_k))
    'it lacks $lambda_k$; numerator $1$ claimed, $beta$ derived; denominator $beta + p$ claimed,
    $beta*lambda_k + p$ derived'
    """
    letters = sorted(f"${one}$" for one in derived.free_symbols - claimed.free_symbols)
    found = [f"it lacks {', '.join(letters)}"] if letters else []
    both = claimed.free_symbols | derived.free_symbols
    if claimed != 0 and all(one.is_rational_function(*both) for one in (claimed, derived)):
        found += _of_fractions(claimed, derived)
    return "; ".join(found)


def _of_fractions(claimed: Expr, derived: Expr) -> list[str]:
    quotient = factor(cancel(derived / claimed))
    if quotient.count_ops() <= _SHORT and not fraction(quotient)[1].is_Add:
        return [f"derived is claimed times ${quotient}$"]
    sides = zip(_parts(claimed), _parts(derived), ("numerator", "denominator"), strict=True)
    return [
        f"{name} ${printed}$ claimed, ${right}$ derived"
        for printed, right, name in sides
        if cancel(printed - right) != 0
    ]


def _parts(formula: Expr) -> tuple[Expr, Expr]:
    above, below = fraction(together(formula))
    return factor(above), below.expand()
