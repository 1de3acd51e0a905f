"""The view of all exponents for the site: in every notation, and as functions of a and b.

Formulas of a and b alone are also JavaScript, which a page evaluates at the point that is asked
for; a law's regimes are also corners in the plane, cut out of a window exactly.
"""

import re
from functools import partial
from itertools import pairwise
from typing import Any

from sympy import And, Eq, Expr, Integer, Ne, Not, Or, sympify, true
from sympy.logic.boolalg import Boolean
from sympy.printing.jscode import JavascriptCodePrinter

from analytic.displayed import displayed
from analytic.export.tables import condition_parts, letter_of
from analytic.formulas.dictionary import Notation
from analytic.formulas.prose import sentence_parts, translated
from analytic.law import Law
from analytic.notation import a, b
from analytic.quotient import cancel
from analytic.result import Result
from analytic.typesetting import formula
from derivations.command_line.exponent_table import LETTERS, Exponent, distinct
from derivations.command_line.site.letters import in_every_notation
from derivations.command_line.translation import said_or_kept
from derivations.command_line.wording import worded

_SAME = "1e-9"  # numbers that are nearer are equal
WINDOW = {"a": (1, 8), "b": (1, 4)}  # the part of the plane that is shown

_LETTER = re.compile(r"r_[A-Za-z]+(\([^)]*\))?")

Corner = tuple[Expr, Expr]


def exponents(result: Result) -> dict[str, Any]:
    """The exponents of a result, and the regions of its law."""
    return {
        "rows": [_row(one) for one in distinct(result, None)],
        "regions": [] if result.law is None else _regions(result.law),
    }


def _row(one: Exponent) -> dict[str, Any]:
    def said(letters: Notation) -> dict[str, Any]:
        words = translated(one.quantity, partial(said_or_kept, letters))
        where = letters.from_house(one.where)
        return {
            "quantity": _quantity(letters.spoken(words)),
            "exponent": formula(displayed(letters.from_house(one.value))),
            "where": [] if one.otherwise else condition_parts(where),
        }

    plain = (one.value.free_symbols | one.where.free_symbols) <= {a, b}
    return {
        "resource": LETTERS.get(one.variable, ""),
        "said": in_every_notation(said),
        "otherwise": one.otherwise,
        "logarithms": "" if one.logarithms == 0 else formula(sympify(one.logarithms)),
        "of_loss": _LETTER.match(one.quantity) is not None,
        "value": javascript(one.value) if plain else None,
        "where": javascript(one.where) if plain else None,
    }


def _quantity(words: str) -> list[tuple[str, str]]:
    """The words of a quantity, with the letter of an exponent that they begin with as a formula."""
    named = _LETTER.match(words)
    if named is None:
        return sentence_parts(words)
    rest = words[named.end() :]
    return [("formula", letter_of(named.group())), *sentence_parts(rest)]


def javascript(formula: Expr | Boolean) -> str:
    """A formula or a condition in JavaScript, where numbers are equal up to rounding.

    >>> from sympy import Min
    >>> javascript(Min(a - 1, 2 * b)), javascript((a < b) & Eq(a, 2))
    ('Math.min(2*b, a - 1)', '(Math.abs(a - (2)) < 1e-9) && (a - (b) < -1e-9)')
    """
    code: str = _JavaScript().doprint(formula)
    return code


class _JavaScript(JavascriptCodePrinter):  # type: ignore[misc]
    """SymPy's printer, with comparisons of which exactly one holds, whatever rounding does."""

    def _print_Relational(self, relation: Any) -> str:
        apart = f"{self._print(relation.lhs)} - ({self._print(relation.rhs)})"
        if isinstance(relation, Eq | Ne):
            sign = "<" if isinstance(relation, Eq) else ">="
            return f"(Math.abs({apart}) {sign} {_SAME})"
        beyond = "-" if relation.rel_op in ("<", ">=") else ""
        return f"({apart} {relation.rel_op} {beyond}{_SAME})"

    def _print_BooleanTrue(self, _: Any) -> str:
        return "true"

    def _print_BooleanFalse(self, _: Any) -> str:
        return "false"


def _regions(law: Law) -> list[dict[str, Any]]:
    """The regimes of a law that has several, each with its corners in the window."""
    if len(law.regimes) < 2:
        return []
    return [
        {
            "text": f"{regime.exponent} where {worded(regime.condition)}",
            "corners": [[float(x), float(y)] for x, y in corners(regime.condition)],
        }
        for regime in law.regimes
    ]


def corners(condition: Boolean) -> list[Corner]:
    """The polygon in which inequalities that are linear in a and b hold, within the window.

    Empty where the condition is of another kind, or holds nowhere there.

    >>> corners(a < b + 1)
    [(1, 1), (2, 1), (5, 4), (1, 4)]
    """
    (left, right), (low, high) = (map(Integer, WINDOW[letter]) for letter in ("a", "b"))
    found: list[Corner] = [(left, low), (right, low), (right, high), (left, high)]
    for one in condition.args if isinstance(condition, And) else (condition,):
        if one == true:
            continue
        if isinstance(one, Eq | Ne | Or | Not):
            return []
        inside = cancel(one.gts - one.lts)
        if not (inside.is_polynomial(a, b) and inside.as_poly(a, b).total_degree() == 1):
            return []
        found = _cut(found, inside)
    return found


def _cut(polygon: list[Corner], inside: Expr) -> list[Corner]:
    """The part of a polygon in which a linear function is not negative."""
    found: list[Corner] = []
    values = [(corner, inside.subs(dict(zip((a, b), corner, strict=True)))) for corner in polygon]
    for (first, here), (second, there) in pairwise([*values, *values[:1]]):
        if here >= 0:
            found.append(first)
        if here * there < 0:
            share = here / (here - there)
            x, y = (one + share * (other - one) for one, other in zip(first, second, strict=True))
            found.append((x, y))
    return found
