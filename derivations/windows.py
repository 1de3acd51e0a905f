r"""Windows of a crossover: the times between which one term of the loss is the largest.

    A t^{-\alpha} = B t^{-\beta}:   t = |B/A|^{1/(\beta - \alpha)}

The time law, the term of order 1/n, and what is left at t = infinity. Where two poles meet the last
two bear a logarithm, which is log(1/kappa_n) to leading order throughout.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sympy import (
    Abs,
    Expr,
    Integer,
    Mul,
    Symbol,
    expand,
    expand_power_base,
    gamma,
    log,
    pi,
    powsimp,
    sin,
)

from analytic.notation import kappa_n, t, tau
from analytic.symbolic.series.crossover import Part, Scaling
from analytic.symbolic.series.order import canonical, first_omitted


class Crossing(NamedTuple):
    """The time, in terms of kappa_n, at which one term takes over where some exponent leads.

    Where a term bears log(t), that is log(1/kappa_n) to leading order.
    """

    earlier: str
    later: str
    time: Expr
    exponent: Expr


def crossings(found: Scaling, resource: Symbol) -> tuple[Crossing, ...]:
    """Where one term of the loss takes over from another, for every part that may lead.

    A part without a term T^{-r} of its own grows out of its correction of order 1/n instead. A part
    with a logarithm has its time law in its derivative, and is left by both ways.
    """
    leads = first_omitted(part.power for part in found.parts)
    leading = [part for part in found.parts if part.power in leads]
    with_logarithm = [part for part in leading if part.logarithms]
    if with_logarithm:
        return tuple(
            crossing
            for part in with_logarithm
            for carrier in leading
            if carrier.function.logarithms == part.logarithms and carrier.power == part.power
            for crossing in (*_at_once(part, carrier, resource), *_by_way(part, carrier, resource))
        )
    return tuple(
        crossing
        for part in leading
        for crossing in (
            _at_once(part, part, resource)
            if part in found.carriers
            else _by_way(part, found.carriers[0], resource)
        )
    )


def order_of(time: Expr, found: Scaling, resource: Symbol) -> Expr:
    """A power of kappa_n as a power of n, without its coefficient."""
    power = canonical(kappa_n * log(time).diff(kappa_n))
    return resource ** canonical(-power / found.p)


def _at_once(part: Part, carrier: Part, resource: Symbol) -> Iterator[Crossing]:
    """From the time law of a carrier to what is left of a part."""
    yield _crossing(part, ("time law", time_law(carrier)), _late(part, resource))


def _by_way(part: Part, carrier: Part, resource: Symbol) -> Iterator[Crossing]:
    """The same by way of the term of order 1/n, which the part grows out of."""
    second = _in_time(part, part.function.term(Integer(1)))
    between = (f"term of order $1/{resource}$", second)
    yield _crossing(part, ("time law", reflected(time_law(carrier))), between)
    yield _crossing(part, between, _late(part, resource))


def time_law(carrier: Part) -> Expr:
    """The time law of a part."""
    return _in_time(carrier, carrier.function.first)


def _late(part: Part, resource: Symbol) -> tuple[str, Expr]:
    return f"law in ${resource}$", part.with_function(part.function.final)


def _crossing(part: Part, before: tuple[str, Expr], after: tuple[str, Expr]) -> Crossing:
    """The time at which two powers of time are equal in size."""
    slope = canonical(t * (log(before[1]) - log(after[1])).diff(t))
    ratio = _absorbed((after[1] / before[1]).subs(t, 1))
    return Crossing(before[0], after[0], Abs(ratio) ** (1 / slope), part.power)


def _absorbed(product: Expr) -> Expr:
    r"""A product in which u \Gamma(u) is \Gamma(u + 1), which has a value at u = 0."""
    for one in Mul.make_args(product):
        if isinstance(one, gamma):
            for factor in Mul.make_args(product):
                if canonical(factor - one.args[0]) == 0:
                    return product / one / factor * gamma(canonical(factor + 1))
    return product


def _in_time(part: Part, function: Expr) -> Expr:
    """A part of the loss at early times, as a function of t."""
    term = expand_power_base(part.with_function(function).subs(tau, 2 * kappa_n * t))
    return powsimp(term.replace(lambda one: one.is_Pow, lambda one: one.base ** canonical(one.exp)))


def reflected(term: Expr) -> Expr:
    r"""A term with \pi/\sin(\pi x) = \Gamma(x) \Gamma(1 - x), so that it has a value at whole x."""

    def gammas(angle: Expr) -> Expr:
        x = expand(angle / pi)
        return pi / (gamma(x) * gamma(1 - x))

    return term.replace(sin, gammas)
