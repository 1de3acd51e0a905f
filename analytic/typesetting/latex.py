r"""Formulas in LaTeX, in the letters of the papers."""

import re
from functools import lru_cache
from typing import Any

from sympy import And, Basic, Expr, Integral, Mul, Piecewise, Pow, S, Sum, true
from sympy import exp as exponential
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE

from analytic.typesetting.order import PrintedOrder, quotient

_LONG_EXPONENT = 60
_INNERMOST = re.compile(r"\\left\(((?:(?!\\left|\\right).)*?) ?\\right\)", re.DOTALL)
_ARGUMENT = re.compile(rf"(?<=[A-Za-z}}]){_INNERMOST.pattern}", re.DOTALL)  # a function's
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_QUOTIENT = re.compile(rf"(^|, |[+-] )\\frac{_GROUP}{_GROUP}(?=$|, | [+-] )")  # a whole term
_PARENTHESES = re.compile(r"\([^()]*\)")
_TALL = re.compile(r"\\(frac|sum|int|begin|sqrt\[)|\^\{[^{}]*\^")


@lru_cache(maxsize=4096)
def formula(expression: Basic) -> str:
    r"""An expression in LaTeX, on one line.

    >>> from analytic.notation import D_P2, P, d, kappa2
    >>> print(formula(kappa2 * D_P2 * (1 - d / P)))
    D_{P}' \kappa' \left(1 - \frac{d}{P}\right)
    """
    return _plain_parentheses(_Latex().doprint(expression)).replace(" + - ", " - ")


def inline(expression: Basic) -> str:
    r"""An expression in LaTeX for a sentence: quotients with a slash.

    >>> from analytic.notation import N, kappa
    >>> print(inline(kappa / N))
    \kappa/N
    """
    printer = _Latex()
    line = (
        printer._line(expression) if isinstance(expression, Expr) else printer.doprint(expression)
    )
    return _plain_parentheses(line).replace("+ - ", "- ")


def ordered_terms(total: Expr) -> list[Expr]:
    """The terms of a sum in the order in which they are printed, a positive one first.

    >>> from analytic.notation import P, d
    >>> ordered_terms(-d / P + 1)
    [1, -d/P]
    """
    return _Latex()._as_ordered_terms(total) if total.is_Add else [total]


def head_latex(function: Expr) -> str:
    r"""What stands before the argument of a function: \cos, \exp, \Gamma, L."""
    latex = _Latex().doprint(function.func(function.args[0], evaluate=False))
    return "\\exp" if latex.startswith("e^") else re.split(r"\{?\\left\(|\(", latex, maxsplit=1)[0]


def _plain_parentheses(latex: str) -> str:
    r"""The same LaTeX with plain parentheses, without \left and \right, around what is low."""

    def plain(match: re.Match[str]) -> str:
        return match.group() if _TALL.search(match.group(1)) else f"({match.group(1)})"

    def on_one_line(match: re.Match[str]) -> str:
        inner = _QUOTIENT.sub(_slashed, match.group(1))
        return match.group() if _TALL.search(inner) else f"({inner})"

    before = ""
    while before != latex:
        before, latex = latex, _ARGUMENT.sub(on_one_line, _INNERMOST.sub(plain, latex))
    return latex


def _slashed(match: re.Match[str]) -> str:
    """A term that is a quotient, with a slash."""
    sign, above, below = match.groups()
    before, outside = "", above
    while before != outside:
        before, outside = outside, _PARENTHESES.sub("", outside)
    above = f"({above})" if re.search(r" [+-] ", outside) else above
    below = f"({below})" if " " in below else below
    return f"{sign}{above}/{below}"


class Exponent(Expr):  # type: ignore[misc]
    """An exponent with letters, of which a printer asks neither a sign nor whether it varies.

    SymPy's asks of each in a product, by numbers at random points, which may take minutes.
    """

    is_commutative = True

    def sort_key(self, order: Any = None) -> Any:
        """That of the exponent, so that the order of factors is the same."""
        return self.args[0].sort_key(order)


