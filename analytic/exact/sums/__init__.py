"""Sums over the spectrum at any complex kappa, to any precision."""
