r"""Regression with the Laplace kernel on a circle: by gaps, of Gaussian features, and drawn."""

from collections.abc import Iterable, Iterator

import numpy as np
from sympy import Add, Expr, Float, Integer, Rational, expand, integrate, oo, pi, zeta

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.notation import A_0, C_nu, G_e, P, d_M, ell, lambda_n, n, nu, v_d, volume, x, y
from analytic.problem import Model, PowerLaw
from analytic.problem.kernels import Laplace, Matern
from analytic.problem.manifold import Torus
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class Circle:
    """Formulas of regression on a circle, of a rough and of a smooth target."""

    GAP, ROUGH, GAUSSIAN = map(Formula, ("circle, gap", "circle", "circle, Gaussian features"))
    SMOOTH, SMOOTH_GAUSSIAN = map(
        Formula, ("circle, smooth target", "circle, smooth target, Gaussian features")
    )


_DIGITS, _FINE = 20, 45
_SCALE = Rational(1, 5)
_ROUGH, _TARGET, _WAVES = Laplace(_SCALE), Matern("9/2"), 200
_SAMPLES = (Integer(10) ** 4, Integer(10) ** 5), (Integer(10) ** 8, Integer(10) ** 12)
_SMOOTH_TARGET = 8
_DRAWN, _SMOOTHLY, _FEWER = (6, 12), (20, 40, 80), 10
_NODES = 60


def circle_checks() -> tuple[Check, ...]:
    """Losses over gaps, in digits and in simulations, and those of Gaussian features."""
    return (
        compare.identical("smooth targets in a few gaps", _in_gaps),
        compare.equal("few samples on a circle", _few, digits=12),
        compare.bounded("the loss on a circle over gaps", _over_gaps),
        compare.bounded("losses of Gaussian features", _gaussian),
        compare.replicated("regression on a circle", _regression, copies=(1,)),
        compare.replicated("regression of smooth targets on a circle", _smooth, copies=_SMOOTHLY),
    )


def _in_gaps(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """A parabola that vanishes at both ends of a gap, squared, over the gaps of a few samples."""
    over_gap = integrate(expand((x * (y - x)) ** 2), (x, 0, y)) / 4
    for count in (2, 3, 5):
        density = count * (count - 1) * (1 - y) ** (count - 2)
        whole = integrate(expand(density * over_gap), (y, 0, 1))
        yield result.formulas[Circle.SMOOTH].subs(P, count), G_e * whole, f"P = {count}"


def _few(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The integral over the gap, by quadrature."""
    gap = result.formulas[Circle.GAP].subs(ell, _SCALE)
    for count in (2, 5):
        found = exact.regression_loss(Laplace(_SCALE), Torus(1), count, effort.digits)
        yield Float(_mean_over_gaps(gap, count)), to_sympy(found, effort.digits), f"P = {count}"


def _mean_over_gaps(gap: Expr, count: int) -> float:
    """The integral with the density of a gap, by the nodes of Gauss."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    lengths = (1 + nodes) / 2
    values = np.array([float(gap.subs(y, length)) for length in lengths])
    return float(np.sum(weights / 2 * count * (count - 1) * (1 - lengths) ** (count - 2) * values))


def _over_gaps(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """The mean of the squared error over the gaps, and what small ones make of it."""
    law = result.formulas[Circle.ROUGH].subs(ell, _SCALE)

    def value(size: Expr) -> Expr:
        return to_sympy(exact.regression_loss(Laplace(_SCALE), Torus(1), size, _FINE), _FINE)

    yield curve(value, (law, P**-3), P, _SAMPLES, digits=_FINE)


def _gaussian(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """Losses of Gaussian features whose eigenvalues are those of the Laplace kernel."""
    law = result.formulas[lambda_n].subs(
        {nu: Rational(1, 2), d_M: 1, volume: 1, v_d: 2, A_0: -1 / _SCALE}
    )
    front = law.subs(C_nu, result.formulas[C_nu]).subs({nu: Rational(1, 2), d_M: 1, n: 1})
    smooth = {G_e: 4 * zeta(_SMOOTH_TARGET - 4) / (front * _SCALE) ** 2}
    for name, power, amplitude in (
        (Circle.GAUSSIAN, 2, front),
        (Circle.SMOOTH_GAUSSIAN, _SMOOTH_TARGET, Integer(1)),
    ):
        spectrum = PowerLaw(power, 2, scale=front, amplitude=amplitude)

        def value(size: Expr, spectrum: PowerLaw = spectrum) -> Expr:
            model = Model(spectrum, samples=size)
            return exact_loss(model, oo, _DIGITS)

        stated = result.formulas[name].subs({ell: _SCALE}).subs(smooth)
        yield curve(value, (stated, stated / P), P, _SAMPLES, where=str(name), digits=_DIGITS)


def _regression(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    """Targets as rough as the kernel, by the means over gaps of each number of samples."""
    gap = result.formulas[Circle.GAP].subs(ell, _SCALE)
    for size in _DRAWN:

        def draw(_: int, effort: Effort, size: int = size) -> compare.Reals:
            found = sampling.regression_loss(
                _ROUGH, _ROUGH, Torus(1), size, effort.draws, effort.seed
            )
            return np.asarray(found.samples)[:, None]

        yield compare.Replicas(np.array([_mean_over_gaps(gap, size)]), draw)


def _smooth(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    """Smooth targets, over their law."""
    law = result.formulas[Circle.SMOOTH].subs(G_e, _force(_TARGET, _SCALE))

    def draw(size: int, effort: Effort) -> compare.Reals:
        draws = max(2, effort.draws // _FEWER)
        found = sampling.regression_loss(_ROUGH, _TARGET, Torus(1), size, draws, effort.seed)
        return np.asarray(found.samples)[:, None] / float(law.subs(P, size))

    yield compare.Replicas(np.array([1.0]), draw)


def _force(target: Matern, scale: Expr) -> Expr:
    """The mean square of f'' - f/ell^2 for a Gaussian target, over wave numbers."""
    found = exact.kernel_spectrum(target, Torus(1), 2 * _WAVES + 1)
    return Add(
        *(
            one.copies * to_sympy(one.eigenvalue, 17) * (4 * pi**2 * one.mode + scale**-2) ** 2
            for one in found
        )
    ).evalf(17)
