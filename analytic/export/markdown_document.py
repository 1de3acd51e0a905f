"""Results as GitHub-flavoured Markdown: the tables, the derivations, the references."""

from collections.abc import Iterable, Mapping, Sequence

from sympy import Basic, sympify

from analytic.claim import Judgement
from analytic.displayed import displayed
from analytic.export.bibliography import Reference, references_of
from analytic.export.tables import (
    condition_parts,
    evidence,
    exponent_letter,
    locator,
    rules,
    sentences,
)
from analytic.formulas.prose import markdown_sentence
from analytic.law import Law
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import formula, inline, markdown_formula
from analytic.typesetting.order import bounded_by


def markdown_document(
    results: Sequence[Result], bibliography: Mapping[str, Reference], version: str
) -> str:
    """The document on some results.

    Raises    ScalingLawsError for a citation that the bibliography does not have.
    """
    references = references_of(sentences(results), bibliography)
    parts = ["# Scaling laws of solvable models", f"Derived by `scaling-laws` {version}."]
    parts += _laws(results) + _claims(results)
    for result in results:
        parts.append(result.page.markdown(level=2).rstrip())
        parts += [] if result.law is None else _law(result.law)
    entries = [f"- **{ref.key}**: {ref.plain_words()}" for ref in references]
    parts += ["## References", "\n".join(entries)] if entries else []
    return "\n\n".join(parts) + "\n"


def _laws(results: Sequence[Result]) -> list[str]:
    rows = [
        [result.title if first else "", *_cells(rule, result.law)]
        for result in results
        if result.law is not None
        for first, rule in _first(rules(result.law))
    ]
    heading = ("law", "where", "exponent", "amplitude")
    return ["## Laws", _table(heading, rows)] if rows else []


def _claims(results: Sequence[Result]) -> list[str]:
    rows = [_claim(judgement) for result in results for judgement in result.judgements]
    heading = ("claim", "statement", "where", "verdict", "evidence")
    return ["## Claims of the literature", _table(heading, rows)] if rows else []


def _claim(judgement: Judgement) -> list[str]:
    claim = judgement.claim
    place = (
        f"{claim.id}, {markdown_sentence(claim.source)}, {markdown_sentence(locator(judgement))}"
    )
    statement = markdown_sentence(claim.quantity)
    if claim.formula is not None:
        statement += f": {_inline(claim.formula)}"
    verdict = str(judgement.verdict)
    if judgement.where is not None and verdict == "holds only where":
        verdict += f" {_where(judgement.where)}"
    return [
        place,
        statement,
        markdown_sentence(claim.validity),
        verdict,
        markdown_sentence(evidence(judgement)),
    ]


def _law(law: Law) -> list[str]:
    """The law at the end of its derivation."""
    validity = markdown_sentence(law.validity)
    for condition in law.conditions:
        validity += f", {_where(condition)}"
    parts = [f"*Law:* {validity}.", _expansion(law.general)]
    if len(law.regimes) > 1:
        letter = f"${exponent_letter(law)}$"
        rows = [_cells(rule, law) for rule in rules(law)]
        parts.append(_table(("where", letter, "amplitude"), rows))
    for name, laws in (("Boundary", law.boundaries), ("Resonance", law.resonances)):
        for condition, on_curve in laws.items():
            parts += [f"*{name}* {_where(condition)}:", _expansion(on_curve)]
    return parts


def _expansion(law: Law) -> str:
    leading, correction, remainder = map(displayed, (law.leading, law.correction, law.remainder))
    rows: list[tuple[str, Basic]] = [("leading terms", leading)]
    rows += [("next terms", correction)] if correction != 0 else []
    rows += [("remainder", bounded_by(remainder))] if remainder != 0 else []
    exponent = f"${exponent_letter(law)} = {markdown_formula(formula(displayed(law.exponent)))}$"
    return "\n".join(f"- {line}" for line in [exponent, *(f"{n}: {_inline(v)}" for n, v in rows)])


def _cells(rule: Term, law: Law | None) -> list[str]:
    times = ""
    if rule.logarithms and law is not None:
        power = "" if rule.logarithms == 1 else f"^{{{inline(sympify(rule.logarithms))}}}"
        times = rf", times $\log{power} {formula(law.variable)}$"
    where = _where(rule.condition) or "everywhere"
    exponent, amplitude = displayed(rule.exponent), displayed(rule.amplitude)
    return [where, f"{_inline(exponent)}{times}", _inline(amplitude)]


def _first(rows: Iterable[Term]) -> list[tuple[bool, Term]]:
    return [(position == 0, row) for position, row in enumerate(rows)]


def _where(condition: Basic) -> str:
    return " and ".join(f"${markdown_formula(part)}$" for part in condition_parts(condition))


def _inline(expression: Basic) -> str:
    return f"${markdown_formula(formula(expression))}$"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
