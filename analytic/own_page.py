r"""A derivation of one's own: equations as text or SymPy, each a statement that can be tested.

    left = right,   left = right + O(remainder),   left \sim right,   left < right

`analytic.verify` judges every equation; the page itself only reads and displays them.
"""

from dataclasses import dataclass, field
from typing import Any

from sympy import Add, And, Expr, Order, Symbol, true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.formulas.conditions import condition_written
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.grammar import CONSTANTS, FUNCTIONS
from analytic.formulas.letters import LETTERS, written
from analytic.formulas.sides import bare
from analytic.installed import resolved
from analytic.law import Law
from analytic.notation import (
    D_N,
    D_P,
    d,
    d_2,
    d_2_at,
    d_at,
    defined_letter,
    kappa,
    r_C,
    r_N,
    r_P,
    r_t,
    s,
    w,
    w_2,
    w_2_at,
    w_at,
)
from analytic.page import Equation
from analytic.page import Page as PrintedPage
from analytic.relation import Relation, relation_of
from analytic.result import Result
from analytic.typesetting.order import bounded_by

_SUMS = (d_at(kappa), w_at(kappa), d_2_at(kappa), w_2_at(kappa))
_EXPONENTS = (r_t, r_N, r_P, r_C)
_BESIDE = (d, w, d_2, w_2, kappa, s, D_N, D_P, *_EXPONENTS, *_SUMS, bounded_by(kappa))


@dataclass(frozen=True)
class Step:
    """An equation of a page with the definitions put in, and where it is said to hold.

    `left` and `right` hold no letter that the page defines; `remainder` is what the right side
    leaves out, None where it leaves out nothing.
    """

    number: int
    equation: Equation
    left: Expr
    right: Expr
    remainder: Expr | None
    where: Boolean
    is_definition: bool = False

    @property
    def relation(self) -> Relation:
        """What the equation says of its sides."""
        return self.equation.relation


