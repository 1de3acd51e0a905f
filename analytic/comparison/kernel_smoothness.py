r"""Kernels: eigenvalues by frequency, degree and rank, and those of Gram matrices.

The eigenvalue of degree k on a sphere is that of the frequency k + (d - 1)/2 up to a relative
k^{-2}.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import numpy as np
from sympy import Expr, Integer, Rational, pi

from analytic import exact, sampling
from analytic.comparison.comparators import (
    Curve,
    Reals,
    Replicas,
    bounded,
    equal,
    identical,
    replicated,
)
from analytic.comparison.kernels_on_a_circle import circle_checks
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import to_sympy
from analytic.notation import (
    A_0,
    C_even,
    C_nu,
    C_odd,
    d_M,
    depth,
    ell,
    k,
    lambda_n,
    n,
    nu,
    omega,
    v_d,
    volume,
)
from analytic.problem.kernels import ArcCosine, Kernel, Laplace, Matern, NeuralTangent
from analytic.problem.manifold import Manifold, Sphere, Torus
from analytic.result import Check, Effort, Result
from analytic.stated import Formula
from analytic.symbolic.kernels.coincidence import Algebra, singular_part


class OfKernel:
    """Formulas of a kernel: its parts that are not analytic, its eigenvalues."""

    MEETING, OPPOSITE, POWER = map(Formula, ("A_0 of {}", "A_pi of {}", "2 nu of {}"))
    MATERN, TRANSFORM = map(Formula, ("A_0 of Matern", "Khat of Matern"))
    DEEP = Formula("A_0 of neural tangent")
    ON_SPHERE, LEVEL = map(Formula, ("lambda_n on a sphere", "lambda(omega)"))


_DIGITS, _GUARD = 20, 10
_SURFACE = Sphere(2)
_DEGREES = tuple(
    ((Integer(12 + odd), Integer(20 + odd)), (Integer(40 + odd), Integer(60 + odd)))
    for odd in (0, 1)
)
_FREQUENCIES = (Integer(10), Integer(20)), (Integer(10) ** 4, Integer(10) ** 9)
_SMOOTH = (Rational(1, 2), Rational(4, 3))  # the second is no half-integer
_SCALE = Rational(1, 5)
_RANKS = (Integer(40), Integer(60)), (Integer(120), Integer(160))
_GRAM, _SHELLS = (16, 32, 64), 4


def kernel_checks(kernels: Sequence[Kernel]) -> tuple[Check, ...]:
    """Parts that are not analytic, eigenvalues by three orders, losses on a circle."""
    half = [one for one in kernels if any(one.vanishes(int(near[0])) for near, _ in _DEGREES)]
    return (
        identical("neural tangent kernels layer by layer, and balls", partial(_by_layers, kernels)),
        equal("half of the modes without eigenvalues, and all alike", _halves, witness="symbolic"),
        equal("Fourier coefficients of Matern kernels", _matern),
        *(equal("degrees without eigenvalues", partial(_vanishing, kernels)) for _ in half[:1]),
        bounded("eigenvalues on tori by frequency", _on_tori),
        bounded("eigenvalues on a sphere by degree", partial(_by_degree, kernels), room=3),
        bounded("eigenvalues on a circle by rank", _by_rank),
        replicated("eigenvalues of Gram matrices on a circle", _gram, copies=_GRAM),
        *circle_checks(),
    )


def _by_layers(
    kernels: Sequence[Kernel], result: Result, _: Effort
) -> Iterable[tuple[Expr, Expr, str]]:
    """Parts of networks by their series and by layers, the Matern kernel with 1/2, balls."""
    of_depth = result.formulas[OfKernel.DEEP]
    for layers in (1, 2, 3):
        found = singular_part(NeuralTangent(layers)).coefficient
        yield of_depth.subs(depth, layers), found, f"l = {layers}"
    for kernel in kernels:
        if isinstance(kernel, NeuralTangent):
            meeting, opposite, _power = _parts(result, kernel)
            yield meeting, of_depth.subs(depth, kernel.depth), kernel.name
            yield opposite, _passed_on(kernel.depth), f"{kernel.name}, opposite"
    matern = result.formulas[OfKernel.MATERN].subs({nu: Rational(1, 2), ell: 1})
    yield matern, singular_part(Laplace()).coefficient, "Laplace"
    for dimension, ball in ((1, Integer(2)), (2, pi), (3, 4 * pi / 3)):
        yield result.formulas[v_d].subs(d_M, dimension), ball, f"d = {dimension}"


def _passed_on(layers: int) -> Expr:
    """What is not analytic at opposite points of one layer, times what each further one keeps."""
    functions, angle = Algebra(), pi
    part = -singular_part(ArcCosine(0), opposite=True).coefficient  # times cos(pi)
    for _ in range(layers - 1):
        angle = functions.arccos(ArcCosine(1).at(angle, functions))
        part *= ArcCosine(0).at(angle, functions)
    return part


def _halves(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The rank of an eigenvalue of both parities, from the ranks of each by the law of one."""
    at = {d_M: Integer(3), nu: Rational(2, 3), volume: Integer(7), v_d: Integer(2), A_0: Integer(1)}
    digits = effort.digits + _GUARD
    sphere, law = (result.formulas[name].subs(at) for name in (OfKernel.ON_SPHERE, lambda_n))
    rank = Integer(40)
    for even, odd in ((Integer(2), Integer(5)), (Integer(3), Integer(0))):
        level = sphere.subs({C_even: even, C_odd: odd, n: rank}).evalf(digits)
        # n of the law at a level is that of C_nu = 1 and n = 1 times a power of both
        share = at[d_M] / (at[d_M] + 2 * at[nu])
        unit = law.subs({C_nu: 1, n: 1}).evalf(digits)
        ranks = [(one * unit / level) ** share / 2 for one in (even, odd)]
        yield sum(ranks, Integer(0)).evalf(digits), rank, f"C = {even}, {odd}"


