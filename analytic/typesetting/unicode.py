"""Formulas drawn in Unicode for a terminal, in lines that fit its width."""

import re
from typing import Any

from sympy import Basic, Expr, Function, exp
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.pretty_symbology import pretty_symbol
from sympy.printing.pretty.stringpict import prettyForm, stringPict

from analytic.typesetting.order import PrintedOrder, quotient
from analytic.typesetting.pieces import Bracket, Piece, pieces

_SIGNS = {"+": " + ", "-": " - ", "*": "⋅"}
_INDENT, _SIGN = 2, 3


def drawn_equation(left: Basic, right: Basic, width: int, sign: str = "=") -> str:
    """The equation left = right, or with another sign, in lines of at most so many columns.

    >>> from analytic.notation import N, P, d
    >>> print(drawn_equation(d, N + P, 8))
    d = N
        + P
    """
    start = _beside(_picture(left), stringPict(f" {sign} "))
    whole = _beside(start, _picture(right))
    if whole.width() <= width or not isinstance(right, Expr):
        return _text(whole, width)
    margin = stringPict(" " * start.width())
    first, *others = _lines(right, width - start.width())
    lines = [_beside(start, first), *(_beside(margin, line) for line in others)]
    apart = "\n\n" if max(line.height() for line in lines) > 1 else "\n"
    return apart.join(_text(line, width) for line in lines)


def _lines(expression: Expr, width: int) -> list[Any]:
    """The expression in lines of so many columns, where its pieces allow it."""

    def fits(part: Expr, depth: int) -> bool:
        return bool(_picture(part).width() <= width - _INDENT * depth - _SIGN - 6 * bool(depth))

    lines: list[Any] = []
    for piece in pieces(expression, fits):
        drawn = _drawn(piece, bool(lines))
        if lines and not piece.begins_term and lines[-1].width() + drawn.width() <= width:
            lines[-1] = _beside(lines[-1], drawn)
        else:
            indent = stringPict(" " * _INDENT * piece.depth)
            lines.append(_beside(indent, _drawn(piece, False)) if lines else drawn)
    return lines


def _drawn(piece: Piece, goes_on: bool) -> Any:
    """A piece with its signs and brackets; at the beginning of a line its sign has no blank."""
    drawn = _picture(piece.body)
    if piece.enclosed:
        drawn = stringPict(*drawn.parens())
    for bracket in piece.after:
        drawn = _beside(
            stringPict(*drawn.parens("", "]" if bracket.square else ")")), _power(bracket, drawn)
        )
    for position, part in reversed(list(enumerate(piece.before))):
        if isinstance(part, str):
            sign = _SIGNS[part] if goes_on and position == 0 else _SIGNS[part].lstrip()
            drawn = _beside(stringPict(sign), drawn)
        else:
            drawn = _beside(
                stringPict(_head(part)), stringPict(*drawn.parens("[" if part.square else "(", ""))
            )
    return drawn


def _head(bracket: Bracket) -> str:
    """The name of the function that the bracket belongs to, if there is one."""
    if bracket.head is None:
        return ""
    name = bracket.head.func(0, evaluate=False)
    return re.split(r"[(⁰]", "exp(" if isinstance(bracket.head, exp) else str(_picture(name)))[0]


def _power(bracket: Bracket, below: Any) -> Any:
    """The exponent behind a bracket, above its upper edge."""
    if bracket.power == 1:
        return stringPict("")
    exponent = _picture(bracket.power)
    rows = [str(row) for row in exponent.picture] + [" " * exponent.width()] * (below.baseline + 1)
    return stringPict("\n".join(rows), baseline=len(rows) - 1)


def _picture(expression: Basic) -> Any:
    return _Unicode()._print(expression)


def _beside(left: Any, right: Any) -> Any:
    return stringPict(*left.right(right))


def _text(drawn: Any, width: int) -> str:
    """The picture as text; what no break could make narrow enough is cut into strips."""
    too_wide = drawn.width() > width
    text = drawn.render(wrap_line=too_wide, num_columns=width, use_unicode=True)
    return "\n".join(line.rstrip() for line in text.splitlines())


