r"""The lowest point of a curve in doubles, through points of the curve around a guess.

    f(x_0 + h u) = \sum_j p_j u^j + O(h^7),   u = -3 ... 3

Where the polynomial's slope vanishes is known to the accuracy of the values over h, and not to its
square root as by comparing values.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analytic.errors import PrecisionError

__all__ = ["NARROW", "WIDE", "Curves", "lowest"]

Reals = NDArray[np.float64]
Curves = Callable[[Reals], Reals]

_REACH = 3
_NODES = np.arange(-_REACH, _REACH + 1.0)
_COEFFICIENTS = np.linalg.inv(np.vander(_NODES, increasing=True))
WIDE, NARROW = (0.4, 0.1), (0.025,)  # spacings of nodes: to find the minimum, for its digits
_PASSES = 40
_NEWTON = 30


def lowest(
    curves: Curves, guess: Reals, least: float, spacings: tuple[float, ...] = (*WIDE, *NARROW)
) -> tuple[Reals, Reals]:
    """Where each of several curves has the minimum next to a guess, and its value there.

    `curves` gives values at points of shape (curves, nodes); x below `least` is not allowed.

    Raises    PrecisionError where the search does not end.
    """
    x, value = guess, guess
    for h in spacings:
        x, value = _settled(curves, x, h, least)
    return x, value


def _settled(curves: Curves, x: Reals, h: float, least: float) -> tuple[Reals, Reals]:
    """The minimum between the middle nodes of a polynomial, to which steps were made."""
    for _ in range(_PASSES):
        moved, value = _step(curves, x, h, least)
        near = bool(np.all(np.abs(moved - x) < h))
        x = moved
        if near:
            return x, value
    raise PrecisionError(
        "The lowest point of the loss was not found: it is level there, up to the rounding of "
        "doubles. Choose another compute or another number of samples."
    )


def _step(curves: Curves, x: Reals, h: float, least: float) -> tuple[Reals, Reals]:
    """The minimum within the nodes of the polynomial through them, and the value there."""
    values = curves(x[:, None] + h * _NODES)
    polynomial = values @ _COEFFICIENTS.T
    u = _lowest_node(values)
    slopes, bends = (_derivative(polynomial, order) for order in (1, 2))
    for _ in range(_NEWTON):
        bend = _at(bends, u)
        step = np.where(bend > 0, -_at(slopes, u) / np.where(bend > 0, bend, 1), 0)
        u = np.clip(u + np.clip(step, -1, 1), -_REACH, _REACH)
    u = np.maximum(u, (least - x) / h)
    return x + h * u, _at(polynomial, u)


def _lowest_node(values: Reals) -> Reals:
    return np.asarray(_NODES[np.argmin(values, axis=1)])


def _derivative(polynomial: Reals, order: int) -> Reals:
    for _ in range(order):
        polynomial = polynomial[:, 1:] * np.arange(1, polynomial.shape[1])
    return polynomial


def _at(polynomial: Reals, u: Reals) -> Reals:
    powers = u[:, None] ** np.arange(polynomial.shape[1])
    return np.asarray(np.sum(polynomial * powers, axis=1))
