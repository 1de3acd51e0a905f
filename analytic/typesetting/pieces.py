r"""A long formula in pieces, between which a line may end.

A sum breaks before a sign, a term too wide for a line between its factors, and a factor in
brackets inside them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sympy import Expr, Function, Integer, Mul, Pow, S, exp

from analytic.typesetting.latex import ordered_terms
from analytic.typesetting.order import quotient

Fits = Callable[[Expr, int], bool]


@dataclass(frozen=True)
class Bracket:
    """A bracket whose content goes on over several pieces: (content)^power or head(content).

    A `square` one is that of a sum which is finite where its terms are not.
    """

    content: Expr
    head: Expr | None = None
    power: Expr = S.One
    square: bool = False


@dataclass(frozen=True)
class Piece:
    """What is never broken: signs and brackets that open, an expression, brackets that close.

    Signs are "+", "-" and "*". `depth` counts the brackets that are open. A piece that
    `begins_term` begins a line: its term takes more than one.
    """

    body: Expr
    before: tuple[str | Bracket, ...] = ()
    after: tuple[Bracket, ...] = ()
    depth: int = 0
    enclosed: bool = False
    begins_term: bool = False


def pieces(expression: Expr, fits: Fits, depth: int = 0) -> list[Piece]:
    """The pieces of an expression, as large as fit in a line inside so many brackets.

    >>> from analytic.notation import N, P, d
    >>> [(piece.before, piece.body) for piece in pieces(d - N + 1 / P, lambda e, _: not e.is_Add)]
    [((), d), (('-',), N), (('+',), 1/P)]
    """
    if fits(expression, depth):
        return [Piece(expression, depth=depth)]
    if expression.is_Add:
        return _terms(expression, fits, depth)
    if expression.is_Mul:
        return _factors(expression, fits, depth)
    if (
        expression.is_Pow
        and (expression.base.is_Add or expression.base.is_Mul)
        and fits(expression.exp, depth)
    ):
        return _bracketed(Bracket(expression.base, power=expression.exp), fits, depth)
    if hasattr(expression, "plain"):
        return _bracketed(Bracket(expression.plain, square=True), fits, depth)
    if isinstance(expression, Function | exp) and len(expression.args) == 1:
        return _bracketed(Bracket(expression.args[0], head=expression), fits, depth)
    return [Piece(expression, depth=depth)]


def _terms(total: Expr, fits: Fits, depth: int) -> list[Piece]:
    found: list[Piece] = []
    for term in ordered_terms(total):
        negative = bool(term.could_extract_minus_sign())
        parts = pieces(-term if negative else term, fits, depth)
        sign = "-" if negative else "+" if found else ""
        parts[0] = replace(parts[0], begins_term=bool(found) and len(parts) > 1)
        found += _after_sign(sign, parts)
    return found


def _factors(product: Expr, fits: Fits, depth: int) -> list[Piece]:
    """As many factors as fit over the denominator, then the other factors."""
    negative, above, below = quotient(product)
    first, *more = _groups(_factors_of(below), lambda group: fits(Pow(group, -1), depth))
    room = _factors_of(above)
    head: list[Expr] = []
    while room and fits(_over(_product([*head, room[0]]), first), depth):
        head.append(room.pop(0))
    found = [Piece(_over(_product(head), first), depth=depth)] if head or first != 1 else []
    for factor in [*room, *(Pow(group, -1, evaluate=False) for group in more)]:
        found += _after_sign("*" if found else "", _factor(factor, fits, depth))
    return _after_sign("-" if negative else "", found)


def _groups(factors: Sequence[Expr], fits: Callable[[Expr], bool]) -> list[Expr]:
    """Products of neighbouring factors, each as long as fits."""
    groups: list[list[Expr]] = [[]]
    for factor in factors:
        if groups[-1] and not fits(_product([*groups[-1], factor])):
            groups.append([])
        groups[-1].append(factor)
    return [_product(group) for group in groups]


def _factors_of(product: Expr) -> list[Expr]:
    return [factor for factor in product.as_ordered_factors() if factor != 1]


def _product(factors: Sequence[Expr]) -> Expr:
    if len(factors) < 2:
        return factors[0] if factors else Integer(1)
    return Mul(*factors, evaluate=False)


def _over(above: Expr, below: Expr) -> Expr:
    if below == 1:
        return above
    inverse = Pow(below, -1, evaluate=False)
    return inverse if above == 1 else Mul(above, inverse, evaluate=False)


def _factor(factor: Expr, fits: Fits, depth: int) -> list[Piece]:
    if not factor.is_Add:
        return pieces(factor, fits, depth)
    if fits(factor, depth):
        return [Piece(factor, depth=depth, enclosed=True)]
    return _bracketed(Bracket(factor), fits, depth)


def _bracketed(bracket: Bracket, fits: Fits, depth: int) -> list[Piece]:
    inner = pieces(bracket.content, fits, depth + 1)
    inner[0] = replace(inner[0], before=(bracket, *inner[0].before), depth=depth, begins_term=False)
    inner[-1] = replace(inner[-1], after=(*inner[-1].after, bracket))
    return inner


def _after_sign(sign: str, parts: list[Piece]) -> list[Piece]:
    if not sign:
        return parts
    return [replace(parts[0], before=(sign, *parts[0].before)), *parts[1:]]
