"""What the law of one-pass SGD is about: its loss at one step and batch, unlimited width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, Symbol

from analytic import exact, sampling
from analytic.comparison.measure import Evaluation, Experiment, cut_off, over_draws
from analytic.comparison.numbers import to_sympy
from analytic.comparison.slopes import DECADES
from analytic.notation import B, K_Sigma, N, eta, n, w_plus
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.problem.quantity import Part, correction, on_budget, resource_limited, time_limited
from analytic.result import Effort, Result, Simulated
from analytic.symbolic.training.batch_moments import batch_step
from analytic.symbolic.training.one_pass import constants

STEP, BATCH = Rational(1, 4), Rational(2)
TRAINING = OnePassSGD(STEP, BATCH)
_CUT_DIGITS = 5  # of what was cut off: far below the errors of any simulation
_RUNS = 40  # for each draw of other simulations: a few steps of few modes
_TERMS: tuple[Part, Part] = "bias", "kernel"
_SUM_DIGITS = 42  # of sums over modes: no comparison asks for as many


@dataclass(frozen=True)
class AddedByWidth(Experiment):
    """The coefficient of 1/N in L(t, N).

    Simulated from widths n and 2n, with finitely many modes, many short runs; N = infinity and what
    the modes left out would add are those of the exact witness.
    """

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        """The coefficient after `sizes` steps, 2 c_2n - c_n with c_n = n [L(t, n) - L(t)]."""
        cut, steps = cut_off(spectrum, self.modes), np.array(sizes, dtype=float)
        limit = exact.one_pass_loss(Model(cut), steps, TRAINING)
        near, far = (
            over_draws(
                n
                * sampling.test_loss(
                    Model(cut, width=n),
                    steps,
                    _RUNS * effort.draws,
                    effort.seed + n,
                    TRAINING,
                    executor=effort.executor,
                ).samples
            )
            for n in (self.size, 2 * self.size)
        )
        found = 2 * (far.mean - 2 * self.size * limit) - (near.mean - self.size * limit)
        return Simulated(found + self._missing(spectrum, cut, sizes), 4 * far.covariance + near[1])

    def _missing(
        self, spectrum: PowerLaw, cut: PowerLaw, sizes: Sequence[int]
    ) -> NDArray[np.float64]:
        full, part = (
            np.array([float(self.exact(law, Integer(n), _CUT_DIGITS)) for n in sizes])
            for law in (spectrum, cut)
        )
        return np.asarray(full - part)


def numbers(result: Result) -> dict[Symbol, Expr]:
    """Step and batch of the observables, and what the far root brings at them."""
    return _with_step({symbol: result.formulas[symbol] for symbol in (w_plus, K_Sigma)})


def numbers_at(result: Result, point: Mapping[Expr, Expr]) -> dict[Symbol, Expr]:
    """The numbers at a point: sums over modes are evaluated here, once for all formulas."""
    there = {symbol: value.subs(point) for symbol, value in numbers(result).items()}
    return {
        symbol: value if value.free_symbols or value.is_Rational else value.evalf(_SUM_DIGITS)
        for symbol, value in there.items()
    }


def _with_step(sums: Mapping[Symbol, Expr]) -> dict[Symbol, Expr]:
    given = {eta: STEP, B: BATCH}
    return {**given, **{symbol: value.subs(given) for symbol, value in sums.items()}}


@dataclass(frozen=True)
class OverFlow:
    """L(t/eta) over that of flow at a time, at eta = 1/n."""

    time: Expr
    variable: Symbol = n

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The ratio at n = `size`."""
        model, working = Model(spectrum), digits + 2
        steps = self.time * size
        one = exact.one_pass_loss(model, steps, OnePassSGD(1 / size, BATCH), working)
        other = exact.test_loss(model, self.time, working)
        return (to_sympy(one, working) / to_sympy(other, working)).evalf(digits)


def _letters(spectrum: PowerLaw) -> dict[Symbol, Expr]:
    """Step and batch, and what the far root brings at them."""
    return _with_step(constants(spectrum, batch_step()))


ONE_PASS = Experiment(replace(time_limited(TRAINING), letters=_letters))
FLOOR = Evaluation(resource_limited(N, training=TRAINING))
ADDED_BY_WIDTH = AddedByWidth(
    replace(correction(N), training=TRAINING), DECADES[::3], modes=64, size=16
)
BIAS, KERNEL = (Evaluation(replace(ONE_PASS.quantity, part=part)) for part in _TERMS)
LEAST_LOSS, INVERSE_WIDTH = (
    Evaluation(on_budget(place, TRAINING), DECADES[::3]) for place in (None, 1 / N)
)
