r"""Numbers for symbolic sums by a slow and safe route.

    \sum_{k \ge 1} = \sum_{k \le K} + \sum_n g_n (c T)^n \zeta(-power - n growth, K + 1)

A direct head, and a tail in which the profile is expanded and each power summed by Hurwitz zeta.
`mpmath.nsum` is silently wrong on such sums, and `mpmath.zeta(s, K)` good to an absolute error
only: with 60 digits set, 35 are right at s = 25/2, K = 1858.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import count

import mpmath
from sympy import Expr, re

from analytic.errors import DivergenceError, PrecisionError, require
from analytic.notation import k
from analytic.symbolic.mellin.harmonic import HarmonicSum, require_sum
from analytic.symbolic.mellin.profiles import BesselSquare, Exponential, Profile, Resolvent
from analytic.symbolic.slow_sums.working import number, working_bits, working_digits


def hurwitz(s: mpmath.mpf, start: int) -> mpmath.mpf:
    r"""The tail \sum_{k >= start} k^{-s}, continued in s, by Euler-Maclaurin summation.

        n^{1-s}/(s-1) + n^{-s}/2 + \sum_j B_{2j}/(2j)! s (s+1) ... (s+2j-2) n^{-s-2j+1}

    Accuracy  working precision; the summation starts at n where its terms fall below it.
    Raises    PrecisionError if they do not.
    """
    n = max(start, mpmath.mp.dps + int(abs(s)))
    head = mpmath.fsum(mpmath.mpf(k) ** -s for k in range(start, n))
    total = head + mpmath.mpf(n) ** (1 - s) / (s - 1) + mpmath.mpf(n) ** -s / 2
    factor = s * mpmath.mpf(n) ** (-s - 1)
    smallest = mpmath.inf
    for j in range(1, 2 * mpmath.mp.dps):
        term = mpmath.bernoulli(2 * j) / mpmath.factorial(2 * j) * factor
        total += term
        if abs(term) <= mpmath.eps * abs(total):
            return total
        if abs(term) > smallest:
            break
        smallest = abs(term)
        factor *= (s + 2 * j - 1) * (s + 2 * j) / mpmath.mpf(n) ** 2
    raise PrecisionError(
        f"The Euler-Maclaurin series of zeta({s}, {start}) stalls at {smallest}. Ask for fewer "
        "digits or begin further out."
    )


_SAFETY = 9
_GUARD = 6 + _SAFETY  # digits; 6 for rounding in a head of at most _LONGEST_HEAD terms
_GUARD_BITS = 20  # for the rounding of a few operations
_LONGEST_HEAD = 10**6
_RATIO = 4  # the tail's expansion parameter is below 1/4: geometric, 0.6 digits a term


def value(expression: Expr, point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    """A closed expression at a point, to `digits` digits."""
    with working_digits(digits):
        return mpmath.mpmathify(expression.subs(point).evalf(digits))


def precisely(digits: int, function: Callable[[], mpmath.mpf]) -> mpmath.mpf:
    """What a function returns that computes at the working precision, to so many digits."""
    with working_digits(digits):
        return function()


def number_at(precision: int, function: Callable[..., mpmath.mpf], *arguments: Expr) -> Expr | None:
    """A function at exact arguments, rounded to `precision` bits; None unless all are numbers."""
    if any(argument.free_symbols for argument in arguments):
        return None
    with working_bits(precision + _GUARD_BITS):
        found = function(*(number(argument) for argument in arguments))
    return Expr._from_mpmath(found, precision)


def numeric(harmonic: HarmonicSum, point: Mapping[Expr, Expr], digits: int) -> mpmath.mpf:
    r"""A harmonic sum at a point that gives numbers to its variable and all its parameters.

        F(T) = \sum_{k \ge 1} coefficient k^{power} g(T k^{growth})

    Accuracy  all digits; for arguments that are not positive the terms cancel, and the sum is
    done again with the digits they lose.
    Raises    DivergenceError where it diverges, PrecisionError where the head would be longer than
    a million terms.

    >>> from sympy import Integer
    >>> from analytic.notation import x
    >>> from analytic.symbolic import Resolvent
    >>> one = Integer(1)
    >>> harmonic = HarmonicSum(one, 0 * one, 2 * one, Resolvent(one), x)  # sum of 1/(1 + x k^2)
    >>> mpmath.nstr(numeric(harmonic, {x: one}, 10), 10)
    '1.076674047'
    """
    require_sum(harmonic)
    require(
        isinstance(point, Mapping),
        f"point = {str(point)[:80]!r} gives no letter a number. Give {{letter: number, ...}}.",
    )
    require(
        isinstance(digits, int) and not isinstance(digits, bool) and digits > 0,
        f"digits = {digits!r} has no meaning. Give a positive integer.",
    )
    open_letters = harmonic.expression.free_symbols - {k, *point}
    require(
        not open_letters,
        f"The point leaves {', '.join(sorted(map(str, open_letters)))} open. Give every letter of "
        "the sum a number.",
    )
    numbers = harmonic.subs(point)
    numbers.require_convergence()
    lost = 0
    while True:
        with working_digits(digits + lost + _GUARD):
            total, size = _head_and_tail(numbers, number(harmonic.variable.subs(point)))
            cancelled = int(mpmath.log10(size / abs(total))) + 1 if total else digits + lost
        if cancelled <= lost + _SAFETY:
            break
        lost = cancelled
    with working_digits(digits):
        return +total


def rescaled(
    sums: Iterable[HarmonicSum],
    approximation: Expr,
    scale: Expr,
    point: Mapping[Expr, Expr],
    digits: int,
) -> mpmath.mpf:
    """(sum - approximation) / scale at a point, sum and approximation to `digits` digits."""
    exact = [numeric(part, point, digits) for part in sums]
    close = value(approximation, point, digits)
    with working_digits(digits):
        return (mpmath.fsum(exact) - close) / value(scale, point, digits)


def _head_and_tail(numbers: HarmonicSum, argument: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf]:
    """A harmonic sum, and the sum of the moduli of head and tail."""
    power, growth = number(numbers.power), number(numbers.growth)
    scale = number(numbers.profile.rate) * argument
    head = [
        mpmath.mpf(k) ** power * _profile(numbers, scale * mpmath.mpf(k) ** growth)
        for k in range(1, _head_length(numbers, scale, growth) + 1)
    ]
    first = mpmath.fsum(head)
    rest = _sum_until_negligible(_tail(numbers, argument, len(head) + 1), first)
    coefficient = number(numbers.coefficient)
    size = mpmath.fsum(head, absolute=True) + abs(rest)
    return coefficient * (first + rest), abs(coefficient) * size


def tail_ratio(profile: Profile) -> mpmath.mpf:
    """By how much x is below one, or above it, where the terms of the expanded profile fall fast.

    Those of (1 + x)^-m are (m x)^n/n! at first.
    """
    if not isinstance(profile, Resolvent):
        return mpmath.mpf(_RATIO)
    return max(mpmath.mpf(_RATIO), abs(number(profile.power)))


def _head_length(numbers: HarmonicSum, scale: mpmath.mpf, growth: mpmath.mpf) -> int:
    """The first K beyond which rate T k^growth is below 1/4 (decaying) or above 4 (growing).

    A growing exponent falls with its real part; a high power takes longer.
    """
    size, ratio = abs(scale), tail_ratio(numbers.profile)
    if growth > 0 and isinstance(numbers.profile, Exponential):
        size = mpmath.re(scale)
        if size <= 0:
            raise _never_small(numbers, scale, size)
    bound = size * ratio if growth < 0 else ratio / size
    length = mpmath.ceil(bound ** (1 / abs(growth))) + 1
    _refuse_long(length)
    return int(length)


def _never_small(
    numbers: HarmonicSum, scale: mpmath.mpf, rate: mpmath.mpf
) -> DivergenceError | PrecisionError:
    """Why a sum of exp(-c k^g), g > 0, has no value here where c has no positive real part."""
    sum_ = f"The sum of k^{numbers.power} exp(-c k^{numbers.growth}) at c = {mpmath.nstr(scale, 6)}"
    way_out = "Choose an argument with a positive real part."
    if rate == 0 and (re(numbers.power) + 1).is_negative:
        return PrecisionError(f"{sum_} converges, but its terms only swing. {way_out}")
    return DivergenceError(f"{sum_} diverges: its terms do not fall fast enough. {way_out}")


def _refuse_long(length: mpmath.mpf) -> None:
    if length > _LONGEST_HEAD:
        raise PrecisionError(
            f"The sum needs a head of {mpmath.nstr(mpmath.mpf(length), 7)} terms, more than "
            f"{_LONGEST_HEAD}. This is the slow route; use the expansion there, or the exact "
            "witness."
        )


def _profile(numbers: HarmonicSum, scaled: mpmath.mpf) -> mpmath.mpf:
    if isinstance(numbers.profile, Exponential):
        return mpmath.exp(-scaled)
    if isinstance(numbers.profile, BesselSquare):
        order, argument = number(numbers.profile.order), mpmath.sqrt(scaled)
        factor = mpmath.gamma(order + 1) * (2 / argument) ** order
        return (factor * mpmath.besselj(order, argument)) ** 2
    power = number(numbers.profile.power)
    if scaled == -1 and mpmath.re(power) > 0:
        raise DivergenceError(
            f"{numbers.expression} has a pole where its argument is minus an eigenvalue. "
            "Choose another argument."
        )
    return (1 + scaled) ** -power


def _tail(numbers: HarmonicSum, argument: mpmath.mpf, start: int) -> Iterable[mpmath.mpf]:
    """The terms of the expanded profile, each summed over k >= start."""
    power, growth = number(numbers.power), number(numbers.growth)
    profile = numbers.profile
    for n in count():
        if growth < 0:
            front, exponent = number(profile.near_zero(n)) * argument**n, mpmath.mpf(n)
        elif isinstance(profile, Exponential):
            _refuse_long(start + n)
            k = mpmath.mpf(start + n)
            yield k**power * _profile(numbers, number(profile.rate) * argument * k**growth)
            continue
        else:
            assert isinstance(profile, Resolvent)
            exponent = -number(profile.power) - n
            scale = number(profile.rate) * argument  # in one, for the branch where it is negative
            front = number(profile.far_away(n)) * scale**exponent
        if front == 0:
            return  # a polynomial has no further terms
        yield front * hurwitz(-power - exponent * growth, start)


def _sum_until_negligible(terms: Iterable[mpmath.mpf], scale: mpmath.mpf) -> mpmath.mpf:
    total = mpmath.mpf(0)
    for term in terms:
        total += term
        if abs(term) <= mpmath.eps * max(abs(total), abs(scale)):
            break
    return total
