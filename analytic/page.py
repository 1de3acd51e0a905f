r"""A page: displayed equations in reading order, each with its reason; it prints itself.

`show` returns the expression it displays, so what is printed is what is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sympy import Basic, Eq, latex, pretty, srepr

from analytic.typesetting import typeset

__all__ = ["Equation", "Page"]

Shown = TypeVar("Shown", bound=Basic)


@dataclass(frozen=True)
class Equation:
    """One displayed equation, the reason it holds, and whether it is argued only."""

    left: Basic
    right: Basic
    reason: str
    heuristic: bool = False

    def latex(self) -> str:
        """The equation in LaTeX, without delimiters."""
        return f"{latex(self.left)} = {latex(self.right)}"

    def text(self, width: int = 100) -> str:
        """The equation drawn in Unicode for a terminal of `width` columns."""
        equation = Eq(self.left, self.right, evaluate=False)
        return str(pretty(equation, use_unicode=True, num_columns=width))


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
        return not any(equation.heuristic for equation in self.equations)

    def text(self, width: int = 100) -> str:
        """The page for a terminal."""
        lines = [self.title, "=" * len(self.title), "", self.statement, ""]
        lines += [f"Source    {self.source}", f"Valid     {self.validity}"]
        lines += [f"Problem   {self.problem}", ""]
        for number, equation in enumerate(self.equations, start=1):
            label = " (argued, not proved)" if equation.heuristic else ""
            lines += [f"({number}) {equation.reason}{label}:", "", equation.text(width), ""]
        return "\n".join(lines)

    def latex(self) -> str:
        """The page as a LaTeX section; needs amsmath, and references.bib for its citations."""
        body = [rf"\section*{{{self.title}}}", typeset(self.statement), ""]
        for name in ("source", "validity", "problem"):
            body += [rf"\paragraph{{{name.capitalize()}}} {typeset(getattr(self, name))}"]
        for equation in self.equations:
            label = " (argued, not proved)" if equation.heuristic else ""
            body += ["", f"{typeset(equation.reason)}{label}:", r"\begin{equation}"]
            body += [equation.latex(), r"\end{equation}"]
        return "\n".join(body) + "\n"

    def _repr_markdown_(self) -> str:
        """The page in a notebook."""
        parts = [f"### {self.title}", self.statement, f"*Source:* {self.source}"]
        parts += [f"*Valid:* {self.validity}", f"*Problem:* {self.problem}"]
        parts += [f"{e.reason}:\n\n$$ {e.latex()} $$" for e in self.equations]
        return "\n\n".join(parts)

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


def expression_json(expression: Basic) -> dict[str, str]:
    """A symbolic expression as str, srepr (which keeps assumptions) and LaTeX."""
    return {"str": str(expression), "srepr": srepr(expression), "latex": latex(expression)}
