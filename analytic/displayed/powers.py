"""Powers and products in their shortest form: no base twice, exponents in lowest terms."""

from collections import defaultdict

from sympy import Add, E, Expr, Mul, Piecewise, Pow, S, exp, factor, pi, together

from analytic.displayed.sums import SIZES, quotients, size
from analytic.quotient import cancel


def power(node: Expr) -> Expr:
    """A power with its exponent in the shortest form, of a reciprocal as one of what is below."""
    if isinstance(node, exp) or not node.is_Pow or node.exp.is_Number:
        return node
    base, exponent = node.base, shortest(node.exp)
    if base.is_positive and not base.is_Pow and base.as_numer_denom()[0] == 1:
        base, exponent = 1 / base, shortest(-exponent)
    return base**exponent


def shortest(exponent: Expr) -> Expr:
    """A quotient of polynomials in whichever form has the fewest operations."""
    if not exponent.is_rational_function() or exponent.has(Piecewise):
        return exponent
    one = cancel(together(exponent))
    return min((exponent, one, factor(one), quotients(one.expand())), key=size)


def product(node: Expr) -> Expr:
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
        base: shortest(Add(*parts)) if len(parts) > 1 else parts[0]
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
        if not base.free_symbols & SIZES:
            turned = exponent.could_extract_minus_sign()
            groups[-exponent if turned else exponent].append(1 / base if turned else base)
    for exponent, bases in groups.items():
        if len(bases) > 1 and (not fractions or Mul(*bases).as_numer_denom()[0] == pi):
            taken = [x for x in node.args if x.as_base_exp()[1] in (exponent, -exponent)]
            taken = [x for x in taken if _base_of(x) in bases]
            rest = [x for x in node.args if x not in taken]
            node = Mul(*rest, power(Pow(Mul(*bases), exponent)))
    return node


def _base_of(part: Expr) -> Expr:
    base, exponent = part.as_base_exp()
    return 1 / base if exponent.could_extract_minus_sign() else base
