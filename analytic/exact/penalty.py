r"""Losses of ridge from few modes: sums in extended doubles, with a bound of what rounding does.

    L = \kappa' [\kappa^2 (w_2 D_N + w e |D_N'|) + \sigma^2 (D_N d_2 + \kappa e d |D_N'|)/P]
    \hat L = (L + \sigma^2) D_P^2,   1/\kappa' = \gamma/\kappa + \kappa e (D_N/P + D_P |D_N'|)

with e = \sum_k \lambda_k/(\lambda_k + \kappa)^2 and D_N' = dD_N/dd, which is -1/N for Gaussian
features. No two terms cancel. The root is found again with every sum off by its rounding; what that
moves, and the rounding of the other sums, is the bound.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Integer, oo

from analytic.exact.arguments import Pair
from analytic.exact.keystone import TRAIN
from analytic.exact.penalised_root import (
    FeatureSums,
    PenalisedProblem,
    Root,
    root_near,
    rough_root,
)
from analytic.exact.precision import Double, Multiple, to_mp
from analytic.exact.slopes import sloped
from analytic.exact.sums.extended_levels import (
    ExtendedLevels,
    exact,
    extended,
    extended_levels,
)
from analytic.exact.sums.spectral_sums import coarse_arithmetic, log2_sizes
from analytic.problem import Model, Ridge
from analytic.problem.spectrum import Ordered

_MOST_MODES = 2**14
_MOST_DIGITS = 16
_SPARE_BITS = 192  # besides those that 1 - d/r loses where it vanishes
_ROUNDS = 4
_CLOSE = 2.0**-60  # of kappa and x: the last step
_FELT = (8, 3, 3, 3)  # at most, by a loss: of kappa, D_P, D_N and its slope
_FELT_SUMS = 4


class _Sums(NamedTuple):
    """d, -dd/dkappa, w, -dw/dkappa, and d_2."""

    d: Any
    e: Any
    w: Any
    w_2: Any
    d_2: Any


class _Solved(NamedTuple):
    """The root, the sums there, and how far losses may be off, relative to themselves."""

    root: Root
    sums: _Sums
    error: float


def penalised_losses(
    model: Model, training: Ridge, pairs: tuple[Pair, ...], digits: int
) -> tuple[Any, ...] | None:
    r"""Losses of ridge in extended doubles where these have so many digits for certain, else None.

        L = \kappa' [\kappa^2 (w_2 D_N + w e |D_N'|) + \sigma^2 (D_N d_2 + \kappa e d |D_N'|)/P]

    with e = \sum_k \lambda_k/(\lambda_k + \kappa)^2 and D_N' = dD_N/dd.

    Valid     at most 2^14 modes and features, sizes that doubles hold.
    """
    if digits > _MOST_DIGITS or model.spectrum.modes > _MOST_MODES:
        return None
    log2_penalty = float(log2_sizes([training.penalty])[0])
    if not isinstance(coarse_arithmetic(model, log2_penalty), Double):
        return None
    arithmetic = Multiple.at_least(_SPARE_BITS + int(abs(log2_penalty)))
    with arithmetic.working(), np.errstate(all="ignore"):
        problem, penalty = _problem(arithmetic, model), arithmetic.number(training.penalty)
        solved = None if problem is None else _solved(problem, penalty)
        if problem is None or solved is None or not solved.error < 10.0 ** -(digits + 1):
            return None
        test = _test_loss(problem, solved, penalty)
        train = (test + problem.noise) * solved.root.d_p**2
        ends = (train if pair == TRAIN else test + problem.floor for pair in pairs)
        return tuple(to_mp(one, _MOST_DIGITS) for one in ends)


@lru_cache(maxsize=16)
def _problem(arithmetic: Multiple, model: Model) -> PenalisedProblem | None:
    """The model in numbers; None where it has too many features, or where its modes end."""
    projection, number = model.projection, arithmetic.number
    kept, shapes = projection.kept(model.width), projection.features(model.width)
    if not (kept == oo or isinstance(model.spectrum, Ordered)):
        return None
    every = extended_levels(model.spectrum)
    levels = every.leading(kept)
    if levels is None or (shapes is not None and shapes.modes > _MOST_MODES):
        return None
    floor = exact(every.powers[len(levels.rates) :].sum())
    features = None if shapes is None else extended_levels(shapes)
    bottlenecks = (model.samples, *(model.ranks if kept == oo else ()))
    return PenalisedProblem(
        levels,
        features,
        None if features is None else exact(features.copies.sum()),
        sloped(arithmetic, model.response if kept == oo else Integer(1)),
        min((number(one) for one in bottlenecks if one != oo), default=None),
        number(Integer(0) if model.samples == oo else 1 / model.samples),
        number(model.noise) + floor,
        floor,
    )


def _solved(problem: PenalisedProblem, penalty: Any) -> _Solved | None:
    """The root by Newton's method, first in doubles."""
    kappa, at = (np.longdouble(one) for one in rough_root(problem, penalty))
    for turn in range(_ROUNDS):
        sums, near = _sums(problem.levels, kappa), problem.feature_sums(at, problem.features)
        known = exact(kappa), sums.d, sums.e
        root = root_near(problem, penalty, known, near)
        if root is None or gmpy2.log2(root.kappa / penalty) > gmpy2.get_context().precision - 128:
            return None
        moved = abs(root.kappa / known[0] - 1)
        if near is not None:
            moved = max(moved, abs(near.moved(root.d) / near.x - 1))
        if moved < _CLOSE or turn == _ROUNDS - 1:
            error = _FELT_SUMS * problem.levels.rounding() + _FELT[0] * float(moved)
            return _Solved(root, sums, error + _moved(problem, penalty, known, near, root))
        kappa = extended(root.kappa)
        at = at if near is None else extended(near.moved(root.d))
    return None


def _moved(
    problem: PenalisedProblem,
    penalty: Any,
    known: tuple[Any, Any, Any],
    near: FeatureSums | None,
    root: Root,
) -> float:
    """How far a loss moves, at most, with the root, when sums are off by their rounding."""
    error = 0.0
    for other in _beside(problem, penalty, known, near, root):
        if other is None:
            return np.inf
        felt = zip(_FELT, other[:4], root[:4], strict=True)
        error += sum(share * float(abs(a - b) / b) for share, a, b in felt if b != 0)
    return error


def _beside(
    problem: PenalisedProblem,
    penalty: Any,
    known: tuple[Any, Any, Any],
    near: FeatureSums | None,
    root: Root,
) -> list[Root | None]:
    """The roots with one sum off by its rounding."""
    kappa, dimension, rise = known
    more = dimension + dimension * problem.levels.rounding()
    others = [root_near(problem, penalty, (kappa, more, rise), near, root.lack)]
    if near is None or problem.features is None:
        return others
    parts, rounding = near[:4], problem.features.rounding()
    for i in range(1, 4):
        off = problem.featured(*(x + x * rounding if i == j else x for j, x in enumerate(parts)))
        others.append(root_near(problem, penalty, known, off, root.lack))
    return others


def _sums(levels: ExtendedLevels, kappa: Any) -> _Sums:
    response = 1 / (levels.rates + kappa)
    of_rates, of_powers = levels.copies * response, levels.powers * response
    columns = (
        of_rates,
        of_rates * response,
        of_powers,
        of_powers * response,
        of_rates * response * levels.rates,
    )
    return _Sums(*(exact(column.sum()) for column in columns))


def _test_loss(problem: PenalisedProblem, solved: _Solved, penalty: Any) -> Any:
    """The excess test loss without its floor."""
    (kappa, d_p, d_n, fall, d, _), sums, over = solved.root, solved.sums, problem.over_samples
    slope = 1 / (penalty / kappa + kappa * sums.e * (d_n * over + d_p * fall))
    signal = kappa**2 * (sums.w_2 * d_n + sums.w * sums.e * fall)
    excess = over * (d_n * sums.d_2 + kappa * sums.e * d * fall)
    return slope * (signal + problem.noise * excess)
