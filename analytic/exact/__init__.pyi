from . import compute as compute
from . import contour as contour
from . import edges as edges
from . import minimum as minimum
from . import mixed_data as mixed_data
from . import one_pass as one_pass
from . import precision as precision
from . import response as response
from . import stopping as stopping
from .best_ridge import (
    OptimalRidge,
    optimal_ridge,
)
from .circle import regression_loss
from .compute.frontier import (
    Frontier,
    frontier,
    least_loss,
)
from .correlations import (
    Resolvents,
    Responses,
    TwoPoint,
    mode_response,
    resolvents,
    responses,
    two_point,
)
from .edges import spectral_edge
from .ensembles import (
    Decomposition,
    decomposition,
    ensemble_loss,
    replica_loss,
)
from .feature_learning import feature_learning_loss
from .features.spectrum import (
    FeatureMode,
    feature_eigenvalue,
    feature_spectrum,
)
from .field_solver import (
    LinearFields,
    linear_fields,
)
from .finite_size import (
    finite_size_coefficient,
    gap_coefficient,
)
from .kernel_levels import (
    KernelLevel,
    kernel_eigenvalue,
    kernel_spectrum,
)
from .limits import Losses
from .loss import (
    losses,
    test_loss,
    train_loss,
)
from .mixed_data import mixed_data_loss
from .modes import (
    mean_error,
    spectral_atom,
    spectral_density,
)
from .neighbours import nearest_neighbour_moment
from .one_pass.loss import one_pass_loss
from .one_pass.stability import one_pass_largest_step
from .regression import regression_excess
from .stability import (
    largest_step,
    top_rate,
)
from .stopping import (
    Stopping,
    optimal_stopping,
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
