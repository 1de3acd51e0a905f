"""The view of a law: its closed forms, in any paper's letters, and its numbers."""

from typing import Any, NamedTuple

from sympy import Add, And, Eq, Expr, Ne, Rational, nan, true
from sympy.logic.boolalg import Boolean

from analytic.displayed import displayed
from analytic.errors import ScalingLawsError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.notation import a as source
from analytic.notation import b as capacity
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.term import Term
from analytic.typesetting import formula
from derivations.command_line.stated_laws import StatedLaw, closed_form, law_values, stated_law

_DIGITS = 15
_WORKING = 40  # a coefficient in front of a function of tau is rounded factor by factor


class _Numbers(NamedTuple):
    """A law in numbers, as they are shown; `reason` says why one of them is missing.

    `exact` is the amplitude in closed form, `where` the regime or the curve that the point is in.
    """

    exponent: Expr | None
    amplitude: str | None
    logarithms: Expr | int
    reason: str | None = None
    exact: Expr | None = None
    where: Boolean | None = None


def stated(result: Result, notation: str, powers: tuple[str, str] | None) -> dict[str, Any] | None:
    """The law of a result as JSON and as rows of the table; None where there is none."""
    letters = notation_named(notation)
    law = stated_law(result, letters)
    if law is None:
        return None
    if powers is None:
        return {"json": _entry(law, None, letters), "rows": _closed_forms(law)}
    values = _numbers(result, PowerLaw(*powers), letters)
    return {"json": _entry(law, values, letters), "rows": _row(law, values)}


def _numbers(result: Result, spectrum: PowerLaw, notation: Notation) -> _Numbers | None:
    """The numbers of one law: that one of them fails is no reason to withhold another."""
    try:
        values = law_values(result, spectrum)
    except ScalingLawsError as error:
        return _Numbers(None, None, 0, str(error))
    if values is None:
        return None
    numbers = _Numbers(
        values.exponent,
        None,
        values.logarithms,
        exact=None if values.amplitude is nan else closed_form(values.amplitude),
        where=notation.from_house(values.condition),
    )
    if numbers.exact is None:
        return numbers
    try:
        return numbers._replace(amplitude=_number(values.amplitude))
    except ScalingLawsError as error:
        return numbers._replace(reason=str(error))


def _entry(law: StatedLaw, values: _Numbers | None, notation: Notation) -> dict[str, Any]:
    return {
        "name": law.name,
        "symbol": law.symbol,
        "letter": law.letter,
        "variable": str(law.variable),
        "exponent": str(law.exponent),
        "exponent_latex": formula(displayed(law.exponent)),
        "value": values and _number(values.exponent),
        "amplitude": str(law.amplitude),
        "amplitude_latex": formula(displayed(law.amplitude)),
        "amplitude_value": values and values.amplitude,
        "amplitude_exact": values and (None if values.exact is None else str(values.exact)),
        "logarithms": values and _whole(values.logarithms),
        "leading_value": values and _leading(law, values),
        "regime": None if values is None or values.where is None else _condition(values.where),
        "reason": values and values.reason,
        "where": str(_domain(notation)),
        "regimes": [_regime_json(regime) for regime in law.regimes],
        "notation": notation.name,
    }


def _leading(law: StatedLaw, values: _Numbers) -> str | None:
    """amplitude variable^-exponent, with the logarithm that a boundary adds."""
    if values.amplitude is None or values.exponent is None:
        return None
    power = law.variable**-values.exponent
    return f"{_times_logarithm(values.amplitude, law, values.logarithms)}*{power}"


def _regime_json(regime: Term) -> dict[str, Any]:
    return {
        "where": str(regime.condition),
        "exponent": str(regime.exponent),
        "amplitude": str(regime.amplitude),
        "logarithms": _whole(regime.logarithms),
    }


def _domain(notation: Notation) -> Boolean:
    """Where every law is stated, a > 1 and b > 1, in a paper's letters, and its restriction."""
    bounds = (notation.from_house(source > 1), notation.from_house(capacity > 1))
    return And(notation.restriction, *bounds)


def _number(value: Expr | None) -> str | None:
    """An exact rational, else a decimal; in front of letters, whose powers stay exact."""
    if value is None:
        return None
    return str(value if isinstance(value, Rational) else _decimal(value))


def _decimal(value: Expr) -> Expr:
    """The decimals of a number, or those of the coefficients of letters."""
    if isinstance(value, Add) and value.free_symbols:
        return Add(*map(_decimal, value.args))
    number, letters = value.as_independent(*value.free_symbols, as_Add=False)
    return letters if number == 1 else number.evalf(_WORKING).evalf(_DIGITS) * letters


def _closed_forms(law: StatedLaw) -> list[tuple[str, ...]]:
    """A row for a law, and under it one for each of its regimes if it has several."""
    if len(law.regimes) > 1:
        regimes = [_regime_row(regime, law) for regime in law.regimes]
        return [(law.name, law.letter, str(law.exponent), "", ""), *regimes]
    return [(law.name, law.letter, str(law.exponent), "", str(law.amplitude))]


def _regime_row(regime: Term, law: StatedLaw) -> tuple[str, ...]:
    amplitude = _times_logarithm(regime.amplitude, law, regime.logarithms)
    return ("", "", str(regime.exponent), _condition(regime.condition), amplitude)


def _condition(condition: Boolean) -> str:
    """A condition as it is read: Eq(a, b) is a = b."""
    if condition == true:
        return "everywhere"
    if isinstance(condition, And):
        return " and ".join(map(_condition, condition.args))
    if isinstance(condition, Eq | Ne):
        sign = "=" if isinstance(condition, Eq) else "!="
        return f"{condition.lhs} {sign} {condition.rhs}"
    return str(condition)


def _row(law: StatedLaw, values: _Numbers | None) -> list[tuple[str, ...]]:
    """The row of a law at one a and b."""
    if values is None:
        return []
    missing = "infinite" if values.reason is None else "-"
    exact, decimal = (
        missing if one is None else _times_logarithm(one, law, values.logarithms)
        for one in (values.exact, values.amplitude)
    )
    where = "-" if values.where is None else _condition(values.where)
    return [(law.name, law.letter, _number(values.exponent) or "-", exact, decimal, where)]


def _whole(power: Expr | int) -> int | str:
    """The power of a logarithm, as a number where it is a whole one."""
    return int(power) if isinstance(power, int) or power.is_Integer else str(power)


def _times_logarithm(amplitude: Expr | str, law: StatedLaw, power: Expr | int) -> str:
    """An amplitude with the logarithm that a boundary adds to it."""
    if power == 0:
        return str(amplitude)
    factor = f"({amplitude})" if isinstance(amplitude, Add) else str(amplitude)
    shown = str(power) if isinstance(_whole(power), int) else f"({power})"
    return f"{factor}*log({law.variable})" + (f"**{shown}" if power != 1 else "")
