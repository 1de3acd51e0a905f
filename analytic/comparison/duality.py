r"""Width-data duality against the three witnesses: n samples against n features.

    \Delta L(t) = \oint\oint e^{(s + s') t} \Delta C_0(s, s')

Digits: the derived difference at pairs of frequencies and in time, on two contours that have no
node in common, so that its diagonal is not met; the learning curves of isotropic targets coincide,
those of another have amplitudes in the derived ratio. Simulations: differences by replication; for
c_k = lambda_k the coincidence is exact at finite size in the mean over draws, S = \Lambda^{1/2} W
\Lambda^{1/2} being the kernel of both.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float, I, Integer, Rational, lambdify, nan, oo

from analytic import exact, sampling
from analytic.comparison.comparators import (
    Off,
    Reals,
    Replicas,
    at_point,
    compared,
    replicated,
)
from analytic.comparison.exchange import Duality
from analytic.comparison.field_equations import numbers_at
from analytic.comparison.law_points import points, points_for
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import N, d, d2, kappa, kappa2, s, s2, w, w2, x
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result

_GUARD = 3
_FREQUENCIES = (
    (Rational(1, 7), 2 + I),
    (I / 50, Rational(-1, 3) + I),
    (Rational(1, 10**9), 1 - 3 * I),
)
_FEW, _MANY = Integer(3), Integer(10) ** 9
_WHEN = ((_FEW, Rational(2)), (_MANY, Integer(10) ** 5), (_FEW, oo))
_ISOTROPIC = (
    PowerLaw("3/2", "3/2"),
    PowerLaw("5/4", "5/4", scale=3, amplitude="1/7"),
    PowerLaw("5/2", "5/2", modes=30),
    PowerLaw(3, 3, multiplicity=2, multiplicity_growth=1),
)
_OTHER = PowerLaw(2, "3/2")
_NODES = (24, 28)  # of the two contours, on which doubles leave some eight digits
_DOUBLES = 1e-8
_FLOAT_DIGITS = 15
_POINTS = points("3/2 2", "2 3/2", "6/5 5/4", "3 5/2")
_NEAR, _FAR = Integer(10) ** 12, Integer(10) ** 24

_SIMULATED = (PowerLaw("3/2", "3/2", modes=12), PowerLaw(3, "3/2", modes=12))
_SIZE = 8
_TIMES = (2.0, 8.0, 32.0)
_COPIES = (1, 2, 4)
_MORE = 4  # draws: these models are small

Complex = NDArray[np.complex128]


def duality_checks(spectrum: PowerLaw, ratio: Expr) -> tuple[Check, ...]:
    """The checks of the duality; none of the ratio where the exponents differ."""
    pairs = "difference at pairs of frequencies"
    same, apart = "the digits asked", "and another difference where a target is not isotropic"
    return (
        compared(
            "symbolic",
            "the difference at an isotropic target",
            "zero where w = x d, and not where w = d^2",
            _at_isotropic_targets,
        ),
        compared("exact", "coincidence at every time", f"{same}, {apart}", _coincidence(spectrum)),
        compared("exact", pairs, f"{same}, {apart}", _at_frequencies),
        *([] if ratio == nan else [_ratio_check(spectrum)]),
        replicated("curves of n features and of n samples", _simulated),
    )


def _at_isotropic_targets(result: Result, _: Effort) -> Iterator[Off]:
    """The derived difference vanishes where w is a multiple of d, and not where it is not."""
    difference = result.formulas[Duality.DIFFERENCE]
    isotropic = difference.subs({w: x * d, w2: x * d2}, simultaneous=True).expand()
    other = difference.subs({w: d**2, w2: d2**2}, simultaneous=True).expand()
    yield Off(Integer(0) if isotropic == 0 else oo, f"at w = x d it is {isotropic}")
    yield Off(Integer(0) if other != 0 else oo, f"at w = d^2 it is {other}")


def _coincidence(spectrum: PowerLaw) -> Callable[[Result, Effort], Iterator[Off]]:
    """Both learning curves: the same to all digits for isotropic targets, apart as derived else.

    The spectrum itself is one of these where it has numbers and an isotropic target.
    """
    own = not (spectrum.a + spectrum.b).free_symbols and spectrum.a == spectrum.b

    def gap(law: PowerLaw, size: Expr, time: Expr, digits: int) -> Expr:
        data, width = _losses(law, size, time, digits + _GUARD)
        return abs(data / width - 1) * 10**digits

    def offs(result: Result, effort: Effort) -> Iterator[Off]:
        for one in (*_ISOTROPIC, *([spectrum] if own else [])):
            for size, time in _WHEN:
                yield Off(gap(one, size, time, effort.digits), f"a = {one.a}, n = {size}, {time}")
            yield Off(_off_in_time(result, one), f"difference in time, a = {one.a}")
        yield Off(1 / gap(_OTHER, *_WHEN[0], effort.digits), "no difference at another target")
        yield Off(_off_in_time(result, _OTHER), "difference in time, another target")

    return offs


def _off_in_time(result: Result, spectrum: PowerLaw) -> float:
    """The distance of the losses' difference from the derived one, over what doubles allow."""
    size, time = _WHEN[0]
    derived = _difference_in_time(result, spectrum, int(size), [float(time)])[0]
    data, width = _losses(spectrum, size, time, _FLOAT_DIGITS)
    return float(abs(float(data - width) - derived) / float(width)) / _DOUBLES


