r"""Spectra and targets that decay exponentially with the mode number. No results here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, log2
from typing import Any

import numpy as np
from sympy import Expr, Integer, Symbol, oo

from analytic.errors import InvalidProblemError, require
from analytic.problem.levels import Levels
from analytic.problem.measured_spectrum import whole_copies
from analytic.real_numbers import exact_number, positive_number, shown


@dataclass(frozen=True, init=False)
class ExponentialDecay:
    r"""A spectrum and a target that fall by a factor from each mode to the next.

        \lambda_k = scale ratio^{k-1},   c_k = \lambda_k (w*_k)^2 = amplitude target_ratio^{k-1}

    with k = 1 ... modes and both ratios between zero and one; level k stands for `multiplicity`
    equal modes. It is no power law: the effective dimension grows like log(1/\kappa)/log(1/ratio).

    Raises    InvalidProblemError where the trace or the initial loss would be infinite.

    >>> ExponentialDecay("1/2", "1/3").with_modes(3).levels().eigenvalues.tolist()
    [1.0, 0.5, 0.25]
    """

    ratio: Expr
    target_ratio: Expr
    modes: Expr
    scale: Expr
    amplitude: Expr
    multiplicity: Expr

    def __init__(
        self,
        ratio: Any,
        target_ratio: Any,
        modes: Any = oo,
        *,
        scale: Any = 1,
        amplitude: Any = 1,
        multiplicity: Any = 1,
    ) -> None:
        for name, given in (("ratio", ratio), ("target_ratio", target_ratio)):
            number = positive_number(given, name)
            require(
                (number - 1).is_nonnegative is not True,
                f"{name} = {shown(number)} does not decay. Give a number between 0 and 1.",
            )
            object.__setattr__(self, name, number)
        sizes = {"scale": scale, "amplitude": amplitude, "multiplicity": multiplicity}
        for name, given in sizes.items():
            object.__setattr__(self, name, positive_number(given, name, infinite=False))
        count = exact_number(modes, "modes")
        if count != oo and (count.is_integer is False or count.is_nonpositive):
            raise InvalidProblemError(
                f"modes = {shown(count)} is not a number of modes. Give a positive integer, or inf."
            )
        object.__setattr__(self, "modes", count)

    @property
    def null_modes(self) -> Expr:
        """None."""
        return Integer(0)

    @property
    def null_power(self) -> Expr:
        """Zero: there are no null modes."""
        return Integer(0)

    @property
    def visible(self) -> ExponentialDecay:
        """Itself."""
        return self

    @property
    def unlimited_power_law(self) -> None:
        """None: it is no power law."""
        return None

    @property
    def is_population(self) -> bool:
        """False: nothing was measured."""
        return False

    @property
    def free_symbols(self) -> frozenset[Symbol]:
        """The symbols in its numbers."""
        return frozenset[Symbol]().union(*(value.free_symbols for value in vars(self).values()))

    def sizes(self) -> tuple[Expr, ...]:
        """The first eigenvalue and target power, and the multiplicity."""
        return (self.scale, self.amplitude, self.multiplicity)

    def log2_extent(self, _: float, log2_rank: float) -> float:
        r"""log2 of 1/\kappa where d(\kappa) is the rank; that of a level is of the same size."""
        if log2_rank == np.inf:
            return 0.0
        rank = 2 ** min(log2_rank, 1000.0) / float(self.multiplicity)
        return float(-log2(float(self.ratio)) * rank)

    def levels(self) -> Levels:
        """Its levels in doubles, finitely many."""
        k = np.arange(float(self.modes))
        return Levels(
            float(self.scale) * float(self.ratio) ** k,
            float(self.amplitude) * float(self.target_ratio) ** k,
            np.full(len(k), float(self.multiplicity)),
        )

    def level(self, k: int, number: Callable[[Expr], Any]) -> tuple[Any, Any, Any]:
        r"""\lambda_k, c_k and the modes of level k, in the numbers of an arithmetic."""
        ratio, target_ratio = number(self.ratio), number(self.target_ratio)
        return (
            number(self.scale) * ratio ** (k - 1),
            number(self.amplitude) * target_ratio ** (k - 1),
            number(self.multiplicity),
        )

    def last_above(self, log2_bound: float) -> int:
        """The last level whose eigenvalue may be above a bound."""
        first = log2(float(self.scale))
        return max(0, ceil((first - log2_bound) / -log2(float(self.ratio))) + 1)

    def tail(self, start: int, order: int, number: Callable[[Expr], Any]) -> tuple[Any, Any]:
        r"""Sums over the modes from level `start` on: two geometric series.

        \sum_k \lambda_k (\lambda_k/\lambda_{start})^{order},
        \sum_k c_k (\lambda_k/\lambda_{start})^{order}
        """
        eigenvalue, power, copies = self.level(start, number)
        ratio = number(self.ratio)
        left = self.modes - start + 1

        def geometric(factor: Any) -> Any:
            whole = 1 if left == oo else 1 - factor ** int(left)
            return copies * whole / (1 - factor)

        powered = ratio**order
        return (
            eigenvalue * geometric(powered * ratio),
            power * geometric(powered * number(self.target_ratio)),
        )

    def with_modes(self, modes: Any) -> ExponentialDecay:
        """The same decay, cut off after `modes` levels."""
        return replace(self, modes=modes)

    def replicated(self, copies: int) -> ExponentialDecay:
        """Every mode replaced by `copies` modes that share its eigenvalue and its target power."""
        r = whole_copies(copies)
        return replace(
            self,
            scale=self.scale / r,
            amplitude=self.amplitude / r,
            multiplicity=self.multiplicity * r,
        )

    def leading(self, count: Expr) -> tuple[ExponentialDecay, Expr]:
        r"""The first modes, and the target power of all others, \sum_{k > n} c_k."""
        levels = count / self.multiplicity
        q = self.target_ratio
        beyond = self.amplitude * self.multiplicity * (q**levels - q**self.modes) / (1 - q)
        return self.with_modes(levels), beyond

    def stated(self) -> dict[str, Expr]:
        """Both ratios and the number of modes."""
        return {"ratio": self.ratio, "target_ratio": self.target_ratio, "modes": self.modes}
