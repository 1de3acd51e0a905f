"""Numbers of the exact witness put into formulas of the algebra."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sympy import Expr, Float, I, oo

from analytic import exact
from analytic.problem import GradientFlow, Model, Training
from analytic.symbolic.slow_sums.integrals import with_integrals_as_numbers

_FLOW = GradientFlow()


def to_sympy(number: Any, digits: int) -> Expr:
    """A real or complex mpmath number as a SymPy number of so many digits."""
    if hasattr(number, "_mpc_"):
        return Float(number.real, digits) + I * Float(number.imag, digits)
    return Float(number, digits)


@lru_cache(maxsize=1024)
def exact_loss(model: Model, time: Expr = oo, digits: int = 20, training: Training = _FLOW) -> Expr:
    """The test loss at a time, or at the end of training, to so many digits."""
    return to_sympy(exact.test_loss(model, time, digits, training), digits)


def evaluated(formula: Expr, point: Mapping[Expr, Expr], digits: int) -> Expr:
    """A formula at a point, to so many digits."""
    return _number(formula.xreplace(dict(point)), digits)


@lru_cache(maxsize=2048)  # some integrals and special functions take a second
def _number(expression: Expr, digits: int) -> Expr:
    return with_integrals_as_numbers(expression, digits).evalf(digits)


def relative_gap(value: Expr, reference: Expr) -> Expr:
    """|value - reference| / |reference|, or the plain distance from a reference of zero."""
    distance = abs(value - reference)
    return distance.evalf(5) if reference == 0 else (distance / abs(reference)).evalf(5)
