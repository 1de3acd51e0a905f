"""The figures: a function for each, which draws it on matplotlib axes and returns them.

>>> from derivations import figures
>>> axes = figures.density(draws=0)  # on a sheet of its own; or axes=[left, right]
>>> [one.get_xlabel() for one in axes]
['$x$', '$x$']
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from analytic.export.figures import draw
from analytic.problem import PowerLaw
from analytic.real_numbers import exact_number
from analytic.verification import checked_effort
from derivations.drawables import FIGURES, PLANE, Asked, Drawable, Name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    Places = Axes | Iterable[Axes] | None

__all__ = [
    "FIGURES",
    "PLANE",
    "Asked",
    "Drawable",
    "Name",
    "aligned_projection",
    "crossover",
    "decomposition",
    "density",
    "depth",
    "double_descent",
    "equiparameterization",
    "feature_learning",
    "free_projection",
    "frontier",
    "kernel_smoothness",
    "learning_curves",
    "members",
    "mixed_data",
    "noise_and_regularisation",
    "nonlinear_features",
    "one_hot_data",
    "optimal_ridge",
    "orthogonal_projection",
    "phases",
    "plane",
    "plateau",
    "regimes",
    "residual_depth",
    "resolution_limited",
    "ridge",
    "ridge_map",
    "structured_features",
    "variance_limited",
]


def learning_curves(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Test and training loss against time: limited width, limited data. Two axes."""
    return _drawn(FIGURES[Name.LEARNING_CURVES], axes, (a, b), draws=draws, seed=seed)


