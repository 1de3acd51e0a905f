from . import finite_size as finite_size
from . import mixed_data as mixed_data
from . import noisy_inputs as noisy_inputs
from . import normalisation as normalisation
from .checkpoint import finished_draws
from .cost import (
    Cost,
    expected_cost,
)
from .eigenvalue_draws import eigenvalues
from .ensembles.estimates import (
    Decomposition,
    decomposition,
    ensemble_loss,
)
from .estimate import Estimate
from .features.eigenvalues import feature_eigenvalues
from .features.predictions import feature_predictions
from .features.regression import feature_loss
from .interpolation import linear_interpolation_loss
from .kernels import (
    gram_eigenvalues,
    regression_loss,
)
from .loss_draws import (
    Losses,
    losses,
    test_loss,
    train_loss,
)
from .mode_draws import mean_error
from .neighbours import nearest_neighbour_moment
from .slopes import (
    Slope,
    local_exponent,
    window_exponent,
)
from .two_layers import (
    two_layer_loss,
    two_layer_modes,
)

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
