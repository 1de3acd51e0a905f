r"""Laws, claims, verdicts and comparisons as a notebook shows them, in Markdown.

What is shown is passed as it is, and only read: the classes stand above this layer.
"""

from typing import Any

from sympy import Eq, false, log

from analytic.displayed import displayed
from analytic.formulas.prose import markdown_sentence
from analytic.typesetting.tables import condition_cell, formula_cell, markdown_table


def law_markdown(law: Any) -> str:
    """A law: its regimes, the boundaries among them, as a table."""
    exponent = formula_cell(displayed(law.exponent))
    head = f"${law.symbol} =$ {exponent}: {markdown_sentence(law.validity)}"
    between = ((edge, term) for edge, one in law.boundaries.items() for term in one.regimes)
    terms = [*law.regimes, *(term._replace(condition=edge) for edge, term in between)]
    if len(terms) < 2:
        return f"{head}\n\n{formula_cell(displayed(law.leading))}\n"
    rows = [
        (
            condition_cell(term.condition),
            formula_cell(displayed(term.exponent)),
            formula_cell(displayed(term.amplitude * log(law.variable) ** term.logarithms)),
        )
        for term in terms
    ]
    return f"{head}\n\n{markdown_table(('where', 'exponent', 'amplitude'), rows)}\n"


def claim_markdown(claim: Any) -> str:
    """A claim: its place in the ledger and in the paper, what it says, and where."""
    place = f"**{claim.id}** ({markdown_sentence(f'{claim.source}, eq. {claim.equation}')})"
    stated = "" if claim.formula is None else f" = {formula_cell(claim.formula)}"
    said = f"{markdown_sentence(claim.quantity)}{stated}"
    return f"{place}: {said}; {markdown_sentence(claim.validity)}\n"


def judgement_cells(judgement: Any) -> tuple[str, str, str, str]:
    """A row of a table: claim, quantity, what is claimed, verdict."""
    claim, where = judgement.claim, judgement.where
    stated = "" if claim.formula is None else formula_cell(claim.formula)
    verdict = str(judgement.verdict)
    if where is not None and verdict == "holds only where":
        verdict += f" {condition_cell(where)}"
    return claim.id, markdown_sentence(claim.quantity), stated, verdict


def judgement_markdown(judgement: Any) -> str:
    """A claim, and what decided about it."""
    evidence = markdown_sentence(judgement.evidence)
    says_so = judgement.evidence.startswith(str(judgement.verdict).split(maxsplit=1)[0])
    found = f"Verdict: {evidence}" if says_so else f"Verdict: {judgement.verdict}; {evidence}"
    return f"{claim_markdown(judgement.claim)}\n{found}\n"


def comparison_markdown(comparison: Any) -> str:
    """A formula beside the derived one, where they agree, and a point where they do not."""
    where = comparison.where
    nowhere = "in no region" if comparison.curves is None else "in no regime"
    rows = [
        ("claimed", formula_cell(comparison.claimed)),
        ("derived", formula_cell(comparison.derived)),
        ("right", nowhere if where == false else condition_cell(where)),
        *(("right", f"on {condition_cell(curve)}") for curve in comparison.curves or ()),
        *(
            (
                f"on {condition_cell(edge)}",
                ("agrees up to the logarithm" if said == "agrees up to it" else said),
            )
            for edge, said in comparison.edges.items()
        ),
        *(("note", markdown_sentence(note)) for note in comparison.notes),
    ]
    measured = comparison.evidence
    if comparison.point is not None and measured is not None:
        point = (formula_cell(Eq(*pair, evaluate=False)) for pair in comparison.point.items())
        values = f"{formula_cell(measured.claimed)} claimed, {formula_cell(measured.derived)}"
        rows.append((f"at {', '.join(point)}", f"{measured.quantity} {values} derived"))
        rows += [("exact", f"{value} at {size}") for size, value in measured.exact[-1:]]
    return f"{markdown_table((comparison.kind, comparison.name), rows)}\n"
