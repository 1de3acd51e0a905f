"""Figures: what is plotted, as numbers, and how it is drawn."""

from analytic.export.figures.crossover_figure import crossover_figure as crossover_figure
from analytic.export.figures.decomposition_figure import (
    decomposition_figure as decomposition_figure,
)
from analytic.export.figures.density_figure import density_figure as density_figure
from analytic.export.figures.depth_figure import depth_figure as depth_figure
from analytic.export.figures.features_figure import features_figure as features_figure
from analytic.export.figures.frontier_figure import frontier_figure as frontier_figure
from analytic.export.figures.learning_curves_figure import (
    learning_curves_figure as learning_curves_figure,
)
from analytic.export.figures.maps.four_regimes_figure import (
    four_regimes_figure as four_regimes_figure,
)
from analytic.export.figures.maps.members_figure import members_figure as members_figure
from analytic.export.figures.maps.phases_figure import phases_figure as phases_figure
from analytic.export.figures.maps.plane_figure import plane_figure as plane_figure
from analytic.export.figures.maps.ridge_map_figure import ridge_map_figure as ridge_map_figure
from analytic.export.figures.panel import Boundary as Boundary
from analytic.export.figures.panel import Curve as Curve
from analytic.export.figures.panel import Figure as Figure
from analytic.export.figures.panel import Map as Map
from analytic.export.figures.panel import Panel as Panel
from analytic.export.figures.peak_figure import peak_figure as peak_figure
from analytic.export.figures.penalty_figures import best_penalty_figure as best_penalty_figure
from analytic.export.figures.penalty_figures import noise_figure as noise_figure
from analytic.export.figures.penalty_figures import ridge_figure as ridge_figure
from analytic.export.figures.sheet import draw as draw
from analytic.export.figures.sheet import drawn as drawn
from analytic.export.figures.sheet import require_form as require_form
from analytic.export.figures.sizes_figures import plateau_figure as plateau_figure
from analytic.export.figures.sizes_figures import shares_figure as shares_figure

__all__ = [
    "Boundary",
    "Curve",
    "Figure",
    "Map",
    "Panel",
    "best_penalty_figure",
    "crossover_figure",
    "decomposition_figure",
    "density_figure",
    "depth_figure",
    "draw",
    "drawn",
    "features_figure",
    "four_regimes_figure",
    "frontier_figure",
    "learning_curves_figure",
    "members_figure",
    "noise_figure",
    "peak_figure",
    "phases_figure",
    "plane_figure",
    "plateau_figure",
    "require_form",
    "ridge_figure",
    "ridge_map_figure",
    "shares_figure",
]
