"""What the law of one-pass SGD is about: its loss at one step and batch, unlimited width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sympy import Expr, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.comparison.observables import cut_off, over_draws
from analytic.notation import B, K_Sigma, eta, t, w_plus
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.result import Effort, Result, Simulated
from analytic.symbolic.one_pass.batch_moments import batch_step
from analytic.symbolic.one_pass.late_times import constants

__all__ = ["BATCH", "STEP", "TRAINING", "AddedByWidth", "OnePass", "at_point", "numbers"]

STEP, BATCH = Rational(1, 4), Rational(2)
TRAINING = OnePassSGD(STEP, BATCH)
_SUM_DIGITS = 50  # of sums over modes: no comparison asks for as many


@dataclass(frozen=True)
class OnePass:
    r"""L(t) at N = infinity without noise; dice are mini-batches on finitely many modes.

    The loss of the modes that were not simulated is added.
    """

    variable: Symbol = t
    modes: int = 256

    def numbers(self, spectrum: PowerLaw) -> dict[Symbol, Expr]:
        """Step and batch, and what the far root brings at them."""
        return _with_step(constants(spectrum, batch_step()))

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss after `size` steps."""
        return to_sympy(exact.one_pass_loss(Model(spectrum), size, TRAINING, digits), digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The loss after `sizes` steps."""
        steps = np.array(sizes, dtype=float)
        full, cut = Model(spectrum), Model(cut_off(spectrum, self.modes))
        drawn = sampling.test_loss(
            cut, steps, effort.draws, effort.seed, TRAINING, executor=effort.executor
        )
        mean, covariance = over_draws(drawn.samples)
        missing = np.subtract(
            *(exact.one_pass_loss(model, steps, TRAINING) for model in (full, cut))
        )
        return Simulated(mean + missing, covariance)


@dataclass(frozen=True)
class AddedByWidth:
    """N [L(t, N) - L(t)] as N grows: its limit, to the digits that N = 10^(2 digits) leaves."""

    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The coefficient after `size` steps."""
        width = 10 ** (2 * digits)
        near, limit = (
            to_sympy(
                exact.one_pass_loss(Model(spectrum, width=n), size, TRAINING, 4 * digits),
                4 * digits,
            )
            for n in (width, oo)
        )
        return (width * (near - limit)).evalf(digits)


def numbers(result: Result) -> dict[Symbol, Expr]:
    """Step and batch of the observables, and what the far root brings at them."""
    return _with_step({symbol: result.formulas[str(symbol)] for symbol in (w_plus, K_Sigma)})


def at_point(values: Mapping[Symbol, Expr], point: Mapping[Expr, Expr]) -> dict[Symbol, Expr]:
    """The numbers at a point: sums over modes are evaluated here, once for all formulas."""
    there = {symbol: value.subs(point) for symbol, value in values.items()}
    return {
        symbol: value if value.free_symbols or value.is_Rational else value.evalf(_SUM_DIGITS)
        for symbol, value in there.items()
    }


def _with_step(sums: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    given = {eta: STEP, B: BATCH}
    return {**given, **{symbol: value.subs(given) for symbol, value in sums.items()}}
