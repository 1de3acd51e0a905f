"""Losses at pairs of width and time in doubles, by the fastest way that a model allows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sympy import oo

from analytic.exact.compute.surfaces.data_surface import loss_surface
from analytic.exact.loss import test_loss
from analytic.problem import Model, replace_model

__all__ = ["LARGEST", "losses_at"]

Reals = NDArray[np.float64]

_ENOUGH = 1e-8
LARGEST = 1e60  # of width and time, whose powers are to stay in the range of doubles


def losses_at(model: Model, width: Reals, time: Reals, enough: float = _ENOUGH) -> Reals:
    """Test losses of a model, whose own width does not count.

    Shape     width, time and losses (points,).
    Accuracy  a relative error below `enough`, mostly below 1e-11; where doubles leave a larger one
              the loss is computed with digits.
    """
    law = model.spectrum.unlimited_power_law
    if law is not None and _within_doubles(model, width, time):
        surface = loss_surface(model, width, time)
        loss = surface.loss
        with np.errstate(invalid="ignore"):
            doubtful = ~(surface.rounding < enough * np.abs(loss))
    else:
        loss, doubtful = np.empty(len(width)), np.full(len(width), fill_value=True)
    for one in np.unique(width[doubtful]):
        here = doubtful & (width == one)
        loss[here] = test_loss(replace_model(model, width=float(one)), time[here])
    return loss


def _within_doubles(model: Model, width: Reals, time: Reals) -> bool:
    samples = 0 if model.samples == oo else float(model.samples)
    return bool(max(np.max(width), np.max(time), samples) < LARGEST)
