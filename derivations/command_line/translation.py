r"""Results in the letters of one paper: equations, law, words and formulas; claims stay.

Another quantity of the page that has the name of one of the paper's letters gets a bar: d, the
effective dimension, is \bar d where d is the width.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sympy import Basic, Symbol, false, true

from analytic.claim import Judgement
from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.prose import translated
from analytic.law import Law
from analytic.notation import called
from analytic.page import Equation, Page
from analytic.result import Result

Said = Callable[[Basic], Basic]
Words = Callable[[str], str]

_HOUSE = NOTATIONS["dynamical"]


def in_letters(result: Result, notation: Notation) -> Result:
    """A result as a paper would write it; what has no value where the paper can speak is left out.

    >>> from analytic.notation import N, a, t
    >>> from analytic.page import Equation
    >>> page = Page("A law", "", "", "N large", "", [Equation(t, N**-a, "it is so")])
    >>> found = in_letters(Result("law", "A law", page), NOTATIONS["paquette"])
    >>> found.page.equations[0].right
    d**(-2*alpha - 2*beta)
    """
    if notation == _HOUSE:
        return result
    said = _spoken_by(notation)
    known = {name: _or_none(said, formula) for name, formula in result.formulas.items()}
    return replace(
        result,
        page=_page(result.page, notation, said),
        formulas={name: formula for name, formula in known.items() if formula is not None},
        law=None if result.law is None else _law(result.law, notation, said),
        derive=None,
    )


def _spoken_by(notation: Notation) -> Said:
    """Translation into a notation, other quantities with the names of its letters barred."""
    own = {letter.symbol for letter in _HOUSE.letters}
    house = set(map(str, own))
    names = house | {str(letter.symbol) for letter in notation.letters}

    def stranger(symbol: Symbol) -> bool:
        name = str(symbol)
        unprimed = name.removesuffix("'")
        return name in names if name in house else unprimed in names - house

    def said(formula: Basic) -> Basic:
        strangers = {one for one in formula.atoms(Symbol) - own if stranger(one)}
        return notation.from_house(formula.xreplace({one: barred(one) for one in strangers}))

    return said


def barred(symbol: Symbol) -> Symbol:
    """The same quantity with a bar, where another one has its name.

    >>> from analytic.notation import d
    >>> barred(d)
    dbar
    """
    return called(symbol, f"{symbol}bar")


def said_or_kept(notation: Notation, formula: Basic) -> Basic:
    """A formula in a notation; as it is where it has no value there."""
    found = _or_none(notation.from_house, formula)
    return formula if found is None else found


def judgement_in_letters(judgement: Judgement, notation: Notation) -> Judgement:
    """A verdict in the letters of a notation; what they cannot say stays in ours."""

    def here(formula: Basic | None) -> Any:
        return None if formula is None else said_or_kept(notation, formula)

    claim = replace(
        judgement.claim,
        formula=here(judgement.claim.formula),
        quantity=translated(judgement.claim.quantity, here),
    )
    return replace(
        judgement, claim=claim, derived=here(judgement.derived), where=here(judgement.where)
    )


def _or_none(said: Said, formula: Basic) -> Basic | None:
    try:
        return said(formula)
    except InvalidProblemError:
        return None


def _words_in(said: Said) -> Words:
    """Sentences with their formulas in a notation; those without value there stay."""

    def words(sentence: str) -> str:
        return translated(sentence, lambda side: _or_none(said, side) or side)

    return words


def equation_in_letters(equation: Equation, notation: Notation) -> Equation | None:
    """An equation as a paper would write it; None where it has no value there."""
    if notation == _HOUSE:
        return equation
    said = _spoken_by(notation)
    return _equation(equation, said, _words_in(said))


def _equation(equation: Equation, said: Said, words: Words) -> Equation | None:
    """The equation in the letters of the notation, if it has a value there."""
    sides = [_or_none(said, one) for one in (equation.left, equation.right)]
    error = None if equation.error is None else _or_none(said, equation.error)
    if None in sides or (error is None) != (equation.error is None):
        return None
    left, right = sides
    names, reason = _names(equation.names, said), words(equation.reason)
    return replace(equation, left=left, right=right, error=error, names=names, reason=reason)


def _names(pairs: Iterable[tuple[Basic, Basic]], said: Said) -> tuple[tuple[Basic, Basic], ...]:
    """Values and their letters in the notation, of those that have a value there."""
    spoken = ((_or_none(said, value), _or_none(said, letter)) for value, letter in pairs)
    return tuple((value, letter) for value, letter in spoken if None not in (value, letter))


def _page(page: Page, notation: Notation, said: Said) -> Page:
    words = _words_in(said)
    found = [_equation(equation, said, words) for equation in page.equations]
    equations = [equation for equation in found if equation is not None]
    letters = ", ".join(f"${house} = {meaning}$" for house, meaning in notation.house)
    lost = len(page.equations) - len(equations)
    without = f"; without value there and left out: {lost} of the equations" if lost else ""
    return replace(
        page,
        statement=words(page.statement),
        validity=f"{words(page.validity)}; in the letters of {notation.source}: {letters}{without}",
        problem=words(page.problem),
        equations=equations,
        names=dict(_names(page.names.items(), said)),
    )


def _law(law: Law, notation: Notation, said: Said) -> Law:
    """The law in a notation; that on a curve where the paper speaks of no other a and b."""
    for curve, there in law.curves.items():
        if said(curve) == true:
            return replace(_law(there, notation, said), validity=_words_in(said)(law.validity))

    def on_curves(curves: Mapping[Basic, Law]) -> dict[Basic, Law]:
        found = {said(curve): _law(one, notation, said) for curve, one in curves.items()}
        return {curve: one for curve, one in found.items() if curve != false}

    return law.mapped(
        said,
        symbol=notation.spoken(law.symbol),
        variable=said(law.variable),
        validity=_words_in(said)(law.validity),
        boundaries=on_curves(law.boundaries),
        resonances=on_curves(law.resonances),
        excluded=tuple(map(said, law.excluded)),
        derived_at=None,
    )
