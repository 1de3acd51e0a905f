r"""Letters and values as a person gives them: by name, as a symbol of that name, as text.

Two symbols of one name and different assumptions are different symbols to SymPy, and a substitution
with the wrong one silently does nothing. Here a name decides; what names no letter is refused.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from numbers import Number
from typing import Any

from sympy import Basic, Expr, Symbol

from analytic.errors import InvalidProblemError, require
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.parsing import parse
from analytic.notation import a, b, sigma2
from analytic.real_numbers import exact_number, shown

LETTERS = tuple(letter.symbol for letter in NOTATIONS["dynamical"].letters)
_TYPED = {sigma2: "sigma2"}


def letter_named(name: Any, letters: Iterable[Symbol] = LETTERS) -> Symbol:
    """The letter of a name, or of a symbol with that name, whatever is assumed of the symbol.

    Raises    InvalidProblemError for a name that is none of the letters.

    >>> letter_named("a") == letter_named(Symbol("a")) == a
    True
    """
    known = {word: letter for letter in letters for word in (str(letter), _typed(letter))}
    if isinstance(name, str | Symbol) and str(name) in known:
        return known[str(name)]
    near = get_close_matches(str(name), known, n=2) if isinstance(name, str | Symbol) else []
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    listed = ", ".join(dict.fromkeys(map(_typed, known.values())))
    raise InvalidProblemError(
        f"{_quoted(name)} is no letter here. {hint}The letters are {listed}; give one by its name, "
        "as text or as a symbol."
    )


def in_house_letters(formula: Basic, letters: Iterable[Symbol] = LETTERS) -> Basic:
    """A formula with every symbol replaced by the letter that has its name.

    Raises    InvalidProblemError for a symbol that has the name of no letter.

    >>> in_house_letters(Symbol("a") - a)
    0
    """
    known = [*letters]
    meant = {one: letter_named(one, known) for one in formula.free_symbols}
    return formula.subs({one: letter for one, letter in meant.items() if one != letter})


def written(
    formula: Any,
    beside: Iterable[Expr] = (),
    name: str = "The formula",
    notation: str | Notation = "dynamical",
) -> Expr:
    """A formula as a person gives it: text, a number, or an expression with letters of any make.

    The letters and functions of the formulas `beside` it may be used too; text is in the letters
    of a notation.

    Raises    InvalidProblemError.

    >>> written("3/2"), written(0.5), written(Symbol("b") + 1) == b + 1
    (3/2, 1/2, True)
    """
    others = tuple(beside)
    if isinstance(formula, str):
        try:
            return exact_number(formula, name)
        except InvalidProblemError:
            return parse(formula, notation, others)
    if isinstance(formula, Expr) and formula.free_symbols:
        return in_house_letters(formula, {*LETTERS}.union(*(one.free_symbols for one in others)))
    if isinstance(formula, Number | Expr) or hasattr(formula, "__float__"):
        return exact_number(formula, name)
    raise InvalidProblemError(
        f"{_quoted(formula)} is no formula. Give text such as 'Min(a - 1, b)', a number, or a "
        "SymPy expression."
    )


def read_values(
    values: Any, named: Mapping[str, Any], letters: Iterable[Symbol] = LETTERS
) -> dict[Symbol, Expr]:
    """Values of letters, {a: 2, "b": "3/2"} and a=2, b="3/2" alike, by house letter.

    Raises    InvalidProblemError for what is no letter, no value, or a letter given twice.

    >>> read_values({Symbol("a"): 2}, {"b": "3/2"})
    {a: 2, b: 3/2}
    """
    if values is not None and not isinstance(values, Mapping):
        raise InvalidProblemError(
            f"{_quoted(values)} gives no letter a value. Write {{'a': 2, 'b': '3/2'}} or "
            "a=2, b='3/2'."
        )
    known = [*letters]
    read: dict[Symbol, Expr] = {}
    for name, value in (*(values or {}).items(), *named.items()):
        letter = letter_named(name, known)
        require(letter not in read, f"{letter} is given twice. Give every letter one value.")
        read[letter] = written(value, (letter,), str(letter))
    return read


def substitute(
    expression: Basic | str, values: Mapping[Any, Any] | None = None, /, **named: Any
) -> Basic:
    """An expression or condition with values in the place of letters, which a name decides.

    SymPy's own `subs` does nothing, and says nothing, where a symbol has other assumptions than the
    letter of the same name.

    Raises    InvalidProblemError for what is no letter and for what is no value.

    >>> law = a - 1
    >>> law.subs(Symbol("a"), 2), substitute(law, {Symbol("a"): 2}), substitute(law, a="3/2")
    (a - 1, 1, 1/2)
    """
    if isinstance(expression, str):
        formula: Basic = parse(expression)
    elif isinstance(expression, Basic):
        formula = expression
    else:
        formula = written(expression)
    letters = dict.fromkeys((*LETTERS, *sorted(formula.free_symbols, key=str)))
    values = read_values(values, named, letters)
    by_name = {symbol: str(symbol) for symbol in formula.free_symbols}
    known = {str(letter): value for letter, value in values.items()}
    return formula.subs({one: known[name] for one, name in by_name.items() if name in known})


def require_powers(values: Mapping[Symbol, Expr]) -> None:
    """Refuse values of a and b at which no law holds.

    Raises    InvalidProblemError unless both are finite and larger than one.
    """
    for letter in (a, b):
        value = values.get(letter, letter)
        if value.is_number and not (value.is_extended_real and value.is_finite and value > 1):
            raise InvalidProblemError(
                f"{letter} = {shown(value)} is outside of the domain of every law: the sums over "
                f"modes diverge there. Give a finite {letter} > 1."
            )


def _typed(letter: Symbol) -> str:
    return _TYPED.get(letter, str(letter))


def _quoted(thing: Any) -> str:
    text = str(thing) if isinstance(thing, Basic) else repr(thing)
    return text if len(text) <= 80 else f"{text[:77]}..."
