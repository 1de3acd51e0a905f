r"""Check of a user's formula: an exponent or a leading term, compared with the derived law.

    exponent r:           L ~ x^{-r} up to amplitude and logarithms
    leading term f(x):    L / f -> 1 as x grows

The answer says for which a and b the formula is right; where it is not, at one point, what digits
and dice measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sympy import And, Expr, S, Symbol, false, true
from sympy.logic.boolalg import Boolean

from analytic.comparison.evidence import Evidence, evidence
from analytic.comparison.law_in_domain import is_logarithmic, law_within, printed_formulas
from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.formulas.continuation import continued
from analytic.formulas.equivalence import Equivalence, equivalence, has_value
from analytic.formulas.letters import written
from analytic.formulas.rate import is_pure_power, rate_of
from analytic.formulas.reading import Kind, Reading, condition_of, kind_of, refuse_strangers
from analytic.formulas.sides import right_side
from analytic.installed import resolved
from analytic.law import Law
from analytic.notebook import comparison_markdown
from analytic.regions import Agreement, agreement
from analytic.regions.domain import Domain
from analytic.result import Effort, Observable, Result, stated_names
from analytic.term import Term
from analytic.verification import checked_effort

OnEdge = Literal["agrees", "agrees up to it", "differs", "has no value"]

Point = Mapping[Symbol, Expr]

_DIGITS = 12


@dataclass(frozen=True, repr=False)
class Comparison:
    """A user's formula beside the derived one: where they agree, and a point where they do not.

    `kind` says what was compared, exponents or leading terms; `where` and `elsewhere` are
    conditions in addition to a > 1, b > 1 and `domain`. `edges` tell what the formula does on the
    boundaries of the law's regimes, on some of which it is `logarithmic`; an exponent agrees up to
    that; `curves` are those inside of `elsewhere` on which the formula is right, None where that is
    not known. A comparison is true where the two agree everywhere: a formula without a value on a
    boundary says nothing wrong.
    """

    name: str
    symbol: str
    variable: Symbol
    kind: Kind
    claimed: Expr
    derived: Expr
    where: Boolean
    elsewhere: Boolean
    domain: Boolean = true
    point: Point | None = None
    evidence: Evidence | None = None
    edges: Mapping[Boolean, OnEdge] = field(default_factory=dict)
    logarithmic: frozenset[Boolean] = frozenset()
    notes: tuple[str, ...] = ()
    curves: tuple[Boolean, ...] | None = None

    @property
    def agrees(self) -> bool:
        """Whether the formula is right everywhere in the domain."""
        return self.where == true and "differs" not in self.edges.values()

    def __bool__(self) -> bool:
        return self.agrees

    def __repr__(self) -> str:
        return f"<Comparison with {self.name}: {self}>"

    def _repr_markdown_(self) -> str:
        return comparison_markdown(self)

    def __str__(self) -> str:
        """The answer in one line: where the formula is right, and where it is not, two numbers."""
        nowhere = "in no region" if self.curves is None else "nowhere"
        where = nowhere if self.where == false else f"where {self.where}"
        answer = "everywhere" if self.agrees else where
        if self.curves:
            answer += f" and where {' or '.join(map(str, self.curves))}"
        if self.evidence is None or self.point is None:
            return f"{self.claimed} is right {answer}; derived: {self.derived}"
        at = ", ".join(f"{letter} = {value}" for letter, value in self.point.items())
        return (
            f"{self.claimed} is right {answer}; derived: {self.derived}; at {at} the "
            f"{self.evidence.quantity} is {self.evidence.claimed} as claimed, "
            f"{self.evidence.derived} as derived"
        )


def check(
    law: Result | Law | str,
    expression: Expr | str | float,
    as_: Reading = "auto",
    *,
    domain: Boolean = true,
    digits: int = _DIGITS,
    draws: int = 200,
    seed: int = 0,
    executor: Executor | None = None,
) -> Comparison:
    """Whether a formula is right: an exponent, or a leading term with its amplitude.

    `law` is a result, its name, or a law; `expression` a text or LaTeX, in the letters and
    functions that the law is printed with, a number or a SymPy expression. A text may name what
    it states, as in r_N = a - 1.

    `as_` is "exponent" (a decay rate, a function of a and b), "leading" (it holds the law's
    variable), or "auto": then a formula with the variable is a leading term, except that a pure
    power such as N^-r, without an amplitude, is a statement about the exponent. `domain` is a
    condition on a and b under which the formula is meant. `draws` are those of the simulation at
    a counterexample; draws=0 leaves it out.

    Raises    InvalidProblemError for a result without a law, a formula with other letters than
              a, b and the law's variable, and where nothing decides.

    >>> from analytic.law import Law
    >>> from analytic.notation import a, b, t
    >>> law = Law.of("r_t", t, 2 * t ** (-(a - 1) / b), t**-a, "t large")
    >>> bool(check(law, (a - 1) / b)), bool(check(law, 3 * t ** (-(a - 1) / b)))
    (True, False)
    >>> print(check(law, a / b))
    a/b is right nowhere; derived: (a - 1)/b; at a = 3/2, b = 3/2 the exponent is 1 as claimed,
    1/3 as derived
    """
    effort = checked_effort(digits, draws, seed, executor)
    question = _Question.of(resolved(law), expression, condition_of(domain))
    constant = Domain.where(question.domain).of(question.law.exponent) == 0
    if kind_of(question.claimed, question.law.variable, as_, constant) == "exponent":
        return question.as_exponent(effort)
    return question.as_leading(effort)


@dataclass(frozen=True)
class _Question:
    """A law as it is in a domain, and the formula that is compared with it."""

    name: str
    law: Law
    observable: Observable | None
    claimed: Expr
    domain: Boolean

    @classmethod
    def of(cls, law: Result | Law, expression: Any, domain: Boolean) -> _Question:
        """The question, refused where it has no meaning."""
        stated = law.law if isinstance(law, Result) else law
        if stated is None:
            raise InvalidProblemError(
                f"{getattr(law, 'name', law)} states no asymptotic law, so there is no exponent "
                "and no leading term to compare with. Choose a result that has a law."
            )
        within = law_within(law, stated, domain)
        if isinstance(expression, str):
            expression = right_side(expression, stated_names(law))
        claimed = written(expression, [*printed_formulas(stated), *printed_formulas(within)])
        own = stated.general.leading.free_symbols | within.general.leading.free_symbols
        refuse_strangers(claimed, stated.variable, own)
        name = law.name if isinstance(law, Result) else stated.symbol
        observable = law.observable if isinstance(law, Result) else None
        return cls(name, within, observable, claimed, domain)

    def as_exponent(self, effort: Effort) -> Comparison:
        """The comparison of exponents."""
        claimed, derived = self._rate, self.law.exponent
        found = agreement(claimed, derived, self.domain)
        notes = _notes_on_exponent(self, claimed, found.where == true)
        return replace(
            self._compared("exponent", claimed, derived, found, effort, notes), curves=found.curves
        )

    def as_leading(self, effort: Effort) -> Comparison:
        """The comparison of leading terms."""
        derived = self.law.general.leading
        found = equivalence(self._in_domain, derived, self.law.variable, self.domain)
        notes = _notes_on_leading(found.exponents, found.where, found.proved)
        return self._compared("leading", self.claimed, derived, found, effort, notes)

    def _compared(
        self,
        kind: Kind,
        claimed: Expr,
        derived: Expr,
        found: Agreement | Equivalence,
        effort: Effort,
        notes: Sequence[str],
    ) -> Comparison:
        """Where the formula is right, and what is measured at a point where it is not."""
        point = found.counterexample
        terms = (
            found.terms
            if isinstance(found, Equivalence)
            else tuple(Term(S.One, one.subs(point or {})) for one in (claimed, derived))
        )
        measured = None
        if point is not None and terms:
            measured = evidence(self.observable, point, effort, *terms)
        return Comparison(
            self.name,
            self.law.symbol,
            self.law.variable,
            kind,
            claimed,
            Domain.where(self.domain).of(derived),
            found.where,
            found.elsewhere,
            self.domain,
            point,
            measured,
            self._edges(kind),
            frozenset(edge for edge, law in self.law.boundaries.items() if is_logarithmic(law)),
            tuple(notes),
        )

    def _edges(self, kind: Kind) -> dict[Boolean, OnEdge]:
        """What the formula does on those boundaries of the law that lie in the domain."""
        return {
            edge: self._on_exponent_edge(edge) if kind == "exponent" else self._on_edge(edge, law)
            for edge, law in self.law.boundaries.items()
            if Domain.where(And(self.domain, edge)).condition != false
        }

    def _on_edge(self, edge: Boolean, law: Law) -> OnEdge:
        together = And(self.domain, edge)
        if not has_value(self.claimed, together):
            return "has no value"
        same = equivalence(self.claimed, law.leading, self.law.variable, together)
        return "agrees" if same.where == true else "differs"

    def _on_exponent_edge(self, edge: Boolean) -> OnEdge:
        same = agreement(self._rate, self.law.exponent, And(self.domain, edge))
        logarithmic = is_logarithmic(self.law.boundaries[edge])
        right: OnEdge = "agrees up to it" if logarithmic else "agrees"
        return right if same.where == true else "differs"

    @property
    def _in_domain(self) -> Expr:
        """The leading term that is claimed, by its limit where the formula has no value."""
        within = Domain.where(self.domain)
        if not within.solved or has_value(self.claimed, self.domain):
            return self.claimed
        return continued(self.claimed, self.law.variable, within)

    @property
    def _rate(self) -> Expr:
        """The exponent that is claimed."""
        variable = self.law.variable
        return rate_of(self.claimed, variable) if self.claimed.has(variable) else self.claimed


def _notes_on_exponent(question: _Question, claimed: Expr, agrees: bool) -> list[str]:
    """What a reader should know about how an exponent was read."""
    notes = []
    if is_logarithmic(question.law, question.domain):
        notes.append("Here the law has a logarithm; the exponent is compared up to it.")
    if question.claimed.has(question.law.variable):
        notes.append(
            "A power without an amplitude is read as a statement about the exponent; "
            "as a leading term its amplitude is compared too."
            if is_pure_power(question.claimed, question.law.variable)
            else "Only the exponent was compared; amplitudes and logarithms were left aside."
        )
    if not agrees and _agrees(-claimed, question.law.exponent, question.domain):
        notes.append("With the other sign it agrees: exponents are decay rates, L ~ x^-r.")
    return notes


def _agrees(one: Expr, other: Expr, domain: Boolean) -> bool:
    try:
        return bool(agreement(one, other, domain).where == true)
    except ScalingLawsError:
        return False


def _notes_on_leading(exponents: Boolean, where: Boolean, proved: bool) -> list[str]:
    notes = []
    if exponents == true and where != true:
        notes.append("The exponents agree everywhere; the amplitudes do not.")
    if not proved:
        notes.append("Amplitudes are equal to 30 digits at many points; no algebra proves it.")
    return notes
