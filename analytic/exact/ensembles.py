r"""Ensembles: the loss of averaged predictors, and its split into squared bias and three variances.

    L = bias^2 + V_A + V_D + V_{AD},
    bias^2 = L_0,  V_A = L_A - L_0,  V_D = L_D - L_0,  V_{AD} = L - L_A - L_D + L_0,
    L_{E,B} = bias^2 + V_A/E + V_D/B + V_{AD}/(E B)

with the losses v^T Lambda v' of pairs of replicas that share the projection (L_A), the data (L_D)
or nothing (L_0), and predictors averaged over E projections times B data sets. A variance is a
difference of losses and may be far below them: with digits its sum is certified as a whole, in
doubles its rounding is compared with what is left. [bordelon2024dynamical], appendix H.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

import gmpy2
import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic.errors import InvalidProblemError
from analytic.exact.arguments import SAME, Pair, double_times, exact_time, require_pair
from analytic.exact.certificate import (
    above_floor,
    at_every,
    certified,
    doubles_or_digits,
    require_digits,
)
from analytic.exact.frequencies import log2_slowest
from analytic.exact.keystone import NOTHING, SAMPLES, WIDTH, what_matters
from analytic.exact.loss import FALLBACK, FLOW, fits_doubles
from analytic.exact.precision import Array, Multiple, Scaled
from analytic.exact.response import fixed_point
from analytic.exact.stability import require_answer
from analytic.exact.sums.spectral_sums import coarse_arithmetic, log2_sizes
from analytic.exact.transform import losses_at, losses_in_doubles
from analytic.problem import Model, Training, require_model
from analytic.real_numbers import exact_number, require_positive

_LOSS = 2e-12  # the relative error of a loss in doubles
_PART = 1e-7  # the relative error of a variance in doubles
_ROUNDING = 2.0**-52
_CANCELLED = 300  # digits that a combination of losses may lose; a transient must be below these
_ANY_TIME = Rational(1, 10**30)
_VANISHED = np.log2(240 * np.log(10) / 2)  # x_min t; transients of order e^{-2 x_min t}

Weights = dict[Pair, Expr]

_BIAS: Weights = {NOTHING: Integer(1)}
_FEATURES: Weights = {WIDTH: Integer(1), NOTHING: Integer(-1)}
_DATA: Weights = {SAMPLES: Integer(1), NOTHING: Integer(-1)}
_INTERACTION: Weights = {
    SAME: Integer(1),
    WIDTH: Integer(-1),
    SAMPLES: Integer(-1),
    NOTHING: Integer(1),
}


class Decomposition(NamedTuple):
    """Squared bias, and the variances due to the features, to the data, and to both together.

        L = bias^2 + V_A + V_D + V_{AD}

    [bordelon2024dynamical], appendix H.
    """

    bias: Any
    features: Any
    data: Any
    interaction: Any


def replica_loss(
    model: Model,
    time: Any,
    shared: Collection[str] = ("width", "samples"),
    digits: int | None = None,
    training: Training = FLOW,
) -> Any:
    r"""Loss of two replicas that share some of their randomness.

        L_S(t) = <v^T \Lambda v'>,   L_{A,D} = L,   L_{none} = bias^2

    `shared` names what they have in common: "width" the projection A, "samples" the data with
    their label noise. Sharing both it is the test loss, sharing nothing the squared bias. Any way
    of training that is a filter will do.

    Shape     that of `time`: mpmath numbers with `digits`, float64 without.
    Valid     as `losses`; N = P at infinite time too, unless both are shared.
    Accuracy  with `digits`, an error below one unit in the last of them; without, as `losses`.
    Raises    InvalidProblemError, DivergenceError, PrecisionError.

    >>> from analytic.problem import Model, PowerLaw
    >>> model = Model(PowerLaw(2, "3/2"), width=40, samples=40)
    >>> round(replica_loss(model, "inf", shared="width"), 9)
    0.1231208
    """
    require_model(model)
    pair = require_pair(shared)
    return _combinations(model, training, time, ({pair: Integer(1)},), digits, _LOSS)[0]


def ensemble_loss(
    model: Model,
    time: Any,
    projections: Any = 1,
    data_sets: Any = 1,
    digits: int | None = None,
    training: Training = FLOW,
) -> Any:
    r"""Test loss of predictors averaged over E projections times B data sets.

        L_{E,B} = L/(EB) + (1/B)(1 - 1/E) L_D + (1/E)(1 - 1/B) L_A + (1 - 1/E)(1 - 1/B) L_0

    E and B are positive numbers or infinite. [bordelon2024dynamical], eqs. (107)-(112).

    Shape, accuracy and errors are those of `replica_loss`.

    >>> from analytic.problem import Model, PowerLaw
    >>> model = Model(PowerLaw(2, "3/2"), width=40, samples=120)
    >>> round(ensemble_loss(model, 100), 9)
    0.156934677
    """
    require_model(model)
    e, b = (
        _inverse(value, name)
        for value, name in ((projections, "projections"), (data_sets, "data_sets"))
    )
    weights = {
        SAME: e * b,
        SAMPLES: b * (1 - e),
        WIDTH: e * (1 - b),
        NOTHING: (1 - e) * (1 - b),
    }
    return _combinations(model, training, time, (weights,), digits, _LOSS)[0]


def decomposition(
    model: Model, time: Any, digits: int | None = None, training: Training = FLOW
) -> Decomposition:
    r"""The four parts of the test loss: squared bias, and variances of features, data, and both.

        L = bias^2 + V_A + V_D + V_{AD}

    Variances are those over draws of A and of the data with their noise; the interaction is what
    neither explains alone. [bordelon2024dynamical], appendix H.

    Shape     as `replica_loss`, for every part.
    Accuracy  with `digits`, every part to that many. Without, the bias as `losses` and each
              variance relative to itself to 1e-6.
    Range     where every mode is within reach and there is noise, an interaction below 1e-240 of
              the loss is returned as zero.

    >>> from analytic.problem import Model, PowerLaw
    >>> parts = decomposition(Model(PowerLaw(2, "3/2"), width=40, samples=120), 100)
    >>> round(sum(parts), 9)
    0.156934677
    """
    require_model(model)
    split = (_BIAS, _FEATURES, _DATA, _INTERACTION)
    return Decomposition(*_combinations(model, training, time, split, digits, _PART))


def _combinations(
    model: Model,
    training: Training,
    time: Any,
    split: tuple[Weights, ...],
    digits: int | None,
    tolerance: float,
) -> tuple[Any, ...]:
    """Sums of weights times pair losses at times, one for every entry of `split`.

    Weights add to one, or to zero where the floor of null modes drops out.
    `tolerance` is the relative error of a combination of several losses in doubles.
    """
    if model.visible is not model:
        parts = _combinations(model.visible, training, time, split, digits, tolerance)
        return tuple(
            part if sum(weights.values()) == 0 else above_floor(model, part, digits)
            for part, weights in zip(parts, split, strict=True)
        )

    def at(one: Any, wanted: int) -> tuple[Any, ...]:
        exact = exact_time(one)
        require_answer(model, training, exact)
        distinct = tuple(_combined(model, training, exact, weights) for weights in split)
        return certified(
            lambda extra: _evaluate(model, training, exact, distinct, wanted + extra), wanted
        )

    if digits is not None:
        require_digits(digits)
        return tuple(at_every(time, lambda one: at(one, digits), len(split)))
    times = double_times(time)

    def rough(times: Array) -> list[tuple[Array, Array]]:
        distinct = [_combined(model, training, _ANY_TIME, weights) for weights in split]
        pairs = list({pair for weights in distinct for pair in weights})
        known = losses_in_doubles(model, training, pairs, times, len(pairs) > 1)
        found = dict(zip(pairs, known, strict=True))
        columns = []
        for weights in distinct:
            value = sum(float(weight) * found[pair][0] for pair, weight in weights.items())
            size = sum(abs(float(weight)) * found[pair][1] for pair, weight in weights.items())
            trusted = _LOSS if len(weights) == 1 else tolerance
            value = value + np.zeros(len(times))
            columns.append((value, np.asarray(size * _ROUNDING <= trusted * np.abs(value))))
        return columns

    return doubles_or_digits(
        times,
        rough if fits_doubles(model, training, times) else None,
        lambda one: at(one, FALLBACK),
        len(split),
    )


def _combined(model: Model, training: Training, time: Expr, weights: Weights) -> Weights:
    """The weights of the pairs that differ at a time: some of them have one and the same loss.

    Beside the noise that the data have left, what projections do to it ends by vanishing.
    """
    vanished = SAME in weights and _has_vanished(model, training, time)
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


def _has_vanished(model: Model, training: Training, time: Expr) -> bool:
    """Whether transients are below 10^-240 of a loss that noise keeps from vanishing with them."""
    if training.averaged or time in (0, oo) or model.noise == 0 or model.samples == oo:
        return False
    return _is_full(model) and bool(
        log2_slowest(model, training) + log2_sizes([time])[0] > _VANISHED
    )


def _is_full(model: Model) -> bool:
    """Whether every mode is within reach of both resources."""
    equations = fixed_point(coarse_arithmetic(model, 0.0), model)
    return bool(equations.rank >= equations.sums.count())


def _evaluate(
    model: Model, training: Training, time: Expr, split: tuple[Weights, ...], digits: int
) -> tuple[Any, ...]:
    """The combinations of losses of so many digits, added with all the bits that these have.

    Rounded to fewer, two evaluations would agree on what the rounding has left of a difference.
    """
    pairs = list({pair for weights in split for pair in weights})
    known = losses_at(model, training, pairs, time, digits, _CANCELLED)
    losses = dict(zip(pairs, known, strict=True))
    arithmetic = Multiple(max((x.value.precision for x in losses.values()), default=64))
    with arithmetic.working():
        return tuple(_weighted(arithmetic, weights, losses) for weights in split)


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


def _inverse(value: Any, name: str) -> Expr:
    number = exact_number(value, name)
    if number.free_symbols:
        raise InvalidProblemError(f"{name} = {number} is a symbol. Give a number, or inf.")
    require_positive(number, name)
    return Integer(0) if number == oo else 1 / number
