r"""Series in powers and logarithms of one small quantity, exponents symbolic, each with its error.

    \sum_i c_i x^{e_i} (\log x)^{j_i} + \sum_l O(x^{o_l}),   x \to 0+

Every operation carries the omitted powers along, and drops the terms that are certainly beyond one
of them. The exponents need no total order: which of two comes first may depend on a and b.

Reversion: the regulariser at which the effective dimension is a given number.

    d(\kappa) = C \kappa^{-p} [1 + \rho(\kappa)] = n
    \kappa = (C/n)^{1/p} [1 + \rho(\kappa)]^{1/p}

solved by iteration, each of which gains one correction.

Series put into an algebraic expression: its sums, products, quotients and powers are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import add, mul

from sympy import Add, Expr, Integer, Symbol, binomial, expand_log, log

from analytic.errors import InvalidProblemError
from analytic.symbolic.series.order import (
    canonical,
    denested,
    first_omitted,
    is_larger,
    is_positive,
)

CoefficientOf = Callable[[int], Expr]
Power = tuple[Expr, int]  # the exponent of x and that of log x

_ONE: Power = (Integer(0), 0)


@dataclass(frozen=True)
class LogPowers:
    r"""A series in powers and logarithms of a small quantity, and the exponents that are left out.

        \sum_i c_i x^{e_i} (\log x)^{j_i} + \sum_l O(x^{o_l} (\log x)^{q_l}),   x \to 0+

    The quantity x is `small`; exponents are expressions.
    """

    small: Expr
    terms: Mapping[Power, Expr]
    omitted: frozenset[Power]

    @classmethod
    def of(
        cls, small: Expr, terms: Iterable[tuple[Power, Expr]], omitted: Iterable[Power] = ()
    ) -> LogPowers:
        """The series with like terms collected and those beyond an omitted power dropped."""
        beyond = _frontier(omitted)
        collected: dict[Power, Expr] = {}
        for (exponent, logarithms), coefficient in terms:
            key = (canonical(exponent), logarithms)
            if not any(_is_within(key, o) for o in beyond):
                collected[key] = collected.get(key, Integer(0)) + coefficient
        return cls(small, {k: c for k, c in collected.items() if c != 0}, beyond)

    @classmethod
    def constant(cls, small: Expr, value: Expr) -> LogPowers:
        """A number as a series."""
        return cls.of(small, [(_ONE, value)])

    @classmethod
    def variable(cls, small: Expr) -> LogPowers:
        """The small quantity itself."""
        return cls.of(small, [((Integer(1), 0), Integer(1))])

    @property
    def expression(self) -> Expr:
        """The terms added, without their error."""
        return Add(*self.displayed)

    @property
    def displayed(self) -> tuple[Expr, ...]:
        """Each term as an expression."""
        return tuple(c * self.monomial(term) for term, c in self.terms.items())

    @property
    def remainder(self) -> Expr:
        """The omitted powers added, in absolute value: a bound of the error up to a constant."""
        return Add(*(self.monomial(term) * (-1) ** term[1] for term in self.omitted))

    @property
    def sign(self) -> int:
        """-1 where the small quantity is written 1/n, so that its logarithm is -log n; else 1."""
        return -1 if self.small.is_Pow and self.small.exp == -1 else 1

    def monomial(self, term: Power) -> Expr:
        """The power and the logarithms of a term."""
        exponent, logarithms = term
        logarithm = self.sign * log(self.small**self.sign)
        return self.small**exponent * logarithm**logarithms

    def scaled(self, factor: Expr) -> LogPowers:
        """The series times a number."""
        return LogPowers.of(
            self.small, [(key, factor * c) for key, c in self.terms.items()], self.omitted
        )

    def shifted(self, exponent: Expr) -> LogPowers:
        """The series times a power of the small quantity."""
        terms = [((e + exponent, j), c) for (e, j), c in self.terms.items()]
        return LogPowers.of(self.small, terms, [(o + exponent, j) for o, j in self.omitted])

    def __add__(self, other: LogPowers) -> LogPowers:
        terms = [*self.terms.items(), *other.terms.items()]
        return LogPowers.of(self.small, terms, self.omitted | other.omitted)

    def __sub__(self, other: LogPowers) -> LogPowers:
        return self + other.scaled(Integer(-1))

    def __mul__(self, other: LogPowers) -> LogPowers:
        terms = [
            ((e + f, i + j), c * d)
            for ((e, i), c), ((f, j), d) in product(self.terms.items(), other.terms.items())
        ]
        pairs = [
            *product(self.omitted, {*other.terms, *other.omitted}),
            *product(other.omitted, self.terms),
        ]
        return LogPowers.of(self.small, terms, [(o + e, i + j) for (o, i), (e, j) in pairs])

    @property
    def leading(self) -> tuple[Power, Expr]:
        """The one term that certainly comes before all others and before what is omitted.

        Raises    InvalidProblemError where a and b decide which term that is, or no term is left.
        """
        first = first_omitted(e for e, _ in (*self.terms, *self.omitted))
        known = [(e, j) for e, j in self.terms if first == {e}]
        if not known:
            raise InvalidProblemError(
                f"Which term of {self.expression} + O({self.remainder}) leads depends on the "
                f"exponents {set(first)}. Give numbers for them, keep more terms, or expand in a "
                "quantity whose leading term is certain."
            )
        exponent, logarithms = max(known, key=lambda term: term[1])
        return (exponent, logarithms), self.terms[exponent, logarithms]

    def power(self, exponent: Expr, order: int) -> LogPowers:
        r"""A power of the series, c^p x^{pe} \sum_{n \le order} \binom{p}{n} \delta^n.

        The leading coefficient c must be positive where p is no integer.
        """
        (lead, coefficient), relative = self._relative()
        result = relative.summed(lambda n: binomial(exponent, n).expand(func=True), order)
        front = denested(coefficient**exponent)
        return result.scaled(front).shifted(lead * exponent)

    def logarithm(self, order: int) -> LogPowers:
        r"""The logarithm, \log c + e \log x + \sum_{1 \le n \le order} (-1)^{n-1} \delta^n / n."""
        (lead, coefficient), relative = self._relative()
        head = [(_ONE, expand_log(log(coefficient), force=True)), ((Integer(0), 1), lead)]
        tail = relative.summed(_of_logarithm, order)
        return LogPowers.of(self.small, head) + tail

    def summed(self, coefficient: CoefficientOf, order: int) -> LogPowers:
        r"""The series \sum_{n \le order} coefficient(n) \delta^n in a \delta that vanishes."""
        total = LogPowers.constant(self.small, coefficient(0))
        power = LogPowers.constant(self.small, Integer(1))
        for n in range(1, order + 1):
            power = power * self
            total = total + power.scaled(coefficient(n))
        next_power = order + 1
        left = [(next_power * e, next_power * j) for e, j in {*self.terms, *self.omitted}]
        return LogPowers.of(self.small, total.terms.items(), [*total.omitted, *left])

    def composed(self, inner: LogPowers, order: int) -> LogPowers:
        """The series with another series in the place of its small quantity.

        Raises    InvalidProblemError where that series is not certain to vanish.
        """
        (lead, _), _ = inner.leading
        if not is_positive(lead):
            raise InvalidProblemError(
                f"{inner.expression} does not certainly vanish, and {self.small} is small. "
                "Choose exponents at which its leading power is positive."
            )
        logarithm = inner.logarithm(order) if any(j for _, j in self.terms) else inner
        total = LogPowers.of(inner.small, [])
        for (exponent, logarithms), coefficient in self.terms.items():
            term = inner.power(exponent, order).scaled(coefficient)
            for _ in range(logarithms):
                term = term * logarithm
            total = total + term
        beyond = LogPowers.of(inner.small, [], [(lead * o, j) for o, j in self.omitted])
        return total + beyond

    def _relative(self) -> tuple[tuple[Expr, Expr], LogPowers]:
        """The leading exponent and coefficient, and the series over its leading term, minus 1."""
        (lead, logarithms), coefficient = self.leading
        if logarithms:
            raise InvalidProblemError(
                f"The leading term of {self.expression} has a logarithm, and its powers are no "
                "series in powers and logarithms. Choose exponents off this boundary."
            )
        rest = {key: c / coefficient for key, c in self.terms.items() if key != (lead, 0)}
        bare = LogPowers.of(self.small, rest.items(), self.omitted)
        return (lead, coefficient), bare.shifted(-lead)


def _of_logarithm(n: int) -> Expr:
    r"""The coefficient of \delta^n in \log(1 + \delta)."""
    return Integer(0) if n == 0 else (-1) ** (n - 1) / Integer(n)


def _is_within(term: Power, omitted: Power) -> bool:
    """Whether a term is certainly no larger than an omitted one."""
    if term[0] == omitted[0]:
        return term[1] <= omitted[1]
    return is_larger(term[0], omitted[0])


def _frontier(omitted: Iterable[Power]) -> frozenset[Power]:
    """The omitted terms that are not certainly within another one."""
    distinct = {(canonical(exponent), logarithms) for exponent, logarithms in omitted}
    return frozenset(
        one for one in distinct if not any(_is_within(one, o) for o in distinct - {one})
    )


def revert(dimension: LogPowers, large: Expr, order: int) -> LogPowers:
    r"""Series reversion: the small quantity of `dimension` as a series in 1/large.

        C \kappa^{-p} [1 + \rho(\kappa)] = n   =>   \kappa = (C/n)^{1/p} [1 + \rho(\kappa)]^{1/p}

    `order` is the number of corrections; the leading power of `dimension` must be negative.
    """
    small = 1 / large
    (exponent, _), coefficient = dimension.leading
    root = -1 / exponent
    n = LogPowers.of(small, [((exponent * 0 - 1, 0), coefficient**0)])
    rest = dimension - LogPowers.of(dimension.small, [((exponent, 0), coefficient)])
    next_powers = [(root * (1 + e - exponent), j) for e, j in {*rest.terms, *rest.omitted}]
    kappa = LogPowers.of(small, [((root, 0), coefficient**root)], next_powers)
    for _ in range(order):
        deficit = n - rest.composed(kappa, order)
        kappa = deficit.scaled(1 / coefficient).power(-root, order)
    return kappa


def substitute(
    expression: Expr, series: Mapping[Symbol, LogPowers], small: Expr, order: int
) -> LogPowers:
    """The expression with a series in `small` for each of these symbols; the others are numbers.

    `order` is the number of corrections kept in a quotient or a power.

    Raises    InvalidProblemError where the expression is not algebraic in these symbols.
    """
    if expression in series:
        return series[expression]
    if not expression.free_symbols & set(series):
        return LogPowers.constant(small, expression)
    if expression.is_Pow and not expression.exp.free_symbols & set(series):
        base = substitute(expression.base, series, small, order)
        return _power(base, expression.exp, order)
    if not (expression.is_Add or expression.is_Mul):
        raise InvalidProblemError(
            f"{expression} is not algebraic in {set(series)}. Expand its {expression.func} first."
        )
    parts = [substitute(part, series, small, order) for part in expression.args]
    return reduce(add if expression.is_Add else mul, parts)


def _power(base: LogPowers, exponent: Expr, order: int) -> LogPowers:
    if exponent.is_Integer and exponent.is_positive:
        return reduce(mul, [base] * int(exponent))
    return base.power(exponent, order)
