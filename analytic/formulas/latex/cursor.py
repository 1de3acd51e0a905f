"""A place among the tokens of a formula in LaTeX, and what is found there."""

from analytic.formulas.latex.tokens import Token, UnreadLatexError, normalised, tokens_of

_CLOSING = {"(": ")", "[": "]", "\\{": "\\}", "\\lvert": "\\rvert", "|": "|", "{": "}"}
BRACKETS = tuple(opening for opening in _CLOSING if opening != "{")


class Cursor:
    """The tokens of a formula, read from left to right.

    Raises    UnreadLatexError where what has to stand somewhere does not.
    """

    def __init__(self, latex: str) -> None:
        self.text = normalised(latex)
        self.tokens = tokens_of(self.text)
        self.place = 0

    @property
    def token(self) -> Token:
        """The token at the place."""
        return self.tokens[self.place]

    def at(self, *texts: str) -> bool:
        """Whether one of these signs or commands stands here."""
        return self.token.kind in ("sign", "command") and self.token.text in texts

    def take(self) -> Token:
        """The token here; the place moves on behind it."""
        token = self.token
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def expect(self, text: str, fact: str) -> Token:
        """The sign that has to stand here."""
        if not self.at(text):
            raise self.fault(fact)
        return self.take()

    def close(self, opening: Token) -> None:
        """Take the bracket that closes one, which has to stand here."""
        closing = _CLOSING[opening.text]
        if not self.at(closing):
            raise self.fault(
                f"{closing} is awaited, which closes the {opening.text} at character "
                f"{opening.start + 1}. Close every bracket where it belongs."
            )
        self.take()

    def raw_group(self) -> str:
        """What stands in braces here, or the one sign that TeX takes without them, as written."""
        if self.token.kind in ("run", "number"):
            self.split(1)
        first = self.take()
        if first.kind != "sign" or first.text != "{":
            if first.kind == "end":
                raise self.fault("the formula ends where an index or a name is awaited.")
            return first.text
        depth = 1
        while depth:
            if self.token.kind == "end":
                self.close(first)
            depth += self.at("{") - self.at("}")
            last = self.take()
        return self.text[first.end : last.start].strip()

    def split(self, length: int) -> None:
        """Part the run of letters or digits here after so many of them."""
        run = self.token
        if len(run.text) > length:
            middle = run.start + length
            self.tokens[self.place : self.place + 1] = [
                Token(run.kind, run.text[:length], run.start, middle),
                Token(run.kind, run.text[length:], middle, run.end),
            ]

    def fault(self, fact: str, where: Token | None = None) -> UnreadLatexError:
        """The error at this place, or at that of another token."""
        return UnreadLatexError(self.text, (where or self.token).start, fact)
