"""Nonlinear features: Hermite series of activations, and counts of products of eigenvalues."""
