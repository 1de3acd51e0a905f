r"""The third witness: the model of [bordelon2024dynamical] drawn, trained and averaged with NumPy.

It shares the statement of the problem with the other witnesses and nothing else.
"""

from analytic.sampling.checkpoint import finished_draws
from analytic.sampling.cost import Cost, expected_cost
from analytic.sampling.eigenvalue_draws import eigenvalues
from analytic.sampling.ensembles.estimates import Decomposition, decomposition, ensemble_loss
from analytic.sampling.estimate import Estimate
from analytic.sampling.features.eigenvalues import feature_eigenvalues
from analytic.sampling.features.predictions import feature_predictions
from analytic.sampling.features.regression import feature_loss
from analytic.sampling.interpolation import linear_interpolation_loss
from analytic.sampling.kernels import gram_eigenvalues, regression_loss
from analytic.sampling.loss_draws import Losses, losses, test_loss, train_loss
from analytic.sampling.mode_draws import mean_error
from analytic.sampling.neighbours import nearest_neighbour_moment
from analytic.sampling.slopes import Slope, local_exponent, window_exponent
from analytic.sampling.two_layers import two_layer_loss, two_layer_modes

__all__ = [
    "Cost",
    "Decomposition",
    "Estimate",
    "Losses",
    "Slope",
    "decomposition",
    "eigenvalues",
    "ensemble_loss",
    "expected_cost",
    "feature_eigenvalues",
    "feature_loss",
    "feature_predictions",
    "finished_draws",
    "gram_eigenvalues",
    "linear_interpolation_loss",
    "local_exponent",
    "losses",
    "mean_error",
    "nearest_neighbour_moment",
    "regression_loss",
    "test_loss",
    "train_loss",
    "two_layer_loss",
    "two_layer_modes",
    "window_exponent",
]
