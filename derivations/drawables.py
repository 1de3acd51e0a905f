"""What can be plotted: how the numbers of figures are made, for which powers and options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sympy import Expr

from analytic.comparison.compute.ansatz import ANSATZ
from analytic.export.figures import (
    Figure,
    aligned_figure,
    best_penalty_figure,
    crossover_figure,
    decomposition_figure,
    density_figure,
    depth_figure,
    features_figure,
    four_regimes_figure,
    free_figure,
    frontier_figure,
    kernel_figure,
    learning_curves_figure,
    learning_figure,
    members_figure,
    mixed_figure,
    neighbours_figure,
    noise_figure,
    one_hot_figure,
    orthogonal_figure,
    peak_figure,
    phases_figure,
    plane_figure,
    plateau_figure,
    residual_figure,
    ridge_figure,
    ridge_map_figure,
    shares_figure,
    structured_figure,
    variance_figure,
)
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.result import Effort, Result
from derivations import (
    compute_optimal,
    data_crossover,
    ensembling,
    four_regimes,
    width_crossover,
)
from derivations.bottleneck import DATA, WIDTH, limited_law
from derivations.compute.ansatz import on_samples
from derivations.contents import RESULTS
from derivations.finite_size import correction_law
from derivations.one_pass.phases import phases_on_a_budget


class Name(StrEnum):
    """What can be plotted."""

    ALIGNED_PROJECTION = "aligned-projection"
    CROSSOVER = "crossover"
    DECOMPOSITION = "decomposition"
    DENSITY = "density"
    DEPTH = "depth"
    DOUBLE_DESCENT = "double-descent"
    EQUIPARAMETERIZATION = "equiparameterization"
    FEATURE_LEARNING = "feature-learning"
    FOUR_REGIMES = "four-regimes"
    FREE_PROJECTION = "free-projection"
    FRONTIER = "frontier"
    KERNEL_SMOOTHNESS = "kernel-smoothness"
    LEARNING_CURVES = "learning-curves"
    MEMBERS = "members"
    MIXED_DATA = "mixed-data"
    NOISE_AND_REGULARISATION = "noise-and-regularisation"
    NONLINEAR_FEATURES = "nonlinear-features"
    ONE_HOT_DATA = "one-hot-data"
    OPTIMAL_RIDGE = "optimal-ridge"
    ORTHOGONAL_PROJECTION = "orthogonal-projection"
    PHASES = "phases"
    PLATEAU = "plateau"
    RESIDUAL_DEPTH = "residual-depth"
    RESOLUTION_LIMITED = "resolution-limited"
    RIDGE = "ridge"
    RIDGE_MAP = "ridge-map"
    STRUCTURED_FEATURES = "structured-features"
    VARIANCE_LIMITED = "variance-limited"


class Asked(NamedTuple):
    """What a figure is asked for: a power law in numbers, a time, and how many draws."""

    spectrum: PowerLaw
    time: Expr
    effort: Effort


@dataclass(frozen=True)
class Drawable:
    """A figure: how it is made, the powers it has by itself, the options that it takes."""

    make: Callable[[Asked], Figure]
    options: frozenset[str]
    powers: tuple[str, str] = ("2", "3/2")


_POWERS = frozenset({"a", "b"})
_DICE = frozenset({"draws", "seed"})


def _laws_with_regimes() -> dict[str, Law]:
    """The laws whose regimes divide the plane, without the rest of their derivations."""
    spectrum = PowerLaw(a, b)
    return {
        title: law(bottleneck, spectrum, FIELD_EQUATIONS)
        for title, law, bottleneck in (
            ("Width-limited loss", limited_law, WIDTH),
            ("Data-limited loss", limited_law, DATA),
            ("Finite-width correction", correction_law, WIDTH),
            ("Finite-data correction", correction_law, DATA),
        )
    }


def _crossovers(spectrum: PowerLaw) -> list[Result]:
    return [crossover.derive(spectrum) for crossover in (width_crossover, data_crossover)]


def _frontier(asked: Asked) -> Figure:
    spectrum, result = asked.spectrum, compute_optimal.derive(asked.spectrum)
    ansatz = result.formulas.get(ANSATZ)  # none where a logarithm stands in the place of one
    several = {} if ansatz is None else on_samples(ansatz, spectrum, FIELD_EQUATIONS, {})
    return frontier_figure(result, spectrum, asked.effort, several)


def _one_hot(asked: Asked) -> Figure:
    gaussian = limited_law(DATA, PowerLaw(a, b), FIELD_EQUATIONS)
    return one_hot_figure(RESULTS["one-hot-data"], asked.spectrum, asked.effort, gaussian)


def _of_result(
    make: Callable[[Result, PowerLaw, Effort], Figure], name: str
) -> Callable[[Asked], Figure]:
    """A figure of one result at the powers and with the dice that are asked for."""
    return lambda asked: make(RESULTS[name], asked.spectrum, asked.effort)


FIGURES: Mapping[Name, Drawable] = {
    Name.ALIGNED_PROJECTION: Drawable(
        _of_result(aligned_figure, "aligned-projection"), _POWERS | _DICE
    ),
    Name.CROSSOVER: Drawable(
        lambda asked: crossover_figure(_crossovers(asked.spectrum), asked.spectrum, asked.effort),
        _POWERS | _DICE,
    ),
    Name.DECOMPOSITION: Drawable(
        lambda asked: decomposition_figure(asked.spectrum, asked.effort), _POWERS | _DICE
    ),
    Name.DENSITY: Drawable(
        lambda asked: density_figure(asked.spectrum, asked.effort), _DICE | {"b"}
    ),
    Name.DEPTH: Drawable(_of_result(depth_figure, "depth"), _POWERS | _DICE),
    Name.DOUBLE_DESCENT: Drawable(
        _of_result(peak_figure, "double-descent"),
        _POWERS | _DICE,
    ),
    Name.EQUIPARAMETERIZATION: Drawable(
        _of_result(shares_figure, "equiparameterization"),
        _POWERS | _DICE,
    ),
    Name.FEATURE_LEARNING: Drawable(
        lambda asked: learning_figure(RESULTS["feature-learning"], asked.effort), _DICE
    ),
    Name.FOUR_REGIMES: Drawable(
        lambda asked: four_regimes_figure(_crossovers(asked.spectrum), asked.spectrum, asked.time),
        _POWERS | {"time", "plane"},
        ("3/2", "2"),
    ),
    Name.FREE_PROJECTION: Drawable(_of_result(free_figure, "free-projection"), _DICE | {"b"}),
    Name.FRONTIER: Drawable(
        _frontier,
        _POWERS | _DICE,
        ("4", "3/2"),  # where the ansatz is off by a power of compute
    ),
    Name.KERNEL_SMOOTHNESS: Drawable(
        lambda asked: kernel_figure(RESULTS["kernel-smoothness"], asked.effort), _DICE
    ),
    Name.LEARNING_CURVES: Drawable(
        lambda asked: learning_curves_figure(asked.spectrum, asked.effort), _POWERS | _DICE
    ),
    Name.MEMBERS: Drawable(
        lambda asked: members_figure(ensembling.derive(), asked.spectrum), _POWERS
    ),
    Name.MIXED_DATA: Drawable(
        _of_result(mixed_figure, "mixed-data"),
        _POWERS | _DICE,
        ("6", "3/2"),  # where Gaussian samples saturate
    ),
    Name.NOISE_AND_REGULARISATION: Drawable(
        _of_result(noise_figure, "noise-and-regularisation"),
        _POWERS | _DICE,
    ),
    Name.NONLINEAR_FEATURES: Drawable(
        _of_result(features_figure, "nonlinear-features"),
        _DICE | {"b"},
    ),
    Name.ONE_HOT_DATA: Drawable(_one_hot, _POWERS | _DICE),
    Name.OPTIMAL_RIDGE: Drawable(
        lambda asked: best_penalty_figure(
            RESULTS["optimal-ridge"], PowerLaw(asked.spectrum.b, asked.spectrum.b), asked.effort
        ),
        _DICE | {"b"},
        ("3/2", "3/2"),
    ),
    Name.ORTHOGONAL_PROJECTION: Drawable(
        _of_result(orthogonal_figure, "orthogonal-projection"), _POWERS | _DICE
    ),
    Name.PHASES: Drawable(
        lambda _: phases_figure(_laws_with_regimes(), phases_on_a_budget()), frozenset()
    ),
    Name.PLATEAU: Drawable(
        _of_result(plateau_figure, "plateau"),
        _POWERS | _DICE,
    ),
    Name.RESIDUAL_DEPTH: Drawable(_of_result(residual_figure, "residual-depth"), _POWERS | _DICE),
    Name.RESOLUTION_LIMITED: Drawable(
        lambda asked: neighbours_figure(RESULTS["resolution-limited"], asked.effort), _DICE
    ),
    Name.RIDGE: Drawable(
        _of_result(ridge_figure, "ridge"),
        _POWERS | _DICE,
        ("9/2", "3/2"),  # where a penalty saturates
    ),
    Name.STRUCTURED_FEATURES: Drawable(
        _of_result(structured_figure, "structured-features"), _POWERS | _DICE
    ),
    Name.VARIANCE_LIMITED: Drawable(
        lambda asked: variance_figure(RESULTS["variance-limited"], asked.effort), _DICE
    ),
    Name.RIDGE_MAP: Drawable(
        lambda asked: ridge_map_figure(RESULTS["ridge-map"], asked.spectrum),
        _POWERS,
        ("9/2", "3/2"),  # where the features lead somewhere
    ),
}

PLANE = Drawable(
    lambda asked: plane_figure(four_regimes.derive(asked.spectrum), asked.spectrum, asked.time),
    FIGURES[Name.FOUR_REGIMES].options,
    ("9/2", "3/2"),  # where all five terms rule somewhere
)
