r"""Arithmetic: doubles, or gmpy2 numbers of any precision, behind the same vectorised functions.

A formula of this package is written once, on NumPy arrays: of complex128, or of gmpy2 numbers held
as objects. Parameters stay exact (SymPy numbers, fractions) until `number` reads them at the
working precision. This is the only module that changes a precision, and always in a `with`.
"""

from __future__ import annotations

from cmath import phase
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, log2
from typing import Any, NamedTuple, TypeAlias

import gmpy2
import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import Expr

__all__ = ["Arithmetic", "Double", "Exact", "Multiple", "Scaled", "bits_of", "to_mp"]

Exact: TypeAlias = Expr | Fraction | float | int
Array: TypeAlias = NDArray[Any]

_STEP = 32

_exp = np.frompyfunc(gmpy2.exp, 1, 1)
_log = np.frompyfunc(gmpy2.log, 1, 1)
_sqrt = np.frompyfunc(gmpy2.sqrt, 1, 1)
_conjugate = np.frompyfunc(lambda x: x.conjugate(), 1, 1)
_real = np.frompyfunc(lambda x: x.real, 1, 1)
_imag = np.frompyfunc(lambda x: x.imag, 1, 1)
_mpc = np.frompyfunc(gmpy2.mpc, 1, 1)


def bits_of(digits: float) -> int:
    """The bits that carry so many decimal digits."""
    return ceil(digits * log2(10)) + 1


