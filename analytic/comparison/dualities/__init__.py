"""Checks of the duality of width and data."""
