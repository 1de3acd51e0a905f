r"""A result: its page, its law, its claims, and the checks by which its witnesses are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Literal

from sympy import Expr, Symbol, log, simplify

from analytic.claim import Judgement
from analytic.page import Page

__all__ = ["Check", "Effort", "Law", "Outcome", "Result", "Witness"]

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
    """

    witness: Witness
    name: str
    run: Callable[[Result, Effort], Outcome]


@dataclass(frozen=True)
class Law:
    r"""An asymptotic law: quantity ~ leading as the variable grows.

    `remainder` bounds |quantity - leading| up to a constant: the rescaled remainder stays bounded.
    `symbol` is the key of the exponent in the interface (r_t, r_N, r_P, ...).
    """

    symbol: str
    variable: Symbol
    leading: Expr
    remainder: Expr
    validity: str

    @property
    def exponent(self) -> Expr:
        """The decay rate r in leading ~ variable^-r."""
        return simplify(-self.variable * log(self.leading).diff(self.variable))

    @property
    def amplitude(self) -> Expr:
        """The factor in front of variable^-exponent."""
        return simplify(self.leading * self.variable**self.exponent)


@dataclass(frozen=True)
class Result:
    """A derived result: page, named formulas, law (if it is one), verdicts on claims, checks."""

    name: str
    title: str
    page: Page
    formulas: Mapping[str, Expr] = field(default_factory=dict)
    law: Law | None = None
    judgements: tuple[Judgement, ...] = ()
    checks: tuple[Check, ...] = ()
