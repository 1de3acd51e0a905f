r"""The width of a formula in LaTeX, estimated in points at a letter size of ten points.

Widths are those of the Computer Modern fonts, taken together in classes; spaces around signs are
TeX's medium and thick ones. A test compares the estimate with what pdflatex measures.
"""

import re
from functools import lru_cache

_DISPLAY, _TEXT, _SCRIPT = 0, 1, 2
_SHRINK = {_DISPLAY: 1.0, _TEXT: 1.0, _SCRIPT: 0.75}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\\\s]|\s+", re.DOTALL)
_RELATIONS = {"=", "<", ">", r"\leq", r"\geq", r"\neq", r"\sim", r"\to", r"\in", "&"}
_BINARY = {"+", "-", r"\cdot", r"\times", r"\pm", r"\wedge"}
_SPACES = {r"\,": 1.7, r"\:": 2.2, r"\;": 2.8, r"\ ": 3.3, r"\quad": 10.0, r"\qquad": 20.0}
_NARROW = {**dict.fromkeys("()[]", 3.9), **dict.fromkeys(",.;:", 4.4), "'": 3.0, "|": 2.8}
_CAPITALS = {"M": 10.5, "W": 10.8, **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", 8.2)}
_OPERATORS = {r"\sum": 16.0, r"\int": 11.0, r"\prod": 12.0, r"\infty": 10.0, r"\partial": 6.0}
_DELIMITERS = {r"\left", r"\right", r"\biggl", r"\biggr", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"}
_TALL_DELIMITER, _ROOT, _BAR, _COLUMN = 7.5, 10.0, 2.4, 10.0


@lru_cache(maxsize=4096)
def extent(latex: str, display: bool = True) -> float:
    r"""The width of a formula in points, in display or in text style.

    >>> extent("x") < extent("x + 1") < extent(r"\frac{x + y}{2} + 1")
    True
    """
    return _Reader(latex).row(_DISPLAY if display else _TEXT)


class _Reader:
    """The formula, token by token."""

    def __init__(self, latex: str) -> None:
        self.tokens: list[str] = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self.position = 0

    def row(self, style: int) -> float:
        """The width up to the end of the group; of an environment, its widest row."""
        widest = width = 0.0
        while self.position < len(self.tokens):
            token = self._next()
            if token in ("}", r"\end"):
                if token == r"\end":
                    self._raw_group()
                break
            if token == r"\\":
                widest, width = max(widest, width), 0.0
            elif token in "_^":
                self.position -= 1
                width += self._scripts(style)
            else:
                width += self._piece(token, style)
        return max(widest, width)

    def _next(self) -> str:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def _argument(self, style: int) -> float:
        token = self._next()
        return self.row(style) if token == "{" else self._piece(token, style)

    def _raw_group(self) -> str:
        """The letters between braces, unread."""
        start = self.position
        while self._next() != "}":
            pass
        return "".join(self.tokens[start + 1 : self.position - 1])

    def _scripts(self, style: int) -> float:
        """A subscript and a superscript stand above one another."""
        widths = []
        while self.position < len(self.tokens) and self.tokens[self.position] in "_^":
            self.position += 1
            widths.append(self._argument(_SCRIPT))
        return max(widths) + (0.5 if style < _SCRIPT else 0.3)

    def _piece(self, token: str, style: int) -> float:
        if token == "{":
            return self.row(style)
        if token == r"\begin":
            self._raw_group()
            return self.row(_TEXT) + 2 * _COLUMN
        if token in (r"\frac", r"\dfrac"):
            inner = _TEXT if style == _DISPLAY else _SCRIPT
            return max(self._argument(inner), self._argument(inner)) + _BAR
        if token == r"\sqrt":
            return _ROOT + self._argument(style)
        if token in (r"\text", r"\operatorname", r"\mathrm"):
            return 5.2 * len(self._raw_group()) + 3.3
        if token in _DELIMITERS:
            self.position += 1
            return _TALL_DELIMITER * _SHRINK[style]
        if token in (r"\hat", r"\tilde", r"\limits"):
            return 0.0
        if token in (r"\sum", r"\prod") and style == _DISPLAY:
            return max(_OPERATORS[token], self._limits())
        return self._glyph(token, style) * _SHRINK[style]

    def _limits(self) -> float:
        """What stands below and above a sum."""
        following = self.tokens[self.position : self.position + 1]
        return self._scripts(_SCRIPT) if following and following[0] in "_^" else 0.0

    def _glyph(self, token: str, style: int) -> float:
        if token in _SPACES:
            return _SPACES[token]
        if token in _RELATIONS:
            return 13.4 if style < _SCRIPT else 7.8
        if token in _BINARY:
            return 12.3 if style < _SCRIPT else 7.8
        if token in _OPERATORS:
            return _OPERATORS[token]
        if token.startswith("\\"):
            named = token[1:] in ("exp", "log", "sin", "cos", "tan", "min", "max", "lim")
            return 5.2 * len(token) - 3.0 if named else 6.5
        return _NARROW.get(token) or _CAPITALS.get(token) or 5.6
