r"""A result: its page, its law, its claims, and the checks by which its witnesses are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Function, S, Symbol, true
from sympy.logic.boolalg import Boolean

from analytic.claim import Judgement, Verdict, is_printed_in
from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.prose import markdown_sentence
from analytic.law import Law
from analytic.notebook import judgement_cells
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.stated import Stated
from analytic.typesetting.tables import markdown_table

Witness = Literal["symbolic", "exact", "sampling"]


@dataclass(frozen=True)
class Effort:
    """How hard a verification tries: digits of the exact witness, draws and seed of the dice."""

    digits: int = 30
    draws: int = 200
    seed: int = 0
    executor: Executor | None = None

    @property
    def simulation(self) -> dict[str, Any]:
        """What a simulation is asked for besides its model: draws, seed, executor."""
        return {"draws": self.draws, "seed": self.seed, "executor": self.executor}


@dataclass(frozen=True)
class Outcome:
    """What one check found: whether it passed, what was measured, what it was compared with."""

    passed: bool
    measured: str
    bound: str


@dataclass(frozen=True)
class Check:
    """One comparison of a result with a witness; `run` reads the result it is handed.

    A check holds no expectation of its own: handed a result with a changed formula it fails.
    Checks are compared by witness and name: functions are equal only to themselves.
    """

    witness: Witness
    name: str
    run: Callable[[Result, Effort], Outcome] = field(compare=False)


class Simulated(NamedTuple):
    """Simulated values of a law's quantity: means and covariance of the means over draws.

    Shape     mean (points,); covariance (points, points).
    """

    mean: Any
    covariance: Any


class Evaluated(Protocol):
    """How a quantity is evaluated at values of its variable."""

    @property
    def variable(self) -> Symbol:
        """The quantity's variable."""
        ...

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quantity to so many digits."""
        ...


@runtime_checkable
class Observable(Evaluated, Protocol):
    """How a law's quantity is evaluated and simulated, at values of the law's variable."""

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The quantity by Monte Carlo."""
        ...


@dataclass(frozen=True)
class Number:
    """A number without a size: what a formula is for certain values of its letters.

    `letters` are these values to so many digits, `exact` is the number, from the model and not from
    the formula. Simulated numbers, one a draw, are `drawn` at each of the `sizes` and approach it
    as size^-approach; `undrawn` says why none are. Numbers of one name are the same.
    """

    name: str
    letters: Callable[[int], Mapping[Symbol, Expr]] = field(compare=False)
    exact: Callable[[int], Expr] = field(compare=False)
    drawn: Callable[[int, Effort], NDArray[np.float64]] | None = field(default=None, compare=False)
    sizes: tuple[int, ...] = (4, 8, 16)
    approach: float = 1.0
    undrawn: str = ""


