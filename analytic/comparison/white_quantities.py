r"""What the approximations to H_k(t) say, by digits and by simulation: orders, limits, rates.

The coefficient of x^n in a function is its n-th forward difference over n! h^n, h -> 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import comb
from typing import Any

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, exp, factorial, log, oo, sqrt

from analytic import exact, sampling
from analytic.comparison.comparators import Reals
from analytic.comparison.measure import over_draws
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.notation import lambda_j, lambda_k, nu, t, u
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Effort, Number, Simulated
from analytic.stated import Formula


class White:
    """Formulas of a white spectrum: of the response, and of the mean error in time."""

    CUBIC, QUADRATIC = map(Formula, ("cubic", "quadratic"))
    ERROR, EARLY = map(Formula, ("H(t)", "H(t), early"))
    FIXED, SHORT = map(Formula, ("H(t), fixed t", "H(t), fixed t sqrt(M/N)"))
    WINDOW = Formula("H(t), fixed t sqrt(M/N), t sqrt(M/P)")
    RATE, RATE_BY_IT = map(Formula, ("dH/dt", "dH/dt by it"))


_GUARD = 5
_MODES = 6
_TIME = Rational(19, 10)
_SHARE = Integer(4)  # N/M of the late rate
_BOTH, _ALONE = (lambda_j, lambda_k), (lambda_k,)
_RATES = {lambda_j: Integer(1), lambda_k: Rational(1, 2)}
_ORDER = 3  # in t, of what a mode adds to another one
_COPIES = 16
_WIDTH = 48
_STEP = 0.02
_FLAT = (16, 32, 64)
_MANY = 128
_EDGE = 2 / 3  # the smallest eigenvalue of M comes to the edge as M^(-2/3)


def drawn_errors(model: Model, times: Any, modes: range, effort: Effort) -> Reals:
    """Simulated mean errors of modes that are all alike, one row a draw."""
    found = sampling.mean_error(model, times, modes, **effort.simulation)
    return np.asarray(found.samples.mean(axis=1))


def coefficient(function: Callable[[Expr, int], Expr], order: int, digits: int) -> Expr:
    """The coefficient of x^order in a smooth function of x and of digits, at x = 0.

    >>> coefficient(lambda x, digits: exp(x).evalf(digits), 2, 10)
    0.5000000000
    """
    step = Rational(1, 10 ** (digits + _GUARD))
    working = (order + 1) * (digits + 2 * _GUARD)
    points = (
        (-1) ** (order - i) * comb(order, i) * function(i * step, working) for i in range(order + 1)
    )
    return (sum(points, Integer(0)) / (factorial(order) * step**order)).evalf(digits)


def _of_modes(modes: tuple[Symbol, ...], width: Expr) -> Model:
    rates = [_RATES[mode] for mode in modes]
    return Model(MeasuredSpectrum(rates, [1] * len(rates)), width=width)


def _added(time: Expr, digits: int) -> Expr:
    """N [H_k(t) with both modes - H_k(t) with mode k alone], N large."""
    width = Integer(10) ** digits
    both, alone = (
        to_sympy(exact.mean_error(_of_modes(one, width), time, len(one), 2 * digits), 2 * digits)
        for one in (_BOTH, _ALONE)
    )
    return width * (both - alone)


def _drawn_added(copies: int, effort: Effort) -> Reals:
    """The same at N = 48 by third differences in time, everything in copies."""
    both, alone = (_drawn_order(modes, copies, effort) for modes in (_BOTH, _ALONE))
    return both - alone


def _drawn_order(modes: tuple[Symbol, ...], copies: int, effort: Effort) -> Reals:
    """N times the third difference over 3! h^3, one value a draw."""
    model = _of_modes(modes, Integer(_WIDTH)).replicated(copies)
    last, times = len(modes) * copies, copies * _STEP * np.arange(_ORDER + 1)
    draws, seed = effort.draws * _COPIES // copies, effort.seed + copies + len(modes)
    one = replace(effort, draws=draws, seed=seed)
    drawn = drawn_errors(model, times, range(last - copies + 1, last + 1), one)
    scale = _WIDTH / (float(factorial(_ORDER)) * _STEP**_ORDER)
    return np.asarray(scale * np.diff(drawn, _ORDER, axis=1)[:, 0])


def _white(modes: int, share: Expr) -> Model:
    """So many modes of eigenvalue one, M/N = share, P = infinity."""
    width = oo if share == 0 else modes / share
    return Model(MeasuredSpectrum([1] * modes, [1] * modes), width=width)


def _white_error(share: Expr, digits: int) -> Expr:
    """H(t) at M/N = share."""
    return to_sympy(exact.mean_error(_white(_MODES, share), _TIME, digits=digits), digits)


def _white_loss(share: Expr, digits: int) -> Expr:
    """L(t)/L(0) at M/N = share."""
    return exact_loss(_white(_MODES, share), _TIME, digits) / _MODES


def _drawn_error(share: float, effort: Effort) -> Reals:
    """H(t) at N/M = share, the mean over modes that are all alike."""
    model, seed = _white(_MANY, 1 / Rational(share)), effort.seed + int(4 * share)
    alike = range(1, _MANY + 1)
    return drawn_errors(model, [float(_TIME)], alike, replace(effort, seed=seed))[:, 0]


def _drawn_second_order(size: int, effort: Effort) -> Reals:
    """By second differences, M/N = 1/n and 2/n; H(t) = e^-t at N = infinity."""
    near, far = (_drawn_error(share, effort) for share in (size, size / 2))
    return np.asarray((far - 2 * near + np.exp(-float(_TIME))) / 2 * size**2)


def _drawn_loss(size: int, effort: Effort) -> Reals:
    """By first differences, M/N = 1/n; L(t) = e^-2t at N = infinity."""
    modes = _FLAT[1]
    model, time, seed = _white(modes, Rational(1, size)), float(_TIME), effort.seed + size
    drawn = sampling.test_loss(model, [time], effort.draws, seed, executor=effort.executor)
    return np.asarray(size * (drawn.samples[:, 0] / modes - np.exp(-2 * time)))


def _late_rate(digits: int) -> Expr:
    """The slope of -log H at a time so late that its power of t counts no more."""
    working, time = digits + _GUARD, Integer(10) ** (digits + 1)
    early, late = (
        to_sympy(exact.mean_error(_white(_MODES, 1 / _SHARE), one, digits=working), working)
        for one in (time, 2 * time)
    )
    return ((log(early) - log(late)) / time).evalf(digits)


def _drawn_rate(modes: int, effort: Effort) -> Reals:
    """The smallest eigenvalue of M modes."""
    model, seed = _white(modes, 1 / _SHARE), effort.seed + modes
    found = sampling.eigenvalues(model, effort.draws, seed, executor=effort.executor)
    return np.asarray(found[:, -1])


FIRST_ORDER_OF_MODE = Number(
    "t^3 in what mode j adds to H_k(t) at order 1/N",
    lambda _: _RATES,
    partial(coefficient, _added, _ORDER),
    _drawn_added,
)
SECOND_ORDER_IN_WIDTH = Number(
    "(M/N)^2 in H(t) of a white spectrum",
    lambda _: {t: _TIME},
    partial(coefficient, _white_error, 2),
    _drawn_second_order,
    sizes=(2, 4, 8),
)
FIRST_ORDER_OF_LOSS = Number(
    "M/N in L(t)/L(0) of a white spectrum",
    lambda _: {t: _TIME},
    partial(coefficient, _white_loss, 1),
    _drawn_loss,
)
LATE_RATE = Number(
    "the last rate of H(t), N = 4 M", lambda _: {nu: _SHARE}, _late_rate, _drawn_rate, _FLAT, _EDGE
)


@dataclass(frozen=True)
class ScaledError:
    """e^t H(t) at t = u sqrt(N/M) for a white spectrum, over N/M."""

    variable: Symbol = nu

    def numbers(self, _: PowerLaw) -> Mapping[Symbol, Expr]:
        """u."""
        return {u: _TIME}

    def exact(self, _: PowerLaw, size: Expr, digits: int) -> Expr:
        """The number at N/M = `size`."""
        working = digits + _GUARD
        time = Rational(str((_TIME * sqrt(size)).evalf(3 * working)))
        found = exact.mean_error(_white(_MODES, 1 / size), time, digits=working)
        return (exp(time).evalf(working) * to_sympy(found, working)).evalf(digits)

    def simulated(self, _: PowerLaw, sizes: list[int], effort: Effort) -> Simulated:
        """The number at N/M = `sizes`, the mean over modes that are all alike."""
        found = []
        for size in sizes:
            time, model = float(_TIME) * np.sqrt(size), _white(_FLAT[0], Rational(1, size))
            errors = drawn_errors(model, [time], range(1, _FLAT[0] + 1), effort)
            found.append(np.exp(time) * errors[:, 0])
        return Simulated(*over_draws(np.stack(found, axis=1)))
