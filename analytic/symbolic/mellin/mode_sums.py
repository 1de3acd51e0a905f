r"""Sums over modes at one frequency: from their definitions to harmonic sums and their series.

    d = \sum \lambda/(\lambda + \kappa),        w = \sum c/(\lambda + \kappa),
    d_2 = \sum \lambda^2/(\lambda + \kappa)^2,  w_2 = \sum c/(\lambda + \kappa)^2

With x = \kappa/\lambda each summand is a power of lambda, times c or not, times (1 + x)^-m.
"""

from collections.abc import Mapping
from functools import cache, reduce
from operator import add
from typing import NamedTuple

from sympy import Add, Expr, Integer, Symbol, factor, zeta
from sympy.logic.boolalg import Boolean

from analytic.errors import DivergenceError, InvalidProblemError
from analytic.notation import c_k, d, d_2, kappa, lambda_k, w, w_2, x
from analytic.problem import PowerLaw
from analytic.problem.spectrum import require_power_law
from analytic.symbolic.mellin.expansion import expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Resolvent, profile_of
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, is_larger

DEFINITIONS: Mapping[Symbol, Expr] = {
    d: lambda_k / (lambda_k + kappa),
    d_2: (lambda_k / (lambda_k + kappa)) ** 2,
    w: c_k / (lambda_k + kappa),
    w_2: c_k / (lambda_k + kappa) ** 2,
}


class ModeSum(NamedTuple):
    r"""A sum over modes as harmonic sums, one for each power of the target.

        \kappa^{shift} \sum_i F_i(\kappa)

    F_i are the `parts`.
    """

    shift: Expr
    parts: tuple[HarmonicSum, ...]


class SpectralSeries(NamedTuple):
    """Sums over modes as series at small kappa, and where two of their poles do not collide."""

    series: dict[Symbol, LogPowers]
    conditions: tuple[Boolean, ...]


def mode_sums(spectrum: PowerLaw, summand: Expr) -> ModeSum:
    r"""A sum over all modes at one frequency, as harmonic sums.

        \sum_k C c_k^i \lambda_k^j \kappa^g (1 + r \kappa/\lambda_k)^{-m}

    Raises    InvalidProblemError for another summand (i = 0 or 1), or another spectrum.
    """
    weights, of_rate = _weighted(spectrum, summand)
    function = factor(of_rate.subs(lambda_k, kappa / x))
    shift = _rate(function, kappa)
    bare = factor(function / kappa**shift)
    power = _rate(bare, x).subs(x, 0)
    regular = factor(bare / x**power)
    number = regular.subs(x, 0)
    profile = profile_of(factor(regular / number), x)
    if not isinstance(profile, Resolvent):
        raise InvalidProblemError(f"{summand} is no product of powers and (1 + kappa/lambda)^-m.")
    eigenvalue = spectrum.scale
    parts = tuple(
        HarmonicSum(
            number * spectrum.multiplicity * weight * eigenvalue**-power,
            spectrum.multiplicity_growth - exponent + power * spectrum.b,
            spectrum.b,
            Resolvent(profile.rate / eigenvalue, profile.power),
            kappa,
        )
        for weight, exponent in weights
    )
    return ModeSum(shift + power, parts)


def moment(spectrum: PowerLaw, summand: Expr) -> Expr:
    r"""A sum over all modes of powers alone, as zeta values.

        \sum_k C c_k^i \lambda_k^j,   i = 0 or 1

    Raises    DivergenceError where it diverges, InvalidProblemError for another summand.
    """
    weights, function = _weighted(spectrum, summand)
    power = _rate(function, lambda_k)
    if power.has(lambda_k):
        raise InvalidProblemError(f"{summand} is no power of lambda_k. Take its terms one by one.")
    number = function.subs(lambda_k, spectrum.scale) * spectrum.multiplicity
    exponents = [p + power * spectrum.b - spectrum.multiplicity_growth for _, p in weights]
    if any((exponent - 1).is_nonpositive for exponent in exponents):
        raise DivergenceError(
            f"The sum over modes of {summand} diverges. Choose steeper powers of k."
        )
    pairs = zip(weights, exponents, strict=True)
    return Add(*(number * weight * zeta(exponent) for (weight, _), exponent in pairs))


def series_of_sums(
    spectrum: PowerLaw, terms: int, definitions: Mapping[Symbol, Expr] = DEFINITIONS
) -> SpectralSeries:
    """The sums over modes as series at small kappa, `terms` from every string of poles."""
    found = {symbol: _expanded(spectrum, terms, one) for symbol, one in definitions.items()}
    conditions = dict.fromkeys(condition for _, some in found.values() for condition in some)
    return SpectralSeries({symbol: one for symbol, (one, _) in found.items()}, tuple(conditions))


@cache
def _expanded(
    spectrum: PowerLaw, terms: int, summand: Expr
) -> tuple[LogPowers, tuple[Boolean, ...]]:
    """One sum as a series, and where two of its poles do not collide."""
    shift, parts = mode_sums(spectrum, summand)
    expansions = [expand(part, "zero", terms) for part in parts]
    total = reduce(add, (expansion.series(kappa, 1) for expansion in expansions))
    return total.shifted(shift), tuple(one for each in expansions for one in each.conditions)


def poles_to_tail(spectrum: PowerLaw, summand: Expr, least: int) -> int:
    r"""How many poles of a string to keep so that the tail of the spectrum is kept: at least these.

    Gamma brings the powers kappa^0, kappa^1, ..., the tail's zeta the power -(1 + power)/growth.
    Where whole powers leave nothing at late times, the tail is all that leads, however small.

    >>> [poles_to_tail(PowerLaw(a, 2), DEFINITIONS[w], 2) for a in (3, 7, 9)]
    [2, 3, 4]
    """
    _, parts = mode_sums(spectrum, summand)
    tails = [canonical(-(1 + part.power) / part.growth) for part in parts]
    kept = least
    while any(tail == kept or is_larger(tail, Integer(kept)) for tail in tails):
        kept += 1
    return kept


def _weighted(spectrum: PowerLaw, summand: Expr) -> tuple[tuple[tuple[Expr, Expr], ...], Expr]:
    """The powers of k that a summand is weighted with, and the rest, a function of lambda_k."""
    require_power_law(spectrum)
    target = summand.diff(c_k)
    if target == 0:
        return ((Integer(1), Integer(0)),), summand
    if target.has(c_k) or factor(summand.subs(c_k, 0)) != 0:
        raise InvalidProblemError(
            f"{summand} is not proportional to c_k, and not free of it. Take its terms one by one."
        )
    return spectrum.target_powers, target


def _rate(function: Expr, variable: Symbol) -> Expr:
    """The exponent g of a function that is proportional to variable^g."""
    return (variable * function.diff(variable) / function).factor()
