"""Fits: exponents of measured spectra and of measured losses, with honest intervals."""
