r"""Signs that claims on overfitting are about, measured: does the gap grow, does the loss rise?

Each is the sign of a difference of exact numbers at one size, in doubles where these resolve it and
else in as many digits as it takes; a sign that is not resolved is no sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from sympy import Expr, Float, Integer, Rational, Symbol, oo, sign

from analytic import exact, sampling
from analytic.comparison.measure import cut_off, over_draws
from analytic.comparison.numbers import to_sympy
from analytic.comparison.overfitting.observables import NOISE, Gap
from analytic.errors import PrecisionError
from analytic.exact.edges import log2_edge
from analytic.notation import N, P
from analytic.problem import Model, PowerLaw
from analytic.result import Effort, Simulated

__all__ = [
    "NARROW_RISE",
    "WIDE_RISE",
    "DrawnSign",
    "FinalTrainingShare",
    "GapAtOneTime",
    "SignOf",
    "drawn_gap_growth",
    "gap_grows",
    "noise_grows_with_width",
    "noisy_loss_rises",
]

_RESOLVED = 1e-9  # of a loss: what differences of doubles are good for
_DIGITS = (30, 60, 120)  # that are tried where doubles are not enough
_GUARD = 5
_DECAYS = 10  # x_- t at which terms in e^(-2 x_- t) are below what is resolved
_BESIDE = Rational(11, 10)
_TIME = Integer(8)
_MODES = 256
_DRAWS_MORE = 8  # of a small difference

Difference = Callable[[PowerLaw, Expr, int | None], Expr]


@dataclass(frozen=True)
class SignOf:
    """The sign of a difference at a size: a relative one, in doubles or to so many digits."""

    difference: Difference
    variable: Symbol

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """-1 or 1.

        Raises    PrecisionError where the difference is within what the last digits resolve.
        """
        found = self.difference(spectrum, size, None)
        if abs(found) > _RESOLVED:
            return Float(sign(found), digits)
        for working in _DIGITS:
            found = self.difference(spectrum, size, working)
            if abs(found) > Integer(10) ** (_GUARD - working):
                return Float(sign(found), digits)
        raise PrecisionError(
            f"At {self.variable} = {size} the difference whose sign is asked for is not told from "
            f"zero by {_DIGITS[-1]} digits. Choose another size or another a and b."
        )


@dataclass(frozen=True)
class DrawnSign(SignOf):
    """A sign of which a simulation shows the difference."""

    drawn: Callable[[PowerLaw, Sequence[int], Effort], Simulated]

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The difference by Monte Carlo."""
        return self.drawn(spectrum, sizes, effort)


@dataclass(frozen=True)
class GapAtOneTime:
    """The gap between test and training loss of P samples, N = infinity, t = 8, no noise."""

    variable: Symbol = P

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The gap, about 1/size of the loss."""
        working = digits + len(str(size))
        found = exact.losses(Model(spectrum, samples=size), _TIME, working)
        test, train = (to_sympy(one, working) for one in found)
        return test - train


@dataclass(frozen=True)
class FinalTrainingShare:
    """The final training loss over the final test loss, N a share of P, no noise."""

    share: Expr
    variable: Symbol = P

    def numbers(self, _: PowerLaw) -> dict[Symbol, Expr]:
        """The share N/P, all that the quotient depends on."""
        return {N: self.share * P}

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quotient at `size` samples."""
        found = exact.losses(Model(spectrum, self.share * size, size), oo, digits)
        test, train = (to_sympy(one, digits) for one in found)
        return train / test


def gap_grows(spectrum: PowerLaw, time: Expr, digits: int | None = None) -> Expr:
    """The gap's 1/P term at 2 t over that at t, less one."""
    return _gap(spectrum, 2 * time, digits) / _gap(spectrum, time, digits) - 1


def drawn_gap_growth(spectrum: PowerLaw, times: Sequence[int], effort: Effort) -> Simulated:
    """The gap at 2 t less that at t of the same draws, over the latter."""
    count = len(times)
    many = replace(effort, draws=_DRAWS_MORE * effort.draws)
    found = Gap().simulated(spectrum, [*times, *(2 * time for time in times)], many)
    earlier, later = found.mean[:count], found.mean[count:]
    change = np.hstack([-np.eye(count), np.eye(count)]) / earlier[:, None]
    return Simulated((later - earlier) / earlier, change @ found.covariance @ change.T)


@cache
def _gap(spectrum: PowerLaw, time: Expr, digits: int | None) -> Expr:
    return _number(exact.gap_coefficient(spectrum, time, digits), digits)


def noisy_loss_rises(spectrum: PowerLaw, samples: Expr, digits: int | None = None) -> Expr:
    """The loss at the end over that at the best time, less one, with label noise."""
    model = Model(spectrum, samples=samples, noise=NOISE)
    best = _number(exact.optimal_stopping(model, digits).loss, digits)
    return _loss(model, oo, digits) / best - 1


def _rises_if_narrow(spectrum: PowerLaw, samples: Expr, digits: int | None = None) -> Expr:
    """The loss at the end over that shortly before, less one: N = P/2, no noise."""
    return _last_rise(Model(spectrum, width=samples / 2, samples=samples), digits)


def _rises_if_wide(spectrum: PowerLaw, samples: Expr, digits: int | None = None) -> Expr:
    """The same at N = infinity."""
    return _last_rise(Model(spectrum, samples=samples), digits)


def _drawn_rise_if_wide(spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
    """The simulated loss at the end less that at x_- t = 1, over the latter, of a cut spectrum."""
    cut = cut_off(spectrum, _MODES)
    rises = []
    for size in sizes:
        model = Model(cut, samples=size)
        times = np.array([2.0 ** -log2_edge(model), np.inf])
        drawn = sampling.test_loss(
            model, times, effort.draws, effort.seed + size, executor=effort.executor
        ).samples
        rises.append((drawn[:, 1] - drawn[:, 0]) / drawn[:, 0].mean())
    return over_draws(np.stack(rises, axis=1))


def noise_grows_with_width(spectrum: PowerLaw, width: Expr, digits: int | None = None) -> Expr:
    """What noise adds to the loss at the end at a width 1.1 N over that at N, less one; P = 3 N."""
    near, far = (_added(spectrum, width * x, 3 * width, digits) for x in (1, _BESIDE))
    return far / near - 1


def _added(spectrum: PowerLaw, width: Expr, samples: Expr, digits: int | None) -> Expr:
    noisy, clean = (_loss(Model(spectrum, width, samples, x), oo, digits) for x in (1, 0))
    return noisy - clean


def _last_rise(model: Model, digits: int | None) -> Expr:
    time = Rational(_DECAYS * 2.0 ** -log2_edge(model))
    return _loss(model, oo, digits) / _loss(model, time, digits) - 1


def _loss(model: Model, time: Expr, digits: int | None) -> Expr:
    return _number(exact.test_loss(model, time, digits), digits)


def _number(found: Any, digits: int | None) -> Expr:
    """A number of the exact witness, a double or of so many digits."""
    return Float(float(found)) if digits is None else to_sympy(found, digits)


NARROW_RISE = SignOf(_rises_if_narrow, P)
WIDE_RISE = DrawnSign(_rises_if_wide, P, _drawn_rise_if_wide)
