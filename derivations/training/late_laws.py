r"""Late laws of the ways of training, displayed: the same end of training, and the loss before it.

(z - 1) H_k(z) -> s H_k(s),   L(t) = leading + correction + O(remainder)
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Piecewise, Symbol, cancel, factor, powsimp, simplify

from analytic.law import Law
from analytic.notation import Delta_L, L, R_t, mean_error, s, t, z
from analytic.page import Page
from analytic.problem import FieldEquations
from analytic.symbolic.mean_field.responses import responses

__all__ = ["show_late_law", "show_same_end"]


def show_same_end(page: Page, response: Expr, frequency: Expr, statement: FieldEquations) -> Expr:
    """The residue of a response at z = 1 over that of gradient flow at s = 0."""
    flow = responses(statement).H_k
    return page.show(
        (z - 1) * mean_error(z) / (s * mean_error(s)),
        cancel((z - 1) * response / (s * flow).subs(s, frequency)),
        "hence the same residue at z = 1 as at s = 0: final losses are unchanged",
    )


def show_late_law(
    page: Page, law: Law, reason: str, letters: Mapping[Symbol, Expr] | None = None
) -> Law:
    """The law, its leading term, first correction and remainder displayed, in these letters."""
    shown = {} if letters is None else letters
    stated = law.given(shown)
    page.show(L(t), stated.leading, reason, relation="~")
    page.show(Delta_L, stated.correction, "the first correction", error=stated.remainder)
    if not (law.leading + law.correction).has(Piecewise):
        ratio = simplify(powsimp(law.correction / law.leading, force=True)).subs(shown)
        page.show(Delta_L / L(t), factor(ratio), "relative to the leading term", relation="~")
    page.show(
        R_t, stated.remainder, "left out: the next power, up to its coefficient", relation="O"
    )
    return stated
