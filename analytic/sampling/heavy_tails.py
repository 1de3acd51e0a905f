r"""Losses without variance, or without mean, over draws."""

from __future__ import annotations

import numpy as np

from analytic.sampling.finite_model import FiniteModel, FloatArray

__all__ = ["is_heavy_tailed"]


def is_heavy_tailed(model: FiniteModel, times: FloatArray) -> bool:
    r"""Whether a ridgeless solution meets inverse Wishart moments that diverge.

        E tr W^{-1} = n / (P - n - 1),   W ~ Wishart_n(P)

    With n = min(N, M) learnable directions there is no mean for |P - n| <= 1 and no variance for
    |P - n| <= 3; at finite times every draw is bounded by powers of its entries. Without label
    noise and with all modes within reach of both N and P, the target is recovered and there is
    nothing to amplify.
    """
    if model.samples is None or not np.isinf(times).any():
        return False
    width = model.modes if model.width is None else min(model.width, model.modes)
    recovered = model.noise == 0 and width == model.modes and model.samples >= model.modes
    return not recovered and abs(width - model.samples) <= 3
