"""What the laws of gradient descent and momentum are about: the loss under one way of training."""

from __future__ import annotations

from dataclasses import replace

from analytic.comparison.measure import Experiment
from analytic.comparison.training.ways import Way
from analytic.problem.quantity import time_limited

__all__ = ["late_loss"]


def late_loss(way: Way) -> Experiment:
    """The loss under a way of training with numbers for step and momentum."""
    return Experiment(replace(time_limited(way.training), letters=tuple(way.values.items())))
