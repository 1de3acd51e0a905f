r"""What the resolvent of a target leaves beside a polynomial, and how much of it is left out.

    w(\kappa) = \sum_{j<n} w_{j+1}(0) (-\kappa)^j + (-\kappa)^n w_n(\kappa)

with w_n that of the target c_k \lambda_k^{-n}. A large n is right at late times, where s is small,
and a small one at early times and where a width is exhausted: the one that rounds least is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Rational, floor

from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import PowerLaw

__all__ = ["ROUNDING", "Surface", "Target", "least_rounded", "targets_of"]

Reals = NDArray[np.float64]

ROUNDING = 2.0**-48  # of a term: powers and sums of a frequency are good to a few last bits each
_MARGIN = Rational(1, 16)  # of a power, that w_n keeps from where its sum diverges
_EARLY = 4.0  # of lambda_1 t: before it s is no small quantity
_FINE = 1e-9  # of a loss, that rounding may change before other orders are tried
_ORDERS = (2, 1, 0)


class Surface(NamedTuple):
    """Losses, and what rounding may have changed of each; nan where no root was found."""

    loss: Reals
    rounding: Reals


class Target(NamedTuple):
    """One power of the target: the initial losses w_{j+1}(0), and the sums with w_n."""

    moments: tuple[float, ...]
    rest: SpectralSums


Evaluate = Callable[[tuple[Target, ...], NDArray[np.bool_]], Surface]


def least_rounded(spectrum: PowerLaw, time: Reals, evaluate: Evaluate) -> Surface:
    """Losses with as much of the target left out as rounds least, at times of shape (points,).

    `evaluate` gives the losses at some of the points.
    """
    found = Surface(np.full(len(time), np.nan), np.full(len(time), np.inf))
    late = time * float(spectrum.scale) > _EARLY
    _improve(found, late, targets_of(spectrum), evaluate)
    _improve(found, ~late, targets_of(spectrum, 0), evaluate)
    for order in _ORDERS:
        rough = ~(found.rounding < _FINE * np.abs(found.loss)) & late
        _improve(found, rough, targets_of(spectrum, order), evaluate)
    return found


def _improve(
    found: Surface, which: NDArray[np.bool_], targets: tuple[Target, ...], evaluate: Evaluate
) -> None:
    if which.any():
        other = evaluate(targets, which)
        at = np.flatnonzero(which)
        better = other.rounding < found.rounding[at]
        found.loss[at[better]] = other.loss[better]
        found.rounding[at[better]] = other.rounding[better]


@lru_cache(maxsize=16)
def targets_of(spectrum: PowerLaw, most: int | None = None) -> tuple[Target, ...]:
    """The powers of the target, each divided by lambda_k as often as its sum allows."""
    found = []
    for coefficient, power in spectrum.target_powers:
        room = power - spectrum.multiplicity_growth - 1 - _MARGIN
        n = max(0, int(floor(room / spectrum.b)))
        n = n if most is None else min(n, most)
        divided = [_divided(spectrum, coefficient, power, j) for j in range(n + 1)]
        moments = tuple(float(one.power()) for one in divided[1:])
        found.append(Target(moments, divided[n]))
    return tuple(found)


def _divided(spectrum: PowerLaw, coefficient: Expr, power: Expr, n: int) -> SpectralSums:
    """The sums for the target coefficient k^-power / lambda_k^n."""
    law = PowerLaw(
        power - n * spectrum.b,
        spectrum.b,
        scale=spectrum.scale,
        amplitude=coefficient / spectrum.scale**n,
        multiplicity=spectrum.multiplicity,
        multiplicity_growth=spectrum.multiplicity_growth,
    )
    return spectral_sums(Double(), law)
