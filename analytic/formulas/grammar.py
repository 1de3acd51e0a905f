r"""The grammar of users' formulas: constants, functions, and the syntax tree of a text.

Python's own grammar takes the text apart; nothing is evaluated. Beyond it, ^ means a power like **,
and the Greek letters, the minus sign and the infinity of a printed page are read as such.
"""

import ast
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sympy import (
    Abs,
    E,
    EulerGamma,
    Expr,
    Max,
    Min,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    zeta,
)

from analytic.errors import InvalidProblemError
from analytic.formulas.cases import CASES

_LONGEST_TEXT = 4000
_LONGEST_QUOTE = 80
_SIGNS = str.maketrans({"^": "**", "−": "-", "·": "*", "×": "*", "∞": "oo"})
_GREEK = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "κ": "kappa",
        "σ": "sigma",
        "π": "pi",
        "Γ": "Gamma",
        "ζ": "zeta",
    }
)
_NOISE = re.compile(
    r"\b(?:sigma|σ)(?:\^2|\*\*2|²)(?![\w.]|\s*(?:\*\*|\^))"
    r"|\bsigma\^2(?=\*\*\()"  # a power of the letter sigma^2, as SymPy prints it
)
_FOREIGN = re.compile(r"[^\w\s+\-*/(),.]")
_FOREIGN_TO_CASES = re.compile(r"[^\w\s+\-*/(),.<>=!&|]")

CONSTANTS: Mapping[str, Expr] = MappingProxyType(
    {"pi": pi, "E": E, "EulerGamma": EulerGamma, "oo": oo}
)


@dataclass(frozen=True)
class FormulaFunction:
    """A function of formulas: how many arguments it takes (None: one or more), whether its values
    and the work of finding them grow quickly with the argument.
    """

    value: Callable[..., Expr]
    arguments: int | None = 1
    growing: bool = False


_MIN, _MAX = FormulaFunction(Min, None), FormulaFunction(Max, None)

FUNCTIONS: Mapping[str, FormulaFunction] = MappingProxyType(
    {
        "Min": _MIN,
        "Max": _MAX,
        "min": _MIN,
        "max": _MAX,
        "sqrt": FormulaFunction(sqrt),
        "exp": FormulaFunction(exp, growing=True),
        "log": FormulaFunction(log),
        "sin": FormulaFunction(sin, growing=True),
        "cos": FormulaFunction(cos, growing=True),
        "gamma": FormulaFunction(gamma, growing=True),
        "Gamma": FormulaFunction(gamma, growing=True),
        "zeta": FormulaFunction(zeta, growing=True),
        "Abs": FormulaFunction(Abs),
        "Rational": FormulaFunction(lambda numerator, denominator: numerator / denominator, 2),
    }
)


def plain_text(text: str) -> str:
    """A formula's text with its signs as Python writes them; sigma^2 is the one name sigma2.

    Raises    InvalidProblemError where it is too long, or holds a sign that stands in no formula.

    >>> plain_text(" N^−2 ")
    'N**-2'
    """
    if not isinstance(text, str):
        raise InvalidProblemError(f"{text!r} is no text. Give the formula as a string.")
    if len(text) > _LONGEST_TEXT:
        raise InvalidProblemError(
            f"The formula has {len(text)} characters. At most {_LONGEST_TEXT} are read. Shorten it."
        )
    plain = _NOISE.sub("sigma2", text).translate(_SIGNS).strip()
    foreign = (_FOREIGN_TO_CASES if CASES in plain else _FOREIGN).search(plain)
    if foreign:
        raise InvalidProblemError(
            f"The formula {shortened(text)} holds {foreign.group()!r}, which stands in no formula. "
            "Write one expression of letters, numbers, + - * / ** ( ) and functions such as Min."
        )
    return plain


def shortened(text: str) -> str:
    """A text in quotes for a message, cut where it is long."""
    return repr(text) if len(text) <= _LONGEST_QUOTE else repr(text[:_LONGEST_QUOTE] + "...")


def plain_name(name: str) -> str:
    """A name with its Greek letters spelt out.

    >>> plain_name("α_K")
    'alpha_K'
    """
    return name.translate(_GREEK)


def syntax_tree(plain: str) -> ast.expr:
    """The syntax tree of one expression.

    Raises    InvalidProblemError where Python's grammar finds no expression.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        cause = error.msg if isinstance(error, SyntaxError) else "it cannot be read"
        raise InvalidProblemError(
            f"{shortened(plain)} is no formula: {cause}. Write one expression, with * between "
            "factors and every bracket closed, such as N**(-Min(a - 1, b))."
        ) from None
