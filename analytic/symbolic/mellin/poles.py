r"""Poles of Mellin images: where they are, on which side of the strip, and what they contribute.

Laurent series of the factors about a point are exact to any length:

    \Gamma(-n + u) = (-1)^n/(n! u) \exp \sum_{k \ge 1} [H_n^{(k)} + (-1)^k \zeta(k)] u^k/k,
    \zeta(1 + u) = 1/u + \sum_{j \ge 0} (-1)^j \gamma_j u^j/j!

with -\gamma in the place of -\zeta(1). The tables replace SymPy's expansions: its `residue` raises
at the pole of zeta.

A point where m factors are singular is a pole of order m. Its residue, times T^{-z}, is a
polynomial of degree m - 1 in log T: the logarithm comes from the Taylor series of T^{-z}.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from sympy import (
    Add,
    EulerGamma,
    Expr,
    Integer,
    Mul,
    Poly,
    Pow,
    exp,
    expand,
    factorial,
    gamma,
    harmonic,
    log,
    pi,
    polygamma,
    sin,
    stieltjes,
    zeta,
)

from analytic.errors import InvalidProblemError
from analytic.notation import z
from analytic.quotient import cancel
from analytic.symbolic.mellin.profiles import MellinImage
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative

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
    r"""The Laurent series of an image about a point, its principal part and no more.

        image(point + \epsilon) = \sum_{j < 0} s_j \epsilon^j + O(1)

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
    r"""The Laurent series of \Gamma(argument), an argument linear in z.

        \Gamma(-n + u) = (-1)^n/(n! u) \exp \sum_{k \ge 1} [H_n^{(k)} + (-1)^k \zeta(k)] u^k/k

    with -\gamma in the place of -\zeta(1).
    """
    slope, value = argument.diff(z), _value(argument, point)
    orders = range(1, length)
    n = _pole_number(value)
    if n is None:
        logarithm = [polygamma(k - 1, value) / factorial(k) * slope**k for k in orders]
        return Laurent(gamma(value), 0, _exponential(logarithm))
    logarithm = [
        (harmonic(n, k) + (-1) ** k * (EulerGamma if k == 1 else zeta(k))) / k * slope**k
        for k in orders
    ]
    return Laurent((-1) ** n / factorial(n) / slope, 1, _exponential(logarithm))


def zeta_about(argument: Expr, point: Expr, length: int) -> Laurent:
    r"""The Laurent series of \zeta(argument), an argument linear in z.

        \zeta(1 + u) = 1/u + \sum_{j \ge 0} (-1)^j \gamma_j u^j/j!

    with the constants of Stieltjes.
    """
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


def side(argument: Expr) -> int:
    """On which side of the strip the poles of a factor lie: -1 left, +1 right.

    The transform converges where every argument is large, so the poles are where it falls.
    """
    slope = argument.diff(z)
    if slope.is_positive:
        return -1
    if slope.is_negative:
        return 1
    raise InvalidProblemError(
        f"The sign of {slope}, by which {argument} grows with z, is not known. "
        "State the sign of its parameters, or give numbers."
    )


def pole_of_zeta(argument: Expr) -> Expr:
    r"""The point where \zeta(argument) has its pole, argument = 1."""
    return cancel((1 - argument.subs(z, 0)) / argument.diff(z))


def string_of_gamma(argument: Expr, terms: int) -> list[Expr]:
    r"""The first points where \Gamma(argument) has poles, argument = 0, -1, -2, ..."""
    slope, offset = argument.diff(z), argument.subs(z, 0)
    return [cancel((-n - offset) / slope) for n in range(terms)]


@cache
def principal_part(image: MellinImage, point: Expr) -> tuple[Expr, ...]:
    r"""The coefficients of (z - point)^{-1}, (z - point)^{-2}, ... of an image.

        image(z) = \sum_{j \ge 1} r_j (z - point)^{-j} + O(1)

    >>> from sympy import exp, zeta
    >>> principal_part(MellinImage(Integer(1), (z,), (z + 1,)), Integer(0))
    (0, 1)
    """
    laurent = image_about(image, point)
    front = reflected(laurent.prefactor)
    inner = (expand(laurent.coefficient(-j)) for j in range(1, laurent.order + 1))
    return tuple(Add(*(front * term for term in Add.make_args(part))) for part in inner)


def residue(image: MellinImage, kernel: Expr, point: Expr) -> Expr:
    r"""The residue at `point` of an image times an entire kernel such as T^-z.

        (1/2 \pi i) \oint image(z) kernel(z) dz

    One singular factor makes a power; two that collide make a logarithm, three its square.
    """
    part = principal_part(MellinImage(image.entire * kernel, image.gammas, image.zetas), point)
    return part[0] if part else Integer(0)


def opposite(expression: Expr) -> Expr:
    """Minus a rational expression, written without a sign in front where one of the two is.

    >>> from analytic.notation import a, b
    >>> opposite((1 - a) / b), opposite((a - 1) / b)
    ((a - 1)/b, -(a - 1)/b)
    """
    return cancel(-expression) if _leads_with_minus(expression) else -expression


def reflected(product: Expr) -> Expr:
    r"""A product whose pairs of Gammas are reflected, or divided, where that removes both.

        \Gamma(u) \Gamma(n - u) = \pi/\sin(\pi u) \prod_{0 < j < n} (j - u)
        \Gamma(u + n)/\Gamma(u) = \prod_{0 <= j < n} (u + j)

    >>> from analytic.notation import b
    >>> reflected(gamma(1 / b) * gamma(1 - 1 / b))
    pi/sin(pi/b)
    """
    rest, gammas = [], []
    for factor in Mul.make_args(product):
        base, exponent = factor.as_base_exp()
        if isinstance(base, gamma) and exponent.is_Integer:
            gammas += [(base.args[0], 1 if exponent > 0 else -1)] * abs(int(exponent))
        else:
            rest.append(factor)
    while (pair := _reducible(gammas)) is not None:
        rest.append(_reduced(*pair))
        for one in pair:
            gammas.remove(one)
    return Mul(*rest, *(Pow(gamma(u), power) for u, power in gammas))


_Factor = tuple[Expr, int]


def _reducible(gammas: list[_Factor]) -> tuple[_Factor, _Factor] | None:
    """The first pair of powers of Gammas that is elementary."""
    for one, two in combinations(gammas, 2):
        if cancel(one[0] + two[0] if one[1] == two[1] else one[0] - two[0]).is_Integer:
            return one, two
    return None


def _reduced(one: _Factor, two: _Factor) -> Expr:
    (u, power), (v, other) = one, two
    if power != other:
        return rising(v, cancel(u - v)) ** power
    sine = -sin(pi * opposite(u)) if _leads_with_minus(u) else sin(pi * u)
    return (pi / sine * rising(1 - u, cancel(u + v) - 1)) ** power


def rising(start: Expr, steps: Expr) -> Expr:
    r"""\Gamma(start + steps)/\Gamma(start) for a whole number of steps, of either sign."""
    if steps < 0:
        return 1 / rising(start + steps, -steps)
    return Mul(*(cancel(start + j) for j in range(int(steps))))


def _leads_with_minus(expression: Expr) -> bool:
    """Whether the leading coefficients of numerator and denominator differ in sign."""
    top, bottom = (part.expand() for part in expression.as_numer_denom())
    signs = (Poly(part).LC() if part.free_symbols else part for part in (top, bottom))
    return bool(Mul(*signs).is_negative)
