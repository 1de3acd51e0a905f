r"""Numbers for single equations as printed: a density, a step, a flow with momentum, an optimum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.laguerre import laggauss
from sympy import Expr, Float, Integer, Rational, Symbol, exp, nsolve, sqrt

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import (
    D_N,
    D_P,
    beta,
    eta,
    lambda_k,
    p,
    r_N,
    r_t,
    ratio,
    u,
    x,
)
from analytic.problem import GradientDescent, HeavyBallFlow, MeasuredSpectrum, Model
from analytic.result import Effort, Simulated

__all__ = ["AnsatzGrowth", "AtomOfDensity", "DensityInside", "FlowResponse", "MeanStep"]

_GUARD = 5
_HALF = Rational(1, 2)
_FLAT = (32, 64, 128)
_WINDOW = 0.2
_NODES, _DOUBLE = 40, 16
_INERTIA, _RATE = Rational(1, 2), Rational(1, 4)


def _flat(modes: int, samples: int) -> Model:
    return Model(MeasuredSpectrum([1] * modes, [1] * modes), samples=samples)


def _over_sizes(samples: list[np.ndarray]) -> Simulated:
    """Means of independent draws at every size."""
    errors = [one.std(ddof=1) ** 2 / len(one) for one in samples]
    return Simulated(np.array([one.mean() for one in samples]), np.diag(errors))


@dataclass(frozen=True)
class DensityInside:
    """rho at x = 1 for M/P = 1/2."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """M/P and the rate."""
        return {ratio: _HALF, x: Integer(1)}

    def exact(self, digits: int) -> Expr:
        """The density of the exact witness."""
        return to_sympy(exact.spectral_density(_flat(6, 12), 1, digits=digits), digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The share of eigenvalues within a tenth of one, over the width of that window."""
        return _over_sizes(
            [
                (
                    np.abs(
                        sampling.eigenvalues(
                            _flat(modes, 2 * modes),
                            effort.draws,
                            effort.seed + modes,
                            executor=effort.executor,
                        )
                        - 1
                    )
                    < _WINDOW / 2
                ).sum(axis=1)
                / (modes * _WINDOW)
                for modes in _FLAT
            ]
        )


@dataclass(frozen=True)
class AtomOfDensity:
    """The weight of the rate zero, for more modes than samples, M = 3 P/2, or fewer, M = 2 P/3."""

    more: bool
    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """M/P - 1, or P/M - 1."""
        return {u: _HALF}

    def _model(self, few: int) -> Model:
        many = 3 * few // 2
        return _flat(many, few) if self.more else _flat(few, many)

    def exact(self, digits: int) -> Expr:
        """The atom of the exact witness."""
        return to_sympy(exact.spectral_atom(self._model(4), digits=digits), digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The share of modes without an eigenvalue above zero."""
        return _over_sizes(
            [
                1
                - (
                    sampling.eigenvalues(
                        self._model(few), effort.draws, effort.seed + few, executor=effort.executor
                    )
                    > 0
                ).sum(axis=1)
                / float(self._model(few).spectrum.modes)
                for few in (4, 8, 16)
            ]
        )


@dataclass(frozen=True)
class MeanStep:
    """What a step eta = 1/2 leaves of v on average, at an eigenvalue of one."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """Step and eigenvalue."""
        return {eta: _HALF, x: Integer(1)}

    def exact(self, digits: int) -> Expr:
        """The root of the loss after a step on all data: batches average to it."""
        model = Model(MeasuredSpectrum([1], [1]))
        loss = exact.test_loss(model, 1, digits + _GUARD, GradientDescent(_HALF))
        return sqrt(to_sympy(loss, digits + _GUARD)).evalf(digits)

    def simulated(self, effort: Effort) -> Simulated:
        """A step on eight samples that are never seen again."""
        drawn = sampling.mean_error(
            Model(MeasuredSpectrum([1], [1]), samples=8),
            [1],
            1,
            effort.draws,
            effort.seed,
            GradientDescent(_HALF),
            executor=effort.executor,
        )
        return _over_sizes([drawn.samples[:, 0]])


@dataclass(frozen=True)
class FlowResponse:
    r"""\int e^{-p t} v(t) dt of \beta v'' + v' = -\lambda v from rest, N = P = infinity."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """Inertia, eigenvalue, frequency; R_1 and R_3 of unlimited resources."""
        given = {beta: _INERTIA, lambda_k: _RATE, p: Integer(1)}
        return {**given, D_N: Integer(1), D_P: Integer(1)}

    def exact(self, digits: int) -> Expr:
        """From the square root of exact losses at the nodes of a Gauss-Laguerre rule of doubles."""
        model, times, weights = Model(MeasuredSpectrum([_RATE], [1])), *laggauss(_NODES)
        errors = [
            float(exact.test_loss(model, Rational(time), _DOUBLE, HeavyBallFlow(_INERTIA))) ** 0.5
            for time in map(float, times)
        ]
        return Float(float(np.array(errors) @ weights), min(digits, _DOUBLE - 4))

    def simulated(self, effort: Effort) -> Simulated:
        """The same of simulated mean errors, at three widths and by a rule in doubles."""
        times, weights = laggauss(_NODES)
        return _over_sizes(
            [
                sampling.mean_error(
                    Model(MeasuredSpectrum([_RATE], [1]), width=width),
                    times,
                    1,
                    effort.draws,
                    effort.seed + width,
                    HeavyBallFlow(_INERTIA),
                    executor=effort.executor,
                ).samples
                @ weights
                for width in _FLAT
            ]
        )


@dataclass(frozen=True)
class AnsatzGrowth:
    """The exponent of 1/N or of 1/t where t^-r_t + N^-r_N is least under C = N t, r_t = 1/2."""

    of_width: bool
    undrawn: str = "the ansatz is a formula: nothing of it is random"

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """The exponents of the two terms."""
        return {r_t: _HALF, r_N: Integer(1)}

    def exact(self, digits: int) -> Expr:
        """From the least value at two computes, whose slope in log N is bisected."""
        working = digits + _GUARD
        first, second = (_best(Integer(compute), working) for compute in (20, 30))
        growth = (second - first) / 10
        return Float(growth if self.of_width else 1 - growth, digits)


def _best(log_compute: Expr, digits: int) -> Expr:
    """log N at which the sum of both terms is least."""
    slope = exp(-(log_compute - x) / 2) / 2 - exp(-x)
    return nsolve(slope, x, (0, log_compute), solver="bisect", prec=digits, verify=False)