@runtime_checkable
class Numbered(Protocol):
    """An observable whose law holds letters other than a and b."""

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What these letters are where the quantity is evaluated."""
        ...


@dataclass(frozen=True)
class Statement:
    """What a result says of a quantity: what claims about it are judged by, and how it is measured.

    `value` is derived, None where the derivation does not reach the quantity; `adds` is what it
    says more than a claim that holds, or what is missing where there is no value. `shown` is the
    side of an equation of the page that it is read from, `scope` how much of a claim is judged.

    Measured is an exponent, an amplitude in front of variable^-rate or a sign of the `observable`,
    where `given` says what else is fixed; a formula that is no law in a size is measured as a
    value, where its letters are numbers. `regimes` are where each term of a law leads.

    A claim is read with `letters` put in for its own, and compared by what it `reads` on the page;
    an approximation is compared order by order in the `small` letter with `series`, if that is not
    the value itself. An exponent is that of a power of `variable`, the observable's unless given.
    """

    value: Expr | None
    adds: str = ""
    shown: Expr | None = None
    observable: Evaluated | Number | None = None
    part: Literal["exponent", "amplitude", "sign"] = "exponent"
    rate: Expr = S.Zero
    given: str = ""
    scope: str = ""
    regimes: tuple[Boolean, ...] = (true,)
    letters: Mapping[Expr, Expr] = field(default_factory=dict)
    reads: Callable[[Expr], Expr] | None = field(default=None, compare=False)
    small: Symbol | None = None
    series: Expr | None = None
    variable: Expr | None = None

    @property
    def resource(self) -> Expr | None:
        """What an exponent is the power of; None where that is not stated."""
        measured = getattr(self.observable, "variable", None)
        return measured if self.variable is None else self.variable


def exponent_of(law: Law, observable: Evaluated | None, adds: str = "") -> Statement:
    """The exponent of a law, measured in each of its regimes."""
    regimes, power_of = _regimes(law), law.variable
    return Statement(
        law.exponent, adds, law.leading, observable, regimes=regimes, variable=power_of
    )


def amplitude_of(law: Law, observable: Evaluated | None, adds: str = "") -> Statement:
    """The amplitude of a law, measured in each of its regimes."""
    value, rate, regimes = law.amplitude, law.exponent, _regimes(law)
    return Statement(value, adds, law.leading, observable, "amplitude", rate, regimes=regimes)


def _regimes(law: Law) -> tuple[Boolean, ...]:
    return tuple(one.condition for one in law.regimes) or (true,)


@dataclass(frozen=True, repr=False)
class Result:
    """A derived result: page, formulas, law (if it is one), verdicts on claims, checks.

    `observable` evaluates what the law is about; `statements` are what claims are judged by, by the
    claims' names for their quantities; `derive` derives the same result for another power law, so
    that a law can be had at a point where the formula for symbols is degenerate; `exponents` are
    those of losses by resource, where law and page do not say which.
    What is judged here also says how strong it is, and which equation in its range fails.
    """

    name: str
    title: str
    page: Page
    formulas: Mapping[Stated, Expr] = field(default_factory=dict)
    law: Law | None = None
    judgements: tuple[Judgement, ...] = ()
    checks: tuple[Check, ...] = ()
    observable: Observable | None = None
    statements: Mapping[str, Statement] = field(default_factory=dict)
    derive: Callable[[PowerLaw], Result] | None = None
    exponents: Mapping[Symbol, Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give every verdict its status and its exceptions."""
        judged = tuple(self._placed(judgement) for judgement in self.judgements)
        object.__setattr__(self, "judgements", judged)

    def formula(self, words: str) -> Expr:
        """The formula shown under these words; raises InvalidProblemError where there is none."""
        shown = {str(key): formula for key, formula in self.formulas.items()}
        if words not in shown:
            known = "; ".join(get_close_matches(words, shown) or shown) or "none"
            raise InvalidProblemError(f"{self.name} has no formula {words!r}. It has: {known}.")
        return shown[words]

    def __repr__(self) -> str:
        law = "" if self.law is None else f", {self.law.symbol} = {self.law.exponent}"
        return f"<Result {self.name}: {self.title}{law}>"

    def _repr_markdown_(self) -> str:
        """The result in a notebook: what it states, its law, its claims; `page` derives it."""
        parts = [f"### {self.title}", markdown_sentence(self.page.statement)]
        parts += [] if self.law is None else [self.law._repr_markdown_()]
        if self.judgements:
            rows = [judgement_cells(judgement) for judgement in self.judgements]
            parts.append(markdown_table(("claim", "quantity", "claimed", "verdict"), rows))
        return "\n\n".join(parts) + "\n"

    def _placed(self, judgement: Judgement) -> Judgement:
        """A verdict as strong as the weakest step of the page up to its equation."""
        exceptions = _exceptions(judgement, self.judgements)
        if judgement.derived is None:
            return replace(judgement, exceptions=exceptions)
        status = self.page.status(judgement.shown)
        return replace(judgement, status=status, exceptions=exceptions)


def stated_quantity(result: Result) -> Expr | None:
    """The left side under which a result's page displays its law, such as L(N).

    A function of the law's variable or a letter; None where there is no such equation.
    """
    law = result.law
    if law is None:
        return None
    for formula in (law.leading, law.general.leading, law.expansion, law.general.expansion):
        number = result.page.ground(formula)
        left = None if number is None else result.page.equations[number - 1].left
        if isinstance(left, Symbol) or (
            isinstance(left, Function) and left.args == (law.variable,)
        ):
            return left
    return None


def stated_names(stated: Result | Law, notation: Notation = NOTATIONS["dynamical"]) -> list[str]:
    """What a law is about, by name: its exponent, its quantity with its variable and without."""
    law = stated.law if isinstance(stated, Result) else stated
    if law is None:
        return []
    quantity = stated_quantity(stated) if isinstance(stated, Result) else None
    spoken = [] if quantity is None else [notation.from_house(quantity)]
    heads = [one.func for one in spoken if isinstance(one, Function)]
    return [notation.spoken(law.symbol), *map(str, (*spoken, *heads))]


def _exceptions(judgement: Judgement, others: Iterable[Judgement]) -> tuple[str, ...]:
    """The equations in the range of a claim that other claims quote as printed, and that fail.

    >>> from dataclasses import replace
    >>> from analytic.claim import Claim, judge
    >>> from analytic.notation import x
    >>> density = Claim("D11", "bordelon2024dynamical", "88-95", "rho", x, "any x")
    >>> printed = replace(density, id="D31", equation="95", formula=-x)
    >>> _exceptions(judge(density, x), [judge(printed, x)])
    ('eq. 95 as printed, rho: refuted (D31)',)
    """
    return tuple(
        f"eq. {one.claim.equation} as printed, {one.claim.quantity}: {one.verdict} ({one.claim.id})"
        for one in others
        if one.verdict not in (Verdict.HOLDS, Verdict.SHARPENED)
        and is_printed_in(one.claim, judgement.claim)
    )
