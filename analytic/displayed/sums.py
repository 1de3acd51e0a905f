r"""Sums in their shortest form.

a/b - 1/b = (a - 1)/b,   c \log x - c \log y = c \log(x/y),   \Gamma(x + 1) = x \Gamma(x),
r - 2 \sqrt r + 1 = (\sqrt r - 1)^2
"""

from collections import defaultdict

from sympy import (
    Add,
    EulerGamma,
    Expr,
    Mul,
    Piecewise,
    Pow,
    S,
    default_sort_key,
    factor,
    fraction,
    gamma,
    log,
    preorder_traversal,
    rf,
    together,
)

from analytic.notation import C, N, P, factor_letter, kappa, kappa_n, n, t, tau
from analytic.quotient import cancel

SIZES = frozenset({N, P, C, tau, n, kappa, kappa_n})  # whose powers stand by themselves


def size(form: Expr) -> tuple[int, int]:
    """How much is to be read: operations and letters, then signs."""
    letters = sum(one.is_Symbol for one in preorder_traversal(form))
    return int(form.count_ops()) + letters, len(str(form))


def quotients(node: Expr) -> Expr:
    """A sum of fractions in which terms over one denominator are one fraction."""
    if not node.is_Add or node.free_symbols & {*SIZES, t} or node.has(Piecewise):
        return node
    over: dict[Expr, list[Expr]] = defaultdict(list)
    for term in node.args:
        below = fraction(term)[1].as_coeff_Mul()[1]
        below = below if below.is_Symbol else S.One
        over[below].append(term * below)
    found = [Add(*terms) / below for below, terms in over.items()]
    return node if len(found) == len(node.args) else min((Add(*found), node), key=size)


def logarithm(node: Expr) -> Expr:
    """The logarithm of a reciprocal, below no bar."""
    if not isinstance(node, log) or not node.args[0].is_positive:
        return node
    above, below = fraction(node.args[0])
    return -log(below) if above == 1 else node


def logarithms(node: Expr) -> Expr:
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
    if argument.free_symbols & SIZES:
        return term, None
    return term / found[0], argument


def _one_logarithm(coefficient: Expr, argument: Expr) -> Expr:
    """coefficient log(argument), of a fraction below one bar: -log(1/x) is log(x)."""
    turned = argument.as_numer_denom()[0] == 1
    return -coefficient * log(1 / argument) if turned else coefficient * log(argument)


def square(node: Expr) -> Expr:
    """A sum with a letter, its root and a number as a square and the rest."""
    roots = [one for one in node.atoms(Pow) if abs(one.exp) == S.Half and one.base.is_Symbol]
    for root in sorted(roots if node.is_Add else (), key=default_sort_key):
        if not root.base.is_positive:
            continue
        letter = factor_letter(100)
        terms = node.xreplace({root.base: letter ** (1 / root.exp)}).expand()
        twice, once = terms.coeff(letter, 2), terms.coeff(letter, 1)
        if not twice.is_Number or not once.is_Number or 0 in (twice, once):
            continue
        square = twice * (letter + once / (2 * twice)) ** 2
        rest = (terms - square).expand()
        if not rest.has(letter) and len(Add.make_args(rest)) + 2 < len(node.args) + (rest == 0):
            return (rest + square).xreplace({letter: root})
    return node


def gammas(node: Expr) -> Expr:
    """A sum of Gamma functions whose arguments differ by integers, with one of them in front."""
    arguments = sorted({one.args[0] for one in node.atoms(gamma)}, key=default_sort_key)
    if not node.is_Add or len(arguments) < 2 or fraction(together(node))[1].has(gamma):
        return node
    known: dict[Expr, Expr] = {}
    for first in arguments:
        shifts = {other: cancel(other - first) for other in arguments}
        if min(one for one in shifts.values() if one.is_Integer) == 0:
            least = gamma(first)
            known |= {gamma(x): least * rf(first, k) for x, k in shifts.items() if k.is_Integer}
    found = node.xreplace(known)
    return node if found == node else min((factor(found), node), key=size)


def collected(node: Expr) -> Expr:
    """A sum in which a logarithm, or Euler's constant, stands once."""
    if not node.is_Add:
        return node
    for part in sorted(node.atoms(log) | {EulerGamma}, key=default_sort_key):
        terms = [term for term in Add.make_args(node) if part in Mul.make_args(term)]
        times = factor(Add(*(term / part for term in terms)))
        if len(terms) > 1 and not times.free_symbols & {*SIZES, t}:
            rest = [term for term in node.args if term not in terms]
            node = min((Add(*rest, times * part), node), key=size)
    return node
