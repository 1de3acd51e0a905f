"""Laws as they are stated to a reader: in one paper's letters, and in numbers at one a and b."""

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import (
    Expr,
    Integer,
    Symbol,
    false,
    gamma,
    gammasimp,
    nan,
    oo,
    powsimp,
    sympify,
    true,
    zoo,
)

from analytic.errors import require
from analytic.export.tables import rules
from analytic.formulas.dictionary import Notation
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.real_numbers import shown
from analytic.result import Result
from analytic.term import Term

_LARGEST_POWER = 1000


@dataclass(frozen=True)
class StatedLaw:
    """A law in one notation: variable, exponent, amplitude, and the regimes that it distinguishes.

    Boundaries between regimes are among the regimes. `symbol` is the key of the exponent in the
    interface, the same in every notation, `letter` what the exponent is called in this one.
    """

    name: str
    symbol: str
    letter: str
    variable: Symbol
    exponent: Expr
    amplitude: Expr
    regimes: tuple[Term, ...]


def stated_law(result: Result, notation: Notation) -> StatedLaw | None:
    """The law of a result in a notation; None where the result is no law."""
    law = result.law
    if law is None:
        return None
    return StatedLaw(
        result.name,
        law.symbol,
        notation.spoken(law.symbol),
        notation.from_house(law.variable),
        notation.from_house(law.exponent),
        notation.from_house(law.amplitude),
        _regimes(law, notation),
    )


def law_values(result: Result, spectrum: PowerLaw) -> Term | None:
    """The leading term of a result's law at one a and b, in the regime or on the curve there.

    It is derived anew where the formula for symbols has no amplitude; NaN where there is none.
    """
    law = result.law
    if law is None:
        return None
    values = _evaluated(law, {a: spectrum.a, b: spectrum.b})
    if values.amplitude is nan and result.derive is not None:
        special = result.derive(spectrum).law
        if special is not None:
            return _evaluated(special, {})._replace(condition=values.condition)
    return values


def closed_form(amplitude: Expr) -> Expr:
    """An exact amplitude with as few Gammas as reflection and duplication leave.

    >>> from sympy import Rational, gamma
    >>> closed_form(gamma(Rational(2, 3)) * gamma(Rational(4, 3)))
    2*sqrt(3)*pi/9
    """
    return powsimp(gammasimp(amplitude)) if amplitude.has(gamma) else amplitude


def refuse_the_enormous(spectrum: PowerLaw) -> None:
    """Raise InvalidProblemError for powers at which amplitudes have too many digits to be kept."""
    for name, power in (("a", spectrum.a), ("b", spectrum.b)):
        require(
            (power <= _LARGEST_POWER) != False,  # noqa: E712 - a letter may be large
            f"{name} = {shown(power)} is too large: amplitudes are powers of it, beyond all digits "
            f"that can be stored. Choose {name} <= {_LARGEST_POWER}.",
        )


def _regimes(law: Law, notation: Notation) -> tuple[Term, ...]:
    """The terms of a law and those on its boundaries where a notation's restriction has them."""
    return tuple(
        term._replace(gain=oo).mapped(notation.from_house)
        for term in (rules(law) if law.terms else ())
        if notation.from_house(term.condition) != false
    )


def _evaluated(law: Law, point: Mapping[Symbol, Expr]) -> Term:
    here = [term for term in rules(law) if term.condition.subs(point) == true]
    amplitude = law.amplitude.subs(point)
    return Term(
        nan if amplitude.has(nan, oo, zoo) else amplitude,
        law.exponent.subs(point),
        max((sympify(term.logarithms).subs(point) for term in here), default=Integer(0)),
        here[-1].condition if here else true,
    )
