r"""A page: displayed equations in reading order, each with its reason; it prints itself.

`show` returns the expression it displays, so what is printed is what is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from textwrap import fill
from typing import Any, TypeVar

from sympy import Basic, Piecewise, srepr

from analytic.status import Status
from analytic.typesetting import (
    capitalised,
    drawn_equation,
    equation_lines,
    formula,
    markdown_formula,
    markdown_sentence,
    typeset,
)

__all__ = ["NUMBER_WIDTH", "Equation", "Page", "aligned", "expression_json"]

Shown = TypeVar("Shown", bound=Basic)

ARTICLE_WIDTH = 345.0  # points: the text of LaTeX's article at ten points
SCREEN_WIDTH = 560.0  # points: what a browser shows of a formula without scrolling
NUMBER_WIDTH = 30.0  # points: the number of an equation and the space before it


@dataclass(frozen=True)
class Equation:
    """One displayed equation, the reason it holds, and whether it is argued only."""

    left: Basic
    right: Basic
    reason: str
    heuristic: bool = False

    def latex(self) -> str:
        """The equation in LaTeX, on one line and without delimiters."""
        return f"{formula(self.left)} = {formula(self.right)}"

    def lines(self, width: float) -> list[str]:
        """The equation in lines of at most so many points, aligned at &."""
        return equation_lines(formula(self.left), self.right, width)

    def text(self, width: int = 100) -> str:
        """The equation drawn in Unicode for a terminal of `width` columns."""
        return drawn_equation(self.left, self.right, width)

    @property
    def because(self) -> str:
        """The reason, with a word of warning where the step is argued only."""
        return f"{self.reason}{' (argued, not proved)' if self.heuristic else ''}"


@dataclass(frozen=True)
class Page:
    """A derivation in the order of a paper: statement, source, validity, problem, equations.

    `source` lists keys of references.bib with equation numbers and says what is new here.
    """

    title: str
    statement: str
    source: str
    validity: str
    problem: str
    equations: list[Equation] = field(default_factory=list)

    def show(self, left: Basic, right: Shown, reason: str, heuristic: bool = False) -> Shown:
        """Display left = right with its reason, and return right."""
        self.equations.append(Equation(left, right, reason, heuristic))
        return right

    def show_all(self, equations: Mapping[Basic, Shown], reason: str) -> Mapping[Basic, Shown]:
        """Display several equations that hold for one reason, and return them."""
        for left, right in equations.items():
            self.show(left, right, reason)
        return equations

    @property
    def proved(self) -> bool:
        """Whether every step is proved: a page is as strong as its weakest step."""
        return self.status() == Status.PROVED

    def ground(self, formula: Basic) -> int | None:
        """The number of the last equation with a side that is this formula, if there is one.

        Of cases the last one will do: the others are curves, which are displayed by themselves.
        """
        general = formula.replace(_is_cases, lambda cases: cases.args[-1].expr)
        for number, equation in reversed(list(enumerate(self.equations, start=1))):
            if {formula, general} & {equation.left, equation.right}:
                return number
        return None

    def status(self, formula: Basic | None = None) -> Status:
        """How strong the steps are up to the equation that shows a formula, or all of them.

        >>> from analytic.notation import kappa, s
        >>> page = Page("A page", "", "", "", "")
        >>> _ = page.show(kappa, s, "solved"), page.show(s, 2 * kappa, "by eye", heuristic=True)
        >>> str(page.status(kappa)), str(page.status())
        ('proved', 'argued')
        """
        last = None if formula is None else self.ground(formula)
        argued = any(equation.heuristic for equation in self.equations[:last])
        return Status.ARGUED if argued else Status.PROVED

    @property
    def steps(self) -> list[tuple[str, list[Equation]]]:
        """The reasons in order, each with the equations that follow one another for it."""
        grouped = groupby(self.equations, key=lambda equation: equation.because)
        return [(reason, list(equations)) for reason, equations in grouped]

    def text(self, width: int = 100) -> str:
        """The page for a terminal."""
        lines = [self.title, "=" * len(self.title), "", fill(self.statement, width), ""]
        for label, words in self._about():
            lines.append(fill(f"{label:10}{words}", width, subsequent_indent=" " * 10))
        for number, equation in enumerate(self.equations, start=1):
            lines += ["", fill(f"({number}) {equation.because}:", width), "", equation.text(width)]
        return "\n".join(lines) + "\n"

    def latex(self, width: float = ARTICLE_WIDTH) -> str:
        """The page as a LaTeX section; needs amsmath, and references.bib for its citations."""
        body = [rf"\section{{{typeset(self.title)}}}", typeset(self.statement), ""]
        body += [rf"\paragraph{{{label}}} {typeset(words)}" for label, words in self._about()]
        body += ["", r"\medskip"]
        for reason, equations in self.steps:
            lines = [equation.lines(width - NUMBER_WIDTH) for equation in equations]
            body += ["", f"{typeset(capitalised(reason))}:", aligned(lines)]
        return "\n".join(body) + "\n"

    def markdown(self, level: int = 2) -> str:
        """The page in Markdown, with formulas between dollars."""
        parts = [f"{'#' * level} {self.title}", markdown_sentence(self.statement)]
        parts += [f"*{label}:* {markdown_sentence(words)}" for label, words in self._about()]
        for reason, equations in self.steps:
            parts.append(f"{markdown_sentence(capitalised(reason))}:")
            parts += [_displayed(equation) for equation in equations]
        return "\n\n".join(parts) + "\n"

    def _repr_markdown_(self) -> str:
        """The page in a notebook."""
        return self.markdown(level=3)

    def as_json(self) -> dict[str, Any]:
        """The page as plain data: each side as str, srepr and LaTeX."""
        return {
            "title": self.title,
            "statement": self.statement,
            "source": self.source,
            "validity": self.validity,
            "problem": self.problem,
            "proved": self.proved,
            "equations": [
                {
                    "left": expression_json(e.left),
                    "right": expression_json(e.right),
                    "reason": e.reason,
                    "heuristic": e.heuristic,
                }
                for e in self.equations
            ],
        }

    def _about(self) -> list[tuple[str, str]]:
        return [("Source", self.source), ("Valid", self.validity), ("Problem", self.problem)]


def expression_json(expression: Basic) -> dict[str, str]:
    """A symbolic expression as str, srepr (which keeps assumptions) and LaTeX."""
    return {"str": str(expression), "srepr": srepr(expression), "latex": formula(expression)}


def aligned(equations: list[list[str]]) -> str:
    """Equations in lines as one display, each numbered once, on its last line."""
    rows = [
        line + (r" \nonumber" if position < len(lines) else "")
        for lines in equations
        for position, line in enumerate(lines, start=1)
    ]
    return "\\begin{align}\n" + " \\\\\n".join(rows) + "\n\\end{align}"


def _is_cases(node: Basic) -> bool:
    return isinstance(node, Piecewise)


def _displayed(equation: Equation) -> str:
    """A display in Markdown, where a < may begin a tag and is written as a command."""
    lines = equation.lines(SCREEN_WIDTH)
    body = (
        equation.latex()
        if len(lines) == 1
        else "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"
    )
    return f"$$\n{markdown_formula(body)}\n$$"
