"""The file of a derivation: its text and what it is written in."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from analytic.errors import InvalidProblemError

STANDARD_INPUT = "-"
_LARGEST = 1_000_000  # bytes
_MATHEMATICS = ("\\begin{", "\\[", "$$")


class Written(StrEnum):
    """What a derivation is written in."""

    TEXT = "text"
    LATEX = "LaTeX"
    MARKDOWN = "Markdown"


SUFFIXES = {".txt": Written.TEXT, ".tex": Written.LATEX, ".md": Written.MARKDOWN}


@dataclass(frozen=True)
class PageSource:
    """The lines of a derivation, what they are written in, and the name of their file."""

    name: str
    lines: tuple[str, ...]
    written: Written

    @classmethod
    def read(cls, file: Path | str) -> "PageSource":
        """The derivation in a file, or - on standard input.

        Raises    InvalidProblemError for what cannot be read, is no text, or is empty.
        """
        content = _content(file)
        name = "standard input" if str(file) == STANDARD_INPUT else Path(file).name
        if len(content) > _LARGEST:
            raise InvalidProblemError(
                f"{name} has {len(content)} bytes. A page has at most {_LARGEST}. Give the "
                "derivation alone."
            )
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InvalidProblemError(
                f"{name} is no text: byte {error.start + 1} is no UTF-8. Give a page as .txt, .tex "
                "or .md, in UTF-8."
            ) from None
        if "\0" in text:
            raise InvalidProblemError(f"{name} is no text: it holds zero bytes. Give a text file.")
        if not text.strip():
            raise InvalidProblemError(
                f"{name} is empty. Write one equation a line, such as L(N) = kappa*w  # the reason."
            )
        return cls(name, tuple(text.splitlines()), _kind(name, text))


def is_page(name: str) -> bool:
    """Whether a name is that of a page and not of a result.

    >>> is_page("my-page.tex"), is_page("-"), is_page("width-limited")
    (True, True, False)
    """
    return name == STANDARD_INPUT or Path(name).suffix != "" or "/" in name or "\\" in name


def _kind(name: str, text: str) -> Written:
    """What a page is written in, by the suffix of its file, or else by what it holds."""
    kind = SUFFIXES.get(Path(name).suffix.lower())
    if kind is not None:
        return kind
    return Written.LATEX if any(sign in text for sign in _MATHEMATICS) else Written.TEXT


def _content(file: Path | str) -> bytes:
    if str(file) == STANDARD_INPUT:
        return sys.stdin.buffer.read(_LARGEST + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except (OSError, ValueError, TypeError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise InvalidProblemError(
            f"{str(file)[:200]!r} cannot be read: {cause}. Give the path of a page, as .txt, .tex "
            "or .md."
        ) from None
