r"""Responses: the physical branch of the fixed point, at any complex frequency.

    \kappa D_P D_N = s,   D_P = 1 - d(\kappa)/P,   D_N = 1 - d(\kappa)/N

Eqs. (10)-(11) of [bordelon2024dynamical] at s = i omega, with R_1 = D_P and R_3 = D_N. The equation
has spurious roots. On the positive axis the physical one is the only root with D_P, D_N > 0; it is
found there and continued in the argument of s, with the step halved whenever Newton's correction
is not small against the predictor's step; then it is polished to the working precision.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import BranchError, InvalidProblemError
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.spectral_sums import SpectralSums, Sums, spectral_sums
from analytic.problem import Model

__all__ = ["FieldSolution", "FixedPoint", "coarse_arithmetic", "fixed_point"]

_LOG2_RANGE = 900.0
_POINTS_PER_OCTAVE = 2


class FieldSolution(NamedTuple):
    """The solution of the response equations at an array of frequencies s, shape (frequencies,)."""

    s: Array
    kappa: Array
    D_P: Array
    D_N: Array
    sums: Sums
    kappa_slope: Array


@lru_cache(maxsize=32)
def fixed_point(arithmetic: Arithmetic, model: Model) -> FixedPoint:
    """The fixed point of a model in an arithmetic; equal questions share their coefficients."""
    with arithmetic.working():
        return FixedPoint(arithmetic, model)


class FixedPoint:
    """kappa(s), D_P(s), D_N(s) of one model in one arithmetic."""

    def __init__(self, arithmetic: Arithmetic, model: Model) -> None:
        _refuse_symbols(model)
        self.arithmetic = arithmetic
        self.model = model
        self.sums: SpectralSums = spectral_sums(arithmetic, model.spectrum)
        self.over_width = arithmetic.number(_inverse(model.width))
        self.over_samples = arithmetic.number(_inverse(model.samples))
        self.over_gap = arithmetic.number(_inverse(model.width) - _inverse(model.samples))

    @property
    def trivial(self) -> bool:
        """Whether both resources are unlimited, so that kappa = s."""
        return bool(self.over_width == 0 and self.over_samples == 0)

    def solve(self, s: Array) -> FieldSolution:
        """The physical solution at frequencies off the negative real axis, |arg s| < pi."""
        if self.trivial:
            return self._complete(s, s)
        rough = _rough(self.model, s, self.arithmetic)
        kappa, reached = _start_of(rough, self.arithmetic, s)
        for bits in _ladder(reached, self.arithmetic.bits):
            kappa = fixed_point(Multiple(bits), self.model).polished(s, kappa)
        return self._complete(s, self._checked(s, self._settled(s, kappa)))

    def _settled(self, s: Array, kappa: Array) -> Array:
        """Newton's method until it has converged: near the spectrum's edge the start is poor."""
        for _ in range(12):
            correction, _slope = self.newton(s, kappa)
            kappa = kappa - correction
            if np.max(self.arithmetic.log2_abs(correction / kappa)) < 8 - self.arithmetic.bits / 2:
                return kappa
        raise BranchError(
            "Newton's method for kappa(s) does not converge: a frequency is too close to the edge "
            "of the spectrum. Move it away from the negative real axis."
        )

    def polished(self, s: Array, kappa: Array) -> Array:
        """One Newton step, at the precision of this arithmetic."""
        with self.arithmetic.working():
            return kappa - self.newton(s, kappa)[0]

    def _checked(self, s: Array, kappa: Array) -> Array:
        """The conditions that every physical solution obeys: kappa lies between the axis and s."""
        angle = self.arithmetic.angle(s)
        argument = self.arithmetic.angle(kappa) * np.where(angle < 0, -1, 1)
        slack = 2.0 ** (-self.arithmetic.bits / 4)
        if np.any(argument < -slack) or np.any(argument > np.abs(angle) + slack):
            raise BranchError(
                "Continuation of kappa(s) left the physical branch: arg kappa is not between 0 "
                "and arg s. Move the frequency away from the negative real axis."
            )
        return kappa

    def newton(self, s: Array, kappa: Array) -> tuple[Array, Array]:
        """Newton's correction to kappa and the slope ds/dkappa."""
        at, slope = self.forward(kappa)
        return (at - s) / slope, slope

    def forward(self, kappa: Array) -> tuple[Array, Array]:
        """s(kappa) = kappa D_P D_N and ds/dkappa."""
        sums = self.sums.evaluate(kappa)
        d_p, d_n = 1 - self.over_samples * sums.d, 1 - self.over_width * sums.d
        slope = d_p * d_n - kappa * sums.d_slope * (self.over_samples * d_n + self.over_width * d_p)
        return kappa * d_p * d_n, slope

    def _complete(self, s: Array, kappa: Array) -> FieldSolution:
        sums = self.sums.evaluate(kappa)
        d_p, d_n = self._responses(s / kappa, sums.d)
        over = self.over_samples * d_n + self.over_width * d_p
        slope = 1 / (d_p * d_n - kappa * sums.d_slope * over)
        return FieldSolution(s, kappa, d_p, d_n, sums, slope)

    def _responses(self, product: Array, d: Array) -> tuple[Array, Array]:
        """D_P and D_N from D_P D_N and D_P - D_N, which keep their digits where they vanish."""
        one = product * 0 + 1
        if self.over_width == 0:
            return product, one
        if self.over_samples == 0:
            return one, product
        gap = d * self.over_gap
        root = self.arithmetic.sqrt(gap * gap + 4 * product)
        swap = self.over_gap < 0
        larger = self._nearer(root, -gap if swap else gap, d)
        return (product / larger, larger) if swap else (larger, product / larger)

    def _nearer(self, root: Array, gap: Array, d: Array) -> Array:
        """The root of the quadratic that agrees with 1 - d/resource, for the larger resource."""
        direct = 1 - d * min(self.over_width, self.over_samples)
        plus, minus = (gap + root) / 2, (gap - root) / 2
        distance = self.arithmetic.log2_abs
        return np.where(distance(plus - direct) <= distance(minus - direct), plus, minus)

    def rank_root(self) -> Any:
        """The largest kappa at which d(kappa) = min(N, P): kappa at s = 0; zero when M is less."""
        if self.trivial:
            return self.arithmetic.number(0)
        rank = 1 / max(self.over_width, self.over_samples)
        if self.sums.count() <= float(rank):
            return self.arithmetic.number(0)
        return _inverse_dimension(self.arithmetic, self.model, rank)


