"""Evidence at a counterexample in words and as JSON: two predictions, digits, dice."""

from collections.abc import Mapping
from math import log10
from typing import Any

from sympy import Expr, Symbol

from analytic.comparison.claims.ledger import Finding
from analytic.comparison.evidence import Evidence, Measured
from analytic.formulas.prose import without_marks
from analytic.result import Statement
from derivations.command_line.estimates import plus_minus
from derivations.command_line.wording import number_text


def evidence_json(point: Mapping[Symbol, Expr], found: Evidence) -> dict[str, Any]:
    """The point, the two predictions, the exact numbers over the decades and the simulated one."""
    measured = "slope" if found.quantity == "exponent" else found.quantity
    return {
        **{str(letter): str(value) for letter, value in point.items()},
        "quantity": found.quantity,
        "claimed": number_text(found.claimed),
        "derived": number_text(found.derived),
        f"exact_{measured}s": [
            {"size": None if size is None else str(size), measured: str(value)}
            for size, value in found.exact
        ],
        f"simulated_{measured}": found.simulated and _simulated_json(found, found.simulated),
        "missing": found.missing,
        "undrawn": found.undrawn,
    }


def evidence_lines(found: Evidence, variable: Symbol | None) -> list[str]:
    """The same for the terminal, a line each, without the point."""
    claimed, derived = number_text(found.claimed), number_text(found.derived)
    both = f"{claimed} claimed and derived"
    predicted = both if claimed == derived else f"{claimed} claimed, {derived} derived"
    lines = [f"{found.quantity:10} {predicted}"]
    if found.exact:
        few = {found.exact[0], found.exact[len(found.exact) // 2], found.exact[-1]}
        values = (
            f"{value} at {variable} = 1e{round(log10(size))}" if size else str(value)
            for size, value in sorted(((float(size or 0), value) for size, value in few))
        )
        lines.append(f"exact      {', '.join(values)}")
    if found.simulated is not None:
        lines.append(f"simulated  {_simulated_text(found, found.simulated, variable)}")
    if found.undrawn:
        lines.append(f"simulated  no: {found.undrawn}")
    if found.missing:
        lines.append(f"{'':10} not measured: {found.missing}")
    return lines


def measured_lines(finding: Finding | None, about: Statement | None) -> tuple[str, list[str]]:
    """At which point a quantity was measured, and what was found there, a line each."""
    if finding is None or about is None:
        return "", []
    place = ", ".join(f"{letter} = {x}" for letter, x in finding.point.items())
    given = ", ".join(filter(None, (place, without_marks(about.given))))
    variable = getattr(about.observable, "variable", None)
    return given, evidence_lines(finding.evidence, variable)


def _simulated_text(found: Evidence, measured: Measured, variable: Symbol) -> str:
    sizes = measured.sizes
    place = ""
    if sizes:
        last = f"{sizes[-2]} to {sizes[-1]}" if found.quantity == "exponent" else f"{sizes[-1]}"
        place = f" at {variable} = {last}"
    excluded = " and the ".join(found.excluded)
    verdict = f"excludes the {excluded} one" if excluded else "excludes neither"
    if found.claimed == found.derived:
        verdict = "excludes it" if excluded else "agrees"
    return (
        f"{plus_minus(measured.value, measured.standard_error)}{place}, "
        f"interval {measured.low:.4g} to {measured.high:.4g}: {verdict}"
    )


def _simulated_json(found: Evidence, measured: Measured) -> dict[str, Any]:
    return {
        **{name: value for name, value in measured._asdict().items() if name != "sizes"},
        "sizes": list(measured.sizes),
        "excludes": list(found.excluded),
    }
