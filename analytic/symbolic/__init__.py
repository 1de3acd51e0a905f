"""The first witness, algebra: field equations, harmonic sums, poles, expansions, densities."""

from analytic.problem import FIELD_EQUATIONS, FieldEquations
from analytic.symbolic.mellin.coalescence import Coalescence, coalescing, residues
from analytic.symbolic.mellin.expansion import Expansion, expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Resolvent
from analytic.symbolic.mellin.spectral_functions import (
    ExponentialSum,
    ResolventSum,
    as_function,
    spectral_function,
)
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.slow_sums.numeric import numeric

__all__ = [
    "FIELD_EQUATIONS",
    "Coalescence",
    "Expansion",
    "Exponential",
    "ExponentialSum",
    "FieldEquations",
    "HarmonicSum",
    "LogPowers",
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
