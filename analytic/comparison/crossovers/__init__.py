"""Checks of the crossovers between a bottleneck of time and one of size."""
