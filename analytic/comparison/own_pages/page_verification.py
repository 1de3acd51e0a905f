r"""The verdict on a derivation of one's own: every equation, how it was decided, what fails."""

from dataclasses import dataclass
from typing import Any

from analytic.comparison.own_pages.domain_points import domain_points
from analytic.comparison.own_pages.judged_steps import Judge
from analytic.comparison.own_pages.letter_values import LetterValues
from analytic.comparison.own_pages.ruling import Means, Ruling
from analytic.errors import require
from analytic.formulas.prose import markdown_sentence
from analytic.own_page import Page as OwnPage
from analytic.own_page import Step
from analytic.relation import Relation
from analytic.typesetting.tables import formula_cell, markdown_table

_WORDS = {True: "holds", False: "fails", None: "not decided"}


@dataclass(frozen=True, repr=False)
class JudgedStep:
    """An equation with what was found about it: it fails if any comparison does.

    `passed` is None where nothing decides: such an equation has not been verified.
    """

    step: Step
    rulings: tuple[Ruling, ...]

    @property
    def number(self) -> int:
        """Its number on the page."""
        return self.step.number

    @property
    def passed(self) -> bool | None:
        """Whether it holds, as far as anything decides."""
        found = {ruling.passed for ruling in self.rulings} - {None}
        return None if not found else False not in found

    @property
    def deciding(self) -> Ruling:
        """The comparison that refutes it, or else one that decides, or else what hinders."""
        by_weight = sorted(self.rulings, key=lambda one: (one.passed is None, one.passed is True))
        return by_weight[0]

    @property
    def means(self) -> Means:
        """How it was decided."""
        return self.deciding.means

    def __repr__(self) -> str:
        return f"<Step {self}>"

    def __str__(self) -> str:
        return f"({self.number}) {self.word}  {self.text}\n    {'; '.join(self.findings)}"

    @property
    def text(self) -> str:
        """The equation as text, as it was read."""
        equation = self.step.equation
        return f"{equation.left} {equation.relation.sign} {self._right}"

    @property
    def findings(self) -> list[str]:
        """What refutes it, or else what decides, or else what hinders, each in words."""
        found = [one for one in self.rulings if one.passed is not None] or list(self.rulings)
        shown = [one for one in found if one.passed is False] or found
        return list(dict.fromkeys(f"{one.means}: {one}" for one in shown))

    @property
    def word(self) -> str:
        """What is found in a word: holds, fails, not decided."""
        return _WORDS[self.passed]

    @property
    def formula(self) -> str:
        """The equation between dollars."""
        equation = self.step.equation
        sides = (formula_cell(side) for side in (equation.left, equation.shown))
        return f" ${equation.relation.latex}$ ".join(sides)

    @property
    def _right(self) -> str:
        """The right side as text, what it leaves out last."""
        equation = self.step.equation
        if equation.relation is Relation.ORDER:
            return f"O({equation.right})"
        return f"{equation.right}" + ("" if equation.error is None else f" + O({equation.error})")

    def as_json(self) -> dict[str, Any]:
        """The equation and its rulings as plain data."""
        equation = self.step.equation
        return {
            "number": self.number,
            "left": str(equation.left),
            "relation": equation.relation.value,
            "right": self._right,
            "reason": equation.reason,
            "where": str(self.step.where),
            "passed": self.passed,
            "means": self.means.value,
            "rulings": [ruling.as_json() for ruling in self.rulings],
        }


@dataclass(frozen=True, repr=False)
class PageVerification:
    """What is found about a derivation of one's own, equation by equation.

    `law` says whether there is a law on which the page has to end.
    """

    title: str
    name: str
    steps: tuple[JudgedStep, ...]
    law: bool

    @property
    def ends_on_law(self) -> bool | None:
        """Whether some equation was found to state the law; None where the page is about none."""
        if not self.law:
            return None
        return any(
            one.means is Means.LAW and one.passed for step in self.steps for one in step.rulings
        )

    @property
    def ok(self) -> bool:
        """Whether no equation fails, and some have been decided that are no definitions."""
        decided = {step.passed for step in self.steps if not step.step.is_definition}
        return False not in decided and True in decided

    @property
    def failures(self) -> tuple[JudgedStep, ...]:
        """The equations that fail."""
        return tuple(step for step in self.steps if step.passed is False)

    @property
    def first_failure(self) -> JudgedStep | None:
        """The first equation that fails; what follows may be wrong because of it."""
        return self.failures[0] if self.failures else None

    @property
    def undecided(self) -> tuple[JudgedStep, ...]:
        """The equations that nothing decides."""
        return tuple(step for step in self.steps if step.passed is None)

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        first, numbers = self.first_failure, ", ".join(f"({x.number})" for x in self.undecided)
        if first is not None:
            return f"fails at ({first.number})"
        if not self.ok:
            return "not verified: nothing decides"
        without = " and it does not end on the law" if self.ends_on_law is False else ""
        if numbers:
            return f"holds in part: {numbers} not decided{without}"
        return f"holds{',' if without else ''}{without}"

    def __repr__(self) -> str:
        return f"<Verification of {self.title}: {self.verdict}, {len(self.steps)} equations>"

    def __str__(self) -> str:
        """All equations for a terminal."""
        return "\n".join([f"{self.title}: {self.verdict}", *map(str, self.steps)])

    def _repr_markdown_(self) -> str:
        """The verification in a notebook."""
        rows = [
            (
                str(step.number),
                step.formula,
                f"**{_WORDS[False]}**" if step.passed is False else _WORDS[step.passed],
                str(step.means),
                markdown_sentence(f"{step.deciding}"),
            )
            for step in self.steps
        ]
        heading = ("", "equation", "", "decided by", "found")
        return f"**{self.title}**: {self.verdict}\n\n{markdown_table(heading, rows)}\n"

    def as_json(self) -> dict[str, Any]:
        """The verification as plain data."""
        return {
            "title": self.title,
            "about": self.name,
            "verdict": self.verdict,
            "ok": self.ok,
            "ends_on_law": self.ends_on_law,
            "steps": [step.as_json() for step in self.steps],
        }


def page_verification(page: OwnPage, digits: int, seed: int) -> PageVerification:
    """Every equation of a page, judged; points are drawn with this seed.

    Raises    InvalidProblemError for a page without an equation that could be judged, and for an
              empty domain.
    """
    require(
        any(not step.is_definition for step in page.steps),
        f"The page {page.title} has no equations, so there is nothing to verify. Give it some by "
        "page.show(left, right, reason), or in a file by lines such as L(N) = kappa*w.",
    )
    for step in page.steps:
        domain_points(step.where, 1, seed)
    judge = Judge(page, LetterValues.of(page.stated), digits, seed)
    steps = tuple(JudgedStep(step, judge.rulings(step)) for step in page.steps)
    return PageVerification(page.title, page.name, steps, page.law is not None)
