r"""Free projections: D_N over d of every kind, by formula and in single matrices; hashing is none.

    \sum_x x/(x + s) = d = \sum_k \lambda_k/(\lambda_k + \kappa),   D_N = s/\kappa

over the eigenvalues x of K of one matrix, for points.
"""

from collections.abc import Callable, Iterator, Mapping
from math import log

import numpy as np
from numpy.typing import NDArray
from sympy import Add, Integer, Integral, Rational, Sum, lambdify, oo

from analytic import sampling
from analytic.comparison.free_projections import FreeProjection
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import N_1, N_2, G_Lambda, M, N, d, epsilon, n, s, u, x, y, z
from analytic.problem import (
    GaussianProjection,
    MeasuredSpectrum,
    Model,
    PowerLaw,
    Projection,
    Spectrum,
)
from analytic.problem.projections import (
    DeepProjection,
    HashingProjection,
    OrthogonalProjection,
    StructuredProjection,
)
from analytic.problem.residual_projections import SkipConnection
from analytic.real_numbers import shown
from analytic.result import Effort, Result
from analytic.stated import Formula

Reals = NDArray[np.float64]

_MODES, _WIDTH, _FIRST = 800, 400, 600  # fewer hashed modes vary by more from draw to draw
_EPSILON, _FALL = Integer(2), Rational(3, 2)
_LETTERS = {M: _MODES, N: _WIDTH, N_1: _FIRST, N_2: _WIDTH, epsilon: _EPSILON}
_KINDS: Mapping[Formula, Projection] = {
    FreeProjection.ORTHOGONAL: OrthogonalProjection(),
    FreeProjection.GAUSSIAN: GaussianProjection(),
    FreeProjection.LAYERS: DeepProjection([_FIRST, _WIDTH]),
    FreeProjection.CORRELATED: StructuredProjection(_FALL),
    FreeProjection.SKIP: SkipConnection(_EPSILON),
}
_SAID = {
    FreeProjection.LAYERS: f"two layers, $N_1 = {_FIRST}$",
    FreeProjection.CORRELATED: f"correlated, $c = {shown(_FALL)}$",
    FreeProjection.SKIP: rf"skip connection, $\epsilon = {shown(_EPSILON)}$",
}
_LINE, _POINTS = np.linspace(0.02, 1, 41) ** 2, np.linspace(0.1, 0.9, 9)  # of the largest d
_HASHED = 0.42 * _MODES  # below the number of neurons that have a mode
_LEAST, _MOST, _HALVINGS = -60.0, 30.0, 100  # of logarithms
_TERMS = 60  # of a Poisson sum
_STEP = 0.05
_OVER = np.arange(log(1e-14), log(45), _STEP)  # of log(s u): an integrand in it has no ends


def free_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """D_N of five kinds, and what takes its place where features are hashed."""
    finite = spectrum.with_modes(_MODES)
    kinds = [
        curve
        for colour, kind in enumerate(_KINDS)
        for curve in _of_kind(result, kind, colour, finite, effort)
    ]
    panels = (
        Panel("free projections", "$d/M$", "$D_N$", tuple(kinds), scale="linear"),
        Panel(
            "hashing, which is not free",
            "$d/M$",
            r"$s/\kappa$",
            tuple(_hashing(result, finite, effort)),
            scale="linear",
        ),
    )
    sizes = f"$N = {_WIDTH}$, $M = {_MODES}$, $b = {shown(spectrum.b)}$"
    return Figure("free-projection", f"What a projection makes of $d$, {sizes}", panels, 2)


def _of_kind(
    result: Result, kind: Formula, colour: int, spectrum: PowerLaw, effort: Effort
) -> Iterator[Curve]:
    """The formula of the page as a line, and points of one matrix."""
    projection = _KINDS[kind]
    width = oo if kind == FreeProjection.SKIP else _WIDTH
    model = Model(spectrum, width, projection=projection)
    most = float(min(model.ranks, default=_MODES))
    dimensions = most * _LINE
    formula = lambdify((d, x), result.formulas[kind].subs(_LETTERS))
    shares = np.arange(1, _WIDTH + 1) ** -float(_FALL)
    memories = formula(dimensions, _where(_traces(shares / shares.sum()), dimensions))
    yield Curve.of(
        _SAID.get(kind, str(kind.what[-1])), "test", dimensions / _MODES, memories, colour=colour
    )
    if effort.draws:
        label = "one matrix of each" if colour == len(_KINDS) - 1 else f"_{kind.what[-1]}"
        yield _of_one_matrix(label, model, most, colour, effort.seed)


