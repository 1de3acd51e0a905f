r"""The 1/N and 1/P terms of the test loss: the field equations to first order in 1/N and 1/P.

    L(t) + c_N(t)/N + c_P(t)/P + ...

At first order kappa = s (1 + d/N + d/P), D_N = 1 - d/N and D_P = 1 - d/P, with d and w at s. In
the double transform of C_0 = (w/D_N - w'/D_N') / (D_P D_P' (s' - s)), without label noise,

    c_N:  (g - g')/(s' - s),                          g = d (w + s dw/ds)
    c_P:  [(d + d') (w - w') + f - f']/(s' - s),      f = d s dw/ds

and a difference quotient is a single transform at time 2t.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr

from analytic.errors import InvalidProblemError, PrecisionError
from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, contour, nodes_for
from analytic.exact.loss import exact_time
from analytic.exact.precision import Array, Multiple, bits_of
from analytic.exact.spectral_sums import Sums, spectral_sums
from analytic.problem import Spectrum

__all__ = ["data_coefficient", "width_coefficient"]

_DEEPEST = 2000
_START = 16

_Transform = Callable[[Spectrum, Expr, int], tuple[Any, float]]


def width_coefficient(spectrum: Spectrum, time: Any, digits: int) -> Any:
    """The coefficient c_N of 1/N in the mean-field test loss at a time, without label noise.

    Valid     positive finite times; with finitely many modes, before the loss decays exponentially.
    Accuracy  an error below one unit in the last digit, by two contours at two precisions.
    Raises    InvalidProblemError for other times, PrecisionError for a coefficient that cannot be
              told from zero.
    """
    return _certain(_width, spectrum, time, digits)


def data_coefficient(spectrum: Spectrum, time: Any, digits: int) -> Any:
    """The coefficient c_P of 1/P; validity, accuracy and errors as for `width_coefficient`."""
    return _certain(_samples, spectrum, time, digits)


class _Nodes(NamedTuple):
    """Sums over modes on a contour at time t: nodes s, weights a, shape (nodes/2,)."""

    arithmetic: Multiple
    nodes: int
    s: Array
    weight: Array
    sums: Sums
    time: Any


def _certain(transform: _Transform, spectrum: Spectrum, time: Any, digits: int) -> Any:
    """A transform to so many digits, with as many more as cancel in its sum."""
    require_digits(digits)
    at = exact_time(time)
    if not (at.is_positive and at.is_finite):
        raise InvalidProblemError(
            f"time = {time} has no finite-size term of its own. Give a positive finite time."
        )
    cancelled = _cancelled(transform, spectrum, at)

    def evaluate(extra: int) -> tuple[Any, ...]:
        return (transform(spectrum, at, digits + extra + cancelled)[0],)

    (value,) = certified(evaluate, digits)
    return value


def _cancelled(transform: _Transform, spectrum: Spectrum, time: Expr) -> int:
    """Digits by which the terms of the sum are larger than the sum.

    Powers s^n with integer n have no transform: they cancel, late in time by many digits.
    """
    working = _START
    while working < _DEEPEST:
        lost = transform(spectrum, time, working)[1]
        if lost < working - _START / 4:
            return max(0, int(lost))
        working *= 2
    raise PrecisionError(
        f"The finite-size term at time {time} is smaller than its parts by more than {_DEEPEST} "
        "digits. Choose an earlier time."
    )


def _width(spectrum: Spectrum, time: Expr, digits: int) -> tuple[Any, float]:
    """c_N, and the digits that cancel."""
    at = _solved(spectrum, 2 * time, digits)
    with at.arithmetic.working():
        return _single(at, at.sums.d * (at.sums.w + at.s * at.sums.w_slope))


def _samples(spectrum: Spectrum, time: Expr, digits: int) -> tuple[Any, float]:
    """c_P, and the digits that cancel."""
    late, at = _solved(spectrum, 2 * time, digits), _solved(spectrum, time, digits)
    with at.arithmetic.working():
        single, lost = _single(late, late.sums.d * late.s * late.sums.w_slope)
        double, double_lost = _responses(at)
        total = single + double
        sizes = at.arithmetic.log2_abs(at.arithmetic.array([single, double, total]))
        terms = max(sizes[0] + lost / log10(2), sizes[1] + double_lost / log10(2))
        return total, float((terms - sizes[2]) * log10(2))


def _single(at: _Nodes, function: Array) -> tuple[Any, float]:
    """The transform of a function at the nodes, and the digits that cancel."""
    terms = (at.weight * function)[None, :]
    value = contour(at.arithmetic, at.nodes).single(terms)
    return value[0], _digits_lost(at, terms[0], value[0])


def _responses(at: _Nodes) -> tuple[Any, float]:
    r"""The double transform of (d + d') (w - w')/(s' - s), by polarisation, and the digits lost.

    B(a (1 + x), a (1 + x)) - B(a (1 - x), a (1 - x)) = 4 B(a x, a),   x = d/|d| at one node
    """
    ar, w, slope = at.arithmetic, at.sums.w[None, :], at.sums.w_slope[None, :]
    scale = ar.real(at.sums.d[:1])[0]
    x = at.sums.d / scale
    time = ar.array([at.time])
    plus, minus = (
        contour(ar, at.nodes).double((at.weight * (1 + sign * x))[None, :], w, slope, time)[0]
        for sign in (1, -1)
    )
    value = scale * (plus - minus) / 2
    terms = scale * at.weight * at.weight * (1 + x) * (1 + x) * at.sums.w_slope
    return value, _digits_lost(at, terms, value)


def _digits_lost(at: _Nodes, terms: Array, value: Any) -> float:
    """log10 of the largest term over the sum."""
    ar = at.arithmetic
    size = ar.log2_abs(ar.array([value]))[0]
    return float((np.max(ar.log2_abs(terms)) - size) * log10(2))


def _solved(spectrum: Spectrum, time: Expr, digits: int) -> _Nodes:
    """The nodes for so many digits, and the sums over modes there."""
    nodes = nodes_for(digits)
    arithmetic = Multiple.at_least(bits_of(digits) + bits_lost(nodes))
    with arithmetic.working():
        t = arithmetic.number(time)
        path = contour(arithmetic, nodes)
        s = path.z / t
        sums = spectral_sums(arithmetic, spectrum).evaluate(s)
        return _Nodes(arithmetic, nodes, s, path.weight / t, sums, t)
