r"""An asymptotic law: pieces, each a formula where it holds, and the laws on curves between them.

    quantity = leading + correction + O(remainder)

Competing terms are kept side by side: which of them leads is a condition on a and b.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sympy import (
    Add,
    Expr,
    Min,
    Ne,
    Piecewise,
    S,
    Symbol,
    expand,
    expand_mul,
    simplify,
    sympify,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.errors import require
from analytic.formulas.lambdified import Modules, lambdify
from analytic.formulas.letters import read_values, require_powers
from analytic.formulas.rate import rate_of
from analytic.notation import a, b
from analytic.notebook import law_markdown
from analytic.term import Piece, Term


@dataclass(frozen=True, repr=False)
class Law:
    r"""An asymptotic law: quantity = leading + correction + O(remainder) as the variable grows.

    It is made of pieces, one for each region where a formula holds, all of them off the curves on
    which poles collide: `boundaries` hold the law on each boundary of regimes, and `resonances` the
    law on every other such curve. `terms` say which term leads where, in a region, or on a
    resonance in it where its amplitude is another. `symbol` is the key of the exponent in the
    interface (r_t, r_N, ...); `excluded` are further conditions, of steps on the way.

    Everything else is read off these: `leading`, `correction` and `remainder` hold everywhere, by
    cases, so that numbers may be put in; the rescaled remainder stays bounded.
    """

    symbol: str
    variable: Symbol
    pieces: tuple[Piece, ...]
    validity: str
    terms: tuple[Term, ...] = ()
    boundaries: Mapping[Boolean, Law] = field(default_factory=dict)
    resonances: Mapping[Boolean, Law] = field(default_factory=dict)
    excluded: tuple[Boolean, ...] = ()
    derived_at: Callable[[Mapping[Expr, Expr]], Law] | None = field(
        default=None, compare=False, repr=False
    )

    @classmethod
    def of(
        cls,
        symbol: str,
        variable: Symbol,
        leading: Expr,
        remainder: Expr,
        validity: str,
        correction: Expr = S.Zero,
        **others: Any,
    ) -> Law:
        """The law that one formula states everywhere."""
        return cls(symbol, variable, (Piece(leading, remainder, correction),), validity, **others)

    def with_formulas(self, **formulas: Expr) -> Law:
        """The law with another leading part, correction or remainder in the place of its own."""
        names = ("leading", "remainder", "correction")
        own, cut = ({x: getattr(law, x) for x in names} for law in (self.general, self))
        piece = Piece(**own | formulas, cut=Piece(**cut | formulas))
        return replace(self, pieces=(piece,))

    @property
    def curves(self) -> dict[Boolean, Law]:
        """The curves that have a law of their own."""
        return {**self.boundaries, **self.resonances}

    @cached_property
    def leading(self) -> Expr:
        """The terms that lead somewhere."""
        return self._by_cases("leading", self.curves)

    @cached_property
    def correction(self) -> Expr:
        """The terms that follow and are kept."""
        return self._by_cases("correction", self.curves)

    @cached_property
    def remainder(self) -> Expr:
        """The powers left out; a case of its own has a curve on which they are others."""
        (general, *others), curves = self.pieces, self.curves
        if not (others or (general.cut and general.cut.remainder != general.remainder)):
            for edge, law in self.curves.items():
                if expand(law.remainder - general.remainder.subs(*edge.args)) == 0:
                    del curves[edge]
        return self._by_cases("remainder", curves)

    def _by_cases(self, part: str, curves: Mapping[Boolean, Law]) -> Expr:
        cases = [(getattr(law, part), edge) for edge, law in curves.items()]
        cases += [(getattr(piece.cut or piece, part), piece.condition) for piece in self.pieces]
        return cases[0][0] if len({value for value, _ in cases}) == 1 else Piecewise(*cases)

    @cached_property
    def regimes(self) -> tuple[Term, ...]:
        """Which term leads where; its amplitude by cases where it is another one on a curve."""
        on = [term for term in self.terms if term.condition in self.resonances]
        cases = {
            term: [(x.amplitude, x.condition) for x in on if x.exponent == term.exponent]
            for term in self.off_curves.terms
        }
        return tuple(
            term._replace(amplitude=Piecewise(*others, (term.amplitude, True)))
            for term, others in cases.items()
        )

    @property
    def conditions(self) -> tuple[Boolean, ...]:
        """What the formulas of the pieces need: to be off the curves that cross their regions."""
        crossing = (Ne(*edge.args) for edge in self.curves if self._is_crossed(edge))
        return tuple(dict.fromkeys((*self.excluded, *crossing)))

    def lambdify(self, modules: Modules = "numpy") -> Callable[..., Any]:
        """The leading term as a function of numbers: of the variable, then of letters left open.

        >>> from analytic.notation import a, b, t
        >>> law = Law.of("r_t", t, t ** (-(a - 1) / b), t**-a, "t large")
        >>> float(law.lambdify()(4.0, 2, 2)), float(law(a=2, b=2).lambdify()(4.0))
        (0.5, 0.5)
        """
        formula = self.leading
        free = sorted(formula.free_symbols - {self.variable}, key=self.letters.index)
        return lambdify([self.variable, *free], formula, modules)

    @property
    def off_curves(self) -> Law:
        """The law off the curves that cross its regions, on which poles collide."""
        return replace(
            self,
            terms=tuple(one for one in self.terms if one.condition not in self.resonances),
            boundaries={e: one for e, one in self.boundaries.items() if not self._is_crossed(e)},
            resonances={},
        )

    @property
    def general(self) -> Law:
        """The same with all its terms everywhere: its formulas as plain sums of terms."""
        return replace(self.off_curves, pieces=tuple(x._replace(cut=None) for x in self.pieces))

    def _is_crossed(self, edge: Boolean) -> bool:
        """Whether a curve lies in the region of a piece, and does not only bound regions."""
        return any(piece.condition.subs(*edge.args) != False for piece in self.pieces)  # noqa: E712

    def at(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Law:
        """The law at some values of a and b, derived there anew and so right at a resonance too.

        Letters are given by name, as text or as a symbol; values as numbers, text or expressions.
        Other letters of the law may be given too. A law that knows no derivation has the values
        put in.

        Raises    InvalidProblemError for what is no letter of the law, and outside of its domain.

        >>> from analytic.notation import a, b, t
        >>> law = Law.of("r_t", t, t ** (-(a - 1) / b), t**-a, "t large")
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
        >>> Law.of("r_t", t, (eta * t) ** (-(a - 1) / b), t**-a, "t large").letters
        (a, b, t, eta)
        """
        formulas = (self.leading, self.correction, self.remainder)
        own = {letter for formula in formulas for letter in formula.free_symbols}
        first = (a, b, self.variable)
        return (*first, *sorted(own.difference(first), key=str))

    def _at(self, numbers: dict[Symbol, Expr]) -> Law:
        if self.derived_at is not None:
            return self.derived_at(numbers)
        for edge, law in self.curves.items():
            if edge.subs(numbers) == true:
                return law.at(numbers)
        here = self.mapped(lambda part: part.subs(numbers))
        return replace(here, boundaries={}, resonances={}, excluded=())

    def mapped(self, change: Callable[[Any], Any], **others: Any) -> Law:
        """The law with its formulas and conditions changed, without what then holds nowhere."""

        def changed(parts: Iterable[Any]) -> tuple[Any, ...]:
            found = (one.mapped(change) for one in parts)
            return tuple(one for one in found if one.condition != False)  # noqa: E712

        return replace(self, pieces=changed(self.pieces), terms=changed(self.terms), **others)

    def given(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Law:
        """The law with values for letters other than a and b, which may depend on these.

        Raises    InvalidProblemError for what is no letter of the law.

        >>> from analytic.notation import a, b, eta, t
        >>> law = Law.of("r_t", t, (eta * t) ** (-(a - 1) / b), t**-a, "t large")
        >>> law.given({eta: 2}).leading
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

        return self.mapped(
            lambda part: part.subs(values),
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
        rates = [term.exponent for term in self.terms] or [rate for rate, _ in self._rates()]
        return Min(*rates)

    @cached_property
    def amplitude(self) -> Expr:
        """The factor in front of variable^-exponent, regime by regime.

        On a boundary that bears a logarithm it is the factor in front of variable^-exponent log.
        """
        if not self.terms:
            return self._dominant()
        inside = [(regime.amplitude, regime.condition) for regime in self.regimes]
        between = [(law.amplitude, condition) for condition, law in self.boundaries.items()]
        return Piecewise(*inside, *between) if len(inside) > 1 else inside[0][0]

    def __repr__(self) -> str:
        return f"<Law {self.symbol} = {self.exponent}: {self.validity}>"

    _repr_markdown_ = law_markdown

    def _dominant(self) -> Expr:
        """The amplitude of the terms that are known to lead; all of them where that is open."""
        dominant = [term for rate, term in self._rates() if rate == self.exponent]
        leading = Add(*dominant) if dominant else self.leading
        amplitude = simplify(leading * self.variable**self.exponent)
        return amplitude if amplitude.has(self.variable) else leading.subs(self.variable, 1)

    def _rates(self) -> Iterator[tuple[Expr, Expr]]:
        """The terms of a formula that came without their exponents, each with its own."""
        for term in Add.make_args(expand_mul(self.leading)):
            yield simplify(rate_of(term, self.variable)), term


def _valued(values: Mapping[Symbol, Expr], point: Mapping[Expr, Expr]) -> dict[Symbol, Expr]:
    return {letter: sympify(value).subs(point) for letter, value in values.items()}
