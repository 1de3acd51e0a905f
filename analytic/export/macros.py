r"""One \newcommand for each formula of each result, to be read into a paper with \input.

A macro is named after its result and its quantity, in letters only: \TimeLimitedExponent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sympy import Basic

from analytic.displayed import displayed
from analytic.law import Law
from analytic.result import Result
from analytic.typesetting import column

_COLUMN = 345.0  # points: the text of an article at ten points
_ORDINALS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_DIGITS = dict(zip("0123456789", ("Zero", *_ORDINALS), strict=True))
_SIGNS = {"<": "Below", ">": "Above", "=": "Is", "'": "Prime", "*": "Star", "+": "Plus"}
_QUANTITIES = {"L": "Loss", "Lhat": "TrainingLoss", "oo": "Final"}
_NO_IDENTIFIERS: Mapping[str, str] = MappingProxyType({})
_WORD = re.compile(r"[A-Za-z]+|\d|[<>='*+]|(?<=_)-")


def macros(
    results: Sequence[Result], version: str, identifiers: Mapping[str, str] = _NO_IDENTIFIERS
) -> str:
    r"""The file of macros; it needs amsmath.

    Every macro is a formula without dollars: $\TimeLimitedExponent$. One that is wider than a
    column is in lines, aligned. A comment says which formula it is of which result, by its
    permanent identifier.
    """
    lines = [f"% scaling-laws {version}: one macro for each formula; needs amsmath."]
    taken: set[str] = set()
    for result in results:
        known = identifiers.get(result.name, result.name)
        lines += ["", f"% {known} {result.name}: {result.title}"]
        for name, (said, value) in named_formulas(result, taken).items():
            shown = column(displayed(value), _COLUMN)
            lines.append(rf"\newcommand{{\{name}}}{{{shown}}} % {known} {said}")
    return "\n".join(lines) + "\n"


def named_formulas(result: Result, taken: set[str]) -> dict[str, tuple[str, Basic]]:
    """The names of a result's macros, each with the quantity in plain letters and its formula.

    Namesakes are told apart by a number; the names given are added to those `taken`.
    """
    named: dict[str, tuple[str, Basic]] = {}
    for quantity, value in _formulas(result):
        plain = macro_name(result.name, quantity)
        candidates = (plain, *(f"{plain}Variant{number}" for number in _ORDINALS))
        name = next(name for name in candidates if name not in taken)
        taken.add(name)
        named[name] = (quantity, value)
    return named


def macro_name(result: str, quantity: str) -> str:
    r"""The name of a macro, without its backslash.

    >>> macro_name("time-limited", "L(t)"), macro_name("spectral-density", "x_-")
    ('TimeLimitedLoss', 'SpectralDensityXMinus')
    """
    words = result.split("-") + _WORD.findall(re.sub(r"\([A-Za-z]\)", "", quantity))
    return "".join(map(_capital, words))


def _capital(word: str) -> str:
    if word == "-":
        return "Minus"
    spelled = _QUANTITIES.get(word) or _DIGITS.get(word) or _SIGNS.get(word)
    return spelled or word[0].upper() + word[1:]


def _formulas(result: Result) -> Iterator[tuple[str, Basic]]:
    if result.law is not None:
        yield from _of_law(result.law, "")
    yield from ((str(key), formula) for key, formula in result.formulas.items())
    if result.law is None and not result.formulas:
        yield from (
            (f"equation {n}", e.right) for n, e in enumerate(result.page.equations, start=1)
        )


def _of_law(law: Law, suffix: str) -> Iterator[tuple[str, Basic]]:
    """The parts of a law, of its regimes, and of the laws on its boundaries."""
    parts = {
        "exponent": law.exponent,
        "amplitude": law.amplitude,
        "leading": law.general.leading,
        "correction": law.general.correction,
        "remainder bound": law.general.remainder,
    }
    yield from ((f"{part}{suffix}", value) for part, value in parts.items() if value != 0)
    if len(law.regimes) > 1:
        for number, regime in enumerate(law.regimes, start=1):
            yield f"condition of regime {number}", regime.condition
            yield f"exponent of regime {number}", regime.exponent
            yield f"amplitude of regime {number}", regime.amplitude
    for name, laws in (("boundary", law.boundaries), ("resonance", law.resonances)):
        for number, (condition, on_curve) in enumerate(laws.items(), start=1):
            yield f"condition of {name} {number}", condition
            yield from _of_law(on_curve, f" on {name} {number}")
