"""Overfitting before its witnesses: the gap, label noise, and stopping in time."""
