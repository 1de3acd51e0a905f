r"""Null modes of a measured spectrum: a floor of every test loss.

    L(\sigma^2) = f + L_{visible}(\sigma^2 + f),   f = \sum_{null} c_k

In the field equations a null mode adds c_k/kappa to w: kappa w + sigma^2, which is all that losses
depend on, becomes kappa w + f + sigma^2. The loss is evaluated where that is noise, so that limits
in kappa meet no pole, and the floor is added at the end.
"""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from analytic.exact.precision import bits_of
from analytic.problem import Model

__all__ = ["above_floor"]


def above_floor(model: Model, loss: Any, digits: int | None) -> Any:
    """A test loss of `model.visible`, or an array of them, raised to that of the model."""
    floor = model.null_power
    if floor == 0:
        return loss
    if digits is None:
        return loss + float(floor)
    bits = bits_of(digits + 3)
    exactly = mpmath.fdiv(int(floor.p), int(floor.q), prec=bits)

    def raised(value: Any) -> Any:
        return mpmath.fadd(value, exactly, prec=bits)

    return raised(loss) if np.ndim(loss) == 0 else np.frompyfunc(raised, 1, 1)(loss)
