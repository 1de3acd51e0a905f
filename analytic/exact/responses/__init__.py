"""The response functions: kappa(s), its continuation from s > 0, and the edge of the spectrum."""
