r"""The spectrum of a kernel measured over points: \lambda_k of K/M and c_k = (u_k \cdot y)^2/M."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytic.errors import InvalidProblemError, require
from analytic.problem.measured_spectrum import MeasuredSpectrum

_ASYMMETRY = 2.0**-16  # of |K - K^T| over |K|: what 128 roundings of single precision leave


def spectrum_of_kernel(kernel: Any, targets: Any, null_threshold: Any = None) -> MeasuredSpectrum:
    r"""The measured spectrum of a kernel matrix over M points, and of the targets at them.

        K/M = \sum_k \lambda_k u_k u_k^T,   c_k = |u_k^T y|^2/M

    Several outputs add up in c_k. Null modes are kept: their target power is noise of the samples
    and a floor of the loss. The points are a finite population: what is predicted with this
    spectrum is the loss over them, for samples drawn from them with replacement.

    Shape     kernel (M, M), symmetric; targets (M,) or (M, outputs).
    Raises    InvalidProblemError for other shapes, for what is no number, and for a matrix that is
              not symmetric; InvalidModeError where it is not positive.

    >>> spectrum = spectrum_of_kernel([[2, 0], [0, 1]], [1, 3])
    >>> spectrum.eigenvalues, spectrum.target_power
    ((1.0, 0.5), (0.5, 4.5))
    """
    matrix, outputs = _matrix(kernel, "kernel"), _outputs(targets)
    points = len(matrix)
    require(
        matrix.shape == (points, points),
        f"The kernel has the shape {matrix.shape} and is no square matrix. Give one row and one "
        "column for each point, or features with spectrum_of_features.",
    )
    _one_for_each(points, outputs)
    require(
        bool(np.abs(matrix - matrix.T).max() <= _ASYMMETRY * np.abs(matrix).max()),
        "The kernel is not symmetric. Give K with K_ij = k(x_i, x_j), or features with "
        "spectrum_of_features.",
    )
    eigenvalues, modes = np.linalg.eigh((matrix + matrix.T) / (2 * points))
    powers = ((modes.T @ outputs) ** 2).sum(axis=1) / points
    return MeasuredSpectrum(eigenvalues[::-1].tolist(), powers[::-1].tolist(), null_threshold)


def spectrum_of_features(
    features: Any, targets: Any, null_threshold: Any = None
) -> MeasuredSpectrum:
    r"""The measured spectrum of the linear kernel K = \Phi \Phi^T of features at M points.

        \Phi/\sqrt M = \sum_k \sqrt{\lambda_k} u_k v_k^T,   c_k = |u_k^T y|^2/M

    Where there are fewer features than points the others of the M modes are null; the target power
    that no feature reaches is shared by them.

    Shape     features (M, features), not centred here; targets (M,) or (M, outputs).
    Raises    InvalidProblemError as spectrum_of_kernel.

    >>> spectrum = spectrum_of_features([[1], [1]], [1, 3])
    >>> [round(x, 9) for x in spectrum.eigenvalues], [round(x, 9) for x in spectrum.target_power]
    ([1.0, 0.0], [4.0, 1.0])
    """
    matrix, outputs = _matrix(features, "features"), _outputs(targets)
    points = len(matrix)
    _one_for_each(points, outputs)
    modes, values, _ = np.linalg.svd(matrix / np.sqrt(points), full_matrices=False)
    powers = ((modes.T @ outputs) ** 2).sum(axis=1) / points
    missing = points - len(values)
    beyond = outputs - modes @ (modes.T @ outputs)
    shared = [(beyond**2).sum() / points / missing] * missing if missing else []
    return MeasuredSpectrum(
        [*(values**2).tolist(), *[0.0] * missing], [*powers.tolist(), *shared], null_threshold
    )


def _matrix(given: Any, name: str) -> NDArray[np.float64]:
    matrix = _numbers(given, name)
    require(
        matrix.ndim == 2 and matrix.size > 0,
        f"The {name} have the shape {matrix.shape}. Give a matrix with a row for each point."
        if name == "features"
        else f"The {name} has the shape {matrix.shape}. Give a square matrix.",
    )
    return matrix


def _outputs(targets: Any) -> NDArray[np.float64]:
    outputs = _numbers(targets, "targets")
    require(
        outputs.ndim in (1, 2) and outputs.size > 0,
        f"The targets have the shape {outputs.shape}. Give a number, or a row of outputs, for each "
        "point.",
    )
    return outputs.reshape(len(outputs), -1)


def _one_for_each(points: int, outputs: NDArray[np.float64]) -> None:
    require(
        len(outputs) == points,
        f"There are {points} points and {len(outputs)} targets. Give one target for each point.",
    )


def _numbers(given: Any, name: str) -> NDArray[np.float64]:
    try:
        numbers = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidProblemError(
            f"The {name} are not all real numbers, or rows have other lengths. Give an array."
        ) from None
    require(
        bool(np.isfinite(numbers).all()),
        f"The {name} hold numbers that are infinite or missing. Leave these points out.",
    )
    return numbers
