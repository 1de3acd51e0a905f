r"""D_P and D_N from their product s/\kappa, which keeps its digits where one of them vanishes.

Where D_N = 1 - d/N the difference D_P - D_N = d (1/N - 1/P) keeps them as well. Else, with r the
least d at which D_P or D_N vanishes and u = 1 - d/r,

    s/\kappa = D_P D_N = F(u),   D_P = 1 - r/P + (r/P) u,   D_N = D_N(d = r (1 - u)).

Where d is near r the difference 1 - d/r has lost its digits. F is stated in u without one: u is its
root near 1 - d/r, simple or multiple.
"""

from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, expand, sqrt

from analytic.exact.formula import formula
from analytic.exact.precision import Arithmetic, Array
from analytic.notation import d, u
from analytic.problem import Model

_ROUNDED = 12  # last bits of 1 - d/N that may be wrong
_SCARCE = 0.5  # |u| below which F decides
_ROUNDS = 6
_SAME_ROOT = -3  # log2 of the share of u by which rounding may have moved it


class Responses(NamedTuple):
    """D_P, D_N, -dD_N/dd and the second derivative; `kept`, where nothing has cancelled in them."""

    D_P: Array
    D_N: Array
    fall_N: Array
    second: Array
    kept: Array


class LinearResponses:
    """D_P and D_N where both are linear in d; `gap` is 1/N - 1/P."""

    def __init__(self, arithmetic: Arithmetic, load: Any, over_samples: Any, gap: Any) -> None:
        self.arithmetic = arithmetic
        self.load, self.over_samples, self.gap = load, over_samples, gap

    def __call__(self, product: Array, d: Array) -> tuple[Array, Array]:
        """D_P and D_N from D_P D_N and d."""
        one = product * 0 + 1
        if self.load == 0:
            return product, one
        if self.over_samples == 0:
            return one, product
        gap = d * self.gap
        root = self.arithmetic.sqrt(gap * gap + 4 * product)
        swap = self.gap < 0
        larger = self._nearer(root, -gap if swap else gap, d)
        return (product / larger, larger) if swap else (larger, product / larger)

    def _nearer(self, root: Array, gap: Array, d: Array) -> Array:
        """The root of the quadratic that agrees with 1 - d/resource, for the larger resource.

        Where both do, to rounding, s and the gap are small, and it is the one with the root of
        positive real part: |arg s/kappa| < pi.
        """
        direct = 1 - d * min(self.load, self.over_samples)
        plus, minus = (gap + root) / 2, (gap - root) / 2
        distance = self.arithmetic.log2_abs
        apart = np.maximum(distance(minus - direct), _ROUNDED - self.arithmetic.bits)
        return np.where(distance(plus - direct) <= apart, plus, minus)


class ScarceResource:
    """The responses of a model in u, where D_N is stated in d alone."""

    def __init__(self, arithmetic: Arithmetic, model: Model, rank: Expr) -> None:
        self.arithmetic = arithmetic
        self.rank = arithmetic.number(rank)
        self.share = arithmetic.number(rank / model.samples)
        self.rest = arithmetic.number(1 - rank / model.samples)
        statement = without_difference(model.response.subs(d, rank * (1 - u)))
        slope = statement.diff(u)
        self._formula = formula(arithmetic, (statement, slope, slope.diff(u)))

    def __call__(self, product: Array, dimension: Array) -> Responses:
        """The responses at d, where D_P D_N = `product`."""
        with np.errstate(divide="ignore", invalid="ignore"):  # where u = 0
            left, kept = self._left(product, 1 - dimension / self.rank)
        value, slope, second = self._formula({u: left})
        one = left * 0 + 1
        d_p, rank = self.rest + self.share * left, self.rank
        return Responses(d_p, value * one, slope * one / rank, second * one / rank**2, kept)

    def _left(self, product: Array, difference: Array) -> tuple[Array, Array]:
        """u by Newton's method from 1 - d/r, and where it is better than that."""
        sizes = self.arithmetic.log2_abs
        scarce = (np.abs(difference) < _SCARCE) & (difference != 0) & (product != 0)
        index = np.flatnonzero(scarce)
        left, start = difference.copy(), difference[index]
        known = start
        for _ in range(_ROUNDS if len(index) else 0):
            value, slope, _ = self._formula({u: known})
            d_p = self.rest + self.share * known
            step = (d_p * value - product[index]) / (d_p * slope + self.share * value)
            known = known - step
            if np.all(sizes(step / known) < -self.arithmetic.bits / 2):
                break
        same = sizes((known - start) / known) < _SAME_ROOT
        left[index] = np.where(same, known, start)
        kept = np.zeros(len(left), dtype=bool)
        kept[index] = same
        return left, kept


def without_difference(statement: Expr) -> Expr:
    r"""A function of u in which nothing cancels at u = 0: sums are expanded, and

        \sqrt{p} = \sqrt{p_0} + (p - p_0)/(\sqrt{p} + \sqrt{p_0}).

    >>> without_difference(sqrt(9 + 16 * u) - 3)
    16*u/(sqrt(16*u + 9) + 3)
    """

    def from_zero(root: Expr) -> Expr:
        base, first = root.base, root.base.subs(u, 0)
        return sqrt(first) + (base - first) / (root + sqrt(first))

    return statement.replace(lambda one: one.is_Add, expand).replace(
        lambda one: one.is_Pow and 2 * one.exp == 1 and one.base.subs(u, 0) != 0, from_zero
    )
