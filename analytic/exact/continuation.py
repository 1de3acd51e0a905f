r"""Continuation of kappa(s) from the positive axis, where the physical root is known.

On s > 0 the physical root is the only one with D_P, D_N > 0. There the explicit function s(kappa)
is tabulated and inverted; then arg s grows from zero, with the step halved whenever Newton's
correction is not small against the predictor's step.
"""

from typing import Any, Protocol

import numpy as np

from analytic.errors import BranchError
from analytic.exact.precision import Arithmetic, Array, Double
from analytic.exact.sums.spectral_sums import SpectralSums

_POINTS_PER_OCTAVE = 2
_FIRST_STEP, _LEAST_STEP = 0.25, 1e-4  # of the angle
_MOST_MISSED = 0.2  # of kappa: a correction that is small


class Equations(Protocol):
    """What continuation needs to know of the fixed point kappa D_P D_N = s."""

    arithmetic: Arithmetic
    sums: SpectralSums
    load: Any

    def forward(self, kappa: Array) -> tuple[Array, Array]:
        """s(kappa) and ds/dkappa."""

    def newton(self, s: Array, kappa: Array) -> tuple[Array, Array]:
        """Newton's correction to kappa and the slope ds/dkappa."""

    def rank_root(self) -> Any:
        """kappa(0)."""


class Continuation:
    """Continuation of the fixed point from the positive axis in the argument of s."""

    def __init__(self, equations: Equations) -> None:
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
        """Every frequency with steps of its own."""
        ar, equations = self.arithmetic, self.equations
        kappa, s = self._positive(radius), radius.copy()
        if not angle.any():
            return kappa
        slope = equations.newton(radius, kappa)[1]
        done, step = np.zeros(len(s)), np.full(len(s), _FIRST_STEP)
        while len(on := np.flatnonzero(done < 1)):
            share = np.minimum(step[on], 1 - done[on])
            turned = ar.complex(1j * angle[on] * (done[on] + share))
            trial_s = radius[on] * ar.exp(turned)
            turn = ar.complex(1j * angle[on] * share)
            trial = kappa[on] * ar.exp(s[on] / (slope[on] * kappa[on]) * turn)
            trial, trial_slope, missed = self._corrected(trial_s, trial)
            small = missed <= _MOST_MISSED
            if np.any(~small & (share < _LEAST_STEP)):
                raise BranchError(
                    "Continuation of kappa(s) lost the physical branch. Move the frequency away "
                    "from the negative real axis."
                )
            went = on[small]
            kappa[went], slope[went], s[went] = trial[small], trial_slope[small], trial_s[small]
            done[went] += share[small]
            step[on] = share * np.where(small, 1.5, 0.5)
        return self._settled(radius, angle, kappa)

    def _corrected(self, s: Array, kappa: Array) -> tuple[Array, Array, Array]:
        """Two Newton steps, the slope after them, and the relative size of the first."""
        correction, _ = self.equations.newton(s, kappa)
        missed = np.exp2(self.arithmetic.log2_abs(correction / kappa))
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
        finest = float(ar.log2_abs(ar.array([base]))[0]) + 8 - ar.bits
        bottom = finest if base > 0 else lowest - 1
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
        trace = self.equations.sums.trace() * self.equations.load
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


def ladder(reached: int, bits: int) -> list[int]:
    """Working precisions of the Newton steps that double `reached` bits up to `bits`."""
    if reached >= bits:
        return []
    steps = []
    while reached < bits + 4:
        reached = 2 * reached - 6
        steps.append(min(reached, bits) + 12)
    return steps[:-1]
