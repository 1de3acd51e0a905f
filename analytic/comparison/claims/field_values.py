r"""Numbers of a small model for what equations are printed: responses, sources, a covariance.

    s v_k = -v^4_k,   v^4_k = u^4_k + R_3 v^2_k,   v^2_k = u^2_k + \lambda_k R_1 v_k

with R_1 and R_3 of the exact witness, solved as linear equations in numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from sympy import Expr, Integer, Matrix, Rational, Symbol

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import C_1, D_N, D_P, D_P2, R_24, N, P, d, lambda_k
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Effort, Simulated

__all__ = ["CovarianceOfSource", "FieldNumber", "MemoryOfData"]

_MODES, _RATE, _AT, _LATER = 3, Rational(1, 2), Rational(1, 2), Rational(1, 3)
_MODEL = Model(MeasuredSpectrum([_RATE] * _MODES, [1] * _MODES), width=4, samples=6)
_COPIES = (4, 8, 16)
_SOURCES = "u^2_k, u^4_k and u^1 are sources of the field equations, which no simulated model has"


def _letters(digits: int) -> dict[Symbol, Expr]:
    """Responses at s = 1/2, the dimension and the sum of responses that they go with."""
    found = exact.responses(_MODEL, _AT, digits)
    by_data, by_width = (to_sympy(one, digits).as_real_imag()[0] for one in found[:2])
    error = to_sympy(exact.mode_response(_MODEL, _AT, 1, digits), digits).as_real_imag()[0]
    return {
        D_P: by_data,
        D_N: by_width,
        lambda_k: _RATE,
        R_24: -_MODES * _RATE * by_data * error,
        d: _MODES * _RATE * by_data * by_width * error,
        N: Integer(_MODEL.width),
        P: Integer(_MODEL.samples),
    }


def _answer(letters: Mapping[Symbol, Expr], u2: int, u4: int) -> tuple[Expr, Expr]:
    """v_k and v^2_k for sources u^2_k and u^4_k."""
    by_width, push = letters[D_N], _RATE * letters[D_P]
    equations = Matrix([[_AT, 0, 1], [-push, 1, 0], [0, -by_width, 1]])
    error, seen, _ = equations.LUsolve(Matrix([0, u2, u4]))
    return error, seen


@dataclass(frozen=True)
class FieldNumber:
    """A weight in the field equations, by answers to sources."""

    part: Literal["source", "feedback"]
    undrawn: str = _SOURCES

    def letters(self, digits: int) -> Mapping[Symbol, Expr]:
        """The eigenvalue and the memory of the width."""
        found = _letters(digits)
        return {letter: found[letter] for letter in (lambda_k, D_N)}

    def exact(self, digits: int) -> Expr:
        """The weight."""
        found = _letters(digits + 5)
        (by_data, _), (by_width, seen) = _answer(found, 1, 0), _answer(found, 0, 1)
        if self.part == "source":
            return (by_data / by_width).evalf(digits)
        return (found[N] * (1 - 1 / found[D_N]) / (_MODES * seen)).evalf(digits)


@dataclass(frozen=True)
class MemoryOfData:
    """R_1 at s = 1/2, of three modes, N = 4 and P = 6."""

    approach: float = 1.0

    def letters(self, digits: int) -> Mapping[Symbol, Expr]:
        """What its equation holds."""
        found = _letters(digits)
        return {letter: found[letter] for letter in (D_P, R_24, d, P)}

    def exact(self, digits: int) -> Expr:
        """R_1 of the exact witness."""
        return _letters(digits)[D_P]

    def simulated(self, effort: Effort) -> Simulated:
        r"""1 - \sum x/(x + s)/P over eigenvalues x, everything in copies."""
        means, errors = [], []
        for copies in _COPIES:
            rates = copies * sampling.eigenvalues(
                _MODEL.replicated(copies),
                effort.draws,
                effort.seed + copies,
                executor=effort.executor,
            )
            kept = 1 - (rates / (rates + float(_AT))).sum(axis=1) / (copies * 6)
            means.append(kept.mean())
            errors.append(kept.std(ddof=1) ** 2 / len(kept))
        return Simulated(np.array(means), np.diag(errors))


@dataclass(frozen=True)
class CovarianceOfSource:
    """C_0, which is the covariance of u^1 without label noise, at s = 1/2 and s' = 1/3."""

    undrawn: str = _SOURCES

    def letters(self, digits: int) -> Mapping[Symbol, Expr]:
        """C_1 and the memories."""
        pair = exact.two_point(_MODEL, _AT, _LATER, digits)
        later = exact.responses(_MODEL, _LATER, digits).R_1
        return {
            C_1: to_sympy(pair.C_1, digits).as_real_imag()[0],
            D_P: _letters(digits)[D_P],
            D_P2: to_sympy(later, digits).as_real_imag()[0],
        }

    def exact(self, digits: int) -> Expr:
        """C_0 of the exact witness."""
        pair = exact.two_point(_MODEL, _AT, _LATER, digits)
        return to_sympy(pair.C_0, digits).as_real_imag()[0]
