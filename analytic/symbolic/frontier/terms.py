r"""Terms of a loss and a budget: monomials in two resources, one of which pays for the other.

    L = \sum_i A_i N^{-n_i} t^{-t_i} (\log C)^{l_i},   C = N^p t^q

On the budget N = C^\nu makes every monomial a power of C whose exponent is linear in \nu.

Amplitudes where two monomials balance, in closed form.

L = A C^{-c} N^\alpha + B C^{-d} N^{-\beta}   along the budget,   \alpha, \beta > 0:
N^* = [\beta B/(\alpha A)]^{1/(\alpha + \beta)} C^\nu,
L^* = A (1 + \alpha/\beta) [\beta B/(\alpha A)]^{\alpha/(\alpha + \beta)} C^{-r}

The monomials that a crossover consists of: what its functions begin with, and their limits.

W \kappa_N^r \Phi(r, p, 2 \kappa_N t) = W [ (2t)^{-r} ..., N^{-1} t^{p-r}, ...;  \kappa_N^r ]
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    S,
    Symbol,
    default_sort_key,
    expand,
    expand_log,
    expand_power_base,
    log,
)

from analytic.errors import InvalidProblemError, require
from analytic.notation import kappa_n, t, tau
from analytic.quotient import cancel
from analytic.symbolic.series.crossover import Part, Scaling
from analytic.symbolic.series.order import canonical


class Line(NamedTuple):
    """A decay rate in C as a function of nu: at_zero + slope nu."""

    at_zero: Expr
    slope: Expr

    def at(self, nu: Expr) -> Expr:
        """The rate at a division of the budget."""
        return self.at_zero + self.slope * nu


@dataclass(frozen=True)
class Monomial:
    """A monomial: coefficient times resource^-decay, with a power of the logarithm of C.

    `origin` names the function of which the term is a limit: terms of one origin become equal to
    one another where that function changes from one limit to the other, and add up to it there.
    """

    name: str
    coefficient: Expr
    decays: Mapping[Symbol, Expr]
    logarithms: int = 0
    origin: str = ""

    def decay(self, resource: Symbol) -> Expr:
        """The exponent with which the term falls with a resource."""
        return self.decays.get(resource, Integer(0))

    @property
    def expression(self) -> Expr:
        """The term without its logarithm."""
        powers = (resource**-decay for resource, decay in self.decays.items())
        return Mul(self.coefficient, *powers)


@dataclass(frozen=True)
class Budget:
    """A budget: what two resources cost together.

        C = N^p t^q,   p, q > 0

    `first` is N, `second` is t.
    """

    compute: Symbol
    first: Symbol
    second: Symbol
    p: Expr = field(default=Integer(1))
    q: Expr = field(default=Integer(1))

    def __post_init__(self) -> None:
        for name, power in (("p", self.p), ("q", self.q)):
            require(
                power.is_positive is True,
                f"The budget has {name} = {power}, so a resource is free. Give a positive power.",
            )

    @property
    def expression(self) -> Expr:
        """The compute in terms of the resources."""
        return self.first**self.p * self.second**self.q

    @property
    def most(self) -> Expr:
        """nu where the whole budget goes into the first resource."""
        return 1 / self.p

    def second_exponent(self, nu: Expr) -> Expr:
        """The power of C as which the second resource grows."""
        return canonical((1 - self.p * nu) / self.q)

    def line(self, term: Monomial) -> Line:
        """The decay rate of a term along the budget."""
        one, two = term.decay(self.first), term.decay(self.second)
        return Line(canonical(two / self.q), canonical(one - self.p * two / self.q))


def terms_of(expression: Expr, resources: Iterable[Symbol], name: str) -> tuple[Monomial, ...]:
    """The monomials that a sum of powers of the resources consists of.

    Raises    InvalidProblemError for a part that is no monomial.

    >>> from analytic.notation import N, a, b, t
    >>> [one.decays for one in terms_of(3 * t**-a + N**-b / t, (N, t), "")]
    [{N: 0, t: a}, {N: b, t: 1}]
    """
    together = tuple(resources)
    parts = Add.make_args(expand_power_base(expression, force=True))
    return tuple(
        _term(part, together, name) for part in sorted(parts, key=default_sort_key) if part != 0
    )


def _term(part: Expr, resources: tuple[Symbol, ...], name: str) -> Monomial:
    logarithm = expand_log(log(part), force=True)
    decays = {one: canonical(-logarithm.coeff(log(one))) for one in resources}
    rest = logarithm + Add(*(decay * log(one) for one, decay in decays.items()))
    if expand(rest).free_symbols & set(resources):
        raise InvalidProblemError(
            f"{part} is no product of powers of {', '.join(map(str, resources))}. "
            "Give the loss as a sum of such products."
        )
    return Monomial(name, part.subs(dict.fromkeys(resources, Integer(1))), decays)


class Optimum(NamedTuple):
    """A minimum along a budget: the amplitudes of both resources and of the loss.

    Each goes with a power of C, and with (log C) to `logarithms` for the loss and to
    `first_logarithms` for the first resource.
    """

    first: Expr
    second: Expr
    loss: Expr
    logarithms: Expr
    first_logarithms: Expr = S.Zero


def two_terms(falls: Monomial, rises: Monomial, budget: Budget) -> Optimum:
    r"""The minimum of two monomials: one that grows with the first resource, one that falls.

        N^* = [\beta B/(\alpha A)]^{1/(\alpha + \beta)} C^\nu,
        L^* = A (1 + \alpha/\beta) [\beta B/(\alpha A)]^{\alpha/(\alpha + \beta)} C^{-r}

    for L = A C^{-c} N^\alpha + B C^{-d} N^{-\beta} along the budget.

    Logarithms of C in the terms count as constants: right to leading order.

    >>> from analytic.notation import C, N, t
    >>> from sympy import Integer
    >>> one, other = Monomial("", Integer(1), {t: 1}), Monomial("", Integer(4), {N: 1})
    >>> two_terms(one, other, Budget(C, N, t))
    Optimum(first=2, second=1/2, loss=4, logarithms=0, first_logarithms=0)
    """
    alpha, beta = -budget.line(falls).slope, budget.line(rises).slope
    one, other = falls.coefficient, rises.coefficient
    ratio, power = beta * other / (alpha * one), cancel(1 / (alpha + beta))
    share = cancel(alpha * power)
    first = ratio**power
    more = rises.logarithms - falls.logarithms
    return Optimum(
        first=first,
        second=first ** (-budget.p / budget.q),
        loss=cancel(1 + alpha / beta) * one * ratio**share,
        logarithms=canonical(falls.logarithms + more * share),
        first_logarithms=canonical(more * power),
    )


def crossover_terms(found: Scaling, resource: Symbol, orders: int = 1) -> tuple[Monomial, ...]:
    """The time law, the terms to some order in 1/N and the final law of every part.

    Valid     where no part bears a logarithm.
    """
    return tuple(
        term for part in found.parts for term in _terms_of_part(part, found, resource, orders)
    )


def part_named(found: Scaling, origin: str) -> Part:
    """The part of a crossover that a term comes from."""
    return next(part for part in found.parts if name_of(part) == origin)


def name_of(part: Part) -> str:
    """What tells the parts of a crossover apart: the power of kappa_N and the logarithms."""
    return f"{part.power}, {part.logarithms}, {part.function.logarithms}"


def in_time(part: Part, function: Expr, unit: Expr) -> Expr:
    """A part with another function of tau, as an expression in the resource and t."""
    return part.with_function(function).subs(tau, 2 * kappa_n * t).subs(kappa_n, unit)


def _terms_of_part(part: Part, found: Scaling, resource: Symbol, orders: int) -> Iterator[Monomial]:
    r"""Powers of \tau and of \kappa_n = unit n^{-1/p}, as powers of t and of the resource."""
    power, p = part.function.args[:2]
    unit, origin = found.unit.subs(resource, 1), name_of(part)
    early = [("time law", part.function.first)]
    early += [
        (f"term of order ${resource}^-{order}$", part.function.term(Integer(order)))
        for order in range(1, orders + 1)
    ]
    for order, (name, function) in enumerate(early):
        in_tau = canonical(order * p - power)
        number = part.weight * function.subs(tau, 1) * 2**in_tau * unit ** canonical(order * p)
        decays = {resource: Integer(order), t: canonical(-in_tau)}
        if number != 0:
            yield Monomial(name, number, decays, 0, origin)
    final = part.weight * part.function.final * unit**power
    if final != 0:
        decays = {resource: canonical(power / p), t: Integer(0)}
        yield Monomial(f"law in ${resource}$", final, decays, 0, origin)
