r"""Claims of the literature, and the verdict that a derived formula passes on them.

A claim is what a paper says, not what is true. Its verdict is computed from the difference
between the claimed expression and the derived one: change the claim and the verdict changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sympy import Expr, Integer, N, Rational, Symbol, simplify

__all__ = ["Claim", "Judgement", "Verdict", "judge", "undecided"]


class Verdict(StrEnum):
    """What the evidence says about a claim."""

    HOLDS = "holds"
    HOLDS_ONLY_WHERE = "holds only where"
    REFUTED = "refuted"
    SHARPENED = "sharpened"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Claim:
    """A published statement: its place in the ledger, its formula, and where it is said to hold.

    `quantity` names what the formula is an expression for; `source` is a key of references.bib.
    A statement that is no formula has none, and no algebra can decide it.
    """

    id: str
    source: str
    equation: str
    quantity: str
    formula: Expr | None
    validity: str

    def at(self, values: Mapping[Expr, Expr]) -> Claim:
        """The same claim for a problem whose parameters have these values."""
        return self if self.formula is None else replace(self, formula=self.formula.subs(values))


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim, with the derived formula and the evidence that decided."""

    claim: Claim
    verdict: Verdict
    derived: Expr | None
    evidence: str
    counterexample: Mapping[str, str] = field(default_factory=dict)


def judge(claim: Claim, derived: Expr, adds: str = "") -> Judgement:
    """The verdict on a claimed formula, from its difference to the derived one.

    A difference that vanishes identically proves the claim, and sharpens it where the derivation
    `adds` what the claim does not say; a value other than zero at one point refutes it, and the
    point is the counterexample; anything else stays undecided.
    """
    if claim.formula is None:
        return undecided(claim, "the claim is no formula, so there is nothing to compare")
    difference = simplify(claim.formula - derived)
    if difference == 0:
        verdict = Verdict.SHARPENED if adds else Verdict.HOLDS
        evidence = "claimed minus derived is identically zero"
        return Judgement(
            claim, verdict, derived, f"{evidence}; added: {adds}" if adds else evidence
        )
    point = _generic_point(difference)
    gap = N(difference.subs(point), 30)
    if gap.is_number and abs(gap) > Rational(1, 10**20):
        values = {str(symbol): str(value) for symbol, value in point.items()}
        values["claimed"] = str(N(claim.formula.subs(point), 15))
        values["derived"] = str(N(derived.subs(point), 15))
        return Judgement(
            claim, Verdict.REFUTED, derived, "the two differ at the point given", values
        )
    return Judgement(claim, Verdict.UNDECIDED, derived, f"cannot decide whether {difference} is 0")


def undecided(claim: Claim, missing: str) -> Judgement:
    """The verdict on a claim that the derivation does not reach, with what is missing."""
    return Judgement(claim, Verdict.UNDECIDED, None, missing)


def _generic_point(expression: Expr) -> dict[Expr, Expr]:
    """Distinct rationals above one for the atoms: off every accidental zero of a law."""
    atoms = sorted(expression.free_symbols, key=lambda symbol: str(symbol))
    return {
        symbol: Integer(i + 2) if _is_count(symbol) else Rational(2 * i + 5, 3) + Rational(1, 7)
        for i, symbol in enumerate(atoms)
    }


def _is_count(symbol: Symbol) -> bool:
    return bool(symbol.is_integer)
