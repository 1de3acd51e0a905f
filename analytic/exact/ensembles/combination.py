r"""Combinations of the losses of pairs of replicas, to any digits and in doubles.

    \sum_p weight_p L_p(t)

A variance is a difference of losses and may be far below them: with digits its sum is certified as
a whole, in doubles its rounding is compared with what is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic.exact.certificate import certified, require_digits
from analytic.exact.contour import bits_lost, nodes_for
from analytic.exact.ensembles.final_pairs import final_pair_loss
from analytic.exact.ensembles.pair_curve import PairCurve, PairLoss
from analytic.exact.ensembles.pairs import NOTHING, SAME, SAMPLES, Pair, mode_count, what_matters
from analytic.exact.late_times.limits import initial_losses
from analytic.exact.late_times.unlimited import late_losses
from analytic.exact.loss import bits_near_edge, double_times, exact_time
from analytic.exact.null_modes import above_floor
from analytic.exact.precision import Array, Double, Multiple, Scaled, bits_of
from analytic.exact.responses.spectral_edge import log2_edge
from analytic.exact.sums.extent import coarse_arithmetic, log2_sizes
from analytic.problem import Model

__all__ = ["LOSS", "Weights", "combinations"]

LOSS = 2e-12
"""The relative error of a loss in doubles."""

_DOUBLE_NODES = 26
_DOUBLE_DIGITS = 18
_DOUBLE_ROUNDING = 2.0**-52
_DOUBLE_FALLBACK = 16

_ANY_TIME = Rational(1, 10**30)
_VANISHED = np.log2(240 * np.log(10) / 2)  # x_min t; transients of order e^{-2 x_min t}

Weights = dict[Pair, Expr]


def combinations(
    model: Model, time: Any, split: tuple[Weights, ...], digits: int | None, tolerance: float
) -> tuple[Any, ...]:
    """Sums of weights times pair losses at times, one for every entry of `split`.

    Weights add to one, or to zero where the floor of null modes drops out.
    `tolerance` is the relative error of a combination of several losses in doubles.
    """
    if model.visible is not model:
        parts = combinations(model.visible, time, split, digits, tolerance)
        return tuple(
            part if sum(weights.values()) == 0 else above_floor(model, part, digits)
            for part, weights in zip(parts, split, strict=True)
        )
    if digits is None:
        return _double_parts(model, time, split, tolerance)
    require_digits(digits)
    if np.ndim(time) == 0:
        return _certified(model, exact_time(time), split, digits)
    each = np.frompyfunc(lambda one: combinations(model, one, split, digits, tolerance), 1, 1)
    rows = np.asarray(each(np.asarray(time, dtype=object)), dtype=object)
    picked = (np.frompyfunc(lambda row, i=i: row[i], 1, 1)(rows) for i in range(len(split)))
    return tuple(picked)


def _certified(
    model: Model, time: Expr, split: tuple[Weights, ...], digits: int = _DOUBLE_FALLBACK
) -> tuple[Any, ...]:
    """The combinations at one time, to so many digits of each."""
    distinct = tuple(_combined(model, time, weights) for weights in split)
    return certified(lambda extra: _evaluate(model, time, distinct, digits + extra), digits)


def _combined(model: Model, time: Expr, weights: Weights) -> Weights:
    """The weights of the pairs that differ at a time: some of them have one and the same loss.

    Beside the noise that the data have left, what projections do to it ends by vanishing.
    """
    vanished = SAME in weights and _has_vanished(model, time)
    total: Weights = {}
    for pair, weight in weights.items():
        key = pair & SAMPLES if vanished else _representative(model, time, pair)
        total[key] = total.get(key, Integer(0)) + weight
    return {pair: weight for pair, weight in total.items() if weight != 0}


def _representative(model: Model, time: Expr, pair: Pair) -> Pair:
    """The smallest pair with the same loss at a time.

    Sharing an unlimited resource makes no difference, nor does sharing anything before training.
    Once every mode is learnt, projections have left nothing behind, and data their noise only.
    """
    matters = what_matters(model, pair)
    if time == 0:
        return NOTHING
    learnt = time == oo and _is_full(model)
    return matters & SAMPLES if learnt else matters


def _has_vanished(model: Model, time: Expr) -> bool:
    """Whether transients are below 10^-240 of a loss that noise keeps from vanishing with them."""
    if time in (0, oo) or model.noise == 0 or model.samples == oo or not _is_full(model):
        return False
    return bool(log2_edge(model) + log2_sizes([time])[0] > _VANISHED)


def _is_full(model: Model) -> bool:
    """Whether every mode is within reach of both resources."""
    return bool(min(model.width, model.samples) >= mode_count(model))


def _evaluate(model: Model, time: Expr, split: tuple[Weights, ...], digits: int) -> tuple[Any, ...]:
    """The combinations on one contour chosen for so many digits."""
    nodes = nodes_for(digits)
    bits = bits_of(digits) + bits_lost(nodes) + bits_near_edge(model, time)
    arithmetic = Multiple.at_least(bits)
    with arithmetic.working():
        losses = _pair_losses(arithmetic, model, time, _needed(split), nodes, digits)
        return tuple(_weighted(arithmetic, weights, losses) for weights in split)


def _needed(split: Iterable[Weights]) -> set[Pair]:
    return {pair for weights in split for pair in weights}


def _pair_losses(
    arithmetic: Multiple, model: Model, time: Expr, pairs: set[Pair], nodes: int, digits: int
) -> dict[Pair, Scaled]:
    """The loss of every pair at one time."""
    zero = arithmetic.number(0)
    if time == 0:
        power = initial_losses(arithmetic, model).test
        return {pair: Scaled(power, zero) for pair in pairs}
    if time == oo:
        return {pair: Scaled(final_pair_loss(arithmetic, model, pair), zero) for pair in pairs}
    late = late_losses(arithmetic, model, time, digits)
    if late is not None:
        return dict.fromkeys(pairs, late.test)
    curve = PairCurve(arithmetic, model, nodes, digits)
    at = arithmetic.array([arithmetic.number(time)])
    found = {pair: curve.loss(pair, at) for pair in pairs}
    return {pair: Scaled(one.value[0], one.decay[0]) for pair, one in found.items()}


def _weighted(arithmetic: Multiple, weights: Weights, losses: dict[Pair, Scaled]) -> Scaled:
    """A combination of losses, relative to the one that decays least.

    Losses that differ have no sum that is zero: where they cancel to the last bit the bit is
    returned, which is another one at every precision.
    """
    decay = min((losses[pair].exponent for pair in weights), default=arithmetic.number(0))
    terms = [
        arithmetic.number(weight) * losses[pair].value * gmpy2.exp(decay - losses[pair].exponent)
        for pair, weight in weights.items()
    ]
    total = sum(terms, arithmetic.number(0))
    if total == 0 and any(terms):
        total = max(map(abs, terms)) * gmpy2.exp2(arithmetic.number(-arithmetic.bits))
    return Scaled(total, decay)


def _double_parts(
    model: Model, time: Any, split: tuple[Weights, ...], tolerance: float
) -> tuple[Any, ...]:
    """The float64 path, vectorised over times."""
    times = double_times(time)
    flat = times.ravel()
    values = [np.zeros_like(flat) for _ in split]
    inner = (flat > 0) & np.isfinite(flat)
    for ends in (flat == 0, np.isinf(flat)):
        if ends.any():
            at = exact_time(float(flat[ends][0]))
            for value, end in zip(values, _certified(model, at, split), strict=True):
                value[ends] = float(end)
    if inner.any():
        certain = _certain_doubles(model, flat[inner], split, tolerance)
        for value, part in zip(values, certain, strict=True):
            value[inner] = part
    if times.ndim == 0:
        return tuple(float(value[0]) for value in values)
    return tuple(value.reshape(times.shape) for value in values)


def _certain_doubles(
    model: Model, times: Array, split: tuple[Weights, ...], tolerance: float
) -> list[Array]:
    """Doubles where their rounding leaves enough digits, and digits where it does not."""
    values = [np.zeros_like(times) for _ in split]
    doubtful = np.ones(len(times), dtype=bool)
    if isinstance(coarse_arithmetic(model, float(np.max(np.abs(np.log2(times))))), Double):
        curve = PairCurve(Double(), model, _DOUBLE_NODES, _DOUBLE_DIGITS)
        distinct = [_combined(model, _ANY_TIME, weights) for weights in split]
        losses = {pair: _plain(curve.loss(pair, times)) for pair in _needed(distinct)}
        doubtful[:] = False
        for value, weights in zip(values, distinct, strict=True):
            error = np.zeros_like(times)
            for pair, weight in weights.items():
                value += float(weight) * losses[pair].value
                error += abs(float(weight)) * losses[pair].size * _DOUBLE_ROUNDING
            trusted = LOSS if len(weights) == 1 else tolerance
            doubtful |= ~(error <= trusted * np.abs(value))
    for index in np.flatnonzero(doubtful):
        parts = _certified(model, exact_time(float(times[index])), split)
        for column, part in zip(values, parts, strict=True):
            column[index] = float(part)
    return values


def _plain(loss: PairLoss) -> PairLoss:
    """A loss in doubles with its decay carried out."""
    scale = np.exp(-loss.decay)
    return PairLoss(loss.value * scale, loss.size * scale, 0 * loss.decay)
