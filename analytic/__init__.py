"""Scaling laws of solvable models of neural networks: derived, evaluated to any digits, sampled.

Three witnesses, `symbolic`, `exact` and `sampling`, share the statement of a problem and nothing
else; `verify` calls them on a result and compares what they say, `check` compares a user's formula
with a result. A witness is imported when it is first called. The letters of formulas, `a`, `b`,
`N`, `P`, `t` and others, are here too: a symbol of one's own with the same name is another symbol
to SymPy's `subs`, and nothing would happen. `substitute` and `law(a=2, b="3/2")` go by the name.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from analytic.check import check as check  # the function; its module is analytic.check's home
from analytic.errors import ScalingLawsError as ScalingLawsError
from analytic.formulas.lambdified import lambdify as lambdify
from analytic.formulas.letters import substitute as substitute
from analytic.formulas.parsing import parse as parse
from analytic.notation import B as B
from analytic.notation import C as C
from analytic.notation import M as M
from analytic.notation import N as N
from analytic.notation import P as P
from analytic.notation import a as a
from analytic.notation import b as b
from analytic.notation import eta as eta
from analytic.notation import kappa as kappa
from analytic.notation import mu as mu
from analytic.notation import sigma2 as sigma2
from analytic.notation import t as t
from analytic.notation import tau as tau
from analytic.own_page import OwnPage as Page
from analytic.problem import GaussianData as GaussianData
from analytic.problem import GaussianProjection as GaussianProjection
from analytic.problem import GradientDescent as GradientDescent
from analytic.problem import GradientFlow as GradientFlow
from analytic.problem import GrowingMomentum as GrowingMomentum
from analytic.problem import HeavyBall as HeavyBall
from analytic.problem import HeavyBallFlow as HeavyBallFlow
from analytic.problem import MeasuredSpectrum as MeasuredSpectrum
from analytic.problem import Model as Model
from analytic.problem import Nesterov as Nesterov
from analytic.problem import OneHotData as OneHotData
from analytic.problem import OnePassSGD as OnePassSGD
from analytic.problem import PowerLaw as PowerLaw
from analytic.problem import Ridge as Ridge
from analytic.problem import read_spectrum as read_spectrum
from analytic.problem.activations import Erf as Erf
from analytic.problem.activations import Monomial as Monomial
from analytic.problem.activations import ReLU as ReLU
from analytic.problem.activations import Tanh as Tanh
from analytic.problem.exponential_decay import ExponentialDecay as ExponentialDecay
from analytic.problem.manifold import RingTorus as RingTorus
from analytic.problem.manifold import Sphere as Sphere
from analytic.problem.manifold import Torus as Torus
from analytic.problem.projections import AlignedProjection as AlignedProjection
from analytic.problem.projections import CosineProjection as CosineProjection
from analytic.problem.projections import DeepProjection as DeepProjection
from analytic.problem.projections import HashingProjection as HashingProjection
from analytic.problem.projections import OrthogonalProjection as OrthogonalProjection
from analytic.problem.projections import ResidualProjection as ResidualProjection
from analytic.problem.projections import SkipConnection as SkipConnection
from analytic.problem.projections import SparseProjection as SparseProjection
from analytic.problem.projections import StructuredProjection as StructuredProjection
from analytic.problem.training import AveragedDescent as AveragedDescent
from analytic.verify import verify as verify  # the function; its module is analytic.verify's home

if TYPE_CHECKING:
    from analytic import exact as exact
    from analytic import sampling as sampling
    from analytic import symbolic as symbolic

__all__ = [
    "AlignedProjection",
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
    "M",
    "MeasuredSpectrum",
    "Model",
    "Monomial",
    "N",
    "Nesterov",
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
    "kappa",
    "lambdify",
    "mu",
    "parse",
    "read_spectrum",
    "sampling",
    "sigma2",
    "substitute",
    "symbolic",
    "t",
    "tau",
    "verify",
]


def __getattr__(name: str) -> ModuleType:
    if name in ("exact", "sampling", "symbolic"):
        return import_module(f"analytic.{name}")
    raise AttributeError(f"module 'analytic' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
