"""Scaling laws of solvable models of neural networks: derived, evaluated to any digits, sampled.

Three witnesses, `symbolic`, `exact` and `sampling`, share the statement of a problem and nothing
else; `verify` calls them on a result and compares what they say, `check` compares a user's formula
with a result. A witness is imported when it is first called.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from analytic.check import check as check  # the function; its module is analytic.check's home
from analytic.errors import ScalingLawsError as ScalingLawsError
from analytic.formulas.parsing import parse as parse
from analytic.problem import GradientDescent as GradientDescent
from analytic.problem import GradientFlow as GradientFlow
from analytic.problem import GrowingMomentum as GrowingMomentum
from analytic.problem import HeavyBall as HeavyBall
from analytic.problem import HeavyBallFlow as HeavyBallFlow
from analytic.problem import MeasuredSpectrum as MeasuredSpectrum
from analytic.problem import Model as Model
from analytic.problem import Nesterov as Nesterov
from analytic.problem import OnePassSGD as OnePassSGD
from analytic.problem import PowerLaw as PowerLaw
from analytic.problem import Ridge as Ridge
from analytic.spectrum_files import read_spectrum as read_spectrum
from analytic.verify import verify as verify  # the function; its module is analytic.verify's home

if TYPE_CHECKING:
    from analytic import exact as exact
    from analytic import sampling as sampling
    from analytic import symbolic as symbolic

__all__ = [
    "GradientDescent",
    "GradientFlow",
    "GrowingMomentum",
    "HeavyBall",
    "HeavyBallFlow",
    "MeasuredSpectrum",
    "Model",
    "Nesterov",
    "OnePassSGD",
    "PowerLaw",
    "Ridge",
    "ScalingLawsError",
    "check",
    "exact",
    "parse",
    "read_spectrum",
    "sampling",
    "symbolic",
    "verify",
]


def __getattr__(name: str) -> ModuleType:
    if name in ("exact", "sampling", "symbolic"):
        return import_module(f"analytic.{name}")
    raise AttributeError(f"module 'analytic' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
