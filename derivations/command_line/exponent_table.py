"""The view of all exponents: of a law, of what its page says besides, of what claims speak of."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from sympy import (
    And,
    Expr,
    Max,
    Min,
    Not,
    Or,
    Piecewise,
    factor,
    false,
    piecewise_fold,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.displayed import displayed
from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.prose import translated, without_marks
from analytic.notation import C, N, P, a, b, r_C, r_N, r_P, r_t, t
from analytic.problem import PowerLaw
from analytic.result import Result
from analytic.typesetting import formula
from derivations.command_line.stated_laws import stated_law
from derivations.command_line.translation import said_or_kept
from derivations.command_line.wording import worded

HEADINGS = {
    "t": "in training time",
    "N": "in width",
    "P": "in samples",
    "C": "in compute",
    "": "in",
}
_OF_RATE = {r_t: t, r_N: N, r_P: P, r_C: C}
LETTERS = {letter: str(letter) for letter in _OF_RATE.values()}


class Exponent(NamedTuple):
    """An exponent in house letters: of a power of what, of which quantity, where."""

    variable: Expr | None
    quantity: str
    value: Expr
    where: Boolean = true
    logarithms: Expr | int = 0
    otherwise: bool = False  # holds where the ones before it do not


def exponents_of(
    result: Result, notation: str, powers: tuple[str, str] | None
) -> list[dict[str, Any]]:
    """The exponents of a result in a notation, at one a and b if these are given."""
    letters = notation_named(notation)
    rows = [_entry(result, one, letters) for one in distinct(result, powers)]
    return [row for row in rows if row is not None]


def distinct(result: Result, powers: tuple[str, str] | None) -> Iterator[Exponent]:
    """Every exponent once; at one a and b those that hold there."""
    said = set()
    for whole in (*_of_law(result), *_of_page(result), *_of_statements(result)):
        for one in _cases(whole):
            found = one if powers is None else _at(one, PowerLaw(*powers))
            key = (found.variable, found.quantity, found.value, found.where)
            if found.where != false and key not in said:
                said.add(key)
                yield found


def _at(one: Exponent, spectrum: PowerLaw) -> Exponent:
    """The exponent in numbers; where it holds at that point it holds."""
    point = {a: spectrum.a, b: spectrum.b}
    value, where = one.value.subs(point), one.where.subs(point)
    return one._replace(value=value, where=where, otherwise=False)


def _cases(one: Exponent) -> Iterator[Exponent]:
    """The branches of an exponent in lowest terms, each where none before it holds."""
    folded = piecewise_fold(one.value)
    if not isinstance(folded, Piecewise):
        yield one._replace(value=_lowest(one.value))
        return
    before: Boolean = false
    for value, condition in folded.args:
        last = condition == true
        where = And(one.where, Not(before)) if last else And(one.where, condition)
        yield one._replace(value=_lowest(value), where=where, otherwise=last)
        before = Or(before, condition)


def _lowest(value: Expr) -> Expr:
    return value if value.has(Min, Max) else factor(value)


def _of_law(result: Result) -> Iterator[Exponent]:
    law = result.law
    stated = stated_law(result, notation_named("dynamical"))
    if law is None or stated is None:
        return
    for one in stated.regimes:
        yield Exponent(law.variable, law.symbol, one.exponent, one.condition, one.logarithms)
    if not stated.regimes:
        yield Exponent(law.variable, law.symbol, law.exponent)


def _of_page(result: Result) -> Iterator[Exponent]:
    """Equations r_N = ... of a page, with the reasons that they give."""
    for equation in result.page.equations:
        variable = _OF_RATE.get(equation.left)
        if variable is not None:
            yield Exponent(variable, f"{equation.left}, {equation.reason}", equation.right)


def _of_statements(result: Result) -> Iterator[Exponent]:
    """Exponents that claims speak of, but for those that law or page give already."""
    known = {one.value for one in _of_page(result)}
    known |= set() if result.law is None else {result.law.exponent}
    for quantity, stated in result.statements.items():
        if stated.value is None or not quantity.startswith(("exponent", "power")):
            continue
        if stated.letters and not stated.value.free_symbols <= {a, b}:
            continue  # letters of the claims' comparison, which no page explains
        if stated.value not in known:
            yield Exponent(stated.resource, quantity, stated.value)


def _entry(result: Result, one: Exponent, letters: Notation) -> dict[str, Any] | None:
    """A row in a notation; None where it has no value there, or holds nowhere."""
    try:
        value, where = letters.from_house(one.value), letters.from_house(one.where)
    except InvalidProblemError:
        return None
    if where == false:
        return None
    words = translated(one.quantity, partial(said_or_kept, letters))
    return {
        "resource": LETTERS.get(one.variable, ""),
        "variable": "" if one.variable is None else str(letters.from_house(one.variable)),
        "result": result.name,
        "quantity": letters.spoken(without_marks(words)),
        "exponent": str(value),
        "exponent_latex": formula(displayed(value)),
        "logarithms": str(letters.from_house(one.logarithms)) if one.logarithms else "0",
        "where": "otherwise" if one.otherwise else worded(where),
        "valid": without_marks(translated(result.page.validity, partial(said_or_kept, letters))),
        "notation": letters.name,
    }
