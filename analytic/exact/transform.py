r"""One inverse transform for every loss of every way of training that is a filter.

    \oint\oint f_t(s) f_t(s') C(s, s')

around the spectrum of -K and s = 0, not around poles of f. Of each loss is known beforehand that it
dies, or that it has settled. Where it dies its transform has no pole at s = 0: the contour then
starts at -x_min, the edge of the spectrum, so that an exponentially small loss keeps its relative
accuracy.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.exact.arguments import SAME, Pair
from analytic.exact.contour import Nodes
from analytic.exact.frequencies import contours_of, log2_slowest, nodes_on
from analytic.exact.growing import growing_losses
from analytic.exact.interpolation import POLE_OUTSIDE, interpolates, with_limit
from analytic.exact.keystone import TRAIN, quotients, transformed
from analytic.exact.limits import (
    dies,
    final_loss,
    final_rounding,
    initial_loss,
    late_losses,
    settling,
)
from analytic.exact.precision import Arithmetic, Array, Double, Multiple, Scaled, bits_of
from analytic.exact.response import FixedPoint, fixed_point
from analytic.exact.sums.spectral_sums import log2_sizes
from analytic.problem import GradientFlow, Model, Ridge, Training

_AROUND_ZERO, _BEYOND_GAP, _SETTLED, _GONE = range(4)
"""How a loss is computed: on a contour around s = 0, beyond the gap, by its limit, or not."""

_CONTOURS = (_AROUND_ZERO, _BEYOND_GAP)
_MULTIPLE_REACH = 4096.0  # log2 of x_min t, from which on a loss that dies is gone
_DOUBLE_REACH = 6.0
_DOUBLE_DIGITS = 18
_SPARE_BITS = 64
_CUT_NOISE = 64  # right of the edge, the rounding of a long sum has a cut that the sum has not


def losses_at(
    model: Model,
    training: Training,
    pairs: Sequence[Pair],
    time: Expr,
    digits: int,
    transients: int = 0,
) -> tuple[Scaled, ...]:
    r"""Losses at one time, on contours chosen for so many digits.

        \oint\oint f_t(s) f_t(s') C(s, s')

    A loss has settled when its transients are below it by so many digits and `transients` more.
    """
    if training.growth != 0 and time not in (0, oo):
        grown = growing_losses(model, training, time, digits)
        return tuple(grown.train if pair == TRAIN else grown.test for pair in pairs)
    coarse = Multiple.at_least(bits_of(digits) + _SPARE_BITS)
    with coarse.working():
        equations = fixed_point(coarse, model)
        if isinstance(training, Ridge):
            return tuple(_ridge_loss(equations, training, pair) for pair in pairs)
        if time in (0, oo):
            end = initial_loss if time == 0 else final_loss
            return tuple(_plainly(coarse, end(equations, pair)) for pair in pairs)
        if isinstance(training, GradientFlow):
            late = late_losses(coarse, model, time, digits)
            if late is not None:
                return tuple(late.train if pair == TRAIN else late.test for pair in pairs)
        log2_time = log2_sizes([time])
        known = [
            _states(equations, training, pair, log2_time, digits + transients, _MULTIPLE_REACH)
            for pair in pairs
        ]
    contours = {
        state: chosen
        for state in _CONTOURS
        if any(states[0] == state for states, _ in known)
        for _, chosen in contours_of(
            model, training, log2_time, digits, state == _BEYOND_GAP, double=False
        )
    }
    lost = max((chosen.bits for chosen in contours.values()), default=0)
    arithmetic = Multiple.at_least(bits_of(digits) + lost)
    with arithmetic.working():
        equations = fixed_point(arithmetic, model)
        at = arithmetic.array([arithmetic.number(time)])
        found = {}
        for state, chosen in contours.items():
            nodes, rate = nodes_on(arithmetic, model, training, at, chosen, state == _BEYOND_GAP)
            solution = equations.solve(nodes.s.ravel(), nodes.start)
            found[state] = nodes, solution, 2 * rate * at[0]
        losses = []
        for pair, (states, final) in zip(pairs, known, strict=True):
            if states[0] in found:
                nodes, solution, decay = found[states[0]]
                value, _ = transformed(equations, pair, solution, nodes)
                losses.append(Scaled(value[0], decay))
            else:
                losses.append(_plainly(arithmetic, final))
    return tuple(losses)


def _plainly(arithmetic: Arithmetic, value: Any) -> Scaled:
    return Scaled(arithmetic.number(value), arithmetic.number(0))


def _ridge_loss(equations: FixedPoint, training: Ridge, pair: Pair) -> Scaled:
    r"""The filter gamma/(x + gamma), which needs no contour: v = gamma v(s = gamma).

    \hat L = \gamma^2 C_1(\gamma, \gamma),   L = \gamma^2 C_0(\gamma, \gamma)
    """
    ar = equations.arithmetic
    penalty = ar.number(training.penalty)
    at = equations.solve(ar.complex([penalty]))
    total = sum(
        -weight * ar.real(factor**2 * slope)[0]
        for weight, factor, _, slope, _ in quotients(equations, pair, at)
    )
    return _plainly(ar, penalty**2 * total)


def _states(
    equations: FixedPoint,
    training: Training,
    pair: Pair,
    log2_time: Array,
    digits: float,
    reach: float,
) -> tuple[Array, Any]:
    """How a loss is computed at positive finite times, and its limit where it has settled."""
    if training.averaged:  # early errors fade as 1/t, whatever the gap
        return np.full(len(log2_time), _AROUND_ZERO), 0
    age = log2_slowest(equations.model, training) + log2_time
    if dies(equations, pair):
        return np.select([age <= 0, age < reach], _CONTOURS, _GONE), 0
    final, settled = 0, np.zeros(len(age), dtype=bool)
    if np.any(age > 0):
        final = final_loss(equations, pair)
        settled = age > np.log2(settling(equations, final, digits))
    return np.where(settled, _SETTLED, _AROUND_ZERO), final


def losses_in_doubles(
    model: Model,
    training: Training,
    pairs: Sequence[Pair],
    times: Array,
    subtracted: bool = False,
) -> list[tuple[Array, Array]]:
    r"""Losses at times in doubles, each with what its rounding is relative to.

        \oint\oint f_t(s) f_t(s') C(s, s')

    A loss that is not to be had in doubles is nan. Where losses are `subtracted` from one another
    the rounding of s counts as well.
    """
    equations = fixed_point(Double(), model)
    found = [(np.full(len(times), np.nan), np.zeros(len(times))) for _ in pairs]
    ended = np.isinf(times)
    for pair, (value, size) in zip(pairs, found, strict=True):
        value[times == 0] = initial_loss(equations, pair)
        if ended.any():
            value[ended] = final_loss(equations, pair)
            size[ended] = final_rounding(equations, value[ended][0])
    middle = np.flatnonzero((times > 0) & ~ended)
    if not len(middle):
        return found
    inner = _on_contours(equations, training, pairs, times[middle], subtracted)
    for both, parts in zip(found, inner, strict=True):
        for whole, part in zip(both, parts, strict=True):
            whole[middle] = part
    return found


def _on_contours(
    equations: FixedPoint,
    training: Training,
    pairs: Sequence[Pair],
    times: Array,
    subtracted: bool,
) -> list[tuple[Array, Array]]:
    """The losses at positive finite times."""
    model, log2_time = equations.model, np.log2(times)
    known = [
        _states(equations, training, pair, log2_time, _DOUBLE_DIGITS, _DOUBLE_REACH)
        for pair in pairs
    ]
    limited = not subtracted and interpolates(equations, training)
    for pair, (states, _) in zip(pairs, known, strict=True):
        if pair == SAME and limited:
            age = log2_slowest(model, training) + log2_time
            states[(states == _AROUND_ZERO) & (age > np.log2(POLE_OUTSIDE))] = _BEYOND_GAP
    found = [(np.full(len(times), np.nan), np.zeros(len(times))) for _ in pairs]
    for (states, final), (value, size) in zip(known, found, strict=True):
        settled = states == _SETTLED
        if settled.any():
            value[settled], size[settled] = final, final_rounding(equations, final)
    for state in _CONTOURS:
        wanted = np.flatnonzero(np.any([states == state for states, _ in known], axis=0))
        gap = state == _BEYOND_GAP
        groups = [
            (wanted[index], *nodes_on(Double(), model, training, times[wanted[index]], one, gap))
            for index, one in contours_of(
                model, training, log2_time[wanted], _DOUBLE_DIGITS, gap, double=True
            )
            if len(index)
        ]
        solutions = _solved(equations, [nodes for _, nodes, _ in groups])
        for (index, nodes, rate), at in zip(groups, solutions, strict=True):
            scale = np.exp(-rate * times[index])
            for pair, (states, final), (value, size) in zip(pairs, known, found, strict=True):
                here = states[index] == state
                if here.any():
                    total, rounding = transformed(equations, pair, at, nodes, subtracted)
                    total, rounding = total * scale**2, rounding * scale**2
                    if gap and pair == SAME and limited:
                        limit, noise = with_limit(equations, at, nodes, scale, final)
                        total, rounding = total + limit, rounding + noise
                    value[index[here]] = total[here]
                    size[index[here]] = (rounding * (_CUT_NOISE if gap else 1))[here]
    return found


def _solved(equations: FixedPoint, nodes: Sequence[Nodes]) -> list[Any]:
    """The field equations on several contours at once."""
    if not nodes:
        return []
    whole = equations.solve(np.concatenate([one.s.ravel() for one in nodes]))
    ends = np.cumsum([0] + [one.s.size for one in nodes])
    return [whole.rows(slice(*ends[i : i + 2])) for i in range(len(nodes))]
