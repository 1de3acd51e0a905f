"""What the law of one-pass SGD is about: its loss at one step and batch, unlimited width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from sympy import Expr, Rational, Symbol, oo

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.comparison.observables import cut_off, over_draws
from analytic.law import Law
from analytic.notation import B, K_Sigma, eta, t, w_plus
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.result import Effort, Result, Simulated

__all__ = ["BATCH", "STEP", "TRAINING", "AddedByWidth", "OnePass", "numbers", "with_numbers"]

STEP, BATCH = Rational(1, 4), Rational(2)
TRAINING = OnePassSGD(STEP, BATCH)


@dataclass(frozen=True)
class OnePass:
    r"""L(t) at N = infinity without noise; dice are mini-batches on finitely many modes.

    The loss of the modes that were not simulated is added.
    """

    variable: Symbol = t
    modes: int = 256

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
    given = {eta: STEP, B: BATCH}
    sums = {symbol: result.formulas[str(symbol)].subs(given) for symbol in (w_plus, K_Sigma)}
    return {**given, **sums}


def with_numbers(law: Law, values: Mapping[Symbol, Expr]) -> Law:
    """A law with numbers for step, batch and what depends on them, on its boundaries too."""

    def at(point: Mapping[Any, Any]) -> Law:
        assert law.derived_at is not None
        there = {symbol: value.subs(point) for symbol, value in values.items()}
        return with_numbers(law.derived_at(point), there)

    formulas = {
        name: getattr(law, name).subs(values) for name in ("leading", "correction", "remainder")
    }
    return replace(
        law,
        **formulas,
        regimes=tuple(
            replace(regime, amplitude=regime.amplitude.subs(values)) for regime in law.regimes
        ),
        boundaries={edge: _on(edge, one, values) for edge, one in law.boundaries.items()},
        resonances={edge: _on(edge, one, values) for edge, one in law.resonances.items()},
        derived_at=None if law.derived_at is None else partial(at),
    )


def _on(edge: Any, law: Law, values: Mapping[Symbol, Expr]) -> Law:
    there = {symbol: value.subs(*edge.args) for symbol, value in values.items()}
    return with_numbers(law, there)
