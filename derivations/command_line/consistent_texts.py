"""What the command fit says of laws: settings that have measured exponents, and those without."""

from textwrap import fill
from typing import Any

from sympy import Float, Rational, true

from derivations.command_line.printing import print_table
from derivations.command_line.wording import worded
from derivations.consistency.laws import Consistent, Curve, Further, Interval, Lookup

_AT_ONE = 1.002  # a and b are above one: nothing else bounds a region that comes as near
_WIDTH = 100
_RESOURCES = ("t", "N", "P", "C")
_INFINITE = float("inf")
_LONGEST = 1000  # from here on a measured fraction is read as a decimal
_DIGITS = 4


def print_lookup(found: Lookup) -> None:
    """The settings as tables, and the measurement that would tell them apart."""
    measured = ", ".join(f"r_{x} = {one}" for x, one in found.measured.items())
    print(f"Consistent with {measured}:\n")
    if found.consistent:
        print_table(("setting", "a", "b", "where", "predicted"), [*map(_row, found.consistent)])
    else:
        print("none of the settings.")
    if found.excluded:
        print("\nNot consistent:\n")
        print_table(("setting", "why"), [(one.setting.name, one.reason) for one in found.excluded])
    if found.further is not None:
        print()
        print(fill(_advice(found.further), _WIDTH))


def _row(one: Consistent) -> tuple[str, ...]:
    name = one.setting.name
    if one.free is not None:
        name += f" ({one.setting.free}: {_letter(one.free)})"
    if one.untested:
        name += f" (says nothing of r_{', r_'.join(one.untested)})"
    curves = [_curve(curve) for many in one.curves.values() for curve in many]
    predicted = [f"r_{x} = {_between(one.predicted[x])}" for x in _RESOURCES if x in one.predicted]
    return name, _letter(one.a), _letter(one.b), "; ".join(curves), ", ".join(predicted)


def _between(ends: Interval) -> str:
    low, high = ends
    first, last = f"{low:.4g}", f"{high:.4g}"
    if high == _INFINITE:
        return f"from {first}"
    return first if first == last else f"{first} to {last}"


def _letter(ends: Interval) -> str:
    """The ends of a letter that is above one."""
    low, high = ends
    if low >= _AT_ONE:
        return _between(ends)
    return "any" if high == _INFINITE else f"up to {high:.4g}"


def _curve(curve: Curve) -> str:
    relation = f"{curve.letter} = {_rounded(curve.value)}"
    return relation if curve.where == true else f"{relation} if {worded(_rounded(curve.where))}"


def _rounded(term: Any) -> Any:
    """A formula whose long fractions, which a measured exponent brings, are decimals."""
    long = {x for x in term.atoms(Rational) if max(abs(x.p), x.q) >= _LONGEST}
    return term.xreplace({x: Float(x, _DIGITS) for x in long})


def _advice(further: Further) -> str:
    predictions = "; ".join(
        f"{_between(ends)} by {name}" for name, ends in further.predicted.items()
    )
    if further.apart:
        return f"Measure the exponent in {further.resource}, which tells some apart: {predictions}."
    return (
        f"No further exponent tells all of them apart at these errors; that in {further.resource} "
        f"differs most: {predictions}."
    )


def lookup_json(found: Lookup) -> dict[str, Any]:
    """The settings as plain data; None for an end that is not bounded."""
    return {
        "measured": {x: one._asdict() for x, one in found.measured.items()},
        "consistent": [_consistent_json(one) for one in found.consistent],
        "excluded": [{"setting": one.setting.name, "reason": one.reason} for one in found.excluded],
        "further": None if found.further is None else _further_json(found.further),
    }


def _consistent_json(one: Consistent) -> dict[str, Any]:
    return {
        "setting": one.setting.name,
        "laws": {
            x: {"result": stated, "exponent": str(one.exponents[x])}
            for x, stated in one.setting.stated.items()
        },
        "a": _ends_json(one.a),
        "b": _ends_json(one.b),
        **({} if one.free is None else {str(one.setting.free): _ends_json(one.free)}),
        "predicted": {x: _ends_json(ends) for x, ends in one.predicted.items()},
        "curves": {
            x: [{str(c.letter): str(c.value), "where": worded(c.where)} for c in curves]
            for x, curves in one.curves.items()
        },
        "untested": list(one.untested),
    }


def _further_json(further: Further) -> dict[str, Any]:
    return {
        "resource": further.resource,
        "predicted": {name: _ends_json(ends) for name, ends in further.predicted.items()},
        "apart": [list(pair) for pair in further.apart],
    }


def _ends_json(ends: Interval) -> list[float | None]:
    return [None if abs(x) == _INFINITE else x for x in ends]
