r"""The edges of the spectrum of K: how far it stays from zero, and how far it reaches.

On the real axis s(kappa) = kappa D_P D_N rises from its first critical point kappa_e, to the right
of which the physical branch lies; the critical value is -x_min, and near it

    \kappa - \kappa_e = \sqrt{2 (s + x_{min}) / s''(\kappa_e)}.

Where N and P are far beyond M, kappa_e comes close to the last pole -lambda_M of d, where s has
another regime, kappa = s: then distances are taken from that pole, with the bits that it takes.

Every transient dies like e^{-x_min t} or faster. The upper edge, the fastest rate, is what a step
has to bear: with u = -kappa and e(u) = \sum_k \lambda_k/(u - \lambda_k),

    x_{max} = \min_{u > \lambda_1} u (1 + e(u)/P) (1 + e(u)/N),   \lambda_1 at N = P = \infty.
"""

from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, oo

from analytic.exact.precision import Arithmetic, Array, Multiple
from analytic.exact.response import FixedPoint, fixed_point
from analytic.exact.sums.spectral_sums import coarse_arithmetic, log2_sizes
from analytic.problem import Model, require_model
from analytic.roots import Bracket, bracket_beyond, bracketed_root

_FIRST, _LAST = 2.0**-30, 2000.0  # log2 of kappa(0) over kappa_e
_FOUND = 1e-9
_DEEPEST = 4096.0
_NEAR_EDGE = 14.0
_COARSE, _FURTHEST = 2.0**-28, 1.0  # of log kappa: how far kappa_e may be from the coarse one
_ROUNDED = 4  # last bits of kappa_e that may be wrong
_TOLD_APART = 12  # bits by which doubles are sure to find kappa_e beside a pole
_WITHIN = 1 - 2.0**-30  # of a pole that no critical point keeps s from: so far a contour may go
_BESIDE = 8  # bits common to kappa_e and -lambda_M from which on their distance is refined


class BranchPoint(NamedTuple):
    r"""Where kappa(s) branches: kappa_e, x_min and s''(kappa_e).

        \kappa - \kappa_e = \sqrt{2 (s + x_{min})/s''(\kappa_e)}

    Without both resources limited, only x_min.
    """

    kappa: Any
    rate: Any
    curvature: Any


class _CoarseEdge(NamedTuple):
    """x_min, and how far kappa_e is from zero, or from -lambda_M where it is close to that."""

    rate: Any
    distance: Any = None
    beside_pole: bool = False


def spectral_edge(model: Model) -> float:
    r"""The smallest nonzero rate x_min in the spectrum of K; zero when there is no gap.

        -x_{min} = s(\kappa_e),   s'(\kappa_e) = 0,   s(\kappa) = \kappa D_P(\kappa) D_N(\kappa)

    at the largest real \kappa_e where that is so; the smallest \lambda_k at N = P = \infty.

    Accuracy  about twelve digits.

    >>> from analytic.problem import MeasuredSpectrum, Model
    >>> flat = MeasuredSpectrum([1.0] * 4, [0.25] * 4)
    >>> round(spectral_edge(Model(flat, samples=16)), 12)      # Marchenko-Pastur: (1 - 1/2)^2
    0.25
    """
    require_model(model)
    return float(_coarse(model).rate)


def coarse_edge(model: Model) -> Any:
    """x_min to about twelve digits, of any size."""
    return _coarse(model).rate


def log2_edge(model: Model) -> float:
    """log2 of x_min, of any size; -inf when there is no gap."""
    wide = Multiple(80)
    with wide.working():
        return float(wide.log2_abs(wide.array([coarse_edge(model)]))[0])


def bits_near_edge(model: Model, time: Expr) -> int:
    """Bits of s = -x_min + z/t that are common to all nodes of a contour at the edge."""
    if time in (0, oo):
        return 0
    return bits_common(log2_edge(model) + float(log2_sizes([time])[0]))


def bits_common(log2_age: float) -> int:
    """The same, from log2 of x_min t."""
    return int(min(max(0.0, log2_age), _DEEPEST)) + 8


