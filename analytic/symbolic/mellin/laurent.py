r"""Laurent series of the factors of a Mellin image about a point, exact to any length.

    \Gamma(-n + u) = (-1)^n/(n! u) \exp \sum_{k \ge 1} [H_n^{(k)} + (-1)^k \zeta(k)] u^k/k,
    \zeta(1 + u) = 1/u + \sum_{j \ge 0} (-1)^j \gamma_j u^j/j!

with -\gamma in the place of -\zeta(1). The tables replace SymPy's expansions: its `residue` raises
at the pole of zeta.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sympy import (
    Add,
    EulerGamma,
    Expr,
    Integer,
    Mul,
    Pow,
    cancel,
    exp,
    factorial,
    gamma,
    harmonic,
    log,
    polygamma,
    stieltjes,
    zeta,
)

from analytic.notation import z
from analytic.symbolic.mellin.profiles import MellinImage
from analytic.symbolic.mellin.regular_zeta import zeta_derivative

__all__ = ["Laurent", "gamma_about", "image_about", "vanishes", "zeta_about"]

Series = tuple[Expr, ...]
_ONE: Series = (Integer(1),)


@dataclass(frozen=True)
class Laurent:
    r"""The series prefactor \epsilon^{-order} \sum_j s_j \epsilon^j, \epsilon = z - point."""

    prefactor: Expr
    order: int
    series: Series

    def coefficient(self, power: int) -> Expr:
        r"""The coefficient of \epsilon^{power}, less the prefactor."""
        place = power + self.order
        return self.series[place] if 0 <= place < len(self.series) else Integer(0)


def vanishes(expression: Expr) -> bool:
    """Whether an expression is zero for all values of its parameters."""
    if expression.is_zero is not None:
        return bool(expression.is_zero)
    if cancel(expression) == 0:
        return True
    return not expression.free_symbols and expression.equals(0) is True


def image_about(image: MellinImage, point: Expr) -> Laurent:
    """The Laurent series of an image about a point, its principal part and no more.

    As many coefficients of every factor are kept as factors are singular.
    """
    order = sum(_pole_number(_value(u, point)) is not None for u in image.gammas)
    order += sum(vanishes(_value(u, point) - 1) for u in image.zetas)
    factors = [
        *(_entire_about(f, point, order) for f in Mul.make_args(image.entire)),
        *(gamma_about(u, point, order) for u in image.gammas),
        *(zeta_about(u, point, order) for u in image.zetas),
    ]
    series = _ONE
    for factor in factors:
        series = _product(series, factor.series, order)
    return Laurent(Mul(*(factor.prefactor for factor in factors)), order, series)


def gamma_about(argument: Expr, point: Expr, length: int) -> Laurent:
    r"""The Laurent series of \Gamma(argument), an argument linear in z."""
    slope, value = argument.diff(z), _value(argument, point)
    orders = range(1, length)
    n = _pole_number(value)
    if n is None:
        logarithm = [polygamma(k - 1, value) / factorial(k) * slope**k for k in orders]
        return Laurent(gamma(value), 0, _exponential(logarithm))
    logarithm = [(harmonic(n, k) + (-1) ** k * _zeta_or_euler(k)) / k * slope**k for k in orders]
    return Laurent((-1) ** n / factorial(n) / slope, 1, _exponential(logarithm))


def zeta_about(argument: Expr, point: Expr, length: int) -> Laurent:
    r"""The Laurent series of \zeta(argument), an argument linear in z."""
    slope, value = argument.diff(z), _value(argument, point)
    if vanishes(value - 1):
        regular = ((-slope) ** j * slope * stieltjes(j) / factorial(j) for j in range(length - 1))
        return Laurent(1 / slope, 1, (*_ONE, *regular))
    if length <= 1:
        return Laurent(zeta(value), 0, _ONE)
    taylor = (zeta_derivative(value, j) * slope**j / factorial(j) for j in range(length))
    return Laurent(Integer(1), 0, tuple(taylor))


def _value(argument: Expr, point: Expr) -> Expr:
    return cancel(argument.subs(z, point))


def _pole_number(value: Expr) -> Expr | None:
    """The n for which a value is -n, a pole of Gamma; None where it is none, or may be none."""
    if value.is_integer is None and value.is_number and value.is_real:
        nearest = Integer(round(value))
        value = nearest if vanishes(value - nearest) else value
    return -value if value.is_integer and value.is_nonpositive else None


def _zeta_or_euler(k: int) -> Expr:
    return EulerGamma if k == 1 else zeta(k)


def _entire_about(factor: Expr, point: Expr, length: int) -> Laurent:
    """An entire factor; of a power with a base free of z the logarithm is linear."""
    if not factor.has(z):
        return Laurent(factor, 0, _ONE)
    value = factor.subs(z, point)
    if isinstance(factor, Pow | exp) and not factor.as_base_exp()[0].has(z):
        base, exponent = factor.as_base_exp()
        rate = exponent.diff(z)
        if not rate.has(z):
            return Laurent(value, 0, _exponential([rate * log(base)][: length - 1], length))
    taylor = (factor.diff(z, j).subs(z, point) / factorial(j) for j in range(1, length))
    return Laurent(Integer(1), 0, (value, *taylor))


def _product(left: Series, right: Series, length: int) -> Series:
    """The product of two power series, truncated."""
    pairs = [(i, j) for i in range(len(left)) for j in range(len(right))]
    return tuple(
        Add(*(left[i] * right[j] for i, j in pairs if i + j == order))
        for order in range(max(1, length))
    )


def _exponential(logarithm: Sequence[Expr], length: int = 0) -> Series:
    r"""The exponential of \sum_{k \ge 1} l_k \epsilon^k: j e_j = \sum_k k l_k e_{j-k}."""
    series: list[Expr] = list(_ONE)
    for j in range(1, max(length, len(logarithm) + 1)):
        terms: Iterable[Expr] = (
            k * logarithm[k - 1] * series[j - k] for k in range(1, min(j, len(logarithm)) + 1)
        )
        series.append(Add(*terms) / j)
    return tuple(series)
