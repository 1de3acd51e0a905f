"""Regions of the plane of a and b: where formulas agree, which exponent is smallest, exactly."""

from analytic.regions.agreement import Agreement, agreement
from analytic.regions.balance import boundaries, smallest
from analytic.regions.branches import has_branches
from analytic.regions.closed_region import closure
from analytic.regions.identity import generic

__all__ = ["Agreement", "agreement", "boundaries", "closure", "generic", "has_branches", "smallest"]
