r"""Formulas as functions of numbers: what SymPy's `lambdify` needs to know of their functions.

NumPy has no Gamma, no zeta and no function of this package, mpmath not the last. Each of them is
evaluated here by its own `evalf`: in doubles for NumPy's arrays, at the working precision of mpmath
for its numbers. SciPy is not needed.
"""

from collections.abc import Callable
from typing import Any, Literal

import mpmath
import numpy as np
from sympy import Basic, Expr, Function, Max, Min, Piecewise, sympify
from sympy import lambdify as sympy_lambdify
from sympy.printing.numpy import NumPyPrinter
from sympy.printing.pycode import MpmathPrinter

from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.formulas.letters import letter_named, written

Modules = Literal["numpy", "mpmath"]

_KNOWN = {
    "numpy": frozenset(NumPyPrinter().known_functions),
    "mpmath": frozenset(MpmathPrinter().known_functions),
}
_DIGITS = 17  # of a double


def lambdify(letters: Any, expression: Any, modules: Modules = "numpy") -> Callable[..., Any]:
    """A formula as a function of numbers, of arrays where `modules` is "numpy".

    Letters are given by name, as text or as symbols, one or several.

    Accuracy  doubles, each function to its last bits; with "mpmath" the working precision.
    Raises    InvalidProblemError for letters that the formula leaves open, or modules it lacks.

    >>> from sympy import zeta
    >>> from analytic.notation import N, a
    >>> law = zeta(a) * N ** (1 - a)
    >>> function = lambdify(["N", "a"], law)
    >>> [round(float(value), 9) for value in function(np.array([1, 10]), 2)]
    [1.644934067, 0.164493407]
    """
    formula = expression if isinstance(expression, Expr) else written(expression)
    wanted = letters if isinstance(letters, list | tuple) else [letters]
    own = sorted(formula.free_symbols, key=str)
    arguments = [
        letter_named(one, own) if str(one) in map(str, own) else letter_named(one) for one in wanted
    ]
    left_open = [str(one) for one in own if one not in arguments]
    if left_open:
        raise InvalidProblemError(
            f"The formula leaves {', '.join(left_open)} open. Name these letters too, or give "
            "them values."
        )
    function: Callable[..., Any] = sympy_lambdify(arguments, formula, modules_for(formula, modules))
    if modules != "numpy":
        return function
    return lambda *numbers: function(*map(_floating, numbers))


def modules_for(expression: Basic, modules: Modules = "numpy") -> list[Any]:
    """The list of modules with which SymPy's own `lambdify` takes an expression.

    >>> from sympy import gamma, lambdify
    >>> from analytic.notation import t
    >>> lambdify(t, gamma(t), modules_for(gamma(t)))(5.0)
    24.0
    """
    if not isinstance(modules, str) or modules not in _KNOWN:
        raise InvalidProblemError(f"modules = {modules!r} are not known. Use 'numpy' or 'mpmath'.")
    kinds = {applied.func for applied in expression.atoms(Function)} - {Piecewise, Min, Max}
    of_numbers = _in_doubles if modules == "numpy" else _at_working_precision
    others = (kind for kind in kinds if kind.__name__ not in _KNOWN[modules])
    return [{kind.__name__: of_numbers(kind) for kind in others}, modules]


def _in_doubles(kind: Any) -> Callable[..., Any]:
    """A function of floats or of arrays; nan where it has no value, as NumPy's functions."""

    def value(*numbers: float) -> float:
        try:
            number = kind(*(sympify(one) for one in map(_exactly, numbers))).evalf(_DIGITS)
        except ScalingLawsError:
            return np.nan
        return float(number) if number.is_Float or number.is_Rational else np.nan

    everywhere = np.vectorize(value, otypes=[float])

    def function(*numbers: Any) -> Any:
        found = everywhere(*numbers)
        return float(found) if found.ndim == 0 else found

    return function


def _floating(number: Any) -> Any:
    """NumPy's integers as doubles: it raises none of them to a negative power."""
    return np.asarray(number, float)[()] if isinstance(number, np.ndarray | np.integer) else number


def _exactly(number: Any) -> Any:
    """A whole number as an integer: functions count with some of their arguments."""
    return int(number) if float(number).is_integer() else float(number)


def _at_working_precision(kind: Any) -> Callable[..., Any]:
    """A function of mpmath numbers."""

    def function(*numbers: Any) -> Any:
        value = kind(*map(sympify, numbers)).evalf(mpmath.mp.dps + 2)
        return mpmath.mpmathify(value)

    return function
