r"""The compute-optimal law against itself, by second routes.

Terms that the crossover consists of against the laws that were derived for each by itself; the
minimum of the crossover function against its values around it; exponents against a linear program
that tries every division of the budget in small steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Float, Rational, Symbol

from analytic.comparison.law_points import free_symbols, points_in
from analytic.comparison.numbers import relative_gap
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.frontier.crossover_optimum import best_time
from analytic.symbolic.frontier.terms import Budget, Term
from analytic.symbolic.series.crossover_functions import width_crossover

__all__ = ["exponents_check", "minimum_check", "terms_check"]

_DIGITS = 20
_EACH = 3
_PARTS = 2520  # of the budget, so that small rational divisions are among them
_AWAY = (Rational(999, 1000), Rational(1001, 1000))
_POWERS = tuple(
    (Rational(r), Rational(p)) for r, p in (("2/3", "2/3"), ("1/4", "1/2"), ("9/10", "3/7"))
)


def terms_check(
    spectrum: PowerLaw, derived: Sequence[Term], known: Sequence[Term], resources: Sequence[Symbol]
) -> Check:
    """Coefficients of the crossover's terms against those of the laws at its ends."""

    def run(result: Result, _: Effort) -> Outcome:
        assert result.law is not None
        free = free_symbols(spectrum)
        points = [p for one in result.law.regimes for p in points_in(one.condition, free, _EACH)]
        gaps = [
            relative_gap(
                one.coefficient.subs(at).evalf(_DIGITS), two.coefficient.subs(at).evalf(_DIGITS)
            )
            for at in points or [{}]
            for one in derived
            for two in known
            if one.name == two.name and all(one.decay(x) == two.decay(x) for x in resources)
        ]
        worst = max(gaps, default=Float(1))
        bound = Float(10, 5) ** (3 - _DIGITS)
        return Outcome(bool(worst <= bound), f"{len(gaps)} coefficients, {worst}", f"{bound}")

    return Check("symbolic", "terms of the crossover against the laws at its ends", run)


def minimum_check() -> Check:
    """Values of the function on both sides of its least one, which are larger, by the same."""

    def run(_: Result, __: Effort) -> Outcome:
        ratios = []
        for power, p in _POWERS:
            omega = power / (1 + p)
            best = best_time(omega, power, p).evalf(_DIGITS)
            least, left, right = (
                (x**omega * width_crossover(power, p, x)).evalf(_DIGITS)
                for x in (best, *(best * one for one in _AWAY))
            )
            ratios.append(min(left - least, right - least) / max(left - least, right - least))
        worst = min(ratios)
        return Outcome(
            bool(worst > Rational(99, 100)),
            f"rises by one part in {Float(1 / (1 - worst), 2)} the same on both sides",
            "the same to 1 %: a minimum, and no point beside one",
        )

    return Check("symbolic", "the least value of the crossover function", run)


def exponents_check(spectrum: PowerLaw, terms: Sequence[Term], budget: Budget) -> Check:
    """Exponents of the law against the best of 2520 divisions of the budget, in rationals."""

    def run(result: Result, _: Effort) -> Outcome:
        law = result.law
        assert law is not None
        free = free_symbols(spectrum)
        points = [p for one in law.regimes for p in points_in(one.condition, free, _EACH)] or [{}]
        gaps = []
        for at in points:
            lines = [budget.line(term) for term in terms]
            rates = [(x.at_zero.subs(at), x.slope.subs(at)) for x in lines]
            best = max(_least(rates, Rational(i, _PARTS)) for i in range(_PARTS + 1))
            steepest = max(abs(slope) for _, slope in rates) / _PARTS
            gaps.append(abs(law.exponent.subs(at) - best) / steepest)
        worst = max(gaps)
        return Outcome(
            bool(worst <= 1), f"{len(points)} points, {Float(worst, 3)} steps", "one step"
        )

    return Check("symbolic", "exponents against every division of the budget", run)


def _least(rates: Sequence[tuple[Expr, Expr]], nu: Expr) -> Expr:
    return min(at_zero + slope * nu for at_zero, slope in rates)
