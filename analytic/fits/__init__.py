"""Fits: exponents of measured spectra and of measured losses, with honest intervals."""

from analytic.fits.dimension import intrinsic_dimension

__all__ = ["intrinsic_dimension"]
