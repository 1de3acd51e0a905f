r"""Harmonic sums as SymPy functions, to go on computing with.

    ResolventSum(p, m, g, x)  = \sum_{k \ge 1} k^p (1 + x k^g)^{-m}
    ExponentialSum(p, g, x)   = \sum_{k \ge 1} k^p \exp(-x k^g)

With one argument n more, the sums with (\log k)^n in front: the derivatives with respect to p. The
families are closed under differentiation with respect to p, g and x; with respect to m it is left
formal. `evalf` sums, `asymptotic` expands for large or small x, `lambdify` makes functions of
numbers. SymPy's `series` and `limit` use the expansion where they can tell which exponent is
largest, and say NotImplementedError where that depends on parameters: `asymptotic` then has all
terms, and its conditions. Neither takes a power of \log k.
"""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
from sympy import Expr, Function, Integer, Mul, Order, Sum, Symbol, log, oo, sympify
from sympy.core.function import ArgumentIndexError

from analytic.errors import InvalidProblemError
from analytic.notation import k, x
from analytic.symbolic.mellin.coalescence import Coalescence, coalescing
from analytic.symbolic.mellin.expansion import Expansion, Towards, expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Profile, Resolvent
from analytic.symbolic.mellin.regular_zeta import zeta_derivative
from analytic.symbolic.slow_sums.spectral_numbers import spectral_number

__all__ = ["ExponentialSum", "ResolventSum", "SpectralSum", "as_function"]

_ONE = Integer(1)
_NONE = Integer(0)


