r"""The equations of a page, each judged by itself, by the one before, and by the law at the end.

An equation whose left side stood before is compared with what stood on the right there too: a wrong
step is then named even where no witness knows the quantity.
"""

from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Expr, Integer, false, true
from sympy.core.function import AppliedUndef
from sympy.logic.boolalg import Boolean

from analytic.comparison.law_in_domain import law_within
from analytic.comparison.own_pages.letter_values import LetterValues
from analytic.comparison.own_pages.numbers_of_sides import Sides
from analytic.comparison.own_pages.ruling import Counterexample, Means, Ruling
from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.formulas.equivalence import equivalence
from analytic.law import Law
from analytic.notation import a, b, factor_letter, kappa
from analytic.own_page import Page as OwnPage
from analytic.own_page import Step
from analytic.regions import agreement
from analytic.regions.identity import identical
from analytic.relation import Relation

_CHAINED = (Relation.EQUAL, Relation.ASYMPTOTIC)
_SIZE_OF_ALGEBRA = 80  # operations beyond which SymPy may take minutes
_ON_NO_LINE = ((Fraction(47, 21), Fraction(38, 17)), (Fraction(81, 17), Fraction(29, 21)))
_KAPPA = factor_letter(0)  # kappa is positive wherever a page is put to the test


@dataclass(frozen=True)
class Judge:
    """What is compared with a page: numbers of its letters, and its law."""

    page: OwnPage
    values: LetterValues
    digits: int
    seed: int

    def rulings(self, step: Step) -> tuple[Ruling, ...]:
        """All that is found about one equation."""
        if step.is_definition:
            return (Ruling("its definition", Means.DEFINITION, True, "defines a letter"),)
        before = self._before(step)
        end = self._end(step)
        found = [self._against_itself(step)]
        found += [] if before is None else [self._against(step, before)]
        found += [] if end is None else [end]
        return tuple(found)

    def _states_law(self, step: Step) -> bool:
        """Whether an equation states the law, or its exponent, in the law's own letters."""
        law = self.page.law
        if law is None or step.relation not in _CHAINED or step.right.has(AppliedUndef):
            return False
        if str(step.left) == law.symbol:
            return bool(step.right.free_symbols <= {a, b})
        stated = step.left == self.values.quantity
        return bool(stated and step.right.free_symbols <= {*law.letters})

    def _against_itself(self, step: Step) -> Ruling:
        """The equation as it stands: by algebra, or by the numbers of both sides."""
        against = "the right side"
        if step.left == step.right:
            return Ruling.open(against, "both sides are the same, which says nothing")
        exact = step.relation is Relation.EQUAL and step.remainder is None
        if exact and _same(step.left, step.right):
            return Ruling(against, Means.ALGEBRA, True, "the same for all values of its letters")
        return self._in_numbers(step.left, step.right, step.relation, step.remainder, step, against)

    def _against(self, step: Step, before: Step) -> Ruling:
        """The right side beside the one that stood before on the right of the same left side."""
        against = f"equation ({before.number})"
        orders = [one.remainder for one in (before, step) if one.remainder is not None]
        both = (before.relation, step.relation)
        leading = Relation.ASYMPTOTIC in both
        relation = Relation.ASYMPTOTIC if leading else Relation.EQUAL
        if _same(before.right, step.right):
            return Ruling(against, Means.ALGEBRA, True, f"the same as {against}")
        remainder = Add(*map(abs, orders)) if orders and not leading else None
        return self._in_numbers(before.right, step.right, relation, remainder, step, against)

    def _in_numbers(
        self,
        left: Expr,
        right: Expr,
        relation: Relation,
        remainder: Expr | None,
        step: Step,
        against: str,
    ) -> Ruling:
        sides = Sides(
            left,
            right,
            relation,
            remainder,
            step.where,
            against,
            self.values,
            self.digits,
            self.seed,
        )
        try:
            return sides.ruling()
        except ScalingLawsError as error:
            return Ruling.open(against, error)

    def _before(self, step: Step) -> Step | None:
        """The last equation before with the same left side, where both hold."""
        for other in reversed(self.page.steps[: step.number - 1]):
            if other.left == step.left and other.where == step.where:
                both = {other.relation, step.relation} <= {*_CHAINED}
                return other if both else None
        return None

    def _end(self, step: Step) -> Ruling | None:
        """The law beside the last equation that states it on this domain."""
        later = [one for one in self.page.steps[step.number :] if one.where == step.where]
        again = any(self._states_law(one) and one.left == step.left for one in later)
        stated, law = self.page.stated, self.page.law
        if again or stated is None or law is None or not self._states_law(step):
            return None
        against = f"the law of {self.page.name}"
        try:
            within = law_within(stated, law, step.where)
            if str(step.left) == law.symbol:
                return _exponents(step, within, against)
            return _leading_terms(step, within, against)
        except InvalidProblemError as error:
            return Ruling.open(against, error)


def _leading_terms(step: Step, law: Law, against: str) -> Ruling:
    found = equivalence(step.right, law.general.leading, law.variable, step.where)
    if found.where == true:
        return Ruling(against, Means.LAW, True, "the same leading term")
    numbers = None
    if found.counterexample is not None and found.terms is not None:
        size = {law.variable: Integer(10) ** 6}
        claimed, derived = (term.of(law.variable).subs(size) for term in found.terms)
        numbers = Counterexample({**found.counterexample, **size}, claimed, derived)
    return Ruling(against, Means.LAW, False, _places(against, found.where), numbers)


def _exponents(step: Step, law: Law, against: str) -> Ruling:
    found = agreement(step.right, law.exponent, step.where)
    if found.where == true:
        return Ruling(against, Means.LAW, True, "the same exponent")
    point = found.counterexample
    numbers = None
    if point is not None:
        numbers = Counterexample(point, step.right.subs(point), law.exponent.subs(point))
    return Ruling(against, Means.LAW, False, _places(against, found.where), numbers)


def _places(against: str, where: Boolean) -> str:
    place = "nowhere in the domain" if where == false else f"only where {where}"
    return f"agrees with {against} {place}"


def _same(one: Expr, other: Expr) -> bool:
    """Whether algebra shows that two formulas are the same, kappa being positive."""
    if one == other:
        return True
    if one.count_ops() + other.count_ops() > _SIZE_OF_ALGEBRA:
        return False
    left, right = (side.subs(kappa, _KAPPA) for side in (one, other))
    try:
        return identical(left, right, _ON_NO_LINE)
    except (ScalingLawsError, TypeError, ValueError, ArithmeticError, NotImplementedError):
        return False  # SymPy has no way to decide: digits have
