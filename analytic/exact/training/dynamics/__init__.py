"""Exponents of the ways of training: how an error along one eigenvalue dies."""