class SpectralSum(Function):  # type: ignore[misc]
    """A sum over k of k^power (log k)^logarithms profile(x k^growth)."""

    plain: int  # the number of arguments without a logarithm

    @property
    def power(self) -> Expr:
        """The exponent of k in front of the profile."""
        return self.args[0]

    @property
    def growth(self) -> Expr:
        """The exponent of k in the profile's argument."""
        return self.args[self.plain - 2]

    @property
    def argument(self) -> Expr:
        """The variable x of the function."""
        return self.args[self.plain - 1]

    @property
    def logarithms(self) -> Expr:
        """The power of log k."""
        return self.args[self.plain] if len(self.args) > self.plain else _NONE

    @property
    def summand(self) -> Expr:
        """What is summed over k = 1, 2, ..."""
        return (
            k**self.power
            * log(k) ** self.logarithms
            * self.profile(_ONE).at(self.argument * k**self.growth)
        )

    def profile(self, rate: Expr) -> Profile:
        """The profile g(rate x) of the sum."""
        return Exponential(rate)

    def harmonic(self, variable: Symbol | None = None) -> HarmonicSum:
        """The harmonic sum in a variable to which the argument is proportional.

        Without `variable` the argument must have one free symbol.
        Raises    InvalidProblemError where the argument is no multiple of the variable, and where
        there is a logarithm.

        >>> from analytic.notation import a, b, t
        >>> ExponentialSum(-a, -b, 2 * t).harmonic().profile
        Exponential(rate=2)
        """
        if self.logarithms != 0:
            raise InvalidProblemError(
                f"{self} has a power of log k. Expand the sum without it, its power of k a symbol, "
                "and differentiate the expansion with respect to that symbol."
            )
        free = self.argument.free_symbols
        chosen = next(iter(free)) if variable is None and len(free) == 1 else variable
        rate = self.argument.diff(chosen) if chosen in free else None
        if rate is None or rate.has(chosen) or (rate * chosen - self.argument).expand() != 0:
            raise InvalidProblemError(
                f"The argument {self.argument} is no constant times {variable or 'one symbol'}. "
                "Name the symbol in which to expand, and substitute it where it is nonlinear."
            )
        return HarmonicSum(_ONE, self.power, self.growth, self.profile(rate), chosen)

    def asymptotic(
        self, towards: Towards, terms: int = 1, variable: Symbol | None = None
    ) -> Expansion:
        """The expansion for a large or a small variable, `terms` from every string of poles.

        Raises    DivergenceError where the sum diverges.
        """
        return expand(self.harmonic(variable), towards, terms)

    def coalescing(
        self, towards: Towards, near: int = 0, terms: int = 1, variable: Symbol | None = None
    ) -> Coalescence:
        """The expansion that stays accurate where the pole of zeta meets pole number `near`."""
        return coalescing(self.harmonic(variable), towards, near, terms)

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to the power, the growth or x; others are left formal."""
        if argindex == 1:
            return self.func(*self.args[: self.plain], self.logarithms + 1)
        if argindex == self.plain - 1:
            return self.argument * self._slope(self.logarithms + 1)
        if argindex == self.plain:
            return self._slope(self.logarithms)
        raise ArgumentIndexError(self, argindex)

    def _slope(self, logarithms: Expr) -> Expr:
        """The derivative with respect to x, with another power of the logarithm."""
        power, growth = self.power + self.growth, self.growth
        return -ExponentialSum(power, growth, self.argument, logarithms)

    def _eval_rewrite_as_Sum(self, *_: Expr, **__: Any) -> Expr:
        return Sum(self.summand, (k, 1, oo))

    def _eval_is_extended_real(self) -> bool | None:
        real = all(argument.is_extended_real for argument in self.args)
        return True if real and self.argument.is_nonnegative else None

    def _eval_is_positive(self) -> bool | None:
        return self._eval_is_extended_real()

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols:
            return None
        summed = HarmonicSum(_ONE, self.power, self.growth, self.profile(_ONE), x)
        return spectral_number(prec, summed, self.argument, int(self.logarithms))

    @classmethod
    def _imp_(cls, *numbers: Any) -> Any:
        """The function of numbers that `lambdify` calls: of arrays to double precision."""
        if any(isinstance(number, np.ndarray) for number in numbers):
            return np.vectorize(lambda *ones: float(cls._imp_(*ones)), otypes=[float])(*numbers)
        value = cls(*map(sympify, numbers)).evalf(mpmath.mp.dps + 2)
        return mpmath.mpmathify(value)

    def _eval_nseries(self, x: Symbol, n: int, logx: Expr | None, cdir: int = 0) -> Expr:
        """The expansion for a small or a large argument; Taylor's series elsewhere."""
        found = self._expanded(x, max(n, 1))
        if found is None:
            return super()._eval_nseries(x, n, logx, cdir)
        return found + Order(x**n, x)

    def _eval_as_leading_term(self, x: Symbol, logx: Expr | None = None, cdir: int = 0) -> Expr:
        found = self._expanded(x, 1)
        if found is None or found == 0:
            return self.subs(x, 0) if found is None else self
        return found.as_leading_term(x, logx=logx, cdir=cdir)

    def _expanded(self, x: Symbol, terms: int) -> Expr | None:
        """The expansion in x -> 0 where the argument vanishes or diverges there."""
        start = self.argument.subs(x, 0)
        if start.is_zero:
            return self.asymptotic("zero", terms, x).sum
        if start.is_finite:
            return None
        turned = self.subs(x, 1 / x)
        return turned.asymptotic("infinity", terms, x).sum.subs(x, 1 / x)

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = rf"\left({printer.doprint(Sum(self.summand, (k, 1, oo)))}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"


