"""Views of a derivation, in the letters of a paper: its data, its LaTeX, its text."""

from textwrap import fill
from typing import Any

from analytic.claim import Judgement
from analytic.export.plain_data import result_data
from analytic.formulas.dictionary import notation_named
from analytic.formulas.prose import without_marks
from analytic.result import Result
from derivations.command_line.translation import in_letters
from derivations.identifiers import assigned


def data(result: Result, notation: str) -> dict[str, Any]:
    """A result without its page."""
    stated = in_letters(result, notation_named(notation))
    return {"id": assigned().get(result.name), **result_data(stated)}


def data_and_page(result: Result, notation: str) -> dict[str, Any]:
    """A result with its page."""
    stated = in_letters(result, notation_named(notation))
    return {**data(result, notation), **stated.page.as_json()}


def latex(result: Result, notation: str) -> str:
    """The page in LaTeX, for a paper."""
    return in_letters(result, notation_named(notation)).page.latex()


def text(result: Result, notation: str, width: int) -> str:
    """A page and the verdicts on the claims about it, for a terminal."""
    stated = in_letters(result, notation_named(notation))
    sentences = (fill(_sentence(one), width, break_long_words=False) for one in stated.judgements)
    return "\n\n".join([stated.page.text(width).rstrip(), *sentences])


def _sentence(judgement: Judgement) -> str:
    claim = judgement.claim
    formula = claim.quantity if claim.formula is None else f"{claim.quantity} = {claim.formula}"
    return without_marks(
        f"Claim {claim.id} ({claim.source}, eq. {claim.equation}; {claim.validity}): {formula}. "
        f"Verdict: {'; '.join((judgement.verdict, judgement.evidence, *judgement.remarks))}."
    )
