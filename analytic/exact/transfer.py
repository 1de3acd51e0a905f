r"""D_N(d) of a projection in numbers, read off its statement.

    D_N = 1 - d/N for Gaussian entries; D_N = d x, \sum_i g_i/(g_i + x) = d, for structured ones

A statement that is linear in d keeps its coefficient: nothing cancels in 1 - D_N. Any other one is
evaluated with its derivatives, in terms that they share.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import ceil
from operator import add, mul
from typing import Any

import numpy as np
from sympy import Add, Expr, Mul, Pow, Rational, Symbol, cse, exp

from analytic.errors import BranchError, require
from analytic.exact.precision import Arithmetic, Array, Double
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.notation import d, x
from analytic.problem import Model, Spectrum

Letters = Mapping[Symbol, Any]

_FAR = 2.0**20  # times the trace: there 1 - D_N is linear in d
_STEP = 0.35  # of log d, along a ray from where d is small
_NEAR = 0.3  # of d: a step that Newton's method is sure to mend
_FEW = 8  # of such steps, fewer than along a ray
_ROUNDS = 40
_FARTHER = 16  # times nearer to zero


class Transfer:
    """D_N as a function of d, of one model in one arithmetic.

    `load` is -dD_N/dd at d = 0, and everywhere where D_N is `linear`.
    """

    def __init__(self, arithmetic: Arithmetic, model: Model) -> None:
        self.arithmetic = arithmetic
        statement = model.response
        slope = statement.diff(d)
        features = model.projection.features(model.width)
        self.linear = features is None and not slope.free_symbols
        if self.linear:
            self.exact_load = -slope
            self.load = arithmetic.number(-slope)
            return
        self._formula = _formula(
            arithmetic, (statement, slope, slope.diff(d), statement.diff(x), slope.diff(x))
        )
        self._inverse = None if features is None else _Inverse(arithmetic, features)
        self.load = (
            arithmetic.number(-slope.subs(d, 0))
            if self._inverse is None
            else self._inverse.sum_of_squares()
        )

    @property
    def has_branches(self) -> bool:
        """Whether D_N is an inverse, of which only the branch that is continued is physical."""
        return not self.linear and self._inverse is not None

    def begin(self, dimension: Array, response: Array) -> None:
        """The branch on which D_N is about this response: where d is known, so is x = D_N/d."""
        if self._inverse is not None:
            self._inverse.begin(dimension, response / dimension)

    def at(self, dimension: Array) -> tuple[Array, Any]:
        """D_N and -dD_N/dd."""
        if self.linear:
            return 1 - self.load * dimension, self.load
        return self.derivatives(dimension)[:2]

    def derivatives(self, dimension: Array) -> tuple[Array, Array, Array]:
        """D_N where it is not linear, -dD_N/dd, and the second derivative."""
        at, rise = (0, 0) if self._inverse is None else self._inverse(dimension)
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

    def begin(self, dimension: Array, known: Array) -> None:
        """Take x at these dimensions for known, to some digits."""
        self._last = dimension, known * self.trace

    def sum_of_squares(self) -> Any:
        r"""\sum_i g_i^2, how far D_N = d x is from one where d is small."""
        ar = self.arithmetic
        far = ar.complex([self.trace * ar.number(Rational(_FAR))])
        dimension = self.sums.evaluate(far).d
        return ar.real((1 - dimension * far / self.trace) / dimension)[0]

    def __call__(self, dimension: Array) -> tuple[Array, Array]:
        """x and dx/dd."""
        known = self._started(dimension)
        for _ in range(_ROUNDS):
            at = self.sums.evaluate(known)
            step = (at.d - dimension) / at.d_slope * (at.d / dimension)  # of 1/d, as good as linear
            known = known - step
            size = np.max(self.arithmetic.log2_abs(step / (abs(known) + self.sums.smallest())))
            if size < 4 - self.arithmetic.bits / 2:
                self._last = dimension, known
                return known / self.trace, 1 / (self.sums.evaluate(known).d_slope * self.trace)
        raise BranchError(
            "The features' own regulariser was not found. Move the frequency away from the "
            "negative real axis."
        )

    def _started(self, dimension: Array) -> Array:
        """x near enough for Newton's method: from the last one, or along a ray from small d."""
        ar = self.arithmetic
        real = not np.any(ar.imag(dimension) != 0)
        if self._last is not None and self._last[0].shape == dimension.shape:
            before, known = self._last
            if real:  # and so is x
                before, known = ar.complex(ar.real(before)), ar.complex(ar.real(known))
            moved = dimension - before
            share = float(np.exp2(np.max(ar.log2_abs(moved / before)))) / _NEAR
            if real and share < 1:
                nearby = ar.real(self._moved(before, known, moved, 1))
                return ar.complex(
                    [self._inside(*pair) for pair in zip(nearby, ar.real(dimension), strict=True)]
                )
            if not real and share < _FEW:
                return self._moved(before, known, moved, max(1, ceil(share)))
        if real:
            return ar.complex([self._beside(one) for one in ar.real(dimension)])
        if not isinstance(ar, Double):
            rough = _Inverse(Double(), self.features)
            known = rough(np.array([complex(one) for one in dimension]))[0]
            return np.asarray(ar.complex(known) * self.trace)
        return self._along_ray(dimension)

    def _moved(self, before: Array, known: Array, moved: Array, steps: int) -> Array:
        """x followed along a straight line in d."""
        for step in range(1, steps + 1):
            known = known + moved / steps / self.sums.evaluate(known).d_slope
            if step < steps:
                goal, at = before + moved * step / steps, self.sums.evaluate(known)
                known = known - (at.d - goal) / at.d_slope * (at.d / goal)
        return known

    def _inside(self, known: Any, dimension: Any) -> Any:
        """A real x that has not passed the pole next to which it lies."""
        least, largest = self.sums.smallest(), self.sums.largest()
        inside = known + least > 0 if dimension > 0 else known + largest < 0
        return known if inside else self._beside(dimension)

    def _beside(self, dimension: Any) -> Any:
        """A real x from which Newton's method for 1/d, concave or convex, does not turn back."""
        least, largest = self.sums.smallest(), self.sums.largest()
        if 0 < dimension < self.most:
            return self._left_of(dimension)
        if dimension > 0:
            return max(self.trace / dimension - largest, least * (1 / dimension - 1))
        return min(self.trace / dimension, largest * (1 / dimension - 1))

    def _left_of(self, dimension: Any) -> Any:
        """A positive x at which the features have more than the dimension, up to rounding."""
        ar, below = self.arithmetic, self.trace / dimension
        nothing = self.sums.smallest() * ar.number(Rational(2) ** -ar.bits)
        while below > nothing and (
            ar.real(self.sums.evaluate(ar.complex([below])).d)[0] < dimension
        ):
            below = below / _FARTHER
        return below

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
                known = known - (at.d - goal) / at.d_slope * (at.d / goal)
            if turn < steps:
                slope = self.sums.evaluate(known).d_slope
                known = known * np.exp(share * dimension / (slope * known) * reach / steps)
        return np.asarray(known)


