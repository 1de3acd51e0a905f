r"""Rows, data and nonlinear features, drawn.

    \phi_{\mu i} = \phi(u_i \cdot x_\mu),   x_\mu ~ N(0, \Lambda),   u_i^T \Lambda u_i = 1

Rows are random signs or standard normal entries, each row divided by its norm in \Lambda.
"""

from typing import Any, NamedTuple

import numpy as np

from analytic.errors import InvalidProblemError, require
from analytic.problem import Spectrum, require_spectrum
from analytic.problem.activations import Activation, require_activation
from analytic.sampling.draws import stream_of
from analytic.sampling.finite_model import FloatArray, whole_copies
from analytic.sampling.questions import checked_count

ROWS = ("signs", "gaussian")
_MOST = 10**4


class Problem(NamedTuple):
    r"""What is drawn: the activation, \sqrt{\lambda_k} of every mode, sizes, the kind of rows."""

    activation: Activation
    scales: FloatArray
    width: int
    samples: int
    rows: str


def checked_problem(
    activation: Any, spectrum: Any, width: Any, samples: Any, rows: Any = "signs"
) -> Problem:
    """The problem, if it has a meaning.

    Raises    InvalidProblemError.
    """
    require_activation(activation)
    require_spectrum(spectrum)
    reason = f"features and samples are counted, {_MOST} at most"
    features = checked_count(width, "width", 1, reason)
    known = checked_count(samples, "samples", 1, reason)
    most = max(features, known)
    require(most <= _MOST, f"{most} are too many to draw. Choose at most {_MOST}.")
    require(
        isinstance(rows, str) and rows in ROWS,
        f"rows = {str(rows)[:80]!r} are no kind of rows. Choose 'signs' or 'gaussian'.",
    )
    return Problem(activation, _scales(spectrum), features, known, rows)


def _scales(spectrum: Spectrum) -> FloatArray:
    if spectrum.free_symbols or not spectrum.modes <= _MOST:
        raise InvalidProblemError(
            f"The data have {spectrum.modes} modes, and a simulation draws each. Choose numbers, "
            f"and at most {_MOST} modes, as in spectrum.with_modes(20)."
        )
    levels = spectrum.levels()
    if not levels.copies.sum() <= _MOST:
        raise InvalidProblemError(
            f"The data have {levels.copies.sum():.6g} modes, and a simulation draws each. Choose "
            f"at most {_MOST}: fewer levels, or a smaller multiplicity."
        )
    each = np.repeat(levels.eigenvalues, whole_copies(levels.copies))
    return np.asarray(np.sqrt(each))


def drawn_rows(problem: Problem, seed: int, number: int, count: int | None = None) -> FloatArray:
    r"""\Lambda^{1/2} u of every row: unit vectors, of shape (width, modes)."""
    stream, shape = stream_of(seed, number, 0), (count or problem.width, len(problem.scales))
    entries = (
        stream.integers(0, 2, shape) * 2.0 - 1.0
        if problem.rows == "signs"
        else stream.standard_normal(shape)
    )
    rows = entries * problem.scales
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def drawn_data(problem: Problem, seed: int, number: int, count: int | None = None) -> FloatArray:
    r"""\Lambda^{-1/2} x of every sample: normal, of shape (samples, modes)."""
    shape = (count or problem.samples, len(problem.scales))
    return stream_of(seed, number, 1).standard_normal(shape)
