r"""One-pass SGD: one step averaged over its batch, and the generating function of all steps.

Along an eigenvector of K = (A^T A/N) Lambda, with q(k) = 1 - 2 \eta k + \beta \eta^2 k^2,

    <v_k^2>_{n+1} = q(k) <v_k^2>_n + (\eta^2/B) k^2 (L_n + \sigma^2),   \beta = 1 + 1/B.

For Gaussian features this is exact at given A. The mean field of [bordelon2024dynamical], eqs.
(142)-(144), has beta = 1: it leaves out how a batch misjudges the direction that it pushes in.

    \hat L(z) = \sum_n L_n z^n = [\hat F + \hat K \sigma^2/(1-z)] / (1 - \hat K),
    \hat F = \int d\phi(k)/(1 - z q(k)),   \hat K = (\eta^2/B) z \int k^2 d\rho(k)/(1 - z q(k))

With 1 - z q(k) = -z \beta \eta^2 (k + s_+)(k + s_-) and, at P = infinity, \int k d\rho/(s + k) =
d(kappa(s)), \int d\phi/(s + k) = kappa w/s, both are values of the resolvents at two frequencies:

    r^2 = 1 + \beta (e^p - 1),   z = e^{-p},
    s_- = (e^p - 1)/(\eta (1+r)),   s_+ = -(1+r)/(\eta \beta),
    \hat F = [W(s_-) - W(s_+)] e^p/(2 \eta r),   W = kappa w/s,
    \hat K = (\eta/(2 r B)) [s_+ d(s_+) - s_- d(s_-)].

Its singularities lie where e^p is real: at q of the spectrum, and where \hat K = 1. s_+ is beyond
the upper end of the spectrum of K, on or near the negative axis. There, with kappa = -x,

    s(\kappa) = -f(x),   f(x) = x [1 + D(x)/N],   D(x) = \sum_k \lambda_k/(x - \lambda_k) = -d(-x);

f is convex; its minimum is x_max, and right of it lies the branch.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import BranchError, InvalidProblemError, require
from analytic.exact.field_solution import FieldSolution
from analytic.exact.precision import Arithmetic, Array, Multiple
from analytic.exact.response import FixedPoint, fixed_point
from analytic.problem import Model, OnePassSGD
from analytic.real_numbers import shown

_SPARE = 64  # bits
_MOST_STEPS = 400
_TURNED = 1e-7  # of pi: an argument that continuation from the positive axis reaches safely


@dataclass(frozen=True)
class Update:
    """eta, 1/B and beta at a working precision."""

    step: Any
    over_batch: Any
    beta: Any


def update(arithmetic: Arithmetic, training: OnePassSGD, mean_field: bool) -> Update:
    """The update of a way of training, in an arithmetic."""
    return Update(
        arithmetic.number(training.step),
        arithmetic.number(1 / training.batch),
        arithmetic.number(spread(training.batch, mean_field)),
    )


def require_truth_value(mean_field: Any) -> None:
    """Refuse what is neither True nor False.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(mean_field, bool),
        f"mean_field = {str(mean_field)[:80]!r} is no truth value. Give True or False.",
    )


def spread(batch: Expr, mean_field: bool) -> Expr:
    r"""What multiplies \eta^2 k^2 in q(k), the square of an error that a step keeps.

        q(k) = 1 - 2 \eta k + \beta \eta^2 k^2,   \beta = 1 + 1/B

    In the mean field's approximation it is 1.
    """
    return Integer(1) if mean_field else 1 + 1 / batch


def require_fresh_data(model: Model, training: Any) -> OnePassSGD:
    """The way of training, one-pass SGD, for a model whose data do not end.

    Raises    InvalidProblemError for finite samples, for symbols, and for other ways of training.
    """
    if not isinstance(training, OnePassSGD):
        raise InvalidProblemError(
            f"{str(training)[:80]!r} goes not once through its data. Use OnePassSGD(step, batch)."
        )
    if model.samples != oo:
        raise InvalidProblemError(
            f"One-pass SGD sees every sample once, so samples = {shown(model.samples)} says "
            "nothing about it: n steps use n B samples. Leave samples at inf."
        )
    if training.step.free_symbols or training.batch.free_symbols:
        raise InvalidProblemError(f"{training!r} holds a symbol. Give it a value.")
    return training


