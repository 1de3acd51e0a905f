r"""Harmonic sums as SymPy functions, to go on computing with.

    ResolventSum(p, m, g, x)  = \sum_{k \ge 1} k^p (1 + x k^g)^{-m}
    ExponentialSum(p, g, x)   = \sum_{k \ge 1} k^p \exp(-x k^g)

With one argument n more, the sums with (\log k)^n in front: the derivatives with respect to p. The
families are closed under differentiation with respect to p, g and x; with respect to m it is left
formal. `evalf` sums, `asymptotic` expands for large or small x, `lambdify` makes functions of
numbers. SymPy's `series` and `limit` use the expansion where they can tell which exponent is
largest, and say NotImplementedError where that depends on parameters: `asymptotic` then has all
terms, and its conditions. Neither takes a power of \log k.

Summands over the modes, read as a power of k times one profile.

C k^p (A k^q + B k^r)^{-m}  =  C A^{-m} k^{p - q m} (1 + (B/A) k^{r - q})^{-m},
C k^p \exp(-c k^g)
"""

from typing import Any, NamedTuple

from sympy import Add, Expr, Integer, Mul, Sum, binomial, exp, oo, powsimp

from analytic.errors import InvalidProblemError
from analytic.notation import k
from analytic.symbolic.mellin.harmonic import HarmonicSum, require_sum
from analytic.symbolic.mellin.profiles import Exponential, Profile, Resolvent
from analytic.symbolic.mellin.spectral_sum import SpectralSum
from analytic.symbolic.mellin.zeta_derivative import zeta_derivative

_ONE = Integer(1)
_NONE = Integer(0)


class ResolventSum(SpectralSum):
    r"""A sum of powers of a resolvent over all modes, as ResolventSum(power, m, growth, x).

        \sum_{k \ge 1} k^{power} (1 + x k^{growth})^{-m}

    Valid     power < m growth - 1 for growth > 0, power < -1 for growth < 0; any m.
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

    A whole power of a sum, m = -1, -2, ..., makes zeta functions:

    >>> from sympy import zeta
    >>> ResolventSum(-a, -2, -b, x).rewrite(zeta)
    x**2*zeta(a + 2*b) + 2*x*zeta(a + b) + zeta(a)

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
        """The zeta function where the profile is one, or the same for all k; zero where it is."""
        if argument.is_zero or m.is_zero:
            return _sum_of_powers(power, logarithms)
        if argument.is_infinite and m.is_positive:
            return Integer(0)
        if growth.is_zero:
            return _sum_of_powers(power, logarithms) / (1 + argument) ** m
        return cls(power, m, growth, argument) if logarithms == 0 else None

    def profile(self, rate: Expr) -> Profile:
        """The profile (1 + rate x)^-m of the sum."""
        return Resolvent(rate, self.args[1])

    def _eval_rewrite_as_zeta(self, *_: Expr, **__: Any) -> Expr:
        degree = Resolvent(_ONE, self.args[1]).degree
        if degree is None:
            return self
        return Add(
            *(
                binomial(degree, n)
                * self.argument**n
                * _sum_of_powers(self.power + n * self.growth, self.logarithms)
                for n in range(degree + 1)
            )
        )

    def _slope(self, logarithms: Expr) -> Expr:
        power, m, growth, argument = self.args[: self.plain]
        return -m * ResolventSum(power + growth, m + 1, growth, argument, logarithms)


class ExponentialSum(SpectralSum):
    r"""A sum of exponentials over all modes, as ExponentialSum(power, growth, x).

        \sum_{k \ge 1} k^{power} \exp(-x k^{growth})

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
        """The zeta function where the profile is one, or the same for all k; zero where it is."""
        if argument.is_zero:
            return _sum_of_powers(power, logarithms)
        if argument == oo:
            return Integer(0)
        if growth.is_zero:
            return _sum_of_powers(power, logarithms) * exp(-argument)
        return cls(power, growth, argument) if logarithms == 0 else None

    def profile(self, rate: Expr) -> Profile:
        """The profile exp(-rate x) of the sum."""
        return Exponential(rate)

    def _slope(self, logarithms: Expr) -> Expr:
        power, growth = self.power + self.growth, self.growth
        return -ExponentialSum(power, growth, self.argument, logarithms)


def as_function(harmonic: HarmonicSum) -> Expr:
    r"""A harmonic sum as a SymPy function of its variable.

        coefficient \sum_{k \ge 1} k^{power} g(x k^{growth})

    g is the profile, and the sum an `ExponentialSum` or a `ResolventSum`.

    >>> from analytic.notation import a, b, t
    >>> as_function(HarmonicSum(_ONE, -a, -b, Exponential(Integer(2)), t))
    ExponentialSum(-a, -b, 2*t)
    """
    profile = require_sum(harmonic).profile
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


