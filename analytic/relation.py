r"""Relations between the sides of a displayed equation, and what each of them says.

=  exactly equal;  ~  f/g \to 1;  asymp  f and g of one order;  O  |f| \leq c g
"""

from enum import StrEnum

from analytic.errors import InvalidProblemError
from analytic.typesetting.order import bounded_by as bounded_by


class Relation(StrEnum):
    """What an equation says of its sides; only = is exact."""

    EQUAL = "="
    ASYMPTOTIC = "~"
    SAME_ORDER = "asymp"
    ORDER = "O"
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="

    @property
    def latex(self) -> str:
        """The sign in LaTeX; that of an order is = before O(...)."""
        return _LATEX.get(self, str(self.value))

    @property
    def sign(self) -> str:
        """The sign on a terminal."""
        return _UNICODE.get(self, str(self.value))


_LATEX = {
    Relation.ASYMPTOTIC: r"\sim",
    Relation.SAME_ORDER: r"\asymp",
    Relation.ORDER: "=",
    Relation.AT_MOST: r"\leq",
    Relation.AT_LEAST: r"\geq",
}
_UNICODE = {
    Relation.SAME_ORDER: "≍",
    Relation.ORDER: "=",
    Relation.AT_MOST: "≤",
    Relation.AT_LEAST: "≥",
}


def relation_of(sign: str) -> Relation:
    r"""The relation of that sign.

    Raises    InvalidProblemError for a sign that is none of them.

    >>> relation_of("~"), relation_of("<=").latex
    (<Relation.ASYMPTOTIC: '~'>, '\\leq')
    """
    try:
        return Relation(sign)
    except ValueError:
        signs = " ".join(one.value for one in Relation)
        raise InvalidProblemError(
            f"{sign!r} is no relation between the sides of an equation. Use one of: {signs}."
        ) from None
