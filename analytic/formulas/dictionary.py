r"""The dictionary between the letters of the papers, and the house's own.

One letter means different things: alpha is b - 1, b/2 or b, P is the number of samples here and
the width in [bahri2024explaining]. Every formula is translated through the house letters, those of
[bordelon2024dynamical]; all its letters change at once, so that P and N can change places.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from sympy import Basic, Eq, Expr, Symbol, nan, true, zoo
from sympy.logic.boolalg import Boolean

from analytic.errors import InvalidProblemError
from analytic.formulas.lowest_terms import Formula, lowest_terms
from analytic.notation import (
    B,
    C,
    D,
    M,
    N,
    P,
    T,
    a,
    alpha,
    alpha_K,
    b,
    beta,
    d_width,
    eta,
    kappa,
    mu,
    n,
    r,
    sigma2,
    t,
    tau,
)

_RESOURCE = re.compile(r"(?<=[_/])[NP]\b")
_RESOURCES = frozenset({N, P, T, D, d_width, n})
_WIDTH, _DATA, _TIME = "width", "number of samples", "training time"


@dataclass(frozen=True)
class Letter:
    """A letter of a notation, what it stands for in house letters, and its meaning in words."""

    symbol: Symbol
    house: Expr
    meaning: str


_SHARED = (
    Letter(t, t, _TIME),
    Letter(M, M, "number of modes"),
    Letter(sigma2, sigma2, "variance of the label noise"),
    Letter(eta, eta, "step size"),
    Letter(mu, mu, "momentum"),
    Letter(B, B, "number of samples in a batch"),
    Letter(kappa, kappa, "effective regulariser"),
    Letter(C, C, "compute"),
    Letter(tau, tau, "training time in the unit of a crossover"),
)


@dataclass(frozen=True)
class Notation:
    """The letters of one paper.

    `source` is a key of references.bib, `house` says what the house letters are in this notation
    (those that it leaves out are its own too), and `restriction` is the condition, in house
    letters, under which the notation can speak at all: Eq(a, b) where it has one letter for both.
    """

    name: str
    source: str
    letters: tuple[Letter, ...]
    house: tuple[tuple[Symbol, Expr], ...]
    restriction: Boolean = true

    def to_house(self, expression: Formula) -> Formula:
        """The same formula in house letters.

        Raises    InvalidProblemError where the formula holds a letter of another notation.

        >>> NOTATIONS["explaining"].to_house(P**-alpha_K)
        N**(1 - b)
        """
        meanings = {letter.symbol: letter.house for letter in self.letters}
        self._refuse_strangers(expression, set(meanings), self.name)
        return _translated(expression, meanings)

    def from_house(self, expression: Formula) -> Formula:
        """A formula in house letters, in this notation; under its restriction, if it has one.

        Raises    InvalidProblemError where the formula holds a letter of another notation, or has
                  no value under the restriction.

        >>> NOTATIONS["paquette"].from_house(N ** (-(a - 1) / b))
        d**(-(2*alpha + 2*beta - 1)/(2*alpha))
        """
        own = {letter.symbol for letter in _HOUSE}
        self._refuse_strangers(expression, own, "the house")
        try:
            formula = _translated(expression, dict(self.house))
        except TypeError:  # a comparison with what is infinite
            formula = nan
        if formula.has(nan, zoo):
            raise InvalidProblemError(
                f"{expression} has no value in the notation {self.name}, which speaks of "
                f"{self.restriction.lhs} = {self.restriction.rhs} only. "
                "Choose a notation with two letters, such as dynamical."
            )
        return formula

    def spoken(self, symbol: str) -> str:
        """The name of an exponent with the resources in it as the notation calls them.

        >>> NOTATIONS["paquette"].spoken("r_N"), NOTATIONS["explaining"].spoken("r_t(1/P)")
        ('r_d', 'r_t(1/D)')
        """
        names = {str(resource): str(self.from_house(resource)) for resource in (N, P)}
        return _RESOURCE.sub(lambda found: names[found.group()], symbol)

    def _refuse_strangers(self, expression: Basic, own: set[Symbol], owner: str) -> None:
        """Refuse symbols that look like letters of either side and are none of this side."""
        letters = {str(letter.symbol) for letter in (*self.letters, *_HOUSE)}
        for symbol in sorted(expression.free_symbols - own, key=str):
            if str(symbol) in letters:
                listed = ", ".join(sorted(str(letter) for letter in own))
                raise InvalidProblemError(
                    f"The symbol {symbol} in {expression} is no letter of {owner}: its letters are "
                    f"{listed}. Take symbols from analytic.notation, or read the formula as text."
                )


_HOUSE = (
    Letter(a, a, "target, c_k = k^-a"),
    Letter(b, b, "spectrum, lambda_k = k^-b"),
    Letter(N, N, _WIDTH),
    Letter(P, P, _DATA),
    *_SHARED,
)


def _table(*notations: Notation) -> Mapping[str, Notation]:
    return MappingProxyType({notation.name: notation for notation in notations})


NOTATIONS = _table(
    Notation("dynamical", "bordelon2024dynamical", _HOUSE, ()),
    Notation(
        "solvable",
        "maloney2022solvable",
        (
            Letter(alpha, b - 1, "spectrum k^-(1 + alpha), isotropic target"),
            Letter(N, N, "number of features"),
            Letter(T, P, "size of the training set"),
            *_SHARED,
        ),
        ((a, 1 + alpha), (b, 1 + alpha), (P, T)),
        Eq(a, b),
    ),
    Notation(
        "explaining",
        "bahri2024explaining",
        (
            Letter(alpha_K, b - 1, "kernel spectrum k^-(1 + alpha_K), isotropic target"),
            Letter(P, N, _WIDTH),
            Letter(D, P, "size of the data set"),
            *_SHARED,
        ),
        ((a, 1 + alpha_K), (b, 1 + alpha_K), (N, P), (P, D)),
        Eq(a, b),
    ),
    Notation(
        "paquette",
        "paquette2024phases",
        (
            Letter(alpha, b / 2, "spectrum k^-(2 alpha)"),
            Letter(beta, (a - b) / 2, "target, c_k = k^-(2 alpha + 2 beta)"),
            Letter(d_width, N, _WIDTH),
            Letter(P, P, _DATA),
            *_SHARED,
        ),
        ((a, 2 * alpha + 2 * beta), (b, 2 * alpha), (N, d_width)),
    ),
    Notation(
        "source-capacity",
        "cui2021generalization",
        (
            Letter(alpha, b, "capacity, spectrum k^-alpha"),
            Letter(r, (a - 1) / (2 * b), "source, c_k = k^-(1 + 2 alpha r)"),
            Letter(N, N, _WIDTH),
            Letter(n, P, _DATA),
            *_SHARED,
        ),
        ((a, 1 + 2 * alpha * r), (b, alpha), (P, n)),
    ),
    Notation(
        "feature-learning",
        "bordelon2024feature",
        (
            Letter(alpha, b, "spectrum k^-alpha"),
            Letter(beta, (a - 1) / b, "target, c_k = k^-(1 + alpha beta)"),
            Letter(N, N, _WIDTH),
            Letter(P, P, _DATA),
            *_SHARED,
        ),
        ((a, 1 + alpha * beta), (b, alpha)),
    ),
)


def notation_named(name: str) -> Notation:
    """The notation of this name.

    Raises    InvalidProblemError, with near matches, where there is none.

    >>> notation_named("paquette").source
    'paquette2024phases'
    """
    if isinstance(name, str) and name in NOTATIONS:
        return NOTATIONS[name]
    near = get_close_matches(str(name), NOTATIONS, n=2)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Choose from {', '.join(NOTATIONS)}."
    raise InvalidProblemError(f"There is no notation named {name!r}. {hint}")


def _translated(expression: Formula, meanings: Mapping[Symbol, Expr]) -> Formula:
    changed = {old: new for old, new in meanings.items() if old != new}
    if not expression.free_symbols & changed.keys():
        return expression
    powers = frozenset().union(*(new.free_symbols for new in changed.values())) - _RESOURCES
    translated: Formula = expression.xreplace(changed)
    if all(isinstance(new, Symbol) for new in changed.values()):
        return translated
    return lowest_terms(translated, powers)
