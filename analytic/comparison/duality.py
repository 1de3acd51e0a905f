r"""Width-data duality against the three witnesses.

Digits: the two learning curves of an isotropic target coincide at every time, those of another
target do not and have amplitudes in the derived ratio. Dice: for c_k = lambda_k the coincidence is
exact at finite size in the mean over draws, S = \Lambda^{1/2} W \Lambda^{1/2} being the kernel of
both, so that simulated curves may be compared without any mean-field theory.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from sympy import Expr, Float, Integer, Rational, nan, oo

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import a, b, d, d2, w, w2, x
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["coincidence_check", "duality_dice_check", "isotropic_check", "ratio_check"]

_GUARD = 10
_SIZES = (Integer(3), Integer(10) ** 9)
_TIMES = (Rational(1, 10), Integer(10) ** 5, oo)
_SPECTRA = (
    PowerLaw("3/2", "3/2"),
    PowerLaw("5/4", "5/4", scale=3, amplitude="1/7"),
    PowerLaw("5/2", "5/2", modes=30),
    PowerLaw(3, 3, multiplicity=2, multiplicity_growth=1),
)
_NOT_ISOTROPIC = PowerLaw(2, "3/2")
_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Rational(3, 2), b: Integer(2)},
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(6, 5), b: Rational(5, 4)},
    {a: Integer(3), b: Rational(5, 2)},
)
_NEAR, _FAR = Integer(10) ** 12, Integer(10) ** 24
_DICE_TIMES = (1.0, 10.0, 100.0, np.inf)
_DICE_SIZE, _DICE_MODES = 24, 200
_LARGEST_SCORE = 5.0  # of four normal variables, once in four hundred thousand seeds


def isotropic_check() -> Check:
    """The derived difference vanishes where w is a multiple of d, and not where it is not."""

    def run(result: Result, _: Effort) -> Outcome:
        difference = result.formulas["difference"]
        isotropic = difference.subs({w: x * d, w2: x * d2}, simultaneous=True)
        other = difference.subs({w: d**2, w2: d2**2}, simultaneous=True)
        return Outcome(
            bool(isotropic.expand() == 0 and other.expand() != 0),
            f"at w = x d it is {isotropic}, at w = d^2 it is {other}",
            "zero, and not zero",
        )

    return Check("symbolic", "the difference at an isotropic target", run)


def coincidence_check(spectrum: PowerLaw) -> Check:
    """Both learning curves to all digits, for isotropic targets on several spectra."""
    isotropic = tuple(spec for spec in _SPECTRA) + _isotropic_variant(spectrum)

    def run(_: Result, effort: Effort) -> Outcome:
        gaps = [
            _gap(spec, size, time, effort.digits)
            for spec in isotropic
            for size in _SIZES
            for time in _TIMES
        ]
        apart = _gap(_NOT_ISOTROPIC, _SIZES[1], _TIMES[1], effort.digits)
        allowed = Integer(10) ** -effort.digits
        return Outcome(
            bool(max(gaps) <= allowed < apart),
            f"relative distance {max(gaps)} for isotropic targets, {apart} for another",
            f"at most 1e-{effort.digits}, and more",
        )

    return Check("exact", "coincidence at every time", run)


def ratio_check(spectrum: PowerLaw) -> Check:
    """The ratio of the losses far out, whose distance from the derived ratio must keep falling."""

    def run(result: Result, effort: Effort) -> Outcome:
        ratio = result.formulas["ratio"]
        points = _POINTS if (spectrum.a + spectrum.b).free_symbols else ({},)
        if ratio == nan:
            return Outcome(True, "the exponents differ", "no ratio")
        worst = max(
            (_shrinkage(spectrum, ratio, point, effort.digits) for point in points), default=nan
        )
        return Outcome(
            bool(worst < Rational(1, 10)),
            f"the distance at n = {Float(_FAR, 3)} is {worst} of that at n = {Float(_NEAR, 3)}",
            "at most a tenth: it falls like a power of n",
        )

    return Check("exact", "ratio of the amplitudes", run)


def duality_dice_check() -> Check:
    """Simulated curves at n features and at n samples, isotropic and not."""

    def run(_: Result, effort: Effort) -> Outcome:
        same = _score(PowerLaw("3/2", "3/2", modes=_DICE_MODES), effort)
        apart = _score(PowerLaw(2, "3/2", modes=_DICE_MODES), effort)
        return Outcome(
            bool(same < _LARGEST_SCORE < apart),
            f"largest |z| of the difference {same:.2f} if isotropic, {apart:.1f} if not",
            f"below {_LARGEST_SCORE:.0f}, and above",
        )

    return Check("sampling", "curves of n features and of n samples", run)


def _isotropic_variant(spectrum: PowerLaw) -> tuple[PowerLaw, ...]:
    """The spectrum itself where it has numbers and an isotropic target."""
    numbers = not (spectrum.a + spectrum.b).free_symbols
    return (spectrum,) if numbers and spectrum.a == spectrum.b else ()


def _gap(spectrum: PowerLaw, size: Expr, time: Expr, digits: int) -> Expr:
    one, other = _pair(spectrum, size, time, digits + _GUARD)
    return Integer(0) if one == other else Float(abs(one / other - 1), 3)


def _pair(spectrum: PowerLaw, size: Expr, time: Expr, digits: int) -> tuple[Expr, Expr]:
    """The losses at `size` samples and at width `size`."""
    data = exact.test_loss(Model(spectrum, samples=size), time, digits)
    width = exact.test_loss(Model(spectrum, width=size), time, digits)
    return to_sympy(data, digits), to_sympy(width, digits)


def _shrinkage(spectrum: PowerLaw, ratio: Expr, point: Mapping[Expr, Expr], digits: int) -> Expr:
    """The distance of the measured from the derived ratio far out, relative to that nearer."""
    working = digits + _GUARD + 24
    numbers, derived = spectrum.at(point), ratio.subs(point).evalf(working)
    far, near = (
        abs(data / width - derived)
        for data, width in (_pair(numbers, size, oo, working) for size in (_FAR, _NEAR))
    )
    return Integer(0) if far == near == 0 else Float(far / near, 3)


def _score(spectrum: PowerLaw, effort: Effort) -> float:
    """The largest z-score of the difference between the two simulated curves."""
    width, data = (
        sampling.test_loss(
            model,
            _DICE_TIMES,
            draws=4 * effort.draws,
            seed=effort.seed + offset,
            executor=effort.executor,
        )
        for offset, model in enumerate(
            (Model(spectrum, width=_DICE_SIZE), Model(spectrum, samples=_DICE_SIZE))
        )
    )
    error = np.hypot(width.standard_error, data.standard_error)
    return float(np.max(np.abs(width.mean - data.mean) / error))