def _formula(arithmetic: Arithmetic, expressions: Sequence[Expr]) -> Callable[[Letters], list[Any]]:
    """Values of several expressions, what they share evaluated once."""
    shared, results = cse(list(expressions))
    steps = [(symbol, _function(arithmetic, one)) for symbol, one in shared]
    ends = [_function(arithmetic, one) for one in results]

    def evaluate(letters: Letters) -> list[Any]:
        known = dict(letters)
        for symbol, step in steps:
            known[symbol] = step(known)
        return [end(known) for end in ends]

    return evaluate


def _function(arithmetic: Arithmetic, expression: Expr) -> Callable[[Letters], Any]:
    """An algebraic or exponential expression as a function of its letters' values."""
    if expression.is_number:
        number = arithmetic.number(expression)
        return lambda _: number
    if isinstance(expression, Symbol):
        return lambda letters: letters[expression]
    parts = [_function(arithmetic, part) for part in expression.args]
    if isinstance(expression, Add | Mul):
        joined = add if isinstance(expression, Add) else mul
        return lambda letters: reduce(joined, (part(letters) for part in parts))
    if isinstance(expression, exp):
        return lambda letters: arithmetic.exp(parts[0](letters))
    twice = 2 * expression.exp if isinstance(expression, Pow) else Rational(1, 2)
    require(
        bool(twice.is_Integer),
        f"{expression} in D_N has no value. State it in rational functions, square roots and "
        "exponentials of d.",
    )
    if twice % 2 == 0:
        return lambda letters: parts[0](letters) ** int(twice / 2)
    return lambda letters: arithmetic.sqrt(parts[0](letters)) ** int(twice)
