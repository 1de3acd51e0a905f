r"""The losses of ridge: the formulas of a result against digits and against dice.

Digits: the exact witness under `Ridge`, at sizes on both sides of N = P and at small penalties.
Dice: finite models, replicated; r copies have rates that are r times smaller, so a penalty of
gamma/r.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import N, P, a, b, d, d_2, gamma_R, kappa, sigma2, w, w_2
from analytic.problem import Model, PowerLaw, Ridge
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["ridge_dice_check", "ridge_digits_check", "ridge_small_check"]

_FORMULAS = ("L of ridge", "Lhat of ridge")
_PENALTY = Rational(1, 20)
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = (
    Model(_SPECTRUM, width=8, samples=12, noise="1/4"),
    Model(_SPECTRUM, width=12, samples=8, noise="1/4"),
)
_COPIES = (4, 8, 16)
_LARGEST_SCORE = 5.0  # of four normal variables, once in four hundred thousand seeds
_GUARD = 12
_SMALL: tuple[Mapping[Expr, Expr], ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(9, 2), b: Rational(3, 2)},  # the power of the modes learned leads
)
_PENALTIES = tuple(Rational(1, 10**n) for n in (3, 6, 9))
_ROOM = 3  # a wrong term grows by 1e6 and more between two penalties, the next power does not
_SMALL_GUARD = 40
_NEXT = 3  # the first power that is left out


def ridge_digits_check() -> Check:
    """Both losses at finite sizes against the exact witness."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + _GUARD
        gaps = [
            relative_gap(stated, to_sympy(found, digits))
            for model in _MODELS
            for stated, found in zip(
                _stated(result, model, digits),
                exact.losses(model, oo, digits, Ridge(_PENALTY)),
                strict=True,
            )
        ]
        bound = 10.0**-effort.digits
        return Outcome(
            bool(max(gaps) < bound), f"relative distance {max(gaps)}", f"below {bound:.0e}"
        )

    return Check("exact", "losses of ridge on both sides of N = P", run)


def ridge_small_check() -> Check:
    """What is left of the loss beyond both powers of a small penalty falls as the next one."""

    def run(result: Result, effort: Effort) -> Outcome:
        worst = max(_growth(result, point, effort.digits + _SMALL_GUARD) for point in _SMALL)
        return Outcome(
            bool(worst < _ROOM),
            f"|L - both powers|/gamma^{_NEXT} grows by {float(worst):.3g}",
            f"at most {_ROOM} from gamma = {_PENALTIES[0]} to {_PENALTIES[-1]}",
        )

    return Check("exact", "ridge with a small penalty", run)


def ridge_dice_check() -> Check:
    """Both losses at finite sizes against simulated models, replicated."""

    def run(result: Result, effort: Effort) -> Outcome:
        scores = np.array([_scores(result, model, effort) for model in _MODELS])
        worst = float(np.max(scores))
        return Outcome(
            worst < _LARGEST_SCORE,
            f"largest |z| of the replicated losses {worst:.2f}",
            f"|z| < {_LARGEST_SCORE:.0f}",
        )

    return Check("sampling", "losses of ridge by replication", run)


def _stated(result: Result, model: Model, digits: int) -> list[Expr]:
    """Both losses by the formulas, with kappa and the sums of the exact witness."""
    root = exact.responses(model, _PENALTY, digits).kappa
    sums = exact.resolvents(model.spectrum, root, digits)
    numbers = {kappa: root, d: sums.d, d_2: sums.d_2, w: sums.w, w_2: sums.w_2}
    point = {symbol: to_sympy(number, digits) for symbol, number in numbers.items()}
    point |= {N: model.width, P: model.samples, sigma2: model.noise}
    return [evaluated(result.formulas[name], point, digits) for name in _FORMULAS]


def _growth(result: Result, point: Mapping[Expr, Expr], digits: int) -> Expr:
    """The largest rescaled remainder over that at the largest penalty."""
    model = Model(PowerLaw(point[a], point[b]))
    left = []
    for penalty in _PENALTIES:
        loss = to_sympy(exact.test_loss(model, oo, digits, Ridge(penalty)), digits)
        stated = result.formulas["L of a small penalty"].subs({**point, gamma_R: penalty})
        left.append(abs(loss - stated.evalf(digits)) / penalty**_NEXT)
    return max(left) / left[0]


def _scores(result: Result, model: Model, effort: Effort) -> NDArray[np.float64]:
    stated = np.array([float(one) for one in _stated(result, model, _GUARD + 4)])
    gaps, errors = [], []
    for copies in _COPIES:
        drawn = sampling.losses(
            model.replicated(copies),
            draws=effort.draws * _COPIES[-1] // copies,
            seed=effort.seed + copies,
            training=Ridge(_PENALTY / copies),
            executor=effort.executor,
        )
        both = drawn.test, drawn.train
        gaps.append(np.array([float(one.mean) for one in both]) - stated)
        errors.append(np.array([float(one.standard_error) for one in both]))
    line = intercept(_COPIES, np.array(gaps), np.array(errors))
    return np.asarray(np.abs(line.value / line.standard_error))
