"""Measured exponents back to laws: which settings, and which a and b, are consistent with them."""