@dataclass(frozen=True, repr=False)
class Page:
    """A derivation of one's own, in the package's letters, which `analytic.verify` judges.

    `about` is the result whose quantity and law it speaks of, by name or itself; `where` the
    condition on a and b under which all of it is meant, as text or as a SymPy condition; text is
    in the letters of the `notation`, and meant where that can speak.

    Raises    UnknownResultError for no result; InvalidProblemError for no condition or no title.

    >>> page = Page("Effective dimension")
    >>> A = page.let("A", "pi/(b*sin(pi/b))")
    >>> page.show("d", "A*kappa**(-1/b) - 1/2 + O(kappa)", "poles at 1/b and 0")
    A/kappa**(1/b) - 1/2
    >>> page
    <Page Effective dimension: 2 equations>
    """

    title: str
    about: Result | Law | str | None = None
    where: Any = true
    notation: Notation | str = "dynamical"
    _definitions: dict[Symbol, Expr] = field(default_factory=dict, init=False)
    _steps: list[Step] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Refuse what has no meaning before the first equation."""
        _require_words(self.title, "title")
        object.__setattr__(self, "about", self.stated)
        spoken = self.notation
        spoken = spoken if isinstance(spoken, Notation) else notation_named(spoken)
        object.__setattr__(self, "notation", spoken)
        where = And(condition_written(self.where, spoken), spoken.restriction)
        object.__setattr__(self, "where", where)

    def __repr__(self) -> str:
        about = f" about {self.name}" if self.name else ""
        return f"<Page {self.title}: {len(self._steps)} equations{about}>"

    @property
    def stated(self) -> Result | Law | None:
        """What the page is about, found by its name."""
        return None if self.about is None else resolved(self.about)

    @property
    def law(self) -> Law | None:
        """The law on which the page is to end, if there is one."""
        return self.stated.law if isinstance(self.stated, Result) else self.stated

    @property
    def name(self) -> str:
        """The name of the result that the page is about; empty where it is about none."""
        stated = self.stated
        if isinstance(stated, Result):
            return stated.name
        return "" if stated is None else stated.symbol

    @property
    def steps(self) -> tuple[Step, ...]:
        """The equations in order, as statements."""
        return tuple(self._steps)

    def let(self, name: str, value: Any, reason: str = "definition") -> Symbol:
        """A letter for a formula that recurs, displayed as its definition.

        Raises    InvalidProblemError for a name that is taken, or that is no name.
        """
        taken = isinstance(name, str) and name in {
            *(str(one) for formula in self._beside for one in formula.free_symbols),
            *map(str, (*LETTERS, *(letter.symbol for letter in self._spoken.letters))),
            *CONSTANTS,
            *FUNCTIONS,
        }
        require(
            isinstance(name, str) and name.isidentifier() and not taken,
            f"{name!r} cannot be defined: it is {'taken' if taken else 'no name of a letter'}. "
            "Choose a name such as 'A' that means nothing yet.",
        )
        formula = self._written(value)
        require(
            not formula.has(bounded_by, Order), f"The definition of {name} holds O(...). Leave it."
        )
        plain = self._defined(formula)
        letter = defined_letter(name, plain.is_positive)
        self._definitions[letter] = plain
        self._add(Equation(letter, formula, _require_words(reason, "reason")), true, None, True)
        return letter

    def show(
        self,
        left: Any,
        right: Any,
        reason: str,
        heuristic: bool = False,
        *,
        relation: str = "=",
        remainder: Any = None,
        where: Any = true,
    ) -> Expr:
        """Display left = right with its reason, and return the right side as an expression.

        Sides are text or SymPy. What the right side leaves out is written as + O(...) in it, or
        given as `remainder`; `relation` is one of = ~ < <= > >= asymp O, and `where` a condition
        on a and b in addition to the page's own.

        Raises    InvalidProblemError for what is no formula, no relation or no condition.
        """
        sign = relation_of(relation)
        formula, error = _without_order(self._written(right), remainder is not None)
        if remainder is not None:
            error = self._written(remainder, "The remainder")
        if formula == 0 and error is not None:
            sign, formula, error = Relation.ORDER, error, None
        require(
            error is None or sign is Relation.EQUAL,
            f"An equation with {relation} leaves out more than a remainder says. Write = for a "
            "right side with O(...).",
        )
        equation = Equation(
            self._left(left),
            formula,
            _require_words(reason, "reason"),
            bool(heuristic),
            sign,
            error,
        )
        self._add(equation, condition_written(where, self._spoken), error)
        return formula

    @property
    def page(self) -> PrintedPage:
        """The same as a page of the package, which prints itself."""
        about = f", about {self.name}" if self.name else ""
        valid = "a > 1, b > 1" if self.where == true else f"a > 1, b > 1, {self.where}"
        equations = [step.equation for step in self._steps]
        source = "the author; judged by analytic.verify"
        problem = "the randomly projected linear model"
        statement = f"A derivation of one's own{about}."
        return PrintedPage(self.title, statement, source, valid, problem, equations)

    def text(self, width: int = 100) -> str:
        """The page for a terminal."""
        return self.page.text(width)

    def latex(self) -> str:
        """The page as a LaTeX section."""
        return self.page.latex()

    def markdown(self, level: int = 2) -> str:
        """The page in Markdown, with formulas between dollars."""
        return self.page.markdown(level)

    def _repr_markdown_(self) -> str:
        """The page in a notebook."""
        return self.markdown(level=3)

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        return self.page.as_json()

    @property
    def _beside(self) -> tuple[Expr, ...]:
        """Formulas whose letters and functions may be used: the model's, the result's, its own."""
        shown = self.stated.page.equations if isinstance(self.stated, Result) else []
        sides = [side for one in shown for side in (one.left, one.right) if isinstance(side, Expr)]
        leading = [] if self.law is None else [self.law.general.leading]
        return (*_BESIDE, *sides, *leading, *self._definitions)

    @property
    def _spoken(self) -> Notation:
        """The letters in which text is read."""
        assert isinstance(self.notation, Notation)
        return self.notation

    def _written(self, formula: Any, name: str = "The formula") -> Expr:
        return written(formula, self._beside, name, self._spoken)

    def _left(self, left: Any) -> Expr:
        """A left side, in which an exponent may be named by the notation's letter of a resource."""
        if not isinstance(left, str):
            return self._written(left)
        known = {self._spoken.spoken(str(exponent)): exponent for exponent in _EXPONENTS}
        name = bare(left)
        require(
            name in known or name not in map(str, _EXPONENTS),
            f"{name} is no exponent in the notation {self._spoken.name}. Its exponents are "
            f"{', '.join(known)}.",
        )
        return known[name] if name in known else self._written(left)

    def _defined(self, formula: Expr) -> Expr:
        return formula.subs(self._definitions)

    def _add(
        self, equation: Equation, where: Boolean, error: Expr | None, definition: bool = False
    ) -> None:
        left, right = (self._defined(side) for side in (equation.left, equation.right))
        remainder = None if error is None else self._defined(error)
        number, everywhere = len(self._steps) + 1, And(self.where, where)
        step = Step(number, equation, left, right, remainder, everywhere, definition)
        self._steps.append(step)


def _without_order(formula: Expr, has_remainder: bool) -> tuple[Expr, Expr | None]:
    """A right side without its O(...), and what stands in there."""
    terms = Add.make_args(formula)
    orders = [term for term in terms if isinstance(term, bounded_by | Order)]
    kept = Add(*(term for term in terms if term not in orders))
    require(
        not kept.has(bounded_by, Order),
        f"{formula} holds O(...) inside of a term. Write it as a term of its own: ... + O(kappa).",
    )
    require(
        not (orders and has_remainder),
        f"{formula} holds O(...), and a remainder is given too. Give one of them.",
    )
    return kept, Add(*(term.args[0] for term in orders)) if orders else None


def _require_words(words: Any, name: str) -> str:
    if not isinstance(words, str) or not words.strip():
        raise InvalidProblemError(f"{name} = {str(words)[:80]!r} says nothing. Give it as text.")
    return words
