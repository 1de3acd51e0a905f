"""Witness 2: the exact dynamical mean field theory, to as many digits as asked for."""

from analytic.exact.compute.frontier import Frontier as Frontier
from analytic.exact.compute.frontier import frontier as frontier
from analytic.exact.compute.frontier import least_loss as least_loss
from analytic.exact.edges import spectral_edge as spectral_edge
from analytic.exact.ensembles import Decomposition as Decomposition
from analytic.exact.ensembles import decomposition as decomposition
from analytic.exact.ensembles import ensemble_loss as ensemble_loss
from analytic.exact.ensembles import replica_loss as replica_loss
from analytic.exact.features.spectrum import FeatureMode as FeatureMode
from analytic.exact.features.spectrum import feature_eigenvalue as feature_eigenvalue
from analytic.exact.features.spectrum import feature_spectrum as feature_spectrum
from analytic.exact.finite_size import finite_size_coefficient as finite_size_coefficient
from analytic.exact.finite_size import gap_coefficient as gap_coefficient
from analytic.exact.limits import Losses as Losses
from analytic.exact.linear_fields import LinearFields as LinearFields
from analytic.exact.linear_fields import linear_fields as linear_fields
from analytic.exact.loss import losses as losses
from analytic.exact.loss import test_loss as test_loss
from analytic.exact.loss import train_loss as train_loss
from analytic.exact.modes import mean_error as mean_error
from analytic.exact.modes import spectral_atom as spectral_atom
from analytic.exact.modes import spectral_density as spectral_density
from analytic.exact.neighbours import nearest_neighbour_moment as nearest_neighbour_moment
from analytic.exact.one_pass.loss import one_pass_loss as one_pass_loss
from analytic.exact.one_pass.stability import one_pass_largest_step as one_pass_largest_step
from analytic.exact.optimal_ridge import OptimalRidge as OptimalRidge
from analytic.exact.optimal_ridge import optimal_ridge as optimal_ridge
from analytic.exact.stability import largest_step as largest_step
from analytic.exact.stability import top_rate as top_rate
from analytic.exact.stopping import Stopping as Stopping
from analytic.exact.stopping import optimal_stopping as optimal_stopping
from analytic.exact.two_point import Resolvents as Resolvents
from analytic.exact.two_point import Responses as Responses
from analytic.exact.two_point import TwoPoint as TwoPoint
from analytic.exact.two_point import mode_response as mode_response
from analytic.exact.two_point import resolvents as resolvents
from analytic.exact.two_point import responses as responses
from analytic.exact.two_point import two_point as two_point

__all__ = [
    "Decomposition",
    "FeatureMode",
    "Frontier",
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
    "feature_spectrum",
    "finite_size_coefficient",
    "frontier",
    "gap_coefficient",
    "largest_step",
    "least_loss",
    "linear_fields",
    "losses",
    "mean_error",
    "mode_response",
    "nearest_neighbour_moment",
    "one_pass_largest_step",
    "one_pass_loss",
    "optimal_ridge",
    "optimal_stopping",
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
