r"""D_N(d) of a projection in numbers, read off its statement.

    D_N = 1 - d/N for Gaussian entries; D_N = d x, \sum_i g_i/(g_i + x) = d, for structured ones

A statement that is linear in d keeps its coefficient: nothing cancels in 1 - D_N. Any other one is
evaluated with its derivatives, in terms that they share.
"""

from math import ceil
from typing import Any

import numpy as np
from sympy import Rational

from analytic.errors import BranchError
from analytic.exact.formula import formula
from analytic.exact.precision import Arithmetic, Array, Double
from analytic.exact.sums.spectral_sums import (
    LOG2_HEAD,
    LOG2_RANGE,
    SpectralSums,
    Sums,
    spectral_sums,
)
from analytic.notation import d, x
from analytic.problem import Model, Spectrum

_FAR = 2.0**20  # times the trace: there 1 - D_N is linear in d
_STEP = 0.35  # of log d, along a ray from where d is small
_NEAR = 0.3  # of d: a step that Newton's method is sure to mend
_FEW = 8  # of such steps, fewer than along a ray
_ROUNDS = 40
_SETTLED = 8  # last bits of x that a slope does not feel
_FARTHER = 16  # times nearer to zero


class Transfer:
    """D_N as a function of d, of one model in one arithmetic.

    `load` is -dD_N/dd at d = 0, and everywhere where D_N is `linear`, D_N = 1 - load d.
    """

    def __init__(self, arithmetic: Arithmetic, model: Model) -> None:
        self.arithmetic = arithmetic
        statement = model.response
        slope = statement.diff(d)
        features = model.projection.features(model.width)
        is_line = features is None and not slope.free_symbols
        self.linear = is_line and statement.subs(d, 0) == 1
        if self.linear:
            self.exact_load = -slope
            self.load = arithmetic.number(-slope)
            return
        self._formula = formula(
            arithmetic, (statement, slope, slope.diff(d), statement.diff(x), slope.diff(x))
        )
        self._inverse = None if features is None else _Inverse(arithmetic, features)
        by_x = statement.diff(x)
        self._proportional = not by_x.has(x) and statement.subs(x, 0) == 0
        before = statement if self._inverse is None else by_x / d  # times x d, which is near 1
        self.load = arithmetic.number(-before.diff(d).subs(d, 0))
        if self._inverse is not None:
            self.load = self.load + self._inverse.sum_of_squares()

    @property
    def in_d_alone(self) -> bool:
        """Whether D_N is stated in d, and not linear in it."""
        return not self.linear and self._inverse is None

    @property
    def has_branches(self) -> bool:
        """Whether D_N is some d-dependent number of times an inverse, x.

        Of that only the branch that is continued is physical.
        """
        return not self.linear and self._inverse is not None and self._proportional

    def at(self, dimension: Array) -> tuple[Array, Any]:
        """D_N and -dD_N/dd."""
        if self.linear:
            return 1 - self.load * dimension, self.load
        return self.derivatives(dimension)[:2]

    def nearer(self, dimension: Array, response: Array) -> tuple[Array, Array]:
        """D_N after one step of Newton's method for x, from about this D_N, and -dD_N/dd there."""
        assert self._inverse is not None
        known, slope = self._inverse.nearer(dimension, self._inverted(dimension, response))
        value, fall, _, by_x, _ = self._formula({d: dimension, x: known})
        return value, -(fall + by_x / slope)

    def _inverted(self, dimension: Array, response: Array) -> Array:
        """x where D_N is proportional to it."""
        return np.asarray(response / self._formula({d: dimension, x: dimension * 0})[3])

    def derivatives(
        self, dimension: Array, response: Array | None = None
    ) -> tuple[Array, Array, Array]:
        """D_N where it is not linear, -dD_N/dd, and the second derivative.

        `response` is about D_N: where d is known, so is x on its branch.
        """
        start = None
        if response is not None and self.has_branches:
            start = self._inverted(dimension, response)
        at, rise = (0, 0) if self._inverse is None else self._inverse(dimension, start)
        value, slope, second, by_x, mixed = self._formula({d: dimension, x: at})
        one = dimension * 0 + 1
        return value * one, -(slope + by_x * rise) * one, (second + 2 * mixed * rise) * one


