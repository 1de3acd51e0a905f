r"""An asymptotic law: its leading terms, its corrections, its remainder, its regimes.

    quantity = leading + correction + O(remainder)

Competing terms are kept side by side: which of them leads is a condition on a and b.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sympy import (
    Add,
    Expr,
    Integer,
    Min,
    Piecewise,
    Symbol,
    expand_mul,
    limit,
    log,
    oo,
    simplify,
    sympify,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.displayed import displayed
from analytic.errors import require
from analytic.formulas.lambdified import Modules, lambdify
from analytic.formulas.letters import read_values, require_powers
from analytic.formulas.prose import markdown_sentence
from analytic.notation import a, b
from analytic.term import Term
from analytic.typesetting.tables import condition_cell, formula_cell, markdown_table


@dataclass(frozen=True, repr=False)
class Law:
    r"""An asymptotic law: quantity = leading + correction + O(remainder) as the variable grows.

    `remainder` is a sum of the powers that were left out, without their coefficients: the rescaled
    remainder stays bounded. `symbol` is the key of the exponent in the interface (r_t, r_N, ...).
    `regimes` say which term of `leading` leads where, `boundaries` hold the law on each boundary
    and `resonances` the law on every other curve where two poles collide; `conditions` exclude all
    of these, on which the general formula has to be replaced. The formulas do so themselves, as
    the first cases of a Piecewise: numbers may be put in everywhere. `general` is without cases.
    """

    symbol: str
    variable: Symbol
    leading: Expr
    remainder: Expr
    validity: str
    correction: Expr = field(default_factory=lambda: Integer(0))
    regimes: tuple[Term, ...] = ()
    boundaries: Mapping[Boolean, Law] = field(default_factory=dict)
    conditions: tuple[Boolean, ...] = ()
    resonances: Mapping[Boolean, Law] = field(default_factory=dict)
    derived_at: Callable[[Mapping[Expr, Expr]], Law] | None = field(
        default=None, compare=False, repr=False
    )

    def lambdify(self, modules: Modules = "numpy") -> Callable[..., Any]:
        """The leading term as a function of numbers: of the variable, then of letters left open.

        >>> from analytic.notation import a, b, t
        >>> law = Law("r_t", t, t ** (-(a - 1) / b), t**-a, "t large")
        >>> float(law.lambdify()(4.0, 2, 2)), float(law(a=2, b=2).lambdify()(4.0))
        (0.5, 0.5)
        """
        formula = self.leading
        free = sorted(formula.free_symbols - {self.variable}, key=self.letters.index)
        return lambdify([self.variable, *free], formula, modules)

    @property
    def general(self) -> Law:
        """The law off all curves on which poles collide: its formulas as plain sums of terms."""
        formulas = {name: getattr(self, name) for name in _FORMULAS}
        plain = {name: _last_case(formula) for name, formula in formulas.items()}
        return self if plain == formulas else replace(self, **plain)

    def at(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Law:
        """The law at some values of a and b, derived there anew and so right at a resonance too.

        Letters are given by name, as text or as a symbol; values as numbers, text or expressions.
        Other letters of the law may be given too. A law that knows no derivation has the values
        put in.

        Raises    InvalidProblemError for what is no letter of the law, and outside of its domain.

        >>> from analytic.notation import a, b, t
        >>> law = Law("r_t", t, t ** (-(a - 1) / b), t**-a, "t large")
        >>> law.at({a: 3, b: 2}).leading, law.at({"a": 3}, b="2").leading, law(a=3, b=2).leading
        (1/t, 1/t, 1/t)
        """
        read = read_values(values, named, self.letters)
        require(
            self.variable not in read,
            f"{self.variable} is the variable of the law, which holds as it grows. Put a value "
            "into a formula instead: analytic.substitute(law.expansion, {...}).",
        )
        require_powers(read)
        point = {letter: value for letter, value in read.items() if letter in (a, b)}
        others = {letter: value for letter, value in read.items() if letter not in point}
        return self._at(point).given(others) if others else self._at(point)

    def __call__(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Law:
        """The law at some values: law(a=2, b="3/2") is law.at({"a": 2, "b": "3/2"})."""
        return self.at(values, **named)

    @property
    def letters(self) -> tuple[Symbol, ...]:
        """The letters that the law is written in: a, b, its variable, and what else it depends on.

        >>> from analytic.notation import a, b, eta, t
        >>> Law("r_t", t, (eta * t) ** (-(a - 1) / b), t**-a, "t large").letters
        (a, b, t, eta)
        """
        formulas = (self.leading, self.correction, self.remainder)
        own = {letter for formula in formulas for letter in formula.free_symbols}
        first = (a, b, self.variable)
        return (*first, *sorted(own.difference(first), key=str))

    def _at(self, numbers: dict[Symbol, Expr]) -> Law:
        if self.derived_at is not None:
            return self.derived_at(numbers)
        formulas = {name: getattr(self, name).subs(numbers) for name in _FORMULAS}
        regimes = tuple(regime.mapped(lambda part: part.subs(numbers)) for regime in self.regimes)
        here = tuple(one for one in regimes if one.condition != False)  # noqa: E712
        between = {edge.subs(numbers): law.at(numbers) for edge, law in self.boundaries.items()}
        if true in between:
            return between[true]
        return replace(self, **formulas, regimes=here, boundaries={}, conditions=())

    def given(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Law:
        """The law with values for letters other than a and b, which may depend on these.

        Raises    InvalidProblemError for what is no letter of the law.

        >>> from analytic.notation import a, b, eta, t
        >>> law = Law("r_t", t, (eta * t) ** (-(a - 1) / b), t**-a, "t large")
        >>> law.given({eta: Integer(2)}).leading
        (2*t)**((1 - a)/b)
        """
        read = read_values(values, named, self.letters)
        require_powers(read)
        return self._given(read)

    def _given(self, values: Mapping[Symbol, Expr]) -> Law:
        def at(point: Mapping[Expr, Expr]) -> Law:
            assert self.derived_at is not None
            return self.derived_at(point)._given(_valued(values, point))

        def on(curves: Mapping[Boolean, Law]) -> dict[Boolean, Law]:
            return {
                edge: law._given(_valued(values, dict([edge.args]))) for edge, law in curves.items()
            }

        return replace(
            self,
            **{name: getattr(self, name).subs(values) for name in _FORMULAS},
            regimes=tuple(regime.mapped(lambda part: part.subs(values)) for regime in self.regimes),
            boundaries=on(self.boundaries),
            resonances=on(self.resonances),
            derived_at=None if self.derived_at is None else at,
        )

    @property
    def expansion(self) -> Expr:
        """The leading terms and the corrections, added."""
        return self.leading + self.correction

    @cached_property
    def exponent(self) -> Expr:
        """The decay rate r of the dominant term: leading ~ variable^-r, up to logarithms."""
        if self.regimes:
            return Min(*(regime.exponent for regime in self.regimes))
        return Min(*(self._rate(term) for term in self._terms))

    @cached_property
    def amplitude(self) -> Expr:
        """The factor in front of variable^-exponent, regime by regime.

        On a boundary that bears a logarithm it is the factor in front of variable^-exponent log.
        """
        if not self.regimes:
            return self._dominant()
        inside = [(regime.amplitude, regime.condition) for regime in self.regimes]
        between = [(law.amplitude, condition) for condition, law in self.boundaries.items()]
        return Piecewise(*inside, *between) if len(inside) > 1 else inside[0][0]

    def __repr__(self) -> str:
        return f"<Law {self.symbol} = {self.exponent}: {self.validity}>"

    def _repr_markdown_(self) -> str:
        """The law in a notebook: its regimes, the boundaries among them, as a table."""
        exponent = formula_cell(displayed(self.exponent))
        head = f"${self.symbol} =$ {exponent}: {markdown_sentence(self.validity)}"
        curves = [
            regime._replace(condition=edge)
            for edge, law in self.boundaries.items()
            for regime in law.regimes
        ]
        if len(self.regimes) + len(curves) < 2:
            return f"{head}\n\n{formula_cell(displayed(self.leading))}\n"
        rows = [
            (
                condition_cell(regime.condition),
                formula_cell(displayed(regime.exponent)),
                formula_cell(displayed(regime.amplitude * log(self.variable) ** regime.logarithms)),
            )
            for regime in (*self.regimes, *curves)
        ]
        heading = ("where", "exponent", "amplitude")
        return f"{head}\n\n{markdown_table(heading, rows)}\n"

    def _dominant(self) -> Expr:
        """The amplitude of the terms that are known to lead; all of them where that is open."""
        exponent = self.exponent
        dominant = [term for term in self._terms if self._rate(term) == exponent]
        leading = Add(*dominant) if dominant else self.leading
        amplitude = simplify(leading * self.variable**exponent)
        return amplitude if amplitude.has(self.variable) else leading.subs(self.variable, 1)

    @property
    def _terms(self) -> tuple[Expr, ...]:
        return tuple(Add.make_args(expand_mul(self.leading)))

    def _rate(self, term: Expr) -> Expr:
        rate = simplify(-self.variable * log(term).diff(self.variable))
        return limit(rate, self.variable, oo) if rate.has(self.variable) else rate


_FORMULAS = ("leading", "correction", "remainder")


def _valued(values: Mapping[Symbol, Expr], point: Mapping[Expr, Expr]) -> dict[Symbol, Expr]:
    return {letter: sympify(value).subs(point) for letter, value in values.items()}


def _last_case(formula: Expr) -> Expr:
    """A formula with what holds in general in the place of definitions by cases."""
    return formula.replace(
        lambda part: isinstance(part, Piecewise) and part.args[-1][1] == true,
        lambda cases: cases.args[-1][0],
    )
