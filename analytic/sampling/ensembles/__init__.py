"""Ensembles by simulation: E projections times B data sets in every draw."""
