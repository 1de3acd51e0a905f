r"""Responses: the physical branch of the fixed point, at any complex frequency.

    \kappa D_P D_N = s,   D_P = 1 - d(\kappa)/P,   D_N = D_N(d(\kappa)) of the projection

Eqs. (10)-(11) of [bordelon2024dynamical] at s = i omega: R_1 = D_P and R_3 = D_N = 1 - d/N. The
equation has spurious roots: the physical one is continued from the positive axis in doubles,
polished to the working precision, and checked against the conditions that every physical solution
obeys.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from sympy import Expr, Integer, oo

from analytic.errors import BranchError
from analytic.exact.continuation import Continuation, ladder
from analytic.exact.field_solution import FieldSolution
from analytic.exact.paired_responses import LinearResponses, Responses, ScarceResource
from analytic.exact.precision import Arithmetic, Array, Double, Multiple
from analytic.exact.sums.measured_sums import Sums
from analytic.exact.sums.spectral_sums import (
    SpectralSums,
    coarse_arithmetic,
    inverse_dimension,
    refuse_symbolic_model,
    spectral_sums,
)
from analytic.exact.transfer import Transfer
from analytic.problem import Model, Spectrum

_MERGED = 16
_ROUGH_BITS = 36  # of kappa, that continuation in doubles is sure to reach


@lru_cache(maxsize=16)
def fixed_point(arithmetic: Arithmetic, model: Model) -> FixedPoint:
    r"""The fixed point \kappa D_P D_N = s of a model in an arithmetic; equal questions share it.

    Modes that a projection leaves out are null modes, which no response depends on.
    """
    seen = model if model.projection.kept(model.width) == oo else model.visible
    with arithmetic.working():
        return FixedPoint(arithmetic, seen)


class FixedPoint:
    """kappa(s), D_P(s), D_N(s) of one model in one arithmetic."""

    def __init__(self, arithmetic: Arithmetic, model: Model) -> None:
        refuse_symbolic_model(model)
        self.arithmetic = arithmetic
        self.model = model
        self.sums: SpectralSums = spectral_sums(arithmetic, model.spectrum)
        self.transfer = Transfer(arithmetic, model)
        self.over_samples = arithmetic.number(1 / model.samples)
        self.load = self.transfer.load + self.over_samples
        self.ranks = model.ranks
        self.scarce: ScarceResource | None = None
        if self.transfer.linear:
            gap = arithmetic.number(self.transfer.exact_load - 1 / model.samples)
            load, over = self.transfer.load, self.over_samples
            self._responses = LinearResponses(arithmetic, load, over, gap)
        elif self.rank <= self.sums.count() and self.rank != oo and self.transfer.in_d_alone:
            self.scarce = ScarceResource(arithmetic, model, self.rank)

    def eigenvalue(self, spectrum: Spectrum, mode: int) -> Any:
        """That of one mode of the model's spectrum, counted from 1: zero where it is left out."""
        value = spectral_sums(self.arithmetic, spectrum).mode(mode)
        return value if value >= self.sums.smallest() else self.arithmetic.number(0)

    @property
    def trivial(self) -> bool:
        """Whether nothing is limited, so that kappa = s."""
        return bool(self.transfer.linear and self.load == 0)

    @property
    def rank_N(self) -> Expr:
        """The least d at which D_N vanishes: N."""
        return min(self.ranks, default=oo)

    @property
    def rank(self) -> Expr:
        """The least d at which D_N or D_P vanishes: min(N, P), exactly."""
        return min(self.rank_N, self.model.samples)

    def bottlenecks(self, *others: Expr) -> list[Expr]:
        """Where D_P and D_N vanish, and other sizes, in rising order."""
        return sorted((*self.ranks, self.model.samples, *others))

    def solve(self, s: Array, start: Array | None = None) -> FieldSolution:
        """The physical solution at frequencies off the negative real axis, |arg s| < pi.

        `start`, when it is given, is already close to kappa: Newton's method needs nothing else.
        """
        if self.trivial:
            return self._complete(s, s)
        kappa = self._continued(s) if start is None else self._settled(s, start)
        return self._complete(s, self._checked(s, kappa))

    def _continued(self, s: Array) -> Array:
        merging = self._merging_bits(s)
        known = self._bits_of_free_root(s)
        rough = s if known > _ROUGH_BITS else rough_kappa(self.model, s, self.arithmetic, merging)
        if isinstance(self.arithmetic, Double):
            return self._settled(s, np.asarray(rough, dtype=complex))
        fine = fixed_point(Multiple(self.arithmetic.bits + merging), self.model)
        kappa = self.arithmetic.complex(rough)
        for bits in ladder(max(_ROUGH_BITS, known), fine.arithmetic.bits - merging):
            kappa = fixed_point(Multiple(bits + merging), self.model).polished(s, kappa)
        with fine.arithmetic.working():
            return fine._settled(s, kappa, merging)

    def _bits_of_free_root(self, s: Array) -> int:
        r"""Bits to which kappa = s for certain: |kappa/s - 1| is about |d(s)| (1/N + 1/P).

        |\lambda + s| >= (\lambda + |s|) cos(arg s/2): d(|s|) over the square of that cosine bounds
        d(s) and s d'(s). Where it is small against N and P one root is near s, and it is the one
        that is s at N = P = infinity.
        """
        ar = self.arithmetic
        sizes = ar.log2_abs(s)
        nearest = int(np.argmin(sizes))
        coarse = coarse_arithmetic(Model(self.model.spectrum), float(np.max(np.abs(sizes))))
        with coarse.working():
            distance = coarse.complex(np.abs(s[nearest : nearest + 1]))
            d = spectral_sums(coarse, self.model.spectrum).evaluate(distance).d
            dimension = float(coarse.log2_abs(d)[0])
        over = ar.log2_abs(ar.array([self.load]))[0]
        cosine = np.cos(np.max(np.abs(ar.angle(s))) / 2)
        return max(0, int(min(2 * np.log2(cosine) - over - dimension, 2.0 * ar.bits)))

    def _merging_bits(self, s: Array) -> int:
        """Bits that D_N and D_P lose at small s, where N = P or the rank is full: roots merge."""
        counts = [*self.bottlenecks(self.sums.count()), oo][:2]
        gap = Integer(0) if counts[0] == counts[1] else 1 - counts[0] / counts[1]
        numbers = self.arithmetic.array([self.arithmetic.number(gap)])
        close = -float(self.arithmetic.log2_abs(numbers)[0])
        late = -float(np.min(self.arithmetic.log2_abs(s))) / 2
        return max(0, int(min(close, late))) if close > 8 else 0

    def _settled(self, s: Array, kappa: Array, merging: int = 0) -> Array:
        """Newton's method until it has converged: near the spectrum's edge the start is poor."""
        enough = 8 - self.arithmetic.bits / 2
        last = np.inf
        for _ in range(12):
            correction, _slope = self.newton(s, kappa)
            kappa = kappa - correction
            size = float(np.max(self.arithmetic.log2_abs(correction / kappa)))
            stalled = last - 1 < size < enough + merging / 2
            if size < enough or stalled:
                return kappa
            last = size
        raise BranchError(
            "Newton's method for kappa(s) does not converge: a frequency is too close to the edge "
            "of the spectrum. Move it away from the negative real axis."
        )

    def polished(self, s: Array, kappa: Array) -> Array:
        """One Newton step, at the precision of this arithmetic."""
        with self.arithmetic.working():
            return kappa - self.newton(s, kappa)[0]

    def _checked(self, s: Array, kappa: Array) -> Array:
        """The conditions that every physical solution obeys: kappa lies between the axis and s.

        arg s - arg kappa is read off s/kappa: the arguments themselves are doubles, and where
        kappa = s (1 + 1e-17) they say nothing about their difference.
        """
        angle = self.arithmetic.angle(s)
        side = np.where(angle < 0, -1, 1)
        argument = self.arithmetic.angle(kappa) * side
        below = self.arithmetic.angle(s / kappa) * side
        slack = 2.0 ** (-self.arithmetic.bits / 4)
        opposite = argument > np.abs(angle) + 1  # where both quotients are negative numbers
        if np.any(np.minimum(argument, below) < -slack) or np.any(opposite):
            raise BranchError(
                "Continuation of kappa(s) left the physical branch: arg kappa is not between 0 "
                "and arg s. Move the frequency away from the negative real axis."
            )
        return kappa

    def newton(self, s: Array, kappa: Array) -> tuple[Array, Array]:
        r"""Newton's correction to kappa and the slope ds/dkappa.

        Where D_N = d x is an inverse, x is known too, s = \kappa D_P d x: one step for both.
        """
        ar = self.arithmetic
        beyond = (ar.real(s) < 0) & (ar.imag(s) == 0) & (ar.imag(kappa) == 0)
        if self.transfer.has_branches and not np.any(beyond):
            sums = self.sums.evaluate(kappa)
            d_p = 1 - self.over_samples * sums.d
            response = self.transfer.nearer(sums.d, s / (kappa * d_p))
            at, slope = self._frequency(kappa, sums, d_p, *response)
            return (at - s) / slope, slope
        at, slope = self.forward(kappa)
        return (at - s) / slope, slope

    def forward(self, kappa: Array) -> tuple[Array, Array]:
        """s(kappa) = kappa D_P D_N and ds/dkappa."""
        sums = self.sums.evaluate(kappa)
        d_p = 1 - self.over_samples * sums.d
        return self._frequency(kappa, sums, d_p, *self.transfer.at(sums.d))

    def _frequency(
        self, kappa: Array, sums: Sums, d_p: Array, d_n: Array, fall: Any
    ) -> tuple[Array, Array]:
        """kappa D_P D_N and its slope."""
        slope = d_p * d_n - kappa * sums.d_slope * (self.over_samples * d_n + fall * d_p)
        return kappa * d_p * d_n, slope

    def at(self, kappa: Array) -> FieldSolution:
        """The solution at known kappa, and the frequencies that belong to it."""
        return self._complete(self.forward(kappa)[0], kappa)

    def _complete(self, s: Array, kappa: Array) -> FieldSolution:
        sums = self.sums.evaluate(kappa)
        if not self.transfer.linear:
            return self._completed(s, kappa, sums)
        d_p, d_n = self._responses(s / kappa, sums.d)
        over = self.over_samples * d_n + self.transfer.load * d_p
        slope = 1 / (d_p * d_n - kappa * sums.d_slope * over)
        return FieldSolution(s, kappa, d_p, d_n, sums, slope, self.over_samples, self.transfer.load)

    def _completed(self, s: Array, kappa: Array, sums: Sums) -> FieldSolution:
        """The solution where D_N is not linear: what vanishes first of D_P and D_N is a quotient.

        Its bend is the share that the other one and ds/dkappa have of the rounding of d.
        """
        d, product = sums.d, s / kappa
        d_p, d_n, fall, second, kept = self._nonlinear_responses(s, product, d)
        if self.model.samples < self.rank_N:
            d_p, felt = product / d_n, fall * d / d_n
        else:
            d_n, felt = product / d_p, self.over_samples * d / d_p
        change = kappa * sums.d_slope * d_p
        slope = 1 / (d_p * d_n - kappa * sums.d_slope * self.over_samples * d_n - change * fall)
        bend = np.where(kept, 0.0, abs(felt) + abs(slope * change * second * d))
        return FieldSolution(s, kappa, d_p, d_n, sums, slope, self.over_samples, fall, bend)

    def _nonlinear_responses(self, s: Array, product: Array, d: Array) -> Responses:
        """The responses where D_N is not linear, without cancellation where r is known."""
        if self.scarce is not None:
            return self.scarce(product, d)
        d_p = 1 - self.over_samples * d
        at = self.transfer.derivatives(d, product / d_p if self._is_clear(s, d_p) else None)
        return Responses(d_p, *at, np.zeros(len(d), dtype=bool))

    def _is_clear(self, s: Array, d_p: Array) -> bool:
        """Whether D_N = s/(kappa D_P) has digits and is far from poles of d: off the real axis.

        On its positive half it has them where D_P has.
        """
        ar = self.arithmetic
        if np.any(ar.imag(s) != 0):
            return True
        return bool(np.all(ar.real(s) > 0) and np.min(ar.log2_abs(d_p)) > -ar.bits / 4)

    def rank_root(self) -> Any:
        """The largest kappa at which d(kappa) = min(N, P): kappa at s = 0; zero when M is less."""
        if self.trivial or self.sums.count() <= self.rank:
            return self.arithmetic.number(0)
        rank = self.arithmetic.number(self.rank)
        return inverse_dimension(self.arithmetic, self.model.spectrum, rank)


def rough_kappa(model: Model, s: Array, arithmetic: Arithmetic, merging: int = 0) -> Array:
    r"""\kappa(s) on the physical branch to about eleven digits, and `merging` bits more."""
    coarse = coarse_arithmetic(model, float(np.max(np.abs(arithmetic.log2_abs(s)))))
    if merging > _MERGED and isinstance(arithmetic, Multiple):
        coarse = Multiple(80 + merging)
    if isinstance(coarse, Double):
        return _in_doubles(model, tuple(map(complex, s)))
    with coarse.working():
        return Continuation(fixed_point(coarse, model)).solve(coarse.complex(s))


@lru_cache(maxsize=4)
def _in_doubles(model: Model, s: tuple[complex, ...]) -> Array:
    """kappa(s) in doubles; a number that is certified asks for it at two precisions."""
    return Continuation(fixed_point(Double(), model)).solve(np.array(s))
