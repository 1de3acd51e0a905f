r"""Claims of the literature, and the verdict that a derived formula passes on them.

A claim is what a paper says, not what is true. Its verdict is computed from the claimed and the
derived expression: change the claim and the verdict changes. Where both depend on a and b the
verdict says for which a and b the claim holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sympy import (
    And,
    Expr,
    Integer,
    N,
    Rational,
    Symbol,
    exp,
    expand_log,
    false,
    limit,
    log,
    nan,
    simplify,
    sympify,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.formulas.lacking import lacking
from analytic.formulas.prose import worded
from analytic.notation import a, b, x
from analytic.notebook import claim_markdown, judgement_markdown
from analytic.regions import Agreement, agreement, generic, has_branches
from analytic.regions.domain import Domain
from analytic.status import Status

_FAR = Integer(11)  # where a formula for large values is compared in numbers


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
    A statement that is no formula has none, and no algebra can decide it. `domain` is that part
    of `validity` which is a condition on a and b, in addition to a > 1 and b > 1. A formula that is
    meant for large values of a letter, `grows`, holds if its ratio to the derived one tends to one.
    """

    id: str
    source: str
    equation: str
    quantity: str
    formula: Expr | None
    validity: str
    domain: Boolean = true
    grows: Symbol | None = None

    _repr_markdown_ = claim_markdown

    def at(self, values: Mapping[Expr, Expr]) -> Claim:
        """The same claim for a problem whose parameters have these values."""
        formula = None if self.formula is None else self.formula.subs(values)
        return replace(self, formula=formula, domain=sympify(self.domain).subs(values))


def is_printed_in(printed: Claim, claim: Claim) -> bool:
    """Whether a claim quotes one equation in the range of another claim of the same paper.

    >>> whole = Claim("D11", "bordelon2024dynamical", "88-95", "rho", None, "any x")
    >>> is_printed_in(replace(whole, id="D31", equation="95"), whole)
    True
    """
    return (
        (printed.source, printed.id != claim.id) == (claim.source, True)
        and printed.equation.isdigit()
        and int(printed.equation) in _equations(claim.equation)
    )


def _equations(place: str) -> set[int]:
    """The numbers of equations in a place such as "14, 131, J.3" or "88-95"."""
    spans = (re.fullmatch(r"(\d+)(?:-(\d+))?", part.strip()) for part in place.split(","))
    ends = (span.groups() for span in spans if span is not None)
    return {n for first, last in ends for n in range(int(first), int(last or first) + 1)}


