r"""Laws of the best time to stop, and of the loss there, under label noise and unlimited width.

    L(t) + (\sigma^2/P) n_P(t),   L = A_L t^{-(a-1)/b},   n_P = A_N t^{1/b} + ...

Everything else at order 1/P, and the noise at order 1/P^2, is a part d(1/t)/P of these or smaller;
at the best time that is a power of P, which bounds the error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

from sympy import Expr, Integer, Symbol, cancel

from analytic.law import Law
from analytic.notation import A_L, A_N, P, n, sigma2, t
from analytic.problem import FieldEquations, PowerLaw
from analytic.symbolic.overfitting.late_times import noise_term, unlimited_loss
from analytic.symbolic.overfitting.stopping import Optimum, optimum
from analytic.symbolic.series.dominant_balance import balanced, tidied
from analytic.symbolic.series.log_powers import LogPowers, Term
from derivations.bottleneck import DATA
from derivations.finite_size import correction_law

__all__ = ["StoppingLaws", "stopping_laws"]

ORDER = 1


class StoppingLaws(NamedTuple):
    """The noise's coefficient in t, the loss at the best time in P, and the optimum in n.

    `optimum` has symbols for the two amplitudes, whose values are `amplitudes`; `time` and
    `time_remainder` are t* in P, and its error relative to it.
    """

    noise: Law
    loss: Law
    time: Expr
    time_remainder: Expr
    optimum: Optimum
    amplitudes: Mapping[Symbol, Expr]


@cache
def stopping_laws(spectrum: PowerLaw, statement: FieldEquations) -> StoppingLaws:
    """All laws of a spectrum."""
    falling, rising = (
        tidied(one) for one in (unlimited_loss(spectrum), noise_term(spectrum, statement))
    )
    found = optimum(_named(falling, A_L), _named(rising, A_N), n, ORDER)
    values = {A_L: falling.leading[1], A_N: rising.leading[1]}
    left_out = _left_out(spectrum, statement, found, rising)
    samples = LogPowers.of(1 / P, [((Integer(1), 0), sigma2)])
    loss = _valued(found.loss.composed(samples, ORDER), values)
    at = partial(_at, spectrum, statement)
    validity = "P -> infinity at fixed label noise, N = infinity; the best time under gradient flow"
    inverse = _valued(found.inverse_time.composed(samples, ORDER), values)
    (rate, _), _ = loss.leading
    return StoppingLaws(
        balanced(rising, "r_t(noise)", t, "P -> infinity at fixed t, then t large"),
        _cancelled(
            balanced(loss + LogPowers.of(1 / P, [], left_out), "r_P(stopped)", P, validity, at=at)
        ),
        1 / inverse.expression,
        LogPowers.of(1 / P, [], [(e - rate, j) for e, j in left_out]).remainder,
        found,
        values,
    )


def _cancelled(law: Law) -> Law:
    """A law with the exponents of its powers cancelled."""

    def cancelled(formula: Expr) -> Expr:
        return formula.replace(lambda node: node.is_Pow, lambda node: node.base ** cancel(node.exp))

    regimes = tuple(replace(one, amplitude=cancelled(one.amplitude)) for one in law.regimes)
    return replace(law, leading=cancelled(law.leading), regimes=regimes)


def _at(spectrum: PowerLaw, statement: FieldEquations, values: Mapping[Expr, Expr]) -> Law:
    return stopping_laws(spectrum.at(values), statement).loss


def _named(series: LogPowers, amplitude: Symbol) -> LogPowers:
    """A series with a symbol for its leading coefficient."""
    lead, _ = series.leading
    terms = {**series.terms, lead: amplitude}
    return LogPowers.of(series.small, terms.items(), series.omitted)


def _valued(series: LogPowers, values: Mapping[Symbol, Expr]) -> LogPowers:
    terms = [(key, coefficient.subs(values)) for key, coefficient in series.terms.items()]
    return LogPowers.of(series.small, terms, series.omitted)


def _left_out(
    spectrum: PowerLaw, statement: FieldEquations, found: Optimum, rising: LogPowers
) -> list[Term]:
    """The powers of 1/P of what was left out, at the best time.

    That is the 1/P term without noise, and the noise at order 1/P^2, d(1/t)/P of that at 1/P.
    """
    (time, _), _ = found.inverse_time.leading
    (growth, _), _ = rising.leading
    of_target = correction_law(DATA, spectrum, statement)
    exponents = [regime.exponent for regime in of_target.regimes] or [of_target.exponent]
    first = [(1 + time * exponent, 0) for exponent in exponents]
    return [*first, (2 + 2 * time * growth, 0)]
