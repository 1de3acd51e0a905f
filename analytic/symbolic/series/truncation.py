r"""Curves on which a coefficient vanishes, and how much smaller what comes next is there.

A coefficient that is the residue at one pole holds the other factors at that point:
1/\Gamma(u) vanishes at u = 0, -1, ..., \zeta(u) at u = -2, -4, ..., a polynomial on one curve.

Truncation near resonances: no pole of a coefficient is kept without the one that cancels it.

    n^{-e} / \sin(\pi u)     is kept up to half way to its first pole whose partner is not

On a curve on which two poles of an image meet, two terms of a series are infinite, and their sum is
finite. A term with a string of poles has more of these than there are other terms. From half way
to the first pole that would be alone it is left out and counts as remainder; next to the curve it
leaves there, with its partner, a logarithm. A leading term whose next partner is a correction
becomes a correction from half way on.

A correction is left out where its power is within the remainder, unless its coefficient has a pole:
next to that another term, which may be larger, needs it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Ge,
    Gt,
    Integer,
    Le,
    Lt,
    Min,
    Mul,
    Or,
    Piecewise,
    Pow,
    factor_terms,
    false,
    fraction,
    gamma,
    together,
    true,
    zeta,
)
from sympy.logic.boolalg import Boolean

from analytic.notation import a, above_one_a, above_one_b, b
from analytic.quotient import cancel
from analytic.symbolic.series.log_powers import LogPowers, Power
from analytic.symbolic.series.order import canonical, first_omitted, is_larger, is_positive
from analytic.symbolic.series.resonances import (
    Poles,
    curves,
    has_pole,
    inside,
    is_beyond,
    left_out,
    orders_of_growth,
    resonances,
    solved,
)
from analytic.term import Piece

QUADRANT = {a: 1 + above_one_a, b: 1 + above_one_b}


def gain(series: LogPowers, exponent: Expr, condition: Boolean) -> Expr:
    """How much faster than the leading power all others fall; another one where the next vanishes.

    >>> from sympy import Integer
    >>> one = Integer(1)
    >>> terms = {(one, 0): one, (b, 0): a - 2 * b, (b + 1, 0): one}
    >>> gain(LogPowers.of(a, terms.items()), one, a > b)
    Piecewise((b, Eq(a, 2*b)), (b - 1, True))
    """
    powers = {canonical(e) for e, _ in (*series.terms, *series.omitted)} - {exponent}
    general = Min(*first_omitted(e - exponent for e in powers))
    cases = []
    for power in powers - {canonical(e) for e, _ in series.omitted}:
        coefficients = [c for (e, _), c in series.terms.items() if canonical(e) == power]
        for curve in _common_zeros(coefficients):
            others = [canonical((e - exponent).subs(*curve.args)) for e in powers - {power}]
            own = canonical((power - exponent).subs(*curve.args))
            if any(own == other or is_larger(own, other) for other in others):
                continue
            within = condition.subs(*curve.args).subs(QUADRANT) != False  # noqa: E712
            if within and all(_vanishes(c, curve) for c in coefficients):
                cases.append((Min(*first_omitted(others)), curve))
    return Piecewise(*sorted(cases, key=str), (general, True)) if cases else general


def _vanishes(coefficient: Expr, curve: Eq) -> bool:
    """Whether a coefficient with a factor that vanishes on a curve does so as a whole."""
    return orders_of_growth(coefficient, curve) < 0


def _common_zeros(coefficients: Sequence[Expr]) -> tuple[Eq, ...]:
    """The curves on which each of the coefficients, of one power, has a factor that vanishes."""
    first, *others = (_zeros(coefficient) for coefficient in coefficients)
    return tuple(curve for curve in first if all(curve in other for other in others))


@cache
def _zeros(coefficient: Expr) -> tuple[Eq, ...]:
    """The curves on which one factor vanishes."""
    return tuple(dict.fromkeys(_zeros_of_factors(coefficient)))


def _zeros_of_factors(coefficient: Expr) -> Iterator[Eq]:
    for factor in Mul.make_args(coefficient):
        if isinstance(factor, Pow) and factor.exp.is_negative and isinstance(factor.base, gamma):
            yield from curves(Poles(canonical(factor.base.args[0]), 0, -1))
        elif isinstance(factor, zeta):
            yield from curves(Poles(canonical(factor.args[0]), -2, -2))
        elif factor.is_Add and factor.is_polynomial(a, b):
            curve = solved(factor)
            if curve is not None and inside(curve):
                yield curve


Bound = tuple[Expr, int, Boolean]  # an exponent, logarithms, and where that power is left out


def truncation(series: LogPowers, leads: Iterable[Expr]) -> Piece:
    """A series by what each term is where; `leads` are the exponents that may lead.

    The remainder is what is left out somewhere, by cases, without what the series omits.
    """
    front = [term for term in series.terms if term[0] in leads]
    gone = {term: _left_out(series, term, series.terms) for term in series.terms}
    left = [(exponent, logarithms + 1, gone[exponent, logarithms]) for exponent, logarithms in gone]
    bounds = [*((*omitted, true) for omitted in series.omitted), *left]
    leading, correction, remainder = [], [], []
    for term, displayed in zip(series.terms, series.displayed, strict=True):
        nothing = (Integer(0), gone[term])
        if term in front:
            follows = _left_out(series, term, front)
            leading.append(_cases([(Integer(0), follows)], displayed))
            correction.append(_cases([nothing, (displayed, follows)], Integer(0)))
        else:
            within = (Integer(0), _within(series, term, bounds))
            correction.append(_cases([nothing, within], displayed))
        if gone[term] != false:
            exponent, logarithms = term[0], term[1] + 1
            power = series.monomial((exponent, logarithms)) * (-1) ** logarithms
            remainder.append(Piecewise((power, gone[term]), (Integer(0), True)))
    return Piece(Add(*leading), Add(*remainder), Add(*correction))


def _left_out(series: LogPowers, term: Power, kept: Iterable[Power]) -> Boolean:
    """Where a term is no longer among those that are kept."""
    exponent, _ = term
    omitted = [bound for bound, _ in series.omitted]

    def meets(other: Power, curve: Eq) -> bool:
        distance = canonical((other[0] - exponent).subs(*curve.args))
        return other != term and distance == 0 and has_pole(series.terms[other], curve)

    def is_alone(curve: Eq) -> bool:
        if any(meets(other, curve) for other in kept):
            return False
        beyond = is_beyond(curve, exponent, omitted)
        later = beyond or any(meets(other, curve) for other in series.terms)
        return later and has_pole(series.terms[term], curve)

    return left_out(series.terms[term], is_alone)


def _within(series: LogPowers, term: Power, bounds: Iterable[Bound]) -> Boolean:
    """Where a term without poles is no larger than a power that is left out there."""
    exponent, logarithms = term
    if resonances(series.terms[term], exponent, ()):
        return false
    return Or(
        *(
            And(where, _is_later(canonical(exponent - bound), logarithms <= others))
            for bound, others, where in bounds
            if where != false
        )
    )


def _is_later(excess: Expr, weak: bool) -> Boolean:
    """Where an excess is positive, or zero too."""
    if excess == 0 or is_positive(excess) or is_positive(-excess):
        return true if is_positive(excess) or (excess == 0 and weak) else false
    edge = solved(fraction(together(excess))[0])
    if edge is None or not inside(edge):
        return false
    rises = is_positive(canonical(excess.diff(edge.lhs)))
    relation = (Ge if weak else Gt) if rises else (Le if weak else Lt)
    return relation(*edge.args)


def _cases(cases: list[tuple[Expr, Boolean]], otherwise: Expr) -> Expr:
    some = [case for case in cases if case[1] != false]
    return Piecewise(*some, (otherwise, True)) if some else otherwise


def continued(formula: Expr) -> Expr:
    """A formula with its limits on curves where 0 stands beside infinity, up to the first pole.

    >>> from analytic.notation import a, b
    >>> from sympy import pi, sin
    >>> continued((1 - 2 ** (b + 1 - a)) / sin(pi * (a - 1) / b))
    Piecewise((-b*log(2)/pi, Eq(a, b + 1)), ((1 - 2**(-a + b + 1))/sin(pi*(a - 1)/b), a < 2*b + 1))
    """
    cases: list[tuple[Expr, Boolean]] = []
    for curve in resonances(formula, Integer(0), ()):
        value = _limit_on(curve, formula)
        if value is None:
            return Piecewise(*cases, (formula, curve.lhs < curve.rhs))
        cases.append((value, curve))
    return Piecewise(*cases, (formula, True)) if cases else formula


def _limit_on(curve: Eq, formula: Expr) -> Expr | None:
    """The limit on a curve where numerator and denominator vanish, else None."""
    letter, value = curve.args
    above, below = formula.as_numer_denom()
    if cancel(above.subs(letter, value)) != 0:
        return None
    rise, fall = (one.diff(letter).subs(letter, value) for one in (above, below))
    return factor_terms(rise / fall)
