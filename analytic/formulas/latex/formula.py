r"""A formula in LaTeX as text in the language of formulas: N^{-b} is N**(-(b)).

    sum     = term, + or - term, ...
    term    = factor, a sign of multiplication or nothing, factor, ...
    factor  = number, name, bracket, \frac, \sqrt, function, cases; with what stands above it

Refused is what may be meant in two ways: 1/2b, \log N t, x^23, \kappa(s) of a letter \kappa.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from analytic.formulas.grammar import CONSTANTS, FUNCTIONS
from analytic.formulas.latex.cursor import BRACKETS, Cursor
from analytic.formulas.latex.names import Names, key, plain
from analytic.formulas.latex.refusals import DERIVATIVE, GAMMA, NO_FORMULA, stray
from analytic.formulas.latex.tokens import Token

_DEEPEST = 40
_FUNCTIONS = {
    **{f"\\{name}": name for name in ("log", "sin", "cos", "exp", "zeta", "Gamma")},
    "\\min": "Min",
    "\\max": "Max",
}
_COMPARING = ("Min", "Max", "min", "max")
_CONSTANTS = {"\\pi": "pi", "\\infty": "oo"}
_ALPHABETS = {
    f"\\{name}" for name in ("mathrm", "mathit", "mathbf", "mathcal", "mathsf", "operatorname")
}
_ACCENTS = {"\\bar": "bar", "\\overline": "bar", "\\hat": "hat", "\\tilde": "tilde"}
_BARS = {"|", "\\lvert"}
_LONE_NAME = re.compile(r"\s*\\?[A-Za-z]+(?:'|_\w|_\{\w+\})*\s*(?:\\right)?\)")


@dataclass
class FormulaTranslator:
    """Translates what stands at the place of a cursor.

    `names` are the letters and functions that may stand there, `unknown` what is said of another;
    `cases` translates a definition by cases.
    """

    cursor: Cursor
    names: Names
    unknown: Callable[[str], str]
    cases: Callable[["FormulaTranslator"], str]
    _depth: int = field(default=0, init=False)

    def sum(self) -> str:
        """Terms with their signs."""
        cursor = self.cursor
        self._depth += 1
        if self._depth > _DEEPEST:
            raise cursor.fault(f"more than {_DEEPEST} brackets are open. Simplify the formula.")
        text = cursor.take().text if cursor.at("+", "-") else ""
        text += self.term()
        while cursor.at("+", "-"):
            text += f" {cursor.take().text} {self.term()}"
        self._depth -= 1
        return text

    def term(self) -> str:
        """Factors, with signs of multiplication and division or with nothing between them."""
        cursor = self.cursor
        text, divided = self.factor(), False
        while True:
            if cursor.at("*", "/"):
                divided = cursor.at("/")
                text += f"{cursor.take().text}{self.factor()}"
            elif self._begins_factor():
                if divided:
                    raise cursor.fault(
                        "this may stand beside the quotient or below its line. Write "
                        "\\frac{...}{...}, or brackets."
                    )
                if cursor.token.kind == "number":
                    raise cursor.fault("a number follows a factor. Write \\cdot between them.")
                text += f"*{self.factor()}"
            else:
                return text

    def factor(self) -> str:
        """A factor with its power."""
        base = self._base()
        power = self.power()
        if self.cursor.at("_", "'"):
            raise self.cursor.fault("only a letter bears an index or a prime. Leave it out.")
        return base if power is None else f"({base})**({power})"

    def power(self) -> str | None:
        """What stands above, if anything does."""
        cursor = self.cursor
        if cursor.at("**"):
            cursor.take()
            return cursor.take().text + self.factor() if cursor.at("+", "-") else self.factor()
        if not cursor.at("^"):
            return None
        cursor.take()
        if cursor.at("("):
            return self._bracket()
        token = cursor.token
        if cursor.at("+", "-") or (token.kind in ("number", "run") and len(token.text) > 1):
            raise cursor.fault(
                f"^ lifts one sign only, and {token.text} stands here. Write ^{{{token.text}...}}."
            )
        power = self._single()
        if cursor.at("^"):
            raise cursor.fault("two powers stand on one base. Write {x^{y}}^{z} or x^{y^{z}}.")
        return power

    def braced(self) -> str:
        """A formula in braces."""
        opening = self.cursor.expect("{", "a formula in braces {...} has to stand here.")
        text = self.sum()
        self.cursor.close(opening)
        return text

    def arguments(self) -> list[str]:
        """The arguments of a function, between brackets and with commas between them."""
        cursor = self.cursor
        opening = cursor.take()
        found = [self.sum()]
        while cursor.at(",", ";"):
            cursor.take()
            found.append(self.sum())
        cursor.close(opening)
        return found

    def _base(self) -> str:
        cursor = self.cursor
        token = cursor.token
        if token.kind == "number":
            return cursor.take().text
        if token.kind == "run":
            return self._run()
        if cursor.at("{"):
            return f"({self.braced()})"
        if cursor.at(*BRACKETS):
            return self._bracket()
        if token.kind == "command" and token.text not in NO_FORMULA:
            return self._command()
        raise stray(cursor)

    def _command(self) -> str:
        cursor = self.cursor
        name = cursor.token.text
        if name == "\\begin":
            return self.cases(self)
        token = cursor.take()
        if name in _FUNCTIONS:
            return self._function(_FUNCTIONS[name])
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name == "\\frac":
            return self._quotient(token)
        if name == "\\sqrt":
            return self._root()
        if name in _ALPHABETS:
            word = plain(self._one_name())
            return self._function(word) if word in FUNCTIONS else self._name(word, token)
        if name in _ACCENTS:
            return self._name(plain(self._one_name()) + _ACCENTS[name], token)
        return self._name(name[1:], token)

    def _bracket(self) -> str:
        bars = self.cursor.at(*_BARS)
        opening = self.cursor.take()
        text = self.sum()
        self.cursor.close(opening)
        return f"Abs({text})" if bars else f"({text})"

    def _single(self) -> str:
        """A group in braces, or the one sign that TeX takes where no braces stand."""
        cursor = self.cursor
        if cursor.at("{"):
            return f"({self.braced()})"
        if cursor.token.kind in ("run", "number"):
            cursor.split(1)
            token = cursor.take()
            return token.text if token.kind == "number" else self._letter(key(token.text), token)
        token = cursor.token
        if token.kind == "command" and f"{token.text}" not in (*_FUNCTIONS, *_CONSTANTS, "\\frac"):
            cursor.take()
            return self._letter(key(token.text[1:]), token)
        return self._base()

    def _quotient(self, bar: Token) -> str:
        if DERIVATIVE.match(self.cursor.text, bar.end):
            raise self.cursor.fault(
                "this looks like a derivative, which is not read. Write its value; for a quotient "
                "of two products that begin with d, write \\cdot behind d.",
                bar,
            )
        above, below = self._single(), self._single()
        return f"(({above})/({below}))"

    def _root(self) -> str:
        cursor = self.cursor
        if not cursor.at("["):
            return f"sqrt({self._single()})"
        opening = cursor.take()
        degree = self.sum()
        cursor.close(opening)
        return f"({self._single()})**(1/({degree}))"

    def _function(self, name: str) -> str:
        """A function that has a command, with its power and its arguments."""
        cursor = self.cursor
        if cursor.at("_"):
            raise cursor.fault(f"{name} has no index here; log is the natural one. Leave it out.")
        place = cursor.token
        power = self.power()
        if power is not None and power.strip("()") == "-1":
            raise cursor.fault("this may be the inverse function or 1 over it. Write 1/...", place)
        bracketed = cursor.at(*BRACKETS)
        text = ", ".join(self.arguments()) if bracketed else self._bare_argument(name)
        return f"{name}({text})" if power is None else f"({name}({text}))**({power})"

    def _bare_argument(self, name: str) -> str:
        r"""The one factor behind \log: more than one may all be meant, or the first alone."""
        cursor = self.cursor
        if name in _COMPARING or not self._begins_factor():
            raise cursor.fault(f"{name} needs its arguments in brackets. Write them.")
        text = self.factor()
        if self._begins_factor() or cursor.at("*", "/"):
            raise cursor.fault(f"this may be inside of {name} or beside it. Write brackets.")
        return text

    def _run(self) -> str:
        """Letters in a row: a known name, or one letter times the next."""
        cursor = self.cursor
        run = cursor.token
        if len(run.text) > 1:
            if run.text in FUNCTIONS:
                return self._function(cursor.take().text)
            if run.text in CONSTANTS:
                return cursor.take().text
            if not self.names.has_word(run.text):
                cursor.split(1)
        token = cursor.take()
        return self._name(token.text, token)

    def _one_name(self) -> str:
        """What a command for an alphabet or an accent is put on."""
        if self.cursor.token.kind == "run":
            self.cursor.split(1)
        return self.cursor.raw_group()

    def _name(self, base: str, token: Token) -> str:
        """A letter with what stands below and above it; or a function with its arguments."""
        cursor = self.cursor
        known = self.names.taken(cursor, base)
        if known in self.names.functions:
            place, power = cursor.place, self.power()
            if cursor.at("(", "[", "\\{"):
                call = f"{self.names.functions[known]}({', '.join(self.arguments())})"
                return call if power is None else f"({call})**({power})"
            cursor.place = place
        letter = self._letter(known, token)
        if cursor.at("(") and _LONE_NAME.match(cursor.text, cursor.token.end):
            raise cursor.fault(
                f"{base} is a letter here, and this looks like a function. Write \\cdot for a "
                "product."
            )
        return letter

    def _letter(self, known: str, token: Token) -> str:
        found = self.names.letter(known)
        if found is not None:
            return found
        if known in self.names.functions:
            raise self.cursor.fault(f"{known} is a function. Write {known}(...).", token)
        raise self.cursor.fault(GAMMA if known == "gamma" else self.unknown(known), token)

    def _begins_factor(self) -> bool:
        """Whether a factor begins here without a sign before it."""
        cursor = self.cursor
        token = cursor.token
        if token.kind in ("number", "run") or cursor.at("{", "(", "[", "\\{", "\\lvert"):
            return True
        return token.kind == "command" and token.text not in NO_FORMULA
