r"""Reading of a user's formula: which letters it may hold, and what kind of statement it is.

a function of a and b        an exponent
a formula with the variable  a leading term; if it has no amplitude, an exponent again
"""

from collections.abc import Iterable
from typing import Any, Literal

from sympy import Expr, Symbol, nan, oo, sympify, zoo
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.formulas.letters import in_house_letters
from analytic.formulas.rate import is_pure_power
from analytic.notation import a, b

Reading = Literal["auto", "exponent", "leading"]
Kind = Literal["exponent", "leading"]


def kind_of(formula: Expr, variable: Symbol, as_: Reading = "auto", constant: bool = False) -> Kind:
    """What a formula states: as asked for, or as it shows.

    Raises    InvalidProblemError for an unknown reading, or a leading term without the variable
              where what it is compared with is not `constant`.

    >>> from analytic.notation import N
    >>> kind_of(N ** (1 - a), N), kind_of(2 * N ** (1 - a), N)
    ('exponent', 'leading')
    """
    has_variable = formula.has(variable)
    if as_ == "auto":
        states_power = not has_variable or is_pure_power(formula, variable)
        return "exponent" if states_power else "leading"
    if as_ not in ("exponent", "leading"):
        raise InvalidProblemError(
            f"as_ = {as_!r} is no way to read a formula. Choose auto, exponent or leading."
        )
    if as_ == "leading" and not (has_variable or constant):
        raise InvalidProblemError(
            f"{formula} is no leading term: it does not hold {variable}. Write the whole term, "
            f"such as {variable}**(-r) times its amplitude, or compare it as an exponent."
        )
    return as_


def refuse_strangers(formula: Expr, variable: Symbol, others: Iterable[Symbol] = ()) -> None:
    """Refuse what is no real formula in a, b, the variable of a law and its other letters.

    Raises    InvalidProblemError.
    """
    if not isinstance(formula, Expr):
        raise InvalidProblemError(
            f"{formula!r} is no SymPy expression. Read a text with analytic.parse."
        )
    if formula.has(nan, zoo, oo, -oo) or formula.is_extended_real is False:
        raise InvalidProblemError(f"{formula} is no finite real formula. Give one with a value.")
    letters = [a, b, *sorted({*others} - {a, b, variable}, key=str), variable]
    for symbol in sorted(formula.free_symbols - set(letters), key=str):
        known = str(symbol) in map(str, letters)
        cause = "has other assumptions than this law's" if known else "is no letter of this law"
        raise InvalidProblemError(
            f"The letter {symbol} in {formula} {cause}: it is written in "
            f"{', '.join(map(str, letters[:-1]))} and {variable}. "
            "Take these from analytic.notation, or read the formula as text."
        )


def condition_of(domain: Any) -> Boolean:
    """A condition on a and b, in house letters.

    Raises    InvalidProblemError for anything else.
    """
    condition = sympify(domain) if isinstance(domain, bool) else domain
    if not isinstance(condition, Boolean):
        raise InvalidProblemError(
            f"domain = {domain!r} is no condition. Give one on a and b, such as Eq(a, b) or a > 2."
        )
    return in_house_letters(condition, (a, b))
