r"""The finite-size coefficient: the test loss to first order in 1/N, or in 1/P, at a fixed time.

One resource n is limited, the other is not, and there is no label noise. To first order in 1/n the
fixed point is kappa = s + s d/n, with d and w at s, and the keystone in the form
C_0 = (g - g')/((s' - s) D_P D_P'), g = w/D_N, is

    C_0 = (w - w')/(s' - s) + (1/n) [ (g_1 - g_1')/(s' - s) + (q + q') (w - w')/(s' - s) ],
    n = N:  g_1 = s d dw/ds + d w,  q = 0;      n = P:  g_1 = s d dw/ds,  q = d.

The double transform of (g_1 - g_1')/(s' - s) is the transform of g_1 at time 2t.
"""

from math import log10
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, oo

from analytic.errors import InvalidProblemError
from analytic.exact.arguments import exact_time
from analytic.exact.certificate import certified_number
from analytic.exact.contour import Nodes, bits_lost, nodes_for, talbot
from analytic.exact.edges import bits_near_edge
from analytic.exact.precision import Arithmetic, Array, Multiple, Scaled, bits_of
from analytic.exact.sums.measured_sums import Sums
from analytic.exact.sums.spectral_sums import coarse_arithmetic, spectral_sums
from analytic.problem import Model, Spectrum, require_spectrum

_RESOURCES = ("width", "samples")


def finite_size_coefficient(
    spectrum: Spectrum, resource: str, time: Any, digits: int | None = None
) -> Any:
    r"""Coefficient of 1/N, or of 1/P, in the test loss under gradient flow, without label noise.

        lim n (L(t, n) - L(t)),   n = N for "width", n = P for "samples"

    The coefficient of the mean field: what the fourth moments of a simulation's entries add is
    not in it.

    Shape     one time; a float without `digits`, an mpmath number with them.
    Accuracy  all digits, or those of a double.
    Raises    InvalidProblemError for negative and infinite times and for other resources.

    The mean square error of one mode is 1 - 2 t + (2 + 2/N) t^2 at early times:

    >>> from analytic.problem import MeasuredSpectrum
    >>> round(finite_size_coefficient(MeasuredSpectrum([1], [1]), "width", 1e-8) / 1e-16, 6)
    2.0
    """
    require_spectrum(spectrum)
    at = _finite_time(time, "the loss")
    limited = _require_resource(resource)
    # null modes are noise of the labels, which no unlimited data set shows to any width
    seen = Model(spectrum).visible.spectrum if limited == "width" else spectrum
    return certified_number(lambda working: _evaluate(seen, limited, at, working), digits)


def gap_coefficient(spectrum: Spectrum, time: Any, digits: int | None = None) -> Any:
    r"""Coefficient of 1/P in test less training loss under gradient flow, without label noise.

        lim P (L - \hat L) = \oint\oint e^{(s + s') t} (d + d') (w - w')/(s' - s),   N = \infty

    the test loss has D_P and D_P' below what the training loss is, and at order 1/P nothing else
    matters to their difference. [bordelon2024dynamical], eq. (18), at order 1/P.

    Shape     one time; a float without `digits`, an mpmath number with them.
    Accuracy  all digits, or those of a double.
    Raises    InvalidProblemError for negative and infinite times; PrecisionError.

    At early times it is 2 t \sum \lambda_j \sum c_k:

    >>> from analytic.problem import MeasuredSpectrum
    >>> round(gap_coefficient(MeasuredSpectrum([1, "1/2"], [1, 3]), 1e-8) / 1e-8, 6)
    12.0
    """
    require_spectrum(spectrum)
    at = _finite_time(time, "the gap")

    def evaluate(working: int) -> Any:
        arithmetic = Multiple.at_least(bits_of(working) + bits_lost(nodes_for(working)))
        with arithmetic.working():
            if at == 0:
                return arithmetic.number(0)
            return _Path(arithmetic, spectrum, at, working, decaying=False).gap()

    return certified_number(evaluate, digits)


