r"""Verification: a result's own checks, run by the three witnesses, and the verdict they add up to.

A witness that was not called has not agreed. The verdict says so.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from operator import index
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from analytic.errors import InvalidProblemError, ScalingLawsError, require
from analytic.formulas.prose import markdown_sentence
from analytic.installed import resolved
from analytic.own_page import Page as OwnPage
from analytic.result import Check, Effort, Outcome, Result, Witness
from analytic.typesetting.tables import markdown_table

if TYPE_CHECKING:
    from analytic.comparison.own_pages.page_verification import PageVerification

Progress = Callable[[Check], None]


class Standing(StrEnum):
    """What one witness has said about a result."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NOT_CALLED = "not called"


class Conclusion(StrEnum):
    """What the three witnesses add up to; only `verified` means that all three were heard."""

    VERIFIED = "verified"
    IN_PART = "verified in part"
    DISAGREEMENT = "disagreement"
    UNVERIFIED = "not verified"


@dataclass(frozen=True)
class Finding:
    """One check with its outcome."""

    check: Check
    outcome: Outcome


@dataclass(frozen=True, repr=False)
class Verification:
    """The findings about one result; what the witnesses said and the verdict follow from them."""

    name: str
    checks: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"<Verification of {self.name}: {self.verdict}, {len(self.checks)} checks>"

    def _repr_markdown_(self) -> str:
        """The verification in a notebook: every check with what was measured."""
        rows = [
            (
                f.check.witness,
                markdown_sentence(f.check.name),
                "yes" if f.outcome.passed else "**no**",
                markdown_sentence(f.outcome.measured),
                markdown_sentence(f.outcome.bound),
            )
            for f in self.checks
        ]
        heading = ("witness", "check", "passed", "measured", "bound")
        return f"**{self.name}**: {self.verdict}\n\n{markdown_table(heading, rows)}\n"

    @property
    def symbolic(self) -> Standing:
        """What the algebra said."""
        return self._standing("symbolic")

    @property
    def exact(self) -> Standing:
        """What the digits said."""
        return self._standing("exact")

    @property
    def sampling(self) -> Standing:
        """What the dice said."""
        return self._standing("sampling")

    @property
    def verdict(self) -> Conclusion:
        """Disagreement if any witness disagrees; verified only if all three agree."""
        standings = {self.symbolic, self.exact, self.sampling}
        if Standing.DISAGREES in standings:
            return Conclusion.DISAGREEMENT
        if standings == {Standing.AGREES}:
            return Conclusion.VERIFIED
        return Conclusion.IN_PART if Standing.AGREES in standings else Conclusion.UNVERIFIED

    @property
    def ok(self) -> bool:
        """Whether some witness agrees and none disagrees."""
        return self.verdict in (Conclusion.VERIFIED, Conclusion.IN_PART)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The checks that did not pass."""
        return tuple(finding for finding in self.checks if not finding.outcome.passed)

    def _standing(self, witness: Witness) -> Standing:
        passed = [f.outcome.passed for f in self.checks if f.check.witness == witness]
        if not passed:
            return Standing.NOT_CALLED
        return Standing.AGREES if all(passed) else Standing.DISAGREES


@overload
def verify(result: OwnPage, digits: int = 30, *, seed: int = 0) -> PageVerification: ...
@overload
def verify(
    result: Result | str,
    digits: int = 30,
    draws: int = 200,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Verification: ...
def verify(
    result: Any,
    digits: int = 30,
    draws: int = 200,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Verification | PageVerification:
    """The three witnesses' findings on a result, given by its name or itself, or on one's own page.

    `digits` are those of the exact witness, `draws` and `seed` those of the dice; draws=0 leaves
    the dice in the cup, and the verdict then says that the result is verified in part. A check
    that ends in one of this package's errors has failed, with the error as what it measured;
    any other exception is a fault of the check and propagates. `progress` is called before each
    check with that check.

    Of a derivation of one's own, analytic.Page, every equation is judged: by algebra, by `digits`
    digits at points drawn with the seed, by its remainder, at its end by the law. Nothing is drawn.

    Raises    InvalidProblemError for digits < 1, draws = 1 (one draw has no standard error) or a
              negative draws or seed; UnknownResultError for a name that is not listed.

    >>> verify("time-limited", digits=10, draws=0).ok
    True
    """
    effort = checked_effort(digits, draws, seed, executor)
    require(
        progress is None or callable(progress),
        f"progress = {progress!r} cannot be called. Give a function of one check.",
    )
    if isinstance(result, OwnPage):
        return _of_own_page(result, effort)
    stated = resolved(result)
    if not isinstance(stated, Result):
        raise InvalidProblemError(
            f"The law {stated.symbol} alone has no checks. Give the result that states it, or "
            "its name."
        )
    checks = [check for check in stated.checks if effort.draws > 0 or check.witness != "sampling"]
    return Verification(
        stated.name, tuple(_find(check, stated, effort, progress) for check in checks)
    )


def _of_own_page(page: OwnPage, effort: Effort) -> PageVerification:
    """The verdict on one's own page, by a module that calls a witness and is imported only now."""
    judging = import_module("analytic.comparison.own_pages.page_verification")
    found: PageVerification = judging.page_verification(page, effort.digits, effort.seed)
    return found


def checked_effort(
    digits: int, draws: int, seed: int = 0, executor: Executor | None = None
) -> Effort:
    """The effort of a verification, refused as `verify` refuses it, before anything is derived."""
    require(
        executor is None or isinstance(executor, Executor),
        f"executor = {executor!r} runs nothing. Give a concurrent.futures.Executor.",
    )
    return Effort(
        _at_least(1, digits, "digits"), _draws(draws), _at_least(0, seed, "seed"), executor
    )


def _find(check: Check, result: Result, effort: Effort, progress: Progress | None) -> Finding:
    if progress is not None:
        progress(check)
    try:
        outcome = check.run(result, effort)
    except ScalingLawsError as error:
        outcome = Outcome(False, f"{type(error).__name__}: {error}", "a value")
    return Finding(check, outcome)


def _at_least(least: int, value: SupportsIndex, name: str) -> int:
    number = None if isinstance(value, bool) or not hasattr(value, "__index__") else index(value)
    if number is None or number < least:
        raise InvalidProblemError(
            f"{name} = {value!r} has no meaning. Give an integer that is at least {least}."
        )
    return number


def _draws(draws: int) -> int:
    if _at_least(0, draws, "draws") == 1:
        raise InvalidProblemError(
            "draws = 1 gives no standard error. Give at least 2, or 0 to leave out the simulation."
        )
    return draws
