"""The first witness, algebra: field equations, harmonic sums, poles, expansions, densities."""

from analytic.symbolic.expansion import Expansion as Expansion
from analytic.symbolic.expansion import expand as expand
from analytic.symbolic.field_equations import FIELD_EQUATIONS as FIELD_EQUATIONS
from analytic.symbolic.field_equations import FieldEquations as FieldEquations
from analytic.symbolic.harmonic import HarmonicSum as HarmonicSum
from analytic.symbolic.numeric import numeric as numeric
from analytic.symbolic.profiles import Exponential as Exponential
from analytic.symbolic.profiles import Resolvent as Resolvent

__all__ = [
    "FIELD_EQUATIONS",
    "Expansion",
    "Exponential",
    "FieldEquations",
    "HarmonicSum",
    "Resolvent",
    "expand",
    "numeric",
]
