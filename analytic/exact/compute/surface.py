r"""The loss as a surface over width and time, in doubles, many points at once.

C_0 is a double transform. What target the resolvent has learned first is a polynomial: with w_n of
the target c_k \lambda_k^{-n},

    w/D_N = \sum_{j<n} (-1)^j w_{j+1}(0) \kappa^j/D_N + (-\kappa)^n w_n/D_N,

and s^j in the place of \kappa^j/D_N would be no loss at N = P = \infty. What it leaves at limited
data, with \epsilon = 1/D_P - 1, are products of single transforms:

    (s^j - s'^j)/(s' - s)/(D_P D_P') \to -\sum_{i+l=j-1} s^i \epsilon(s) s'^l \epsilon(s').

So the transform is of f_j = \kappa^j/D_N - s^j, and nothing cancels, however small the loss. With
P = infinity the test loss is one transform, of w/D_N at time 2t. A large n is right at late times,
where s is small, and a small one at early times and where a width is exhausted: the one that rounds
least is taken.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Rational, floor, oo

from analytic.exact.compute.regulariser import Reals, Regulariser
from analytic.exact.contour import Nodes, talbot
from analytic.exact.field_solution import FieldSolution
from analytic.exact.loss import test_loss
from analytic.exact.precision import Double
from analytic.exact.sums.spectral_sums import SpectralSums, spectral_sums
from analytic.problem import Model, PowerLaw, replace_model

ROUNDING = 2.0**-48  # of a term: powers and sums of a frequency are good to a few last bits each
_MARGIN = Rational(1, 16)  # of a power, that w_n keeps from where its sum diverges
_EARLY = 4.0  # of lambda_1 t: before it s is no small quantity
_FINE = 1e-9  # of a loss, that rounding may change before other orders are tried
_ORDERS = (2, 1, 0)
NODES = 26
LARGEST = 1e60  # of width and time, whose powers are to stay in the range of doubles
_ENOUGH = 1e-8
_NODES_PER_ORDER = 2  # s^n is large at the far end of a contour


class Surface(NamedTuple):
    """Losses, and what rounding may have changed of each; nan where no root was found."""

    loss: Reals
    rounding: Reals


class Target(NamedTuple):
    """One power of the target: the initial losses w_{j+1}(0), and the sums with w_n."""

    moments: tuple[float, ...]
    rest: SpectralSums


Evaluate = Callable[[tuple[Target, ...], NDArray[np.bool_]], Surface]


def least_rounded(spectrum: PowerLaw, time: Reals, evaluate: Evaluate) -> Surface:
    """Losses with as much of the target left out as rounds least, at times of shape (points,).

    `evaluate` gives the losses at some of the points.
    """
    found = Surface(np.full(len(time), np.nan), np.full(len(time), np.inf))
    late = time * float(spectrum.scale) > _EARLY
    _improve(found, late, targets_of(spectrum), evaluate)
    _improve(found, ~late, targets_of(spectrum, 0), evaluate)
    for order in _ORDERS:
        rough = ~(found.rounding < _FINE * np.abs(found.loss)) & late
        _improve(found, rough, targets_of(spectrum, order), evaluate)
    return found


def _improve(
    found: Surface, which: NDArray[np.bool_], targets: tuple[Target, ...], evaluate: Evaluate
) -> None:
    if which.any():
        other = evaluate(targets, which)
        at = np.flatnonzero(which)
        better = other.rounding < found.rounding[at]
        found.loss[at[better]] = other.loss[better]
        found.rounding[at[better]] = other.rounding[better]


@lru_cache(maxsize=16)
def targets_of(spectrum: PowerLaw, most: int | None = None) -> tuple[Target, ...]:
    """The powers of the target, each divided by lambda_k as often as its sum allows."""
    found = []
    for coefficient, power in spectrum.target_powers:
        room = power - spectrum.multiplicity_growth - 1 - _MARGIN
        n = max(0, int(floor(room / spectrum.b)))
        n = n if most is None else min(n, most)
        divided = [_divided(spectrum, coefficient, power, j) for j in range(n + 1)]
        moments = tuple(float(one.power()) for one in divided[1:])
        found.append(Target(moments, divided[n]))
    return tuple(found)


def _divided(spectrum: PowerLaw, coefficient: Expr, power: Expr, n: int) -> SpectralSums:
    """The sums for the target coefficient k^-power / lambda_k^n."""
    law = PowerLaw(
        power - n * spectrum.b,
        spectrum.b,
        scale=spectrum.scale,
        amplitude=coefficient / spectrum.scale**n,
        multiplicity=spectrum.multiplicity,
        multiplicity_growth=spectrum.multiplicity_growth,
    )
    return spectral_sums(Double(), law)


class _Double(NamedTuple):
    """A function of one frequency under the double transform, and its derivative."""

    value: Any
    slope: Any


def loss_surface(model: Model, width: Reals, time: Reals, nodes: int = NODES) -> Surface:
    """The test loss at pairs of width and time, a power law with infinitely many modes.

    Shape     width, time and the losses (points,); the model's own width does not count.
    Valid     0 < N, t < infinity; sums and powers within the range of doubles.
    """
    law = model.spectrum.unlimited_power_law
    assert law is not None
    return least_rounded(
        law,
        time,
        lambda targets, which: _surface(model, law, targets, width[which], time[which], nodes),
    )


def _surface(
    model: Model,
    law: PowerLaw,
    targets: tuple[Target, ...],
    width: Reals,
    time: Reals,
    nodes: int,
) -> Surface:
    order = max(len(target.moments) for target in targets)
    unlimited = model.samples == oo
    span = 2 * time if unlimited else time
    path = talbot(Double(), nodes + _NODES_PER_ORDER * order, span)
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        at = Regulariser(law, float(model.samples)).solve(width, path.s)
        parts = [part for target in targets for part in _parts(target, at)]
        if unlimited:
            sizes = sum(np.sum(np.abs(path.weight * part.value), axis=1) for part in parts)
            value = np.asarray(sum(part.value for part in parts))
            return Surface(path.single(value), np.asarray(2 * ROUNDING * sizes))
        total = _Double(*(np.asarray(sum(one)) for one in zip(*parts, strict=True)))
        loss, rounding = _transformed(path, 1 / at.D_P, total)
        for target in targets:
            loss, rounding = _less_products(path, target, at, loss, rounding)
        if model.noise != 0:
            noise, size = _transformed(path, 1 / at.s, _spread(at))
            loss = loss - float(model.noise) * noise
            rounding = rounding + float(model.noise) * size
    return Surface(loss, rounding)


def _parts(target: Target, at: FieldSolution) -> Iterator[_Double]:
    """w/D_N without the powers of s."""
    slope_P, slope_N = at.slope_P * at.kappa_slope, at.slope_N * at.kappa_slope
    log_slope = slope_N / at.D_N
    lack = at.lack_N  # 1 - D_P^j D_N^(j+1)
    both = at.lack_P + at.lack_N - at.lack_P * at.lack_N
    for j, moment in enumerate(target.moments):
        factor = moment * (-at.kappa) ** j / at.D_N
        change = -(at.D_P**j) * at.D_N**j * (j + 1) * slope_N
        if j:
            change = change - j * at.D_P ** (j - 1) * at.D_N ** (j + 1) * slope_P
        slope = lack * (j * at.kappa_slope / at.kappa - log_slope) + change
        yield _Double(factor * lack, factor * slope)
        lack = lack + both * (1 - lack)
    n = len(target.moments)
    known = np.where(np.isfinite(at.kappa), at.kappa, 1)
    sums = target.rest.evaluate(known.ravel())
    w, w_slope = (one.reshape(known.shape) for one in (sums.w, sums.w_slope))
    factor = (-at.kappa) ** n / at.D_N
    slope = (w_slope + n * w / at.kappa) * at.kappa_slope - w * log_slope
    yield _Double(factor * w, factor * slope)


def _transformed(path: Nodes, factor: Any, function: _Double) -> tuple[Reals, Reals]:
    r"""The double transform of (f - f')/(s' - s) with a factor, and what rounding may change."""
    return path.double(*function, factor), path.rounding(*function, factor) * ROUNDING


def _less_products(
    path: Nodes, target: Target, at: FieldSolution, loss: Reals, rounding: Reals
) -> tuple[Reals, Reals]:
    """The loss less the products of single transforms."""
    excess = at.lack_P / at.D_P
    terms = [at.s**j * excess for j in range(len(target.moments) - 1)]
    singles = [path.single(one) for one in terms]
    sizes = [2 * np.sum(np.abs(path.weight * one), axis=1) * ROUNDING for one in terms]
    for j, moment in enumerate(target.moments):
        for i in range(j):
            loss = loss - (-1) ** j * moment * singles[i] * singles[j - 1 - i]
            rounding = rounding + 2 * abs(moment * singles[i]) * sizes[j - 1 - i]
    return loss, rounding


def _spread(at: FieldSolution) -> _Double:
    """e = s (1/D_P - 1), which carries the label noise."""
    excess = at.lack_P / at.D_P
    return _Double(at.s * excess, excess - at.s * at.slope_P * at.kappa_slope / at.D_P**2)


def losses_at(model: Model, width: Reals, time: Reals, enough: float = _ENOUGH) -> Reals:
    """Test losses of a model, whose own width does not count.

    Shape     width, time and losses (points,).
    Accuracy  a relative error below `enough`, mostly below 1e-11; where doubles leave a larger one
              the loss is computed with digits.
    """
    law = model.spectrum.unlimited_power_law
    if law is not None and _within_doubles(model, width, time):
        surface = loss_surface(model, width, time)
        loss = surface.loss
        with np.errstate(invalid="ignore"):
            doubtful = ~(surface.rounding < enough * np.abs(loss))
    else:
        loss, doubtful = np.empty(len(width)), np.full(len(width), fill_value=True)
    for one in np.unique(width[doubtful]):
        here = doubtful & (width == one)
        loss[here] = test_loss(replace_model(model, width=float(one)), time[here])
    return loss


def _within_doubles(model: Model, width: Reals, time: Reals) -> bool:
    samples = 0 if model.samples == oo else float(model.samples)
    return bool(max(np.max(width), np.max(time), samples) < LARGEST)
