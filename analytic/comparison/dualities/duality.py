r"""Width-data duality against the three witnesses.

Digits: the two learning curves of an isotropic target coincide at every time, those of another
target do not and have amplitudes in the derived ratio. Dice: for c_k = lambda_k the coincidence is
exact at finite size in the mean over draws, S = \Lambda^{1/2} W \Lambda^{1/2} being the kernel of
both, so that simulated curves may be compared without any mean-field theory.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Float, Integer, Rational, nan, oo

from analytic import exact
from analytic.comparison.dualities.difference import difference_in_time
from analytic.comparison.numbers import to_sympy
from analytic.notation import a, b, d, d2, w, w2, x
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Outcome, Result

__all__ = ["coincidence_check", "isotropic_check", "ratio_checks"]

_GUARD = 3
_WHEN = ((Integer(3), Rational(2)), (Integer(10) ** 9, Integer(10) ** 5), (Integer(3), oo))
_DOUBLES = 1e-8  # a derived difference is transformed in double precision, on 28 nodes
_FLOAT_DIGITS = 15
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
    """Both learning curves: the same to all digits for isotropic targets, apart as derived else."""
    isotropic = _SPECTRA + _isotropic_variant(spectrum)

    def run(result: Result, effort: Effort) -> Outcome:
        gaps = [
            abs(_gap(spec, size, time, effort.digits)) for spec in isotropic for size, time in _WHEN
        ]
        apart = abs(_gap(_NOT_ISOTROPIC, *_WHEN[0], effort.digits))
        off = max(_off(result, spec) for spec in (*isotropic, _NOT_ISOTROPIC))
        allowed = Integer(10) ** -effort.digits
        return Outcome(
            bool(max(gaps) <= allowed < apart and off <= _DOUBLES),
            f"relative distance {max(gaps)} for isotropic targets, {apart} for another; from the "
            f"derived difference by {off:.1e} at most",
            f"at most 1e-{effort.digits}, and more; at most {_DOUBLES:.0e}",
        )

    return Check("exact", "coincidence at every time", run)


def ratio_checks(spectrum: PowerLaw, ratio: Expr) -> tuple[Check, ...]:
    """The ratio of the losses far out, whose distance from the derived ratio must keep falling.

    There is no such check where no ratio is derived: the exponents differ.
    """

    def run(result: Result, effort: Effort) -> Outcome:
        points = _POINTS if (spectrum.a + spectrum.b).free_symbols else ({},)
        worst = max(
            _shrinkage(spectrum, result.formulas["ratio"], point, effort.digits) for point in points
        )
        return Outcome(
            bool(worst < Rational(1, 10)),
            f"the distance at n = {Float(_FAR, 3)} is {worst} of that at n = {Float(_NEAR, 3)}",
            "at most a tenth: it falls like a power of n",
        )

    return (Check("exact", "ratio of the amplitudes", run),) if ratio != nan else ()


def _isotropic_variant(spectrum: PowerLaw) -> tuple[PowerLaw, ...]:
    """The spectrum itself where it has numbers and an isotropic target."""
    numbers = not (spectrum.a + spectrum.b).free_symbols
    return (spectrum,) if numbers and spectrum.a == spectrum.b else ()


def _gap(spectrum: PowerLaw, size: Expr, time: Expr, digits: int) -> Expr:
    """The relative difference of the losses at `size` samples and at width `size`."""
    one, other = _pair(spectrum, size, time, digits + _GUARD)
    return Integer(0) if one == other else Float(one / other - 1, _FLOAT_DIGITS)


def _off(result: Result, spectrum: PowerLaw) -> float:
    """The distance of the losses' difference from the derived one, over the loss."""
    size, time = _WHEN[0]
    derived = difference_in_time(result, spectrum, int(size), [float(time)])[0]
    data, width = _pair(spectrum, size, time, _FLOAT_DIGITS)
    return float(abs(float(data - width) - derived) / float(width))


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
