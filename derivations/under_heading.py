"""The page under a heading, and the result that it is with its verdicts."""

from collections.abc import Callable, Mapping

from sympy import Expr, Symbol

from analytic.law import Law
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Check, Observable, Result, Statement
from analytic.stated import Formulas
from derivations.claims import verdicts
from derivations.headings import Heading


def page_under(heading: Heading, statement: str, source: str, problem: str) -> Page:
    """The page with a heading's title and validity, before its first equation."""
    return Page(heading.title, statement, source, heading.validity, problem)


def result_under(
    heading: Heading,
    page: Page,
    formulas: Formulas,
    *,
    checks: tuple[Check, ...],
    statements: Mapping[str, Statement] | None = None,
    law: Law | None = None,
    observable: Observable | None = None,
    derive: Callable[[PowerLaw], Result] | None = None,
    exponents: Mapping[Symbol, Expr] | None = None,
) -> Result:
    """The result of a page, with the verdicts on what is claimed of its statements."""
    stated = statements or {}
    judged = verdicts(heading.name, stated)
    known = (law, judged, checks, observable, stated, derive, exponents or {})
    return Result(heading.name, page.title, page, formulas, *known)