def _start_of(rough: Array, arithmetic: Arithmetic, s: Array) -> tuple[Array, int]:
    if isinstance(arithmetic, Double):
        return np.asarray(rough, dtype=complex), arithmetic.bits
    return arithmetic.complex(rough), 36


def _ladder(reached: int, bits: int) -> list[int]:
    """Working precisions of the Newton steps that double `reached` bits up to `bits`."""
    if reached >= bits:
        return []
    steps = []
    while reached < bits + 4:
        reached = 2 * reached - 6
        steps.append(min(reached, bits) + 12)
    return steps[:-1]


def _inverse(resource: Expr) -> Expr:
    return Integer(0) if resource == oo else 1 / resource


def coarse_arithmetic(model: Model, log2_extent: float) -> Arithmetic:
    """Doubles where the sizes of the problem allow them, else short numbers without a range."""
    extent = log2_extent
    wide = Multiple(80)
    for resource in (model.width, model.samples):
        if resource != oo:
            extent = max(extent, abs(float(wide.log2_abs(wide.array([wide.number(resource)]))[0])))
    return Double() if extent < _LOG2_RANGE else wide


def _rough(model: Model, s: Array, arithmetic: Arithmetic) -> Array:
    """kappa(s) on the physical branch to about eleven digits."""
    coarse = coarse_arithmetic(model, float(np.max(np.abs(arithmetic.log2_abs(s)))))
    with coarse.working():
        frequencies = np.array([complex(x) for x in s]) if isinstance(coarse, Double) else s
        return Continuation(fixed_point(coarse, model)).solve(coarse.complex(frequencies))


