"""Checks of flat spectra and of the first steps of training."""
