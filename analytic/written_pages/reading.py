"""A written derivation as a page: its equations shown one after the other, up to what is unread."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from sympy import true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.formulas.conditions import condition_written
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.latex.tokens import is_latex
from analytic.formulas.sides import Side, sides_of
from analytic.own_page import Page as OwnPage
from analytic.written_pages.displays import display_page
from analytic.written_pages.source import PageSource, Written
from analytic.written_pages.statements import (
    LineError,
    PageText,
    WrittenLine,
    joined_headings,
    text_page,
)

_MOST = 200  # equations
_NAME = re.compile(r"\\?[A-Za-z]\w*|[\\{}\w]+")
_NOT_JUDGED = {
    "propto": "which leaves the amplitude open. Write ~ with the amplitude, or asymp",
    "approx": "which says nothing that can be judged. Write ~, or = with + O(...)",
}


@dataclass
class WrittenPage:
    """A derivation as far as it could be read, and the line of each equation.

    `fault` is the first line that could not be read, None where all were.
    """

    source: PageSource
    page: OwnPage
    lines: list[int] = field(default_factory=list)
    fault: LineError | None = None


def read_page(file: Path | str, result: str | None = None, notation: str | None = None) -> OwnPage:
    r"""A derivation that is written as text, LaTeX or Markdown, for `analytic.verify`.

    One equation a line, left = right, or left ~ right; a line that begins with the relation has
    the left side of the one before, A := ... defines a letter, and if a > b + 1 behind an equation
    says where it is meant. In LaTeX and Markdown these are the rows of displays. `result` is what
    the page is about, and `notation` the letters of a paper, unless the page says so itself: a
    line result: width-limited, in LaTeX in a comment.

    Raises    InvalidProblemError for what is no page, and for the first line that cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "page.txt")
    ...     _ = file.write_text("(a + b)^2 = a^2 + 2*a*b + b^2  # squared")
    ...     page = read_page(file)
    >>> print(page.steps[0].left)
    (a + b)**2
    """
    found = written_page(file, result, notation)
    if found.fault is not None:
        raise found.fault
    return found.page


def written_page(
    file: Path | str, result: str | None = None, notation: str | None = None
) -> WrittenPage:
    """The same as far as it can be read.

    Raises    InvalidProblemError for what is no page.
    """
    source = PageSource.read(file)
    text = _page_text(source)
    given = {"result": result, "notation": notation}
    headings = joined_headings(text.headings, given, source.name)
    if not text.lines:
        raise InvalidProblemError(f"{source.name} has no equations. {_wanted(source.written)}")
    if len(text.lines) > _MOST:
        raise InvalidProblemError(
            f"{source.name} has {len(text.lines)} equations. At most {_MOST} are read. Part it."
        )
    letters = notation_named(headings.get("notation", "dynamical"))
    where = _condition(headings.get("where", ""), source.written is not Written.TEXT, letters)
    page = OwnPage(headings.get("title", source.name), headings.get("result"), where, letters)
    return _filled(WrittenPage(source, page), text.lines)


def _page_text(source: PageSource) -> PageText:
    if source.written is Written.TEXT:
        return text_page(source.name, source.lines)
    return display_page(source.name, source.lines, source.written is Written.MARKDOWN)


def _wanted(written: Written) -> str:
    if written is Written.TEXT:
        return "Write one a line, such as L(N) = kappa*w  # the reason."
    displays = r"\begin{align} ... \end{align}, \[ ... \]" + (
        " or $$ ... $$" if written is Written.MARKDOWN else ""
    )
    return f"They are read from displays: {displays}. Write one a line of a display."


def _filled(written: WrittenPage, lines: list[WrittenLine]) -> WrittenPage:
    """The page with its equations, up to the first that cannot be read."""
    left = ""
    for line in lines:
        try:
            sides = sides_of(line.parted[0])
            left = left if line.continues else sides[0].text
            _show(written, line, left, sides[1:])
        except ScalingLawsError as error:
            fact = f"{_hint(written, error, left)}"
            written.fault = LineError(written.source.name, line.number, fact)
            break
    return written


def _show(written: WrittenPage, line: WrittenLine, left: str, others: list[Side]) -> None:
    """Show every relation of a line, each with the left side of the line."""
    if not others:
        inside = re.search(r"[=~<>]|\\(?:sim|le|ge)", line.text)
        raise InvalidProblemError(
            f"{line.text[:80]!r} is no equation: "
            + ("a bracket that is not closed stands before its" if inside else "it has no")
            + " =, ~, < or >. Write left = right, and words behind # in text and behind % in LaTeX."
        )
    if not left:
        raise InvalidProblemError(
            "It begins with a relation, and no line before it has a left side. Write one."
        )
    latex = written.source.written is not Written.TEXT or is_latex(line.text)
    where = _condition(line.parted[1], latex, written.page.notation)
    for side in others:
        if not side.text:
            raise InvalidProblemError("Nothing stands on the right of the relation. Write it.")
        right = f"${side.text}$" if latex else side.text
        if side.relation == ":=":
            written.page.let(_defined(left), right, line.because)
        elif side.relation in _NOT_JUDGED:
            raise InvalidProblemError(f"It has {side.relation}, {_NOT_JUDGED[side.relation]}.")
        else:
            spoken = f"${left}$" if latex else left
            written.page.show(spoken, right, line.because, relation=side.relation, where=where)
        written.lines.append(line.number)


def _condition(text: str, latex: bool, notation: Notation | str) -> Boolean:
    """Where something is meant: a text, which in LaTeX may be LaTeX without a command."""
    assert isinstance(notation, Notation)
    if not text:
        return true
    try:
        return condition_written(text, notation)
    except InvalidProblemError:
        if not latex:
            raise
    return condition_written(f"\\,{text}", notation)


def _defined(left: str) -> str:
    r"""The name of a letter that a line defines: A, \hat A and \alpha_{0} are A, Ahat, alpha_0."""
    accent = re.fullmatch(r"\\(hat|bar|tilde)\s*\{?(\\?\w+)\}?(.*)", left)
    plain = left if accent is None else f"{accent[2]}{accent[1]}{accent[3]}"
    return re.sub(r"\\(?:mathrm|mathcal|text)\b|[\s{}\\]", "", plain)


def _hint(written: WrittenPage, error: Exception, left: str) -> str:
    """What is wrong, and what is missing on the page if that is why."""
    fact = str(error)
    if "is no letter" in fact or "is no function" in fact:
        if not written.page.name:
            fact += " The page names no result, whose letters it could use: result: width-limited."
        elif _NAME.fullmatch(left):
            fact += f" If this line defines {left}, write := in place of =."
    return fact
