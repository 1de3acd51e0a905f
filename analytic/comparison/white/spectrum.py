r"""A white spectrum against digits and against dice.

Digits: the cubic at frequencies, the density and its response at P = infinity, the mean error in
time; its expansions by what is left of them at two sizes, which falls as the first power left out.
Dice: mean errors and moments of the eigenvalues of simulated models, replicated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Abs, Add, Expr, Integer, Poly, Rational, oo, sqrt

from analytic import exact, sampling
from analytic.comparison.comparators import intercept
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import D_N, alpha, nu, ratio, s, t, x
from analytic.problem import MeasuredSpectrum, Model
from analytic.result import Check, Effort, Outcome, Result

__all__ = [
    "cubic_check",
    "eigenvalue_check",
    "mean_error_check",
    "orders_check",
    "rates_check",
    "window_check",
]

_GUARD = 10
_SHARES = ((Rational(1, 2), Rational(5, 2)), (Integer(3), Rational(3, 4)), (Integer(2), Integer(4)))
_FREQUENCIES = (Rational(1, 5), Integer(2))
_TIMES = (Rational(1, 2), Integer(4))
_MODES = 6
_COPIES = (4, 8, 16)
_LARGEST_SCORE = 5.0  # of six normal variables, once in three hundred thousand seeds
_SMALL = (Rational(1, 10**8), Rational(1, 10**10))  # M/N, of which the next order is a share
_FIXED_TIMES = (Integer(2), Integer(8))  # where the next order, of r^3, is not zero
_SCALED_TIMES = (Rational(1, 2), Integer(2))
_NEXT = Rational(1, 100)  # r^(1/2) at the larger r is 1/10000, and what multiplies it below 100

_Formulas = Mapping[str, Expr]


def cubic_check(eigenvalue: Expr) -> Check:
    """The equation of a result for D_N at the responses of the exact witness."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + _GUARD
        worst = max(
            _residual(result.formulas["cubic"], model, point, digits)
            for model, point in _models(eigenvalue)
        )
        return _within(worst, effort, "largest residual over the sum of its moduli")

    return Check("exact", "the cubic at the exact responses", run)


def _models(eigenvalue: Expr) -> Iterator[tuple[Model, dict[Expr, Expr]]]:
    for width, samples in _SHARES:
        for frequency in _FREQUENCIES:
            yield (
                _model(eigenvalue, width, samples),
                {nu: width, alpha: samples, s: frequency},
            )


def _model(eigenvalue: Expr, width: Expr, samples: Expr = oo) -> Model:
    """M modes, with width and samples a share of M."""
    spectrum = MeasuredSpectrum([eigenvalue] * _MODES, [1] * _MODES)
    return Model(spectrum, width=width * _MODES, samples=samples * _MODES)


def _residual(cubic: Expr, model: Model, point: Mapping[Expr, Expr], digits: int) -> Expr:
    response = to_sympy(exact.responses(model, point[s], digits=digits).R_3, digits)
    terms = [
        coefficient * response**power
        for (power,), coefficient in Poly(cubic.subs(point), D_N).terms()
    ]
    return (abs(Add(*terms)) / Add(*map(abs, terms))).evalf(5)


