"""Faults planted in a result, and which of its checks object."""

from dataclasses import replace

from sympy import Expr

from analytic.result import Effort, Result
from analytic.stated import Stated

CHEAP = Effort(digits=20, draws=60)


def with_formula(result: Result, stated: Stated, formula: Expr) -> Result:
    """The result with another formula in the place of one."""
    assert formula != result.formulas[stated]
    return replace(result, formulas={**result.formulas, stated: formula})


def objections(result: Result, *names: str, effort: Effort = CHEAP) -> set[str]:
    """Which of the checks of these names do not pass; all of them are run."""
    asked = [check for check in result.checks if check.name in names]
    assert {check.name for check in asked} == set(names)
    return {check.name for check in asked if not check.run(result, effort).passed}


def objecting(result: Result, *witnesses: str, effort: Effort = CHEAP) -> list[str]:
    """The names of those checks of some witnesses that do not pass, in their order."""
    asked = [check for check in result.checks if check.witness in witnesses]
    return [check.name for check in asked if not check.run(result, effort).passed]