def _losses(spectrum: PowerLaw, size: Expr, time: Expr, digits: int) -> tuple[Expr, Expr]:
    """The losses at `size` samples and at width `size`."""
    data = exact.test_loss(Model(spectrum, samples=size), time, digits)
    width = exact.test_loss(Model(spectrum, width=size), time, digits)
    return to_sympy(data, digits), to_sympy(width, digits)


def _at_frequencies(result: Result, effort: Effort) -> Iterator[Off]:
    """The derived difference less that of the exact witness, over C_0 at that width."""
    digits, allowed = effort.digits + _GUARD, Float(10, 5) ** -effort.digits
    formula = result.formulas[Duality.DIFFERENCE] / (s * s2)
    for spectrum in (*_ISOTROPIC[:3], _OTHER):
        for size in (_FEW, _MANY):
            width, data = Model(spectrum, width=size), Model(spectrum, samples=size)
            for pair in _FREQUENCIES:
                point = numbers_at(width, pair, digits + _GUARD)
                derived = evaluated(formula, point, digits)
                one, other = (
                    to_sympy(exact.two_point(model, *pair, digits=digits).C_0, digits)
                    for model in (data, width)
                )
                off, apart = (
                    (abs(x / other) / allowed).evalf(5)
                    for x in (derived - (one - other), one - other)
                )
                where = f"a = {spectrum.a}, n = {size}, s, s' = {pair}"
                yield Off(off, where)
                if spectrum == _OTHER:
                    yield Off(1 / apart, f"no difference, {where}")


def _ratio_check(spectrum: PowerLaw) -> Check:
    """The ratio of the losses far out, whose distance from the derived ratio must keep falling."""

    def offs(result: Result, effort: Effort) -> Iterator[Off]:
        digits = effort.digits + _GUARD + 24
        for point in points_for(spectrum, _POINTS):
            derived = result.formulas[Duality.RATIO].subs(point).evalf(digits)
            far, near = (
                abs(data / width - derived)
                for data, width in (
                    _losses(spectrum.at(point), size, oo, digits) for size in (_FAR, _NEAR)
                )
            )
            yield Off(Integer(0) if far == near == 0 else 10 * far / near, at_point(point))

    bound = f"at n = {Float(_FAR, 3)} a tenth of the distance at n = {Float(_NEAR, 3)}"
    return compared("exact", "ratio of the amplitudes", bound, offs)


def _simulated(result: Result, _: Effort) -> Iterator[Replicas]:
    """Simulated differences and the derived one, for an isotropic target and for another."""
    for spectrum in _SIMULATED:
        models = Model(spectrum, samples=_SIZE), Model(spectrum, width=_SIZE)

        def draw(r: int, effort: Effort, models: tuple[Model, Model] = models) -> Reals:
            data, width = (
                sampling.test_loss(
                    model.replicated(r),
                    r * np.array(_TIMES),
                    **replace(effort, seed=2 * effort.seed + number).simulation,
                ).samples
                for number, model in enumerate(models)
            )
            return np.asarray(data - width)

        expected = _difference_in_time(result, spectrum, _SIZE, _TIMES)
        yield Replicas(expected, draw, _COPIES, _MORE)


def _difference_in_time(
    result: Result, spectrum: PowerLaw, size: int, times: Sequence[float]
) -> Reals:
    """The derived difference of the losses at n samples and at width n, in double precision."""
    letters = (s, s2, kappa, kappa2, d, d2, w, w2, N)
    formula = lambdify(letters, result.formulas[Duality.DIFFERENCE] / (s * s2), "numpy")

    def at(time: float) -> float:
        (first, one), (second, other) = (_contour(nodes, time) for nodes in _NODES)
        here, there = (_responses(spectrum, size, frequencies) for frequencies in (first, second))
        pairs = zip((first, *here), (second, *there), strict=True)
        columns = [column for x, y in pairs for column in (x[:, None], y[None, :])]
        values = formula(*columns, size) * np.ones_like(columns[0] * columns[1])
        return float(np.real(one @ values @ other))

    return np.array([at(time) for time in times])


def _contour(nodes: int, time: float) -> tuple[Complex, Complex]:
    """Frequencies and weights of an inverse transform, in both half planes."""
    upper = exact.contour.contour(exact.precision.Double(), nodes)
    z, weight = (
        np.asarray([*half, *half.conj()], dtype=np.complex128) for half in (upper.z, upper.weight)
    )
    return z / time, weight / time


def _responses(spectrum: PowerLaw, size: int, frequencies: Complex) -> tuple[Complex, ...]:
    """kappa, d and w at width `size` and unlimited data."""
    regulariser = exact.responses(Model(spectrum, width=size), frequencies).kappa
    sums = [exact.resolvents(spectrum, complex(one)) for one in regulariser]
    return regulariser, np.array([one.d for one in sums]), np.array([one.w for one in sums])