class _Unicode(PrintedOrder, PrettyPrinter):  # type: ignore[misc]
    """SymPy's printer, with exponents on one line and letters that bear primes and stars."""

    def __init__(self) -> None:
        super().__init__({"use_unicode": True, "wrap_line": False})

    def _print_Symbol(self, e: Any, bold_name: bool = False) -> Any:
        del bold_name
        words = [_letter(word) for word in e.name.split()]
        if "-" in words:
            return prettyForm(*stringPict(" ".join(words)).parens())
        return prettyForm("".join(words))

    def _print(self, expr: Any, **kwargs: Any) -> Any:
        drawn = super()._print(expr, **kwargs)
        if not isinstance(expr, Function) or len(expr.args) != 1 or drawn.height() == 1:
            return drawn
        line = self._line(expr.args[0])
        return self._with_argument(drawn, line) if line.height() == 1 else drawn

    def _with_argument(self, function: Any, argument: Any) -> Any:
        """A drawn function with another argument."""
        name = getattr(function, "prettyFunc", None)
        if name is None:
            return function
        brackets = prettyForm(*argument.parens())
        drawn = prettyForm(*stringPict.next(name, brackets), binding=prettyForm.FUNC)
        drawn.prettyFunc, drawn.prettyArgs = name, brackets
        return drawn

    def _print_Pow(self, power: Any) -> Any:
        base, exponent = power.base, power.exp
        if base.is_Symbol and base.name.endswith("^2") and exponent.is_positive:
            letter = prettyForm(_letter(base.name.removesuffix("^2")))
            return letter if 2 * exponent == 1 else letter ** self._line(2 * exponent)
        whole = exponent.is_Integer or (exponent.is_Rational and abs(exponent.p) == 1)
        return super()._print_Pow(power) if whole else self._print(base) ** self._line(exponent)

    def _print_ExpBase(self, e: Any) -> Any:
        line = self._line(e.args[0])
        if line.height() == 1:
            return prettyForm("ℯ") ** line
        return self._helper_print_function(None, e.args, func_name="exp")

    _print_exp = _print_ExpBase

    def _print_besseli(self, e: Any) -> Any:
        return self._with_index("I", e)

    def _print_besselj(self, e: Any) -> Any:
        return self._with_index("J", e)

    def _print_besselk(self, e: Any) -> Any:
        return self._with_index("K", e)

    def _with_index(self, letter: str, function: Any) -> Any:
        """A function of two arguments, the first of which is its index."""
        index, argument = function.args
        return self._helper_print_function(
            None, (argument,), func_name=_letter(f"{letter}_{index}")
        )

    def _print_polygamma(self, e: Any) -> Any:
        order, argument = e.args
        name = _letter("psi" if order == 0 else f"psi_{order}")
        return self._helper_print_function(None, (argument,), func_name=name)

    def _print_im(self, e: Any) -> Any:
        return self._helper_print_function(None, e.args, func_name="Im")

    def _line(self, exponent: Expr) -> Any:
        """An exponent on one line: quotients with a slash."""
        if exponent.is_Add:
            first, *others = (self._line(term) for term in self._as_ordered_terms(exponent))
            for term in others:
                plus = "" if str(term).startswith("-") else "+"
                first = _beside(_beside(first, stringPict(plus)), term)
            return prettyForm(*first.left(""))
        if not exponent.is_Mul and not exponent.is_Rational and not exponent.is_Pow:
            return self._print(exponent)
        negative, above, below = quotient(exponent)
        if below == 1:
            return self._print(exponent)
        numerator, denominator = self._print(above), self._print(below)
        if above.is_Add:
            numerator = stringPict(*numerator.parens())
        if below.is_Add or below.is_Mul:
            denominator = stringPict(*denominator.parens())
        row = _beside(_beside(numerator, stringPict("/")), denominator)
        return prettyForm(*row.left("-" if negative else ""))


def _letter(name: str) -> str:
    """The name of a symbol in Unicode: primes behind, a star where the letter bears one."""
    letter = re.sub(r"[{}]", "", name.rstrip("'"))
    primes = name[len(name.rstrip("'")) :]
    head, star, rest = letter.partition("^*")
    if not star:
        return str(pretty_symbol(letter)) + primes
    return f"{head}*{pretty_symbol(f'q{rest}')[1:]}{primes}"
