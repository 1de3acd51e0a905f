r"""Arithmetic: doubles, or gmpy2 numbers of any precision, behind the same vectorised functions.

A formula of this package is written once, on NumPy arrays: of complex128, or of gmpy2 numbers held
as objects. Parameters stay exact (SymPy numbers, fractions) until `number` reads them at the
working precision. This is the only module that changes a precision, and always in a `with`.
"""

from __future__ import annotations

from cmath import phase
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, log2
from operator import attrgetter, methodcaller
from typing import Any, ClassVar, NamedTuple, TypeAlias

import gmpy2
import mpmath
import numpy as np
from numpy.typing import NDArray
from sympy import Expr, polygamma, zeta

Exact: TypeAlias = Expr | Fraction | float | int
Array: TypeAlias = NDArray[Any]

_STEP = 32


def bits_of(digits: float) -> int:
    """The bits that carry so many decimal digits."""
    return ceil(digits * log2(10)) + 1


def _elementwise(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return staticmethod(np.frompyfunc(function, 1, 1))


@dataclass(frozen=True)
class Double:
    """Arithmetic on float64 and complex128 arrays; its functions act elementwise."""

    bits: int = 53
    pi: ClassVar[Any] = np.pi

    exp: ClassVar[Any] = staticmethod(np.exp)
    log: ClassVar[Any] = staticmethod(np.log)
    sqrt: ClassVar[Any] = staticmethod(np.sqrt)
    conjugate: ClassVar[Any] = staticmethod(np.conjugate)
    real: ClassVar[Any] = staticmethod(np.real)
    imag: ClassVar[Any] = staticmethod(np.imag)
    angle: ClassVar[Any] = staticmethod(np.angle)
    number: ClassVar[Any] = float

    def working(self) -> AbstractContextManager[object]:
        """A context at this precision."""
        return nullcontext()

    def array(self, values: Any) -> Array:
        """A vector of reals."""
        return np.array(values, dtype=float)

    def complex(self, values: Any) -> Array:
        """The numbers as complex ones."""
        return np.asarray(values, dtype=complex)

    def log2_abs(self, x: Array) -> NDArray[np.float64]:
        """log2 |x| in doubles; -inf at zero."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log2(np.abs(x)))


@dataclass(frozen=True)
class Multiple:
    """Arithmetic on object arrays of gmpy2 numbers of `bits` bits; functions act elementwise."""

    bits: int

    exp: ClassVar[Any] = _elementwise(gmpy2.exp)
    log: ClassVar[Any] = _elementwise(gmpy2.log)
    sqrt: ClassVar[Any] = _elementwise(gmpy2.sqrt)
    conjugate: ClassVar[Any] = _elementwise(methodcaller("conjugate"))
    real: ClassVar[Any] = _elementwise(attrgetter("real"))
    imag: ClassVar[Any] = _elementwise(attrgetter("imag"))

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

    @property
    def pi(self) -> Any:
        """pi."""
        return gmpy2.const_pi()

    def number(self, value: Exact) -> Any:
        """An exact number at this precision."""
        return gmpy2.mpfr(_rational_or_real(value, self.bits))

    def array(self, values: Any) -> Array:
        """A vector of reals."""
        result = np.empty(len(values), dtype=object)
        result[:] = [gmpy2.mpfr(value) for value in values]
        return result

    def complex(self, values: Any) -> Array:
        """The numbers as complex ones."""
        return np.asarray(_mpc(values), dtype=object)

    def log2_abs(self, x: Array) -> NDArray[np.float64]:
        """log2 |x| in doubles; -inf at zero."""
        return np.asarray(_log2_abs(x), dtype=float)

    def angle(self, x: Array) -> NDArray[np.float64]:
        """The argument in doubles."""
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


_mpc = np.frompyfunc(gmpy2.mpc, 1, 1)
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
    digits = ceil(bits / log2(10)) + 2
    if value.has(zeta, polygamma):  # right to so many digits behind the point, not to as many
        digits += 20 + max(0, ceil(-2 * log2(abs(float(value.evalf(200)))) / log2(10)))
    number = value.evalf(digits)._mpf_
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
