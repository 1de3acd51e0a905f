r"""Kernels: eigenvalues on a sphere by degree, and regression on a circle by samples.

Points are exact, laws are lines in black or dashed, bands are simulated, two standard errors to
each side.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.kernel_smoothness import OfKernel
from analytic.comparison.kernels_on_a_circle import Circle
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import A_0, C_nu, P, d_M, ell, lambda_n, n, nu, omega, v_d, volume
from analytic.problem import Model, PowerLaw
from analytic.problem.kernels import ArcCosine, Kernel, Laplace, NeuralTangent
from analytic.problem.manifold import Sphere, Torus
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_SURFACE, _CIRCLE = Sphere(2), Torus(1)
_KERNELS: tuple[Kernel, ...] = (Laplace(), ArcCosine(1), NeuralTangent(2))
_DEGREES = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 32, 40)
_SCALE = Rational(1, 5)
_SAMPLES = (2, 3, 5, 8, 12, 20, 32, 50, 80, 120, 200)
_DRAWN = (4, 8, 16, 32, 64)
_DIGITS = 12


def kernel_figure(result: Result, effort: Effort) -> Figure:
    """Eigenvalues of three kernels by degree, and a kernel's loss beside Gaussian features."""
    panels = (
        Panel(
            "eigenvalues on a sphere in three dimensions",
            "degree $k$",
            r"$\lambda$",
            tuple(curve for one in enumerate(_KERNELS) for curve in _levels(result, *one)),
        ),
        Panel(
            rf"Laplace kernel on a circle, $\ell = {shown(_SCALE)}$",
            f"${P}$",
            "$L$",
            tuple(_regression(result, effort)),
        ),
    )
    title = "Smoothness of kernels: where points meet, and what samples learn"
    return Figure("kernel-smoothness", title, panels, len(panels))


def _levels(result: Result, colour: int, kernel: Kernel) -> Iterator[Curve]:
    """Degrees without an eigenvalue are left out; even and odd ones have laws of their own."""
    seen = [degree for degree in _DEGREES if not kernel.vanishes(degree)]
    levels = [float(exact.kernel_eigenvalue(kernel, _SURFACE, degree, _DIGITS)) for degree in seen]
    yield Curve.of(f"{kernel.name}, exact", "exact", seen, levels, colour=colour)
    for odd in (0, 1):
        degrees = [degree for degree in seen if degree % 2 == odd]
        if len(degrees) > 1:
            line = [float(_law(result, kernel, degree).evalf()) for degree in degrees]
            label = "law, even or odd degrees" if (colour, odd) == (0, 0) else f"_{kernel.name}"
            yield Curve.of(label, "limit", degrees, line, colour=odd)


def _law(result: Result, kernel: Kernel, degree: int) -> Expr:
    """The eigenvalue at the frequency of a degree, from where points meet and are opposite."""
    formulas, dimension = result.formulas, _SURFACE.dimension
    part, power = (
        formulas[OfKernel.MEETING.of(kernel.name)],
        formulas[OfKernel.POWER.of(kernel.name)],
    )
    if kernel.angular:
        part += (-1) ** degree * formulas[OfKernel.OPPOSITE.of(kernel.name)]
    at = {nu: power / 2, d_M: dimension, volume: _SURFACE.volume}
    frequency = degree + (dimension - 1) / Integer(2)
    given = {C_nu: formulas[C_nu].subs(at), A_0: part, omega: frequency}
    return formulas[OfKernel.LEVEL].subs(at).subs(given)


def _regression(result: Result, effort: Effort) -> Iterator[Curve]:
    """Targets as rough as the kernel."""
    kernel = Laplace(_SCALE)
    losses = [float(exact.regression_loss(kernel, _CIRCLE, size, _DIGITS)) for size in _SAMPLES]
    yield Curve.of("kernel, exact", "exact", _SAMPLES, losses, colour=0)
    yield _line(result.formulas[Circle.ROUGH], r"kernel, law", 0)
    half = {nu: Rational(1, 2), d_M: 1, volume: 1, v_d: 2, A_0: -1 / _SCALE}
    law = result.formulas[lambda_n].subs(half)
    front = law.subs(C_nu, result.formulas[C_nu]).subs({nu: Rational(1, 2), d_M: 1, n: 1})
    spectrum = PowerLaw(2, 2, scale=front, amplitude=front)
    features = [float(exact.test_loss(Model(spectrum, samples=n), oo, _DIGITS)) for n in _SAMPLES]
    yield Curve.of("Gaussian features, exact", "exact", _SAMPLES, features, colour=1)
    yield _line(result.formulas[Circle.GAUSSIAN], "Gaussian features, law", 1)
    if effort.draws:
        found = [
            sampling.regression_loss(kernel, kernel, _CIRCLE, size, effort.draws, effort.seed)
            for size in _DRAWN
        ]
        samples = [np.asarray(one.samples) for one in found]
        errors = [one.std(ddof=1) / np.sqrt(len(one)) for one in samples]
        means = [one.mean() for one in samples]
        yield Curve.of("kernel, simulated, 2 s.e.", "simulated", _DRAWN, means, errors, 0)


def _line(law: Expr, label: str, colour: int) -> Curve:
    stated = law.subs(ell, _SCALE)
    line = [float(stated.subs(P, size).evalf()) for size in _SAMPLES]
    return Curve.of(label, "limit", _SAMPLES, line, colour=colour)
