r"""The third witness: the model of [bordelon2024dynamical] drawn, trained and averaged with NumPy.

It shares the statement of the problem with the other witnesses and nothing else.
"""

from analytic.sampling.checkpoint import finished_draws as finished_draws
from analytic.sampling.cost import Cost as Cost
from analytic.sampling.cost import expected_cost as expected_cost
from analytic.sampling.eigenvalue_draws import eigenvalues as eigenvalues
from analytic.sampling.ensembles.estimates import Decomposition as Decomposition
from analytic.sampling.ensembles.estimates import decomposition as decomposition
from analytic.sampling.ensembles.estimates import ensemble_loss as ensemble_loss
from analytic.sampling.estimate import Estimate as Estimate
from analytic.sampling.features.eigenvalues import feature_eigenvalues as feature_eigenvalues
from analytic.sampling.features.regression import feature_loss as feature_loss
from analytic.sampling.loss_draws import Losses as Losses
from analytic.sampling.loss_draws import losses as losses
from analytic.sampling.loss_draws import test_loss as test_loss
from analytic.sampling.loss_draws import train_loss as train_loss
from analytic.sampling.mode_draws import mean_error as mean_error
from analytic.sampling.neighbours import nearest_neighbour_moment as nearest_neighbour_moment
from analytic.sampling.slopes import Slope as Slope
from analytic.sampling.slopes import local_exponent as local_exponent
from analytic.sampling.slopes import window_exponent as window_exponent

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
    "finished_draws",
    "local_exponent",
    "losses",
    "mean_error",
    "nearest_neighbour_moment",
    "test_loss",
    "train_loss",
    "window_exponent",
]
