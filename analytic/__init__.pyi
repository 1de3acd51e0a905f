from . import exact as exact
from . import sampling as sampling
from . import symbolic as symbolic
from .checking import check
from .errors import ScalingLawsError
from .fits.loss_fit import fit_losses
from .fits.loss_table import LossTable, read_losses
from .fits.spectrum_fit import fit_spectrum
from .formulas.lambdified import lambdify
from .formulas.letters import substitute
from .formulas.parsing import parse
from .notation import B, C, M, N, P, a, b, eta, kappa, mu, sigma2, t, tau
from .own_page import Page
from .problem import (
    GaussianData,
    GaussianProjection,
    GradientDescent,
    GradientFlow,
    GrowingMomentum,
    HeavyBall,
    HeavyBallFlow,
    MeasuredSpectrum,
    Model,
    Nesterov,
    OneHotData,
    OnePassSGD,
    PowerLaw,
    Ridge,
    read_spectrum,
)
from .problem.activations import Erf, Monomial, ReLU, Tanh
from .problem.exponential_decay import ExponentialDecay
from .problem.kernel_spectrum import spectrum_of_features, spectrum_of_kernel
from .problem.kernels import ArcCosine, Laplace, Matern, NeuralTangent
from .problem.manifold import RingTorus, Sphere, Torus
from .problem.projection import SparseProjection
from .problem.projections import (
    AlignedProjection,
    CosineProjection,
    DeepProjection,
    HashingProjection,
    OrthogonalProjection,
    StructuredProjection,
)
from .problem.residual_projections import ResidualProjection, SkipConnection
from .problem.training import AveragedDescent
from .sweeps import sweep
from .verification import verify
from .written_pages.reading import read_page

__all__ = [
    "AlignedProjection",
    "ArcCosine",
    "AveragedDescent",
    "B",
    "C",
    "CosineProjection",
    "DeepProjection",
    "Erf",
    "ExponentialDecay",
    "GaussianData",
    "GaussianProjection",
    "GradientDescent",
    "GradientFlow",
    "GrowingMomentum",
    "HashingProjection",
    "HeavyBall",
    "HeavyBallFlow",
    "Laplace",
    "LossTable",
    "M",
    "Matern",
    "MeasuredSpectrum",
    "Model",
    "Monomial",
    "N",
    "Nesterov",
    "NeuralTangent",
    "OneHotData",
    "OnePassSGD",
    "OrthogonalProjection",
    "P",
    "Page",
    "PowerLaw",
    "ReLU",
    "ResidualProjection",
    "Ridge",
    "RingTorus",
    "ScalingLawsError",
    "SkipConnection",
    "SparseProjection",
    "Sphere",
    "StructuredProjection",
    "Tanh",
    "Torus",
    "a",
    "b",
    "check",
    "eta",
    "exact",
    "fit_losses",
    "fit_spectrum",
    "kappa",
    "lambdify",
    "mu",
    "parse",
    "read_losses",
    "read_page",
    "read_spectrum",
    "sampling",
    "sigma2",
    "spectrum_of_features",
    "spectrum_of_kernel",
    "substitute",
    "sweep",
    "symbolic",
    "t",
    "tau",
    "verify",
]
