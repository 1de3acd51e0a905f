r"""A sum over modes of a profile, as a SymPy function: what all of them have in common.

    \sum_{k \ge 1} k^p (\log k)^n g(x k^g)

`evalf` sums, `asymptotic` expands for a small or a large argument, and SymPy's `series` and `limit`
use the expansion where they can tell which exponent is largest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from sympy import Expr, Function, Integer, Order, Sum, Symbol, ceiling, log, oo, powdenest, sympify
from sympy.core.function import ArgumentIndexError
from sympy.printing.pretty.stringpict import prettyForm

from analytic.errors import InvalidProblemError
from analytic.notation import k, x
from analytic.symbolic.mellin.coalescence import Coalescence, coalescing
from analytic.symbolic.mellin.expansion import Expansion, Towards, expand
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.mellin.profiles import Profile
from analytic.symbolic.slow_sums.smooth_sums import spectral_number

_ONE = Integer(1)
_NONE = Integer(0)


class SpectralSum(Function):  # type: ignore[misc]
    r"""A sum of one profile over all modes, as a SymPy function.

        \sum_{k \ge 1} k^{power} (\log k)^{logarithms} g(x k^{growth})

    A subclass gives `profile(rate)`, which is g(rate x), and `_slope(n)`, the derivative with
    respect to x with (log k)^n.
    """

    plain: int  # the number of arguments without a logarithm
    profile: Callable[[Expr], Profile]
    _slope: Callable[[Expr], Expr]

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

    def harmonic(self, variable: Symbol | None = None) -> HarmonicSum:
        """The harmonic sum in a variable to which the argument is proportional.

        Without `variable` the argument must have one free symbol.
        Raises    InvalidProblemError where the argument is no multiple of the variable, and where
        there is a logarithm.

        >>> from analytic.notation import a, b, t
        >>> from analytic.symbolic.mellin.spectral_functions import ExponentialSum
        >>> ExponentialSum(-a, -b, 2 * t).harmonic().profile
        Exponential(rate=2)
        """
        if self.logarithms != 0:
            raise InvalidProblemError(
                f"{self} has a power of log k. Expand the sum without it, its power of k a symbol, "
                "and differentiate the expansion with respect to that symbol."
            )
        free = self.argument.free_symbols
        chosen = self._variable(variable)
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

        The argument of the function may be a constant times a power of the variable.

        Raises    DivergenceError where the sum diverges.

        >>> from analytic.notation import x
        >>> from analytic.symbolic.mellin.spectral_functions import ResolventSum
        >>> ResolventSum(1, 2, 2, x**2).asymptotic("zero", 2).terms
        (1/(2*x**2), -1/12, -x**2/60)
        """
        chosen = self._variable(variable)
        scale, power = self._monomial(chosen) or (Integer(1), Integer(1))
        if power == 1:
            return expand(self.harmonic(variable), towards, terms)
        whole, inverted = self._in_argument(), (power < 0) == True  # noqa: E712 - may be open
        turned: Towards = "zero" if (towards == "infinity") == inverted else "infinity"
        found = expand(whole.harmonic(), turned, terms)
        return found.in_power(scale, power, chosen)

    def coalescing(
        self, towards: Towards, near: int = 0, terms: int = 1, variable: Symbol | None = None
    ) -> Coalescence:
        """The expansion that stays accurate where the pole of zeta meets pole number `near`."""
        return coalescing(self.harmonic(variable), towards, near, terms)

    def _variable(self, variable: Symbol | None) -> Symbol | None:
        """The variable of an expansion: the one that is named, or the only one."""
        free = self.argument.free_symbols
        return next(iter(free)) if variable is None and len(free) == 1 else variable

    def _monomial(self, variable: Symbol | None) -> tuple[Expr, Expr] | None:
        """The argument as a constant times a real power of the variable; None where it is none."""
        if variable not in self.argument.free_symbols:
            return None
        scale, power = self.argument.as_independent(variable, as_Add=False)
        base, exponent = power.as_base_exp()
        return (scale, exponent) if base == variable and exponent.is_extended_nonzero else None

    def _in_argument(self) -> SpectralSum:
        """The same function of a positive variable."""
        arguments = [*self.args]
        arguments[self.plain - 1] = x
        whole: SpectralSum = self.func(*arguments)
        return whole

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative with respect to the power, the growth or x; others are left formal."""
        if argindex == 1:
            return self.func(*self.args[: self.plain], self.logarithms + 1)
        if argindex == self.plain - 1:
            return self.argument * self._slope(self.logarithms + 1)
        if argindex == self.plain:
            return self._slope(self.logarithms)
        raise ArgumentIndexError(self, argindex)

    def _eval_rewrite_as_Sum(self, *_: Expr, **__: Any) -> Expr:
        return Sum(self.summand, (k, 1, oo))

    def _eval_is_extended_real(self) -> bool | None:
        real = all(argument.is_extended_real for argument in self.args)
        return True if real and (self._has_no_branch() or self._eval_is_positive()) else None

    def _eval_is_positive(self) -> bool | None:
        real = all(argument.is_extended_real for argument in self.args)
        inside = self.growth.is_negative and (self.argument + 1).is_positive
        return True if real and (self.argument.is_nonnegative or inside) else None

    def _has_no_branch(self) -> bool:
        """Whether the profile is real on the whole real line."""
        power = -self.profile(_ONE).upper_edge
        return bool(power.is_integer or power.is_infinite)

    def _eval_evalf(self, prec: int) -> Expr | None:
        if self.free_symbols or self.argument.is_infinite:
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
        if self._monomial(x) is None:
            return found._eval_nseries(x, n, logx, cdir)
        return found + Order(x**n, x)

    def _eval_as_leading_term(self, x: Symbol, logx: Expr | None = None, cdir: int = 0) -> Expr:
        found = self._expanded(x, 1)
        if found is None or found == 0:
            return self.subs(x, 0) if found is None else self
        return found.as_leading_term(x, logx=logx, cdir=cdir)

    def _expanded(self, x: Symbol, order: int) -> Expr | None:
        """The expansion to order x^n for x -> 0 where the argument vanishes or diverges there.

        Poles are one power of the argument apart; the first may be a large power.
        """
        start = self.argument.subs(x, 0)
        if not start.is_zero and start.is_finite:
            return None
        _, power = self.argument.as_leading_term(x).as_coeff_exponent(x)
        ahead = -self.profile(_ONE).upper_edge
        terms = ceiling(order / abs(power)) if power.is_number else Integer(order)
        terms += ceiling(ahead) if not start.is_zero and ahead.is_positive else 0
        inner = self._in_argument()
        found = inner.asymptotic("zero" if start.is_zero else "infinity", int(terms) + 1)
        return powdenest(found.sum.subs(inner.argument, self.argument))

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(*printer._print(Sum(self.summand, (k, 1, oo))).parens())

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = rf"\left({printer.doprint(Sum(self.summand, (k, 1, oo)))}\right)"
        return name if exp is None else rf"{name}^{{{exp}}}"