class ResolventSum(SpectralSum):
    r"""The sum \sum_{k \ge 1} k^power (1 + x k^growth)^{-m}, as ResolventSum(power, m, growth, x).

    Valid     power < m growth - 1 for growth > 0, power < -1 for growth < 0.
    Accuracy  `evalf(n)` has n digits; DivergenceError or PrecisionError where it cannot.

    >>> from analytic.notation import a, b, x
    >>> ResolventSum(-a, 1, b, 0), ResolventSum(-2, 1, b, 0)
    (zeta(a), pi**2/6)
    >>> ResolventSum(0, 1, b, x).diff(x)
    -ResolventSum(b, 2, b, x)
    >>> ResolventSum(0, 1, b, x).asymptotic("zero").terms
    (pi/(b*x**(1/b)*sin(pi/b)), -1/2)
    >>> ResolventSum(0, 1, 2, 1).evalf(30)
    1.07667404746858117413405079475

    With respect to an exponent the derivative has a logarithm, and numbers too:

    >>> ResolventSum(0, 1, b, x).diff(b)
    -x*ResolventSum(b, 2, b, x, 1)
    >>> _.subs({b: 2, x: 1}).evalf(20)
    -0.82936288426733076624

    >>> from sympy import lambdify, limit, pi, sqrt
    >>> limit(sqrt(x) * ResolventSum(0, 1, 2, x), x, 0)
    pi/2
    >>> lambdify(x, ResolventSum(0, 1, 2, x), "mpmath")(1)
    mpf('1.0766740474685812')
    """

    nargs = (4, 5)
    plain = 4

    @classmethod
    def eval(
        cls, power: Expr, m: Expr, growth: Expr, argument: Expr, logarithms: Expr | None = None
    ) -> Expr | None:
        """The zeta function where the profile is one."""
        if argument.is_zero or m.is_zero:
            return _sum_of_powers(power, logarithms)
        return cls(power, m, growth, argument) if logarithms == 0 else None

    def profile(self, rate: Expr) -> Profile:
        """The profile (1 + rate x)^-m of the sum."""
        return Resolvent(rate, self.args[1])

    def _slope(self, logarithms: Expr) -> Expr:
        power, m, growth, argument = self.args[: self.plain]
        return -m * ResolventSum(power + growth, m + 1, growth, argument, logarithms)


class ExponentialSum(SpectralSum):
    r"""The sum \sum_{k \ge 1} k^power \exp(-x k^growth), as ExponentialSum(power, growth, x).

    Valid     x > 0 for growth > 0, power < -1 for growth < 0.
    Accuracy  `evalf(n)` has n digits; DivergenceError or PrecisionError where it cannot.

    >>> from sympy import E
    >>> from analytic.notation import a, b, t
    >>> ExponentialSum(-a, -b, 2 * t).diff(t)
    -2*ExponentialSum(-a - b, -b, 2*t)
    >>> ExponentialSum(0, 1, 1).evalf(20), (1 / (E - 1)).evalf(20)
    (0.58197670686932642438, 0.58197670686932642438)
    >>> ExponentialSum(-a, -b, t).diff(a)
    -ExponentialSum(-a, -b, t, 1)
    >>> ExponentialSum(-2, -1, 10**40).evalf(20)
    1.0000000000000000000e-40
    """

    nargs = (3, 4)
    plain = 3

    @classmethod
    def eval(
        cls, power: Expr, growth: Expr, argument: Expr, logarithms: Expr | None = None
    ) -> Expr | None:
        """The zeta function where the profile is one."""
        if argument.is_zero:
            return _sum_of_powers(power, logarithms)
        return cls(power, growth, argument) if logarithms == 0 else None


def as_function(harmonic: HarmonicSum) -> Expr:
    """A harmonic sum as a SymPy function of its variable.

    >>> from analytic.notation import a, b, t
    >>> as_function(HarmonicSum(_ONE, -a, -b, Exponential(Integer(2)), t))
    ExponentialSum(-a, -b, 2*t)
    """
    profile = harmonic.profile
    argument = profile.rate * harmonic.variable
    function = (
        ResolventSum(harmonic.power, profile.power, harmonic.growth, argument)
        if isinstance(profile, Resolvent)
        else ExponentialSum(harmonic.power, harmonic.growth, argument)
    )
    return Mul(harmonic.coefficient, function)


def _sum_of_powers(power: Expr, logarithms: Expr | None) -> Expr:
    """The sum of k^power (log k)^logarithms, continued where it may converge."""
    if (power + 1).is_nonnegative:
        return oo
    order = logarithms or _NONE
    return (-1) ** order * zeta_derivative(-power, order)
