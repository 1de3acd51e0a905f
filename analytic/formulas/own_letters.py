r"""A notation with letters of one's own: a = \alpha, N = n, each as LaTeX sets it."""

import re
from dataclasses import replace

from sympy import Symbol

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.notation import a, called
from analytic.typesetting import formula

_COMMA = re.compile(r",(?![^{}]*\})")
_PLAIN = re.compile(r"\\?([A-Za-z]+(?:_[A-Za-z0-9]+)?)")
_ALLOWED = re.compile(r"(?:\\[A-Za-z]+|[A-Za-z0-9_^{}'* ])+")
_LONGEST = 40


def with_letters(notation: Notation, text: str) -> Notation:
    r"""A notation in which some letters are called as a text such as "a=\alpha,N=n" says.

    Raises    InvalidProblemError for what is no letter of the notation, for what LaTeX does not
              set as one letter, and for two letters of one name.

    >>> from analytic.notation import N, a
    >>> with_letters(NOTATIONS["dynamical"], r"a=\alpha,N=n").from_house(N**-a)
    n**(-alpha)
    """
    own = {_typed(letter.symbol): letter.symbol for letter in notation.letters}
    names: dict[Symbol, Symbol] = {}
    for part in _COMMA.split(text):
        left, sign, right = part.partition("=")
        known = re.sub(r"[\s\\{}]", "", left).replace("sigma^2", "sigma2")
        if not sign or known not in own:
            raise InvalidProblemError(
                f"{part.strip()!r} gives no letter of the notation {notation.name} a name. Write "
                rf"pairs such as a=\alpha,N=n; the letters are {', '.join(own)}."
            )
        if own[known] in names:
            raise InvalidProblemError(f"{known} is named twice. Give every letter one name.")
        names[own[known]] = called(own[known], _name(right.strip()))
    return _renamed(notation, names)


def _renamed(notation: Notation, names: dict[Symbol, Symbol]) -> Notation:
    letters = [
        replace(letter, symbol=names.get(letter.symbol, letter.symbol))
        for letter in notation.letters
    ]
    found = [str(letter.symbol) for letter in letters]
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice is not None:
        raise InvalidProblemError(
            f"Two letters would be called {twice}. Rename the other one too, as in N=P,P=N."
        )
    house = [
        (letter.symbol, notation.from_house(letter.symbol).xreplace(names))
        for letter in NOTATIONS["dynamical"].letters
        if letter.symbol in dict(notation.house) or letter.symbol in names
    ]
    return replace(notation, name="your own letters", letters=tuple(letters), house=tuple(house))


def _name(latex: str) -> str:
    r"""The name of a symbol that is printed as this LaTeX; that of \alpha is alpha."""
    plain = _PLAIN.fullmatch(latex) if len(latex) <= _LONGEST else None
    if plain is not None and _bare(formula(called(a, plain[1]))) == _bare(latex):
        return plain[1]
    if len(latex) > _LONGEST or not _ALLOWED.fullmatch(latex) or not _is_balanced(latex):
        raise InvalidProblemError(
            rf"{latex[:_LONGEST]!r} is no letter that LaTeX sets. Write one such as \alpha, n, "
            r"N_0 or \hat{a}."
        )
    return f"{{{latex}}}"


def _is_balanced(latex: str) -> bool:
    depth = 0
    for sign in latex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _bare(latex: str) -> str:
    return re.sub(r"[\s{}]", "", latex)


def _typed(symbol: Symbol) -> str:
    return "sigma2" if str(symbol) == "sigma^2" else str(symbol)
