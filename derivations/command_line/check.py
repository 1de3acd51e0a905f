"""The command check: a user's formula beside the derived law."""

import shutil
from collections.abc import Mapping
from enum import StrEnum
from textwrap import fill
from typing import Annotated, Any

import typer
from sympy import And, Eq, Expr, Symbol, false, true
from sympy.logic.boolalg import Boolean

from analytic.checking import Comparison, check
from analytic.comparison.law_in_domain import printed_formulas
from analytic.comparison.measure import Evaluation
from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.formulas.parsing import parse
from analytic.formulas.reading import kind_of
from analytic.formulas.sides import right_side
from analytic.law import Law
from analytic.notation import a as source
from analytic.notation import b as capacity
from analytic.notation import tau
from analytic.page import expression_json
from analytic.problem import PowerLaw
from analytic.result import Result, stated_names
from analytic.verification import checked_effort
from derivations.command_line.arguments import (
    Capacity,
    Draws,
    InNotation,
    Jobs,
    Json,
    NoCache,
    OneName,
    Seed,
    Source,
)
from derivations.command_line.contents import table_of_contents
from derivations.command_line.evidence import evidence_json, evidence_lines
from derivations.command_line.parallel import processes
from derivations.command_line.printing import busy, print_json
from derivations.command_line.stated_laws import refuse_the_enormous
from derivations.command_line.views import derived
from derivations.command_line.wording import worded


class As(StrEnum):
    """How a formula is read."""

    AUTO = "auto"
    EXPONENT = "exponent"
    LEADING = "leading"


