"""Compute: the best use of a budget C = N t, found on the exact loss."""
