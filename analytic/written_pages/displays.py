r"""The equations of a page in LaTeX or Markdown: one a line of its displays.

Displays are align, equation, gather, multline, eqnarray, with or without a star, \[ \], $$ $$ and
fences ```math. A reason is a comment at the end of the line, or words in \text at its end; that N
is large, or kappa small, may be said behind an equation. What stands between displays is prose; a
comment may be a heading, % result: width-limited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analytic.written_pages.statements import (
    LineError,
    PageText,
    WrittenLine,
    add_heading,
    heading_in,
)

_ENVIRONMENT = r"(?:align|alignat|aligned|flalign|equation|gather|multline|eqnarray|displaymath)\*?"
_DISPLAY = re.compile(
    rf"\\begin\{{(?P<name>{_ENVIRONMENT})\}}(?P<inside>.*?)\\end\{{(?P=name)\}}"
    r"|\\\[(?P<bracket>.*?)\\\]|\$\$(?P<dollars>.*?)\$\$"
    r"|^[ \t]*```math[ \t]*$(?P<fence>.*?)^[ \t]*```",
    re.DOTALL | re.MULTILINE,
)
_OPENED = re.compile(rf"\\begin\{{{_ENVIRONMENT}\}}|\\\[|\$\$|^[ \t]*```math", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%(.*)")
_HTML = re.compile(r"<!--(.*?)-->")
_WRAPPER = re.compile(r"\\(?:begin|end)\{(?:aligned|split|gathered|subequations)\}")
_COLUMNS = re.compile(r"\A\s*\{\d+\}")
_STRUCTURE = re.compile(
    r"\\\\\*?(?:\[[^\]]*\])?|\\begin\{cases\}|\\end\{cases\}|\\[A-Za-z]+|\\.|[{}&]", re.DOTALL
)
_WORDS = re.compile(
    r"(?:\\q?quad|\\[,;: ]|&|\s|\()*\\(?:text|mbox|textrm)\s*\{((?:[^{}]|\{[^{}]*\})*)\}\)?"
    r"[\s.,;]*\Z"
)
_BETWEEN = re.compile(r"\\(?:short)?intertext\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_LIMIT = re.compile(
    r"(?:[,(]|\\q?quad|\\[,;: ]|\\text\{[^{}]*\}|\s)*"
    r"(?:[A-Za-z]\s*\\to\s*\\infty|(?:\\kappa|s)\s*\\to\s*0)\)?"
    r"(?=[\s.,;]*(?:\Z|\\q?quad|\\text|\\mbox))"
)
_STOP = re.compile(r"(?:\\[,;: ]|\s|[.,;])+\Z")
_LABEL = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\\nonumber\b|\\notag\b")
_GOES_ON = re.compile(
    r"\s*(?:\\q?quad|\\[,;: !]|\{\}|&|\s)*(?:[-+*/]|\\(?:cdot|times|frac|left)\b)"
)


@dataclass(frozen=True)
class _Row:
    """A row of a display without its marks, and the numbers of its first and last line."""

    first: int
    last: int
    text: str


def display_page(name: str, lines: tuple[str, ...], markdown: bool) -> PageText:
    """The page that the displays of a document make.

    Raises    LineError for a display that does not end.
    """
    page = PageText()
    comments: dict[int, str] = {}
    plain = []
    for number, line in enumerate(lines, start=1):
        words = _COMMENT.search(line)
        said = _heading(line, words, markdown)
        if said is not None:
            add_heading(page.headings, said, name, number)
        elif words is not None and words[1].strip():
            comments[number] = words[1].strip(" \t%")
        plain.append("" if said is not None else _COMMENT.sub("", line))
    text = "\n".join(plain)
    rest = 0
    for display in _DISPLAY.finditer(text):
        _refuse_open(name, text, rest, display.start())
        page.lines += _lines(text, display, comments)
        rest = display.end()
    _refuse_open(name, text, rest, len(text))
    return page


def _heading(line: str, comment: re.Match[str] | None, markdown: bool) -> tuple[str, str] | None:
    """A heading in a comment, in Markdown also on a line of its own."""
    if comment is not None and not line[: comment.start()].strip():
        return heading_in(comment[1].strip(" \t%"))
    hidden = _HTML.search(line) if markdown else None
    return heading_in(hidden[1] if hidden else line) if markdown else None


def _refuse_open(name: str, text: str, start: int, stop: int) -> None:
    opened = _OPENED.search(text, start, stop)
    if opened is not None:
        line = text.count("\n", 0, opened.start()) + 1
        raise LineError(
            name, line, f"{opened.group().strip()} begins a display that does not end. End it."
        )


def _lines(text: str, display: re.Match[str], comments: dict[int, str]) -> Iterator[WrittenLine]:
    """The equations of a display, with what goes on in the next row put together."""
    group = display.lastgroup if display["name"] is None else "inside"
    assert group is not None
    at_once = (display["name"] or "").startswith("multline")
    found: list[tuple[_Row, str]] = []
    between = ""
    for row in _rows(display[group], text.count("\n", 0, display.start(group)) + 1):
        words = _BETWEEN.search(row.text)
        between = words[1] if words else between
        row = _Row(row.first, row.last, _BETWEEN.sub(" ", row.text))
        if found and (at_once or _GOES_ON.match(row.text)):
            before, said = found.pop()
            joined = f"{before.text} {row.text}"
            found.append((_Row(before.first, row.last, joined), said))
        elif row.text.strip():
            found.append((row, between))
            between = ""
    for row, said in found:
        yield _line(row, said, comments)


def _line(row: _Row, between: str, comments: dict[int, str]) -> WrittenLine:
    """An equation and its reason: a comment beside it, words at its end, or words before it."""
    bare = _LIMIT.sub("", _LABEL.sub(" ", row.text))
    words = _WORDS.search(bare)
    text = bare if words is None else bare[: words.start()]
    remarks = [comments[n] for n in range(row.first, row.last + 1) if n in comments]
    reason = " ".join(remarks) or (words[1] if words else between)
    return WrittenLine(row.first, _STOP.sub("", text).strip(), " ".join(reason.split()))


def _rows(inside: str, line: int) -> Iterator[_Row]:
    r"""The rows between \\, their & left out; those of cases stay together."""
    body = _COLUMNS.sub(lambda found: " " * len(found.group()), inside)
    body = _WRAPPER.sub(lambda found: " " * len(found.group()), body)
    depth, start, parts = 0, 0, [""]
    for mark in _STRUCTURE.finditer(body):
        sign = mark.group()
        depth += (sign in ("{", r"\begin{cases}")) - (sign in ("}", r"\end{cases}"))
        parts[-1] += body[start : mark.start()]
        start = mark.end()
        if depth == 0 and sign.startswith("\\\\"):
            parts.append("")
            body_end = mark.start()
            yield _row(parts[-2], body, body_end, line)
        elif not (depth == 0 and sign == "&"):
            parts[-1] += sign
    yield _row(parts[-1] + body[start:], body, len(body), line)


def _row(text: str, body: str, end: int, line: int) -> _Row:
    """A row that ends at a place of the body, whose first line is given."""
    last = line + body.count("\n", 0, len(body[:end].rstrip()))
    inner = text.strip("\n \t")
    return _Row(last - inner.count("\n"), last, " ".join(inner.split("\n")))
