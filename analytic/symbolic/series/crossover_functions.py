r"""The crossover functions of a bottleneck, as SymPy functions of time.

Their series are Lagrange inversions of the regulariser's equation at the edge of resolution,

    u = 1 + y u^{1-p},   u^r = \sum_n A_n y^n,   A_n = (r/n) [z^{n-1}] (1+z)^{r-1+n(1-p)}

With u = 1 + z the equation is z = y \phi(z), \phi = (1+z)^{1-p}, and the coefficient of y^n in H(z)
is (1/n) [z^{n-1}] H'(z) \phi(z)^n. The series is the generalised binomial series.

With x(s) from s = x (1 - x^{-p}), the regulariser where a resource ends, and x', s' a second pair,

    \Phi^{(n)}(r, p, T):  x^r (\log x)^n / s                             at time T,
    \Psi^{(n)}(r, p, T):  [x^r (\log x)^n x' - x x'^r (\log x')^n] / [s s' (s' - s)]  at T/2, T/2.

\Phi goes from T^{-r}/\Gamma(1-r) to 1 and \Psi to (1-r)/p, both exponentially: at T = infinity they
are s times the first transform and s s' times the second one at s = s' = 0, where x = x' = 1.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, ClassVar

import mpmath
from sympy import (
    Add,
    Expr,
    Function,
    Integer,
    Integral,
    Sum,
    binomial,
    expand,
    gamma,
    limit,
    log,
    oo,
    together,
)
from sympy.core.function import ArgumentIndexError

from analytic.notation import Phi, Psi, T, j, m, r, s, u, x, z
from analytic.symbolic.series.crossover_series import data_sum, width_sum
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.transfer import late_time, late_time_pair
from analytic.symbolic.slow_sums.numeric import number_at


def binomial_coefficient(power: Expr, p: Expr, n: Expr) -> Expr:
    r"""The coefficient of y^n, n >= 1, in u^power, as a binomial.

    >>> from sympy import Integer
    >>> [binomial_coefficient(Integer(1), Integer(2), Integer(n)) for n in (1, 2, 3, 4)]
    [1, -1, 2, -5]
    """
    function, phi = (1 + z) ** power, (1 + z) ** (1 - p)
    outer, step = (_exponent(factor) for factor in (function.diff(z), phi))
    return power / n * binomial(outer + n * step, n - 1)


def gamma_coefficient(power: Expr, p: Expr, n: Expr) -> Expr:
    r"""The same in Gamma functions, and one for n = 0, which is their limit.

        A_n = r \Gamma(r + n(1-p)) / (\Gamma(n+1) \Gamma(r + 1 - np))

    >>> from sympy import Rational
    >>> [gamma_coefficient(Integer(3), Rational(1, 2), Integer(n)) for n in (0, 1)]
    [1, 3]
    """
    if n == 0:
        return Integer(1)
    return power * gamma(power + n * (1 - p)) / (gamma(n + 1) * gamma(power + 1 - n * p))


def edge(p: Expr) -> tuple[Expr, Expr]:
    r"""Where x(1 - x^{-p}) is stationary, and its value there: the edge of the spectrum.

    >>> from sympy import Rational
    >>> edge(Rational(1, 2))
    (1/4, -1/4)
    """
    x = (1 - p) ** (1 / p)
    return x, x * (1 - 1 / (1 - p))


def _exponent(function: Expr) -> Expr:
    """The exponent e of a multiple of (1 + z)^e."""
    return ((1 + z) * log(function).diff(z)).simplify()


_SMALLEST = 2000  # a function that falls to zero is zero below 2^-2000
_STEP = 32  # bits; precisions in steps share their coefficients
_GUARD = 60  # bits, for powers of T and of the number of terms, and for the error of an integral
_STEP_GUARD = 24  # bits of a step in r, for the logarithm of T cubed and more


@cache
def _width_at_end() -> Expr:
    """s times the transform of Phi at s = 0, where x = 1."""
    return limit(x**r, x, 1)


@cache
def _data_at_end() -> Expr:
    """s s' times the transform of Psi, first at s' = 0 and then at s = 0; u is p."""
    frequency = x - x ** (1 - u)
    pair = x**r - x  # x^r x' - x x'^r at x' = 1
    return together(expand(limit(pair / -frequency, x, 1)))


class Crossover(Function):  # type: ignore[misc]
    """A crossover function of r, p and T; a fourth argument n is the power of the logarithm."""

    nargs = (3, 4)
    letter: ClassVar[Any]
    evaluated: ClassVar[Callable[..., mpmath.mpf]]
    _final: Callable[[Expr], Expr]
    _term: Callable[[Expr, Expr, Expr], Expr]
    slowest: ClassVar[int]  # the exponential decay to the limit is e^{-|\sigma_*| T/slowest}

    @property
    def logarithms(self) -> int:
        """The power of the logarithm, and the number of derivatives with respect to r."""
        return int(self.args[3]) if len(self.args) > 3 else 0

    @property
    def final(self) -> Expr:
        """The value at T = infinity."""
        power, p = self.args[:2]
        return self._final(p).diff(r, self.logarithms).subs(r, power)

    @property
    def first(self) -> Expr:
        r"""What it is at early times, \partial_r^n T^{-r}/\Gamma(1-r): for n = 0 zero at r = 1."""
        power, _, time = self.args[:3]
        early = LogPowers.of(s, [((power - 1, self.logarithms), Integer(1))])
        return late_time(early, time).expression

    def term(self, order: Expr) -> Expr:
        """The sum of all terms T^(p order - r) of the series."""
        power, p, time = self.args[:3]
        return self._term(p, time, order).diff(r, self.logarithms).subs(r, power)

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to r."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return self.func(*self.args[:3], self.logarithms + 1)

    def _eval_evalf(self, prec: int) -> Expr | None:
        power, p, time = self.args[:3]
        if (power + p + time).free_symbols or not time.is_positive:
            return None
        lost = (-edge(p)[1] * time / log(2)).evalf(10)
        limit = self.final
        if time == oo or lost > (self.slowest * (prec + _GUARD) if limit != 0 else _SMALLEST):
            return limit._eval_evalf(prec)
        half = prec // 2 + _STEP_GUARD
        needed = prec + int(lost) + _GUARD + half * self.logarithms
        bits = _STEP * -(-needed // _STEP)
        found = number_at(bits, partial(self._differences, half), power, p, time)
        return None if found is None else found._eval_evalf(prec)

    def _differences(
        self, half: int, power: mpmath.mpf, p: mpmath.mpf, time: mpmath.mpf
    ) -> mpmath.mpf:
        """The central difference in r with a step of 2^-half, whose square is below the digits."""
        order, step = self.logarithms, mpmath.ldexp(mpmath.mpf(1), -half)
        terms = (
            (-1) ** i
            * mpmath.binomial(order, i)
            * type(self).evaluated(power + (mpmath.mpf(order) / 2 - i) * step, p, time)
            for i in range(order + 1)
        )
        return mpmath.fsum(terms) / step**order

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        order = rf"^{{\left({self.logarithms}\right)}}" if self.logarithms else ""
        arguments = ", ".join(printer.doprint(argument) for argument in self.args[:3])
        name = rf"{printer.doprint(self.letter)}{order}\left({arguments}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return printer._print(self.letter(*self.args))


class width_crossover(Crossover):  # noqa: N801 - a function's name
    r"""The function \Phi(r, p, T): from unlimited to limited width.

        \Phi(r, p, T) = \sum_j A_j(r) T^{jp-r}/\Gamma(1-r+jp)

    Accuracy  all digits; what falls to zero, with a logarithm, is zero below 2^-2000.

    >>> from sympy import Rational, oo
    >>> width_crossover(Rational(1, 2), Rational(1, 2), oo).final
    1
    >>> width_crossover(Rational(1, 2), Rational(1, 2), 1).evalf(12)
    1.19964122837
    """

    letter = Phi
    evaluated = staticmethod(width_sum)
    slowest = 1

    def _final(self, _: Expr) -> Expr:
        return _width_at_end()

    def _term(self, p: Expr, time: Expr, order: Expr) -> Expr:
        return gamma_coefficient(r, p, order) * time ** (order * p - r) / gamma(1 - r + order * p)

    def _eval_rewrite_as_Sum(self, *_: Expr, **__: Any) -> Expr:
        return Sum(self.term(j), (j, 0, oo))


class data_crossover(Crossover):  # noqa: N801 - a function's name
    r"""The function \Psi(r, p, T): from unlimited to limited data.

        \Psi(r, p, T) = \sum_{j,m} A_j(r) A_m(1) T^{p'+q-1} [2 B_{1/2}(p', q)/(\Gamma(p')\Gamma(q))
                        - 1/\Gamma(p'+q)],  q = 1 - r + jp,  p' = mp

    The integral in terms of \Phi is that of \partial_{t'} - \partial_t along t + t' = T.

    Accuracy  all digits; what falls to zero is zero below 2^-2000.

    >>> from sympy import Rational
    >>> data_crossover(1, Rational(1, 2), 3)
    0
    """

    letter = Psi
    evaluated = staticmethod(data_sum)
    slowest = 2

    @classmethod
    def eval(cls, *arguments: Expr) -> Expr | None:
        """Zero where both factors are the same function."""
        power, _, _, *logarithms = arguments
        return Integer(0) if power == 1 and not any(logarithms) else None

    def _final(self, p: Expr) -> Expr:
        return _data_at_end().subs(u, p)

    def _term(self, p: Expr, time: Expr, order: Expr) -> Expr:
        return Add(*(self._pair(p, time, order - n, Integer(n)) for n in range(int(order) + 1)))

    def _pair(self, p: Expr, time: Expr, left: Expr, right: Expr) -> Expr:
        """Term number `left` of the first function and number `right` of the second one."""
        one, two = (
            LogPowers.of(s, [((power - 1 - number * p, 0), gamma_coefficient(power, p, number))])
            for power, number in ((r, left), (Integer(1), right))
        )
        return late_time_pair(one, two, time).expression

    def _eval_rewrite_as_Sum(self, *_: Expr, **__: Any) -> Expr:
        _, p, time = self.args[:3]
        pairs = self._pair(p, time, j, m).diff(r, self.logarithms).subs(r, self.args[0])
        return width_crossover(*self.args).rewrite(Sum) + Sum(pairs, (m, 1, oo), (j, 0, oo))

    def _eval_rewrite_as_Integral(self, *_: Expr, **__: Any) -> Expr:
        power, p, time = self.args[:3]

        def one(at: Expr) -> Expr:
            return width_crossover(power, p, at, *self.args[3:])

        def two(at: Expr) -> Expr:
            return width_crossover(1, p, at)

        difference = one(time - T) * two(T) - two(time - T) * one(T)
        return one(time) + Integral(difference, (T, 0, time / 2))
