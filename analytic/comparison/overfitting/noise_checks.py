r"""Label noise before its witnesses: learned noise mode by mode, at the end of training, in draws.

With a target of zero all of the test loss is noise. Of r copies of every mode, r^2 P samples and
time r t, in the mean field and in draws,

    r P L/\sigma^2 = \sum_j (1 - e^{-\lambda_j t})^2 + O(1/r)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Rational, lambdify, oo

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import N, P, d_2, lambda_j, t
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result
from analytic.symbolic.slow_sums.learned_noise import largest_noise_gap

__all__ = ["final_noise_check", "learned_noise_check", "noise_dice_check", "noise_scores"]

_ROOM = 10
_GUARD = 8
_SIDES: tuple[tuple[str, Expr, Expr], ...] = (
    ("P<N", Integer(120), Integer(40)),
    ("N<P", Integer(40), Integer(120)),
    ("P<N", oo, Rational(29, 2)),
)

_RATES = tuple(Rational(1, k) ** 2 for k in range(1, 7))
_SAMPLES = 4
_COPIES = (4, 8, 16)
_TIMES = (1.0, 4.0, 16.0)
_LARGEST_SCORE = 5.0  # of three normal variables, once in a million seeds


def learned_noise_check() -> Check:
    """The late law of the noise's coefficient against the sum over modes of the page."""

    def run(result: Result, _: Effort) -> Outcome:
        stated = (result.formulas[x] for x in ("learned noise", "n_P(t)", "n_P remainder"))
        worst = largest_noise_gap(*stated)
        return Outcome(
            bool(worst < _ROOM),
            f"distance over the remainder at most {worst}",
            f"at most {_ROOM}, with rounding 1e-9 of it at these times",
        )

    return Check("symbolic", "learned noise against the sum over modes", run)


def final_noise_check() -> Check:
    """What noise adds at the end of training: losses with noise less losses without."""

    def run(result: Result, effort: Effort) -> Outcome:
        worst = max(_final_gap(result, *side, effort.digits) for side in _SIDES)
        bound = Float(10, 15) ** -effort.digits
        return Outcome(bool(worst < bound), f"largest relative difference {worst}", f"{bound}")

    return Check("exact", "noise at the end of training", run)


def _final_gap(result: Result, side: str, width: Expr, samples: Expr, digits: int) -> Expr:
    working = digits + _GUARD
    noisy, clean = (
        to_sympy(
            exact.test_loss(Model(PowerLaw(2, "3/2"), width, samples, level), oo, working), working
        )
        for level in (1, 0)
    )
    model = Model(PowerLaw(2, "3/2"), width, samples)
    atom = to_sympy(exact.spectral_atom(model, 1, working + 2), working + 2)
    root = atom / (1 - atom)  # the atom is kappa_0/(kappa_0 + lambda_1), and lambda_1 = 1
    second = to_sympy(exact.resolvents(model.spectrum, root, working).d_2, working)
    formula = result.formulas[f"noise at the end if {side}"].subs(P, samples)
    value = (formula.limit(N, oo) if width == oo else formula.subs(N, width)).subs(d_2, second)
    return relative_gap(evaluated(value, {}, working), noisy - clean)


def noise_dice_check() -> Check:
    """The test loss of pure noise in simulated data sets, replicated, against the page's sum."""

    def run(result: Result, effort: Effort) -> Outcome:
        worst = float(np.max(np.abs(noise_scores(result, effort))))
        return Outcome(
            bool(worst < _LARGEST_SCORE),
            f"largest |z| of the replicated difference {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "learned noise by replication", run)


def noise_scores(result: Result, effort: Effort) -> NDArray[np.float64]:
    """z-scores of the replicated differences at every time."""
    learned = lambdify((lambda_j, t), result.formulas["learned noise"])
    times = np.array(_TIMES)
    expected = sum(learned(float(rate), times) for rate in _RATES)
    means, errors = [], []
    for copies in _COPIES:
        samples = copies**2 * _SAMPLES
        spectrum = MeasuredSpectrum(_RATES, [0] * len(_RATES)).replicated(copies)
        drawn = sampling.test_loss(
            Model(spectrum, samples=samples, noise=1),
            copies * times,
            draws=effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        means.append(np.asarray(drawn.mean) * samples / copies - expected)
        errors.append(np.asarray(drawn.standard_error) * samples / copies)
    line = intercept(_COPIES, np.array(means), np.array(errors))
    return np.asarray(line.value / line.standard_error)
