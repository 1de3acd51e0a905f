r"""Growth: the leading power of a formula in one variable, as that variable grows.

    f(x) ~ A x^{-r} \log(x)^j

Which of several terms leads depends on a and b; it is asked for through the sign of differences of
exponents, so that a chart can be cut where the answer changes.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from sympy import (
    Add,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
    expand_mul,
    log,
    simplify,
)

from analytic.errors import InvalidProblemError
from analytic.regions.branches import Sign, resolved
from analytic.regions.curves import PARAMETERS
from analytic.regions.identity import generic
from analytic.term import Term

_SOMEWHERE = (Rational(47, 21), Rational(38, 17))  # on no line that laws have
_DIGITS = 20


def growth(formula: Expr, variable: Symbol, sign_of: Sign) -> Term:
    """The leading term of a formula where expressions in a and b have these signs.

    Raises    InvalidProblemError where the formula has no leading power: an exponential, an
              oscillation, leading terms that cancel.

    >>> from analytic.notation import N, a, b
    >>> formula = 3 * N ** (1 - a) * (1 + 2 / N) + N**-b
    >>> growth(formula, N, lambda difference: 1 if difference.coeff(a) == 1 else -1).exponent
    b
    """
    if not formula.has(variable):
        return Term(resolved(formula, sign_of))
    if formula == variable:
        return Term(S.One, S.NegativeOne)
    if isinstance(formula, Piecewise):
        return growth(_chosen(formula, variable, sign_of), variable, sign_of)
    if isinstance(formula, exp):
        return _of_exponential(formula, variable, sign_of)
    if formula.is_Pow:
        return _of_power(formula, variable, sign_of)
    parts = [growth(part, variable, sign_of) for part in formula.args]
    match formula:
        case Mul():
            return reduce(Term.times, parts)
        case Add():
            return _of_sum(formula, parts, sign_of)
        case Min() | Max():
            return _of_extreme(formula, parts, sign_of)
        case log():
            return _of_logarithm(formula, parts[0], sign_of)
    raise _no_power(formula, variable)


def _chosen(formula: Piecewise, variable: Symbol, sign_of: Sign) -> Expr:
    """The branch of a definition by cases; the cases must not depend on the variable."""
    if any(condition.has(variable) for _, condition in formula.args):
        raise _no_power(formula, variable)
    positions = Piecewise(*((Integer(i), c) for i, (_, c) in enumerate(formula.args)))
    position = resolved(positions, sign_of)
    return formula.args[int(position)][0] if position.is_Integer else S.NaN


def _of_power(formula: Pow, variable: Symbol, sign_of: Sign) -> Term:
    base, power = formula.as_base_exp()
    if power.has(variable):
        raise _no_power(formula, variable)
    return growth(base, variable, sign_of).to_the(resolved(power, sign_of))


def _of_sum(formula: Expr, terms: Sequence[Term], sign_of: Sign) -> Term:
    leading = _leading([term for term in terms if term.amplitude != 0] or terms, sign_of)
    amplitude = Add(*(term.amplitude for term in leading))
    if len(leading) > 1 and _is_zero(amplitude):
        raise InvalidProblemError(
            f"The leading terms of {formula} cancel, and what is left is not read off. "
            "Write the formula without terms that cancel."
        )
    return leading[0]._replace(amplitude=amplitude)


def _is_zero(amplitude: Expr) -> bool:
    """Whether an amplitude vanishes; algebra is asked only where a value does not show it."""
    values = generic(amplitude) | dict(zip(PARAMETERS, _SOMEWHERE, strict=True))
    value = abs(amplitude.subs(values).evalf(_DIGITS))
    if value.is_number and value > Rational(1, 10 ** (_DIGITS - 5)):
        return False
    return bool(simplify(amplitude) == 0)


def _leading(terms: Iterable[Term], sign_of: Sign) -> list[Term]:
    """The terms that fall most slowly, all with the same exponent and logarithms."""
    found: list[Term] = []
    for term in terms:
        order = _slower(term, found[0], sign_of) if found else 1
        if order > 0:
            found = [term]
        elif order == 0:
            found.append(term)
    return found


def _slower(one: Term, other: Term, sign_of: Sign) -> int:
    """1, 0 or -1: whether the first falls more slowly than, like or faster than the second."""
    order = sign_of(other.exponent - one.exponent)
    return order or sign_of(one.logarithms - other.logarithms)


def _of_extreme(formula: Expr, parts: Sequence[Term], sign_of: Sign) -> Term:
    """Min and Max of positive functions of the variable: the fastest or the slowest to fall."""
    best = parts[0]
    for part in parts[1:]:
        order = _slower(part, best, sign_of)
        if order == 0:
            order = sign_of(part.amplitude - best.amplitude)
        if order == (1 if isinstance(formula, Max) else -1):
            best = part
    return best


def _of_logarithm(formula: Expr, inside: Term, sign_of: Sign) -> Term:
    if sign_of(inside.exponent):
        return Term(-inside.exponent, logarithms=S.One)
    if sign_of(inside.logarithms) or simplify(inside.amplitude - 1) == 0:
        raise InvalidProblemError(
            f"The leading power of {formula} is not read off: it is the logarithm of a logarithm, "
            "or of what tends to one. Write its leading term instead."
        )
    return Term(log(inside.amplitude))


def _of_exponential(formula: Expr, variable: Symbol, sign_of: Sign) -> Term:
    """exp(c log x + rest) = x^c exp(rest); the rest has to tend to a constant."""
    inside = expand_mul(formula.args[0])
    power = inside.coeff(log(variable))
    if power != 0 and not power.has(variable):
        rest = growth(exp(inside - power * log(variable)), variable, sign_of)
        return Term(S.One, -resolved(power, sign_of)).times(rest)
    limit = growth(inside, variable, sign_of)
    order = sign_of(limit.exponent) or -sign_of(limit.logarithms)
    if order < 0:
        raise _no_power(formula, variable)
    return Term(S.One if order else exp(limit.amplitude))


def _no_power(formula: Expr, variable: Symbol) -> InvalidProblemError:
    return InvalidProblemError(
        f"{formula} has no leading power of {variable}: it is no sum of products of powers and "
        "logarithms. Write a formula that falls as a power."
    )
