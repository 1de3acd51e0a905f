r"""Exact learning curves: test and training loss at any time, to any digits.

    L = \oint\oint f_t(s) f_t(s') C_0(s, s'),   \hat L = \oint\oint f_t(s) f_t(s') C_1(s, s')

with f = e^{s t} under gradient flow, and another filter under other ways of training. At t =
infinity f_t leaves the residue at s = 0 alone: the final losses do not depend on the way they are
reached. Two contours at two precisions agree before a digit is returned; a ridge needs no contour,
and with few modes up to 15 digits are those of extended doubles whose rounding is bounded.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sympy import Expr, oo

from analytic.exact.arguments import SAME, Pair, double_times, exact_time
from analytic.exact.certificate import (
    above_floor,
    at_every,
    certified,
    doubles_or_digits,
    require_digits,
)
from analytic.exact.keystone import TRAIN
from analytic.exact.limits import Losses
from analytic.exact.one_hot import one_hot_losses
from analytic.exact.one_pass.loss import one_pass_losses
from analytic.exact.penalty import penalised_losses
from analytic.exact.precision import Array, Double
from analytic.exact.single_transforms import has_one_integral, single_losses
from analytic.exact.stability import require_answer
from analytic.exact.sums.spectral_sums import coarse_arithmetic
from analytic.exact.transform import losses_at, losses_in_doubles
from analytic.problem import (
    GaussianData,
    GradientFlow,
    Model,
    OneHotData,
    OnePassSGD,
    Ridge,
    Training,
    replace_model,
    require_model,
)

FLOW = GradientFlow()
FALLBACK = 16
"""Digits in the place of doubles."""
_EXTENDED, _CERTAIN = 15, 14  # digits that extended doubles may have, and that doubles need
_ROUNDING = 2.0**-52
_TOLERANCE = 2e-12


def test_loss(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = FLOW
) -> Any:
    r"""Excess test loss at a time, without the noise floor; see `losses`.

        L(t) = v^T \Lambda v = \oint\oint f_t(s) f_t(s') C_0(s, s')

    >>> from analytic.problem import Model, PowerLaw
    >>> round(test_loss(Model(PowerLaw(2, "3/2"), width=40, samples=120), 100), 9)
    0.156934677
    """
    return _measured(model, time, digits, training, (SAME,))[0]


def train_loss(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = FLOW
) -> Any:
    r"""Mean squared residual on the P noisy labels; see `losses`.

        \hat L(t) = |Psi v + \sigma \xi|^2/P = \oint\oint f_t(s) f_t(s') C_1(s, s')

    >>> from analytic.problem import PowerLaw
    >>> train_loss(Model(PowerLaw(2, 2, modes=2), samples=8, noise="1/2"), 0, 10)
    mpf('1.75')
    """
    return _measured(model, time, digits, training, (TRAIN,))[0]


def losses(
    model: Model, time: Any = oo, digits: int | None = None, training: Training = FLOW
) -> Losses:
    r"""Test and training loss of the model under gradient flow, or another way of training.

        L = \oint\oint f_t(s) f_t(s') C_0(s, s'),   \hat L = \oint\oint f_t(s) f_t(s') C_1(s, s')

    Eqs. (12), (32)-(35) of [bordelon2024dynamical] through the keystone; no factor 1/2, the test
    loss without the noise floor.

    Shape     that of `time`: mpmath numbers with `digits`, float64 without. mpmath prints at its
              own precision; `mpmath.nstr(loss, digits)` shows all digits.
    Units     time in units of the inverse learning rate, or steps where training takes steps; `oo`
              or inf for the end of training. Ridge has no time.
    Null modes of a measured spectrum are noise of the labels, and their target power is in the test
    loss, as a floor.

    Valid     proportional limit of N, P and M; any of them may be infinite.
    Accuracy  with `digits`, an error below one unit in the last of them. Without, a relative error
              below 1e-11; times at which doubles cannot give that are computed with digits.
    Range     a loss below exp(-2^4096) is returned as zero.
    Raises    InvalidProblemError; DivergenceError at t = infinity and N = P < M, and for steps
              beyond the edge of stability (`largest_step`); PrecisionError.

    >>> from analytic.problem import Model, PowerLaw
    >>> round(float(losses(Model(PowerLaw(2, "3/2")), 0, digits=10).test), 9)
    1.644934067
    """
    return Losses(*_measured(model, time, digits, training, (SAME, TRAIN)))


def _measured(
    model: Model, time: Any, digits: int | None, training: Training, pairs: tuple[Pair, ...]
) -> tuple[Any, ...]:
    require_model(model, any_data=not isinstance(training, OnePassSGD))
    if isinstance(model.data, OneHotData):
        return _one_hot(model, time, digits, training, pairs)
    if not isinstance(training, Ridge) and model.visible is not model:
        found = _measured(model.visible, time, digits, training, pairs)
        return _above_floor(model, found, pairs, digits)
    if isinstance(training, OnePassSGD):
        both = one_pass_losses(model, time, training, digits)
        return tuple(both.train if pair == TRAIN else both.test for pair in pairs)

    def at(one: Any, wanted: int, certain: int | None = None) -> tuple[Any, ...]:
        return _digits(model, exact_time(one), wanted, training, pairs, certain or wanted)

    if digits is not None:
        require_digits(digits)
        return tuple(at_every(time, lambda one: at(one, digits), len(pairs)))
    times = double_times(time)
    for one in np.unique(times) if not isinstance(training, GradientFlow) else ():
        require_answer(model, training, exact_time(float(one)))

    def rough(times: Array) -> list[tuple[Array, Array]]:
        found = losses_in_doubles(model, training, pairs, times)
        for pair, (value, size) in zip(pairs, found, strict=True):
            lost = ~certain_at(value, size) & (times > 0) & np.isfinite(times)
            if isinstance(training, GradientFlow) and lost.any() and has_one_integral(model, pair):
                value[lost], size[lost] = single_losses(model, pair, times[lost])
        return [(value, certain_at(value, size)) for value, size in found]

    fits = fits_doubles(model, training, times)
    fallback = (FALLBACK,) if training.has_time else (_EXTENDED, _CERTAIN)
    return doubles_or_digits(
        times, rough if fits else None, lambda one: at(one, *fallback), len(pairs)
    )


def _one_hot(
    model: Model, time: Any, digits: int | None, training: Training, pairs: tuple[Pair, ...]
) -> tuple[Any, ...]:
    """The losses of one-hot data; of unlimited data the covariance alone counts."""
    if model.samples == oo:
        gaussian = replace_model(model, data=GaussianData())
        return _measured(gaussian, time, digits, training, pairs)
    test, train = one_hot_losses(model, time, digits, training)
    return tuple(train if pair == TRAIN else test for pair in pairs)


def _digits(
    model: Model, time: Expr, digits: int, training: Training, pairs: tuple[Pair, ...], certain: int
) -> tuple[Any, ...]:
    """The losses to so many digits; extended doubles do where `certain` ones are certain."""
    require_answer(model, training, time)
    if isinstance(training, Ridge):
        quick = penalised_losses(model, training, pairs, certain)
        if quick is not None:
            return quick
    seen = model.visible
    found = certified(lambda extra: losses_at(seen, training, pairs, time, digits + extra), digits)
    return _above_floor(model, found, pairs, digits)


def _above_floor(
    model: Model, found: Sequence[Any], pairs: tuple[Pair, ...], digits: int | None
) -> tuple[Any, ...]:
    """The losses of the model, from those without its null modes."""
    return tuple(
        x if pair == TRAIN else above_floor(model, x, digits)
        for x, pair in zip(found, pairs, strict=True)
    )


def fits_doubles(model: Model, training: Training, times: Array) -> bool:
    """Whether a method's contours at such times are within the range of doubles."""
    if training.growth != 0 or not training.has_time:
        return False
    middle = times[(times > 0) & np.isfinite(times)]
    extent = float(np.max(np.abs(np.log2(middle)), initial=0))
    return isinstance(coarse_arithmetic(model, extent), Double)


def certain_at(value: Array, size: Array) -> Array:
    """Where the rounding of a loss in doubles is far below it."""
    return np.asarray(size * _ROUNDING <= _TOLERANCE * np.abs(value))