@dataclass(frozen=True)
class Double:
    """Arithmetic on float64 and complex128 arrays."""

    bits: int = 53

    def working(self) -> AbstractContextManager[object]:
        """A context at this precision."""
        return nullcontext()

    def number(self, value: Exact) -> Any:
        """An exact number at this precision."""
        return float(value)

    @property
    def pi(self) -> Any:
        """pi."""
        return np.pi

    def array(self, values: Any) -> Array:
        """A vector of reals."""
        return np.array(values, dtype=float)

    def complex(self, values: Any) -> Array:
        """The numbers as complex ones."""
        return np.asarray(values, dtype=complex)

    def exp(self, x: Any) -> Any:
        """Elementwise exponential."""
        return np.exp(x)

    def log(self, x: Any) -> Any:
        """Elementwise principal logarithm."""
        return np.log(x)

    def sqrt(self, x: Any) -> Any:
        """Elementwise principal square root."""
        return np.sqrt(x)

    def conjugate(self, x: Any) -> Any:
        """Elementwise complex conjugate."""
        return np.conjugate(x)

    def real(self, x: Any) -> Any:
        """Elementwise real part."""
        return np.real(x)

    def imag(self, x: Any) -> Any:
        """Elementwise imaginary part."""
        return np.imag(x)

    def log2_abs(self, x: Array) -> NDArray[np.float64]:
        """Elementwise log2 |x| in doubles; -inf at zero."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log2(np.abs(x)))

    def angle(self, x: Array) -> NDArray[np.float64]:
        """Elementwise argument in doubles."""
        return np.angle(x)


@dataclass(frozen=True)
class Multiple:
    """Arithmetic on object arrays of gmpy2 numbers of `bits` bits."""

    bits: int

    @classmethod
    def at_least(cls, bits: int) -> Multiple:
        """The arithmetic of so many bits or a few more: precisions in steps share coefficients."""
        return cls(-(-bits // _STEP) * _STEP)

    def working(self) -> AbstractContextManager[object]:
        """A context at this precision."""
        context: AbstractContextManager[object] = gmpy2.context(
            precision=self.bits,
            emin=gmpy2.get_emin_min(),
            emax=gmpy2.get_emax_max(),
        )
        return context

    def number(self, value: Exact) -> Any:
        """An exact number at this precision."""
        return gmpy2.mpfr(_rational_or_real(value, self.bits))

    @property
    def pi(self) -> Any:
        """pi."""
        return gmpy2.const_pi()

    def array(self, values: Any) -> Array:
        """A vector of reals."""
        result = np.empty(len(values), dtype=object)
        for i, value in enumerate(values):
            result[i] = gmpy2.mpfr(value)
        return result

    def complex(self, values: Any) -> Array:
        """The numbers as complex ones."""
        return np.asarray(_mpc(values), dtype=object)

    def exp(self, x: Any) -> Any:
        """Elementwise exponential."""
        return _exp(x)

    def log(self, x: Any) -> Any:
        """Elementwise principal logarithm."""
        return _log(x)

    def sqrt(self, x: Any) -> Any:
        """Elementwise principal square root."""
        return _sqrt(x)

    def conjugate(self, x: Any) -> Any:
        """Elementwise complex conjugate."""
        return _conjugate(x)

    def real(self, x: Any) -> Any:
        """Elementwise real part."""
        return _real(x)

    def imag(self, x: Any) -> Any:
        """Elementwise imaginary part."""
        return _imag(x)

    def log2_abs(self, x: Array) -> NDArray[np.float64]:
        """Elementwise log2 |x| in doubles; -inf at zero."""
        return np.asarray(_log2_abs(x), dtype=float)

    def angle(self, x: Array) -> NDArray[np.float64]:
        """Elementwise argument in doubles."""
        return np.asarray(_angle(x), dtype=float)


Arithmetic: TypeAlias = Double | Multiple


def _scaled(x: Any) -> tuple[int, complex]:
    """Exponent e and the double x / 2^e: magnitudes beyond the range of doubles stay harmless."""
    z = gmpy2.mpc(x)
    parts = [part for part in (z.real, z.imag) if part != 0]
    if not parts:
        return 0, 0j
    top = max(int(gmpy2.get_exp(part)) for part in parts)
    scale = gmpy2.exp2(gmpy2.mpfr(-top))
    return top, complex(float(z.real * scale), float(z.imag * scale))


def _log2_abs_of(x: Any) -> float:
    size = abs(complex(x))
    if 1e-290 < size < 1e290:
        return log2(size)
    exponent, z = _scaled(x)
    return exponent + log2(abs(z)) if z else float("-inf")


def _angle_of(x: Any) -> float:
    z = complex(x)
    if not 1e-290 < abs(z) < 1e290:
        z = _scaled(x)[1]
    return phase(z)


_log2_abs = np.frompyfunc(_log2_abs_of, 1, 1)
_angle = np.frompyfunc(_angle_of, 1, 1)


def _rational_or_real(value: Exact, bits: int) -> Any:
    if isinstance(value, Fraction):
        return gmpy2.mpq(value.numerator, value.denominator)
    if isinstance(value, Expr):
        return _read_sympy(value, bits)
    return value


@lru_cache(maxsize=4096)
def _read_sympy(value: Expr, bits: int) -> Any:
    if value.is_Rational:
        return gmpy2.mpq(int(value.p), int(value.q))
    number = value.evalf(ceil(bits / log2(10)) + 2)._mpf_
    sign, mantissa, exponent, _ = number
    rational = gmpy2.mpq(int(mantissa)) * gmpy2.mpq(2) ** int(exponent)
    return -rational if sign else rational


class Scaled(NamedTuple):
    """The number value * exp(-exponent), which may be far below the range of gmpy2."""

    value: Any
    exponent: Any


def to_mp(value: Any, digits: int) -> Any:
    """The number as an mpmath real or complex, rounded to slightly more than `digits`."""
    if isinstance(value, Scaled):
        return _unscaled(value, bits_of(digits + 3))
    if isinstance(value, gmpy2.mpc(0).__class__):
        parts = to_mp(value.real, digits)._mpf_, to_mp(value.imag, digits)._mpf_
        return mpmath.mp.make_mpc(parts)  # mpmath.mpc would round to the current precision
    if gmpy2.is_zero(value):
        return mpmath.mpf(0)
    mantissa, exponent = value.as_mantissa_exp()
    rounded = mpmath.libmp.from_man_exp(int(mantissa), int(exponent), bits_of(digits + 3), "n")
    return mpmath.mp.make_mpf(rounded)


def _unscaled(number: Scaled, bits: int) -> Any:
    """Value times exponential in mpmath, whose exponents have no limit."""
    libmp = mpmath.libmp
    value, exponent = (
        libmp.from_man_exp(*(int(part) for part in x.as_mantissa_exp())) for x in number
    )
    decay = libmp.mpf_exp(libmp.mpf_neg(exponent), bits + 16, "n")
    return mpmath.mp.make_mpf(libmp.mpf_mul(value, decay, bits, "n"))