class _Inverse:
    r"""x as a function of d: \sum_i g_i/(g_i + x) = d, for features g scaled to trace 1."""

    def __init__(self, arithmetic: Arithmetic, features: Spectrum) -> None:
        self.arithmetic = arithmetic
        self.features = features
        self.sums: SpectralSums = spectral_sums(arithmetic, features)
        self.trace = self.sums.trace()
        self.most = float(self.sums.count())
        self._last: tuple[Array, Array] | None = None

    def nearer(self, dimension: Array, known: Array) -> tuple[Array, Array]:
        """x after one step of Newton's method, and dd/dx before it."""
        at = self.sums.evaluate(known * self.trace)
        return known - self._step(at, dimension) / self.trace, at.d_slope * self.trace

    @staticmethod
    def _step(at: Sums, dimension: Array) -> Array:
        """Newton's correction for 1/d, which is as good as linear."""
        return np.asarray((at.d - dimension) / at.d_slope * (at.d / dimension))

    def sum_of_squares(self) -> Any:
        r"""\sum_i g_i^2, how far D_N = d x is from one where d is small."""
        ar = self.arithmetic
        far = ar.complex([self.trace * ar.number(Rational(_FAR))])
        dimension = self.sums.evaluate(far).d
        return ar.real((1 - dimension * far / self.trace) / dimension)[0]

    def __call__(self, dimension: Array, start: Array | None = None) -> tuple[Array, Array]:
        """x and dx/dd; `start` is close to x, if it is given."""
        known = self._started(dimension) if start is None else start * self.trace
        for _ in range(_ROUNDS):
            at = self.sums.evaluate(known)
            step = self._step(at, dimension)
            known = known - step
            size = np.max(self.arithmetic.log2_abs(step / (abs(known) + self.sums.smallest())))
            if size < 4 - self.arithmetic.bits / 2:
                self._last = dimension, known
                if size > _SETTLED - self.arithmetic.bits:
                    at = self.sums.evaluate(known)
                return known / self.trace, 1 / (at.d_slope * self.trace)
        raise BranchError(
            "The features' own regulariser was not found. Move the frequency away from the "
            "negative real axis."
        )

    def _started(self, dimension: Array) -> Array:
        """x near enough for Newton's method: from another one, or along a ray from small d."""
        ar = self.arithmetic
        real = not np.any(ar.imag(dimension) != 0)
        if real and (isinstance(ar, Double) or not self._fits_doubles(ar.real(dimension))):
            return np.asarray(ar.complex(self._between_poles(ar.real(dimension))))
        if not isinstance(ar, Double):
            rough = _Inverse(Double(), self.features)
            known = rough(np.array([complex(one) for one in dimension]))[0]
            return np.asarray(ar.complex(known) * self.trace)
        if self._last is None or self._last[0].shape != dimension.shape:
            self._last = dimension[:1], self._along_ray(dimension[:1])
        before, known = self._last
        moved = dimension - before
        share = np.max(np.abs(moved / before)) / _NEAR
        if share < _FEW:
            return self._moved(before, known, moved, max(1, ceil(share)))
        return self._along_ray(dimension)

    def _moved(self, before: Array, known: Array, moved: Array, steps: int) -> Array:
        """x followed along a straight line in d."""
        for step in range(1, steps + 1):
            known = known + moved / steps / self.sums.evaluate(known).d_slope
            if step < steps:
                goal, at = before + moved * step / steps, self.sums.evaluate(known)
                known = known - self._step(at, goal)
        return known

    def _fits_doubles(self, dimension: Array) -> bool:
        """Whether x is positive, far from the poles, and within the range of doubles: real d."""
        inside = bool(np.all((dimension > 0) & (2 * dimension < self.most)))
        sizes = self.arithmetic.log2_abs(dimension)
        extent = self.features.log2_extent(LOG2_HEAD, max(0.0, float(np.max(sizes))))
        return inside and max(extent, float(np.max(-sizes))) < LOG2_RANGE

    def _between_poles(self, dimension: Array) -> Array:
        """Real x from which Newton's method for 1/d, concave or convex, does not turn back."""
        ar, least, largest = self.arithmetic, self.sums.smallest(), self.sums.largest()
        with np.errstate(divide="ignore"):
            one, share = 1 / dimension, self.trace / dimension
        known = np.where(
            dimension > 0,
            np.maximum(share - largest, least * (one - 1)),
            np.minimum(share, largest * (one - 1)),
        )
        inside = np.flatnonzero((dimension > 0) & (dimension < self.most))
        known[inside] = share[inside]
        nothing = least * ar.number(Rational(2) ** -ar.bits)
        while len(inside):  # until the features have more than the dimension, up to rounding
            at = ar.real(self.sums.evaluate(ar.complex(known[inside])).d)
            inside = inside[(at < dimension[inside]) & (known[inside] > nothing)]
            known[inside] = known[inside] / _FARTHER
        return np.asarray(known)

    def _along_ray(self, dimension: Array) -> Array:
        reach = np.log(np.max(np.abs(dimension)) * 64)
        steps = max(1, int(np.ceil(reach / _STEP)))
        share = np.exp(-reach) if reach > 0 else 1.0
        known = self.trace / (share * dimension)
        for turn in range(steps + 1):
            share = np.exp(-max(reach, 0.0) * (1 - turn / steps))
            for _ in range(3):
                at = self.sums.evaluate(known)
                goal = share * dimension
                known = known - self._step(at, goal)
            if turn < steps:
                slope = self.sums.evaluate(known).d_slope
                known = known * np.exp(share * dimension / (slope * known) * reach / steps)
        return np.asarray(known)
