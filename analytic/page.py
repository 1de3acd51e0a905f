r"""A page: displayed equations in reading order, each with its reason; it prints itself.

`show` returns the expression it displays, so what is printed is what is used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby
from textwrap import fill
from typing import Any, TypeVar

from sympy import Basic, Expr, Piecewise, srepr

from analytic.displayed import displayed, named
from analytic.formulas.prose import capitalised, markdown_sentence, typeset, without_marks
from analytic.relation import Relation, relation_of
from analytic.status import Status
from analytic.typesetting import (
    drawn_equation,
    equation_lines,
    formula,
    markdown_formula,
)
from analytic.typesetting.order import bounded_by

Shown = TypeVar("Shown", bound=Basic)

ARTICLE_WIDTH = 345.0  # points: the text of LaTeX's article at ten points
SCREEN_WIDTH = 560.0  # points: what a browser shows of a formula without scrolling
NUMBER_WIDTH = 30.0  # points: the number of an equation and the space before it


@dataclass(frozen=True)
class Equation:
    """One displayed equation, the reason it holds, and whether it is argued only.

    Its `relation` says whether it is exact. `error`, if there is one, bounds what the right side
    leaves out: left = right + O(error).
    """

    left: Basic
    right: Basic
    reason: str
    heuristic: bool = False
    relation: Relation = Relation.EQUAL
    error: Expr | None = None
    names: tuple[tuple[Expr, Expr], ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the sides are equal and nothing is left out."""
        return self.relation is Relation.EQUAL and self.error is None

    @property
    def shown(self) -> Basic:
        """What stands on the right of the sign: the right side, or O of it, or both."""
        right = self._printed(self.right)
        if self.relation is Relation.ORDER:
            return bounded_by(right)
        return right if self.error is None else right + bounded_by(self._printed(self.error))

    def latex(self) -> str:
        """The equation in LaTeX, on one line and without delimiters."""
        return f"{formula(self._printed(self.left))} {self.relation.latex} {formula(self.shown)}"

    def lines(self, width: float) -> list[str]:
        """The equation in lines of at most so many points, aligned at &."""
        return equation_lines(
            formula(self._printed(self.left)), self.shown, width, self.relation.latex
        )

    def text(self, width: int = 100) -> str:
        """The equation drawn in Unicode for a terminal of `width` columns."""
        return drawn_equation(self._printed(self.left), self.shown, width, self.relation.sign)

    def _printed(self, side: Basic) -> Basic:
        """A side in its simplest form, with letters for what has a name."""
        return named(displayed(side), self.names)

    def markdown(self) -> str:
        """The equation as a display in Markdown, where < may begin a tag and is a command."""
        lines = self.lines(SCREEN_WIDTH)
        body = (
            self.latex()
            if len(lines) == 1
            else "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"
        )
        return f"$$\n{markdown_formula(body)}\n$$"

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
    names: dict[Expr, Expr] = field(default_factory=dict)

    def show(
        self,
        left: Basic,
        right: Shown,
        reason: str,
        heuristic: bool = False,
        *,
        relation: str = "=",
        error: Expr | None = None,
    ) -> Shown:
        r"""Display left = right with its reason, and return right.

        What is not exact is not displayed as if it were: relation "~" is for an asymptotic law,
        "asymp" for an order, "O" for what is left out, "<", "<=", ">", ">=" for inequalities, and
        `error` for left = right + O(error).

        Raises    InvalidProblemError for another relation.

        >>> from analytic.notation import t, x
        >>> page = Page("A page", "", "", "", "")
        >>> _ = page.show(t, x, "x small", error=x**2)
        >>> page.equations[0].latex()
        't = x + O(x^{2})'
        """
        names = tuple(self.names.items())
        self.equations.append(
            Equation(left, right, reason, heuristic, relation_of(relation), error, names)
        )
        return right

    def let(self, letter: Expr, value: Expr, reason: str) -> Expr:
        """Display letter = value, and print the letter for that value from here on; return it."""
        self.show(letter, value, reason)
        self.names[value] = letter
        return value

    def asymptotic(self, left: Basic, right: Shown, reason: str, heuristic: bool = False) -> Shown:
        """Display left ~ right, whose quotient tends to one, and return right."""
        return self.show(left, right, reason, heuristic, relation="~")

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
        statement = fill(without_marks(self.statement), width)
        lines = [self.title, "=" * len(self.title), "", statement, ""]
        for label, words in self._about():
            lines.append(
                fill(f"{label:10}{without_marks(words)}", width, subsequent_indent=" " * 10)
            )
        for number, equation in enumerate(self.equations, start=1):
            lines += [
                "",
                fill(f"({number}) {without_marks(equation.because)}:", width),
                "",
                equation.text(width),
            ]
        return "\n".join(lines) + "\n"

    def latex(self, width: float = ARTICLE_WIDTH, name: str = "") -> str:
        """The page as a LaTeX section; needs amsmath, and references.bib for its citations.

        Its equations bear the labels eq:name:1, eq:name:2, ... ; the name is that of the result,
        or the title in small letters.
        """
        labels = (f"eq:{name or slug(self.title)}:{number}" for number in count(1))
        body = [rf"\section{{{typeset(self.title)}}}", typeset(self.statement), ""]
        body += [rf"\paragraph{{{label}}} {typeset(words)}" for label, words in self._about()]
        body += ["", r"\medskip"]
        for reason, equations in self.steps:
            lines = [equation.lines(width - NUMBER_WIDTH) for equation in equations]
            body += ["", f"{typeset(capitalised(reason))}:", aligned(lines, labels)]
        return "\n".join(body) + "\n"

    def markdown(self, level: int = 2) -> str:
        """The page in Markdown, with formulas between dollars."""
        parts = [f"{'#' * level} {self.title}", markdown_sentence(self.statement)]
        parts += [f"*{label}:* {markdown_sentence(words)}" for label, words in self._about()]
        for reason, equations in self.steps:
            parts.append(f"{markdown_sentence(capitalised(reason))}:")
            parts += [equation.markdown() for equation in equations]
        return "\n\n".join(parts) + "\n"

    def _repr_markdown_(self) -> str:
        """The page in a notebook."""
        return self.markdown(level=3)

    def as_json(self) -> dict[str, Any]:
        """The page as plain data: each side as str, srepr and LaTeX."""
        return {
            "title": self.title,
            "statement": without_marks(self.statement),
            "source": without_marks(self.source),
            "validity": without_marks(self.validity),
            "problem": without_marks(self.problem),
            "proved": self.proved,
            "equations": [
                {
                    "left": expression_json(e.left),
                    "right": expression_json(e.right),
                    "reason": without_marks(e.reason),
                    "heuristic": e.heuristic,
                    "relation": e.relation.value,
                    "error": None if e.error is None else expression_json(e.error),
                }
                for e in self.equations
            ],
        }

    def _about(self) -> list[tuple[str, str]]:
        return [("Source", self.source), ("Valid", self.validity), ("Problem", self.problem)]


def expression_json(expression: Basic) -> dict[str, str]:
    """A symbolic expression as str, srepr (which keeps assumptions) and LaTeX."""
    latex = formula(displayed(expression))
    return {"str": str(expression), "srepr": srepr(expression), "latex": latex}


def slug(title: str) -> str:
    """A title as a name in a label.

    >>> slug("Width-limited loss")
    'width-limited-loss'
    """
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def aligned(equations: list[list[str]], labels: Iterator[str]) -> str:
    """Equations in lines as one display, each numbered and labelled once, on its last line."""
    rows = [
        line + (r" \nonumber" if position < len(lines) else rf" \label{{{next(labels)}}}")
        for lines in equations
        for position, line in enumerate(lines, start=1)
    ]
    return "\\begin{align}\n" + " \\\\\n".join(rows) + "\n\\end{align}"


def _is_cases(node: Basic) -> bool:
    return isinstance(node, Piecewise)
