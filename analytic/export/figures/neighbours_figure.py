r"""Resolution-limited losses: distances to the nearest sample, and interpolation between samples.

Points are exact, laws are dashed, bands are simulated, two standard errors to each side.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from sympy import Expr, Integer, gamma, pi

from analytic import exact, sampling
from analytic.comparison.linear_interpolation import LINEAR
from analytic.comparison.resolution_limited import Neighbours
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import G_2, G_Delta, G_f, P, d_M, n, u_1, volume
from analytic.problem.manifold import Manifold, Sphere, Torus
from analytic.result import Effort, Result
from analytic.sampling import Estimate
from analytic.stated import Stated

_ORDER = Integer(2)
_SPHERES = (Sphere(2), Sphere(4))
_TORI = (Torus(1), Torus(2))
_SAMPLES = (4, 10, 30, 100, 1000, 10**4)
_DRAWN = (4, 10, 30, 100, 300)
_BETWEEN = (50, 100, 200, 400)
_ROOM = 3e5  # for the legend below the curves
_FEWER = 8  # draws on a surface: the triangle of every probe is searched
_WAVE = (2 * pi) ** 4  # mean square of the second derivative of sqrt(2) cos(2 pi x_1)


def neighbours_figure(result: Result, effort: Effort) -> Figure:
    """The mean squared distance on two spheres, and losses of interpolation, over samples."""
    distances = [
        curve
        for colour, sphere in enumerate(_SPHERES)
        for curve in _distances(result, sphere, colour, effort)
    ]
    losses = [
        *(curve for one in (1, 2) for curve in _constant(result, Sphere(one), one - 1)),
        *(
            curve
            for colour, torus in enumerate(_TORI, start=2)
            for curve in _linear(result, torus, colour, effort)
        ),
    ]
    least = min(loss for curve in losses for loss in curve.y)
    y_range = (least / _ROOM, 3.0)
    panels = (
        Panel(
            "distance to the nearest sample", "$P$", r"$\langle r_1^2 \rangle$", tuple(distances)
        ),
        Panel("piecewise interpolation", "$P$", "$L$", tuple(losses), y_range=y_range),
    )
    title = "Resolution-limited: the dimension of the manifold decides the power"
    return Figure("resolution-limited", title, panels, len(panels))


def _distances(result: Result, sphere: Sphere, colour: int, effort: Effort) -> Iterator[Curve]:
    label = f"sphere of dimension {sphere.dimension}, exact"
    yield Curve.of(label, "exact", _SAMPLES, _moments(sphere), colour=colour)
    yield _line("law" if colour else "_law", _law(result, Neighbours.MANY, sphere))
    if effort.draws:
        found = [
            sampling.nearest_neighbour_moment(sphere, size, _ORDER, effort.draws, effort.seed)
            for size in _DRAWN
        ]
        yield _band("simulated, 2 s.e." if colour else "_simulated", _DRAWN, found, colour)


@cache
def _moments(sphere: Sphere) -> list[float]:
    """The mean squared distance, exact."""
    return [float(exact.nearest_neighbour_moment(sphere, size, _ORDER)) for size in _SAMPLES]


def _law(result: Result, name: Stated, manifold: Manifold) -> Expr:
    """The law of a moment, or of constant labels with a mean squared gradient of d_M."""
    half = manifold.dimension / Integer(2)
    ball = pi**half / gamma(half + 1)
    at = {d_M: manifold.dimension, n: _ORDER, u_1: ball / manifold.volume}
    return result.formulas[name].subs(at).subs(G_f, manifold.dimension)


def _constant(result: Result, sphere: Sphere, colour: int) -> Iterator[Curve]:
    r"""The label x_1 \sqrt{d + 1}: its squared loss is the squared distance to the nearest."""
    label = f"constant, dimension {sphere.dimension}"
    yield Curve.of(label, "exact", _SAMPLES, _moments(sphere), colour=colour)
    law = _law(result, Neighbours.CONSTANT, sphere)
    yield _line("constant, law" if colour else "_law", law)


def _linear(result: Result, torus: Torus, colour: int, effort: Effort) -> Iterator[Curve]:
    """A wave along one direction."""
    at = {G_2: _WAVE, G_Delta: _WAVE, volume: torus.volume}
    law = result.formulas[LINEAR[torus.dimension]].subs(at)
    yield _line(f"linear, dimension {torus.dimension}, law", law, colour - 1, _BETWEEN)
    if effort.draws:
        draws = effort.draws if torus.dimension == 1 else max(2, effort.draws // _FEWER)
        found = [
            sampling.linear_interpolation_loss(torus, size, draws, effort.seed) for size in _BETWEEN
        ]
        label = "_simulated" if torus.dimension == 1 else "simulated, 2 s.e."
        yield _band(label, _BETWEEN, found, colour)


def _line(label: str, law: Expr, dashes: int = 0, sizes: Sequence[int] = _SAMPLES) -> Curve:
    line = [float(law.subs(P, size).evalf()) for size in sizes]
    return Curve.of(label, "limit", sizes, line, colour=dashes)


def _band(label: str, sizes: Sequence[int], found: list[Estimate], colour: int) -> Curve:
    means = [float(one.mean) for one in found]
    errors = [float(one.standard_error) for one in found]
    return Curve.of(label, "simulated", sizes, means, errors, colour)
