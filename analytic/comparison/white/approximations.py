r"""What the approximations to H_k(t) say, by digits and by simulation: orders, limits, rates.

The coefficient of x^n in a function is its n-th forward difference over n! h^n, h -> 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, Symbol, exp, factorial, log, oo, sqrt

from analytic import exact, sampling
from analytic.comparison.measure import over_draws
from analytic.comparison.numbers import to_sympy
from analytic.notation import lambda_j, lambda_k, nu, t, u
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = ["FirstOrderOfLoss", "FirstOrderOfMode", "LateRate", "ScaledError", "SecondOrderInWidth"]

_GUARD = 5
_MODES = 6
_TIME = Rational(19, 10)
_SHARE = Integer(4)  # N/M of the late rate
_BOTH, _ALONE = (lambda_j, lambda_k), (lambda_k,)
_RATES = {lambda_j: Integer(1), lambda_k: Rational(1, 2)}
_COPIES = (4, 8, 16)
_WIDTH = 48
_STEP = 0.02
_FLAT = (16, 32, 64)
_MANY = 128
_SIZES = (2.0, 4.0, 8.0)
_EDGE = 2 / 3  # the smallest eigenvalue of M comes to the edge as M^(-2/3)


def coefficient(function: Callable[[Expr, int], Expr], order: int, digits: int) -> Expr:
    """The coefficient of x^order in a smooth function of x and of digits, at x = 0.

    >>> coefficient(lambda x, digits: exp(x).evalf(digits), 2, 10)
    0.5000000000
    """
    step = Rational(1, 10 ** (digits + _GUARD))
    working = (order + 1) * (digits + 2 * _GUARD)
    points = (
        (-1) ** (order - i) * comb(order, i) * function(i * step, working) for i in range(order + 1)
    )
    return (sum(points, Integer(0)) / (factorial(order) * step**order)).evalf(digits)


@dataclass(frozen=True)
class FirstOrderOfMode:
    """The coefficient of t^3 in what mode j adds to H_k(t) at order 1/N."""

    order: int = 3
    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """Two eigenvalues."""
        return _RATES

    def exact(self, digits: int) -> Expr:
        """N [H_k(t) with both modes - H_k(t) with mode k alone], N large."""
        return coefficient(self._added, self.order, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The same at N = 48 by third differences in time, everything in copies."""
        means, errors = [], []
        for copies in _COPIES:
            found = [self._drawn(modes, copies, effort) for modes in (_BOTH, _ALONE)]
            both, alone = (one.mean() for one in found)
            means.append(both - alone)
            errors.append(sum(one.std(ddof=1) ** 2 / len(one) for one in found))
        return Simulated(np.array(means), np.diag(errors))

    def _drawn(self, modes: tuple[Symbol, ...], copies: int, effort: Effort) -> NDArray[np.float64]:
        """N times the third difference over 3! h^3, one value a draw."""
        count = len(modes)
        model = self._model(modes, Integer(_WIDTH)).replicated(copies)
        drawn = sampling.mean_error(
            model,
            copies * _STEP * np.arange(self.order + 1),
            range((count - 1) * copies + 1, count * copies + 1),
            effort.draws * _COPIES[-1] // copies,
            effort.seed + copies + count,
            executor=effort.executor,
        ).samples.mean(axis=1)
        scale = _WIDTH / (float(factorial(self.order)) * _STEP**self.order)
        return np.asarray(scale * np.diff(drawn, self.order, axis=1)[:, 0])

    def _added(self, time: Expr, digits: int) -> Expr:
        width = Integer(10) ** digits
        both, alone = (self._error(rates, time, width, 2 * digits) for rates in (_BOTH, _ALONE))
        return width * (both - alone)

    def _error(self, modes: tuple[Symbol, ...], time: Expr, width: Expr, digits: int) -> Expr:
        model = self._model(modes, width)
        return to_sympy(exact.mean_error(model, time, len(modes), digits), digits)

    def _model(self, modes: tuple[Symbol, ...], width: Expr) -> Model:
        rates = [_RATES[mode] for mode in modes]
        return Model(MeasuredSpectrum(rates, [1] * len(rates)), width=width)


