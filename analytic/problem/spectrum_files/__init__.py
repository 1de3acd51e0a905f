"""Files of measured spectra: what people have, read as lambda_k and c_k."""

from analytic.problem.spectrum_files.reading import read_spectrum

__all__ = ["read_spectrum"]