@lru_cache(maxsize=256)
def _coarse(model: Model) -> _CoarseEdge:
    """kappa_e and x_min to about eight and twelve digits; x_min = 0 when there is no gap."""
    bits = _bits_beside_pole(model)
    arithmetic = Multiple(80 + 2 * bits) if bits else coarse_arithmetic(model, 0.0)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        if equations.trivial:
            return _CoarseEdge(equations.sums.smallest())
        rank, count = equations.rank, equations.sums.count()
        if count == rank or (count > rank and equations.bottlenecks(oo)[1] == rank):
            return _CoarseEdge(arithmetic.number(0))
        return _critical_point(equations, bool(count < rank))


@lru_cache(maxsize=256)
def _bits_beside_pole(model: Model) -> int:
    r"""Bits that kappa_e and -lambda_M have in common; zero while doubles can tell them apart.

    With one mode s = kappa (1 - (1/N + 1/P) \lambda/(\lambda + kappa)) has its critical point where
    (kappa + \lambda)^2 = \lambda^2 (1/N + 1/P); more modes push it further from the last one.
    """
    coarse = coarse_arithmetic(model, 0.0)
    with coarse.working():
        equations = fixed_point(coarse, model)
        if equations.trivial or equations.sums.count() >= equations.rank:
            return 0
        bits = ceil(-float(coarse.log2_abs(coarse.array([equations.load]))[0]) / 2)
    return bits if bits > _TOLD_APART else 0


def _critical_point(equations: FixedPoint, full_rank: bool) -> _CoarseEdge:
    """The first critical point left of kappa(0), and minus its critical value.

    On the real axis, right of kappa_e, s < 0 up to the larger resource. There d_2 = N -
    (d-N)^2/(P+N-2d) once, as d_2 rises to the left; for kappa < 0 log(-s) is concave. Past kappa_e
    s falls to the right as far as twice its u: no doubling leaves that out.
    """
    ar, linear = equations.arithmetic, equations.transfer.linear
    pole = equations.sums.smallest() if full_rank or not linear else ar.number(0)
    span = pole + equations.rank_root()
    last = _LAST if linear else min(_LAST, ar.bits - _TOLD_APART)

    def left_of(u: Array) -> Array:
        """span 2^-u: from kappa(0) at u = 0 down to zero, or to -lambda_M after a shift by it."""
        return np.asarray(span * ar.exp(ar.array((-u).tolist()) * ar.log(ar.number(2))))

    def kappa_at(u: Array) -> Array:
        return ar.complex(left_of(u) - pole)

    def falling(u: Any) -> Any:
        """Minus the slope of s, which rises to the right of kappa_e and is negative there."""
        s, slope = equations.forward(kappa_at(np.array([u])))
        below = bool(ar.real(s)[0] < 0) and (linear or bool(ar.imag(s)[0] == 0))
        return -ar.real(slope)[0] if below or u <= _FIRST else ar.number(1)

    low, high = 0.0, _FIRST
    while falling(high) < 0 and high < last:
        low, high = high, min(2 * high, last)
    if falling(high) <= 0 and not linear:
        return _CoarseEdge(_WITHIN * -ar.real(equations.forward(kappa_at(np.array([high])))[0])[0])
    if falling(high) <= 0:
        low = high
    elif falling(low) < 0:
        low = bracketed_root(falling, Bracket(low, high), _FOUND * high).low
    u = np.array([low])
    beside = bool(pole > 0 and (low > _BESIDE or not linear))
    distance = left_of(u)[0] if beside else ar.real(kappa_at(u))[0]
    return _CoarseEdge(-ar.real(equations.forward(kappa_at(u))[0])[0], distance, beside)


@lru_cache(maxsize=64)
def branch_point(arithmetic: Arithmetic, model: Model) -> BranchPoint:
    """The branch point at the edge, to the precision of the arithmetic."""
    if fixed_point(arithmetic, model).trivial:
        return BranchPoint(None, fixed_point(arithmetic, model).sums.smallest(), None)
    if _coarse(model).distance is None:
        return BranchPoint(None, arithmetic.number(float(_coarse(model).rate)), None)
    bits = _bits_beside_pole(model)
    fine = Multiple(max(arithmetic.bits, 64) + bits) if bits else arithmetic
    with fine.working():
        found = _refined(fixed_point(fine, model), _coarse(model), arithmetic.bits)
    return BranchPoint(*(arithmetic.number(x) for x in found))


