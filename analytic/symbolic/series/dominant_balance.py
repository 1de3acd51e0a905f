r"""Dominant balance: from a series with symbolic exponents to a law with regimes.

The leading exponent is the minimum over those terms that no other term certainly precedes; where
each of them is the smallest is a condition on a and b, and two of them meet on a boundary.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sympy import (
    Eq,
    Expr,
    Ne,
    Symbol,
    betainc,
    expand_log,
    expand_power_base,
    factor,
    factor_terms,
    pi,
    powsimp,
    sin,
    solve,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import a, b
from analytic.regions import boundaries, smallest
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical, first_omitted
from analytic.symbolic.series.resonances import resonances, without_zeros
from analytic.symbolic.series.truncation import QUADRANT, gain, truncation
from analytic.term import Piece, Term

OnBoundary = Callable[[Mapping[Expr, Expr]], Law]


def balanced(
    series: LogPowers,
    symbol: str,
    variable: Symbol,
    validity: str,
    conditions: Iterable[Boolean] = (),
    at: OnBoundary | None = None,
) -> Law:
    r"""The law of a quantity whose series in 1/variable is given: dominant balance.

        L ~ A_i n^{-r_i},   r_i = \min_j r_j

    Which exponent is smallest is a condition on a and b; where two meet is a boundary.

    `at` derives the law for other values of the parameters; it is called on every boundary.

    Raises    InvalidProblemError where what is omitted is not certain to come after the terms.
    """
    tidy = tidied(series)
    leads = first_omitted(exponent for exponent, _ in tidy.terms)
    if leads != first_omitted(exponent for exponent, _ in (*tidy.terms, *tidy.omitted)):
        raise InvalidProblemError(
            f"What is omitted, O({tidy.remainder}), may lead for some exponents. "
            "Keep more terms of the expansions, or give numbers for the exponents."
        )
    front = {key: c for key, c in tidy.terms.items() if key[0] in leads}
    leading = LogPowers.of(series.small, front.items())
    competing = sorted(leads, key=str)
    regimes = tuple(
        _regime(exponent, condition, leading, tidy) for exponent, condition in smallest(competing)
    )
    rest = LogPowers.of(
        series.small, [item for item in tidy.terms.items() if item[0] not in front], series.omitted
    )
    meeting = boundaries(competing) if at is not None else ()
    apart = [edge for edge in _resonances(tidy) if edge not in meeting] if at is not None else ()
    between, resonant = (
        {edge: at(on_boundary(edge)) for edge in edges} if at is not None else {}
        for edges in (meeting, apart)
    )
    cut = truncation(tidy, leads)
    cut = cut._replace(remainder=rest.remainder + cut.remainder)
    return Law(
        symbol,
        variable,
        (Piece(leading.expression, rest.remainder, rest.expression, cut=cut),),
        validity,
        tuple(one for regime in regimes for one in _with_curves(regime, resonant)),
        between,
        resonant,
        tuple(map(_solved, conditions)),
        at,
    )


def _resonances(series: LogPowers) -> tuple[Eq, ...]:
    """The curves on which a coefficient of the series is infinite."""
    omitted = [exponent for exponent, _ in series.omitted]
    found = (
        curve
        for (exponent, _), coefficient in series.terms.items()
        for curve in resonances(coefficient, exponent, omitted)
    )
    return tuple(dict.fromkeys(found))


def _with_curves(regime: Term, resonant: Mapping[Boolean, Law]) -> Iterator[Term]:
    """A regime, and the curves in it on which its amplitude is infinite: there another is right."""
    yield regime
    singular = resonances(regime.amplitude, regime.exponent, ())
    for edge, law in resonant.items():
        within = regime.condition.subs(*edge.args).subs(QUADRANT) != False  # noqa: E712
        if edge in singular and within:
            yield regime._replace(amplitude=law.amplitude, condition=edge)


def on_boundary(edge: Eq) -> dict[Expr, Expr]:
    """The source (or else the capacity) on a boundary, as a substitution.

    >>> on_boundary(Eq(a, b + 1))
    {a: b + 1}
    """
    solved = a if edge.has(a) else b
    if edge.lhs == solved and not edge.rhs.has(solved):
        return {solved: edge.rhs}
    (value,) = solve(edge, solved)
    return {solved: value}


def _regime(exponent: Expr, condition: Boolean, leading: LogPowers, series: LogPowers) -> Term:
    own = canonical(exponent)
    logarithms = max(j for e, j in leading.terms if e == own)
    amplitude = leading.terms[own, logarithms] * leading.sign**logarithms
    return Term(amplitude, exponent, logarithms, condition, gain(series, own, condition))


def _solved(condition: Boolean) -> Boolean:
    """A condition that two poles do not collide, solved for the source or the capacity."""
    ((letter, value),) = on_boundary(Eq(*condition.args)).items()
    return Ne(letter, value)


def tidied(series: LogPowers) -> LogPowers:
    """The series with factored coefficients, like powers collected.

    Amplitudes are positive functions of b > 1, so that products under a power may be taken apart.
    """
    terms = [(key, _tidy(coefficient)) for key, coefficient in series.terms.items()]
    return LogPowers.of(series.small, terms, series.omitted)


def _tidy(coefficient: Expr) -> Expr:
    canonical_powers = coefficient.replace(
        lambda node: node.is_Pow and bool(node.exp.free_symbols),
        lambda node: node.base ** canonical(node.exp),
    )
    logs_apart = expand_log(canonical_powers, force=True)
    # A common denominator would put Gamma, which may have a pole there, above the line.
    collected = factor_terms(logs_apart) if logs_apart.has(betainc) else factor(logs_apart)
    apart = expand_power_base(collected, force=True).replace(
        lambda node: node.is_Pow and node.base.is_Pow and node.base.exp == -1,
        lambda node: node.base.base**-node.exp,
    )
    return _in_one_power(powsimp(without_zeros(factor_terms(apart)), combine="exp"))


def _in_one_power(product: Expr) -> Expr:
    """Powers of pi, b and sin(...) whose symbolic exponents are the same, as one power of all.

    (pi/(b sin(pi/b)))^e is the amplitude of d(kappa) to a power, and reads as such.
    """
    factors = product.as_powers_dict()
    for base, exponent in factors.items():
        if isinstance(base, sin) and exponent.free_symbols:
            partners = {pi: -exponent, b: exponent}
            if all(not (factors.get(x, 0) - e).free_symbols for x, e in partners.items()):
                rest = product * pi**exponent * b**-exponent * base**-exponent
                return powsimp(rest, combine="exp") * (pi / (b * base)) ** -exponent
    return product
