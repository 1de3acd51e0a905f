r"""Power laws: spectra and targets that fall as powers of the mode number. No results here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Expr, Integer, Symbol, digamma, oo, zeta

from analytic.errors import InvalidProblemError, require
from analytic.notation import a, b
from analytic.problem.levels import Levels
from analytic.problem.measured_spectrum import whole_copies
from analytic.real_numbers import exact_number, require_positive, shown


@dataclass(frozen=True, init=False)
class PowerLaw:
    r"""A spectrum and a target that fall as powers of the mode number.

        \lambda_k = scale k^{-b},
        c_k = \lambda_k (w*_k)^2 = amplitude k^{-a} + \sum_i B_i k^{-a_i}

    with k = 1 ... modes; `further_powers` holds the pairs (B_i, a_i). Level k stands for
    multiplicity * k^multiplicity_growth equal modes, each with its own lambda_k and c_k.
    Capacity b and source a as in [bordelon2024dynamical], eq. (13). Numbers are read exactly:
    "3/2" and Rational(3, 2) are three halves; a float is the binary number it is.

    Raises    InvalidProblemError where the trace or the initial loss would be infinite.

    >>> PowerLaw(a=2, b="3/2").b
    3/2
    """

    a: Expr
    b: Expr
    modes: Expr
    scale: Expr
    amplitude: Expr
    further_powers: tuple[tuple[Expr, Expr], ...]
    multiplicity: Expr
    multiplicity_growth: Expr

    def __init__(
        self,
        a: Any,
        b: Any,
        modes: Any = oo,
        *,
        scale: Any = 1,
        amplitude: Any = 1,
        further_powers: Iterable[tuple[Any, Any]] = (),
        multiplicity: Any = 1,
        multiplicity_growth: Any = 0,
    ) -> None:
        require(
            isinstance(further_powers, list | tuple)
            and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in further_powers),
            f"further_powers = {str(further_powers)[:80]!r} are no powers. Give a list of pairs "
            "(amplitude, exponent).",
        )
        values = {
            "a": exact_number(a, "a"),
            "b": exact_number(b, "b"),
            "modes": exact_number(modes, "modes"),
            "scale": exact_number(scale, "scale"),
            "amplitude": exact_number(amplitude, "amplitude"),
            "further_powers": tuple(
                (exact_number(c, "further amplitude"), exact_number(p, "further exponent"))
                for c, p in further_powers
            ),
            "multiplicity": exact_number(multiplicity, "multiplicity"),
            "multiplicity_growth": exact_number(multiplicity_growth, "multiplicity_growth"),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        self._refuse_the_meaningless()

    def _refuse_the_meaningless(self) -> None:
        for name in ("a", "b", "multiplicity_growth"):
            require(
                getattr(self, name).is_finite is not False,
                f"{name} = {shown(getattr(self, name))} is no power: {name} must be finite. "
                "Give a finite number.",
            )
        for name in ("scale", "amplitude", "multiplicity"):
            require_positive(getattr(self, name), name, infinite=False)
        for coefficient, exponent in self.further_powers:
            require_positive(coefficient, "every further amplitude", infinite=False)
            require(exponent.is_finite is not False, "every further exponent must be finite.")
        _require_modes(self.modes)
        if self.modes == oo:
            self._require_convergence()
        else:
            require(
                self.b.is_negative is not True,
                f"b = {shown(self.b)} makes the eigenvalues grow. Choose b >= 0.",
            )

    def _require_convergence(self) -> None:
        growth = self.multiplicity_growth
        if (self.b - growth - 1).is_nonpositive:
            raise InvalidProblemError(
                f"The trace of the covariance diverges for b = {shown(self.b)}: "
                f"sum k^-b needs b > {1 + growth}. Choose b > {1 + growth} or a finite number of "
                "modes."
            )
        for _, power in self.target_powers:
            if (power - growth - 1).is_nonpositive:
                raise InvalidProblemError(
                    f"The initial loss diverges for a = {shown(power)}: sum k^-a needs "
                    f"a > {1 + growth}. Choose a > {1 + growth} or a finite number of modes."
                )

    @property
    def target_powers(self) -> tuple[tuple[Expr, Expr], ...]:
        """All pairs (coefficient, exponent) of the target, c_k = sum of coefficient k^-exponent."""
        return ((self.amplitude, self.a), *self.further_powers)

    @property
    def null_modes(self) -> Expr:
        """None."""
        return Integer(0)

    @property
    def null_power(self) -> Expr:
        """Zero: there are no null modes."""
        return Integer(0)

    @property
    def visible(self) -> PowerLaw:
        """Itself."""
        return self

    @property
    def unlimited_power_law(self) -> PowerLaw | None:
        """Itself, if it has infinitely many modes."""
        return self if self.modes == oo else None

    @property
    def is_population(self) -> bool:
        """False: nothing was measured."""
        return False

    @cached_property
    def free_symbols(self) -> frozenset[Symbol]:
        """The symbols in its numbers."""
        numbers = (self.modes, *self.powers, self.multiplicity_growth, *self.sizes())
        return frozenset[Symbol]().union(*(number.free_symbols for number in numbers))

    @property
    def powers(self) -> tuple[Expr, ...]:
        """b and the powers of the target."""
        return (self.b, *(power for _, power in self.target_powers))

    def log2_extent(self, log2_levels: float, log2_rank: float) -> float:
        r"""That of the steepest power; d grows like the power -(1 + q)/b of \kappa."""
        steepest = max(abs(x) for x in self.powers)
        head = log2_levels * float(min(steepest, 10**9))
        growth = 1 + self.multiplicity_growth
        if self.modes != oo or log2_rank == np.inf or growth <= 0:
            return head
        return max(head, float(self.b / growth) * max(0.0, log2_rank))

    def sizes(self) -> tuple[Expr, ...]:
        """The scale, the multiplicity and the amplitudes of the target."""
        return (self.scale, self.multiplicity, *(c for c, _ in self.target_powers))

    def levels(self) -> Levels:
        """Its levels in doubles, finitely many."""
        level = np.arange(1.0, float(self.modes) + 1)
        powers = np.zeros_like(level)
        for amplitude, exponent in self.target_powers:
            powers += float(amplitude) * level ** -float(exponent)
        return Levels(
            float(self.scale) * level ** -float(self.b),
            powers,
            float(self.multiplicity) * level ** float(self.multiplicity_growth),
        )

    def stated(self) -> dict[str, Expr]:
        """a, b and the number of modes."""
        return {"a": self.a, "b": self.b, "modes": self.modes}

    def with_modes(self, modes: Any) -> PowerLaw:
        """The same powers, cut off after `modes` levels."""
        return _rebuild(self, modes=modes)

    def leading(self, count: Expr) -> tuple[PowerLaw, Expr]:
        r"""The first modes, and the target power of all others, \sum_{k > n} c_k.

        Raises    InvalidProblemError where so many modes end within a level.
        """
        levels = count / self.multiplicity
        require(
            levels.is_integer is not False and self.multiplicity_growth == 0,
            f"{shown(count)} modes end within a level of {shown(self.multiplicity)}. Choose a "
            "multiple of that, and no multiplicity_growth.",
        )
        beyond = (
            c * self.multiplicity * (_tail(p, levels) - _tail(p, self.modes))
            for c, p in self.target_powers
        )
        return self.with_modes(levels), sum(beyond, Integer(0))

    def at(self, values: Mapping[Expr, Expr]) -> PowerLaw:
        """The power law with values in the place of symbols.

        >>> from analytic.notation import a, b
        >>> PowerLaw(a, b).at({a: 2, b: 3}) == PowerLaw(2, 3)
        True
        """
        return PowerLaw(
            self.a.subs(values),
            self.b.subs(values),
            self.modes.subs(values),
            scale=self.scale.subs(values),
            amplitude=self.amplitude.subs(values),
            further_powers=[(c.subs(values), p.subs(values)) for c, p in self.further_powers],
            multiplicity=self.multiplicity.subs(values),
            multiplicity_growth=self.multiplicity_growth.subs(values),
        )

    def replicated(self, copies: int) -> PowerLaw:
        """Every mode replaced by `copies` modes that share its eigenvalue and its target power."""
        r = whole_copies(copies)
        return _rebuild(
            self,
            scale=self.scale / r,
            amplitude=self.amplitude / r,
            further_powers=tuple((c / r, p) for c, p in self.further_powers),
            multiplicity=self.multiplicity * r,
        )


def _tail(power: Expr, start: Expr) -> Expr:
    r"""\sum_{k > start} k^{-power}, continued in the power: differences are sums."""
    if start == oo:
        return Integer(0)
    if power == 1:
        return -digamma(start + 1, evaluate=False)
    return zeta(power, start + 1, evaluate=False)


def _rebuild(spectrum: PowerLaw, **changes: Any) -> PowerLaw:
    return replace(spectrum, **changes)


def _require_modes(modes: Expr) -> None:
    if modes.is_Integer and modes.p > 0:
        return  # without SymPy's deductions
    if modes != oo and (modes.is_integer is False or modes.is_nonpositive):
        raise InvalidProblemError(
            f"modes = {shown(modes)} is not a number of modes. Give a positive integer, or inf."
        )


POWER_LAW = PowerLaw(a, b)
