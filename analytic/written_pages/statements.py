r"""What stands on a page: its heading, and its equations line by line, in text.

    result: width-limited
    where: a < b + 1
    A := pi/(b*sin(pi/b))            # a letter that recurs
    L(N) = kappa*w                   # the reason behind a hash
         ~ A**b*N**-b if a > b + 1   # the same left side, and where it is meant

Lines that are empty or begin with # say nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analytic.errors import InvalidProblemError
from analytic.formulas.sides import sides_of

HEADINGS = ("title", "result", "notation", "where")
_HEADING = re.compile(rf"\s*({'|'.join(HEADINGS)})\s*:\s*(.+?)\s*", re.IGNORECASE)


_WHERE = re.compile(
    r"(?:[,;]|\\q?quad|\\[,;: ]|\s)*(?:\\(?:text|mbox|textrm)\s*\{\s*(?:for|if|where|when)\s*\}"
    r"|(?<![\w\\{])(?:for|if|where)\b)(.*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class WrittenLine:
    """An equation as it is written, with the number of its line and its reason."""

    number: int
    text: str
    reason: str = ""

    @property
    def parted(self) -> tuple[str, str]:
        r"""The equation, and the condition behind if, for or where; those of cases stay inside.

        >>> WrittenLine(1, r"L(N) \sim N^{-b} \quad \text{for } a > b + 1").parted
        ('L(N) \\sim N^{-b}', 'a > b + 1')
        """
        for found in _WHERE.finditer(self.text):
            before = self.text[: found.start()]
            if before.count(r"\begin{cases}") == before.count(r"\end{cases}"):
                return before, found[1].strip()
        return self.text, ""

    @property
    def because(self) -> str:
        """The reason; where none is given, the line."""
        return self.reason or f"line {self.number}"

    @property
    def continues(self) -> bool:
        """Whether it begins with a relation, whose left side is that of the line before."""
        left, *others = sides_of(self.parted[0])
        return bool(others) and not left.text


@dataclass
class PageText:
    """The heading of a page and its equations; `fault` is a line that could not be taken apart."""

    headings: dict[str, str] = field(default_factory=dict)
    lines: list[WrittenLine] = field(default_factory=list)
    fault: "LineError | None" = None


class LineError(InvalidProblemError):
    """A line of a page that cannot be read; `line` counts from one."""

    def __init__(self, name: str, line: int, fact: str) -> None:
        super().__init__(f"{name}, line {line}: {fact}")
        self.name, self.line, self.fact = name, line, fact

    def __reduce__(self) -> tuple[type["LineError"], tuple[str, int, str]]:
        return type(self), (self.name, self.line, self.fact)


def heading_in(words: str) -> tuple[str, str] | None:
    """What a line of the heading says, such as result: width-limited; None for another line.

    >>> heading_in(" Result: width-limited "), heading_in("the result: it is one")
    (('result', 'width-limited'), None)
    """
    found = _HEADING.fullmatch(words)
    return None if found is None else (found[1].lower(), found[2])


def add_heading(headings: dict[str, str], said: tuple[str, str], name: str, line: int) -> None:
    """Keep a line of the heading, which may be said once only.

    Raises    LineError for another value of what was said before.
    """
    key, value = said
    if headings.setdefault(key, value) != value:
        raise LineError(name, line, f"{key}: was said before, to be {headings[key]}. Say it once.")


def text_page(name: str, lines: Iterable[str]) -> PageText:
    """The page that lines of text make.

    Raises    LineError for two headings that contradict each other.
    """
    page = PageText()
    for number, line in enumerate(lines, start=1):
        text, _, reason = line.partition("#")
        said = heading_in(text)
        if said is not None:
            add_heading(page.headings, said, name, number)
        elif text.strip():
            page.lines.append(WrittenLine(number, text.strip(), reason.strip()))
    return page


def joined_headings(
    headings: Mapping[str, str], given: Mapping[str, str | None], name: str
) -> dict[str, str]:
    """The heading of a page, completed by what is asked for beside it.

    Raises    InvalidProblemError where the two contradict each other.
    """
    found = dict(headings)
    for key, value in given.items():
        if value is not None and found.setdefault(key, value) != value:
            raise InvalidProblemError(
                f"{name} says {key}: {found[key]}, and {value} is asked for. Leave one of them out."
            )
    return found