class Continuation:
    """Continuation of the fixed point from the positive axis in the argument of s."""

    def __init__(self, equations: FixedPoint) -> None:
        self.equations = equations
        self.arithmetic = equations.arithmetic

    def solve(self, s: Array) -> Array:
        """kappa(s); the lower half plane by reflection."""
        ar = self.arithmetic
        angle = ar.angle(s)
        if np.any(np.abs(angle) > np.pi * (1 - 1e-14)):
            raise BranchError(
                "A frequency lies on the negative real axis, where the spectrum is. "
                "Approach the axis from above: add a small positive imaginary part."
            )
        radius = ar.exp(ar.log(s) - ar.complex(1j * angle))
        kappa = self._rotate(ar.complex(ar.real(radius)), np.abs(angle))
        return np.where(angle < 0, ar.conjugate(kappa), kappa)

    def _rotate(self, radius: Array, angle: Array) -> Array:
        ar = self.arithmetic
        kappa = self._positive(radius)
        done, step = 0.0, 0.25
        slope = self.equations.newton(radius, kappa)[1]
        s = radius
        while done < 1:
            step = min(step, 1 - done)
            turn = ar.complex(1j * angle * step)
            trial_s = radius * ar.exp(ar.complex(1j * angle * (done + step)))
            trial = kappa * ar.exp(s / (slope * kappa) * turn)
            trial, trial_slope, missed = self._corrected(trial_s, trial)
            if missed > 0.2 and step > 1e-4:
                step /= 2
                continue
            if missed > 0.2:
                raise BranchError(
                    "Continuation of kappa(s) lost the physical branch. Move the frequency away "
                    "from the negative real axis."
                )
            done, kappa, slope, s = done + step, trial, trial_slope, trial_s
            step *= 1.5
        return self._settled(radius, angle, kappa)

    def _corrected(self, s: Array, kappa: Array) -> tuple[Array, Array, float]:
        """Two Newton steps, the slope after them, and the relative size of the first."""
        correction, _ = self.equations.newton(s, kappa)
        missed = float(np.exp2(np.max(self.arithmetic.log2_abs(correction / kappa))))
        kappa = kappa - correction
        correction, slope = self.equations.newton(s, kappa)
        return kappa - correction, slope, missed

    def _settled(self, radius: Array, angle: Array, kappa: Array) -> Array:
        s = radius * self.arithmetic.exp(self.arithmetic.complex(1j * angle))
        for _ in range(6):
            correction, _slope = self.equations.newton(s, kappa)
            kappa = kappa - correction
            if np.max(self.arithmetic.log2_abs(correction / kappa)) < -40:
                break
        return kappa

    def _positive(self, radius: Array) -> Array:
        """kappa at s > 0: the table of s(kappa) inverted, then Newton's method."""
        ar, equations = self.arithmetic, self.equations
        log_radius = ar.log2_abs(radius)
        base = equations.rank_root()
        logs, kappas = self._table(base, float(np.min(log_radius)), float(np.max(log_radius)))
        excess = np.interp(log_radius, logs, kappas)
        kappa = ar.complex(base + ar.real(_power_of_two(ar, excess)))
        for _ in range(60):
            correction, _slope = equations.newton(radius, kappa)
            proposal = ar.real(kappa - correction)
            floor = base + (ar.real(kappa) - base) / 4
            kappa = ar.complex(np.where(proposal > floor, proposal, floor))
            if np.max(ar.log2_abs(correction / kappa)) < -30:
                return kappa
        return kappa

    def _table(self, base: Any, lowest: float, highest: float) -> tuple[Any, Any]:
        """log2 s against log2(kappa - base) on a grid that covers the frequencies asked for."""
        ar = self.arithmetic
        bottom = float(ar.log2_abs(ar.array([base]))[0]) - 45 if base > 0 else lowest - 1
        start, stop = self._extent(base, bottom, lowest, highest)
        count = int((stop - start) * _POINTS_PER_OCTAVE) + 3
        grid = np.linspace(start, stop, count)
        s = self.equations.forward(ar.complex(base + ar.real(_power_of_two(ar, grid))))[0]
        logs = ar.log2_abs(ar.complex(ar.real(s)))
        return np.maximum.accumulate(logs), grid

    def _extent(
        self, base: Any, bottom: float, lowest: float, highest: float
    ) -> tuple[float, float]:
        """A range of log2(kappa - base) on which s(kappa) covers lowest ... highest."""
        ar = self.arithmetic
        trace = self.equations.sums.trace() * (
            self.equations.over_width + self.equations.over_samples
        )
        ceiling = max(highest, float(ar.log2_abs(ar.array([trace]))[0])) + 2
        ladder = np.arange(ceiling, bottom - 8, -4.0)
        s = self.equations.forward(ar.complex(base + ar.real(_power_of_two(ar, ladder))))[0]
        logs = ar.log2_abs(ar.complex(ar.real(s)))
        low = ladder[logs < lowest]
        high = ladder[logs > highest]
        start = max(float(low[0]), bottom) if len(low) else bottom
        return start, max(float(high[-1]) if len(high) else ceiling, start + 1)


