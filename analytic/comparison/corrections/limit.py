r"""The coefficients of 1/N and 1/P by their definition, from losses at a size beyond all digits.

    c(t) = lim n (L(t, n) - L(t)),   n = d(1/t) 10^(digits + 3)

The exact witness evaluates c(t) from the field equations at first order; here it is compared with
its own losses, for which those equations are solved in full.
"""

from __future__ import annotations

from sympy import Expr, Float, Integer, Rational, ceiling, floor, log

from analytic import exact
from analytic.comparison.measure import Experiment, resource_of
from analytic.comparison.numbers import relative_gap, to_sympy
from analytic.errors import PrecisionError
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import limited
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["correction_limit_check", "limit_of_differences"]

_SPECTRA = (PowerLaw(2, "3/2"), PowerLaw("9/2", "3/2"))
_TIMES = (Integer(3), Integer(10) ** 9)
_DIGITS = 10
_BEYOND = 3  # the next term is some d(1/t)/n of this one
_GUARD = 3


def correction_limit_check() -> Check:
    """The coefficient that a result's observable returns, against the limit of differences."""

    def run(result: Result, effort: Effort) -> Outcome:
        observable = result.observable
        assert isinstance(observable, Experiment)
        digits = min(_DIGITS, effort.digits)
        worst = max(
            relative_gap(
                observable.exact(spectrum, time, digits + 1),
                limit_of_differences(observable, spectrum, time, digits + 1),
            )
            for spectrum in _SPECTRA
            for time in _TIMES
        )
        bound = Rational(1, Integer(10) ** digits)
        return Outcome(bool(worst < bound), f"largest relative difference {worst}", f"1e-{digits}")

    return Check("exact", "coefficient as a limit of losses", run)


def limit_of_differences(
    observable: Experiment, spectrum: PowerLaw, time: Expr, digits: int
) -> Expr:
    """n (L(t, n) - L(t)) at a size n so large that the next term is below the digits.

    Raises    PrecisionError for a difference that cannot be told from zero.
    """
    resource = resource_of(observable)
    dimension = to_sympy(exact.resolvents(spectrum, 1 / time, _GUARD).d.real, _GUARD)
    n = Integer(ceiling(dimension)) * Integer(10) ** (digits + _BEYOND)
    working = 2 * digits + _BEYOND + 2 * _GUARD
    for _ in range(3):
        near = exact.test_loss(limited(resource, spectrum, n), time, working)
        free = to_sympy(exact.test_loss(Model(spectrum), time, working), working)
        difference = to_sympy(near, working) - free
        kept = working - _lost(free, difference)
        if kept > digits:
            return Float(n * difference, digits)
        working += digits + _GUARD - kept
    raise PrecisionError(
        f"The finite-size coefficient at time {time} cannot be told from zero at {working} digits. "
        "Choose another time."
    )


def _lost(value: Expr, difference: Expr) -> int:
    """Digits that cancel in a difference of numbers of the size of `value`."""
    if difference == 0:
        return int(value._prec)
    return max(0, int(-floor(log(abs(difference / value), 10).evalf(5))))
