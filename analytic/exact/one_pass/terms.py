r"""Bias and kernel of one-pass SGD by themselves, late: what is left of the target, and of noise.

F_n = \int q(k)^n d\phi(k),   K_n = (\eta^2/B) \int k^2 q(k)^n d\rho(k)

\hat F and \hat K of the generating function on the contour of the loss.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sympy import Expr

from analytic.errors import require
from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, nodes_for, talbot
from analytic.exact.one_pass.generating_function import parts
from analytic.exact.one_pass.steps import is_early
from analytic.exact.one_pass.update import require_fresh_data, update
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.response import fixed_point
from analytic.problem import Model, OnePassSGD
from analytic.real_numbers import exact_number

__all__ = ["OnePassTerms", "one_pass_terms"]

_SPARE = 32  # bits


class OnePassTerms(NamedTuple):
    """F and K after so many steps."""

    bias: Any
    kernel: Any


def one_pass_terms(model: Model, time: Any, training: OnePassSGD, digits: int) -> OnePassTerms:
    """Both terms of the Volterra equation after many steps, mpmath numbers to so many digits.

    Raises    InvalidProblemError for finite samples and for fewer steps than the contour has room
              for; PrecisionError.

    >>> import mpmath
    >>> from analytic.problem import PowerLaw
    >>> found = one_pass_terms(Model(PowerLaw(2, "3/2")), 1000, OnePassSGD("1/4", 2), 10)
    >>> print(mpmath.nstr(found.bias, 5), mpmath.nstr(found.kernel, 5))
    0.014328 4.686e-6
    """
    asked, steps = require_fresh_data(model, training), exact_number(time, "time")
    require_digits(digits)
    return OnePassTerms(
        *certified(lambda extra: _evaluate(model, steps, asked, digits + extra), digits)
    )


def _evaluate(model: Model, steps: Expr, training: OnePassSGD, digits: int) -> tuple[Any, Any]:
    nodes = nodes_for(digits, transforms=1)
    require(
        bool(steps.is_Integer) and not is_early(steps, nodes),
        f"After {steps} steps the terms of one-pass SGD are not evaluated to {digits} digits: the "
        f"contour has no room. Give a whole number of {2 * nodes} steps or more.",
    )
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes) + _SPARE)
    with arithmetic.working():
        equations, taken = fixed_point(arithmetic, model), update(arithmetic, training, False)

        def coefficient(count: Expr) -> tuple[Any, Any]:
            path = talbot(arithmetic, nodes, arithmetic.array([arithmetic.number(count)]))
            at = parts(equations, taken, path.s.ravel())
            return path.single(at.bias)[0], path.single(at.kernel)[0]

        return coefficient(steps)[0], coefficient(steps + 1)[1]
