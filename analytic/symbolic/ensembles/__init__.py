"""Ensembles by algebra: replicas of the field equations, and what averaging leaves of the loss."""
