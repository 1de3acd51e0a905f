"""Two-layer linear networks, drawn and trained by population gradient flow."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from analytic.errors import require
from analytic.problem import Spectrum, require_spectrum
from analytic.problem.manifold import positive_size
from analytic.sampling.draws import stream_of
from analytic.sampling.estimate import Estimate, estimated
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import (
    checked_count,
    checked_draws,
    checked_seed,
    checked_switch,
    checked_times,
)

_MOST = 10**4
_ENTRIES = 2**20  # of the layers that are trained together
_STEP = 0.3  # times the largest rate: the error of a step of Runge and Kutta is its fifth power


def two_layer_loss(
    spectrum: Spectrum,
    width: int,
    time: Any,
    richness: Any = 1,
    draws: int = 200,
    seed: int = 0,
    within_span: bool = False,
) -> Estimate:
    r"""Test loss of f = w^T A \psi/(\gamma_0 N), both layers trained, A normal and w = 0 at first.

        dw/dt = \gamma_0 A \Lambda v,   dA/dt = \gamma_0 w v^T \Lambda,   v = w* - A^T w/\gamma_0 N

    By steps of Runge and Kutta, of the network itself. `within_span` makes dA/dt that times
    A(0)^T A(0)/N: A keeps the span of its rows. [bordelon2024feature].

    Shape     as `time`; `samples` of the estimate has the draws in front.
    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> found = two_layer_loss(PowerLaw(2, 2, modes=3), 20, [0, 1], draws=5)
    >>> round(float(found.mean[0]), 6)
    1.361111
    """
    require_spectrum(spectrum)
    times = checked_times(time)
    require(
        bool(np.all(np.isfinite(times))),
        "A time is infinite, and a simulation takes steps. Give a finite one.",
    )
    rates, errors = _modes(spectrum)
    count = _counted(width)
    strength = float(positive_size(richness, "richness"))
    checked_switch(within_span, "within_span", "A keeps the span of its rows")
    root = checked_seed(seed)
    number = checked_draws(draws)
    each = max(1, _ENTRIES // (count * len(rates)))
    rows = [
        _losses(
            _drawn(root, range(first, min(first + each, number)), count, len(rates)),
            times,
            rates,
            errors,
            strength,
            within_span,
        )
        for first in range(0, number, each)
    ]
    return estimated(np.concatenate(rows).reshape((number, *times.shape)))


def two_layer_modes(
    spectrum: Spectrum, width: int, draws: int = 200, seed: int = 0
) -> tuple[FloatArray, FloatArray]:
    r"""Eigenvalues of the kernel of a two-layer network at first, and the target's power in each.

        \Lambda^{1/2} A^T A \Lambda^{1/2} u/N = \lambda u,   c = (u . \Lambda^{1/2} w^*)^2

    Of the networks that `two_layer_loss` draws.

    Shape     (draws, modes), two.

    >>> from analytic.problem import PowerLaw
    >>> rates, powers = two_layer_modes(PowerLaw(2, 2, modes=3), 20, draws=5)
    >>> rates.shape, round(float(powers[0].sum()), 6)
    ((5, 3), 1.361111)
    """
    rates, errors = _modes(require_spectrum(spectrum))
    count, number = _counted(width), checked_draws(draws)
    layers = _drawn(checked_seed(seed), range(number), count, len(rates))
    features = layers[:, :, 1:] * np.sqrt(rates)
    values, vectors = np.linalg.eigh(features.transpose(0, 2, 1) @ features / count)
    return values, ((np.sqrt(rates) * errors) @ vectors) ** 2


def _counted(width: Any) -> int:
    count = checked_count(width, "width", 1, f"neurons are counted, {_MOST} at most")
    require(count <= _MOST, f"{count} neurons are too many to draw. Choose at most {_MOST}.")
    return count


def _drawn(seed: int, numbers: Iterable[int], width: int, modes: int) -> FloatArray:
    """Networks before training, shape (draws, width, 1 + modes): w in front of A."""
    first = [stream_of(seed, number, 0).standard_normal((width, modes)) for number in numbers]
    return np.pad(np.array(first), ((0, 0), (0, 0), (1, 0)))


def _losses(
    layers: FloatArray,
    times: FloatArray,
    rates: FloatArray,
    errors: FloatArray,
    richness: float,
    within_span: bool,
) -> FloatArray:
    """The losses of networks at times, which are passed in their order."""
    losses, now = np.empty((len(layers), times.size)), 0.0
    rows = layers[:, :, 1:] / np.sqrt(layers.shape[1]) if within_span else None
    for place in np.argsort(times, axis=None):
        then = float(times.flat[place])
        layers = _trained(layers, rates, errors, richness, then - now, rows)
        losses[:, place] = _left(layers, errors, richness) ** 2 @ rates
        now = then
    return losses


def _modes(spectrum: Spectrum) -> tuple[FloatArray, FloatArray]:
    r"""Eigenvalues and w*_k = \sqrt{c_k/\lambda_k} of every mode."""
    require(
        not spectrum.free_symbols and bool(spectrum.modes <= _MOST),
        f"The spectrum has {spectrum.modes} modes, and a simulation has each. Choose numbers, and "
        f"at most {_MOST} modes, as in spectrum.with_modes(20).",
    )
    require(spectrum.null_modes == 0, "A null mode has no weight. Leave out modes of eigenvalue 0.")
    levels = spectrum.levels()
    rates, powers = (
        np.repeat(np.asarray(one, dtype=float), levels.copies.astype(int))
        for one in (levels.eigenvalues, levels.powers)
    )
    return rates, np.sqrt(powers / rates)


def _left(layers: FloatArray, errors: FloatArray, richness: float) -> FloatArray:
    """The error vectors v, shape (draws, modes)."""
    learned = np.matmul(layers[:, None, :, 0], layers[:, :, 1:])[:, 0]
    return np.asarray(errors - learned / (richness * layers.shape[1]))


def _trained(
    layers: FloatArray,
    rates: FloatArray,
    errors: FloatArray,
    richness: float,
    time: float,
    rows: FloatArray | None,
) -> FloatArray:
    r"""Both layers after a time, in steps that the largest kernel allows.

    `rows` are those whose span A keeps, over \sqrt N.
    """
    largest = 1.0 if rows is None else float(np.max(np.linalg.norm(rows, 2, axis=(1, 2))) ** 2)

    def slope(at: FloatArray) -> FloatArray:
        pull = richness * rates * _left(at, errors, richness)
        along = pull if rows is None else _onto(rows, pull)
        outer = at[:, :, :1] * along[:, None, :]
        return np.concatenate([np.matmul(at[:, :, 1:], pull[:, :, None]), outer], axis=2)

    left = time
    while left > 0:
        size = np.sum(layers**2, axis=1) / layers.shape[1]
        kernel = float(np.max(largest * size[:, 0] + np.max(size[:, 1:], axis=1)))
        step = min(left, _STEP / (float(rates.max()) * (kernel + richness)))
        one = slope(layers)
        two = slope(layers + step / 2 * one)
        three = slope(layers + step / 2 * two)
        four = slope(layers + step * three)
        layers = layers + step / 6 * (one + 2 * two + 2 * three + four)
        left -= step
    return layers


def _onto(rows: FloatArray, vectors: FloatArray) -> FloatArray:
    """R^T R v, draw by draw."""
    inner = np.matmul(rows, vectors[:, :, None])
    return np.asarray(np.matmul(rows.transpose(0, 2, 1), inner)[:, :, 0])
