"""The first witness, algebra: field equations, harmonic sums, poles, expansions, densities."""

from analytic.problem import FIELD_EQUATIONS as FIELD_EQUATIONS
from analytic.problem import FieldEquations as FieldEquations
from analytic.symbolic.mellin.coalescence import Coalescence as Coalescence
from analytic.symbolic.mellin.coalescence import coalescing as coalescing
from analytic.symbolic.mellin.coalescence import residues as residues
from analytic.symbolic.mellin.expansion import Expansion as Expansion
from analytic.symbolic.mellin.expansion import PowerTerm as PowerTerm
from analytic.symbolic.mellin.expansion import expand as expand
from analytic.symbolic.mellin.harmonic import HarmonicSum as HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential as Exponential
from analytic.symbolic.mellin.profiles import Resolvent as Resolvent
from analytic.symbolic.mellin.spectral_functions import ExponentialSum as ExponentialSum
from analytic.symbolic.mellin.spectral_functions import ResolventSum as ResolventSum
from analytic.symbolic.mellin.spectral_functions import as_function as as_function
from analytic.symbolic.mellin.spectral_functions import spectral_function as spectral_function
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative as zeta_derivative
from analytic.symbolic.series.log_powers import LogPowers as LogPowers
from analytic.symbolic.slow_sums.numeric import numeric as numeric

__all__ = [
    "FIELD_EQUATIONS",
    "Coalescence",
    "Expansion",
    "Exponential",
    "ExponentialSum",
    "FieldEquations",
    "HarmonicSum",
    "LogPowers",
    "PowerTerm",
    "Resolvent",
    "ResolventSum",
    "as_function",
    "coalescing",
    "expand",
    "numeric",
    "residues",
    "spectral_function",
    "zeta_derivative",
]
