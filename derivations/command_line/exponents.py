"""The command exponents: the closed forms of every law, in any paper's letters, and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sympy import Add, And, Eq, Expr, Ne, Rational, true
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError, ScalingLawsError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.notation import a as source
from analytic.notation import b as capacity
from analytic.result import Regime, Result
from analytic.spectrum import PowerLaw
from analytic.typesetting import formula
from derivations.command_line.arguments import Capacity, InNotation, Json, Source
from derivations.command_line.contents import derived
from derivations.command_line.printing import print_aligned, print_json
from derivations.command_line.stated_laws import (
    StatedLaw,
    law_values,
    refuse_the_enormous,
    stated_law,
)

__all__ = ["exponents"]

_DIGITS = 15
_WORKING = 40  # a coefficient in front of a function of tau is rounded factor by factor


class _Numbers(NamedTuple):
    """A law in numbers, as they are shown; `reason` says why one of them is missing."""

    exponent: Expr | None
    amplitude: str | None
    logarithms: Expr | int
    reason: str | None = None


def exponents(
    a: Source = None, b: Capacity = None, notation: InNotation = "dynamical", json: Json = False
) -> None:
    """Exponents and amplitudes of all laws in closed form; with --a and --b, in numbers too.

    The law of a quantity is amplitude * variable^-exponent, times a logarithm where it says so; in
    JSON `logarithms` is its power, and `leading_value` the whole leading term in numbers. A number
    that cannot be had is a dash (null in JSON) with the `reason`; the others are printed.
    --a and --b are c_k = k^-a and lambda_k = k^-b in every notation.

    Example: scaling-laws exponents --a 2 --b 3/2
    """
    spoken = notation_named(notation)
    spectrum = _spectrum(a, b, spoken)
    laws = [_law(result, spoken, spectrum) for result in derived([], silent=json)]
    stated = [law for law in laws if law is not None]
    if json:
        print_json({"laws": [_entry(law, values, spoken) for law, values in stated]})
    elif spectrum is None:
        print_aligned(_closed_forms([law for law, _ in stated]))
    else:
        print_aligned(_rows(stated))
        for law, numbers in stated:
            if numbers is not None and numbers.reason is not None:
                print(f"-  {law.name}: {numbers.reason}")


def _spectrum(a: str | None, b: str | None, notation: Notation) -> PowerLaw | None:
    if a is None and b is None:
        return None
    if a is None or b is None:
        raise InvalidProblemError(
            "Only one of --a and --b was given. A law needs the powers of target and spectrum. "
            "Give both, or neither for the closed forms alone."
        )
    spectrum = PowerLaw(a, b)
    refuse_the_enormous(spectrum)
    if notation.restriction.subs({source: spectrum.a, capacity: spectrum.b}) != true:
        raise InvalidProblemError(
            f"a = {spectrum.a} and b = {spectrum.b} cannot be said in the notation "
            f"{notation.name}, which has a = b. Give equal powers, or choose dynamical."
        )
    return spectrum


def _law(
    result: Result, notation: Notation, spectrum: PowerLaw | None
) -> tuple[StatedLaw, _Numbers | None] | None:
    law = stated_law(result, notation)
    if law is None:
        return None
    return law, None if spectrum is None else _numbers(result, spectrum)


def _numbers(result: Result, spectrum: PowerLaw) -> _Numbers | None:
    """The numbers of one law: that one of them fails is no reason to withhold another."""
    try:
        values = law_values(result, spectrum)
    except ScalingLawsError as error:
        return _Numbers(None, None, 0, str(error))
    if values is None:
        return None
    exponent, logarithms = values.exponent, values.logarithms
    try:
        return _Numbers(exponent, _number(values.amplitude), logarithms)
    except ScalingLawsError as error:
        return _Numbers(exponent, None, logarithms, str(error))


def _entry(law: StatedLaw, values: _Numbers | None, notation: Notation) -> dict[str, Any]:
    return {
        "name": law.name,
        "symbol": law.symbol,
        "letter": law.letter,
        "variable": str(law.variable),
        "exponent": str(law.exponent),
        "exponent_latex": formula(law.exponent),
        "value": values and _number(values.exponent),
        "amplitude": str(law.amplitude),
        "amplitude_latex": formula(law.amplitude),
        "amplitude_value": values and values.amplitude,
        "logarithms": values and _whole(values.logarithms),
        "leading_value": values and _leading(law, values),
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


def _regime_json(regime: Regime) -> dict[str, Any]:
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
    """An exact rational, else a decimal."""
    if value is None:
        return None
    return str(value if isinstance(value, Rational) else value.evalf(_WORKING).evalf(_DIGITS))


def _closed_forms(laws: Sequence[StatedLaw]) -> list[tuple[str, ...]]:
    """A row for each law, and under it one for each of its regimes if it has several."""
    rows: list[tuple[str, ...]] = [("name", "symbol", "exponent", "where", "amplitude")]
    for law in laws:
        if len(law.regimes) > 1:
            rows.append((law.name, law.letter, str(law.exponent), "", ""))
            rows += [_regime_row(regime, law) for regime in law.regimes]
        else:
            amplitude = str(law.amplitude)
            rows.append((law.name, law.letter, str(law.exponent), "", amplitude))
    return rows


def _regime_row(regime: Regime, law: StatedLaw) -> tuple[str, ...]:
    amplitude = _times_logarithm(regime.amplitude, law, regime.logarithms)
    return ("", "", str(regime.exponent), _condition(regime.condition), amplitude)


def _condition(condition: Boolean) -> str:
    """A condition as it is read: Eq(a, b) is a = b."""
    if isinstance(condition, And):
        return " and ".join(map(_condition, condition.args))
    if isinstance(condition, Eq | Ne):
        sign = "=" if isinstance(condition, Eq) else "!="
        return f"{condition.lhs} {sign} {condition.rhs}"
    return str(condition)


def _rows(laws: Sequence[tuple[StatedLaw, _Numbers | None]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("name", "symbol", "exponent", "value", "amplitude")]
    for law, values in laws:
        if values is not None:
            shown = "infinite" if values.reason is None else "-"
            if values.amplitude is not None:
                shown = _times_logarithm(values.amplitude, law, values.logarithms)
            value = _number(values.exponent) or "-"
            rows.append((law.name, law.letter, str(law.exponent), value, shown))
    return rows


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
