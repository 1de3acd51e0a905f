"""Sweeps: many models, each simulated and evaluated exactly, on any executor, kept in one file."""

from analytic.sweeps.sweep import Row, sweep

__all__ = ["Row", "sweep"]
