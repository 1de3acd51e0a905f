"""Spectral filters of the ways of training other than gradient flow, in doubles."""
