"""Laws as they are stated to a reader: in one paper's letters, and in numbers at one a and b."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sympy import (
    Expr,
    Piecewise,
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
from sympy.logic.boolalg import Boolean

from analytic.errors import require
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


@dataclass(frozen=True)
class LawValues:
    """A law in numbers; the amplitude is None where it has none, `logarithms` is their power.

    `where` is the condition of the regime, or of the curve, that the point is in.
    """

    exponent: Expr
    amplitude: Expr | None
    logarithms: Expr | int
    where: Boolean = true


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
        tuple(_regimes_in(_regimes(law), notation)),
    )


def law_values(result: Result, spectrum: PowerLaw) -> LawValues | None:
    """The law of a result at one a and b; derived anew where the formula for symbols has none."""
    law = result.law
    if law is None:
        return None
    values = _evaluated(law, {a: spectrum.a, b: spectrum.b})
    if values.amplitude is None and result.derive is not None:
        special = result.derive(spectrum).law
        return values if special is None else replace(_evaluated(special, {}), where=values.where)
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


def _regimes(law: Law) -> Iterator[Term]:
    """The regimes of a law, each followed by the curves in it on which its amplitude is another."""
    for regime in law.regimes:
        yield from _by_curves(regime)
    for condition, inner in law.boundaries.items():
        for regime in inner.regimes:
            yield regime._replace(condition=condition, gain=oo)


def _by_curves(regime: Term) -> Iterator[Term]:
    if not isinstance(regime.amplitude, Piecewise):
        yield regime
        return
    *on_curves, (general, _) = regime.amplitude.args
    yield regime._replace(amplitude=general)
    for amplitude, curve in on_curves:
        yield regime._replace(amplitude=amplitude, condition=curve)


def _regimes_in(regimes: Iterator[Term], notation: Notation) -> Iterator[Term]:
    """The regimes in a notation, without those that its restriction excludes."""
    stated = (regime._replace(gain=oo).mapped(notation.from_house) for regime in regimes)
    return (regime for regime in stated if regime.condition != false)


def _evaluated(law: Law, point: Mapping[Symbol, Expr]) -> LawValues:
    here = [regime for regime in _regimes(law) if regime.condition.subs(point) == true]
    amplitude = law.amplitude.subs(point)
    return LawValues(
        law.exponent.subs(point),
        None if amplitude.has(nan, oo, zoo) else amplitude,
        max((sympify(regime.logarithms).subs(point) for regime in here), default=0),
        here[-1].condition if here else true,
    )
