r"""Contradictions: claims that the derivation refutes, and claims of one quantity that differ.

Two claims speak of one quantity where one observable measures both. They are compared as a claim
and a derived formula are: where they agree, and a point where they do not. There the derived
formula says who is right, and digits are measured. Nothing is known of papers but their formulas.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from sympy import And, Expr, Rational, Symbol, false, simplify, true
from sympy.logic.boolalg import Boolean

from analytic.claim import Claim, Judgement, Verdict, is_printed_in, judge
from analytic.comparison.claims.ledger import Entry, Finding, Memory, entries, measured
from analytic.formulas.prose import markdown_sentence
from analytic.notation import a, b
from analytic.result import Result, Statement
from analytic.typesetting.tables import condition_cell, formula_cell, markdown_table

FAILING = (Verdict.REFUTED, Verdict.HOLDS_ONLY_WHERE)


@dataclass(frozen=True)
class Refutation:
    """A claim that fails, with what was measured; a misprint if its paper says it right elsewhere.

    A misprint quotes one equation in the range of another claim of the same paper that holds.
    """

    entry: Entry
    misprint: bool

    @property
    def judgement(self) -> Judgement:
        """The verdict on the claim."""
        return self.entry.judgement

    def _repr_markdown_(self) -> str:
        return _table([markdown_cells(self)])


@dataclass(frozen=True)
class Opinion:
    """A claim with a formula, the verdict on it and what its result states of its quantity.

    `number` is the place of the verdict among those of the result.
    """

    result: str
    number: int
    judgement: Judgement
    stated: Statement

    @property
    def claim(self) -> Claim:
        """The claim, read as it was compared."""
        claim, reads = self.judgement.claim, self.stated.reads
        return claim if reads is None else replace(claim, formula=reads(claim.formula))

    @property
    def about(self) -> Hashable:
        """What is measured, or the quantity's name where nothing is."""
        if self.stated.observable is None:
            return self.result, self.claim.quantity
        return self.stated.observable, self.stated.part, self.stated.given


@dataclass(frozen=True)
class Disagreement:
    """Two claims on one quantity that differ, where they agree, and who is right at a point.

    `right` are the claims that the derived formula confirms at the point, `values` what both say
    and what is derived there; where the formulas have other letters than a and b the point has
    numbers for these.
    """

    first: Opinion
    second: Opinion
    agree: Boolean
    point: dict[str, str]
    values: tuple[Expr, Expr, Expr]
    finding: Finding | None = None

    @property
    def right(self) -> tuple[Opinion, ...]:
        """Those of the two that say what is derived at the point."""
        *claimed, derived = self.values
        both = zip((self.first, self.second), claimed, strict=True)
        return tuple(one for one, value in both if _equal(value, derived))

    def _repr_markdown_(self) -> str:
        return _table([markdown_cells(self)])


class Contradictions(NamedTuple):
    """Claims that fail, and pairs of claims on one quantity that differ; tables in a notebook."""

    refuted: tuple[Refutation, ...]
    differing: tuple[Disagreement, ...]

    def _repr_markdown_(self) -> str:
        rows: dict[str, list[tuple[str, ...]]] = {kind: [] for kind in TITLES}
        found: list[Refutation | Disagreement] = [*self.refuted, *self.differing]
        for one in found:
            rows[kind_of(one)].append(markdown_cells(one))
        return markdown(rows)


def contradictions(results: Sequence[Result], draws: int = 0) -> Contradictions:
    """The contradictions of results with claims; simulated only where draws are given.

    >>> contradictions([])
    Contradictions(refuted=(), differing=())
    """
    memory: Memory = {}
    said = [one for result in results for one in opinions(result)]
    refuted = [one for result in results for one in refutations(result, draws, memory)]
    return Contradictions(tuple(refuted), tuple(disagreements(said, said, memory)))


def opinions(result: Result) -> list[Opinion]:
    """The claims on a result that are formulas and have a verdict."""
    return [
        Opinion(result.name, number, one, result.statements[one.claim.quantity])
        for number, one in enumerate(result.judgements)
        if one.where is not None and one.claim.formula is not None and one.claim.grows is None
    ]


def refutations(result: Result, draws: int = 0, memory: Memory | None = None) -> list[Refutation]:
    """The claims on a result that fail, with digits, and by simulation where draws are given."""
    failing = tuple(one for one in result.judgements if one.verdict in FAILING)
    right = [one.claim for one in result.judgements if one.verdict not in FAILING]
    known: Memory = {} if memory is None else memory
    found = entries(replace(result, judgements=failing), draws, frozenset(), known, supported=False)
    return [
        Refutation(one, any(is_printed_in(one.judgement.claim, other) for other in right))
        for one in found
    ]


