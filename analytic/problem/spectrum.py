r"""What a spectrum is: eigenvalues \lambda_k and target powers c_k, for all three witnesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, Self, runtime_checkable

from sympy import Expr, Symbol

from analytic.errors import InvalidProblemError
from analytic.problem.levels import Levels
from analytic.problem.power_law import PowerLaw

__all__ = ["Spectrum", "require_spectrum"]


@runtime_checkable
class Spectrum(Protocol):
    r"""Eigenvalues \lambda_k and target powers c_k = \lambda_k (w*_k)^2; no result is here.

    Another kind of spectrum is another class with these members, whose sums \sum_k c_k/(\lambda_k +
    \kappa) the exact witness is told of in `analytic.exact.sums.spectral_sums`.
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

    @property
    def powers(self) -> tuple[Expr, ...]:
        """The powers of the mode number that it is made of."""

    def sizes(self) -> tuple[Any, ...]:
        """The numbers that bound those it is made of, powers apart: all positive."""

    def levels(self) -> Levels:
        """All its levels in doubles."""

    def with_modes(self, modes: Any) -> Self:
        """The same spectrum cut off after so many levels."""

    def replicated(self, copies: int) -> Self:
        """Every mode replaced by `copies` modes that share its eigenvalue and its target power."""

    def stated(self) -> Mapping[str, Expr | float]:
        """The numbers that say which spectrum it is, by their names."""


def require_spectrum(spectrum: Any) -> Spectrum:
    """The spectrum, refused where it is something else.

    Raises    InvalidProblemError.
    """
    if not isinstance(spectrum, Spectrum) or isinstance(spectrum, type):
        raise InvalidProblemError(
            f"{str(spectrum)[:80]!r} is no spectrum. Give PowerLaw(a, b) or "
            "MeasuredSpectrum(eigenvalues, target_power)."
        )
    return spectrum
