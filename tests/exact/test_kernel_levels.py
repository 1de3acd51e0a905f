"""Eigenvalues of kernels: closed forms, quadrature of another kind, traces, what is refused."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic import exact, sampling
from analytic.errors import InvalidProblemError
from analytic.problem.kernels import Functions


@pytest.mark.one_in(4)
@pytest.mark.parametrize("nu", ["1/2", "4/3", "5/2"])
@pytest.mark.parametrize("manifold", [an.Torus(1), an.Sphere(2)])
def test_matern_kernels_are_those_of_bessel_functions(nu: str, manifold: an.Torus) -> None:
    """By the quadrature of mpmath, with its Bessel function."""
    order = mp.mpf(Rational(nu).p) / Rational(nu).q

    def kernel(x: Any) -> Any:
        z = mp.sqrt(2 * order) * x
        return 2 ** (1 - order) / mp.gamma(order) * z**order * mp.besselk(order, z)

    ends = [0, 0.3, 1, 2, mp.pi] if manifold == an.Sphere(2) else [0, 0.3, *range(1, 30, 2)]
    if manifold == an.Sphere(2):
        value = mp.quad(
            lambda t: kernel(2 * mp.sin(t / 2)) * mp.legendre(3, mp.cos(t)) * mp.sin(t) / 2, ends
        )
    else:
        value = 2 * mp.quad(lambda x: kernel(x) * mp.cos(6 * mp.pi * x), ends)
    assert float(exact.kernel_eigenvalue(an.Matern(nu), manifold, 3)) == pytest.approx(float(value))


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("kernel", "trace"),
    [(an.ArcCosine(1), 1), (an.ArcCosine(2), 3), (an.NeuralTangent(2), 3), (an.Laplace(), 1)],
)
def test_eigenvalues_add_up_to_the_kernel_at_one_point(kernel: Any, trace: int) -> None:
    """Up to the tail of the last degree, as 1/k of the step-like and 1/k^3 of the smooth ones."""
    found = exact.kernel_spectrum(kernel, an.Sphere(2), 1000)
    total = sum(float(one.eigenvalue) * one.copies for one in found)
    assert trace * 0.95 < total < trace


def test_copies_on_a_torus_are_whole_vectors() -> None:
    found = exact.kernel_spectrum(an.Laplace(), an.Torus(3), 27)
    assert [(one.mode, one.copies) for one in found] == [(0, 1), (1, 6), (2, 12), (3, 8)]


@pytest.mark.parametrize(("kernel", "shells"), [(an.NeuralTangent(2), 3), (an.Matern("4/3"), 3)])
def test_gram_matrices_have_them(kernel: Any, shells: int) -> None:
    """Means over the eigenvalues of a degree, at two sizes, extrapolated as 1/P."""
    found = exact.kernel_spectrum(kernel, an.Sphere(2), 9)[:shells]
    ends = np.cumsum([one.copies for one in found])
    means = []
    for size in (60, 120):
        drawn = sampling.gram_eigenvalues(kernel, an.Sphere(2), size, 40).samples
        parts = np.split(drawn[:, : ends[-1]], ends[:-1], axis=1)
        means.append(np.stack([part.mean(axis=1) for part in parts], axis=1))
    line = 2 * means[1].mean(axis=0) - means[0].mean(axis=0)
    error = np.sqrt((4 * means[1].var(axis=0) + means[0].var(axis=0)) / 40)
    expected = np.array([float(one.eigenvalue) for one in found])
    assert np.all(abs(line - expected) < 5 * error)


class Wave:
    """A function of the angle that is no positive kernel."""

    name, angular = "wave", True

    def at(self, x: Any, functions: Functions) -> Any:
        """Minus the cosine."""
        return -functions.cos(x)

    def vanishes(self, degree: int) -> bool:
        """At all degrees but the first."""
        return degree != 1


@pytest.mark.parametrize(
    ("ask", "fact"),
    [
        (lambda: exact.kernel_eigenvalue(Wave(), an.Sphere(2), 1), "is not positive: at degree 1"),
        (lambda: exact.kernel_eigenvalue(an.ArcCosine(1), an.Torus(2), 1), "depends on an angle"),
        (lambda: exact.kernel_spectrum(an.Laplace(), an.RingTorus("1/2"), 3), "no manifold on"),
        (lambda: exact.kernel_spectrum(an.Laplace(), an.Sphere(2), 0), "out of reach"),
        (lambda: exact.regression_loss(an.Laplace(), an.Sphere(1), 9), "not known exactly"),
        (lambda: sampling.gram_eigenvalues(an.Laplace(9), an.Torus(3), 5), "smaller scale"),
        (lambda: sampling.gram_eigenvalues(an.Laplace(), an.Sphere(2), 10**5), "at most 5000"),
        (lambda: an.Matern(0), "nu = 0 has no meaning. Give a finite positive number"),
        (lambda: an.Matern("inf"), "nu = oo has no meaning. Give a finite positive number"),
        (lambda: an.NeuralTangent(0), "no number of hidden layers"),
    ],
)
def test_what_has_no_answer_says_why(ask: Any, fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        ask()


@pytest.mark.parametrize("samples", [2, 5, 40])
def test_the_loss_on_a_circle_is_an_integral_over_gaps(samples: int) -> None:
    def gap(y: Any) -> Any:
        return (1 - y) ** (samples - 2) * (y * mp.coth(3 * y) - mp.mpf(1) / 3)

    value = samples * (samples - 1) * mp.quad(gap, [0, 0.1, 0.3, 1])
    found = exact.regression_loss(an.Laplace("1/3"), an.Torus(1), samples)
    assert found == pytest.approx(float(value), rel=1e-10)
