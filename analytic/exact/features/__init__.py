"""Nonlinear features: the eigenvalues of their covariance."""
