r"""What a spectrum is: eigenvalues \lambda_k and target powers c_k, for all three witnesses."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, Self, runtime_checkable

from sympy import Expr, Integer, Sum, Symbol, oo

from analytic.errors import InvalidProblemError
from analytic.notation import k
from analytic.problem.exponential_decay import ExponentialDecay
from analytic.problem.levels import Levels
from analytic.problem.power_law import PowerLaw

STATED = {"exponential": ExponentialDecay}
"""Spectra that a command line states by name and numbers, in the order of their fields."""


@runtime_checkable
class Spectrum(Protocol):
    r"""Eigenvalues of the features' covariance and target power in each mode; no result is here.

        <\psi \psi^T> = diag(\lambda_k),   c_k = \lambda_k (w^*_k)^2

    Another kind of spectrum is another class with these members. Its sums \sum_k c_k/(\lambda_k +
    \kappa) are exact if it has those of `StatedSums` too.
    """

    def __hash__(self) -> int:
        """Equal spectra share their sums."""

    @property
    def modes(self) -> Expr:
        """The number of levels, null modes included."""

    @property
    def null_modes(self) -> Expr:
        r"""The number of modes with \lambda_k = 0."""

    @property
    def null_power(self) -> Expr:
        r"""\sum c_k over \lambda_k = 0."""

    @property
    def visible(self) -> Self:
        """The spectrum without its null modes: itself where it has none."""

    @property
    def unlimited_power_law(self) -> PowerLaw | None:
        """The power law with infinitely many modes that it is, if it is one."""

    @property
    def is_population(self) -> bool:
        """Whether its modes may be those of a finite population of points."""

    @property
    def free_symbols(self) -> frozenset[Symbol]:
        """The symbols that stand for its numbers."""

    def sizes(self) -> tuple[Any, ...]:
        """The numbers that bound those it is made of, the mode number apart: all positive."""

    def log2_extent(self, log2_levels: float, log2_rank: float) -> float:
        r"""The largest |log2| of so many levels, and of \kappa where d(\kappa) is the rank."""

    def levels(self) -> Levels:
        """All its levels in doubles."""

    def with_modes(self, modes: Any) -> Self:
        """The same spectrum cut off after so many levels."""

    def replicated(self, copies: int) -> Self:
        """Every mode replaced by `copies` modes that share its eigenvalue and its target power."""

    def stated(self) -> Mapping[str, Expr | float]:
        """The numbers that say which spectrum it is, by their names."""


@runtime_checkable
class StatedSums(Spectrum, Protocol):
    r"""A spectrum that states its levels, in falling order, and sums over those behind a level.

    `number` makes a number of an arithmetic of an exact one.
    """

    @property
    def multiplicity(self) -> Expr:
        """The modes that a level stands for."""

    def level(self, k: int, number: Callable[[Expr], Any]) -> tuple[Any, Any, Any]:
        r"""\lambda_k, c_k and the modes of level k."""

    def last_above(self, log2_bound: float) -> int:
        """The last level whose eigenvalue may be above a bound, or one behind it."""

    def tail(self, start: int, order: int, number: Callable[[Expr], Any]) -> tuple[Any, Any]:
        r"""\sum_{k \ge start} of (\lambda_k/\lambda_{start})^{order} times \lambda_k, times c_k."""


@runtime_checkable
class Ordered(Spectrum, Protocol):
    """A spectrum that states its leading modes apart from the others."""

    def leading(self, count: Expr) -> tuple[Self, Expr]:
        """So many modes of largest eigenvalue, and the target power of all others."""


def dimension(spectrum: Spectrum) -> Expr:
    r"""M, the number of all modes: every one of a degenerate level counted, null modes included.

        M = m \sum_{k = 1}^{levels} k^q,   level k of m k^q modes

    >>> dimension(PowerLaw(2, 2, modes=3, multiplicity=2, multiplicity_growth=1))
    12
    """
    growth = getattr(spectrum, "multiplicity_growth", Integer(0))
    levels = spectrum.modes
    if levels != oo and growth != 0:
        every = Sum(k**growth, (k, 1, levels))
        levels = every.doit() if growth.is_Integer else every
    return getattr(spectrum, "multiplicity", Integer(1)) * levels


def require_power_law(spectrum: Any) -> PowerLaw:
    """The power law with infinitely many modes that a spectrum is: of no other one is there a law.

    Raises    InvalidProblemError.
    """
    law = require_spectrum(spectrum).unlimited_power_law
    if law is None:
        raise InvalidProblemError(
            f"This {type(spectrum).__name__} is no power law with infinitely many modes, and laws "
            "in powers are derived of such only. Choose PowerLaw(a, b), or ask for numbers."
        )
    return law


def require_spectrum(spectrum: Any) -> Spectrum:
    """The spectrum, refused where it is something else.

    Raises    InvalidProblemError.
    """
    if not isinstance(spectrum, Spectrum) or isinstance(spectrum, type):
        raise InvalidProblemError(
            f"{str(spectrum)[:80]!r} is no spectrum. Give PowerLaw(a, b), "
            "ExponentialDecay(ratio, target_ratio) or MeasuredSpectrum(eigenvalues, target_power)."
        )
    return spectrum
