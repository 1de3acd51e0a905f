r"""The form in which a formula is displayed: equal to what is computed, and no longer than it.

    x x^e = x^{1+e},   (x^e)^f = x^{ef},   e^x e^y = e^{x+y},   c \log x - c \log y = c \log(x/y)

The second and the last need bases that are positive. Besides letters that are so by themselves
these are, as a > 1 and b > 1, \sin(\pi/b) and \Gamma of what is positive there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from sympy import (
    Add,
    Basic,
    E,
    Expr,
    Integral,
    Mul,
    Piecewise,
    Pow,
    S,
    Sum,
    cancel,
    default_sort_key,
    exp,
    factor,
    gamma,
    log,
    pi,
    sin,
    together,
)

from analytic.notation import (
    C,
    N,
    P,
    a,
    above_one_a,
    above_one_b,
    b,
    factor_letter,
    kappa,
    kappa_n,
    n,
    t,
    tau,
)

__all__ = ["displayed", "named"]

Form = TypeVar("Form", bound=Basic)

_SIZES = frozenset({N, P, C, t, tau, n, kappa, kappa_n})  # whose powers stand by themselves
_ABOVE_ONE = {a: 1 + above_one_a, b: 1 + above_one_b}
_NUMBER = 100  # of letters that stand for factors; no page has so many


def displayed(expression: Form) -> Form:
    """A formula in the form in which it is displayed.

    >>> from sympy import log, pi
    >>> from analytic.notation import a, b, eta
    >>> displayed(pi * pi ** (a - 1)), displayed(2 ** (a * (1 - 1 / a) / b + (1 - a) / b))
    (pi**a, 1)
    >>> displayed(log(b) - log(eta)), displayed(eta * eta ** (1 / b - 1))
    (log(b/eta), eta**(1/b))
    """
    return _displayed(expression)  # type: ignore[no-any-return]


def named(expression: Form, names: Iterable[tuple[Expr, Expr]]) -> Form:
    r"""A formula with letters for values that have a name, and powers of these.

    >>> from sympy import pi, sin
    >>> from analytic.notation import A_d, N, b
    >>> named((pi / (b * sin(pi / b))) ** b / N**b, [(pi / (b * sin(pi / b)), A_d)])
    A_d**b/N**b
    """
    found: Basic = expression
    for value, letter in names:
        found = found.xreplace({value: letter, 1 / value: 1 / letter})
    return found  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _displayed(expression: Basic) -> Basic:
    marked = sorted(filter(_is_so, expression.atoms(sin, gamma)), key=default_sort_key)
    positive = {node: factor_letter(i) for i, node in enumerate(marked, start=_NUMBER + 1)}
    back = {letter: node for node, letter in positive.items()}
    return _from_below(expression.xreplace(positive)).xreplace(back)


def _is_so(node: Expr) -> bool:
    """Whether a sine or Gamma function is positive for a > 1 and b > 1."""
    argument = node.args[0].xreplace(_ABOVE_ONE)
    if isinstance(node, gamma):
        return bool(together(argument).is_positive)
    return bool((pi / argument - 1).is_positive)


def _from_below(node: Basic) -> Basic:
    """Every part in its form, the innermost first."""
    if not node.args or isinstance(node, Sum | Integral):
        return node
    args = [_from_below(part) for part in node.args]
    whole = (
        node.func(*args) if any(x is not y for x, y in zip(args, node.args, strict=True)) else node
    )
    for rule in _RULES:
        whole = rule(whole) if isinstance(whole, Expr) else whole
    return whole


def _power(node: Expr) -> Expr:
    """A power with its exponent in the shortest form, of a reciprocal as one of what is below."""
    if isinstance(node, exp) or not node.is_Pow or node.exp.is_Number:
        return node
    base, exponent = node.base, _shortest(node.exp)
    if base.is_positive and not base.is_Pow and base.as_numer_denom()[0] == 1:
        base, exponent = 1 / base, _shortest(-exponent)
    return base**exponent


def _shortest(exponent: Expr) -> Expr:
    """A quotient of polynomials in whichever form has the fewest operations."""
    if not exponent.is_rational_function() or exponent.has(Piecewise):
        return exponent
    one = cancel(together(exponent))
    return min((exponent, one, factor(one), one.expand()), key=_size)


def _size(form: Expr) -> tuple[int, int]:
    return int(form.count_ops()), len(str(form))


def _product(node: Expr) -> Expr:
    """A product in which no base occurs twice; powers of one exponent are one power."""
    node = _one_power(node, fractions=True)
    if not node.is_Mul:
        return node
    exponents: dict[Expr, list[Expr]] = defaultdict(list)
    for part in node.args:
        base, exponent = (E, part.exp) if isinstance(part, exp) else part.as_base_exp()
        if part.is_Rational:
            base, exponent = part, S.One
        exponents[base].append(exponent)
    _take_whole_powers(exponents)
    collected = {
        base: _shortest(Add(*parts)) if len(parts) > 1 else parts[0]
        for base, parts in exponents.items()
    }
    if any(len(parts) > 1 for parts in exponents.values()):
        node = Mul(*(exp(e) if x == E else x**e for x, e in collected.items()))
    return _one_power(node, fractions=False)


def _take_whole_powers(exponents: dict[Expr, list[Expr]]) -> None:
    """The factors of the rational coefficient that are a base with an exponent of letters."""
    number = next((base for base in exponents if base.is_Rational and exponents[base] == [1]), None)
    for base in [one for one in exponents if one.is_Integer and one > 1 and one != number]:
        while number is not None and abs(number.p) % base == 0:
            number = _exchanged(exponents, number, number / base, base, S.One)
        while number is not None and number.q % base == 0:
            number = _exchanged(exponents, number, number * base, base, S.NegativeOne)


def _exchanged(
    exponents: dict[Expr, list[Expr]], old: Expr, new: Expr, base: Expr, power: Expr
) -> Expr | None:
    """The coefficient without a factor, which goes to the exponents of its base."""
    del exponents[old]
    exponents[base].append(power)
    if new == 1:
        return None
    exponents[new].append(S.One)
    return new if exponents[new] == [S.One] else None


def _one_power(node: Expr, fractions: bool) -> Expr:
    """Positive bases with one exponent up to its sign, sizes apart, under one exponent.

    Of fractions alone: those that pi is over, which are a unit that recurs.
    """
    if not node.is_Mul:
        return node
    groups: dict[Expr, list[Expr]] = defaultdict(list)
    for part in node.args:
        base, exponent = part.as_base_exp()
        if isinstance(part, exp) or exponent.is_Number or not base.is_positive:
            continue
        if not base.free_symbols & _SIZES:
            turned = exponent.could_extract_minus_sign()
            groups[-exponent if turned else exponent].append(1 / base if turned else base)
    for exponent, bases in groups.items():
        if len(bases) > 1 and (not fractions or Mul(*bases).as_numer_denom()[0] == pi):
            taken = [x for x in node.args if x.as_base_exp()[1] in (exponent, -exponent)]
            taken = [x for x in taken if _base_of(x) in bases]
            rest = [x for x in node.args if x not in taken]
            node = Mul(*rest, _power(Pow(Mul(*bases), exponent)))
    return node


def _base_of(part: Expr) -> Expr:
    base, exponent = part.as_base_exp()
    return 1 / base if exponent.could_extract_minus_sign() else base


def _logarithms(node: Expr) -> Expr:
    """A sum in which logarithms with one coefficient up to its sign are one of a quotient."""
    if not node.is_Add:
        return node
    groups: dict[Expr, list[Expr]] = defaultdict(list)
    rest: list[Expr] = []
    for term in node.args:
        coefficient, argument = _as_logarithm(term)
        if argument is None:
            rest.append(term)
        elif coefficient.could_extract_minus_sign():
            groups[-coefficient].append(1 / argument)
        else:
            groups[coefficient].append(argument)
    if all(len(arguments) < 2 for arguments in groups.values()):
        return node
    return Add(*rest, *(_one_logarithm(c, Mul(*arguments)) for c, arguments in groups.items()))


def _as_logarithm(term: Expr) -> tuple[Expr, Expr | None]:
    """A term as coefficient times a logarithm of what is positive and no size."""
    found = [part for part in Mul.make_args(term) if isinstance(part, log)]
    if len(found) != 1 or not found[0].args[0].is_positive:
        return term, None
    argument = found[0].args[0]
    if argument.free_symbols & _SIZES:
        return term, None
    return term / found[0], argument


def _one_logarithm(coefficient: Expr, argument: Expr) -> Expr:
    """coefficient log(argument), of a fraction below one bar: -log(1/x) is log(x)."""
    turned = argument.as_numer_denom()[0] == 1
    return -coefficient * log(1 / argument) if turned else coefficient * log(argument)


def _square(node: Expr) -> Expr:
    """A sum in a letter and its root as the square that it is: r - 2 sqrt(r) + 1."""
    roots = {one.base for one in node.atoms(Pow) if abs(one.exp) == S.Half and one.base.is_Symbol}
    if not node.is_Add or len(roots) != 1 or len(node.args) != 3:
        return node
    (letter,) = roots
    if not letter.is_positive:
        return node
    root = factor_letter(_NUMBER)
    found = factor(node.xreplace({letter: root**2}))
    squared = [
        one for one in Mul.make_args(found) if one.is_Pow and one.exp == 2 and one.base.is_Add
    ]
    return found.xreplace({root: letter**S.Half}) if squared else node


_RULES: tuple[Callable[[Expr], Expr], ...] = (_power, _product, _logarithms, _square)
