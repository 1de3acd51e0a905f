r"""Summands over the modes, read as a power of k times one profile.

C k^p (A k^q + B k^r)^{-m}  =  C A^{-m} k^{p - q m} (1 + (B/A) k^{r - q})^{-m},
C k^p \exp(-c k^g)
"""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Integer, Mul, Sum, exp, oo, powsimp

from analytic.errors import InvalidProblemError
from analytic.notation import k
from analytic.symbolic.mellin.spectral_functions import ExponentialSum, ResolventSum

__all__ = ["spectral_function"]


class _Monomial(NamedTuple):
    """The expression coefficient k^power."""

    coefficient: Expr
    power: Expr


def spectral_function(summed: Expr) -> Expr:
    r"""A sum over all modes, as a constant times a `ResolventSum` or an `ExponentialSum`.

    The argument is the summand in k, or SymPy's `Sum` of it over k = 1 ... infinity. Of the two
    terms of a power the one that grows faster with k, where that is known, carries the function's
    variable in a resolvent; in a positive power the other one does. The term that is taken out of
    a power that is not whole is a positive one.

    Raises    InvalidProblemError for a summand with another dependence on k, and where no term
    under a power that is not whole is known to be positive.

    >>> from analytic.notation import a, b, kappa, t
    >>> spectral_function(k ** (-a - b) / (k**-b + kappa) ** 2)
    ResolventSum(-a + b, 2, b, kappa)
    >>> spectral_function(Sum(3 * k**-a * exp(-2 * t * k**-b), (k, 1, oo)))
    3*ExponentialSum(-a, -b, 2*t)
    >>> spectral_function(k**-a * (1 - t * k**-b) ** 5)
    ResolventSum(-a, -5, -b, -t)
    """
    if not isinstance(summed, Expr):
        raise InvalidProblemError(
            f"{str(summed)[:80]!r} is no summand. Give a SymPy expression in analytic.notation.k, "
            "or a Sum over it."
        )
    front, power, profiles = Integer(1), Integer(0), []
    for factor in Mul.make_args(powsimp(_summand(summed))):
        monomial = _monomial(factor)
        if monomial is None:
            profiles.append(factor)
        else:
            front, power = front * monomial.coefficient, power + monomial.power
    if not profiles:
        return front * ResolventSum(power, 0, 1, 0)
    if len(profiles) != 1:
        raise _unread(summed)
    return front * _of_profile(profiles[0], power, summed)


def _summand(summed: Expr) -> Expr:
    if not isinstance(summed, Sum):
        return summed
    variable, first, last = summed.limits[0]
    if len(summed.limits) != 1 or first != 1 or last != oo:
        raise InvalidProblemError(f"{summed} does not run from 1 to infinity over one index.")
    return summed.function.subs(variable, k)


def _of_profile(profile: Expr, power: Expr, summed: Expr) -> Expr:
    base, exponent = profile.as_base_exp()
    if isinstance(profile, exp):
        inside = _monomial(profile.args[0])
        if inside is None or profile.args[0].is_Add:
            raise _unread(summed)
        return ExponentialSum(power, inside.power, -inside.coefficient)
    read = [_monomial(term) for term in Add.make_args(base.expand())]
    terms = [term for term in read if term is not None]
    if exponent.has(k) or not len(read) == len(terms) == 2:
        raise _unread(summed)
    out, inside = _taken_out(terms, exponent, summed)
    rest = ResolventSum(
        power + out.power * exponent,
        -exponent,
        inside.power - out.power,
        inside.coefficient / out.coefficient,
    )
    return out.coefficient**exponent * rest


def _taken_out(terms: list[_Monomial], exponent: Expr, summed: Expr) -> tuple[_Monomial, _Monomial]:
    r"""The term that is taken out of a power, and the other one.

    (A k^q + B k^r)^e = (A k^q)^e (1 + (B/A) k^{r-q})^e   for A > 0, or a whole e
    """
    slow, fast = terms
    if (fast.power - slow.power).is_negative:
        slow, fast = fast, slow
    first, second = (fast, slow) if exponent.is_positive else (slow, fast)
    if exponent.is_integer or first.coefficient.is_positive:
        return first, second
    if second.coefficient.is_positive:
        return second, first
    raise InvalidProblemError(
        f"In {summed} neither {first.coefficient} nor {second.coefficient} is known to be "
        f"positive, which decides the branch of the power {exponent}. Declare one of them positive."
    )


def _monomial(factor: Expr) -> _Monomial | None:
    """A factor as a constant times a power of k, None if it is neither."""
    coefficient, power = Integer(1), Integer(0)
    for part in Mul.make_args(factor):
        base, exponent = part.as_base_exp()
        if not part.has(k):
            coefficient *= part
        elif base == k and not exponent.has(k):
            power += exponent
        else:
            return None
    return _Monomial(coefficient, power)


def _unread(summed: Expr) -> InvalidProblemError:
    return InvalidProblemError(
        f"{summed} is no power of k times (A k^q + B k^r)^-m or exp(-c k^g). Write it as a sum of "
        "such, and pass them one by one."
    )
