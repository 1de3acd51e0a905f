"""Regions of the plane of a and b: where formulas agree, which exponent is smallest, exactly."""

from analytic.regions.agreement import Agreement, agreement
from analytic.regions.balance import boundaries, smallest

__all__ = ["Agreement", "agreement", "boundaries", "smallest"]
