r"""Losses at the end of training and with a penalty: what their formulas consist of, and draws.

Of r copies the rates are r times smaller, so simulations of them have the penalty \gamma/r.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import numpy as np
from sympy import Expr

from analytic import exact, sampling
from analytic.comparison.comparators import COPIES, Reals, Replicas
from analytic.comparison.numbers import to_sympy
from analytic.notation import N, P, d, d_2, kappa, sigma2, w, w_2
from analytic.problem import GradientFlow, Model, Training
from analytic.result import Effort

DOUBLE = 16
_KEPT = 8 * len(COPIES)


def numbers_at_penalty(model: Model, penalty: Expr, digits: int) -> Mapping[Expr, Expr]:
    """What the formulas of ridge consist of: the regulariser at a penalty, and its sums."""
    return _numbers(model, to_sympy(exact.responses(model, penalty, digits).kappa, digits), digits)


def numbers_at_end(model: Model, digits: int) -> Mapping[Expr, Expr]:
    """What the formulas of the end of training consist of: the regulariser at s = 0, its sums."""
    atom = to_sympy(exact.spectral_atom(model, 1, digits + 2), digits + 2)
    root = atom / (1 - atom)  # the atom is kappa_0/(kappa_0 + lambda_1), and lambda_1 = 1
    return _numbers(model, root, digits)


def _numbers(model: Model, root: Expr, digits: int) -> Mapping[Expr, Expr]:
    sums = exact.resolvents(model.spectrum, root, digits)
    letters = {d: sums.d, d_2: sums.d_2, w: sums.w, w_2: sums.w_2}
    numbers = {symbol: to_sympy(number, digits) for symbol, number in letters.items()}
    return {**numbers, kappa: root, N: model.width, P: model.samples, sigma2: model.noise}


def final_replicas(
    model: Model, stated: Sequence[Expr], training: Training | None = None
) -> Replicas:
    """The test loss at the end of training, or both losses, as stated, and draws of copies of it.

    `training` is gradient flow unless given.
    """
    expected = np.array(stated, dtype=float)
    return Replicas(expected, partial(drawn_at_end, model, training or GradientFlow(), len(stated)))


@lru_cache(maxsize=_KEPT)
def drawn_at_end(model: Model, training: Training, count: int, r: int, effort: Effort) -> Reals:
    """The test loss at the end of training, or both losses, in draws of r copies."""
    found = sampling.losses(
        model.replicated(r), training=training.replicated(r), **effort.simulation
    )
    both = (np.asarray(one.samples).reshape(-1, 1) for one in (found.test, found.train))
    return np.hstack(list(both))[:, :count]
