r"""Distances to the nearest sample: the moments by orders, on spheres in digits, and drawn.

On a sphere they are those of the space around it, which differ from the law by a relative P^{-2/d}.
"""

from collections.abc import Iterable
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Integer, Rational, binomial, pi

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import curve
from analytic.comparison.linear_interpolation import linear_checks
from analytic.comparison.numbers import to_sympy
from analytic.notation import G_f, P, d_M, n, u_1
from analytic.problem.manifold import Manifold, RingTorus, Sphere, Torus
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, Stated


class Neighbours:
    """Formulas of the nearest sample: moments of its distance, constant interpolation."""

    MOMENT, MANY = map(Formula, ("moment", "moment, P large"))
    CONSTANT = Formula("constant interpolation")


_ORDERS = (Integer(1), Integer(4))
_FEW = Integer(3)  # samples
_PART = Rational(1, 3)  # Gamma at whole numbers would be multiplied out
_SIZES = (10**4 + _PART,), (10**8 + _PART, 10**12 + _PART)
_DIGITS, _ROOM = 40, 3
_ROUNDING = 1e-24  # 40 digits of P less those of the Gamma function of it
_DRAWN: tuple[tuple[Manifold, Expr], ...] = (
    (Torus(2), Integer(2)),
    (Sphere(1), Integer(4)),
    (RingTorus("1/2"), Integer(2)),
)
_SAMPLES = (50, 100, 200)


def resolution_checks() -> tuple[Check, ...]:
    """Moments of few samples by algebra, laws on spheres, and draws on curved manifolds."""
    return (
        compare.identical("moments of the distance to a few samples", _by_parts),
        compare.bounded("moments on spheres", _on_spheres, room=_ROOM),
        compare.bounded("labels of the nearest sample on spheres", _labels, room=_ROOM),
        compare.replicated("moments on a torus, a circle and a ring", _drawn, copies=_SAMPLES),
        *linear_checks(),
    )


def _by_parts(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The integral of each term of (1 - F r^d)^P, at dimensions and orders that are numbers."""
    for dimension, order in ((1, 1), (2, 2), (3, 2)):
        at = {d_M: Integer(dimension), n: Integer(order), P: _FEW}
        edge = u_1 ** Rational(-1, dimension)
        terms = [
            binomial(_FEW, i)
            * (-u_1) ** i
            * order
            * edge ** (order + dimension * i)
            / (order + dimension * i)
            for i in range(int(_FEW) + 1)
        ]
        yield (
            result.formulas[Neighbours.MOMENT].subs(at),
            sum(terms, Integer(0)),
            f"d = {dimension}, n = {order}",
        )


def _share(manifold: Manifold) -> Expr:
    """The share of a ball of radius one, for dimensions one to three."""
    ball = {1: Integer(2), 2: pi, 3: 4 * pi / 3}[int(manifold.dimension)]
    return ball / manifold.volume


def _law(result: Result, name: Stated, manifold: Manifold, order: Expr) -> Expr:
    at = {d_M: manifold.dimension, n: order, u_1: _share(manifold)}
    return result.formulas[name].subs(at).subs(G_f, manifold.dimension)


def _on_spheres(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Three moments on spheres of one to three dimensions, at more and more samples."""
    for dimension in (1, 2, 3):
        sphere = Sphere(dimension)
        for order in _ORDERS:
            value = partial(_moment, sphere, order)
            for name in (Neighbours.MOMENT, Neighbours.MANY):
                law = _law(result, name, sphere, order)
                flat = 0 if name == Neighbours.MOMENT else 1 / P  # all powers in flat space, or one
                error = law * (P ** Rational(-2, dimension) + flat)
                where = f"{name}, {sphere}, n = {order}"
                yield curve(
                    value, (law, error), P, _SIZES, where=where, digits=_DIGITS, noise=_ROUNDING
                )


def _labels(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The label x_1 sqrt(d + 1), whose mean squared gradient is d: the square of the distance."""
    for dimension in (1, 2, 3):
        sphere = Sphere(dimension)
        law = _law(result, Neighbours.CONSTANT, sphere, Integer(2))
        error = law * (P ** Rational(-2, dimension) + 1 / P)
        value = partial(_moment, sphere, Integer(2))
        yield curve(
            value, (law, error), P, _SIZES, where=str(sphere), digits=_DIGITS, noise=_ROUNDING
        )


@lru_cache(maxsize=64)
def _moment(sphere: Sphere, order: Expr, samples: Expr) -> Expr:
    found = exact.nearest_neighbour_moment(sphere, samples, order, _DIGITS)
    return to_sympy(found, _DIGITS)


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    """Moments over their law, which they come to as 1/P on manifolds of two dimensions."""
    for manifold, order in _DRAWN:
        law = _law(result, Neighbours.MANY, manifold, order)

        def draw(
            size: int,
            effort: Effort,
            manifold: Manifold = manifold,
            order: Expr = order,
            law: Expr = law,
        ) -> compare.Reals:
            found = sampling.nearest_neighbour_moment(
                manifold, size, float(order), effort.draws, effort.seed
            )
            return np.asarray(found.samples)[:, None] / float(law.subs(P, size))

        yield compare.Replicas(np.array([1.0]), draw)