def _evaluate(spectrum: Spectrum, resource: str, time: Expr, digits: int) -> Any:
    """The coefficient on contours chosen for so many digits."""
    if time == 0:
        return Multiple(bits_of(digits)).number(0)
    scales = _scales(spectrum, time)
    needed = digits + (scales.digits_lost_early if resource == "samples" else 0)
    lost = bits_lost(nodes_for(needed)) + scales.bits_lost_late
    near = bits_near_edge(Model(spectrum), time)
    arithmetic = Multiple.at_least(bits_of(needed) + lost + near)
    with arithmetic.working():
        path = _Path(arithmetic, spectrum, time, needed, scales.decaying)
        value = path.width() if resource == "width" else path.samples()
        return Scaled(value, path.decay)


class _Path:
    """The first-order terms on contours at times t and 2t, right of -lambda_M where L decays."""

    def __init__(
        self,
        arithmetic: Arithmetic,
        spectrum: Spectrum,
        time: Expr,
        digits: float,
        decaying: bool,
    ) -> None:
        self.arithmetic = arithmetic
        self.digits = digits
        self.sums = spectral_sums(arithmetic, spectrum)
        self.time = arithmetic.number(time)
        self.shift = self.sums.smallest() if decaying else arithmetic.number(0)
        self.decay = 2 * self.shift * self.time

    def width(self) -> Any:
        """The coefficient of 1/N."""
        path, s, at = self._contour(1)
        return path.single(at.d * (s * at.w_slope + at.w))[0]

    def samples(self) -> Any:
        """The coefficient of 1/P."""
        path, s, at = self._contour(1)
        return path.single(at.d * s * at.w_slope)[0] + self.gap()

    def gap(self) -> Any:
        """The double transform of (d + d') (w - w')/(s' - s): D_P and D_P' to first order."""
        path, s, at = self._contour(2)
        return 2 * path.double(at.w, at.w_slope, s * 0 + 1, at.d)[0]

    def _contour(self, transforms: int) -> tuple[Nodes, Array, Sums]:
        """Frequencies and sums of a double transform at time t, or of a single one at 2t."""
        time = self.arithmetic.array([self.time * 2 / transforms])
        nodes = nodes_for(self.digits, transforms)
        path = talbot(self.arithmetic, nodes, time, self.shift)
        return path, path.s.ravel(), self.sums.evaluate(path.s.ravel())


class _Scales(NamedTuple):
    """What a contour at a time has to provide for."""

    decaying: bool
    digits_lost_early: float
    bits_lost_late: int


def _scales(spectrum: Spectrum, time: Expr) -> _Scales:
    """Whether lambda_M t > 1, and what cancels before 1/lambda_1 and late.

    Two terms of order t leave t^2; late, |w/(s dw/ds)| at s = 1/t is common to all values of w.
    """
    wide = Multiple(80)
    with wide.working():
        log2_time = float(wide.log2_abs(wide.array([wide.number(time)]))[0])
    arithmetic = coarse_arithmetic(Model(spectrum), abs(log2_time))
    with arithmetic.working():
        sums = spectral_sums(arithmetic, spectrum)
        t, first, last = arithmetic.number(time), sums.largest(), sums.smallest()
        s = arithmetic.complex([1 / t + last])
        at = sums.evaluate(s)
        sizes = arithmetic.log2_abs(np.concatenate([s * at.w_slope, at.w]))
        early = -float(arithmetic.log2_abs(arithmetic.array([first * t]))[0])
        return _Scales(
            bool(last * t > 1) and Model(spectrum).null_power == 0,  # else w has a pole at zero
            max(0.0, early * log10(2)),
            max(0, int(sizes[1] - sizes[0]) + 1),
        )


def _finite_time(time: Any, what: str) -> Expr:
    at = exact_time(time)
    if at == oo:
        raise InvalidProblemError(
            f"At infinite time {what} has no expansion in 1/N and 1/P. Choose a finite time."
        )
    return at


def _require_resource(resource: str) -> str:
    if resource not in _RESOURCES:
        raise InvalidProblemError(
            f"resource = {resource!r} is not a size of the model. Choose 'width' or 'samples'."
        )
    return resource
