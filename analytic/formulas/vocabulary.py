r"""What may stand in a formula: the letters and functions of a notation, and a law's own besides.

A law holds letters that no notation lists (K_Sigma, w_+) and functions that no table has
(width_crossover, betainc). What it is printed with, it is read with: both are read off from it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sympy import EulerGamma, Expr, Function, Max, Min, NumberSymbol, Piecewise, Symbol

from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.grammar import CONSTANTS, FUNCTIONS, FormulaFunction
from analytic.notation import sigma2

_TYPED = {"+": "_plus", "-": "_minus", "*": "_star", "^": "_", "'": "_prime"}
_IN_TABLES = (Piecewise, Min, Max)


@dataclass(frozen=True)
class Vocabulary:
    """Letters, constants and functions by the names they are typed by.

    `euler` says whether Euler's constant stands in the formulas that are read beside.
    """

    letters: Mapping[str, Expr]
    constants: Mapping[str, Expr]
    functions: Mapping[str, FormulaFunction]
    spelt: Mapping[str, str]
    euler: bool = False

    def typed(self, text: str) -> str:
        """A text with names that are printed but cannot be typed, such as w_+, as names."""
        for printed, name in self.spelt.items():
            text = re.sub(rf"(?<!\w){re.escape(printed)}(?!\w)", name, text)
        return text


def letters_of(notation: Notation) -> dict[str, Expr]:
    """The symbols of a notation under the names they are typed by."""
    return {
        "sigma2" if letter.symbol == sigma2 else str(letter.symbol): letter.symbol
        for letter in notation.letters
    }


def vocabulary(notation: Notation, beside: Iterable[Expr] = ()) -> Vocabulary:
    """The vocabulary of a notation, and what else these formulas are written with.

    >>> from analytic.formulas.dictionary import NOTATIONS
    >>> from analytic.notation import w_plus
    >>> found = vocabulary(NOTATIONS["dynamical"], [2 * w_plus])
    >>> found.typed("1/w_+ + 3"), found.letters["w_plus"]
    ('1/w_plus + 3', w_+)
    """
    letters, constants, functions = letters_of(notation), dict(CONSTANTS), dict(FUNCTIONS)
    spelt: dict[str, str] = {}
    formulas = list(beside)
    house = {letter.symbol for letter in NOTATIONS["dynamical"].letters}
    for symbol in sorted({one for f in formulas for one in f.free_symbols} - house, key=str):
        name = _typed_name(symbol)
        if name.isidentifier() and letters.setdefault(name, symbol) == symbol:
            spelt[str(symbol)] = name
    for formula in formulas:
        for number in formula.atoms(NumberSymbol):
            constants.setdefault(str(number), number)
        for applied in formula.atoms(Function):
            if not isinstance(applied, _IN_TABLES):
                kind = FormulaFunction(applied.func, None, growing=True)
                functions.setdefault(str(applied.func), kind)
    euler = any(formula.has(EulerGamma) for formula in formulas)
    return Vocabulary(letters, constants, functions, spelt, euler)


def _typed_name(symbol: Symbol) -> str:
    """The name of a symbol as an identifier: w_+ is w_plus, V_{AD} is V_AD."""
    name = str(symbol).replace("{", "").replace("}", "")
    for sign, word in _TYPED.items():
        name = name.replace(f"_{sign}", word).replace(sign, word)
    return name
