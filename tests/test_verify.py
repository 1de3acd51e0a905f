"""The verdict: every witness is heard, and each is shown able to object."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from sympy import Integer, Symbol

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.page import Page
from analytic.result import Check, Effort, Outcome, Result, Witness
from analytic.stated import LOSS
from analytic.verification import Conclusion, Standing, verify

WITNESSES: tuple[Witness, ...] = ("symbolic", "exact", "sampling")
PAGE = Page("A law", "A statement.", "somebody1900", "always", "x")


def reads_the_formula(result: Result, effort: Effort) -> Outcome:
    """A check without an expectation of its own: it looks at the result it is handed."""
    del effort
    return Outcome(result.formulas[LOSS] == 1 + 1, str(result.formulas[LOSS]), "2")


def diverges(result: Result, effort: Effort) -> Outcome:
    raise DivergenceError(f"{result.name} is infinite with {effort.draws} draws.")


def has_a_bug(result: Result, effort: Effort) -> Outcome:
    raise ZeroDivisionError(f"{result.name} {effort.seed}")


def a_law(
    *witnesses: Witness, run: Callable[[Result, Effort], Outcome] = reads_the_formula
) -> Result:
    checks = tuple(Check(witness, f"{witness} says two", run) for witness in witnesses)
    return Result("a-law", "A law", PAGE, {LOSS: Integer(2)}, checks=checks)


def test_three_witnesses_that_agree_verify() -> None:
    found = verify(a_law(*WITNESSES))
    assert found.verdict == Conclusion.VERIFIED == "verified"
    assert (found.symbolic, found.exact, found.sampling) == ("agrees", "agrees", "agrees")
    assert found.ok
    assert found.failures == ()


def test_a_wrong_formula_is_caught_by_every_witness() -> None:
    wrong = replace(a_law(*WITNESSES), formulas={LOSS: Integer(3)})
    found = verify(wrong)
    assert found.verdict == "disagreement"
    assert not found.ok
    assert {finding.check.witness for finding in found.failures} == set(WITNESSES)
    assert {finding.outcome.measured for finding in found.failures} == {"3"}


@pytest.mark.parametrize("witness", WITNESSES)
def test_one_witness_that_disagrees_is_enough(witness: Witness) -> None:
    law = a_law(*WITNESSES)
    bad = Check(witness, "objects", lambda *_: Outcome(False, "3", "2"))
    found = verify(replace(law, checks=(*law.checks, bad)))
    assert found.verdict == Conclusion.DISAGREEMENT
    assert getattr(found, witness) == Standing.DISAGREES


@pytest.mark.parametrize("absent", WITNESSES)
def test_a_witness_without_checks_has_not_agreed(absent: Witness) -> None:
    found = verify(a_law(*(witness for witness in WITNESSES if witness != absent)))
    assert getattr(found, absent) == "not called"
    assert found.verdict == "verified in part"
    assert found.ok


def test_without_draws_the_dice_are_not_called() -> None:
    found = verify(a_law(*WITNESSES), draws=0)
    assert found.sampling == Standing.NOT_CALLED
    assert found.verdict == Conclusion.IN_PART
    assert len(found.checks) == 2


@pytest.mark.parametrize("result", [a_law(), a_law("sampling")])
def test_a_result_that_nobody_checked_is_not_verified(result: Result) -> None:
    found = verify(result, draws=0)
    assert found.verdict == "not verified"
    assert not found.ok


def test_an_error_of_the_package_is_a_failed_check_with_its_message() -> None:
    found = verify(a_law("exact", run=diverges))
    assert found.verdict == "disagreement"
    assert found.failures[0].outcome.measured == (
        "DivergenceError: a-law is infinite with 200 draws."
    )


def test_a_bug_in_a_check_is_no_verdict() -> None:
    with pytest.raises(ZeroDivisionError, match="a-law 7"):
        verify(a_law("exact", run=has_a_bug), seed=7)


def test_checks_are_handed_the_effort_and_announced_in_order() -> None:
    heard: list[str] = []
    efforts: list[Effort] = []

    def listen(result: Result, effort: Effort) -> Outcome:
        efforts.append(effort)
        return reads_the_formula(result, effort)

    verify(
        a_law(*WITNESSES, run=listen),
        digits=np.int64(12),  # type: ignore[arg-type]
        draws=5,
        seed=3,
        progress=lambda check: heard.append(check.witness),
    )
    assert heard == list(WITNESSES)
    assert efforts == [Effort(12, 5, 3)] * 3


@pytest.mark.parametrize(
    ("effort", "message"),
    [
        ({"digits": 0}, "digits = 0 has no meaning"),
        ({"digits": 2.5}, "Give an integer"),
        ({"digits": True}, "digits = True"),
        ({"draws": -1}, "draws = -1 has no meaning"),
        ({"draws": 1}, "no standard error"),
        ({"seed": -1}, "seed = -1"),
        ({"seed": Symbol}, "at least 0"),
    ],
)
def test_an_effort_without_meaning_is_refused(effort: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidProblemError, match=message):
        verify(a_law(*WITNESSES), **effort)
