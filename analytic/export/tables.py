"""The rows of the tables of a document: where which exponent rules, and what becomes of claims."""

from collections.abc import Sequence
from dataclasses import dataclass

from sympy import And, Expr, Piecewise, true
from sympy.logic.boolalg import Boolean

from analytic.claim import Judgement
from analytic.formulas.prose import typeset
from analytic.law import Law
from analytic.notation import tau
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import formula


@dataclass(frozen=True)
class Rule:
    """A row of the table of laws: where it holds, variable^-exponent log^logarithms, amplitude."""

    where: Boolean
    exponent: Expr
    logarithms: Expr | int
    amplitude: Expr


def rules(law: Law) -> list[Rule]:
    """The regimes of a law and then its boundaries; one row for a law without regimes."""
    if not law.regimes:
        return [Rule(true, law.exponent, 0, law.amplitude)]
    return [rule for regime in law.regimes for rule in _of_regime(regime)] + [
        Rule(condition, rule.exponent, rule.logarithms, rule.amplitude)
        for condition, between in law.boundaries.items()
        for rule in rules(between)
    ]


def _of_regime(regime: Term) -> list[Rule]:
    """A regime, and the curves in it on which its amplitude is another formula."""
    amplitude = regime.amplitude
    cases = amplitude.args if isinstance(amplitude, Piecewise) else ((amplitude, true),)
    return [
        Rule(
            regime.condition if where == true else where,
            regime.exponent,
            regime.logarithms,
            value,
        )
        for value, where in reversed(cases)
    ]


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
