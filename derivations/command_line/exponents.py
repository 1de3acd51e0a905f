"""The command exponents: the closed forms of every law, in any paper's letters, and in numbers."""

import sys
from typing import Annotated

import typer
from sympy import true

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import Notation, notation_named
from analytic.notation import a as source
from analytic.notation import b as capacity
from analytic.problem import PowerLaw
from derivations.command_line.arguments import Capacity, InNotation, Json, Names, NoCache, Source
from derivations.command_line.contents import table_of_contents
from derivations.command_line.exponent_table import HEADINGS
from derivations.command_line.printing import print_foldable, print_json, print_table
from derivations.command_line.stated_laws import refuse_the_enormous
from derivations.command_line.views import of_each
from derivations.contents import Contents

_COLUMNS = "quantity", "exponent", "where"


def exponents(
    names: Names = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Every exponent that a result derives, by resource, with conditions."
        ),
    ] = False,
    a: Source = None,
    b: Capacity = None,
    notation: InNotation = "dynamical",
    no_cache: NoCache = False,
    json: Json = False,
) -> None:
    """Exponents and amplitudes of laws in closed form; with --a and --b, at that point.

    There amplitudes are exact, with the decimal beside, and the regime of the point is said.

    The law of a quantity is amplitude * variable^-exponent, times a logarithm where it says so; in
    JSON `logarithms` is its power, and `leading_value` the whole leading term in numbers. A number
    that cannot be had is a dash (null in JSON) with the `reason`; the others are printed.
    --a and --b are c_k = k^-a and lambda_k = k^-b in every notation.

    With --all it is one table of the field: every exponent of every result, those of laws, those
    that its page states and those that papers' claims speak of, grouped by resource.

    Example: scaling-laws exponents --a 2 --b 3/2
    """
    spoken = notation_named(notation)
    spectrum = _spectrum(a, b, spoken)
    table = table_of_contents(no_cache)
    powers = None if spectrum is None else (str(spectrum.a), str(spectrum.b))
    if every:
        _print_all(table, table.listed(names or ()), notation, powers, json)
        return
    asked = [name for name in table.listed(names or ()) if _may_have_a_law(table, name)]
    found = of_each(table, asked, "law_tables.stated", notation, powers, silent=json)
    stated = [law for law in found if law is not None]
    without = [name for name in names or () if name not in asked]
    if without and not json:
        print(
            f"No single law is stated by {', '.join(without)}. Exponents on its page, if any, are "
            f"listed by: scaling-laws exponents --all {' '.join(without)}",
            file=sys.stderr,
        )
    rows = [row for law in stated for row in law["rows"]]
    if json:
        print_json({"laws": [law["json"] for law in stated]})
    elif spectrum is None:
        print_foldable(("name", "symbol", "exponent", "where", "amplitude"), rows, "amplitude")
    else:
        heading = "name", "symbol", "value", "amplitude", "decimal", "where"
        print_foldable(heading, rows, "amplitude")
        for law in stated:
            if law["json"]["reason"] is not None:
                print(f"-  {law['json']['name']}: {law['json']['reason']}")


def _print_all(
    table: Contents, names: list[str], notation: str, powers: tuple[str, str] | None, json: bool
) -> None:
    """The table of all exponents, resource by resource."""
    found = of_each(table, names, "exponent_table.exponents_of", notation, powers, silent=json)
    rows = [row for one in found for row in one]
    named = {row["variable"]: row["resource"] for row in rows}
    order = sorted(named, key=lambda variable: list(HEADINGS).index(named[variable]))
    grouped = {one: [row for row in rows if row["variable"] == one] for one in order}
    if json:
        print_json({"exponents": [row for group in grouped.values() for row in group]})
        return
    lines: list[tuple[str, ...]] = []
    for variable, group in grouped.items():
        lines.append((f"{HEADINGS[named[variable]]} {variable}", "", "", ""))
        lines += [(f"  {one['result']}", *_cells(one)) for one in group]
    print_table(("result", *_COLUMNS), lines)


def _cells(row: dict[str, str]) -> list[str]:
    """What the table shows of an exponent; a logarithm is said beside the curve that it is on."""
    *cells, where = (row[column] for column in _COLUMNS)
    power = row["logarithms"]
    logarithm = f", times log({row['variable']})" + ("" if power == "1" else f"**({power})")
    return [*cells, where if power == "0" else where + logarithm]


def _may_have_a_law(table: Contents, name: str) -> bool:
    heading = table.heading(name)
    return heading is None or heading.law


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
