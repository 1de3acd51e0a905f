"""The view of a result in digits: what the exact witness finds beside what the formula says.

Nothing is kept of it but the digits: they are evaluated when the view is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mpmath import libmp
from sympy import Expr, Float, Integer, Rational, Symbol, true
from sympy.logic.boolalg import Boolean

from analytic.comparison.law_points import Point, law_at
from analytic.comparison.numbers import evaluated, relative_gap
from analytic.export.tables import condition_parts
from analytic.formulas.prose import sentence_parts
from analytic.law import Law
from analytic.notation import a, b
from analytic.problem import PowerLaw
from analytic.result import Number, Numbered, Observable, Result
from analytic.typesetting import formula

DIGITS = 50
_GUARD = 10
_GAP_DIGITS = 3
_POWERS_OF_TEN = (6, 12)
_POINTS = tuple(
    (Rational(first), Rational(second))
    for first, second in (pair.split() for pair in ("2 3/2", "3 3/2", "9/2 3/2", "2 3", "3/2 2"))
)
_LAW_LINE = 'RESULTS["{}"].observable.exact(PowerLaw("{}", "{}"), Integer(10)**{}, {})'
_NUMBER_LINE = "RESULTS[{!r}].statements[{!r}].observable.exact({})"


def check_values(result: Result) -> dict[str, Any]:
    """The law of a result at large sizes, and its formulas where their letters are numbers."""
    return {"law": list(_of_law(result)), "numbers": list(_of_numbers(result))}


def _of_law(result: Result) -> Iterator[dict[str, Any]]:
    """A point in every regime; none where the law holds letters that nothing gives a value."""
    observable = result.observable
    if result.law is None or not isinstance(observable, Observable):
        return
    for condition in [regime.condition for regime in result.law.regimes] or [true]:
        point = _point_in(condition, result.law)
        law = None if point is None else law_at(result, PowerLaw(a, b), point)
        if point is None or law is None:
            continue
        spectrum = PowerLaw(point[a], point[b])
        numbers = observable.numbers(spectrum) if isinstance(observable, Numbered) else {}
        own = law.expansion.free_symbols
        letters = {**point, **{letter: x for letter, x in numbers.items() if letter in own}}
        if not own - set(letters) <= {law.variable}:
            continue
        yield {
            "where": condition_parts(condition),
            "point": [_letter(letter, value) for letter, value in letters.items()],
            "variable": formula(law.variable),
            "rows": [_row(result.name, observable, law, point, letters, n) for n in _POWERS_OF_TEN],
        }


def _row(
    name: str,
    observable: Observable,
    law: Law,
    point: Point,
    letters: Mapping[Expr, Expr],
    power: int,
) -> dict[str, str]:
    """Exact digits, those of leading terms and correction, and how far apart they are."""
    size = Integer(10) ** power
    found = observable.exact(PowerLaw(point[a], point[b]), size, DIGITS)
    stated = evaluated(law.expansion, {**letters, law.variable: size}, DIGITS + _GUARD)
    exact, expansion = _digits(found), _digits(stated)
    same = _agreeing(exact, expansion)
    return {
        "size": f"10^{{{power}}}",
        "exact": exact,
        "same": expansion[:same],
        "other": expansion[same:],
        "gap": _short(relative_gap(stated, found)),
        "line": _LAW_LINE.format(name, point[a], point[b], power, DIGITS),
    }


def _of_numbers(result: Result) -> Iterator[dict[str, Any]]:
    """Formulas that are numbers, beside what the model gives for them."""
    for quantity, stated in result.statements.items():
        number, value = stated.observable, stated.value
        if not isinstance(number, Number) or value is None:
            continue
        read = value if stated.reads is None else stated.reads(value)
        letters = number.letters(DIGITS + _GUARD)
        if read.free_symbols - set(letters):
            continue
        derived = evaluated(read, letters, DIGITS + _GUARD)
        found = number.exact(DIGITS)
        if derived.is_real and found.is_real:
            yield {
                "quantity": sentence_parts(quantity),
                "name": sentence_parts(number.name),
                "letters": [_letter(letter, value) for letter, value in letters.items()],
                "derived": _digits(derived),
                "gap": _short(relative_gap(found, derived)),
                "line": _NUMBER_LINE.format(result.name, quantity, DIGITS),
            }


def _point_in(condition: Boolean, law: Law) -> Point | None:
    """The first of a few points at which a condition holds, on no curve that the law excludes."""
    points = ({a: first, b: second} for first, second in _POINTS)
    asked = (condition, *law.conditions)
    return next((p for p in points if all(one.xreplace(p) == true for one in asked)), None)


def _letter(letter: Symbol, value: Expr) -> str:
    shown = value if isinstance(value, Rational) else Float(evaluated(value, {}, DIGITS), 5)
    return f"{formula(letter)} = {formula(shown)}"


def _digits(value: Expr, digits: int = DIGITS) -> str:
    """A number in so many digits, with its power of ten, zeros at the end included."""
    number = Float(value, digits + _GUARD)
    text: str = libmp.to_str(number._mpf_, digits, strip_zeros=False, min_fixed=-3, max_fixed=3)
    return text if number else "0"


def _short(gap: Expr) -> str:
    """A relative distance; nothing where it is not seen in so many digits."""
    return "" if abs(gap) < Rational(1, 10 ** (DIGITS - 1)) else _digits(gap, _GAP_DIGITS)


def _agreeing(first: str, second: str) -> int:
    """How many signs two numbers have in common from the left."""
    if first.partition("e")[2] != second.partition("e")[2]:
        return 0
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (one, other) in pairs if one != other), len(first))
