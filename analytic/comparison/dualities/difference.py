r"""The derived difference of two learning curves, n samples against n features, against witnesses.

    \Delta L(t) = \oint\oint e^{(s + s') t} \Delta C_0(s, s')

The formula is put on two contours that have no node in common, so that its diagonal is not met.
Digits: the formula at pairs of frequencies. Dice: simulated differences by replication, for an
isotropic target, where the formula is zero, and for another, where it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, I, Integer, Rational, lambdify

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.field_equation_digits import numbers_at
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.exact.contour import contour
from analytic.exact.precision import Double
from analytic.notation import N, d, d2, kappa, kappa2, s, s2, w, w2
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["difference_check", "difference_dice_check", "difference_in_time"]

_GUARD = 3
_SIZES = (Integer(3), Integer(10) ** 9)
_PAIRS = ((Rational(1, 7), 2 + I), (I / 50, Rational(-1, 3) + I), (Rational(1, 10**9), 1 - 3 * I))
_ISOTROPIC = (
    PowerLaw("3/2", "3/2"),
    PowerLaw("5/4", "5/4", scale=3, amplitude="1/7"),
    PowerLaw("5/2", "5/2", modes=30),
)
_OTHER = PowerLaw(2, "3/2")
_NODES = (24, 28)  # of the two contours, on which doubles leave some eight digits
_SPECTRA = (PowerLaw("3/2", "3/2", modes=12), PowerLaw(3, "3/2", modes=12))
_SIZE = 8
_TIMES = (2.0, 8.0, 32.0)
_COPIES = (1, 2, 4)
_DRAWS_MORE = 16  # these models are small
_LARGEST_SCORE = 5.0  # of six normal variables, once in three hundred thousand seeds


class _Dice(NamedTuple):
    """What the formula says of a difference, in the errors of the dice, and how far it is off."""

    claimed: float
    off: float


def difference_check() -> Check:
    """The derived difference at pairs of frequencies, isotropic targets and another."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits
        found = [
            (_gap(result, spectrum, size, pair, digits), spectrum)
            for spectrum in (*_ISOTROPIC, _OTHER)
            for size in _SIZES
            for pair in _PAIRS
        ]
        worst = max(gap for (gap, _), _ in found)
        apart = max(value for (_, value), spectrum in found if spectrum == _OTHER)
        allowed = Float(10, 5) ** -digits
        return Outcome(
            bool(worst <= allowed < apart),
            f"off by {worst} of C_0 at most; the difference itself is {apart} of it at most",
            f"at most 1e-{digits}, and more",
        )

    return Check("exact", "difference at pairs of frequencies", run)


def _gap(
    result: Result, spectrum: PowerLaw, size: Expr, pair: tuple[Expr, Expr], digits: int
) -> tuple[Expr, Expr]:
    """Formula less measured difference, and the latter, over C_0 at that width."""
    working = digits + _GUARD
    width, data = Model(spectrum, width=size), Model(spectrum, samples=size)
    point = numbers_at(width, pair, working + _GUARD)
    formula = evaluated(result.formulas["difference"] / (s * s2), point, working)
    one, other = (
        to_sympy(exact.two_point(model, *pair, digits=working).C_0, working)
        for model in (data, width)
    )
    measured = one - other
    return tuple((abs(x) / abs(other)).evalf(5) for x in (formula - measured, measured))


def difference_dice_check() -> Check:
    """Simulated differences against the formula, at replicated sizes."""

    def run(result: Result, effort: Effort) -> Outcome:
        same, apart = (_scores(result, spectrum, effort) for spectrum in _SPECTRA)
        return Outcome(
            max(same.off, apart.off, same.claimed) < _LARGEST_SCORE < apart.claimed,
            f"largest |z| {same.off:.2f} if isotropic, {apart.off:.2f} if not; the difference is "
            f"{same.claimed:.2f} and {apart.claimed:.1f} errors",
            f"below {_LARGEST_SCORE:.0f}, the last above",
        )

    return Check("sampling", "curves of n features and of n samples", run)


def _scores(result: Result, spectrum: PowerLaw, effort: Effort) -> _Dice:
    expected = difference_in_time(result, spectrum, _SIZE, _TIMES)
    drawn = [_drawn(spectrum, copies, effort) for copies in _COPIES]
    means, errors = (np.array([pair[i] for pair in drawn]) for i in (0, 1))
    line = intercept(_COPIES, means - expected, errors)
    scores = (abs(x) / line.standard_error for x in (expected, line.value))
    return _Dice(*(float(np.max(score)) for score in scores))


def _drawn(
    spectrum: PowerLaw, copies: int, effort: Effort
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The simulated difference at so many copies of every mode, and its standard error."""
    data, width = (
        sampling.test_loss(
            model.replicated(copies),
            copies * np.array(_TIMES),
            draws=_DRAWS_MORE * effort.draws // copies,
            seed=effort.seed + 2 * copies + offset,
            executor=effort.executor,
        )
        for offset, model in enumerate(
            (Model(spectrum, samples=_SIZE), Model(spectrum, width=_SIZE))
        )
    )
    error = np.hypot(data.standard_error, width.standard_error)
    return np.asarray(data.mean - width.mean), np.asarray(error)


def difference_in_time(
    result: Result, spectrum: PowerLaw, size: int, times: Sequence[float]
) -> NDArray[np.float64]:
    """The derived difference of the losses at n samples and at width n, in double precision."""
    letters = (s, s2, kappa, kappa2, d, d2, w, w2, N)
    formula = lambdify(letters, result.formulas["difference"] / (s * s2), "numpy")
    return np.array([_transformed(formula, spectrum, size, time) for time in times])


def _transformed(formula: object, spectrum: PowerLaw, size: int, time: float) -> float:
    assert callable(formula)
    (first, one), (second, other) = (_contour(nodes, time) for nodes in _NODES)
    here, there = (_responses(spectrum, size, frequencies) for frequencies in (first, second))
    pairs = zip((first, *here), (second, *there), strict=True)
    columns = [column for x, y in pairs for column in (x[:, None], y[None, :])]
    return float(
        np.real(one @ (formula(*columns, size) * np.ones_like(columns[0] * columns[1])) @ other)
    )


def _contour(nodes: int, time: float) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Frequencies and weights of an inverse transform, in both half planes."""
    upper = contour(Double(), nodes)
    z, weight = (
        np.asarray([*half, *half.conj()], dtype=np.complex128) for half in (upper.z, upper.weight)
    )
    return z / time, weight / time


def _responses(
    spectrum: PowerLaw, size: int, frequencies: NDArray[np.complex128]
) -> tuple[NDArray[np.complex128], ...]:
    """kappa, d and w at width `size` and unlimited data."""
    regulariser = exact.responses(Model(spectrum, width=size), frequencies).kappa
    sums = [exact.resolvents(spectrum, complex(one)) for one in regulariser]
    return regulariser, np.array([one.d for one in sums]), np.array([one.w for one in sums])
