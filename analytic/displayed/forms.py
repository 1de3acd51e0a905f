r"""The form in which a formula is displayed: equal to what is computed, and no longer than it.

    x x^e = x^{1+e},   (x^e)^f = x^{ef},   e^x e^y = e^{x+y},   c \log x - c \log y = c \log(x/y)
    a/b - 1/b = (a - 1)/b,   \Gamma(x + 1) = x \Gamma(x),   r - 2 \sqrt r + 1 = (\sqrt r - 1)^2

The second and the fourth need bases that are positive. Besides letters that are so by themselves
these are, as a > 1 and b > 1, \sin(\pi/b) and \Gamma of what is positive there.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from sympy import (
    Basic,
    Expr,
    Integral,
    Piecewise,
    Sum,
    default_sort_key,
    gamma,
    pi,
    piecewise_fold,
    sin,
    together,
)

from analytic.displayed.powers import power, product
from analytic.displayed.sums import collected, gammas, logarithm, logarithms, quotients, square
from analytic.notation import a, above_one_a, above_one_b, b, factor_letter

Form = TypeVar("Form", bound=Basic)

_ABOVE_ONE = {a: 1 + above_one_a, b: 1 + above_one_b}


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
    return found if found == expression else displayed(found)  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def _displayed(expression: Basic) -> Basic:
    whole = expression.replace(lambda node: node.is_Add and node.has(gamma), gammas)
    marked = sorted(filter(_is_so, whole.atoms(sin, gamma)), key=default_sort_key)
    positive = {node: factor_letter(i) for i, node in enumerate(marked, start=101)}
    back = {letter: node.func(_from_below(node.args[0])) for node, letter in positive.items()}
    return _from_below(whole.xreplace(positive)).xreplace(back)


def _is_so(node: Expr) -> bool:
    """Whether a sine or Gamma function is positive for a > 1 and b > 1."""
    argument = node.args[0].xreplace(_ABOVE_ONE)
    if isinstance(node, gamma):
        return bool(together(argument).is_positive)
    return bool((pi / argument - 1).is_positive)


@lru_cache(maxsize=2**14)  # parts that many formulas share
def _from_below(node: Basic) -> Basic:
    """Every part in its form, the innermost first."""
    if isinstance(node, Sum | Integral):
        number, function = node.function.as_coeff_Mul()
        return node if number == 1 else number * node.func(function, *node.limits)
    if not node.args:
        return node
    args = tuple(map(_from_below, node.args))
    whole = node if args == node.args else node.func(*args)
    for rule in _RULES:
        whole = rule(whole) if isinstance(whole, Expr) else whole
    return whole


def _cases(node: Expr) -> Expr:
    """A power whose exponent is defined by cases, as cases of powers."""
    if not node.is_Pow or not node.exp.has(Piecewise):
        return node
    return _from_below(piecewise_fold(node))


_RULES: tuple[Callable[[Expr], Expr], ...] = (
    _cases,
    power,
    product,
    logarithm,
    logarithms,
    square,
    quotients,
    collected,
)
