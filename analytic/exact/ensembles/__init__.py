"""Ensembles: losses of pairs of replicas, and what averaging over projections and data leaves."""