def crossover(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss from the time law to the law in width, and in data. Two axes."""
    return _drawn(FIGURES[Name.CROSSOVER], axes, (a, b), draws=draws, seed=seed)


def decomposition(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over time and its four parts, on both sides of N = P. Two axes."""
    return _drawn(FIGURES[Name.DECOMPOSITION], axes, (a, b), draws=draws, seed=seed)


def density(b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """The spectral density of K over simulated eigenvalues: white, and a power law. Two axes."""
    return _drawn(FIGURES[Name.DENSITY], axes, (None, b), draws=draws, seed=seed)


def depth(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over time of one, two and three layers, and its way to the floor. Two axes."""
    return _drawn(FIGURES[Name.DEPTH], axes, (a, b), draws=draws, seed=seed)


def double_descent(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over N/P by penalty and by time, with the formula of its peak. Two axes."""
    return _drawn(FIGURES[Name.DOUBLE_DESCENT], axes, (a, b), draws=draws, seed=seed)


def equiparameterization(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over N/P at a fixed product, with no penalty and the best. Two axes."""
    return _drawn(FIGURES[Name.EQUIPARAMETERIZATION], axes, (a, b), draws=draws, seed=seed)


def noise_and_regularisation(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The least loss over samples by label noise, and the best penalty. Two axes."""
    return _drawn(FIGURES[Name.NOISE_AND_REGULARISATION], axes, (a, b), draws=draws, seed=seed)


def nonlinear_features(
    b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Eigenvalues of nonlinear features over their rank, and the loss over N. Two axes."""
    return _drawn(FIGURES[Name.NONLINEAR_FEATURES], axes, (None, b), draws=draws, seed=seed)


def plateau(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss where the modes end, and flat spectra over time. Three axes."""
    return _drawn(FIGURES[Name.PLATEAU], axes, (a, b), draws=draws, seed=seed)


def ridge(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Both losses over the penalty, and what a small one leaves. Two axes."""
    return _drawn(FIGURES[Name.RIDGE], axes, (a, b), draws=draws, seed=seed)


def ridge_map(a: Any = None, b: Any = None, *, axes: Places = None) -> list[Axes]:
    """Which part of the loss is the largest at a penalty P^-ell and a width P^nu. Two axes."""
    return _drawn(FIGURES[Name.RIDGE_MAP], axes, (a, b))


def variance_limited(*, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """What fluctuations add to losses, of a regression and of drawn features. Two axes."""
    return _drawn(FIGURES[Name.VARIANCE_LIMITED], axes, (None, None), draws=draws, seed=seed)


def feature_learning(*, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """The loss over time of a hard and an easy target, and of networks drawn. Three axes."""
    return _drawn(FIGURES[Name.FEATURE_LEARNING], axes, (None, None), draws=draws, seed=seed)


def optimal_ridge(
    b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over N/P with the best penalty, and its laws at N = P. Two axes."""
    return _drawn(FIGURES[Name.OPTIMAL_RIDGE], axes, (b, b), draws=draws, seed=seed)


def aligned_projection(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The leading modes as features: loss over compute, and over their number. Two axes."""
    return _drawn(FIGURES[Name.ALIGNED_PROJECTION], axes, (a, b), draws=draws, seed=seed)


def kernel_smoothness(*, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """Eigenvalues of kernels by degree, and regression on a circle over samples. Two axes."""
    return _drawn(FIGURES[Name.KERNEL_SMOOTHNESS], axes, (None, None), draws=draws, seed=seed)


def mixed_data(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over samples of which a share is one-hot, and over that share. Two axes."""
    return _drawn(FIGURES[Name.MIXED_DATA], axes, (a, b), draws=draws, seed=seed)


def resolution_limited(*, draws: int = 200, seed: int = 0, axes: Places = None) -> list[Axes]:
    """The distance to the nearest of P samples, and losses of interpolation. Two axes."""
    return _drawn(FIGURES[Name.RESOLUTION_LIMITED], axes, (None, None), draws=draws, seed=seed)


def one_hot_data(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The loss over one-hot and Gaussian samples, and its exponents over a. Two axes."""
    return _drawn(FIGURES[Name.ONE_HOT_DATA], axes, (a, b), draws=draws, seed=seed)


def orthogonal_projection(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Orthonormal and Gaussian rows: the final loss over samples; what N adds. Two axes."""
    return _drawn(FIGURES[Name.ORTHOGONAL_PROJECTION], axes, (a, b), draws=draws, seed=seed)


def free_projection(
    b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """D_N of free projections over d, and of hashing, which is none. Two axes."""
    return _drawn(FIGURES[Name.FREE_PROJECTION], axes, (None, b), draws=draws, seed=seed)


def residual_depth(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """D_N of residual layers, and the final loss over samples. Two axes."""
    return _drawn(FIGURES[Name.RESIDUAL_DEPTH], axes, (a, b), draws=draws, seed=seed)


def structured_features(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """Eigenvalues of K by rank, and the loss over time, by the features' covariance. Two axes."""
    return _drawn(FIGURES[Name.STRUCTURED_FEATURES], axes, (a, b), draws=draws, seed=seed)


def frontier(
    a: Any = None, b: Any = None, *, draws: int = 200, seed: int = 0, axes: Places = None
) -> list[Axes]:
    """The best loss, width and time over compute. Four axes; three where a = b + 1."""
    return _drawn(FIGURES[Name.FRONTIER], axes, (a, b), draws=draws, seed=seed)


def regimes(a: Any = None, b: Any = None, *, time: Any = "1e6", axes: Places = None) -> list[Axes]:
    """Resolution- and variance-limited losses, in width and in data, at one time. Four axes."""
    return _drawn(FIGURES[Name.FOUR_REGIMES], axes, (a, b), time)


def plane(a: Any = None, b: Any = None, *, time: Any = "1e6", axes: Places = None) -> list[Axes]:
    """Which term of the loss is the largest where in the (N, P) plane. Two axes."""
    return _drawn(PLANE, axes, (a, b), time)


def members(a: Any = None, b: Any = None, *, axes: Places = None) -> list[Axes]:
    """How many models are best at the same compute. Four axes."""
    return _drawn(FIGURES[Name.MEMBERS], axes, (a, b))


def phases(*, axes: Places = None) -> list[Axes]:
    """Which exponent is the smallest for which a and b. Six axes."""
    return _drawn(FIGURES[Name.PHASES], axes, (None, None))


def _drawn(
    figure: Drawable,
    axes: Places,
    powers: tuple[Any, Any],
    time: Any = "1e6",
    draws: int = 0,
    seed: int = 0,
) -> list[Axes]:
    """A figure on axes.

    Raises    InvalidProblemError for powers, a time or draws without a meaning, and for another
              number of axes than the figure has panels.
    """
    (a, b) = (given or own for given, own in zip(powers, figure.powers, strict=True))
    asked = Asked(PowerLaw(a, b), exact_number(time, "time"), checked_effort(1, draws, seed))
    return draw(figure.make(asked), axes)
