r"""Harmonic sums as SymPy functions, to go on computing with.

    ResolventSum(p, m, g, x)  = \sum_{k \ge 1} k^p (1 + x k^g)^{-m}
    ExponentialSum(p, g, x)   = \sum_{k \ge 1} k^p \exp(-x k^g)

Both families are closed under differentiation with respect to x. `evalf` sums head and tail,
`asymptotic` expands for large or small x.
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function, Integer, Mul, Sum, Symbol, oo, zeta
from sympy.core.function import ArgumentIndexError

from analytic.errors import InvalidProblemError
from analytic.notation import k, x
from analytic.symbolic.mellin.coalescence import Coalescence, coalescing
from analytic.symbolic.mellin.expansion import Expansion, Towards, expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Exponential, Profile, Resolvent
from analytic.symbolic.slow_sums.numeric import sum_at

__all__ = ["ExponentialSum", "ResolventSum", "SpectralSum", "as_function"]

_ONE = Integer(1)


class SpectralSum(Function):  # type: ignore[misc]
    """A sum over k of k^power profile(x k^growth), a function of its last argument x."""

    @property
    def power(self) -> Expr:
        """The exponent of k in front of the profile."""
        return self.args[0]

    @property
    def growth(self) -> Expr:
        """The exponent of k in the profile's argument."""
        return self.args[-2]

    @property
    def argument(self) -> Expr:
        """The variable x of the function."""
        return self.args[-1]

    @property
    def summand(self) -> Expr:
        """What is summed over k = 1, 2, ..."""
        return k**self.power * self.profile(_ONE).at(self.argument * k**self.growth)

    def profile(self, rate: Expr) -> Profile:
        """The profile g(rate x) of the sum."""
        return Exponential(rate)

    def harmonic(self, variable: Symbol | None = None) -> HarmonicSum:
        """The harmonic sum in a variable to which the argument is proportional.

        Without `variable` the argument must have one free symbol.
        Raises    InvalidProblemError where the argument is no multiple of the variable.

        >>> from analytic.notation import a, b, t
        >>> ExponentialSum(-a, -b, 2 * t).harmonic().profile
        Exponential(rate=2)
        """
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
        """The derivative with respect to the last argument; others are left formal."""
        if argindex != len(self.args):
            raise ArgumentIndexError(self, argindex)
        return self._derivative()

    def _derivative(self) -> Expr:
        return -ExponentialSum(self.power + self.growth, self.growth, self.argument)

    def _eval_rewrite_as_Sum(self, *_: Expr, **__: Any) -> Expr:
        return Sum(self.summand, (k, 1, oo))

    def _eval_is_positive(self) -> bool | None:
        real = all(argument.is_extended_real for argument in self.args)
        return True if real and self.argument.is_positive else None

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols:
            return None
        summed = HarmonicSum(_ONE, self.power, self.growth, self.profile(_ONE), x)
        return sum_at(prec, summed, self.argument)

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
    """

    nargs = 4

    @classmethod
    def eval(cls, power: Expr, m: Expr, growth: Expr, argument: Expr) -> Expr | None:  # noqa: ARG003
        """The zeta function where the profile is one."""
        return _sum_of_powers(power) if argument.is_zero or m.is_zero else None

    def profile(self, rate: Expr) -> Profile:
        """The profile (1 + rate x)^-m of the sum."""
        return Resolvent(rate, self.args[1])

    def _derivative(self) -> Expr:
        power, m, growth, argument = self.args
        return -m * ResolventSum(power + growth, m + 1, growth, argument)


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
    """

    nargs = 3

    @classmethod
    def eval(cls, power: Expr, growth: Expr, argument: Expr) -> Expr | None:  # noqa: ARG003
        """The zeta function where the profile is one."""
        return _sum_of_powers(power) if argument.is_zero else None


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


def _sum_of_powers(power: Expr) -> Expr:
    return oo if (power + 1).is_nonnegative else zeta(-power)
