r"""The loss at unlimited data as a surface over width and time, in doubles, many points at once.

With P = infinity the test loss is one transform, of w/D_N at time 2t, and \kappa D_N = s. What
target the resolvent has learned first is a polynomial: with w_n of the target c_k \lambda_k^{-n},

    w/D_N = \sum_{j<n} (-1)^j w_{j+1}(0) s^j D_N^{-j-1} + (-\kappa)^n w_n/D_N,

and s^j itself is no loss. Without it nothing cancels, however small the loss.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analytic.exact.compute.surfaces.regulariser import Complexes, Reals, Regulariser
from analytic.exact.compute.surfaces.target import ROUNDING, Surface, Target, least_rounded
from analytic.exact.contour import contour
from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import spectral_sums
from analytic.problem import PowerLaw

__all__ = ["width_surface"]

_NODES = 26
_NODES_PER_ORDER = 2  # s^n is large at the far end of a contour


def width_surface(spectrum: PowerLaw, width: Reals, time: Reals) -> Surface:
    """The test loss at pairs of width and time, unlimited data, infinitely many modes.

    Shape     width, time and the losses (points,).
    Valid     0 < N, t < infinity; sums and powers within the range of doubles.
    """
    return least_rounded(
        spectrum,
        time,
        lambda targets, which: _surface(spectrum, targets, width[which], time[which]),
    )


def _surface(spectrum: PowerLaw, targets: tuple[Target, ...], width: Reals, time: Reals) -> Surface:
    """The losses, with so much of the target's resolvent left out."""
    order = max(len(target.moments) for target in targets)
    path = contour(Double(), _NODES + _NODES_PER_ORDER * order)
    scale = 2 * time[:, None]
    grid = np.asarray(path.z[None, :] / scale, dtype=complex)
    s, over = grid.ravel(), np.broadcast_to(1 / width[:, None], grid.shape).ravel()
    growth = float((1 + spectrum.multiplicity_growth) / spectrum.b)
    sums = spectral_sums(Double(), spectrum)
    kappa = Regulariser(sums, growth).at(1 / over, s)
    known = np.where(np.isfinite(kappa), kappa, 1)
    share = np.asarray(over * sums.evaluate(known).d, dtype=complex)
    parts = [part for one in targets for part in _parts(one, s, kappa, share)]
    terms = [path.weight[None, :] / scale * part.reshape(grid.shape) for part in parts]
    rounding = 2 * sum(np.sum(np.abs(term), axis=1) for term in terms) * ROUNDING
    return Surface(path.single(np.asarray(sum(terms))), np.asarray(rounding))


def _parts(target: Target, s: Complexes, kappa: Complexes, share: Complexes) -> Iterator[Complexes]:
    """The terms of w/D_N without the powers of s, `share` being d/N."""
    response = s / kappa
    for j, moment in enumerate(target.moments):
        excess = share * sum(response**-i for i in range(1, j + 2))  # D^-(j+1) - 1, D = 1 - share
        yield moment * (-s) ** j * excess
    known = np.where(np.isfinite(kappa), kappa, 1)
    yield (-kappa) ** len(target.moments) * target.rest.evaluate(known).w / response
