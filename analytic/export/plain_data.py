"""Results as plain data: the one structure of `list --json`, `derive --json` and the export."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sympy import Basic, Expr

from analytic.claim import Judgement
from analytic.formulas.prose import without_marks
from analytic.law import Law
from analytic.page import expression_json
from analytic.result import Result

_NO_IDENTIFIERS: Mapping[str, str] = MappingProxyType({})


def json_document(
    results: Sequence[Result], version: str, identifiers: Mapping[str, str] = _NO_IDENTIFIERS
) -> str:
    """All that is known of results, and the version of the program that found it.

    Results have their permanent identifiers, null for one of another package. The structure is
    that of the JSON schema `derivations/export.schema.json`.
    """
    entries = [
        {"id": identifiers.get(result.name), **result_data(result), **result.page.as_json()}
        for result in results
    ]
    document = {"version": version, "results": entries}
    return json.dumps(document, indent=2, allow_nan=False, ensure_ascii=False) + "\n"


def result_data(result: Result) -> dict[str, Any]:
    """A result without its page: law, formulas, claims."""
    return {
        "name": result.name,
        "title": result.title,
        "law": None if result.law is None else law_data(result.law),
        "formulas": {str(name): expression_json(value) for name, value in result.formulas.items()},
        "claims": [judgement_data(judgement) for judgement in result.judgements],
    }


def law_data(law: Law) -> dict[str, Any]:
    """A law with its regimes and with the laws on boundaries and resonances."""
    return {
        "symbol": law.symbol,
        "variable": str(law.variable),
        "exponent": expression_json(law.exponent),
        "amplitude": expression_json(law.amplitude),
        "leading": expression_json(law.general.leading),
        "correction": expression_json(law.general.correction),
        "remainder": expression_json(law.general.remainder),
        "validity": without_marks(law.validity),
        "conditions": [expression_json(condition) for condition in law.conditions],
        "regimes": [
            {
                "condition": expression_json(regime.condition),
                "exponent": expression_json(regime.exponent),
                "amplitude": expression_json(regime.amplitude),
                "logarithms": _whole(regime.logarithms),
            }
            for regime in law.regimes
        ],
        **{
            name: [
                {"condition": expression_json(condition), "law": law_data(on_curve)}
                for condition, on_curve in laws.items()
            ]
            for name, laws in (("boundaries", law.boundaries), ("resonances", law.resonances))
        },
    }


def judgement_data(judgement: Judgement) -> dict[str, Any]:
    """A claim and the verdict on it."""
    claim = judgement.claim
    return {
        "id": claim.id,
        "source": claim.source,
        "equation": without_marks(claim.equation),
        "quantity": without_marks(claim.quantity),
        "validity": without_marks(claim.validity),
        "verdict": str(judgement.verdict),
        "status": judgement.status and str(judgement.status),
        "scope": without_marks(judgement.scope),
        "exceptions": list(map(without_marks, judgement.exceptions)),
        "where": _optional(judgement.where),
        "claimed": _optional(claim.formula),
        "derived": _optional(judgement.derived),
        "evidence": without_marks(judgement.evidence),
        "counterexample": dict(judgement.counterexample),
    }


def _optional(expression: Basic | None) -> dict[str, str] | None:
    return None if expression is None else expression_json(expression)


def _whole(power: Expr | int) -> int | str:
    """The power of a logarithm, as a number where it is a whole one."""
    return int(power) if isinstance(power, int) or power.is_Integer else str(power)
