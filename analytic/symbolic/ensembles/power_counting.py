r"""Power counting: exponents at late times of a kernel of two frequencies, without amplitudes.

With d = D s^{-p} and w = W s^q + w_0 + w_1 s + ... every term of a homogeneous kernel is a power of
frequency in all, and e^{(s+s')t} turns degree g into t^{-g-2}. The part of w that is analytic may
lead: its first power that leaves a function of both frequencies, not of one alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Add, Expr, Min, Symbol, cancel, denom, expand, factor

from analytic.errors import InvalidProblemError
from analytic.notation import d, epsilon, primed, s, s2, w
from analytic.symbolic.mean_field.responses import both
from analytic.symbolic.series.log_powers import LogPowers

__all__ = ["late_exponent"]

_MOST = 4  # powers of frequency in w that may drop out of a kernel


def late_exponent(kernel: Expr, sums: Mapping[Symbol, LogPowers]) -> Expr:
    """The decay rate in time of a kernel in d, w and both frequencies, homogeneous in d and in w.

    Raises    InvalidProblemError for a kernel that is not homogeneous.
    """
    (rate, _), _ = sums[d].leading
    tails = [exponent for exponent, _ in sums[w].terms if not exponent.is_Integer]
    tail = _degree(kernel, d, rate) + _order(kernel, w) * Min(*tails)
    analytic = (n for n in range(_MOST) if _is_felt(kernel.xreplace(both({w: s**n}))))
    found = [
        tail + _frequencies(kernel),
        *(_degree(kernel, d, rate) + _frequencies(kernel) + n for n in list(analytic)[:1]),
    ]
    return Min(*(expand(degree + 2) for degree in found))


def _degree(kernel: Expr, symbol: Symbol, exponent: Expr) -> Expr:
    return _order(kernel, symbol) * exponent


def _order(kernel: Expr, symbol: Symbol) -> Expr:
    """The degree of a kernel in a symbol and its prime together."""
    return _homogeneity(kernel, both({symbol: epsilon * symbol}))


def _frequencies(kernel: Expr) -> Expr:
    """The degree of a kernel in both frequencies, d and w held fixed."""
    return _homogeneity(kernel, both({s: epsilon * s}))


def _homogeneity(kernel: Expr, scaled: Mapping[Expr, Expr]) -> Expr:
    ratio = cancel(kernel.xreplace(dict(scaled)) / kernel)
    order = cancel(epsilon * ratio.diff(epsilon) / ratio)
    if not order.is_Integer:
        raise InvalidProblemError(f"{kernel} is not homogeneous. Take its terms one by one.")
    return order


def _is_felt(kernel: Expr) -> bool:
    """Whether a kernel without target is no sum of functions of one frequency each."""
    reduced = cancel(kernel)
    if denom(factor(reduced)).has(s) and denom(factor(reduced)).has(s2):
        return True
    return any(term.has(d) and term.has(primed(d)) for term in Add.make_args(expand(reduced)))