class _Monomial(NamedTuple):
    """The expression coefficient k^power."""

    coefficient: Expr
    power: Expr


def spectral_function(summed: Expr) -> Expr:
    """A sum over all modes, as a constant times a `ResolventSum` or an `ExponentialSum`.

        C k^p (A k^q + B k^r)^{-m} = C A^{-m} k^{p - q m} (1 + (B/A) k^{r - q})^{-m}

    The argument is the summand in k, or SymPy's `Sum` of it over k = 1 ... infinity. Of the two
    terms of a power the one that grows faster with k, where that is known, carries the function's
    variable in a resolvent; in a positive power the other one does. The term that is taken out of
    a power that is not whole is a positive one.

    Raises    InvalidProblemError for a summand with another dependence on k, and where no term
    under a power that is not whole is known to be positive.

    >>> from analytic.notation import a, b, kappa, t
    >>> spectral_function(k ** (-a - b) / (k**-b + kappa) ** 2)
    ResolventSum(-a + b, 2, b, kappa)
    >>> spectral_function(Sum(3 * k**-a * exp(-2 * t * k**-b), (k, 1, oo)))
    3*ExponentialSum(-a, -b, 2*t)
    >>> spectral_function(k**-a * (1 - t * k**-b) ** 5)
    ResolventSum(-a, -5, -b, -t)
    """
    if not isinstance(summed, Expr):
        raise InvalidProblemError(
            f"{str(summed)[:80]!r} is no summand. Give a SymPy expression in analytic.notation.k, "
            "or a Sum over it."
        )
    front, power, profiles = Integer(1), Integer(0), []
    for factor in Mul.make_args(powsimp(_summand(summed))):
        monomial = _monomial(factor)
        if monomial is None:
            profiles.append(factor)
        else:
            front, power = front * monomial.coefficient, power + monomial.power
    if not profiles:
        return front * ResolventSum(power, 0, 1, 0)
    if len(profiles) != 1:
        raise _unread(summed)
    return front * _of_profile(profiles[0], power, summed)


def _summand(summed: Expr) -> Expr:
    if not isinstance(summed, Sum):
        return summed
    variable, first, last = summed.limits[0]
    if len(summed.limits) != 1 or first != 1 or last != oo:
        raise InvalidProblemError(f"{summed} does not run from 1 to infinity over one index.")
    return summed.function.subs(variable, k)


def _of_profile(profile: Expr, power: Expr, summed: Expr) -> Expr:
    base, exponent = profile.as_base_exp()
    if isinstance(profile, exp):
        inside = _monomial(profile.args[0])
        if inside is None or profile.args[0].is_Add:
            raise _unread(summed)
        return ExponentialSum(power, inside.power, -inside.coefficient)
    read = [_monomial(term) for term in Add.make_args(base.expand())]
    terms = [term for term in read if term is not None]
    if exponent.has(k) or not len(read) == len(terms) == 2:
        raise _unread(summed)
    out, inside = _taken_out(terms, exponent, summed)
    rest = ResolventSum(
        power + out.power * exponent,
        -exponent,
        inside.power - out.power,
        inside.coefficient / out.coefficient,
    )
    return out.coefficient**exponent * rest


def _taken_out(terms: list[_Monomial], exponent: Expr, summed: Expr) -> tuple[_Monomial, _Monomial]:
    r"""The term that is taken out of a power, and the other one.

    (A k^q + B k^r)^e = (A k^q)^e (1 + (B/A) k^{r-q})^e   for A > 0, or a whole e
    """
    slow, fast = terms
    if (fast.power - slow.power).is_negative:
        slow, fast = fast, slow
    first, second = (fast, slow) if exponent.is_positive else (slow, fast)
    if exponent.is_integer or first.coefficient.is_positive:
        return first, second
    if second.coefficient.is_positive:
        return second, first
    raise InvalidProblemError(
        f"In {summed} neither {first.coefficient} nor {second.coefficient} is known to be "
        f"positive, which decides the branch of the power {exponent}. Declare one of them positive."
    )


def _monomial(factor: Expr) -> _Monomial | None:
    """A factor as a constant times a power of k, None if it is neither."""
    coefficient, power = Integer(1), Integer(0)
    for part in Mul.make_args(factor):
        base, exponent = part.as_base_exp()
        if not part.has(k):
            coefficient *= part
        elif base == k and not exponent.has(k):
            power += exponent
        else:
            return None
    return _Monomial(coefficient, power)


def _unread(summed: Expr) -> InvalidProblemError:
    return InvalidProblemError(
        f"{summed} is no power of k times (A k^q + B k^r)^-m or exp(-c k^g). Write it as a sum of "
        "such, and pass them one by one."
    )
