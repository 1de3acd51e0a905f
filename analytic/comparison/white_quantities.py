r"""What the approximations to H_k(t) say, by digits and by simulation: orders, limits, rates.

The coefficient of x^n in a function is its n-th forward difference over n! h^n, h -> 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import comb
from typing import Any

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, exp, factorial, log, oo, sqrt

from analytic import exact, sampling
from analytic.comparison.comparators import Reals
from analytic.comparison.measure import independent, over_draws
from analytic.comparison.numbers import to_sympy
from analytic.notation import lambda_j, lambda_k, nu, t, u
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = [
    "FirstOrderOfLoss",
    "FirstOrderOfMode",
    "LateRate",
    "ScaledError",
    "SecondOrderInWidth",
    "drawn_errors",
]

_GUARD = 5
_MODES = 6
_TIME = Rational(19, 10)
_SHARE = Integer(4)  # N/M of the late rate
_RATES = {lambda_j: Integer(1), lambda_k: Rational(1, 2)}
_COPIES = (4, 8, 16)
_WIDTH = 48
_STEP = 0.02
_FLAT = (16, 32, 64)
_MANY = 128
_SIZES = (2, 4, 8)
_EDGE = 2 / 3  # the smallest eigenvalue of M comes to the edge as M^(-2/3)


def drawn_errors(model: Model, times: Any, modes: range, effort: Effort) -> Reals:
    """Simulated mean errors of modes that are all alike, one row a draw."""
    found = sampling.mean_error(
        model, times, modes, effort.draws, effort.seed, executor=effort.executor
    )
    return np.asarray(found.samples.mean(axis=1))


def _coefficient(function: Callable[[Expr, int], Expr], order: int, digits: int) -> Expr:
    """The coefficient of x^order in a smooth function of x and of digits, at x = 0."""
    step = Rational(1, 10 ** (digits + _GUARD))
    working = (order + 1) * (digits + 2 * _GUARD)
    points = (
        (-1) ** (order - i) * comb(order, i) * function(i * step, working) for i in range(order + 1)
    )
    return (sum(points, Integer(0)) / (factorial(order) * step**order)).evalf(digits)


def _model(modes: int, share: Expr) -> Model:
    """So many modes of eigenvalue one, N/M = share."""
    return Model(MeasuredSpectrum([1] * modes, [1] * modes), width=share * modes)


def _at_share(
    quantity: Callable[..., Any], scale: int, share: Expr, digits: int, **given: int
) -> Expr:
    """A quantity of a white spectrum at M/N = share, in units of a scale."""
    model = _model(_MODES, oo if share == 0 else 1 / share)
    return to_sympy(quantity(model, _TIME, digits=digits, **given), digits) / scale


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

        def added(time: Expr, digits: int) -> Expr:
            width = Integer(10) ** digits
            both, alone = (
                to_sympy(exact.mean_error(self._model(n, width), time, n, 2 * digits), 2 * digits)
                for n in (2, 1)
            )
            return width * (both - alone)

        return _coefficient(added, self.order, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """The same at N = 48 by third differences in time, everything in copies."""
        scale = _WIDTH / (float(factorial(self.order)) * _STEP**self.order)

        def drawn(count: int, copies: int) -> Reals:
            found = sampling.mean_error(
                self._model(count, Integer(_WIDTH)).replicated(copies),
                copies * _STEP * np.arange(self.order + 1),
                range((count - 1) * copies + 1, count * copies + 1),
                effort.draws * _COPIES[-1] // copies,
                effort.seed + copies + count,
                executor=effort.executor,
            ).samples.mean(axis=1)
            return np.asarray(scale * np.diff(found, self.order, axis=1)[:, 0])

        return independent(drawn(2, copies) - drawn(1, copies) for copies in _COPIES)

    def _model(self, count: int, width: Expr) -> Model:
        """Both modes, or mode k alone, which is the last one."""
        rates = [*_RATES.values()][-count:]
        return Model(MeasuredSpectrum(rates, [1] * count), width=width)


@dataclass(frozen=True)
class SecondOrderInWidth:
    """The coefficient of (M/N)^2 in H(t) of a white spectrum, P = infinity."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """A time."""
        return {t: _TIME}

    def exact(self, digits: int) -> Expr:
        """By digits of H(t) at large widths."""
        return _coefficient(partial(_at_share, exact.mean_error, 1), 2, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """By second differences, M/N = 1/n and 2/n, n = 2, 4 and 8; H(t) = e^-t at N = infinity."""

        def drawn(size: int, part: int) -> Reals:
            share = Rational(size, part)
            found = sampling.mean_error(
                _model(_MANY, share),
                [float(_TIME)],
                range(1, _MANY + 1),
                effort.draws,
                effort.seed + int(4 * share),
                executor=effort.executor,
            )
            return np.asarray(found.samples.mean(axis=(1, 2)))

        limit = np.exp(-float(_TIME))
        return independent(
            (drawn(size, 2) - 2 * drawn(size, 1) + limit) / 2 * size**2 for size in _SIZES
        )


@dataclass(frozen=True)
class FirstOrderOfLoss:
    """The coefficient of M/N in L(t)/L(0) of a white spectrum, P = infinity."""

    approach: float = 1.0

    def letters(self, _: int) -> Mapping[Symbol, Expr]:
        """A time."""
        return {t: _TIME}

    def exact(self, digits: int) -> Expr:
        """By digits of the loss at large widths."""
        return _coefficient(partial(_at_share, exact.test_loss, _MODES), 1, digits)

    def simulated(self, effort: Effort) -> Simulated:
        """By first differences, M/N = 1/4, 1/8 and 1/16; L(t) = e^-2t at N = infinity."""
        limit = np.exp(-2 * float(_TIME))

        def drawn(size: int) -> Reals:
            return sampling.test_loss(
                _model(_FLAT[1], Integer(size)),
                [float(_TIME)],
                effort.draws,
                effort.seed + size,
                executor=effort.executor,
            ).samples[:, 0]

        return independent(size * (drawn(size) / _FLAT[1] - limit) for size in _COPIES)


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
        found, modes = [], range(1, _FLAT[0] + 1)
        for size in sizes:
            time = float(_TIME) * np.sqrt(size)
            drawn = drawn_errors(_model(_FLAT[0], Integer(size)), [time], modes, effort)
            found.append(np.exp(time) * drawn[:, 0])
        return over_draws(np.stack(found, axis=1))


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
        return independent(
            sampling.eigenvalues(
                _model(modes, _SHARE), effort.draws, effort.seed + modes, executor=effort.executor
            )[:, -1]
            for modes in _FLAT
        )
