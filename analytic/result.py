r"""A result: its page, its law, its claims, and the checks by which its witnesses are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

from sympy import Expr, S, Symbol

from analytic.claim import Judgement
from analytic.law import Law, Regime
from analytic.page import Page
from analytic.printed_equations import exceptions_to
from analytic.problem import PowerLaw
from analytic.typesetting import markdown_sentence
from analytic.typesetting.notebook import judgement_cells
from analytic.typesetting.tables import markdown_table

__all__ = [
    "Check",
    "DrawnValue",
    "Effort",
    "Evaluated",
    "Law",
    "Measurable",
    "Numbered",
    "Observable",
    "Outcome",
    "Regime",
    "Result",
    "Simulated",
    "Valued",
    "Witness",
]

Witness = Literal["symbolic", "exact", "sampling"]


@dataclass(frozen=True)
class Effort:
    """How hard a verification tries: digits of the exact witness, draws and seed of the dice."""

    digits: int = 30
    draws: int = 200
    seed: int = 0
    executor: Executor | None = None


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


@runtime_checkable
class Valued(Protocol):
    """A number without a size: what a formula is for certain values of its letters."""

    def letters(self, digits: int) -> Mapping[Symbol, Expr]:
        """The values of the formula's letters."""
        ...

    def exact(self, digits: int) -> Expr:
        """The number there to so many digits, from the model and not from the formula."""
        ...


@runtime_checkable
class DrawnValue(Valued, Protocol):
    """Such a number that can be simulated, at three sizes that double or without a size.

    The simulated numbers approach it as size^-approach.
    """

    @property
    def approach(self) -> float:
        """How fast the sizes come to the number."""
        ...

    def simulated(self, effort: Effort) -> Simulated:
        """The number by Monte Carlo, at every size."""
        ...


@runtime_checkable
class Numbered(Protocol):
    """An observable whose law holds letters other than a and b."""

    def numbers(self, spectrum: PowerLaw) -> Mapping[Symbol, Expr]:
        """What these letters are where the quantity is evaluated."""
        ...


class Measurable(NamedTuple):
    """What a claim is about, and how it is measured: exponent, amplitude or sign of a quantity.

    `shown` is the side of an equation of the page from which the derived formula is read; an
    amplitude is that in front of variable^-rate. `given` says what else is fixed. A formula that is
    no law in a size is measured as a value, where its letters are numbers.
    """

    observable: Evaluated | Valued | None
    shown: Expr
    part: Literal["exponent", "amplitude", "sign", "value"] = "exponent"
    rate: Expr = S.Zero
    given: str = ""


@dataclass(frozen=True, repr=False)
class Result:
    """A derived result: page, named formulas, law (if it is one), verdicts on claims, checks.

    `observable` evaluates what the law is about, `measurables` what a claim is about that speaks of
    another quantity, by the claim's name for it; `derive` derives the same result for another
    power law, so that a law can be had at a point where the formula for symbols is degenerate.
    What is judged here also says how strong it is, and which equation in its range fails.
    """

    name: str
    title: str
    page: Page
    formulas: Mapping[str, Expr] = field(default_factory=dict)
    law: Law | None = None
    judgements: tuple[Judgement, ...] = ()
    checks: tuple[Check, ...] = ()
    observable: Observable | None = None
    measurables: Mapping[str, Measurable] = field(default_factory=dict)
    derive: Callable[[PowerLaw], Result] | None = None

    def __post_init__(self) -> None:
        """Give every verdict its status and its exceptions."""
        judged = tuple(self._placed(judgement) for judgement in self.judgements)
        object.__setattr__(self, "judgements", judged)

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

    def read_from(self, judgement: Judgement) -> Expr | None:
        """The side of an equation of the page that a derived formula is read from."""
        named = self.measurables.get(judgement.claim.quantity)
        if judgement.read_from is not None or judgement.derived is None:
            return judgement.read_from
        if named is not None:
            return named.shown
        law = self.law
        if law is not None and (
            judgement.derived == law.exponent or judgement.derived == law.amplitude
        ):
            return law.leading
        return judgement.derived

    def _placed(self, judgement: Judgement) -> Judgement:
        """A verdict as strong as the weakest step of the page up to its equation."""
        exceptions = exceptions_to(judgement, self.judgements)
        if judgement.derived is None:
            return replace(judgement, exceptions=exceptions)
        status = self.page.status(self.read_from(judgement))
        return replace(judgement, status=status, exceptions=exceptions)