def rates_check(eigenvalue: Expr) -> Check:
    """Density, atom, response and mean error at unlimited data against the exact witness."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + _GUARD
        worst, name = max(
            (
                (relative_gap(evaluated(formula, {}, digits), number), name)
                for share in (Rational(1, 2), Integer(3))
                for name, formula, number in _quantities(result, eigenvalue, share, digits)
            ),
            key=lambda found: found[0],
        )
        return _within(worst, effort, f"largest relative difference, in {name}:")

    return Check("exact", "density, atom, response, mean error at P = infinity", run)


def _quantities(
    result: Result, eigenvalue: Expr, share: Expr, digits: int
) -> Iterator[tuple[str, Expr, Expr]]:
    """Names, derived formulas and exact numbers."""
    model = _model(eigenvalue, share)
    at = {name: formula.subs(nu, share) for name, formula in result.formulas.items()}
    late = _TIMES[-1]
    middle = Rational(str(((at["x_-"] + 2 * at["x_+"]) / 3).evalf(12)))
    asked: list[tuple[str, Expr, Any]] = [
        ("atom", at["atom"], exact.spectral_atom(model, digits=digits)),
        ("rho", at["rho"].subs(x, middle), exact.spectral_density(model, middle, digits=digits)),
        *(
            ("H_k", at["H_k"].subs(s, one), exact.mode_response(model, one, digits=digits))
            for one in _FREQUENCIES
        ),
        ("H(t)", at["H(t)"].subs(t, late), exact.mean_error(model, late, digits=digits)),
    ]
    for name, formula, number in asked:
        yield name, formula, to_sympy(number, digits)


def orders_check(eigenvalue: Expr) -> Check:
    """The expansion in M/N at fixed time: what is left falls as the first power left out."""

    def left(result: Result, small: Expr, time: Expr, digits: int) -> Expr:
        formula = result.formulas["H(t), fixed t"]
        power = Poly(formula, ratio).degree() + 1
        found = to_sympy(
            exact.mean_error(_model(eigenvalue, 1 / small), time, digits=digits), digits
        )
        return (found - evaluated(formula, {ratio: small, t: time}, digits)) / small**power

    return _settling("orders in M/N at fixed time", left, _FIXED_TIMES)


def window_check(eigenvalue: Expr) -> Check:
    """The limit at fixed t sqrt(M/N), t sqrt(M/P): what is left falls as the square root of M/N."""

    def left(result: Result, small: Expr, time: Expr, digits: int) -> Expr:
        at = {nu: 1 / small, alpha: 2 / small, t: time / sqrt(small)}
        formula = result.formulas["H(t), fixed t sqrt(M/N), t sqrt(M/P)"]
        model = _model(eigenvalue, at[nu], at[alpha])
        found = to_sympy(exact.mean_error(model, at[t], digits=digits), digits)
        return (found / evaluated(formula, at, digits) - 1) / sqrt(small)

    return _settling("limit at fixed t sqrt(M/N)", left, _SCALED_TIMES)


def _settling(
    name: str, left: Callable[[Result, Expr, Expr, int], Expr], times: Sequence[Expr]
) -> Check:
    """What is left over the power that it should fall with is the same number at two sizes."""

    def run(result: Result, effort: Effort) -> Outcome:
        digits = effort.digits + 4 * _GUARD  # the third power of M/N is taken away
        changes = [
            Abs(left(result, _SMALL[1], time, digits) / left(result, _SMALL[0], time, digits) - 1)
            for time in times
        ]
        worst = max(changes).evalf(5)
        return Outcome(bool(worst < _NEXT), f"largest change of the rest {worst}", f"< {_NEXT}")

    return Check("exact", name, run)


def mean_error_check(eigenvalue: Expr) -> Check:
    """Simulated mean errors at unlimited data, replicated, against the Bessel integral."""

    def run(result: Result, effort: Effort) -> Outcome:
        return _scored([_error_scores(result, eigenvalue, share, effort) for share in _WIDTHS])

    return Check("sampling", "mean errors by replication", run)


_WIDTHS = (Rational(1, 2), Integer(3))


def _error_scores(
    result: Result, eigenvalue: Expr, share: Expr, effort: Effort
) -> NDArray[np.float64]:
    formula = result.formulas["H(t)"].subs(nu, share)
    expected = np.array([float(formula.subs(t, time).evalf(_GUARD)) for time in _TIMES])
    times = np.array([float(time) for time in _TIMES])

    def drawn(copies: int) -> NDArray[np.float64]:
        model = _model(eigenvalue, share).replicated(copies)
        modes = range(1, _MODES * copies + 1)
        estimate = sampling.mean_error(
            model,
            copies * times,
            modes,
            draws=_draws(copies, effort),
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        return np.asarray(estimate.samples.mean(axis=1))

    return _replicated(drawn, expected)


def eigenvalue_check(eigenvalue: Expr) -> Check:
    """Moments of simulated eigenvalues at limited N and P, replicated, against the cubic's."""

    def run(result: Result, effort: Effort) -> Outcome:
        return _scored([_moment_scores(result, eigenvalue, one, effort) for one in _SHARES])

    return Check("sampling", "moments of the eigenvalues by replication", run)


def _moment_scores(
    result: Result, eigenvalue: Expr, shares: tuple[Expr, Expr], effort: Effort
) -> NDArray[np.float64]:
    early = result.formulas["H(t), early"].subs({nu: shares[0], alpha: shares[1]})
    powers = np.arange(1, Poly(early, t).degree() + 1)
    expected = np.array([float(abs(early.diff(t, int(n)).subs(t, 0))) for n in powers])

    def drawn(copies: int) -> NDArray[np.float64]:
        model = _model(eigenvalue, *shares).replicated(copies)
        found = sampling.eigenvalues(
            model,
            draws=_draws(copies, effort),
            seed=effort.seed + copies,
            executor=effort.executor,
        )
        rates = copies * found[:, :, None]  # a replicated mode is learned at 1/copies of its rate
        return np.asarray((rates**powers).sum(axis=1) / (_MODES * copies))

    return _replicated(drawn, expected)


def _draws(copies: int, effort: Effort) -> int:
    """More draws of the smaller replicas, which cost less and vary more."""
    return effort.draws * _COPIES[-1] // copies


def _replicated(
    drawn: Callable[[int], NDArray[np.float64]], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    """z-scores of the difference at 1/copies = 0; `drawn` has rows of draws."""
    samples = [drawn(copies) for copies in _COPIES]
    line = intercept(
        _COPIES,
        np.array([one.mean(axis=0) - expected for one in samples]),
        np.array([one.std(axis=0, ddof=1) / np.sqrt(len(one)) for one in samples]),
    )
    return np.asarray(line.value / line.standard_error)


def _scored(scores: Sequence[NDArray[np.float64]]) -> Outcome:
    worst = float(np.max(np.abs(np.concatenate(scores))))
    bound = f"|z| < {_LARGEST_SCORE:.0f}"
    return Outcome(bool(worst < _LARGEST_SCORE), f"largest |z| {worst:.2f}", bound)


def _within(worst: Expr, effort: Effort, name: str) -> Outcome:
    bound = Integer(10) ** -effort.digits
    return Outcome(bool(worst < bound), f"{name} {worst}", f"1e-{effort.digits}")
