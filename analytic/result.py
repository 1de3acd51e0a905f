r"""A result: its page, its law, its claims, and the checks by which its witnesses are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Literal

from sympy import Add, Expr, Min, Symbol, expand_mul, limit, log, oo, simplify

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
        """The decay rate r of the dominant term: leading ~ variable^-r, up to logarithms."""
        return Min(*(self._rate(term) for term in self._terms))

    @property
    def amplitude(self) -> Expr:
        """The factor in front of variable^-exponent, to which only dominant terms contribute.

        Where parameters leave open which term dominates, all of them are kept.
        """
        exponent = self.exponent
        dominant = [term for term in self._terms if self._rate(term) == exponent]
        leading = Add(*dominant) if dominant else self.leading
        amplitude = simplify(leading * self.variable**exponent)
        return amplitude if amplitude.has(self.variable) else leading.subs(self.variable, 1)

    @property
    def _terms(self) -> tuple[Expr, ...]:
        return tuple(Add.make_args(expand_mul(self.leading)))

    def _rate(self, term: Expr) -> Expr:
        rate = simplify(-self.variable * log(term).diff(self.variable))
        return limit(rate, self.variable, oo) if rate.has(self.variable) else rate


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
