"""The rows of the tables of a document: where which exponent rules, and what becomes of claims."""

from collections.abc import Sequence

from sympy import And, true
from sympy.logic.boolalg import Boolean

from analytic.claim import Judgement
from analytic.formulas.prose import typeset
from analytic.law import Law
from analytic.notation import tau
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import formula


def rules(law: Law) -> list[Term]:
    """The terms of a law and then those on its boundaries; one row for a law that names none."""
    if not law.terms:
        return [Term(law.amplitude, law.exponent)]
    between = ((edge, term) for edge, one in law.boundaries.items() for term in rules(one))
    return [*law.terms, *(term._replace(condition=edge) for edge, term in between)]


def exponent_letter(law: Law) -> str:
    r"""The letter of the exponent in LaTeX: r_t, r_N^{(\tau)}, r_t^{\text{GD}}."""
    return letter_of(law.symbol)


def letter_of(symbol: str) -> str:
    r"""The letter of an exponent in LaTeX, by its key in the interface.

    >>> letter_of("r_t(GD)"), letter_of("r_N")
    ('r_{t}^{\\text{GD}}', 'r_{N}')
    """
    name, _, of = symbol.rstrip(")").partition("(")
    head, _, subscript = name.partition("_")
    letter = f"{head}_{{{subscript}}}" if subscript else head
    if not of:
        return letter
    is_word = of.isalpha() and len(of) > 1 and of != str(tau)
    above = rf"\text{{{of}}}" if is_word else f"({typeset(f'${of}$')[1:-1]})"
    return f"{letter}^{{{above}}}"


def condition_parts(condition: Boolean) -> list[str]:
    r"""The inequalities of a condition in LaTeX, all of which hold; nothing where all points do.

    >>> from analytic.notation import a, b
    >>> condition_parts((a > 1) & (b > 1))
    ['a > 1', 'b > 1']
    """
    if condition == true:
        return []
    parts = condition.args if isinstance(condition, And) else (condition,)
    return sorted(formula(part) for part in parts)


def locator(judgement: Judgement) -> str:
    """Where in its source a claim stands: an equation, unless it says itself what it is."""
    place = judgement.claim.equation
    return f"eq. {place}" if place[:1].isdigit() else place


def evidence(judgement: Judgement) -> str:
    """What decided on a claim, in plain words, with the counterexample if there is one."""
    sides = ("claimed", "derived")
    example = ", ".join(
        f"{name} ${value}$" if name in sides else f"${name} = {value}$"
        for name, value in judgement.counterexample.items()
    )
    found = f"{judgement.evidence}; at {example}" if example else judgement.evidence
    return "; ".join((found, *judgement.remarks))


def sentences(results: Sequence[Result]) -> list[str]:
    """All the prose in which something may be cited, in the order of the document."""
    found = [judgement.claim.source for r in results for judgement in r.judgements]
    found += [evidence(judgement) for r in results for judgement in r.judgements]
    for page in (result.page for result in results):
        found += [page.statement, page.source, page.validity, page.problem]
        found += [equation.reason for equation in page.equations]
    return found
