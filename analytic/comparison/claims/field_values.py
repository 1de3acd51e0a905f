r"""Numbers of a small model for what equations are printed: responses, sources, a covariance.

    s v_k = -v^4_k,   v^4_k = u^4_k + R_3 v^2_k,   v^2_k = u^2_k + \lambda_k R_1 v_k

with R_1 and R_3 of the exact witness, solved as linear equations in numbers.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Integer, Matrix, Rational, Symbol

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import C_1, D_N, D_P, D_P2, R_24, N, P, d, lambda_k
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Effort, Number

_MODES, _RATE, _AT, _LATER = 3, Rational(1, 2), Rational(1, 2), Rational(1, 3)
_MODEL = Model(MeasuredSpectrum([_RATE] * _MODES, [1] * _MODES), width=4, samples=6)
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


def _among(*letters: Symbol) -> Callable[[int], Mapping[Symbol, Expr]]:
    return lambda digits: {letter: _letters(digits)[letter] for letter in letters}


def _answer(letters: Mapping[Symbol, Expr], u2: int, u4: int) -> tuple[Expr, Expr]:
    """v_k and v^2_k for sources u^2_k and u^4_k."""
    by_width, push = letters[D_N], _RATE * letters[D_P]
    equations = Matrix([[_AT, 0, 1], [-push, 1, 0], [0, -by_width, 1]])
    error, seen, _ = equations.LUsolve(Matrix([0, u2, u4]))
    return error, seen


def _weight_of_source(digits: int) -> Expr:
    letters = _letters(digits + 5)
    return (_answer(letters, 1, 0)[0] / _answer(letters, 0, 1)[0]).evalf(digits)


def _weight_of_feedback(digits: int) -> Expr:
    letters = _letters(digits + 5)
    _, seen = _answer(letters, 0, 1)
    return (letters[N] * (1 - 1 / letters[D_N]) / (_MODES * seen)).evalf(digits)


def _drawn_memory(copies: int, effort: Effort) -> NDArray[np.float64]:
    r"""1 - \sum x/(x + s)/P over eigenvalues x, everything in copies."""
    model = _MODEL.replicated(copies)
    seed = effort.seed + copies
    found = sampling.eigenvalues(model, effort.draws, seed, executor=effort.executor)
    rates = copies * found
    kept = 1 - (rates / (rates + float(_AT))).sum(axis=1) / (copies * 6)
    return np.asarray(kept)


def _letters_of_covariance(digits: int) -> dict[Symbol, Expr]:
    pair = exact.two_point(_MODEL, _AT, _LATER, digits)
    later = exact.responses(_MODEL, _LATER, digits).R_1
    return {
        C_1: to_sympy(pair.C_1, digits).as_real_imag()[0],
        D_P: _letters(digits)[D_P],
        D_P2: to_sympy(later, digits).as_real_imag()[0],
    }


def _covariance(digits: int) -> Expr:
    """C_0, which is the covariance of u^1 without label noise."""
    pair = exact.two_point(_MODEL, _AT, _LATER, digits)
    return to_sympy(pair.C_0, digits).as_real_imag()[0]


_OF_MEMORY, _OF_WEIGHTS = _among(D_P, R_24, d, P), _among(lambda_k, D_N)
MEMORY_OF_DATA = Number(
    "R_1 at s = 1/2", _OF_MEMORY, lambda digits: _letters(digits)[D_P], _drawn_memory
)
WEIGHT_OF_SOURCE = Number(
    "the weight of u^2_k over that of u^4_k", _OF_WEIGHTS, _weight_of_source, undrawn=_SOURCES
)
WEIGHT_OF_FEEDBACK = Number(
    "the weight of v^2_k in the feedback", _OF_WEIGHTS, _weight_of_feedback, undrawn=_SOURCES
)
COVARIANCE_OF_SOURCE = Number(
    "C_0 at s = 1/2, s' = 1/3", _letters_of_covariance, _covariance, undrawn=_SOURCES
)
