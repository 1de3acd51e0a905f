"""Functions that are finite where their plain form is a difference of two infinities."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Function
from sympy.printing.pretty.stringpict import prettyForm

__all__ = ["RegularPart"]


class RegularPart(Function):  # type: ignore[misc]
    """A function with a removable singularity, known at it and near it to all digits.

    It is printed as its plain form in square brackets.
    """

    @property
    def plain(self) -> Expr:
        """The same function in Gammas, zetas and powers, singular in appearance."""
        return self

    def _order(self, place: int) -> int:
        """How often the function is differentiated, if the argument at `place` says so."""
        return int(self.args[place]) if len(self.args) > place else 0

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        name = rf"\left[{printer.doprint(self.plain)}\right]"
        return name if exp is None else rf"{name}^{{{exp}}}"

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(*printer._print(self.plain).parens("[", "]"))