def _with_closed_exponents(product: Expr) -> Expr:
    """A product whose exponents with letters are not asked about."""

    def closed(factor: Expr) -> Expr:
        exponent = factor.args[-1] if factor.is_Pow or isinstance(factor, exponential) else S.One
        if not exponent.free_symbols:
            return factor
        return factor.func(*factor.args[:-1], Exponent(exponent), evaluate=False)

    return Mul(*map(closed, Mul.make_args(product)), evaluate=False)


def _opened(exponent: Expr) -> Expr:
    return exponent.args[0] if isinstance(exponent, Exponent) else exponent


class _Latex(PrintedOrder, LatexPrinter):  # type: ignore[misc]
    """SymPy's printer, with exponents on one line and letters that bear primes and stars."""

    def _deal_with_super_sub(self, string: str, style: str = "plain") -> str:
        letter = string.rstrip("'")
        latex: str = super()._deal_with_super_sub(letter, style)
        return latex.replace("*", r"\ast") + string[len(letter) :]

    def _print_Symbol(self, expr: Any, style: str = "plain") -> str:
        words = [self._deal_with_super_sub(word, style) for word in expr.name.split()]
        return rf"\left({' '.join(words)}\right)" if "-" in words else " ".join(words)

    def _print_Mul(self, product: Any) -> str:
        """A product; what is tall stands beside the fraction bar, not above it."""
        negative, above, below = quotient(product)
        factors = list(Mul.make_args(above))
        tall = [factor for factor in factors if _is_tall(factor)]
        if below == 1 or not tall:
            return str(super()._print_Mul(_with_closed_exponents(product)))
        others = [factor for factor in factors if factor not in tall and factor != 1]
        under = Pow(below, -1, evaluate=False)
        fraction = Mul(*others, under, evaluate=False) if others else under
        beside = " ".join(self.parenthesize(factor, PRECEDENCE["Mul"]) for factor in tall)
        return f"{'- ' * negative}{self._print(fraction)} {beside}"

    def _print_Exponent(self, expr: Any) -> str:
        return self._line(expr.args[0])

    def _print_Pow(self, expr: Any) -> str:
        base, exponent = expr.base, _opened(expr.exp)
        if base.is_Symbol and base.name.endswith("^2") and exponent.is_positive:
            letter = self._deal_with_super_sub(base.name.removesuffix("^2"))
            return letter if 2 * exponent == 1 else f"{letter}^{{{self._line(2 * exponent)}}}"
        whole = exponent.is_Integer or (exponent.is_Rational and abs(exponent.p) == 1)
        if whole:
            return str(super()._print_Pow(expr))
        if base.is_Function:
            return str(self._print(base, exp=self._line(exponent)))
        below = self.parenthesize(base, PRECEDENCE["Pow"])
        if base.is_Symbol:
            below = self.parenthesize_super(below)
        return f"{below}^{{{self._line(exponent)}}}"

    def _line(self, exponent: Expr) -> str:
        """An exponent on one line: quotients with a slash."""
        if exponent.is_Add:
            terms = [self._line(term) for term in self._as_ordered_terms(exponent)]
            return "".join(terms[:1] + [t if t[0] == "-" else f"+{t}" for t in terms[1:]])
        if not exponent.is_Mul and not exponent.is_Rational and not exponent.is_Pow:
            return str(self._print(exponent))
        negative, above, below = quotient(exponent)
        if below == 1:
            return re.sub("^- ", "-", self._print(exponent))
        numerator = self.parenthesize(above, PRECEDENCE["Mul"], strict=True)
        denominator = self.parenthesize(below, PRECEDENCE["Mul"])
        return f"{'-' * negative}{numerator}/{denominator}"

    def _print_ExpBase(self, expr: Any, exp: Any = None) -> str:
        exponent = _opened(expr.args[0])
        line = self._line(exponent)
        if exp is None and r"\frac" not in line and len(line) <= _LONG_EXPONENT:
            return f"e^{{{line}}}"
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\exp{power}\left({self._print(exponent)}\right)"

    _print_exp = _print_ExpBase

    def _print_Function(self, expr: Any, exp: Any = None) -> str:
        return _without_braces(super()._print_Function(expr, exp))

    def _print_log(self, expr: Any, exp: Any = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\log{power}\left({self._print(expr.args[0])} \right)"

    def _print_Min(self, expr: Any, exp: Any = None) -> str:
        arguments = ", ".join(self._print(part) for part in sorted(expr.args, key=_by_letters))
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\{type(expr).__name__.lower()}{power}\left({arguments}\right)"

    _print_Max = _print_Min

    def _print_im(self, expr: Any, exp: Any = None) -> str:
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"\operatorname{{Im}}{power} {self.parenthesize(expr.args[0], PRECEDENCE['Func'])}"

    def _print_Abs(self, expr: Any, exp: Any = None) -> str:
        inner = rf"\left\lvert {self._print(expr.args[0])} \right\rvert"
        return inner if exp is None else f"{inner}^{{{exp}}}"

    def _print_polygamma(self, expr: Any, exp: Any = None) -> str:
        order, argument = map(self._print, expr.args)
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{{\psi^{{({order})}}\left({argument}\right)}}{power}"

    def _print_Derivative(self, expr: Any) -> str:
        inner = expr.expr
        if expr.derivative_count == 1 and inner.is_Symbol:
            return rf"\frac{{d {self._print(inner)}}}{{d {self._print(expr.variables[0])}}}"
        if expr.derivative_count == 1 and inner.args == expr.variables:
            return self._primed(inner, inner.args[0])
        return str(super()._print_Derivative(expr))

    def _print_Subs(self, expr: Any) -> str:
        inner, variables, point = expr.args
        if (
            inner.is_Derivative
            and inner.derivative_count == 1
            and inner.expr.args == variables.args
        ):
            return self._primed(inner.expr, point.args[0])
        return str(super()._print_Subs(expr))

    def _primed(self, function: Any, argument: Any) -> str:
        """The derivative of a function of one variable, at an argument."""
        return rf"{head_latex(function)}'\left({self._print(argument)}\right)"

    def _print_Piecewise(self, expr: Any) -> str:
        rows = [
            f"{self._print(value)} & {self._where(condition)}" for value, condition in expr.args
        ]
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def _where(self, condition: Any) -> str:
        return (
            r"\text{otherwise}" if condition is true else rf"\text{{if }} {self._print(condition)}"
        )

    def _print_And(self, e: Any) -> str:
        return r" \text{ and } ".join(map(self._print, sorted(e.args, key=_by_letters)))

    def _print_Or(self, e: Any) -> str:
        parts = sorted(e.args, key=_by_letters)
        return r" \text{ or } ".join(
            rf"\left({self._print(part)}\right)" if isinstance(part, And) else self._print(part)
            for part in parts
        )

    def _print_BooleanTrue(self, expr: Any) -> str:
        del expr
        return r"\text{everywhere}"

    def _print_BooleanFalse(self, expr: Any) -> str:
        del expr
        return r"\text{nowhere}"


def _is_tall(factor: Expr) -> bool:
    """Whether a factor is a sum of fractions or a power of a fraction, or holds cases or a sum."""
    if factor.has(Piecewise, Sum, Integral):
        return True
    if factor.is_Pow and not factor.exp.is_Rational:
        return bool(quotient(factor.base).denominator != 1)
    return factor.is_Add and any(quotient(term).denominator != 1 for term in factor.args)


def _without_braces(function: str) -> str:
    r"""\sin{\left(x \right)} without the braces."""
    if not function.endswith(r"\right)}"):
        return function
    opening = _opening_brace(function)
    return function[:opening] + function[opening + 1 : -1]


def _opening_brace(text: str) -> int:
    """Where the brace opens that the last character of a text closes."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == "}") - (text[place] == "{")
        if depth == 0:
            return place
    return 0


def _by_letters(part: Basic) -> Any:
    """Sums and conditions in the order of their letters, a before b."""
    return sorted(symbol.name for symbol in part.free_symbols), part.sort_key()
