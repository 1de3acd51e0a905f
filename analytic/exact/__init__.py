"""Witness 2: the exact dynamical mean field theory, to as many digits as asked for."""

from analytic.exact.circle import regression_loss
from analytic.exact.compute.frontier import Frontier, frontier, least_loss
from analytic.exact.edges import spectral_edge
from analytic.exact.ensembles import Decomposition, decomposition, ensemble_loss, replica_loss
from analytic.exact.feature_learning import feature_learning_loss
from analytic.exact.features.spectrum import FeatureMode, feature_eigenvalue, feature_spectrum
from analytic.exact.finite_size import finite_size_coefficient, gap_coefficient
from analytic.exact.kernel_spectrum import KernelLevel, kernel_eigenvalue, kernel_spectrum
from analytic.exact.limits import Losses
from analytic.exact.linear_fields import LinearFields, linear_fields
from analytic.exact.loss import losses, test_loss, train_loss
from analytic.exact.mixed_data import mixed_data_loss
from analytic.exact.modes import mean_error, spectral_atom, spectral_density
from analytic.exact.neighbours import nearest_neighbour_moment
from analytic.exact.one_pass.loss import one_pass_loss
from analytic.exact.one_pass.stability import one_pass_largest_step
from analytic.exact.optimal_ridge import OptimalRidge, optimal_ridge
from analytic.exact.regression import regression_excess
from analytic.exact.stability import largest_step, top_rate
from analytic.exact.stopping import Stopping, optimal_stopping
from analytic.exact.two_point import (
    Resolvents,
    Responses,
    TwoPoint,
    mode_response,
    resolvents,
    responses,
    two_point,
)

__all__ = [
    "Decomposition",
    "FeatureMode",
    "Frontier",
    "KernelLevel",
    "LinearFields",
    "Losses",
    "OptimalRidge",
    "Resolvents",
    "Responses",
    "Stopping",
    "TwoPoint",
    "decomposition",
    "ensemble_loss",
    "feature_eigenvalue",
    "feature_learning_loss",
    "feature_spectrum",
    "finite_size_coefficient",
    "frontier",
    "gap_coefficient",
    "kernel_eigenvalue",
    "kernel_spectrum",
    "largest_step",
    "least_loss",
    "linear_fields",
    "losses",
    "mean_error",
    "mixed_data_loss",
    "mode_response",
    "nearest_neighbour_moment",
    "one_pass_largest_step",
    "one_pass_loss",
    "optimal_ridge",
    "optimal_stopping",
    "regression_excess",
    "regression_loss",
    "replica_loss",
    "resolvents",
    "responses",
    "spectral_atom",
    "spectral_density",
    "spectral_edge",
    "test_loss",
    "top_rate",
    "train_loss",
    "two_point",
]