def _power_of_two(arithmetic: Arithmetic, exponents: Array) -> Array:
    if isinstance(arithmetic, Double):
        return np.exp2(exponents)
    log2 = arithmetic.log(arithmetic.number(2))
    return np.asarray(arithmetic.exp(arithmetic.array(exponents.tolist()) * log2))


@lru_cache(maxsize=64)
def _inverse_dimension(arithmetic: Arithmetic, model: Model, rank: Any) -> Any:
    """The kappa > 0 at which d(kappa) = rank, by Newton's method on log d against log kappa."""
    with arithmetic.working():
        sums = spectral_sums(arithmetic, model.spectrum)
        low, high = _dimension_bracket(arithmetic, sums, rank)
        kappa = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2)
        for _ in range(60 + arithmetic.bits):
            at = sums.evaluate(arithmetic.complex([kappa]))
            d, slope = arithmetic.real(at.d)[0], arithmetic.real(at.d_slope)[0]
            low, high = (kappa, high) if d > rank else (low, kappa)
            step = arithmetic.log(d / rank) * d / (slope * kappa)
            proposal = kappa * arithmetic.exp(-step)
            if not low <= proposal <= high:
                proposal = arithmetic.exp((arithmetic.log(low) + arithmetic.log(high)) / 2)
            size = arithmetic.log2_abs(arithmetic.array([proposal / kappa - 1]))[0]
            kappa = proposal
            if size < -arithmetic.bits / 2 - 4:
                return kappa - _dimension_step(arithmetic, sums, kappa, rank)
        return kappa


def _dimension_step(arithmetic: Arithmetic, sums: SpectralSums, kappa: Any, rank: Any) -> Any:
    at = sums.evaluate(arithmetic.complex([kappa]))
    return (arithmetic.real(at.d)[0] - rank) / arithmetic.real(at.d_slope)[0]


def _dimension_bracket(arithmetic: Arithmetic, sums: SpectralSums, rank: Any) -> tuple[Any, Any]:
    high = sums.trace() / rank
    low = high
    for _ in range(20000):
        low = low / 16
        if arithmetic.real(sums.evaluate(arithmetic.complex([low])).d)[0] > rank:
            return low, high
    raise InvalidProblemError(
        "No kappa has effective dimension min(N, P). Choose a width or a number of samples "
        "below the number of modes, or well above it."
    )


def _refuse_symbols(model: Model) -> None:
    symbols = set().union(*(x.free_symbols for x in (model.width, model.samples, model.noise)))
    if symbols:
        names = ", ".join(sorted(str(symbol) for symbol in symbols))
        raise InvalidProblemError(
            f"The exact witness needs numbers, and {names} is a symbol. Give it a value."
        )