def disagreements(
    ours: Iterable[Opinion], others: Sequence[Opinion], memory: Memory | None = None
) -> list[Disagreement]:
    """The pairs of different claims on one quantity that differ, the first of them among ours."""
    mine = list(ours)
    groups: dict[Hashable, list[Opinion]] = {}
    for one in others:
        groups.setdefault(one.about, []).append(one)
    pairs = (
        (first, second)
        for group in groups.values()
        for first, second in combinations(group, 2)
        if first in mine and (first.claim.id, first.claim.source) != _name(second)
    )
    found = (
        _disagreement(first, second, {} if memory is None else memory) for first, second in pairs
    )
    return [one for one in found if one is not None]


def _name(one: Opinion) -> tuple[str, str]:
    return one.claim.id, one.claim.source


def _disagreement(first: Opinion, second: Opinion, memory: Memory) -> Disagreement | None:
    """Where two claims differ, None where they do not, or where algebra does not decide."""
    together = And(first.claim.domain, second.claim.domain)
    formula = second.claim.formula
    assert formula is not None
    if together == false or first.claim.formula == formula:
        return None
    compared = judge(first.claim, formula, domain=second.claim.domain)
    if compared.where is None or compared.where == true or not compared.counterexample:
        return None
    example = dict(compared.counterexample)
    point = {name: x for name, x in example.items() if name not in ("claimed", "derived")}
    letters = {letter: Rational(point[str(letter)]) for letter in (a, b) if str(letter) in point}
    finding = measured(first.judgement, first.stated, letters, memory) if letters else None
    derived = first.judgement.derived
    assert derived is not None
    claimed = first.claim.formula
    assert claimed is not None
    at = _numbers(point, claimed, formula, derived)
    values = claimed.subs(at), formula.subs(at), derived.subs(at)
    return Disagreement(first, second, compared.where, point, values, finding)


def _numbers(point: dict[str, str], *formulas: Expr) -> dict[Symbol, Expr]:
    letters = {letter for formula in formulas for letter in formula.free_symbols}
    return {letter: Rational(point[str(letter)]) for letter in letters if str(letter) in point}


def _equal(one: Expr, other: Expr) -> bool:
    return bool(one == other or simplify(one - other) == 0)


TITLES = {
    "claims": "Claims that the derivation corrects",
    "misprints": "Misprints",
    "papers": "Claims that contradict each other",
}


def kind_of(one: Refutation | Disagreement) -> str:
    """Under which of the titles a contradiction stands."""
    if isinstance(one, Disagreement):
        return "papers"
    return "misprints" if one.misprint else "claims"


def markdown(cells: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """The tables of contradictions by their kind, under their titles."""
    parts = [f"## {TITLES[kind]}\n\n{_table(rows)}" for kind, rows in cells.items() if rows]
    return "\n".join(parts)


def markdown_cells(one: Refutation | Disagreement) -> tuple[str, ...]:
    """A row of the table: who says what of which quantity, who is right, by what evidence."""
    return _refuted(one) if isinstance(one, Refutation) else _differing(one)


def _table(rows: Sequence[Sequence[str]]) -> str:
    return markdown_table(("claim", "quantity", "says", "right", "evidence"), rows) + "\n"


def _refuted(one: Refutation) -> tuple[str, ...]:
    claim, judgement = one.judgement.claim, one.judgement
    formula, derived = judgement.sides
    where = "nowhere" if judgement.where == false else f"where {_condition(judgement.where)}"
    return (
        f"{claim.id}, {claim.source}, {markdown_sentence(claim.equation)}",
        markdown_sentence(claim.quantity),
        formula_cell(formula),
        f"{where}; derived {formula_cell(derived)}",
        evidence_of(one.entry.against),
    )


def _differing(one: Disagreement) -> tuple[str, ...]:
    first, second = one.first.claim, one.second.claim
    assert first.formula is not None
    assert second.formula is not None
    who = " and ".join(opinion.claim.id for opinion in one.right) or "neither"
    point = ", ".join(f"{name} = {x}" for name, x in one.point.items())
    agree = "nowhere" if one.agree == false else f"where {_condition(one.agree)}"
    return (
        f"{first.id}, {first.source}, against {second.id}, {second.source}",
        markdown_sentence(first.quantity),
        f"{formula_cell(first.formula)} against {formula_cell(second.formula)}",
        f"{who} at {point}; they agree {agree}",
        evidence_of(one.finding),
    )


def _condition(where: Boolean | None) -> str:
    return "" if where is None else condition_cell(where)


def evidence_of(finding: Finding | None) -> str:
    """The last number that the exact witness measured, and the point."""
    if finding is None or not finding.evidence.exact:
        return ""
    size, value = finding.evidence.exact[-1]
    place = [f"{letter} = {x}" for letter, x in finding.point.items()]
    place += [] if size is None else [f"size {size.evalf(1)}"]
    return f"{value} at {', '.join(place)}" if place else str(value)
