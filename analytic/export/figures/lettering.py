r"""A figure in the letters of a paper: what stands between dollars, and the powers in its title.

Powers that are numbers, $a = 2$, $b = 3/2$, become the numbers of the paper's own letters. Another
quantity that has the name of one of them gets a bar, as on the pages.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from sympy import Rational, true

from analytic.errors import InvalidProblemError
from analytic.export.figures.panel import Curve, Figure, Map, Panel
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.notation import a, b
from analytic.real_numbers import shown
from analytic.typesetting import inline

_HOUSE = NOTATIONS["dynamical"]
_NUMBER = r"(\d+(?:/\d+)?)"
_FORMULA = re.compile(rf"\$a = {_NUMBER}\$, \$b = {_NUMBER}\$|\$([^$]*)\$")
_TOKEN = re.compile(r"\\(?:mathrm|text|operatorname)\{[^{}]*\}|\\[A-Za-z]+|[A-Za-z]")
_ALONE = re.compile(r"\s*[A-Za-z]\s*(=[^A-Za-z]*)?")  # perhaps with its value

Said = Callable[[str], str]


def in_notation(figure: Figure, notation: Notation) -> Figure:
    """The figure with every label in the letters of a notation.

    Raises    InvalidProblemError where a notation that has one letter for both powers is asked to
              speak of two.
    """
    if notation == _HOUSE:
        return figure
    said = _labels_in(notation)
    return replace(
        figure,
        title=said(figure.title),
        panels=tuple(_panel(panel, said) for panel in figure.panels),
    )


def _panel(panel: Panel | Map, said: Said) -> Panel | Map:
    curves = tuple(_curve(curve, said) for curve in panel.curves)
    title, x, y = map(said, (panel.title, panel.x, panel.y))
    if isinstance(panel, Map):
        names = tuple(map(said, panel.names))
        return replace(panel, title=title, x=x, y=y, curves=curves, names=names)
    boundaries = tuple(replace(one, label=said(one.label)) for one in panel.boundaries)
    note = said(panel.note)
    return replace(panel, title=title, x=x, y=y, curves=curves, boundaries=boundaries, note=note)


def _curve(curve: Curve, said: Said) -> Curve:
    return replace(curve, label=said(curve.label))


def _labels_in(notation: Notation) -> Said:
    """Labels with the formulas between their dollars translated."""
    letters = {letter.symbol: letter.house for letter in notation.letters}
    meanings = dict(notation.house)
    names = {str(letter): inline(meaning) for letter, meaning in meanings.items()}
    own = {str(letter.symbol) for letter in _HOUSE.letters}
    strangers = {str(symbol) for symbol in letters} - own

    def powers(source: str, capacity: str) -> str:
        values = {a: Rational(source), b: Rational(capacity)}
        speakable = notation.restriction.subs(values) == true
        _require_speakable(notation, speakable, f"a = {source} and b = {capacity}")
        own = {
            symbol: house.subs(values)
            for symbol, house in letters.items()
            if house.free_symbols and house.free_symbols <= {a, b}
        }
        return ", ".join(f"${inline(symbol)} = {shown(x)}$" for symbol, x in own.items())

    def formula(text: str) -> str:
        def token(part: re.Match[str]) -> str:
            name = part.group()
            if name in strangers:
                return rf"\bar{{{name}}}"
            if name not in names:
                return name
            _require_speakable(notation, name not in "ab" or notation.restriction == true, text)
            alone = _ALONE.fullmatch(text) or " " not in names[name]
            return names[name] if alone else f"({names[name]})"

        return f"${_TOKEN.sub(token, text)}$"

    def said(label: str) -> str:
        return _FORMULA.sub(
            lambda found: formula(found[3]) if found[1] is None else powers(found[1], found[2]),
            label,
        )

    return said


def _require_speakable(notation: Notation, speakable: bool, text: str) -> None:
    if not speakable:
        raise InvalidProblemError(
            f"The figure shows {text}, which the notation {notation.name} cannot say: it has a = "
            "b. Give equal powers, or choose dynamical."
        )