def _traces(values: Reals) -> Callable[[Reals], Reals]:
    """The sum of v/(v + x) over these values as a function of x."""
    return lambda at: np.asarray((values / (values + at[:, None])).sum(axis=1))


def _where(falling: Callable[[Reals], Reals], wanted: Reals) -> Reals:
    """The positive numbers at which a falling function is what is wanted."""
    low, high = np.full(wanted.shape, _LEAST), np.full(wanted.shape, _MOST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = falling(np.exp(middle)) > wanted
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.asarray(np.exp(low))


def _rates(spectrum: Spectrum) -> Reals:
    return np.asarray(sampling.eigenvalues(Model(spectrum), draws=1)[0])


def _of_one_matrix(label: str, model: Model, most: float, colour: int, seed: int) -> Curve:
    """s of the eigenvalues of K over kappa of those of the covariance, at the same d."""
    dimensions = most * _POINTS
    frequencies = _where(_traces(sampling.eigenvalues(model, 1, seed)[0]), dimensions)
    regularisers = _where(_traces(_rates(model.spectrum)), dimensions)
    memories = frequencies / regularisers
    return Curve.of(label, "drawn", dimensions / _MODES, memories, colour=colour)


def _hashing(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    """As if free, in the trace, and in single matrices, with equal eigenvalues and others."""
    yield Curve.of("if it were free", "law", *_if_free(result))
    covariances: Mapping[str, Spectrum] = {
        f"$b = {shown(spectrum.b)}$": spectrum,
        "all modes alike": MeasuredSpectrum([1] * _MODES, [1] * _MODES),
    }
    for colour, (label, covariance) in enumerate(covariances.items()):
        if colour == 0:
            line = _in_trace(result, _rates(covariance))
            yield Curve.of(f"{label}, formula", "test", *line, colour=colour)
        if effort.draws:
            model = Model(covariance, _WIDTH, projection=HashingProjection())
            yield _of_one_matrix(f"{label}, one matrix", model, _HASHED, colour, effort.seed)


def _if_free(result: Result) -> tuple[Reals, Reals]:
    r"""d = -M p and 1/S(p) = p/((1 + p) z) at p = \psi(z)."""
    moments = result.formulas[FreeProjection.MOMENTS].subs(_LETTERS)
    moments = moments.replace(
        lambda node: isinstance(node, Sum),
        lambda node: Add(*(node.function.subs(n, count) for count in range(_TERMS))),
    )
    falling = lambdify(z, -_MODES * moments.subs(z, -1 / z))
    dimensions = _HASHED * _LINE
    points = -1 / _where(falling, dimensions)
    shares = -dimensions / _MODES
    return -shares, shares / (1 + shares) / points


def _in_trace(result: Result, rates: Reals) -> tuple[Reals, Reals]:
    """The trace of the page as a function of s, and s over the kappa at which it is d."""
    stated = result.formulas[FreeProjection.TRACE].subs(_LETTERS)
    (integral,) = stated.atoms(Integral)
    of_modes = lambdify((u, s, y), integral.function.replace(G_Lambda, lambda _: y))
    trace = lambdify((s, x), stated.subs(integral, x))
    guessed = _where(_traces(rates), _HASHED * _LINE)
    frequencies = guessed * (1 - _HASHED * _LINE / _WIDTH)
    dimensions = []
    for frequency in frequencies:
        at = np.exp(_OVER) / frequency
        modes = -np.expm1(-np.outer(at, rates)).sum(axis=1)
        whole = np.sum(of_modes(at, frequency, modes) * at) * _STEP
        dimensions.append(trace(frequency, whole))
    found = np.array(dimensions)
    return found / _MODES, frequencies / _where(_traces(rates), found)
