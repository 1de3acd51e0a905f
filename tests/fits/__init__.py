"""Fits of spectra and of losses."""
