r"""Users' formulas as SymPy expressions in house letters, read from text without evaluating it.

What may stand in a formula is listed in the grammar, and all else is refused. Numbers are exact as
written (0.1 is 1/10); N, beta or gamma mean what the notation says and are never the functions that
SymPy has under these names; E is Euler's number.
"""

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from sympy import Expr, Rational, nan, zoo

from analytic.errors import InvalidProblemError
from analytic.formulas.cases import CASES, by_cases
from analytic.formulas.dictionary import NOTATIONS, Notation, notation_named
from analytic.formulas.grammar import plain_name, plain_text, shortened, syntax_tree
from analytic.formulas.latex.names import Names
from analytic.formulas.latex.tokens import is_latex
from analytic.formulas.latex.translation import formula_text
from analytic.formulas.vocabulary import Vocabulary, letters_of, vocabulary
from analytic.real_numbers import exact_number

_DEEPEST_NESTING = 100
_MOST_ARGUMENTS = 20  # of Min and Max in all: they compare each with each
_COMPARING = {"Min", "Max", "min", "max"}
_SUMMING = {"int", "integral", "integrate", "prod", "product", "sum", "summation"}
_LARGEST_ARGUMENT = 200  # of a power or a function: far beyond any law, and quick to evaluate
_LARGEST_NUMBER = 2000  # bits
_FAULTS_OF_ALGEBRA = (ValueError, TypeError, ArithmeticError, RecursionError)


def parse(text: str, notation: str | Notation = "dynamical", beside: Collection[Expr] = ()) -> Expr:
    r"""A formula, written in the letters of a notation, as an expression in house letters.

    Letters are those of analytic.formulas.dictionary, with sigma2 for the variance of the label
    noise; then the constants and functions of analytic.formulas.grammar, + - * / and ** or ^ for
    powers, and Piecewise. The letters and functions of the formulas `beside` it may be used too.
    A formula with a command, with braces or between dollars is LaTeX.

    Raises    InvalidProblemError where the text is no such formula, names an unknown letter, has
              no real value, or holds a number too large to be meant.

    >>> parse("N^-min(a - 1, 2*b)")
    N**(-Min(2*b, a - 1))
    >>> parse("P**-alpha_K", "explaining")
    N**(1 - b)
    >>> parse(r"N^{-\min(a-1, 2b)}")
    N**(-Min(2*b, a - 1))
    """
    others = tuple(beside) if isinstance(beside, list | tuple | set | frozenset) else None
    if others is None or not all(isinstance(one, Expr) for one in others):
        raise InvalidProblemError(
            f"beside = {str(beside)[:80]!r} holds no formulas. Give a list of SymPy expressions."
        )
    spoken = notation if isinstance(notation, Notation) else notation_named(notation)
    words = vocabulary(spoken, others)
    plain = plain_text(_typed(text, spoken, words) if isinstance(text, str) else text)
    tree = syntax_tree(plain)
    _refuse_many_arguments(tree)
    return spoken.to_house(FormulaReader(plain, spoken, words).value(tree))


def _typed(text: str, notation: Notation, words: Vocabulary) -> str:
    """The text of a formula as it is typed, translated if it is LaTeX."""
    typed = words.typed(text)
    if not is_latex(typed):
        return typed
    return formula_text(text, Names.of(words), lambda name: unknown_name(name, notation, words))


def unknown_name(name: str, notation: Notation, words: Vocabulary) -> str:
    """What is said of a name that is no letter of a notation."""
    return str(_unknown_letter(name, notation, words))


