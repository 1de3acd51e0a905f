r"""The order of a printed formula: which term stands first, and where its minus sign goes.

A sum begins with a positive term, a minus sign goes into a difference, an exponent is a quotient
on one line.
"""

from typing import Any, NamedTuple

from sympy import Expr, Function, Mul, Number, Pow, S

bounded_by = Function("O", real=True)  # O(f), what is at most a constant times f


class Quotient(NamedTuple):
    """A product as sign numerator / denominator, with whole powers only in the denominator."""

    negative: bool
    numerator: Expr
    denominator: Expr


def without_minus(product: Expr) -> Expr:
    """A product with its minus sign inside a difference, if there is one.

    >>> from analytic.notation import N, P, d
    >>> without_minus(-d / (N - P))
    d/(-N + P)
    """
    coefficient, factors = product.as_coeff_mul()
    if not product.is_Mul or not coefficient.is_extended_real:
        return product
    turned = [_is_odd(factor) and _all_negative(_base(factor)) for factor in factors]
    settled = [
        _turned(factor) if turn else factor for factor, turn in zip(factors, turned, strict=True)
    ]
    negative = bool(coefficient.is_negative) != (sum(turned) % 2 == 1)
    if negative:
        for position, factor in enumerate(settled):
            if _is_odd(factor) and len(set(_negatives(_base(factor)))) == 2:
                settled[position] = _turned(factor)
                negative = False
                break
    size = -abs(coefficient) if negative else abs(coefficient)
    kept = [factor for factor in settled if factor != 1]
    return Mul(*([size] if size != 1 or not kept else []), *kept, evaluate=False)


def quotient(product: Expr) -> Quotient:
    """A product as a quotient, its minus sign settled.

    >>> from analytic.notation import a, b
    >>> quotient(-(1 - a) / b)
    Quotient(negative=False, numerator=a - 1, denominator=b)
    """
    above, below, negative = [], [], False
    settled = without_minus(product)
    for factor in settled.args if settled.is_Mul else (settled,):
        if factor.is_Rational:
            negative = bool(factor.is_negative)
            above += [Number(abs(factor.p))] if abs(factor.p) != 1 else []
            below += [Number(factor.q)] if factor.q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp.is_negative:
            below.append(Pow(factor.base, -factor.exp))
        else:
            above.append(factor)
    return Quotient(negative, Mul(*above, evaluate=False), Mul(*below, evaluate=False))


class PrintedOrder:
    """What the printers of LaTeX and of Unicode have in common."""

    def _as_ordered_terms(self, expression: Any, order: Any = None) -> list[Any]:
        terms: list[Any] = list(super()._as_ordered_terms(expression, order))  # type: ignore[misc]
        terms.sort(key=_is_bound)
        for position, term in enumerate(terms):
            if not term.could_extract_minus_sign() and not _is_bound(term):
                return [term, *terms[:position], *terms[position + 1 :]]
        return terms

    def _print_Mul(self, product: Any) -> Any:
        rooted = _with_one_root(product)
        if rooted != product and not rooted.is_Mul:
            return self._print(rooted)  # type: ignore[attr-defined]
        product = rooted
        if product.args[0] == 1 or any(isinstance(factor, Number) for factor in product.args[1:]):
            return super()._print_Mul(product)  # type: ignore[misc]
        return super()._print_Mul(without_minus(product))  # type: ignore[misc]


def _with_one_root(product: Expr) -> Expr:
    """A product in which square roots of what is positive, and of one thing more, are one root."""
    for power in (S.Half, -S.Half):
        roots = [one for one in product.args if one.is_Pow and one.exp == power]
        if len(roots) < 2:  # before anything is asked, which may be a number that takes long
            continue
        unknown = [one for one in roots if not one.base.is_positive]
        joined = [one for one in roots if one not in unknown[1:]]
        if len(joined) > 1:
            below = Mul(*(one.base for one in joined), evaluate=False)
            others = [one for one in product.args if one not in joined]
            product = Mul(*others, Pow(below, power, evaluate=False), evaluate=False)
    return product


def _is_bound(term: Expr) -> bool:
    """Whether a term is O(...), which stands last."""
    return bool(getattr(term, "func", None) == bounded_by)


def _base(factor: Expr) -> Expr:
    return factor.base if factor.is_Pow else factor


def _turned(factor: Expr) -> Expr:
    """A factor with the sign of its base changed."""
    return Pow(-factor.base, factor.exp) if factor.is_Pow else -factor


def _is_odd(factor: Expr) -> bool:
    return not factor.is_Pow or bool(factor.exp.is_odd)


def _negatives(base: Expr) -> list[bool]:
    """Of each term of a sum, whether it is negative; nothing if it is no sum."""
    return [bool(term.could_extract_minus_sign()) for term in base.args] if base.is_Add else []


def _all_negative(base: Expr) -> bool:
    return base.is_Add and all(_negatives(base))
