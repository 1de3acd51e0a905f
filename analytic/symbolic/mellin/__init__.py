"""Sums over modes by their Mellin transforms: poles, expansions, SymPy functions."""