@dataclass(frozen=True)
class FormulaReader:
    """One text, read in one notation."""

    text: str
    notation: Notation
    words: Vocabulary

    def value(self, node: ast.expr, depth: int = 0) -> Expr:
        """The expression that a node of the syntax tree means."""
        if depth > _DEEPEST_NESTING:
            raise InvalidProblemError(
                f"The formula is nested more than {_DEEPEST_NESTING} deep. Simplify it."
            )
        try:
            value = self._meaning(node, depth + 1)
        except InvalidProblemError:
            raise
        except _FAULTS_OF_ALGEBRA:
            raise self._no_algebra(node) from None
        if value.has(nan, zoo) or value.is_extended_real is False:
            raise self._no_value(node)
        self._refuse_large(node, _bits(value) > _LARGEST_NUMBER)
        return value

    def _meaning(self, node: ast.expr, depth: int) -> Expr:
        match node:
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                return exact_number(self._words(node), "number")
            case ast.Name(id=name):
                return self._letter(plain_name(name))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.value(operand, depth)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.value(operand, depth)
            case ast.BinOp(left=left, op=operator, right=right):
                values = self.value(left, depth), self.value(right, depth)
                return self._combined(node, operator, *values)
            case ast.Call(func=ast.Name(id=name)) if name == CASES:
                return self._cases(node, depth)
            case ast.Call(func=ast.Name(id=name)) if plain_name(name) not in self.words.functions:
                raise _unknown_function(plain_name(name), self.words)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._function(
                    node, plain_name(name), [self.value(argument, depth) for argument in arguments]
                )
            case _:
                raise self._no_formula(node)

    def _letter(self, name: str) -> Expr:
        words = self.words
        if name in words.letters:
            return words.letters[name]
        if name in words.constants:
            return words.constants[name]
        raise _unknown_letter(name, self.notation, words)

    def _combined(self, node: ast.expr, operator: ast.operator, left: Expr, right: Expr) -> Expr:
        match operator:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow():
                power = _size(right)
                self._refuse_large(node, power > _LARGEST_ARGUMENT)
                self._refuse_large(node, power * _bits(left) > _LARGEST_NUMBER)
                return left**right
            case _:
                raise self._no_formula(node)

    def _function(self, node: ast.expr, name: str, values: list[Expr]) -> Expr:
        function = self.words.functions[name]
        if not values or function.arguments not in (None, len(values)):
            raise InvalidProblemError(
                f"{self._quoted(node)} gives {name} {len(values)} arguments. "
                f"It takes {function.arguments or 'one or more'}."
            )
        large = function.growing and any(_size(value) > _LARGEST_ARGUMENT for value in values)
        self._refuse_large(node, large)
        return function.value(*values)

    def _cases(self, node: ast.Call, depth: int) -> Expr:
        found = by_cases(node, lambda part: self.value(part, depth))
        if found is None:
            raise InvalidProblemError(
                f"{self._quoted(node)} is no definition by cases. Write pairs of a formula and a "
                "condition, such as Piecewise((a - 1, a < b + 1), (b, True))."
            )
        return found

    def _words(self, node: ast.expr) -> str:
        """The part of the text that a node was read from."""
        return ast.get_source_segment(self.text, node) or self.text

    def _quoted(self, node: ast.expr) -> str:
        return shortened(self._words(node))

    def _refuse_large(self, node: ast.expr, large: bool) -> None:
        if large:
            raise InvalidProblemError(
                f"The number in {self._quoted(node)} is too large. Powers and arguments up to "
                f"{_LARGEST_ARGUMENT}, numbers up to {_LARGEST_NUMBER} bits are read. "
                "Write it with a letter."
            )

    def _no_value(self, node: ast.expr) -> InvalidProblemError:
        return InvalidProblemError(
            f"{self._quoted(node)} is no real number: a division by zero, a logarithm or root of "
            "a negative number, or infinity less infinity. Mend that part of the formula."
        )

    def _no_algebra(self, node: ast.expr) -> InvalidProblemError:
        return InvalidProblemError(
            f"SymPy cannot work out {self._quoted(node)}: it compares or combines numbers that it "
            "cannot tell apart. Simplify that part of the formula."
        )

    def _no_formula(self, node: ast.expr) -> InvalidProblemError:
        return InvalidProblemError(
            f"{self._quoted(node)} is not part of the language of formulas. Use letters, numbers, "
            f"+ - * / ** and the functions {', '.join(self.words.functions)}."
        )


def _refuse_many_arguments(tree: ast.expr) -> None:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    count = sum(len(call.args) for call in calls if getattr(call.func, "id", "") in _COMPARING)
    if count > _MOST_ARGUMENTS:
        raise InvalidProblemError(
            f"Min and Max in the formula have {count} arguments. At most {_MOST_ARGUMENTS} are "
            "read. Write fewer terms."
        )


def _unknown_letter(name: str, notation: Notation, words: Vocabulary) -> InvalidProblemError:
    if name in words.functions:
        return InvalidProblemError(f"{name} is a function. Write {name}(...).")
    others = [other.name for other in NOTATIONS.values() if name in letters_of(other)]
    elsewhere = f"It belongs to {', '.join(others)}. " if others else ""
    return InvalidProblemError(
        f"{name} is no letter of the notation {notation.name}. {elsewhere}"
        f"{_nearest(name, [*words.letters, *words.constants])}"
        f"The letters are {', '.join(words.letters)}; the constants {', '.join(words.constants)}."
    )


def _unknown_function(name: str, words: Vocabulary) -> InvalidProblemError:
    if name in words.letters or name in words.constants:
        return InvalidProblemError(
            f"{name} is a letter, and {name}(...) calls it like a function. Write {name}*(...)."
        )
    if name.lower() in _SUMMING:
        return InvalidProblemError(
            f"{name}(...) is not read: a formula has no sums and integrals. Write what it comes to."
        )
    return InvalidProblemError(
        f"{name} is no function of a formula. {_nearest(name, words.functions)}"
        f"The functions are {', '.join(words.functions)}."
    )


def _nearest(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, names, n=2)
    return f"Did you mean {' or '.join(near)}? " if near else ""


def _bits(expression: Expr) -> int:
    """The length of the longest integer in an expression."""
    numbers = expression.atoms(Rational)
    return max((max(abs(int(x.p)), int(x.q)).bit_length() for x in numbers), default=0)


def _size(expression: Expr) -> float:
    """The absolute value of a finite number; 0 for infinity and for what holds letters."""
    if expression.free_symbols or expression.is_infinite:
        return 0.0
    size = abs(expression.evalf(15))
    return float(size) if size < _LARGEST_NUMBER else float(_LARGEST_NUMBER)