def check_formula(
    name: OneName,
    expression: Annotated[
        str,
        typer.Argument(metavar="EXPR", help="An exponent or a leading term, as text or LaTeX."),
    ],
    as_: Annotated[As, typer.Option("--as", help="What the formula states.")] = As.AUTO,
    notation: InNotation = "dynamical",
    a: Source = None,
    b: Capacity = None,
    draws: Draws = 200,
    seed: Seed = 0,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    r"""Is my formula right? Everywhere, in some regime, or not; with a counterexample in numbers.

    An exponent r is a function of a and b, L ~ x^-r; a formula with the law's own variable is a
    leading term, and without an amplitude (N^-r) again a statement about the exponent. With --a
    or --b the formula is meant for these values only. The exit code is 0 if it is right wherever
    it is meant, 1 if not. A formula with a command or with braces is LaTeX, and r_N = or L(N) ~
    may stand before it.

    Example: scaling-laws check width-limited "N**(-Min(a-1, 2*b))"

    Example: scaling-laws check width-limited 'L \\sim N^{-\\min(a-1, 2b)}'
    """
    checked_effort(1, draws, seed)
    letters = notation_named(notation)
    meant = And(letters.restriction, _values(a, b))
    table = table_of_contents(no_cache)
    [result] = derived(table, table.listed([name]), silent=json)
    stated = right_side(expression, stated_names(result, letters))
    formula = parse(stated, letters, _printed(result.law))
    _refuse_others(formula, result, letters)
    _refuse_functions(formula, result, as_)
    with busy(silent=json) as say, processes(jobs) as executor:
        say("comparing")
        found = check(
            result,
            formula,
            as_.value,
            domain=meant,
            draws=draws,
            seed=seed,
            executor=executor,
        )
    if json:
        print_json(_document(found, letters, _given(result, letters)))
    else:
        _print(found, letters, _given(result, letters))
    if not found.agrees:
        raise typer.Exit(1)


def _printed(law: Law | None) -> list[Expr]:
    """The formulas of a law, whose letters and functions a formula may hold too."""
    return [] if law is None else printed_formulas(law)


def _values(a: str | None, b: str | None) -> Boolean:
    """The values of a and b that were given, as a condition."""
    spectrum = PowerLaw(source if a is None else a, capacity if b is None else b)
    refuse_the_enormous(spectrum)
    given = {source: a is not None, capacity: b is not None}
    values = {source: spectrum.a, capacity: spectrum.b}
    return And(*(Eq(letter, values[letter]) for letter, known in given.items() if known))


def _refuse_others(formula: Expr, result: Result, notation: Notation) -> None:
    """Refuse letters that the law is not written in, by the names they have in the notation."""
    if result.law is None:
        return
    own = {source, capacity, *result.law.general.leading.free_symbols}
    strange = [
        one for one in notation.letters if one.house.free_symbols & formula.free_symbols - own
    ]
    if strange:
        letters = [str(one.symbol) for one in notation.letters if one.house.free_symbols <= own]
        raise InvalidProblemError(
            f"{strange[0].symbol} is the {strange[0].meaning} in the notation {notation.name}, and "
            f"the law {result.name} does not depend on it. Write it in {', '.join(letters)}."
        )


def _refuse_functions(formula: Expr, result: Result, as_: As) -> None:
    """Refuse a leading term where that of the law is a function of tau, which no formula has."""
    law = result.law
    if law is None or not law.leading.has(tau) or formula.has(tau):
        return
    if kind_of(formula, law.variable, as_.value) == "leading":
        raise InvalidProblemError(
            f"The leading term of {result.name} has a function of tau in front of its power, and a "
            "formula without tau cannot state it. Ask about the exponent, with --as exponent, or "
            "write the term as the law is printed."
        )


def _document(found: Comparison, notation: Notation, given: str) -> dict[str, Any]:
    point, evidence = found.point, found.evidence
    return {
        "name": found.name,
        "symbol": found.symbol,
        "as": found.kind,
        "agrees": found.agrees,
        "where": str(found.where),
        "elsewhere": str(found.elsewhere),
        "curves": None if found.curves is None else [str(curve) for curve in found.curves],
        "domain": str(found.domain),
        "claimed": expression_json(found.claimed),
        "derived": expression_json(found.derived),
        "edges": {f"{worded(edge)}": said for edge, said in found.edges.items()},
        "counterexample": (
            None if point is None or evidence is None else evidence_json(point, evidence)
        ),
        "given": given,
        "notes": list(found.notes),
        "notation": {
            "name": notation.name,
            "symbol": notation.spoken(found.symbol),
            "where": str(notation.from_house(found.where)),
            "claimed": expression_json(notation.from_house(found.claimed)),
            "derived": expression_json(notation.from_house(found.derived)),
            "counterexample": None if point is None else _said(point, notation),
        },
    }


def _given(result: Result, notation: Notation) -> str:
    """What is kept fixed while an exponent is measured."""
    seen = result.observable
    if not isinstance(seen, Evaluation) or not seen.quantity.fixed:
        return ""
    said = (f"{letter} = {notation.from_house(value)}" for letter, value in seen.quantity.fixed)
    return f"the loss at {', '.join(said)}"


def _print(found: Comparison, notation: Notation, given: str) -> None:
    width = shutil.get_terminal_size((100, 24)).columns
    for line in _lines(found, notation, given):
        print(fill(line, width, subsequent_indent=" " * 11, break_long_words=False))


def _lines(found: Comparison, notation: Notation, given: str) -> list[str]:
    """Claim, law and verdict, in the letters of a notation; then what was measured."""
    left = f"{notation.spoken(found.symbol)} = " if found.kind == "exponent" else ""
    lines = [
        f"claimed    {left}{notation.from_house(found.claimed)}",
        f"derived    {left}{notation.from_house(found.derived)}",
        f"verdict    {_verdict(found, notation)}",
        *(f"{'':10} {_on_edge(found, edge, notation)}" for edge in found.edges),
        *(f"note       {note}" for note in found.notes),
    ]
    if found.point is not None and found.evidence is not None:
        lines += ["", _place(found.point, notation)]
        lines += [f"measured   {given}"] if given else []
        lines += evidence_lines(found.evidence, notation.from_house(found.variable))
    return lines


def _verdict(found: Comparison, notation: Notation) -> str:
    meant = _meant(found.domain, notation)
    domain = f", for {meant}" if meant else ""
    if found.where == true:
        return f"right everywhere{domain}"
    but = "".join(
        f"{' but' if number == 0 else ' or'} where {worded(notation.from_house(curve))}"
        for number, curve in enumerate(found.curves or ())
    )
    if found.where == false:
        return f"right {'in no region' if found.curves is None else 'nowhere'}{but}{domain}"
    where, elsewhere = (
        worded(notation.from_house(region)) for region in (found.where, found.elsewhere)
    )
    return f"right where {where}, not where {elsewhere}{but}{domain}"


def _meant(domain: Boolean, notation: Notation) -> str:
    """The equations that a domain consists of, of which a notation may know some by itself."""
    equations = [one for one in And.make_args(domain) if notation.from_house(one) != true]
    return " and ".join(f"{notation.from_house(one.lhs)} = {one.rhs}" for one in equations)


def _on_edge(found: Comparison, edge: Boolean, notation: Notation) -> str:
    where, said = worded(notation.from_house(edge)), found.edges[edge]
    met = "the law has a logarithm" if edge in found.logarithmic else "two regimes meet"
    return f"on {where}, where {met}, the formula {said}"


def _place(point: Mapping[Symbol, Expr], notation: Notation) -> str:
    """The counterexample's point in the letters of a notation."""
    values = ", ".join(f"{name} = {value}" for name, value in _said(point, notation).items())
    return f"Counterexample at {values}."


def _said(point: Mapping[Symbol, Expr], notation: Notation) -> dict[str, str]:
    """What a notation's letters are at given a and b."""
    return {
        str(letter.symbol): str(letter.house.subs(point))
        for letter in notation.letters
        if letter.house.free_symbols & point.keys()
    }
