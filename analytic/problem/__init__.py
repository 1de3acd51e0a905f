"""The statement of the problem, no results and no answers: spectra, models, training, fields.

The three witnesses share this package and nothing else.
"""

from analytic.problem.data import Data, GaussianData, OneHotData
from analytic.problem.field_equations import FIELD_EQUATIONS, Cov, FieldEquations
from analytic.problem.levels import Levels
from analytic.problem.measured_spectrum import MeasuredSpectrum
from analytic.problem.model import Model, replace_model, require_gaussian, require_model
from analytic.problem.power_law import POWER_LAW, PowerLaw
from analytic.problem.projection import GaussianProjection, Layer, Projection
from analytic.problem.spectrum import Spectrum, dimension, require_spectrum
from analytic.problem.spectrum_files import read_spectrum
from analytic.problem.training import (
    GradientDescent,
    GradientFlow,
    GrowingMomentum,
    HeavyBall,
    HeavyBallFlow,
    Nesterov,
    OnePassSGD,
    Ridge,
    Steps,
    Training,
    require_numbers,
    require_steps,
    require_training,
)

__all__ = [
    "FIELD_EQUATIONS",
    "POWER_LAW",
    "Cov",
    "Data",
    "FieldEquations",
    "GaussianData",
    "GaussianProjection",
    "GradientDescent",
    "GradientFlow",
    "GrowingMomentum",
    "HeavyBall",
    "HeavyBallFlow",
    "Layer",
    "Levels",
    "MeasuredSpectrum",
    "Model",
    "Nesterov",
    "OneHotData",
    "OnePassSGD",
    "PowerLaw",
    "Projection",
    "Ridge",
    "Spectrum",
    "Steps",
    "Training",
    "dimension",
    "read_spectrum",
    "replace_model",
    "require_gaussian",
    "require_model",
    "require_numbers",
    "require_spectrum",
    "require_steps",
    "require_training",
]
