"""Results as a Jupyter notebook: the derivation equation by equation, evaluated at a point.

A notebook is JSON of Jupyter's format, version 4.5; it is written without outputs.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from analytic.formulas.prose import capitalised, markdown_sentence
from analytic.result import Result

_NO_IDENTIFIERS: Mapping[str, str] = MappingProxyType({})
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_FORMAT = {"nbformat": 4, "nbformat_minor": 5}

_POINT = ("a", "b")
_SETUP = """\
import analytic as an
from derivations import RESULTS

point = {"a": 2, "b": "3/2"}


def at_the_point(number):
    equation = page.equations[number - 1]
    return an.substitute(equation.right, point)"""

_LAW = """\
law = result.law
law"""

_AT_THE_POINT = """\
there = law(**point)
there.exponent, there.amplitude.evalf(20)"""

_DIGITS = """\
spectrum = an.PowerLaw(*point.values())
for size in (10**3, 10**6, 10**9):
    expansion = there.expansion.subs(there.variable, size).evalf(20)
    exact = result.observable.exact(spectrum, an.parse(str(size)), 20)
    print(f"{law.variable} = {size:.0e}: law {expansion}, exact {exact}")"""


def notebook_document(
    results: Sequence[Result], version: str, identifiers: Mapping[str, str] = _NO_IDENTIFIERS
) -> str:
    """The notebook on some results, as a text that is a file of the suffix .ipynb."""
    cells = [
        _words("# Scaling laws of solvable models", f"Derived by `scaling-laws` {version}."),
        _code(_SETUP),
        *(cell for result in results for cell in _of_result(result, identifiers)),
    ]
    numbered = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)]
    notebook = {"cells": numbered, "metadata": _METADATA, **_FORMAT}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _of_result(result: Result, identifiers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    page = result.page
    known = identifiers.get(result.name)
    yield _words(
        f"## {page.title}",
        markdown_sentence(page.statement),
        *([f"*Identifier:* {known}"] if known else []),
        f"*Source:* {markdown_sentence(page.source)}",
        f"*Valid:* {markdown_sentence(page.validity)}",
        f"*Problem:* {markdown_sentence(page.problem)}",
    )
    yield _code(f'result = RESULTS["{result.name}"]\npage = result.page')
    for number, equation in enumerate(page.equations, start=1):
        reason = markdown_sentence(capitalised(equation.because))
        yield _words(f"({number}) {reason}:", equation.markdown())
        yield _code(f"at_the_point({number})")
    if result.law is not None:
        yield _words("### The law", f"Valid: {markdown_sentence(result.law.validity)}.")
        yield _code(_LAW)
        yield _code(_AT_THE_POINT)
        in_one_letter = len(result.law.letters) == len(_POINT) + 1
        if result.observable is not None and in_one_letter:
            yield _words("Beside it the digits of the exact witness, which knows no law.")
            yield _code(_DIGITS)


def _words(*paragraphs: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines("\n\n".join(paragraphs))}


def _code(text: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    return {"cell_type": "code", **empty, "source": _lines(text)}


def _lines(text: str) -> list[str]:
    """The lines of a cell, each with its end, as the format keeps them."""
    return re.findall(r"[^\n]*\n|[^\n]+\Z", text)
