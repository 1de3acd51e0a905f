"""Figures: what is plotted, as numbers, and how it is drawn."""

from analytic.export.figures.aligned_figure import aligned_figure
from analytic.export.figures.crossover_figure import crossover_figure
from analytic.export.figures.decomposition_figure import (
    decomposition_figure as decomposition_figure,
)
from analytic.export.figures.density_figure import density_figure
from analytic.export.figures.depth_figure import depth_figure
from analytic.export.figures.features_figure import features_figure
from analytic.export.figures.free_figure import free_figure
from analytic.export.figures.frontier_figure import frontier_figure
from analytic.export.figures.kernel_figure import kernel_figure
from analytic.export.figures.learning_curves_figure import (
    learning_curves_figure as learning_curves_figure,
)
from analytic.export.figures.learning_figure import learning_figure
from analytic.export.figures.lettering import in_notation
from analytic.export.figures.maps.four_regimes_figure import (
    four_regimes_figure as four_regimes_figure,
)
from analytic.export.figures.maps.members_figure import members_figure
from analytic.export.figures.maps.phases_figure import phases_figure
from analytic.export.figures.maps.plane_figure import plane_figure
from analytic.export.figures.maps.ridge_map_figure import ridge_map_figure
from analytic.export.figures.mixed_figure import mixed_figure
from analytic.export.figures.neighbours_figure import neighbours_figure
from analytic.export.figures.one_hot_figure import one_hot_figure
from analytic.export.figures.orthogonal_figure import orthogonal_figure
from analytic.export.figures.panel import Boundary, Curve, Figure, Map, Panel
from analytic.export.figures.peak_figure import peak_figure
from analytic.export.figures.penalty_figures import best_penalty_figure, noise_figure, ridge_figure
from analytic.export.figures.residual_figure import residual_figure
from analytic.export.figures.sheet import draw, drawn, require_form
from analytic.export.figures.sizes_figures import plateau_figure, shares_figure
from analytic.export.figures.structured_figure import structured_figure
from analytic.export.figures.table import table
from analytic.export.figures.variance_figure import variance_figure

__all__ = [
    "Boundary",
    "Curve",
    "Figure",
    "Map",
    "Panel",
    "aligned_figure",
    "best_penalty_figure",
    "crossover_figure",
    "decomposition_figure",
    "density_figure",
    "depth_figure",
    "draw",
    "drawn",
    "features_figure",
    "four_regimes_figure",
    "free_figure",
    "frontier_figure",
    "in_notation",
    "kernel_figure",
    "learning_curves_figure",
    "learning_figure",
    "members_figure",
    "mixed_figure",
    "neighbours_figure",
    "noise_figure",
    "one_hot_figure",
    "orthogonal_figure",
    "peak_figure",
    "phases_figure",
    "plane_figure",
    "plateau_figure",
    "require_form",
    "residual_figure",
    "ridge_figure",
    "ridge_map_figure",
    "shares_figure",
    "structured_figure",
    "table",
    "variance_figure",
]
