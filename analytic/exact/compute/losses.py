"""Losses at pairs of width and time in doubles, by the fastest way that a model allows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.width_surface import width_surface
from analytic.exact.loss import test_loss
from analytic.problem import Model, PowerLaw, replace_model

__all__ = ["losses_at"]

Reals = NDArray[np.float64]

_ENOUGH = 1e-9
_LARGEST = 1e60  # of width and time, whose powers are to stay in the range of doubles


def losses_at(model: Model, width: Reals, time: Reals) -> Reals:
    """Test losses of a model, whose own width does not count.

    Shape     width, time and losses (points,).
    Accuracy  a relative error below 1e-9, mostly below 1e-11.
    """
    law = model.spectrum
    endless = isinstance(law, PowerLaw) and law.modes == model.samples == oo
    if isinstance(law, PowerLaw) and endless and max(np.max(width), np.max(time)) < _LARGEST:
        surface = width_surface(law, width, time)
        loss = surface.loss
        with np.errstate(invalid="ignore"):
            doubtful = ~(surface.rounding < _ENOUGH * np.abs(loss))
    else:
        loss, doubtful = np.empty(len(width)), np.full(len(width), fill_value=True)
    for one in np.unique(width[doubtful]):
        here = doubtful & (width == one)
        loss[here] = test_loss(replace_model(model, width=float(one)), time[here])
    return loss
