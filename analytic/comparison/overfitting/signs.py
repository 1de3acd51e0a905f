r"""Signs that claims on overfitting are about, measured: does the gap grow, does the loss rise?

Each is the sign of a difference of exact numbers at one size; a difference within what doubles
resolve has the sign zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sympy import Expr, Float, Integer, Rational, Symbol, oo, sign

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.comparison.overfitting.observables import NOISE
from analytic.exact.responses.spectral_edge import log2_edge
from analytic.notation import P
from analytic.problem import Model, PowerLaw

__all__ = [
    "FinalTrainingShare",
    "GapAtOneTime",
    "SignOf",
    "gap_grows",
    "noise_grows_with_width",
    "noisy_loss_rises",
    "rises_if_narrow",
    "rises_if_wide",
]

_RESOLVED = 1e-9  # of a loss: what differences of doubles are good for
_DECAYS = 10  # x_- t at which terms in e^(-2 x_- t) are below what is resolved
_BESIDE = Rational(11, 10)
_TIME = Integer(8)

Difference = Callable[[PowerLaw, Expr], float]


@dataclass(frozen=True)
class SignOf:
    """The sign of a difference at a size."""

    difference: Difference
    variable: Symbol

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """-1, 0 or 1; of the difference no digits are needed beyond those of doubles."""
        found = self.difference(spectrum, size)
        return Integer(0) if abs(found) < _RESOLVED else Float(sign(found), digits)


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

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The quotient at `size` samples."""
        found = exact.losses(Model(spectrum, self.share * size, size), oo, digits)
        test, train = (to_sympy(one, digits) for one in found)
        return train / test


def gap_grows(spectrum: PowerLaw, time: Expr) -> float:
    """The gap's 1/P term at 2 t over that at t, less one."""
    return _gap(spectrum, 2 * time) / _gap(spectrum, time) - 1


@cache
def _gap(spectrum: PowerLaw, time: Expr) -> float:
    return float(exact.gap_coefficient(spectrum, time))


def noisy_loss_rises(spectrum: PowerLaw, samples: Expr) -> float:
    """The loss at the end over that at the best time, less one, with label noise."""
    return _rise(Model(spectrum, samples=samples, noise=NOISE))


def rises_if_narrow(spectrum: PowerLaw, samples: Expr) -> float:
    """The loss at the end over that shortly before, less one: N = P/2, no noise."""
    return _last_rise(Model(spectrum, width=samples / 2, samples=samples))


def rises_if_wide(spectrum: PowerLaw, samples: Expr) -> float:
    """The same at N = infinity."""
    return _last_rise(Model(spectrum, samples=samples))


def noise_grows_with_width(spectrum: PowerLaw, width: Expr) -> float:
    """What noise adds to the loss at the end at a width 1.1 N over that at N, less one; P = 3 N."""
    near, far = (_added(spectrum, width * x, 3 * width) for x in (1, _BESIDE))
    return far / near - 1


def _added(spectrum: PowerLaw, width: Expr, samples: Expr) -> float:
    noisy, clean = (exact.test_loss(Model(spectrum, width, samples, x)) for x in (1, 0))
    return float(noisy - clean)


def _rise(model: Model) -> float:
    return float(exact.test_loss(model) / exact.optimal_stopping(model).loss) - 1


def _last_rise(model: Model) -> float:
    time = _DECAYS * 2.0 ** -log2_edge(model)
    return float(exact.test_loss(model) / exact.test_loss(model, time)) - 1
