r"""Crossovers: a two-point function where one resource ends, at t ~ n^{1/p} with d ~ C kappa^{-p}.

    \kappa = \kappa_n x,   s = \kappa_n \sigma,   \kappa_n = (C/n)^{1/p}:   \sigma = x (1 - x^{-p})

A power \kappa^{r-1} of the target resolvent w leaves \kappa_n^r times a function of r, p and
\kappa_n t; its logarithms are derivatives with respect to r. The rest of d is of higher order.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Symbol,
    binomial,
    expand,
    expand_power_base,
    limit,
    log,
    oo,
    solve,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, require
from analytic.notation import d, kappa, kappa2, kappa_n, primed, s, s2, tau, w, w2
from analytic.problem import FieldEquations, PowerLaw
from analytic.quotient import cancel
from analytic.symbolic.mean_field.responses import both, responses
from analytic.symbolic.mean_field.two_point import test_correlation
from analytic.symbolic.mellin.expansion import expand as expand_poles
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, mode_sums, series_of_sums
from analytic.symbolic.series.crossover_functions import Crossover, data_crossover, width_crossover
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.series.order import canonical, denested

_POLES = 2  # from every string of Gamma
_FUNCTIONS: Mapping[tuple[Expr, Expr], type[Crossover]] = {
    (kappa * w / s, Integer(1)): width_crossover,
    (kappa * w / s, kappa / s): data_crossover,
}


class Kernel(NamedTuple):
    """The test correlation as an antisymmetric pair, and the function it becomes in time.

        C_0 = weight [f(s) g(s') - g(s) f(s')]/(s' - s)

    `first` is f, `second` is g.
    """

    weight: Expr
    first: Expr
    second: Expr
    function: type[Crossover]

    @property
    def correlation(self) -> Expr:
        """The two-point function C_0."""
        f, g = self.first, self.second
        return self.weight * (f * primed(g) - g * primed(f)) / (s2 - s)


class Part(NamedTuple):
    """One term of the loss at fixed tau: weight kappa_n^power (log kappa_n)^logarithms function."""

    power: Expr
    logarithms: int
    weight: Expr
    function: Crossover

    def with_function(self, function: Expr) -> Expr:
        """The term with another function of time in the place of its own."""
        return self.weight * kappa_n**self.power * log(kappa_n) ** self.logarithms * function


class Scaling(NamedTuple):
    r"""A loss at fixed tau: its terms, and its series in 1/n with the error.

        L ~ \sum_i A_i \kappa_n^{r_i} F_i(\tau),   \tau = 2 \kappa_n t

    `unit` is kappa_n as a function of n, `p` the exponent of d. The carriers are the terms with a
    time law of their own; where the target is steep they are smaller than the error.
    """

    p: Expr
    unit: Expr
    parts: tuple[Part, ...]
    carriers: tuple[Part, ...]
    series: LogPowers
    sums: Mapping[Symbol, LogPowers]
    conditions: tuple[Boolean, ...]


@cache
def frequency(statement: FieldEquations, unlimited: Symbol) -> Expr:
    r"""The frequency as a function of kappa and d, one of N and P unlimited.

        s = \kappa D_n(d),   n = N or P

    For the model D_n = 1 - d/n.
    """
    return limit(responses(statement).at_kappa(s), unlimited, oo)


@cache
def kernel(statement: FieldEquations, unlimited: Symbol) -> Kernel:
    """The two-point function as an antisymmetric pair of functions of kappa, w and s.

        C_0 = weight [f(s) g(s') - g(s) f(s')]/(s' - s)

    Raises    InvalidProblemError for field equations that leave another function.
    """
    (dimension,) = solve(frequency(statement, unlimited) - s, d)
    correlation = test_correlation(statement, unlimited).xreplace(both({d: dimension})) / (s * s2)
    numerator = expand(cancel(correlation * (s2 - s)))
    there = {kappa2, w2, s2}
    for term in (one for one in Add.make_args(numerator) if one.has(w)):
        weight, factors = term.as_coeff_Mul()
        second = Mul(*(f for f in Mul.make_args(factors) if f.free_symbols & there))
        first, second = factors / second, second.xreplace({kappa2: kappa, w2: w, s2: s})
        function = _FUNCTIONS.get((first, second))
        if function is not None:
            found = Kernel(weight, first, second, function)
            if cancel(found.correlation * (s2 - s) - numerator) == 0:
                return found
    raise InvalidProblemError(
        f"(s' - s) C_0 = {numerator} has no crossover function. Choose field equations in which "
        "kappa w/s is paired with 1 or with kappa/s."
    )


@cache
def scaling(
    statement: FieldEquations, limited: Symbol, unlimited: Symbol, spectrum: PowerLaw
) -> Scaling:
    r"""The loss where the limited resource ends, at fixed tau.

        L ~ \sum_i A_i \kappa_n^{r_i} F_i(\tau),   \tau = 2 \kappa_n t

    F is the crossover function of that resource.
    """
    found = kernel(statement, unlimited)
    needed = {symbol: DEFINITIONS[symbol] for symbol in (d, w)}
    sums, conditions = series_of_sums(spectrum, _POLES, needed)
    (lead, _), coefficient = sums[d].leading
    p, dimension = -lead, coefficient * _strength(frequency(statement, unlimited), limited)
    parts = tuple(
        part for term, weight in sums[w].terms.items() for part in _parts(found, term, weight, p)
    )
    small = 1 / limited
    terms = [one for part in parts for one in _in_powers(part, p, dimension)]
    left_out = [(canonical((e + 1) / p), logarithms) for e, logarithms in sums[w].omitted]
    relative = LogPowers.of(small, [(_ONE, Integer(1))], _beyond(sums[d], p))
    series = LogPowers.of(small, terms) * relative + LogPowers.of(small, [], left_out)
    unit = (dimension / limited) ** (1 / p)
    return Scaling(p, unit, parts, _carriers(found, parts, spectrum, p), series, sums, conditions)


_ONE: Power = (Integer(0), 0)


def _strength(s_of_kappa: Expr, limited: Symbol) -> Expr:
    """The number g in s = kappa (1 - g d/n).

    Raises    InvalidProblemError where the frequency is another function of kappa and d.
    """
    strength = expand(limited * (1 - s_of_kappa / kappa) / d)
    require(
        not strength.free_symbols & {d, kappa, limited},
        f"s = {s_of_kappa} is not kappa times one less a multiple of d/{limited}. Choose field "
        "equations in which it is.",
    )
    return strength


def _beyond(dimension: LogPowers, p: Expr) -> list[Power]:
    """What the terms of d after its leading one are, relative to it, in powers of 1/n."""
    others = {*dimension.terms, *dimension.omitted} - {dimension.leading[0]}
    return [(canonical((e + p) / p), logarithms) for e, logarithms in others]


def _carriers(
    kernel_: Kernel, parts: tuple[Part, ...], spectrum: PowerLaw, p: Expr
) -> tuple[Part, ...]:
    """The parts with a time law, of the poles of zeta beyond the error of w too."""
    powers = {part.power for part in parts}
    poles = (
        power
        for harmonic in mode_sums(spectrum, DEFINITIONS[w]).parts
        for power in expand_poles(harmonic, "zero", 0).powers
    )
    beyond = (
        part
        for pole in poles
        for part in _parts(kernel_, (-pole.exponent, pole.logarithms), pole.amplitude, p)
        if part.power not in powers
    )
    return tuple(part for part in (*parts, *beyond) if part.function.first != 0)


def _parts(kernel_: Kernel, term: Power, weight: Expr, p: Expr) -> Iterator[Part]:
    r"""A term kappa^{r-1} (log kappa)^l of w, with \log\kappa = \log\kappa_n + \log x."""
    exponent, logarithms = term
    power = canonical(exponent + 1)
    for kept in range(logarithms + 1):
        function = kernel_.function(power, p, tau, *((kept,) if kept else ()))
        if function != 0:
            number = binomial(logarithms, kept) * kernel_.weight * weight
            yield Part(power, logarithms - kept, number, function)


def _in_powers(part: Part, p: Expr, dimension: Expr) -> Iterator[tuple[Power, Expr]]:
    r"""The term in powers of 1/n, \log\kappa_n = (\log C + \log 1/n)/p."""
    exponent = canonical(part.power / p)
    power = denested(expand_power_base(dimension**exponent, force=True))
    front = part.weight * power * part.function / p**part.logarithms
    for kept in range(part.logarithms + 1):
        rest = binomial(part.logarithms, kept) * log(dimension) ** (part.logarithms - kept)
        yield (exponent, kept), front * rest