class Parts(NamedTuple):
    r"""\hat F, \hat K and 1 - z at an array of p."""

    bias: Array
    kernel: Array
    gap: Array


def generating_function(at: Parts, noise: Any) -> Array:
    r"""The generating function of the loss from its parts.

        \hat L = [\hat F + \hat K \sigma^2/(1 - z)]/(1 - \hat K)

    [paquette2024phases].
    """
    return np.asarray((at.bias + at.kernel * noise / at.gap) / (1 - at.kernel))


def parts(equations: FixedPoint, update: Update, p: Array) -> Parts:
    r"""\hat F, \hat K and 1 - z at z = e^{-p}, p off the negative real axis."""
    ar = equations.arithmetic
    rise = _exponential_minus_one(ar, p)
    r = ar.sqrt(1 + update.beta * rise)
    near = equations.solve(rise / (update.step * (1 + r)))
    far = _solution_beyond(equations, update, r)
    bias = (near.sums.w / near.D_N - far.sums.w / far.D_N) * (1 + rise) / (2 * update.step * r)
    push = far.s * far.sums.d - near.s * near.sums.d
    kernel = update.step * update.over_batch * push / (2 * r)
    return Parts(bias, kernel, rise / (1 + rise))


def kernel_at_one(equations: FixedPoint, update: Update) -> Any:
    r"""\hat K at z = 1, where r = 1 and s_- = 0: the share of the noise that is passed on.

    \hat K(1) = -d(\kappa(s_+))/(\beta B),   s_+ = -2/(\eta \beta)
    """
    ar = equations.arithmetic
    kappa = ar.complex([_kappa_beyond(equations, -2 / (update.step * update.beta))])
    return -ar.real(equations.sums.evaluate(kappa).d)[0] * update.over_batch / update.beta


def _exponential_minus_one(arithmetic: Arithmetic, p: Array) -> Array:
    """e^p - 1 to full relative precision."""
    if not isinstance(arithmetic, Multiple):
        return np.asarray(np.expm1(p))
    smallest = float(np.min(arithmetic.log2_abs(p)))
    fine = Multiple(arithmetic.bits + max(0, int(-smallest)) + 8)
    with fine.working():
        return np.asarray(fine.exp(p) - 1)


def _solution_beyond(equations: FixedPoint, update: Update, r: Array) -> FieldSolution:
    r"""The solution at s_+ = -(1 + r)/(\eta \beta), for r close to 1 and for any other."""
    ar = equations.arithmetic
    end = -2 / (update.step * update.beta)
    s = end * (1 + r) / 2
    if equations.trivial or np.min(np.pi - np.abs(ar.angle(s))) > _TURNED * np.pi:
        return equations.solve(s)
    kappa = ar.complex([_kappa_beyond(equations, end)])
    slope = equations.forward(kappa)[1][0]
    return equations.solve(s, kappa[0] + (s - end) / slope)


def _kappa_beyond(equations: FixedPoint, s: Any) -> Any:
    """kappa at a real s < -x_max, by Newton's method from the right, where f is convex.

    Near x_max its slope is small: it is found with bits to spare.
    """
    ar = equations.arithmetic
    if equations.trivial:
        return s
    fine = Multiple(ar.bits + _SPARE)
    with fine.working():
        beyond = fixed_point(fine, equations.model)
        goal = fine.complex([fine.number(s)])
        kappa = goal
        for _ in range(_MOST_STEPS):
            correction, _slope = beyond.newton(goal, kappa)
            kappa = kappa - fine.complex(fine.real(correction))
            if fine.log2_abs(correction / kappa)[0] < -ar.bits - _SPARE / 4:
                found = fine.real(kappa)[0]
                break
        else:
            raise BranchError(
                "kappa(s) was not found beyond the upper end of the spectrum: the step is too "
                "close to the largest stable one. Choose a smaller step."
            )
    return ar.number(found)
