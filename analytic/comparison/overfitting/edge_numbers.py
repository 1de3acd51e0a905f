r"""The sums over modes at the edge of the spectrum and at s = 0, of the exact witness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import gmpy2
from sympy import Expr, Float, oo

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.exact.edges import branch_point
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.response import fixed_point
from analytic.notation import N, P, d, d_2, kappa, primed, s_2, sigma2, w, w_2, x_minus
from analytic.problem import Model

__all__ = ["Edge", "edge_of"]

_GUARD = 5


class Edge(NamedTuple):
    """What the formulas of the end of training are functions of, as numbers."""

    values: Mapping[Expr, Expr]


def edge_of(model: Model, digits: int) -> Edge:
    """kappa and the sums at the branch point and, primed, at s = 0; N or P unlimited is large."""
    arithmetic = Multiple(2 * bits_of(digits) + 64)  # half of the bits are kappa's at a minimum
    with arithmetic.working():
        found = branch_point(arithmetic, model)
        start = fixed_point(arithmetic, model).rank_root()
        there, rate, bend, first = (_number(one, digits) for one in (*found, start))
    at, at_zero = (exact.resolvents(model.spectrum, one, digits + _GUARD) for one in (there, first))
    names = {d: at.d, d_2: at.d_2, w: at.w, w_2: at.w_2, primed(w): at_zero.w}
    sums = {symbol: to_sympy(value, digits) for symbol, value in names.items()}
    points = {kappa: there, primed(kappa): first, x_minus: rate, s_2: bend}
    return Edge({**sums, **points, **_resources(model, digits)})


def _resources(model: Model, digits: int) -> dict[Expr, Expr]:
    """N, P and the noise; what is unlimited is beyond the digits."""
    far = Float(10, digits) ** (3 * digits)
    sizes = {N: model.width, P: model.samples}
    return {
        sigma2: model.noise,
        **{symbol: far if size == oo else size for symbol, size in sizes.items()},
    }


def _number(value: Any, digits: int) -> Expr:
    return Float(gmpy2.mpfr(value).__format__(f".{digits + _GUARD}e"), digits + _GUARD)