@dataclass(frozen=True)
class SecondOrderInWidth:
    """The coefficient of (M/N)^2 in H(t) of a white spectrum, P = infinity."""

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """A time."""
        return {t: _TIME}

    approach: float = 1.0

    def exact(self, digits: int) -> Expr:
        """By digits of H(t) at large widths."""
        return coefficient(_white, 2, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """By second differences, M/N = 1/n and 2/n, n = 2, 4 and 8; H(t) = e^-t at N = infinity."""
        means, errors = [], []
        for size in _SIZES:
            near, far = (self._drawn(share, effort) for share in (size, size / 2))
            second = (far[0] - 2 * near[0] + np.exp(-float(_TIME))) / 2
            means.append(second * size**2)
            errors.append((far[1] + 4 * near[1]) / 4 * size**4)
        return Simulated(np.array(means), np.diag(errors))

    def _drawn(self, share: float, effort: Effort) -> tuple[float, float]:
        """The mean error, and the variance of that mean over draws."""
        drawn = sampling.mean_error(
            _model(_MANY, Rational(share)),
            [float(_TIME)],
            range(1, _MANY + 1),
            effort.draws,
            effort.seed + int(4 * share),
            executor=effort.executor,
        ).samples.mean(axis=(1, 2))
        return float(drawn.mean()), float(drawn.std(ddof=1) ** 2 / len(drawn))


def _white(share: Expr, digits: int) -> Expr:
    """H(t) at M/N = share."""
    model = _model(_MODES, oo if share == 0 else 1 / share)
    return to_sympy(exact.mean_error(model, _TIME, digits=digits), digits)


def _model(modes: int, share: Expr) -> Model:
    """So many modes of eigenvalue one, N/M = share."""
    return Model(MeasuredSpectrum([1] * modes, [1] * modes), width=share * modes)


@dataclass(frozen=True)
class FirstOrderOfLoss:
    """The coefficient of M/N in L(t)/L(0) of a white spectrum, P = infinity."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """A time."""
        return {t: _TIME}

    def exact(self, digits: int) -> Expr:
        """By digits of the loss at large widths."""
        return coefficient(_white_loss, 1, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """By first differences, M/N = 1/4, 1/8 and 1/16; L(t) = e^-2t at N = infinity."""
        means, errors = [], []
        for size in (4, 8, 16):
            drawn = sampling.test_loss(
                _model(_FLAT[1], Integer(size)),
                [float(_TIME)],
                effort.draws,
                effort.seed + size,
                executor=effort.executor,
            ).samples[:, 0]
            found = size * (drawn / _FLAT[1] - np.exp(-2 * float(_TIME)))
            means.append(found.mean())
            errors.append(found.std(ddof=1) ** 2 / len(found))
        return Simulated(np.array(means), np.diag(errors))


def _white_loss(share: Expr, digits: int) -> Expr:
    """L(t)/L(0) at M/N = share."""
    model = _model(_MODES, oo if share == 0 else 1 / share)
    return to_sympy(exact.test_loss(model, _TIME, digits), digits) / _MODES


@dataclass(frozen=True)
class ScaledError:
    """e^t H(t) at t = u sqrt(N/M) for a white spectrum, over N/M."""

    variable: Symbol = nu

    def numbers(self, _: PowerLaw) -> Mapping[Symbol, Expr]:
        """u."""
        return {u: _TIME}

    def exact(self, _: PowerLaw, size: Expr, digits: int) -> Expr:
        """The number at N/M = `size`."""
        working = digits + _GUARD
        time = Rational(str((_TIME * sqrt(size)).evalf(3 * working)))
        found = exact.mean_error(_model(_MODES, size), time, digits=working)
        return (exp(time).evalf(working) * to_sympy(found, working)).evalf(digits)

    def simulated(self, _: PowerLaw, sizes: list[int], effort: Effort) -> Simulated:
        """The number at N/M = `sizes`, the mean over modes that are all alike."""
        found = []
        for size in sizes:
            time = float(_TIME) * np.sqrt(size)
            drawn = sampling.mean_error(
                _model(_FLAT[0], Integer(size)),
                [time],
                range(1, _FLAT[0] + 1),
                effort.draws,
                effort.seed,
                executor=effort.executor,
            )
            found.append(np.exp(time) * drawn.samples.mean(axis=(1, 2)))
        return Simulated(*over_draws(np.stack(found, axis=1)))


@dataclass(frozen=True)
class LateRate:
    """The rate at which H(t) of a white spectrum decays in the end, N = 4 M."""

    approach: float = _EDGE

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """N/M."""
        return {nu: _SHARE}

    def exact(self, digits: int) -> Expr:
        """The slope of -log H at a time so late that its power of t counts no more."""
        working, time = digits + _GUARD, Integer(10) ** (digits + 1)
        early, late = (
            to_sympy(exact.mean_error(_model(_MODES, _SHARE), one, digits=working), working)
            for one in (time, 2 * time)
        )
        return ((log(early) - log(late)) / time).evalf(digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The smallest eigenvalue of M modes, M = 16, 32 and 64."""
        means, errors = [], []
        for modes in _FLAT:
            found = sampling.eigenvalues(
                _model(modes, _SHARE), effort.draws, effort.seed + modes, executor=effort.executor
            )[:, -1]
            means.append(found.mean())
            errors.append(found.std(ddof=1) ** 2 / len(found))
        return Simulated(np.array(means), np.diag(errors))
