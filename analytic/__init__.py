"""Scaling laws of solvable models of neural networks: derived, evaluated to any digits, sampled.

Three witnesses, `symbolic`, `exact` and `sampling`, share the statement of a problem and nothing
else; `verify` calls them on a result and compares what they say, `check` compares a user's formula
with a result. A witness is imported when it is first called. The letters of formulas, `a`, `b`,
`N`, `P`, `t` and others, are here too: a symbol of one's own with the same name is another symbol
to SymPy's `subs`, and nothing would happen. `substitute` and `law(a=2, b="3/2")` go by the name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analytic.check import check  # the function; its module is analytic.check's home
from analytic.errors import ScalingLawsError
from analytic.fits.loss_fit import fit_losses
from analytic.fits.loss_table import LossTable, read_losses
from analytic.fits.spectrum_fit import fit_spectrum
from analytic.formulas.lambdified import lambdify
from analytic.formulas.letters import substitute
from analytic.formulas.parsing import parse
from analytic.notation import B, C, M, N, P, a, b, eta, kappa, mu, sigma2, t, tau
from analytic.own_page import OwnPage as Page
from analytic.problem import (
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
from analytic.problem.activations import Erf, Monomial, ReLU, Tanh
from analytic.problem.exponential_decay import ExponentialDecay
from analytic.problem.kernel_spectrum import spectrum_of_features, spectrum_of_kernel
from analytic.problem.kernels import ArcCosine, Laplace, Matern, NeuralTangent
from analytic.problem.manifold import RingTorus, Sphere, Torus
from analytic.problem.projection import SparseProjection
from analytic.problem.projections import (
    AlignedProjection,
    CosineProjection,
    DeepProjection,
    HashingProjection,
    OrthogonalProjection,
    StructuredProjection,
)
from analytic.problem.residual_projections import ResidualProjection, SkipConnection
from analytic.problem.training import AveragedDescent
from analytic.verify import verify  # the function; its module is analytic.verify's home
from analytic.written_pages.reading import read_page

if TYPE_CHECKING:
    from analytic import exact, sampling, symbolic
    from analytic.sweeps import sweep

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

_CALLING_WITNESSES = {"sweep": "analytic.sweeps"}


def __getattr__(name: str) -> Any:
    if name in ("exact", "sampling", "symbolic"):
        return import_module(f"analytic.{name}")
    if name in _CALLING_WITNESSES:
        return getattr(import_module(_CALLING_WITNESSES[name]), name)
    raise AttributeError(f"module 'analytic' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
