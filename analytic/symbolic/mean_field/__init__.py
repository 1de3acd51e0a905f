"""The field equations and what follows from them by algebra: responses, two-point functions."""
