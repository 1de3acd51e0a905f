"""Spectra of known powers, with knees before and cut-offs behind them, and how they scatter."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZES = (100, 300, 1000, 3000, 10000)
HEADS = ("none", "shift", "broken", "smooth", "spike")
TAILS = ("none", "exponential", "steep", "floor")


class Known(NamedTuple):
    """Values over rank, and the exponent of the power law between knee and cut-off."""

    values: NDArray[np.float64]
    exponent: float


def eigenvalues(seed: int) -> Known:
    """Eigenvalues in falling order; before that each is off by none, 5 % or 30 %."""
    rng = np.random.default_rng(seed)
    logs, exponent = _powers(rng)
    scatter = rng.choice([0, 0.05, 0.3]) * rng.normal(size=len(logs))
    return Known(np.sort(np.exp(logs + scatter))[::-1], exponent)


def target_powers(seed: int) -> Known:
    """Target powers, squares of normal numbers about the law."""
    rng = np.random.default_rng(seed)
    logs, exponent = _powers(rng)
    return Known(np.exp(logs) * rng.chisquare(1, len(logs)), exponent)


def _powers(rng: np.random.Generator) -> tuple[NDArray[np.float64], float]:
    """The logarithm of a power law with a knee up to M^(1/3) and a cut-off from M^(3/4) on."""
    modes = int(rng.choice(SIZES))
    k, e = np.arange(1.0, modes + 1), float(rng.uniform(1.05, 3))
    head, tail = rng.choice(HEADS), rng.choice(TAILS)
    knee = np.exp(rng.uniform(0, np.log(modes) / 3))
    end = np.exp(rng.uniform(0.75, 1) * np.log(modes))
    other = e + rng.choice([-1, 1]) * rng.uniform(0.3, 1)
    y = -e * np.log(k)
    if head == "shift":
        y = -e * np.log(k + knee)
    elif head == "broken":
        y = np.where(k < knee, -other * np.log(k / knee) - e * np.log(knee), y)
    elif head == "smooth":
        y = y + (other - e) / 2 * np.log1p((k / knee) ** -2)
    elif head == "spike":
        y[0] += rng.uniform(0.5, 3)
    if tail == "exponential":
        y = y - k / end
    elif tail == "steep":
        y = y - 2 * np.maximum(np.log(k / end), 0)
    elif tail == "floor":
        y = np.logaddexp(y, -e * np.log(end))
    return y, e
