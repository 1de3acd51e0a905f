r"""The loss after n steps, as a contour integral of the generating function.

    L_n = \oint \hat L(z) z^{-n-1} dz/(2 \pi i)

With z = e^{-p} all singularities lie at real p <= 0 and at their images by 2 \pi i. Late, p = u/n
on the cotangent contour, whose nodes stay within the strip; early, the trapezoidal rule on a
circle |z| < 1. The cost does not grow with n.
"""

from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.errors import require
from analytic.exact.arguments import SAME
from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, nodes_for, talbot
from analytic.exact.limits import final_loss
from analytic.exact.one_pass.equations import (
    Parts,
    Update,
    generating_function,
    kernel_at_one,
    parts,
    require_fresh_data,
    update,
)
from analytic.exact.precision import Arithmetic, Array, Multiple, bits_of
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import Model, OnePassSGD, replace_model
from analytic.real_numbers import exact_number

_SPARE = 32  # bits
_WITHIN = 2  # steps for each node of the contour, from which on it stays within the strip
_ROUND = 4  # nodes of the circle for each step: rounding grows by 10^(digits/4), or in doubles
_ROUND_DOUBLE = 12  # by 10^(17/12), so that some 1e-14 is left


def is_early(steps: Any, nodes: int) -> Any:
    """Whether so few steps are taken that the contour would leave the strip."""
    return steps < _WITHIN * nodes


class OnePass:
    """The losses of one model and one update in one arithmetic."""

    def __init__(self, arithmetic: Arithmetic, model: Model, update: Update) -> None:
        self.arithmetic = arithmetic
        self.model = model
        self.update = update
        self.equations: FixedPoint = fixed_point(arithmetic, model)
        self.noise = arithmetic.number(model.noise)

    def late(self, steps: Array, nodes: int) -> tuple[Array, Array]:
        """Losses after many steps, and what their rounding is relative to."""
        path = talbot(self.arithmetic, nodes, steps)
        at = parts(self.equations, self.update, path.s.ravel())
        values = generating_function(at, self.noise)
        return path.single(values), self._size(path.weight * path.shaped(values), at)

    def early(self, steps: Array, most: int, digits: float) -> tuple[Array, Array]:
        """Losses after at most `most` steps, and what their rounding is relative to."""
        ar = self.arithmetic
        half = (_ROUND_DOUBLE if ar.bits == 53 else _ROUND) // 2 * (most + 4)
        theta = ar.array(list(range(1, 2 * half, 2))) * (ar.pi / (2 * half))
        rate = ar.number(digits) * ar.log(ar.number(10)) / (2 * half)
        p = rate - theta * ar.complex([1j])[0]
        at = parts(self.equations, self.update, p)
        powers = ar.exp(np.multiply.outer(steps, p))
        terms = powers * generating_function(at, self.noise)[None, :] / half
        return np.asarray(ar.real(terms).sum(axis=1)), self._size(terms, at)

    def final(self) -> Any:
        r"""The loss after infinitely many steps, by the residue at z = 1.

        L_\infty = [F_\infty + K \sigma^2]/(1 - K),   K = \hat K(1)
        """
        kernel = kernel_at_one(self.equations, self.update)
        bare = fixed_point(self.arithmetic, replace_model(self.model, noise=0))
        return (final_loss(bare, SAME) + kernel * self.noise) / (1 - kernel)

    def initial(self) -> Any:
        r"""\sum_k c_k."""
        return self.equations.sums.power()

    def _size(self, terms: Array, at: Parts) -> Array:
        lost = np.maximum(1, np.abs(at.kernel)) / np.abs(1 - at.kernel)
        return np.asarray(np.abs(terms).sum(axis=1) * np.max(lost))


class OnePassTerms(NamedTuple):
    r"""What is left of the target, and of noise, late.

        F_n = \int q(k)^n d\phi(k),   K_n = (\eta^2/B) \int k^2 q(k)^n d\rho(k)

    [paquette2024phases].
    """

    bias: Any
    kernel: Any


def one_pass_terms(model: Model, time: Any, training: OnePassSGD, digits: int) -> OnePassTerms:
    r"""Both terms of the Volterra equation after many steps, mpmath numbers to so many digits.

        F_n = \int q(k)^n d\phi(k),   K_n = (\eta^2/B) \int k^2 q(k)^n d\rho(k)

    What is left of the target, and of the noise of one step. [paquette2024phases].

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
        *certified(lambda extra: _terms(model, steps, asked, digits + extra), digits)
    )


def _terms(model: Model, steps: Expr, training: OnePassSGD, digits: int) -> tuple[Any, Any]:
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
