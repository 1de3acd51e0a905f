r"""The gap between test and training loss to first order in 1/P, at a fixed time, N = infinity.

    L + \sigma^2 - \hat L = g/P + ...,   g = \oint\oint e^{(s + s') t} (d + d') (w - w')/(s' - s)

without label noise: the test loss has D_P and D_P' below what the training loss is, and at order
1/P nothing else matters to their difference.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, contour, nodes_for
from analytic.exact.loss import exact_time
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import Spectrum, require_spectrum

__all__ = ["gap_coefficient"]

_DEFAULT_DIGITS = 17


def gap_coefficient(spectrum: Spectrum, time: Any, digits: int | None = None) -> Any:
    r"""Coefficient of 1/P in test less training loss under gradient flow, without label noise.

        lim P (L(t) - \hat L(t)),   N = \infty

    [bordelon2024dynamical], eq. (18), at order 1/P.

    Shape     one time; a float without `digits`, an mpmath number with them.
    Accuracy  all digits, or those of a double.
    Raises    InvalidProblemError for negative and infinite times; PrecisionError.

    At early times it is 2 t \sum \lambda_j \sum c_k:

    >>> from analytic.problem import MeasuredSpectrum
    >>> round(gap_coefficient(MeasuredSpectrum([1, "1/2"], [1, 3]), 1e-8) / 1e-8, 6)
    12.0
    """
    require_spectrum(spectrum)
    wanted = _DEFAULT_DIGITS if digits is None else digits
    require_digits(wanted)
    at = exact_time(time)
    if at == oo:
        raise InvalidProblemError(
            "At infinite time the gap has no expansion in 1/P. Choose a finite time."
        )

    def evaluate(extra: int) -> tuple[Any, ...]:
        return (_evaluate(spectrum, at, wanted + extra),)

    (value,) = certified(evaluate, wanted)
    return float(value) if digits is None else value


def _evaluate(spectrum: Spectrum, time: Expr, digits: int) -> Any:
    """The double transform on a contour chosen for so many digits."""
    nodes = nodes_for(digits)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes))
    with arithmetic.working():
        if time == 0:
            return arithmetic.number(0)
        now, path = arithmetic.number(time), contour(arithmetic, nodes)
        at = spectral_sums(arithmetic, spectrum).evaluate(path.z / now)
        weight = path.weight / now
        factors = weight[None, :], (weight * at.d)[None, :]
        function, slope = at.w[None, :], at.w_slope[None, :]
        return 2 * path.mixed(factors, function, slope, arithmetic.array([now]))[0]
