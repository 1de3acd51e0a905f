"""A law against digits at points that a test chooses, each exact number evaluated once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sympy import Add, Expr, Rational, Symbol, log, simplify

from analytic.comparison.comparators import growth
from analytic.comparison.law_digits import FAR, NEAR, law_curve
from analytic.comparison.law_points import Point, law_at
from analytic.law import Law
from analytic.problem import PowerLaw
from analytic.result import Effort, Observable, Result, Simulated

__all__ = ["Remembered", "excess", "law_excess", "perturbed", "remembering"]


@dataclass(frozen=True)
class Remembered:
    """An observable that keeps what it has evaluated."""

    inner: Observable
    known: dict[tuple[PowerLaw, Expr, int], Expr] = field(default_factory=dict)

    @property
    def variable(self):
        return self.inner.variable

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        key = spectrum, size, digits
        if key not in self.known:
            self.known[key] = self.inner.exact(spectrum, size, digits)
        return self.known[key]

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        return self.inner.simulated(spectrum, sizes, effort)


def remembering(result: Result) -> Result:
    """The same result, whose exact values are kept."""
    assert result.observable is not None
    return replace(result, observable=Remembered(result.observable))


def excess(
    result: Result,
    spectrum: PowerLaw,
    point: Point,
    digits: int,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
) -> Expr:
    """What is left of a result's law at one point, over what is allowed: at most one if it holds.

    This is the check of the result's own digits, at a single point.
    """
    law = law_at(result, spectrum, point)
    assert law is not None, f"no law at {point}"
    return law_excess(result, law, spectrum, point, digits, near, far)


def law_excess(
    result: Result,
    law: Law,
    spectrum: PowerLaw,
    point: Point,
    digits: int,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
) -> Expr:
    """The same for a law that is given, in the result's quantity."""
    assert result.observable is not None
    numbers = spectrum.at(point)
    return growth(law_curve(result.observable, law.general, numbers, point, near, far, digits))


def perturbed(law: Law) -> Iterator[tuple[str, Law]]:
    """The law with one of its terms changed by 1 %, in its coefficient or in its exponent."""
    law, n = law.general, law.variable
    for part in ("leading", "correction"):
        whole = getattr(law, part)
        for term in Add.make_args(whole):
            for name, factor in (
                ("coefficient", Rational(101, 100)),
                ("exponent", n ** (_power(term, n) / 100)),
            ):
                changed = whole - term + term * factor
                yield f"{name} of {term} in the {part}", law.with_formulas(**{part: changed})


def _power(term: Expr, variable: Symbol) -> Expr:
    """The power of 1/variable in a term, logarithms apart."""
    _, factor = term.subs(log(variable), 1).as_independent(variable, as_Add=False)
    return simplify(-variable * factor.diff(variable) / factor)
