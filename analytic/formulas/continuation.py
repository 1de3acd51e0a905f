r"""Continuation: the leading term of a formula at values where the formula itself has none.

    f(x; a) = A(a) x^{-r(a)} + ...:   at a_0 where A or a later term is 0/0 or infinite,
    \lim A(a) x^{-r(a_0)} as a \to a_0

A term that is infinite there but does not lead is left aside; two that lead together are not.
"""

from sympy import Expr, Symbol, limit, nan, oo, zoo

from analytic.errors import InvalidProblemError
from analytic.formulas.growth import growth
from analytic.regions.curves import comparison
from analytic.regions.domain import Domain
from analytic.term import Term

_NONE = (nan, zoo, oo, -oo)


def continued(formula: Expr, variable: Symbol, domain: Domain) -> Expr:
    """The leading term of a formula where the equations of a domain hold, by its limit if needed.

    Raises    InvalidProblemError where two terms meet there, or there is no finite limit.

    >>> from sympy import Eq, pi, sin
    >>> from analytic.notation import N, a, b
    >>> formula = N**-b + N ** (1 - a) / sin(pi * (a - 1) / b)
    >>> continued(formula, N, Domain.where(Eq(a, 2 * b + 1)))
    N**(-b)
    """
    term = growth(formula, variable, lambda difference: _sign(difference, formula, domain))
    amplitude = _amplitude(term.amplitude, domain)
    if amplitude.has(*_NONE) or amplitude == 0:
        raise _no_value(formula, domain, "is zero or infinite")
    return Term(amplitude, *map(domain.of, term[1:])).of(variable)


def _amplitude(amplitude: Expr, domain: Domain) -> Expr:
    """An amplitude on the domain: by insertion, else letter by letter with a limit."""
    inserted = domain.of(amplitude)
    if not inserted.has(*_NONE):
        return inserted
    (letter, value), *others = domain.solved.items()
    return limit(amplitude.subs(dict(others)), letter, value)


def _sign(difference: Expr, formula: Expr, domain: Domain) -> int:
    """The sign of a difference of exponents in the domain, which has to be one and the same."""
    found = comparison(domain.of(difference))
    if found.curves or (found.sign == 0 and comparison(difference).sign != 0):
        raise _no_value(formula, domain, "has terms that meet")
    return found.sign


def _no_value(formula: Expr, domain: Domain, what: str) -> InvalidProblemError:
    where = ", ".join(f"{letter} = {value}" for letter, value in domain.solved.items())
    return InvalidProblemError(
        f"{formula} {what} at {where}, and has no leading term there by a limit. "
        "Give the formula that is meant there, with its logarithm if there is one."
    )
