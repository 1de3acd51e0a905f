"""The statement of the problem, no results and no answers: spectra, models, training, fields.

The three witnesses share this package and nothing else.
"""

from analytic.problem.data import Data as Data
from analytic.problem.data import GaussianData as GaussianData
from analytic.problem.data import OneHotData as OneHotData
from analytic.problem.field_equations import FIELD_EQUATIONS as FIELD_EQUATIONS
from analytic.problem.field_equations import Cov as Cov
from analytic.problem.field_equations import FieldEquations as FieldEquations
from analytic.problem.levels import Levels as Levels
from analytic.problem.measured_spectrum import MeasuredSpectrum as MeasuredSpectrum
from analytic.problem.model import Model as Model
from analytic.problem.model import replace_model as replace_model
from analytic.problem.model import require_gaussian as require_gaussian
from analytic.problem.model import require_model as require_model
from analytic.problem.power_law import PowerLaw as PowerLaw
from analytic.problem.projection import GaussianProjection as GaussianProjection
from analytic.problem.projection import Layer as Layer
from analytic.problem.projection import Projection as Projection
from analytic.problem.spectrum import Spectrum as Spectrum
from analytic.problem.spectrum import dimension as dimension
from analytic.problem.spectrum import require_spectrum as require_spectrum
from analytic.problem.spectrum_files import read_spectrum as read_spectrum
from analytic.problem.training import GradientDescent as GradientDescent
from analytic.problem.training import GradientFlow as GradientFlow
from analytic.problem.training import GrowingMomentum as GrowingMomentum
from analytic.problem.training import HeavyBall as HeavyBall
from analytic.problem.training import HeavyBallFlow as HeavyBallFlow
from analytic.problem.training import Nesterov as Nesterov
from analytic.problem.training import OnePassSGD as OnePassSGD
from analytic.problem.training import Ridge as Ridge
from analytic.problem.training import Steps as Steps
from analytic.problem.training import Training as Training
from analytic.problem.training import require_numbers as require_numbers
from analytic.problem.training import require_steps as require_steps
from analytic.problem.training import require_training as require_training

__all__ = [
    "FIELD_EQUATIONS",
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
