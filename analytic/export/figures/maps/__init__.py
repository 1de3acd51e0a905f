"""Maps of the plane of two quantities: regimes, phases, ruling terms."""
