r"""Terms of a loss and a budget: monomials in two resources, one of which pays for the other.

    L = \sum_i A_i N^{-n_i} t^{-t_i} (\log C)^{l_i},   C = N^p t^q

On the budget N = C^\nu makes every monomial a power of C whose exponent is linear in \nu.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Symbol,
    default_sort_key,
    expand,
    expand_log,
    expand_power_base,
    log,
)

from analytic.errors import InvalidProblemError, require
from analytic.symbolic.series.order import canonical

__all__ = ["Budget", "Line", "Term", "terms_of"]


class Line(NamedTuple):
    """A decay rate in C as a function of nu: at_zero + slope nu."""

    at_zero: Expr
    slope: Expr

    def at(self, nu: Expr) -> Expr:
        """The rate at a division of the budget."""
        return self.at_zero + self.slope * nu


@dataclass(frozen=True)
class Term:
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
    """C = first^p second^q, p and q positive: what the resources cost together."""

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

    def line(self, term: Term) -> Line:
        """The decay rate of a term along the budget."""
        one, two = term.decay(self.first), term.decay(self.second)
        return Line(canonical(two / self.q), canonical(one - self.p * two / self.q))


def terms_of(
    expression: Expr, resources: Iterable[Symbol], name: str, origin: str = ""
) -> tuple[Term, ...]:
    """The monomials that a sum of powers of the resources consists of.

    Raises    InvalidProblemError for a part that is no monomial.

    >>> from analytic.notation import N, a, b, t
    >>> [one.decays for one in terms_of(3 * t**-a + N**-b / t, (N, t), "")]
    [{N: 0, t: a}, {N: b, t: 1}]
    """
    together = tuple(resources)
    parts = Add.make_args(expand_power_base(expression, force=True))
    return tuple(
        _term(part, together, name, origin)
        for part in sorted(parts, key=default_sort_key)
        if part != 0
    )


def _term(part: Expr, resources: tuple[Symbol, ...], name: str, origin: str) -> Term:
    logarithm = expand_log(log(part), force=True)
    decays = {one: canonical(-logarithm.coeff(log(one))) for one in resources}
    rest = logarithm + Add(*(decay * log(one) for one, decay in decays.items()))
    if expand(rest).free_symbols & set(resources):
        raise InvalidProblemError(
            f"{part} is no product of powers of {', '.join(map(str, resources))}. "
            "Give the loss as a sum of such products."
        )
    return Term(name, part.subs(dict.fromkeys(resources, Integer(1))), decays, 0, origin)
