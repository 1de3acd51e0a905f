"""The view of a result for its page of the site: everything it says, in every notation.

Sentences are lists of parts, formulas are LaTeX.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from sympy import Basic, sympify

from analytic.claim import Judgement
from analytic.displayed import displayed
from analytic.export.plain_data import result_data
from analytic.export.tables import condition_parts, evidence, exponent_letter, locator, rules
from analytic.formulas.dictionary import NOTATIONS, Notation
from analytic.formulas.prose import capitalised, sentence_parts, translated
from analytic.law import Law
from analytic.page import Equation
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import column, formula
from analytic.typesetting.order import bounded_by
from derivations.command_line.site.check_values import check_values
from derivations.command_line.site.exponents import exponents
from derivations.command_line.site.letters import in_every_notation
from derivations.command_line.translation import (
    equation_in_letters,
    in_letters,
    judgement_in_letters,
    said_or_kept,
)

Parts = list[tuple[str, str]]
WIDTH = 400.0  # points: what a page shows of a formula beside its number without scrolling
_ABOUT = ("statement", "validity", "problem")


def entry(result: Result) -> dict[str, Any]:
    """The page of a result."""
    bare = replace(result, page=replace(result.page, equations=[]))
    spoken = {notation.name: in_letters(bare, notation) for notation in NOTATIONS.values()}

    def of_page(part: str, letters: Notation) -> Parts:
        return sentence_parts(getattr(spoken[letters.name].page, part))

    def of_law(letters: Notation) -> dict[str, Any] | None:
        law = spoken[letters.name].law
        return None if law is None else _law(law)

    return {
        "name": result.name,
        "title": result.title,
        "status": str(result.page.status()),
        "about": {part: in_every_notation(partial(of_page, part)) for part in _ABOUT},
        "source": sentence_parts(result.page.source),
        "law": None if result.law is None else in_every_notation(of_law),
        "formulas": [
            {"name": str(name), "said": in_every_notation(partial(_formula, value))}
            for name, value in result.formulas.items()
        ],
        "equations": list(map(_equation, result.page.equations)),
        "digits": check_values(result),
        "exponents": exponents(result),
        "claims": [claim(judgement) for judgement in result.judgements],
        "data": {**result_data(result), **result.page.as_json()},
    }


def claim(judgement: Judgement) -> dict[str, Any]:
    """A claim of a paper and the verdict on it."""

    def said(letters: Notation) -> dict[str, Any]:
        one = judgement_in_letters(judgement, letters)
        words = partial(translated, said=partial(said_or_kept, letters))
        only = one.where is not None and str(one.verdict) == "holds only where"
        return {
            "quantity": sentence_parts(one.claim.quantity),
            "formula": _shown(one.claim.formula),
            "validity": sentence_parts(words(one.claim.validity)),
            "where": condition_parts(one.where) if only and one.where is not None else [],
            "derived": _shown(one.derived),
        }

    return {
        "id": judgement.claim.id,
        "source": judgement.claim.source,
        "place": sentence_parts(locator(judgement)),
        "verdict": str(judgement.verdict),
        "status": str(judgement.status or ""),
        "evidence": sentence_parts(evidence(judgement)),
        "said": in_every_notation(said),
    }


def _equation(equation: Equation) -> dict[str, Any]:
    def said(letters: Notation) -> list[str] | None:
        found = equation_in_letters(equation, letters)
        return None if found is None else found.lines(WIDTH)

    def reason(letters: Notation) -> Parts:
        words = translated(equation.because, partial(said_or_kept, letters))
        return sentence_parts(capitalised(words))

    return {
        "because": equation.because,
        "reason": in_every_notation(reason),
        "lines": in_every_notation(said),
    }


def _formula(value: Basic, letters: Notation) -> str:
    return column(displayed(letters.from_house(value)), WIDTH)


def _shown(value: Basic | None) -> str | None:
    return None if value is None else column(displayed(value), WIDTH)


def _law(law: Law) -> dict[str, Any]:
    """A law as its page shows it: expansion, table of regimes, what holds on single curves."""
    curves = (("boundary", law.boundaries), ("resonance", law.resonances))
    return {
        "letter": exponent_letter(law),
        "variable": formula(law.variable),
        "validity": sentence_parts(law.validity),
        "conditions": [part for one in law.conditions for part in condition_parts(one)],
        "terms": list(_terms(law.general)),
        "regimes": [_rule(rule) for rule in rules(law)] if len(law.regimes) > 1 else [],
        "curves": [
            {"kind": kind, "where": condition_parts(where), "terms": list(_terms(on_curve))}
            for kind, laws in curves
            for where, on_curve in laws.items()
        ],
    }


def _terms(law: Law) -> Iterator[dict[str, str]]:
    """Exponent, amplitude and the expansion, under the names that its plain data have."""
    for name in ("exponent", "amplitude", "leading", "correction", "remainder"):
        value = displayed(getattr(law, name))
        if value != 0 or name == "exponent":
            yield {
                "name": name,
                "latex": _column(bounded_by(value) if name == "remainder" else value),
            }


def _column(value: Basic) -> str:
    return column(value, WIDTH)


def _rule(rule: Term) -> dict[str, Any]:
    return {
        "where": condition_parts(rule.condition),
        "exponent": formula(displayed(rule.exponent)),
        "logarithms": "" if rule.logarithms == 0 else formula(sympify(rule.logarithms)),
        "amplitude": _column(displayed(rule.amplitude)),
    }
