r"""The four regimes against dice: exponent one of the corrections, and the amplitude of every law.

    n^2 \partial_n (formula/n) of the dice at n and 2n,   mean/formula = 1 + gap + alpha term

A straight line in the term by which dice and leading law differ at finite size has to pass through
one where it vanishes. By how much it does not for the exact witness itself is known from how far
the line moves without the first size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from sympy import Expr, Integer, Rational, Symbol

from analytic.comparison.corrections.coefficients import GaussianExtra
from analytic.comparison.law_points import free_symbols
from analytic.comparison.law_simulations import extrapolated
from analytic.comparison.measure import (
    DATA_CORRECTION,
    DATA_LIMITED,
    WIDTH_CORRECTION,
    WIDTH_LIMITED,
    Experiment,
)
from analytic.notation import N, P, a, b, t
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Outcome, Result, Simulated

__all__ = ["regime_dice_checks"]

_POINT: Mapping[Expr, Expr] = {a: Integer(2), b: Rational(3, 2)}
_SMALL = PowerLaw(2, "3/2", modes=24)
_TIME = 1
_SIZES = (8, 16)
_DRAWS_MORE = 24  # these models are small; a hundred draws then know an exponent to 0.1
_LARGEST_SCORE = 5.0  # of six normal variables, once in three hundred thousand seeds
_KNOWN = 0.5  # the exponents 1/2 and 3/2 are excluded
_DIGITS = 15


class _Question(NamedTuple):
    """One formula of the result and the dice for it.

    `settling` is the relative size of what the leading term leaves out; `added` says whether
    Gaussian entries add to what is simulated.
    """

    formula: str
    observable: Experiment
    sizes: tuple[int, ...]
    settling: Expr
    added: bool


_EARLY_MODES = t ** Rational(-2, 3)  # the modes that are learned at time t, to the power -1
_QUESTIONS = (
    _Question("L(N)", replace(WIDTH_LIMITED, modes=256), (16, 32, 64), 1 / N, added=False),
    _Question("L(P)", replace(DATA_LIMITED, modes=256), (16, 32, 64), 1 / P, added=False),
    _Question(
        "c_N(t)",
        replace(WIDTH_CORRECTION, modes=64, size=48),
        (2, 4, 8, 16),
        _EARLY_MODES,
        added=True,
    ),
    _Question(
        "c_P(t)",
        replace(DATA_CORRECTION, modes=64, size=48),
        (2, 4, 8, 16),
        _EARLY_MODES,
        added=True,
    ),
)


def regime_dice_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """Exponents and amplitudes at a = 2, b = 3/2; no amplitudes for a spectrum of other numbers."""
    exponents = Check("sampling", "exponent one of the finite-size corrections", _exponents)
    amplitudes = Check("sampling", "amplitudes in all four regimes", _amplitudes)
    known = spectrum.at(_POINT) == PowerLaw(2, "3/2") and not free_symbols(spectrum) - {a, b}
    return (exponents, amplitudes) if known else (exponents,)


def _exponents(result: Result, effort: Effort) -> Outcome:
    """n [L(t, n) - L(t)] of the dice at n and 2n, against the power of n in the term."""
    found = []
    for resource, correction in ((N, WIDTH_CORRECTION), (P, DATA_CORRECTION)):
        claimed = _claimed_exponent(result.formulas[f"c_{resource}(t)"] / resource, resource)
        found.append((resource, claimed, *_exponent(correction, effort)))
    return Outcome(
        all(
            abs(value - claimed) <= _LARGEST_SCORE * error < _KNOWN
            for _, claimed, value, error in found
        ),
        "; ".join(f"{resource}: {x:.3f} +- {error:.3f}" for resource, _, x, error in found),
        f"{', '.join(f'{one[1]:.3f}' for one in found)} within {_LARGEST_SCORE:.0f} errors, "
        f"which are below {_KNOWN}",
    )


def _claimed_exponent(term: Expr, resource: Symbol) -> float:
    """The decay rate of a term in a resource."""
    rate = (-resource * term.diff(resource) / term).subs({**_POINT, t: Integer(_TIME)})
    return float(rate.subs(resource, Integer(_SIZES[0])))


def _exponent(correction: Experiment, effort: Effort) -> tuple[float, float]:
    """1 - log_2 of the ratio of two simulated coefficients, of sizes n and 2n, and its error."""
    one, two = (
        _simulated(
            replace(correction, size=size),
            _SMALL,
            (_TIME,),
            replace(effort, draws=_DRAWS_MORE * effort.draws, seed=effort.seed + size),
        )
        for size in _SIZES
    )
    value = 1 + float(np.log2(one.mean[0] / two.mean[0]))
    spread = sum(float(x.covariance[0, 0]) / float(x.mean[0]) ** 2 for x in (one, two))
    return value, float(np.sqrt(spread) / np.log(2))


def _amplitudes(result: Result, effort: Effort) -> Outcome:
    """Simulated over claimed, extrapolated in every regime."""
    found = {
        one.formula: _gap(one, result.formulas[one.formula].subs(_POINT), effort)
        for one in _QUESTIONS
    }
    scores = {
        name: max(0.0, abs(gap) - systematic) / error
        for name, (gap, systematic, error) in found.items()
    }
    return Outcome(
        max(scores.values()) < _LARGEST_SCORE,
        "; ".join(
            f"{name} off by {x:.3f} +- {s:.3f} +- {e:.3f}" for name, (x, s, e) in found.items()
        ),
        f"zero within {_LARGEST_SCORE:.0f} errors, beyond the systematic ones",
    )


def _gap(question: _Question, formula: Expr, effort: Effort) -> tuple[float, float, float]:
    """Where simulated over claimed - 1 goes, its systematic and its standard error."""
    observable, sizes, spectrum = question.observable, question.sizes, PowerLaw(2, "3/2")
    claimed, settling = (
        np.array([float(one.subs(observable.variable, n).evalf(_DIGITS)) for n in sizes])
        for one in (formula, question.settling)
    )
    simulated = _simulated(observable, spectrum, sizes, effort)
    added = _values(GaussianExtra(), spectrum, sizes) if question.added else 0 * claimed
    ratio = (simulated.mean - added) / claimed - 1
    covariance = simulated.covariance / np.outer(claimed, claimed)
    gap, error = extrapolated(ratio, covariance, settling)
    digits = _values(observable, spectrum, sizes) / claimed - 1
    whole, rest = (extrapolated(digits[i:], covariance[i:, i:], settling[i:])[0] for i in (0, 1))
    return gap, abs(whole - rest), error


@lru_cache(maxsize=8)
def _simulated(
    observable: Experiment, spectrum: PowerLaw, sizes: tuple[int, ...], effort: Effort
) -> Simulated:
    """The dice, thrown once for all formulas that they are asked about."""
    return observable.simulated(spectrum, sizes, effort)


@lru_cache(maxsize=8)
def _values(
    observable: Experiment | GaussianExtra, spectrum: PowerLaw, sizes: tuple[int, ...]
) -> np.ndarray:
    return np.array([float(observable.exact(spectrum, Integer(n), _DIGITS)) for n in sizes])
