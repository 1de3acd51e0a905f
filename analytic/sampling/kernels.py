r"""Kernels on drawn points: eigenvalues of Gram matrices, and regression on samples.

On a torus of side one a kernel of a distance is summed over all images of a point.
"""

from itertools import product
from math import ceil, gamma, pi, sqrt
from typing import Any, ClassVar

import numpy as np

from analytic.errors import InvalidProblemError, SimulationError, require
from analytic.problem.kernels import Kernel, Laplace, Matern, require_kernel
from analytic.problem.manifold import Manifold, Torus
from analytic.sampling.draws import stream_of
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.manifold_points import differences, points_on
from analytic.sampling.questions import checked_count, checked_draws, checked_seed

_PROBES = 64
_BEYOND = 36.0  # e^-36 is below the rounding of doubles
_MOST_IMAGES = 10**4
_MOST_POINTS = 5000  # of a matrix of all pairs, 200 megabytes


class _Doubles:
    """The functions of kernels on arrays of doubles."""

    pi = pi
    number: ClassVar[Any] = float
    exp: ClassVar[Any] = staticmethod(np.exp)
    sin: ClassVar[Any] = staticmethod(np.sin)
    cos: ClassVar[Any] = staticmethod(np.cos)

    def arccos(self, x: FloatArray) -> FloatArray:
        """The angle of a cosine, which rounding may have put above one."""
        return np.arccos(np.clip(x, -1.0, 1.0))

    def matern(self, nu: Any, z: FloatArray) -> FloatArray:
        r"""\int e^{\nu y - e^y - z^2 e^{-y}/4} dy/\Gamma(\nu), by the trapezoidal rule."""
        exponent, step = float(nu), 0.2
        total = np.zeros_like(z)
        for place in np.arange(-_BEYOND / exponent, np.log(_BEYOND) + 1, step):
            rise = np.exp(place)
            total += np.exp(exponent * place - rise - z**2 / (4 * rise))
        return total * step / gamma(exponent)


def gram_eigenvalues(
    kernel: Kernel, manifold: Manifold, samples: Any, draws: int = 200, seed: int = 0
) -> Estimate:
    r"""Eigenvalues of the kernel matrix of P points drawn uniformly, the largest first.

        \sum_j K(x_i, x_j) f_j/P = \lambda f_i

    They come to those of the kernel as 1/P, each as long as it is far above 1/P.

    Shape     (samples,); `samples` of the estimate (draws, samples).
    Raises    InvalidProblemError for what is no kernel, samples, draws and seeds.

    >>> from analytic.problem.kernels import ArcCosine
    >>> from analytic.problem.manifold import Sphere
    >>> found = gram_eigenvalues(ArcCosine(0), Sphere(2), 3, draws=4)
    >>> bool(abs(found.mean.sum() - 1) < 1e-12)  # the trace
    True
    """
    require_kernel(kernel, manifold)
    count = _counted(samples, "a matrix needs a point")
    rows = []
    for number in range(checked_draws(draws)):
        points = points_on(manifold, stream_of(checked_seed(seed), number, 1), count)
        gram = _values(kernel, manifold, points, points) / count
        rows.append(np.linalg.eigvalsh(gram)[::-1])
    return estimated(np.array(rows))


def regression_loss(
    kernel: Kernel,
    teacher: Kernel,
    manifold: Manifold,
    samples: Any,
    draws: int = 200,
    seed: int = 0,
) -> Estimate:
    r"""Mean squared error of interpolation by a kernel, for Gaussian targets of another kernel.

        E |f - k^T K^{-1} f(X)|^2 = T - 2 k^T K^{-1} t + k^T K^{-1} T K^{-1} k

    averaged over the target, of covariance T, for each of the draws of P samples, at 64 other
    points. [spigler2020asymptotic].

    Shape     one number; `samples` of the estimate has shape (draws,).
    Raises    InvalidProblemError; SimulationError where the matrix of samples is singular.

    >>> from analytic.problem.kernels import Laplace
    >>> from analytic.problem.manifold import Torus
    >>> found = regression_loss(Laplace(), Laplace(), Torus(1), 20, draws=20)
    >>> abs(found.mean - 2 / 63) < 5 * found.standard_error
    True
    """
    require_kernel(kernel, manifold)
    require_kernel(teacher, manifold)
    count = _counted(samples, "there is nothing to learn from")
    rows = [
        np.mean(_errors(kernel, teacher, manifold, count, checked_seed(seed), number))
        for number in range(checked_draws(draws))
    ]
    return estimated(np.array(rows))


def _counted(samples: Any, reason: str) -> int:
    """A number of points all pairs of which can be held."""
    count = checked_count(samples, "samples", 1, reason)
    require(
        count <= _MOST_POINTS,
        f"{count} samples have a matrix of {count}^2 entries. Give at most {_MOST_POINTS}.",
    )
    return count


def _errors(
    kernel: Kernel, teacher: Kernel, manifold: Manifold, count: int, seed: int, number: int
) -> FloatArray:
    """Squared errors at the probes of one draw."""
    points, probes = (
        points_on(manifold, stream_of(seed, number, variable), size)
        for variable, size in ((1, count), (3, _PROBES))
    )
    try:
        weights = np.linalg.solve(
            _values(kernel, manifold, points, points), _values(kernel, manifold, points, probes)
        )
    except np.linalg.LinAlgError:
        raise SimulationError(
            f"The matrix of {kernel} at {count} samples is singular in doubles. Give fewer samples "
            "or a kernel that is less smooth."
        ) from None
    itself = _values(teacher, manifold, probes[:1], probes[:1])[0, 0]
    mixed = np.sum(weights * _values(teacher, manifold, points, probes), axis=0)
    known = np.sum(weights * (_values(teacher, manifold, points, points) @ weights), axis=0)
    return np.asarray(itself - 2 * mixed + known)


def _values(kernel: Kernel, manifold: Manifold, ones: FloatArray, others: FloatArray) -> FloatArray:
    """The kernel at all pairs of two sets of points."""
    apart = differences(manifold, ones, others)
    if isinstance(manifold, Torus):
        return sum(
            (
                kernel.at(np.sqrt(np.sum((apart + image) ** 2, axis=2)), _Doubles())
                for image in _images(kernel, int(manifold.dimension))
            ),
            np.zeros(apart.shape[:2]),
        )
    distance = np.minimum(np.sqrt(np.sum(apart**2, axis=2)), 2.0)
    return np.asarray(
        kernel.at(2 * np.arcsin(distance / 2) if kernel.angular else distance, _Doubles())
    )


def _images(kernel: Kernel, dimension: int) -> list[FloatArray]:
    """Places of the images that are near enough to count."""
    if not isinstance(kernel, Laplace | Matern):
        raise InvalidProblemError(
            f"How far {kernel} reaches is not known. Give Laplace() or Matern('3/2'), or a sphere."
        )
    nu = float(kernel.nu)
    far = ceil(float(kernel.scale) * (_BEYOND + 4 * nu) / sqrt(2 * nu))
    require(
        (2 * far + 1) ** dimension <= _MOST_IMAGES,
        f"{kernel} would be summed over {(2 * far + 1) ** dimension} images of each point, and "
        f"{_MOST_IMAGES} are the most. Give a smaller scale.",
    )
    return [
        np.array(image, dtype=float) for image in product(range(-far, far + 1), repeat=dimension)
    ]