@dataclass(frozen=True)
class Judgement:
    """The verdict on a claim, with the derived formula and the evidence that decided.

    `where` is the condition on a and b, within the claim's domain, under which it holds: true for
    a claim that holds, false for one that is refuted, None where that is undecided. `read_from` is
    the side of an equation of the page that `derived` is read from, where it is not one itself;
    `scope` says how much of the claim has been judged, where that is not all of it.
    A result adds the `status`, that of the weakest step up to there, and as `exceptions` what other
    claims say of single equations in the range of this one. `compared` are claimed and derived
    expression where these are a part of the formulas, as one order of a series.
    """

    claim: Claim
    verdict: Verdict
    derived: Expr | None
    evidence: str
    counterexample: Mapping[str, str] = field(default_factory=dict)
    where: Boolean | None = None
    read_from: Expr | None = None
    scope: str = ""
    status: Status | None = None
    exceptions: tuple[str, ...] = ()
    compared: tuple[Expr, Expr] | None = None
    _repr_markdown_ = judgement_markdown

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know besides the evidence: an argued step, equations that fail."""
        argued = self.status == Status.ARGUED
        proved = (self.scope, "rests on a step that is argued, not proved" if argued else "")
        return (*filter(None, proved), *self.exceptions)

    @property
    def shown(self) -> Expr | None:
        """The side of an equation of the page that the derived formula is read from."""
        return self.derived if self.read_from is None else self.read_from

    @property
    def sides(self) -> tuple[Expr, Expr]:
        """The claimed and the derived expression that the verdict rests on."""
        formula, derived = self.compared or (self.claim.formula, self.derived)
        assert formula is not None
        assert derived is not None
        return formula, derived


def judge(
    claim: Claim,
    derived: Expr,
    adds: str = "",
    domain: Boolean = true,
) -> Judgement:
    """The verdict on a claimed formula, from its difference to the derived one.

    The two are compared where both the claim and the derivation (`domain`) are valid. Equal all
    over: the claim holds, and is sharpened where the derivation `adds` what it does not say.
    Equal in a part of the plane of a and b: it holds only there. Different: it is refuted. A point
    where they differ is the counterexample; whatever algebra cannot decide stays undecided.

    >>> from sympy import Min
    >>> from analytic.notation import a, b, x
    >>> claim = Claim("D13", "bordelon2024dynamical", "14", "r_N", Min(a - 1, 2 * b), "N large")
    >>> judgement = judge(claim, Min(a - 1, b))
    >>> str(judgement.verdict), judgement.where
    ('holds only where', a <= b + 1)
    >>> dict(judgement.counterexample)
    {'a': '4', 'b': '3/2', 'claimed': '3', 'derived': '3/2'}
    """
    if claim.formula is None:
        return undecided(claim, "the claim is no formula, so there is nothing to compare")
    together = And(claim.domain, domain)
    if together == false:
        return replace(undecided(claim, "these a and b are not those it is about"), derived=derived)
    where, evidence, point = _compared(claim, derived, together)
    if where is None:
        return Judgement(claim, Verdict.UNDECIDED, derived, evidence)
    if where == true:
        verdict = Verdict.SHARPENED if adds else Verdict.HOLDS
        evidence = f"{evidence}; added: {adds}" if adds else evidence
        return Judgement(claim, verdict, derived, evidence, where=true)
    verdict = Verdict.REFUTED if where == false else Verdict.HOLDS_ONLY_WHERE
    values = _values(claim.formula, derived, point)
    return Judgement(claim, verdict, derived, evidence, values, where)


def undecided(claim: Claim, missing: str) -> Judgement:
    """The verdict on a claim that the derivation does not reach, with what is missing."""
    return Judgement(claim, Verdict.UNDECIDED, None, missing)


_Found = tuple[Boolean | None, str, Mapping[Symbol, Expr]]  # where it holds, why, where it fails


def _compared(claim: Claim, derived: Expr, domain: Boolean) -> _Found:
    """Where a formula and the derived one are the same, None where algebra does not decide."""
    formula = claim.formula
    assert formula is not None
    same = "claimed minus derived is identically zero"
    if claim.domain != true:
        same += f" where {worded(claim.domain)}"
    if claim.grows is not None:
        return _by_limit(claim, claim.grows, derived)
    branched = has_branches(formula) or has_branches(derived)
    if (
        domain == true
        and not branched
        and not formula.free_symbols | derived.free_symbols <= {a, b}
    ):
        return _at_one_point(formula, derived, same)
    try:
        found = agreement(formula, derived, domain)
    except InvalidProblemError as error:
        return (true, same, {}) if simplify(formula - derived) == 0 else (None, str(error), {})
    if found.where == true:
        return true, same, {}
    if found.where == false:
        words = f"the two agree nowhere{_but(found)}; correct law: ${derived}$"
    else:
        words = (
            f"holds where {worded(found.where)}; refuted where {worded(found.elsewhere)}"
            f"{_but(found)}, correct law: ${derived}$"
        )
    return found.where, words, found.counterexample or {}


def _but(found: Agreement) -> str:
    """On which curves two formulas that differ agree all the same."""
    if found.curves is None:
        return ", single curves aside"
    return f" but where {' or '.join(map(worded, found.curves))}" if found.curves else ""


def _by_limit(claim: Claim, grows: Symbol, derived: Expr) -> _Found:
    """The comparison of formulas for large values of a letter, by the limit of their ratio.

    The limit is taken through the logarithm, as amplitudes are powers with that letter in the
    exponent; both formulas have to be positive.
    """
    claimed, found_law = (Domain.where(claim.domain).of(one) for one in (claim.formula, derived))
    quotient = log((claimed / found_law).subs(grows, 1 / x))
    try:
        ratio = exp(limit(expand_log(quotient, force=True), x, 0))
    except (NotImplementedError, ValueError):  # SymPy's "no way to take this limit"
        ratio = nan
    found = f"as ${grows}$ grows, claimed over derived tends to ${ratio}$"
    if ratio == 1:
        return true, found, {}
    if not ratio.is_extended_real:
        return None, "algebra finds no limit of claimed over derived", {}
    letters = sorted(claim.domain.free_symbols | {grows}, key=str)
    return false, f"{found} and not to 1; correct law: ${derived}$", dict.fromkeys(letters, _FAR)


def _at_one_point(formula: Expr, derived: Expr, same: str) -> _Found:
    """The comparison of smooth formulas in any letters: one generic point tells them apart."""
    point = _generic_point(formula - derived)
    gap = N((formula - derived).subs(point), 30)
    if gap.is_number and abs(gap) > Rational(1, 10**20):
        missing = filter(None, ("the two differ at the point given", lacking(formula, derived)))
        return false, "; ".join(missing), point
    difference = simplify(formula - derived)
    if difference == 0:
        return true, same, {}
    return None, f"cannot decide whether {difference} is 0", {}


def _values(claimed: Expr, derived: Expr, point: Mapping[Symbol, Expr]) -> dict[str, str]:
    """The point and both formulas there, for a reader; letters it does not fix are generic."""
    values = {**generic(claimed, derived), **point}
    shown = {str(symbol): str(value) for symbol, value in values.items()}
    for name, formula in (("claimed", claimed), ("derived", derived)):
        value = formula.subs(values)
        shown[name] = str(value if value.is_Rational else N(value, 15))
    return shown


def _generic_point(expression: Expr) -> dict[Expr, Expr]:
    """Distinct rationals above one for the atoms: off every accidental zero of a law."""
    atoms = sorted(expression.free_symbols, key=lambda symbol: str(symbol))
    return {
        symbol: Integer(i + 2) if symbol.is_integer else Rational(2 * i + 5, 3) + Rational(1, 7)
        for i, symbol in enumerate(atoms)
    }