def _matern(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for smoothness in _SMOOTH:
        for dimension in (1, 3):
            at = {nu: smoothness, ell: _SCALE, d_M: Integer(dimension), omega: 4 * pi}
            stated = result.formulas[OfKernel.TRANSFORM].subs(at).evalf(digits)
            kernel, torus = Matern(smoothness, _SCALE), Torus(dimension)
            found = exact.kernel_eigenvalue(kernel, torus, 2, digits)
            yield stated, to_sympy(found, digits), f"{kernel.name}, d = {dimension}"


def _on_tori(result: Result, _: Effort) -> Iterator[Curve]:
    """Matern kernels at |k| up to a billion, by their first powers that are not even."""
    for smoothness in _SMOOTH:
        for dimension in (1, 2):
            kernel, torus = Matern(smoothness, _SCALE), Torus(dimension)
            at = {nu: smoothness, ell: _SCALE, d_M: torus.dimension}
            part = result.formulas[OfKernel.MATERN].subs(at)
            law = _level(result, torus, 2 * smoothness, 2 * pi * k).subs(A_0, part)
            value = partial(_eigenvalue, kernel, torus)
            where = f"{kernel.name}, d = {dimension}"
            yield curve(value, (law, law / k**2), k, _FREQUENCIES, where=where, digits=_DIGITS)


def _level(result: Result, manifold: Manifold, power: Expr, frequency: Expr) -> Expr:
    """The eigenvalue at a frequency, with A_0 left open."""
    at = {nu: power / 2, d_M: manifold.dimension, volume: manifold.volume}
    front = result.formulas[C_nu].subs(at)
    return result.formulas[OfKernel.LEVEL].subs(at).subs({C_nu: front, omega: frequency})


def _eigenvalue(kernel: Kernel, manifold: Manifold, mode: Expr) -> Expr:
    return to_sympy(exact.kernel_eigenvalue(kernel, manifold, int(mode), _DIGITS), _DIGITS)


def _parts(result: Result, kernel: Kernel) -> tuple[Expr, Expr, Expr]:
    """A_0, A_pi and the power of a kernel of the page."""
    opposite = result.formulas[OfKernel.OPPOSITE.of(kernel.name)] if kernel.angular else Integer(0)
    meeting, power = (
        result.formulas[one.of(kernel.name)] for one in (OfKernel.MEETING, OfKernel.POWER)
    )
    return meeting, opposite, power


def _by_degree(kernels: Sequence[Kernel], result: Result, _: Effort) -> Iterator[Curve]:
    """Eigenvalues on a sphere at even and at odd degrees, where they do not vanish."""
    for kernel in kernels:
        meeting, opposite, power = _parts(result, kernel)
        for odd, sizes in enumerate(_DEGREES):
            if kernel.vanishes(int(sizes[0][0])):
                continue
            part = meeting + (-1) ** odd * opposite
            frequency = k + (_SURFACE.dimension - 1) / Integer(2)
            law = _level(result, _SURFACE, power, frequency).subs(A_0, part)
            value = partial(_eigenvalue, kernel, _SURFACE)
            where = f"{kernel.name}, {'odd' if odd else 'even'}"
            yield curve(value, (law, law / k**2), k, sizes, where=where, digits=_DIGITS)


def _vanishing(
    kernels: Sequence[Kernel], result: Result, _: Effort
) -> Iterable[tuple[Expr, Expr, str]]:
    """Where every second eigenvalue is exactly zero, so is the sum of both parts."""
    for kernel in kernels:
        meeting, opposite, power = _parts(result, kernel)
        front = result.formulas[C_nu].subs({nu: power / 2, d_M: _SURFACE.dimension})
        for odd, sizes in enumerate(_DEGREES):
            if kernel.vanishes(int(sizes[0][0])):
                stated = (meeting + (-1) ** odd * opposite) * front
                yield stated.evalf(_DIGITS), Integer(0), kernel.name


def _by_rank(result: Result, _: Effort) -> Iterator[Curve]:
    """Levels of two on a circle: a torus up to a billion, a sphere with both parities."""
    circle, torus = Sphere(1), Torus(1)
    rank = 2 * k + Rational(1, 2)  # one mode without a wave, and half of the two of this one
    at = {nu: Rational(1, 2), d_M: Integer(1), v_d: Integer(2)}
    front = result.formulas[C_nu].subs(at)
    law = result.formulas[lambda_n].subs({**at, volume: torus.volume, n: rank})
    stated = law.subs({C_nu: front, A_0: result.formulas[OfKernel.MEETING.of(Laplace().name)]})
    value = partial(_eigenvalue, Laplace(), torus)
    yield curve(value, (stated, stated / k), k, _FREQUENCIES, where="torus", digits=_DIGITS)
    kernel = NeuralTangent(2)
    both = result.formulas[OfKernel.ON_SPHERE].subs({**at, volume: circle.volume})
    meeting, opposite, _power = _parts(result, kernel)
    parities = {C_even: (meeting + opposite) * front, C_odd: (meeting - opposite) * front}

    def by_rank(size: Expr) -> Expr:
        """The mean of levels next to a rank: one of even, one of odd degree."""
        found = exact.kernel_spectrum(kernel, circle, int(size) + 2)
        ranked = [one.eigenvalue for one in found for _ in range(one.copies)]
        return to_sympy(ranked[int(size) - 1], _DIGITS)

    stated = both.subs(parities)
    yield curve(by_rank, (stated, stated / n), n, _RANKS, where="sphere", digits=_DIGITS)


def _gram(result: Result, _: Effort) -> Iterable[Replicas]:
    """Means over the two eigenvalues of each of the first wave numbers, over the formula's."""
    at = {nu: Rational(1, 2), ell: _SCALE, d_M: Integer(1)}
    transform = result.formulas[OfKernel.TRANSFORM].subs(at)
    waves = [2 * pi * number for number in range(_SHELLS)]
    expected = np.array([float(transform.subs(omega, wave)) for wave in waves])

    def draw(size: int, effort: Effort) -> Reals:
        found = sampling.gram_eigenvalues(
            Laplace(_SCALE), Torus(1), size, effort.draws, effort.seed
        ).samples
        pairs = found[:, 1 : 2 * _SHELLS - 1].reshape(len(found), _SHELLS - 1, 2).mean(axis=2)
        return np.asarray(np.concatenate([found[:, :1], pairs], axis=1) / expected)

    yield Replicas(np.ones(_SHELLS), draw)
