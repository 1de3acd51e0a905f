r"""The learning curve that a measured spectrum predicts, by its modes and by its fitted powers.

    L(P) of \lambda_k, c_k as measured;   L(P) of \lambda_k = A k^{-b}, c_k = B k^{-a}

Both have the null modes' target power as noise and as floor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import exp
from typing import Any

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.fits.exponents import Exponent
from analytic.fits.spectrum_fit import SpectrumFit
from analytic.problem import GradientFlow, Model, PowerLaw, Ridge, Training
from analytic.real_numbers import exact_number

_DIGITS = 8  # of exponents and amplitudes
_TWO_SIDED = 1.96  # standard errors of an interval of 95 %


@dataclass(frozen=True)
class PredictedLoss:
    """The test loss at one number of samples: as measured, by the fit, and the fit's interval.

    `fitted`, `low` and `high` are None where the fitted powers describe no spectrum that falls, and
    where they say more than both the measured modes and the loss before training.
    """

    samples: Any
    measured: float
    fitted: float | None
    low: float | None
    high: float | None


def predicted_losses(
    fit: SpectrumFit, samples: Iterable[Any], penalty: Any = None, noise: Any = 0
) -> tuple[PredictedLoss, ...]:
    r"""The test loss at each number of samples, N = infinity: trained to the end, or with a ridge.

    The interval is that of all pairs of middles and ends of the intervals of a and b, and of the
    amplitude; it does not know that the first modes are no power law, which the loss of the modes
    as they were measured does.

    Raises    InvalidProblemError; DivergenceError where as many samples as modes diverge.
    """
    training: Training = GradientFlow() if penalty is None else Ridge(penalty)
    return tuple(_predicted(fit, one, training, noise) for one in _counts(samples))


def _counts(samples: Iterable[Any]) -> Sequence[Any]:
    if isinstance(samples, str) or not isinstance(samples, Iterable):
        raise InvalidProblemError(
            f"samples = {samples!r} is no list. Give numbers of samples, [10, 100]."
        )
    return [exact_number(one, "samples") for one in samples]


def _predicted(fit: SpectrumFit, samples: Any, training: Training, noise: Any) -> PredictedLoss:
    measured = _loss(Model(fit.spectrum, samples=samples, noise=noise), training)
    null = fit.spectrum.null_power
    losses = []
    for b, a in product(_points(fit.b), _points(fit.a)):
        if b > 0:
            law = _power_law(fit, b, a)
            model = Model(law, samples=samples, noise=exact_number(noise, "noise") + null)
            losses.append(_loss(model, training))
    untrained = float(exact.test_loss(Model(fit.spectrum), 0))
    if fit.b.value <= 0 or losses[0] + float(null) > max(untrained, measured):
        return PredictedLoss(samples, measured, None, None, None)
    floor, spread = float(null), exp(_TWO_SIDED * fit.a.level_error)
    return PredictedLoss(
        samples,
        measured,
        losses[0] + floor,
        min(losses) / spread + floor,
        max(losses) * spread + floor,
    )


def _points(found: Exponent) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def _power_law(fit: SpectrumFit, b: float, a: float) -> PowerLaw:
    """Powers through the middle of the ranges they were fitted on."""
    return PowerLaw(
        _decimal(a),
        _decimal(b),
        len(fit.eigenvalues),
        scale=_decimal(fit.b.level_at(b)),
        amplitude=_decimal(fit.a.level_at(a)),
    )


def _decimal(number: float) -> str:
    return f"{number:.{_DIGITS}g}"


def _loss(model: Model, training: Training) -> float:
    return float(exact.test_loss(model, training=training))
