"""Kernels where their points meet: what is not analytic there decides their eigenvalues."""