def _refined(equations: FixedPoint, coarse: _CoarseEdge, bits: int) -> BranchPoint:
    """The critical point, in the logarithm of its distance from zero or from the pole."""
    ar = equations.arithmetic
    origin = -equations.sums.smallest() if coarse.beside_pole else ar.number(0)
    distance = ar.number(coarse.distance)
    right = 1 if distance > 0 else -1

    def at(x: Any) -> Any:
        return origin + distance * ar.exp(ar.array([right * x]))[0]

    def slope(x: Any) -> Any:
        return _slope(equations, at(x))

    near = bracket_beyond(slope, ar.number(0), ar.number(_COARSE), _FURTHEST)
    x = bracketed_root(slope, near, ar.number(2.0 ** (_ROUNDED - bits))).low
    beside = ar.number(2.0 ** (-bits // 3))
    low, high = x - beside, x + beside
    curvature = (slope(high) - slope(low)) / (at(high) - at(low))
    value = equations.forward(ar.complex([at(x)]))[0]
    return BranchPoint(at(x), -ar.real(value)[0], curvature)


def kappa_beside(
    arithmetic: Arithmetic, edge: BranchPoint, distance: Array, log2_decay: float
) -> Array | None:
    r"""kappa at s = -x_min + distance, where x_min t is beyond 2^14; else None.

        kappa - kappa_e = x/2 + sqrt(x (2/s'' + x/4)),   x = distance

    Exact beside a single pole of d; for small x the root at the branch point, for large x a slope
    of one, that of kappa = s.
    """
    if log2_decay < _NEAR_EDGE or edge.kappa is None:
        return None
    root = arithmetic.sqrt(distance) * arithmetic.sqrt(2 / edge.curvature + distance / 4)
    return np.asarray(edge.kappa + distance / 2 + root)


def _slope(equations: FixedPoint, kappa: Any) -> Any:
    arithmetic = equations.arithmetic
    return arithmetic.real(equations.forward(arithmetic.complex([kappa]))[1])[0]


@lru_cache(maxsize=256)
def upper_edge(model: Model, bits: int = 64) -> Any:
    r"""The upper edge of the spectrum of K, to so many bits.

        x_{max} = \min_{u > \lambda_1} u (1 + e(u)/P) (1 + e(u)/N)

    with e(u) = \sum_k \lambda_k/(u - \lambda_k); \lambda_1 where nothing is limited.
    """
    fine = Multiple(bits + 32 + _bits_beside_largest(model))
    with fine.working():
        equations = fixed_point(fine, model)
        first = equations.sums.largest()
        return first if equations.trivial else _least(equations, first, bits)


def _bits_beside_largest(model: Model) -> int:
    """Bits common to -kappa and lambda_1: with one mode (u/lambda_1 - 1)^2 = 1/N + 1/P."""
    coarse = coarse_arithmetic(model, 0.0)
    with coarse.working():
        load = fixed_point(coarse, model).load
        return 0 if load == 0 else max(0, ceil(-float(coarse.log2_abs(coarse.array([load]))[0])))


def _least(equations: FixedPoint, first: Any, bits: int) -> Any:
    """The least rate: where ds/dkappa = 0 in log(u/lambda_1 - 1), to half of the bits."""
    arithmetic = equations.arithmetic

    def forward(log_above: Any) -> tuple[Any, Any]:
        above = arithmetic.exp(arithmetic.array([log_above]))
        return equations.forward(arithmetic.complex(-first * (1 + above)))

    def slope(log_above: Any) -> Any:
        return arithmetic.real(forward(log_above)[1])[0]

    bracket = _bracket_above(equations)
    if not equations.transfer.linear:
        low, high = bracket.high, bracket.high
        while slope(low) > 0:
            if low < -bits / 2:  # an atom at lambda_1
                return -arithmetic.real(forward(low)[0])[0]
            low, high = low - 1, low
        bracket = Bracket(low, high)
    lowest = bracketed_root(slope, bracket, arithmetic.number(2.0 ** (-bits / 2 - 4)))
    return -arithmetic.real(forward(lowest.low)[0])[0]


def _bracket_above(equations: FixedPoint) -> Bracket:
    r"""Logarithms of u/\lambda_1 - 1, of one mode alone and of the whole trace in it.

    Between them d_2 = (NP - e^2)/(N + P + 2e), once: d_2 and e fall with u.
    """
    arithmetic = equations.arithmetic
    over = equations.load
    share = equations.sums.trace() / equations.sums.largest() * over
    logs = arithmetic.log(arithmetic.array([over, share * (1 + share)]))
    return Bracket(logs[0] / 2 - 3, max(logs[1] / 2, logs[1]) + 3)
