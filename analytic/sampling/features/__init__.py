"""Nonlinear random features, drawn: their eigenvalues, and regression on them."""
