r"""Measured spectra: eigenvalues and target powers of a real kernel, null modes among them."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Expr, Integer, Rational, Symbol

from analytic.errors import InvalidModeError, InvalidProblemError, require
from analytic.problem.levels import Levels
from analytic.real_numbers import exact_number

_FEW = 4  # modes that are shown singly


@dataclass(frozen=True, init=False, repr=False)
class MeasuredSpectrum:
    r"""Eigenvalues lambda_k and target powers c_k = lambda_k (w*_k)^2 measured on a real kernel.

        |\lambda_k| <= null_threshold \max_j \lambda_j:   a null mode, \lambda_k = 0

    A null mode cannot be learned, and keeps its target power: c_k is noise of that variance in the
    samples and a floor of the test loss. The threshold takes in what rounding leaves of zero, of
    either sign; without one it is the number of modes times the machine epsilon 2^-52.

    Of a kernel matrix K over M points they are the eigenvalues of K/M and (u_k . y)^2/M: a finite
    population. The loss is then the one over these points, for samples drawn from them with
    replacement; loss on held-out points needs a spectrum estimated on others.

    Shape     both (modes,); target powers nonnegative.
    Floats are taken as the binary numbers they are; strings and fractions are exact.
    Raises    InvalidProblemError; InvalidModeError, which holds the index of the mode, for an
              eigenvalue below minus the threshold and for a negative target power.

    >>> spectrum = MeasuredSpectrum([1, 0.25, -1e-17], ["1/2", 0, "1/10"])
    >>> spectrum.modes, spectrum.rank, spectrum.null_power
    (3, 2, 1/10)
    """

    eigenvalues: tuple[float | Fraction, ...]
    target_power: tuple[float | Fraction, ...]

    def __repr__(self) -> str:
        if len(self.eigenvalues) <= _FEW:
            return f"MeasuredSpectrum({self.eigenvalues!r}, {self.target_power!r})"
        first, last = self.eigenvalues[0], self.eigenvalues[-1]
        return (
            f"<MeasuredSpectrum of {len(self.eigenvalues)} modes, eigenvalues {float(first):.6g} "
            f"to {float(last):.6g}>"
        )

    def __init__(
        self,
        eigenvalues: Iterable[Any],
        target_power: Iterable[Any],
        null_threshold: Any = None,
    ) -> None:
        measured = _entries(eigenvalues, "eigenvalues")
        powers = _entries(target_power, "target_power")
        require(
            len(measured) == len(powers),
            f"There are {len(measured)} eigenvalues and {len(powers)} target "
            "powers. Give one target power for each eigenvalue.",
        )
        require(len(measured) > 0, "The spectrum is empty. Give at least one mode.")
        for index, power in enumerate(powers):
            if power < 0:
                raise InvalidModeError(
                    index,
                    f"has the negative target power {float(power):.6g}. "
                    "c_k = lambda_k (w*_k)^2 cannot be below zero.",
                )
        object.__setattr__(self, "eigenvalues", _without_rounding(measured, null_threshold))
        object.__setattr__(self, "target_power", powers)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """The hash, of which every question that is asked about many modes needs many."""
        return hash((self.eigenvalues, self.target_power))

    @property
    def modes(self) -> Expr:
        """The number of modes, null modes included."""
        return Integer(len(self.eigenvalues))

    @property
    def rank(self) -> Expr:
        """The number of modes that are not null."""
        return Integer(len(self.visible.eigenvalues))

    @cached_property
    def null_power(self) -> Expr:
        r"""The target power of the null modes, \sum c_k over \lambda_k = 0, exactly."""
        modes = zip(self.eigenvalues, self.target_power, strict=True)
        total = sum((Fraction(power) for x, power in modes if x == 0), Fraction(0))
        return Rational(total.numerator, total.denominator)

    @cached_property
    def visible(self) -> MeasuredSpectrum:
        """The spectrum without its null modes: itself where it has none."""
        if 0 not in self.eigenvalues:
            return self
        modes = zip(self.eigenvalues, self.target_power, strict=True)
        eigenvalues, target_power = zip(*(mode for mode in modes if mode[0] != 0), strict=True)
        return MeasuredSpectrum(eigenvalues, target_power, null_threshold=0)

    @property
    def null_modes(self) -> Expr:
        """The number of null modes."""
        return self.modes - self.rank

    @property
    def unlimited_power_law(self) -> None:
        """None: it is no power law."""
        return None

    @property
    def is_population(self) -> bool:
        """True: a kernel matrix is one over points."""
        return True

    @property
    def free_symbols(self) -> frozenset[Symbol]:
        """None: its numbers are numbers."""
        return frozenset()

    def log2_extent(self, _: float, __: float) -> float:
        """None beyond its sizes."""
        return 0.0

    def sizes(self) -> tuple[float | Fraction, ...]:
        """The least and the greatest eigenvalue and target power that are not zero."""
        kept = ([x for x in xs if x != 0] for xs in (self.eigenvalues, self.target_power))
        return tuple(end(xs) for xs in kept if xs for end in (min, max))

    def levels(self) -> Levels:
        """All its modes in doubles."""
        eigenvalues, powers = (
            np.array([float(x) for x in xs]) for xs in (self.eigenvalues, self.target_power)
        )
        return Levels(eigenvalues, powers, np.ones(len(powers)))

    def stated(self) -> dict[str, Expr | float]:
        """The number of modes, and of null modes and their target power."""
        null_power = float(f"{float(self.null_power):.15g}")
        return {"modes": self.modes, "null_modes": self.null_modes, "null_power": null_power}

    def with_modes(self, modes: Any) -> MeasuredSpectrum:
        """Refused.

        Raises    InvalidProblemError.
        """
        raise InvalidProblemError(
            f"A measured spectrum has the {self.modes} modes that were measured, and {modes} were "
            "asked for. Cut its arrays instead."
        )

    def leading(self, count: Expr) -> tuple[MeasuredSpectrum, Expr]:
        r"""The modes of largest eigenvalue, and the target power of all others."""
        falling = sorted(
            zip(self.visible.eigenvalues, self.visible.target_power, strict=True),
            key=lambda pair: -pair[0],
        )
        require(
            bool(count.is_Integer), f"{count} is no number of modes. Choose a positive integer."
        )
        first, rest = falling[: int(count)], falling[int(count) :]
        lost = sum((Rational(c) for _, c in rest), self.null_power)
        eigenvalues, powers = zip(*first, strict=True)
        return MeasuredSpectrum(eigenvalues, powers, null_threshold=0), lost

    def replicated(self, copies: int) -> MeasuredSpectrum:
        """Every mode replaced by `copies` modes that share its eigenvalue and its target power."""
        r = whole_copies(copies)
        return MeasuredSpectrum(
            [Fraction(x) / r for x in self.eigenvalues for _ in range(r)],
            [Fraction(x) / r for x in self.target_power for _ in range(r)],
            null_threshold=0,
        )


def whole_copies(copies: int) -> int:
    """A number of copies.

    Raises    InvalidProblemError unless it is a positive integer.
    """
    number = exact_number(copies, "copies")
    require(
        bool(number.is_Integer and number.is_positive),
        f"copies = {copies} is not a count. Give a positive integer.",
    )
    return int(number)


def _without_rounding(
    measured: tuple[float | Fraction, ...], null_threshold: Any
) -> tuple[float | Fraction, ...]:
    """The eigenvalues with zero in the place of what rounding has left of it."""
    largest = max(measured)
    require(
        largest > 0,
        "No eigenvalue is positive: the kernel sees no mode. Give one positive eigenvalue or more.",
    )
    exactly = _relative_threshold(len(measured), null_threshold) * Fraction(largest)
    threshold: Any = float(exactly) if isinstance(largest, float) else exactly
    for index, x in enumerate(measured):
        if x < -threshold:
            raise InvalidModeError(
                index,
                f"has the eigenvalue {float(x):.6g}, further below zero than rounding would take "
                f"it: {float(threshold):.3g}. A kernel has no negative eigenvalues: mend it, or "
                "give a larger null_threshold, relative to the largest eigenvalue.",
            )
    return tuple(0.0 if abs(x) <= threshold else x for x in measured)


def _relative_threshold(modes: int, null_threshold: Any) -> Fraction:
    if null_threshold is None:
        return modes * Fraction(float(np.finfo(float).eps))
    number = exact_number(null_threshold, "null_threshold")
    require(
        bool(number.is_Rational and number >= 0 and number < 1),
        f"null_threshold = {null_threshold} is not below the largest eigenvalue, in units of "
        "which it counts. Give a number of zero or more and below one.",
    )
    return Fraction(int(number.p), int(number.q))


def _entries(values: Iterable[Any], name: str) -> tuple[float | Fraction, ...]:
    if isinstance(values, str | Set) or not isinstance(values, Iterable):
        raise InvalidProblemError(f"{name} = {values!r} is no list. Give an array of numbers.")
    if isinstance(values, np.ndarray):
        require(values.ndim == 1, f"{name} has {values.ndim} dimensions. Give one row of numbers.")
        require(values.dtype.kind in "fiuO", f"{name} does not hold real numbers.")
        if values.dtype.kind == "f" and np.all(np.isfinite(values)):
            return tuple(values.astype(float).tolist())
    return tuple(_entry(value, name) for value in values)


def _entry(value: Any, name: str) -> float | Fraction:
    if isinstance(value, float | np.floating):
        require(bool(np.isfinite(value)), f"{name} holds {value}. Give finite numbers only.")
        return float(value)
    if isinstance(value, Fraction):
        return value
    number = exact_number(value, name)
    if not isinstance(number, Rational):
        raise InvalidProblemError(f"{name} holds {value}. Give finite rational numbers only.")
    return Fraction(int(number.p), int(number.q))
