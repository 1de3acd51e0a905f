"""Linear interpolation: a few gaps by algebra, triangles angle by angle, and drawn samples."""

from collections.abc import Iterable

import numpy as np
from sympy import Expr, Float, Integer, Rational, expand, integrate, pi

from analytic import sampling
from analytic.comparison.comparators import Reals, Replicas, equal, identical, replicated
from analytic.notation import G_2, G_Delta, P, volume, x, y
from analytic.problem.manifold import Torus
from analytic.result import Check, Effort, Result
from analytic.stated import Formula

LINEAR = {n: Formula(f"linear interpolation, d_M = {n}") for n in (1, 2)}
_ANGLES = 16  # trigonometric polynomials of a lower degree are summed exactly
_FORMS = ((Integer(1), Integer(0)), (Integer(1), Integer(2)), (Integer(3), Integer(-1)))
_WAVE = (2 * pi) ** 4
_AREA, _MANY = Integer(3), Integer(70)
_ON_LINE, _ON_SURFACE, _FEWER = (50, 100, 200), (64, 128, 256), 20


def linear_checks() -> tuple[Check, ...]:
    """Both amplitudes by second routes, and simulations."""
    return (
        identical("linear interpolation over a few gaps", _gaps),
        equal("linear interpolation over triangles", _triangles, digits=12, witness="symbolic"),
        replicated("linear interpolation on a circle", _on_line, copies=_ON_LINE),
        replicated("linear interpolation in triangles", _on_surface, copies=_ON_SURFACE),
    )


def _gaps(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """A parabola that vanishes at both ends of a gap, squared, over the gaps of a few samples."""
    over_gap = integrate(expand((x * (y - x)) ** 2), (x, 0, y)) / 4
    stated = result.formulas[LINEAR[1]]
    for count in (2, 3, 5):
        density = count * (count - 1) * (1 - y) ** (count - 2)
        whole = integrate(expand(density * over_gap), (y, 0, 1))
        yield stated.subs(P, count), G_2 * whole, f"P = {count}"


def _triangles(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Quadratic functions with two curvatures, errors at the nodes of a rule for triangles."""
    turns = 2 * np.pi * np.arange(_ANGLES) / _ANGLES
    angles = np.stack(np.meshgrid(turns, turns, turns), axis=-1).reshape(-1, 3)
    corners = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    sides = corners[:, 1:] - corners[:, :1]
    area = (sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0]) / 2
    mean = float(_AREA / _MANY) / np.pi
    radii = 12 * mean**2  # of a Gamma variable of order two, the third moment over the first
    weights, shares = _rule()
    for curvatures in _FORMS:
        values = corners**2 @ np.array(curvatures, dtype=float) / 2
        inside = np.einsum("si,nik->nsk", weights, corners) ** 2
        error = values @ weights.T - inside @ np.array(curvatures, dtype=float) / 2
        found = radii * np.mean(area**2 * (error**2 @ shares)) / np.mean(area**2)
        at = {
            G_2: sum(one**2 for one in curvatures),
            G_Delta: sum(curvatures) ** 2,
            volume: _AREA,
            P: _MANY,
        }
        stated = result.formulas[LINEAR[2]].subs(at)
        yield stated.evalf(17), Float(found), f"curvatures {curvatures}"


def _rule() -> tuple[Reals, Reals]:
    """Weights of the corners at the nodes of a square of Gauss nodes, and their shares."""
    nodes, shares = np.polynomial.legendre.leggauss(4)
    nodes, shares = (1 + nodes) / 2, shares / 2
    first, second = np.meshgrid(nodes, nodes, indexing="ij")
    corners = np.stack([1 - first, first * (1 - second), first * second], axis=-1).reshape(-1, 3)
    return corners, (2 * nodes * shares)[:, None].repeat(4, 1).ravel() * np.tile(shares, 4)


def _on_line(result: Result, _: Effort) -> Iterable[Replicas]:
    """A wave on a circle, over its law."""
    law = result.formulas[LINEAR[1]].subs(G_2, _WAVE)

    def draw(size: int, effort: Effort) -> Reals:
        found = sampling.linear_interpolation_loss(Torus(1), size, effort.draws, effort.seed)
        return np.asarray(found.samples)[:, None] / float(law.subs(P, size))

    yield Replicas(np.array([1.0]), draw)


def _on_surface(result: Result, _: Effort) -> Iterable[Replicas]:
    """A wave along one direction of a surface, over its law."""
    at = {G_2: _WAVE, G_Delta: _WAVE, volume: Rational(1)}
    law = result.formulas[LINEAR[2]].subs(at)

    def draw(size: int, effort: Effort) -> Reals:
        draws = max(2, effort.draws // _FEWER)
        found = sampling.linear_interpolation_loss(Torus(2), size, draws, effort.seed)
        return np.asarray(found.samples)[:, None] / float(law.subs(P, size))

    yield Replicas(np.array([1.0]), draw)
