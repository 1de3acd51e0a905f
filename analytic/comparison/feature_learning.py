r"""Feature learning: the network in one function of time, its laws by digits, and networks drawn.

The loss at N = infinity is exact in doubles; networks of finite width come to it as 1/N.
"""

from collections.abc import Iterator
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Float, Integer, Piecewise, Rational, Sum, diff, expand, lambdify, sqrt, zeta

from analytic import exact, sampling
from analytic.comparison.comparators import (
    Curve,
    Pair,
    Reals,
    Replicas,
    bounded,
    equal,
    identical,
    replicated,
)
from analytic.comparison.law_digits import curve
from analytic.notation import (
    I_Phi,
    J_Phi,
    a,
    a_p,
    b,
    gamma_0,
    lambda_k,
    nu,
    r_t,
    s_0,
    t,
    tau,
    u,
    u_oo,
    w_star,
    x,
    y_k,
)
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Result

_HARD = ((Rational(3, 2), Integer(2)), (Integer(2), Integer(3)))
_EASY = ((Integer(5), Integer(2)), (Rational(9, 2), Rational(5, 2)))
_RICH = Rational(3, 2)
_NEAR, _FAR = (Integer(10) ** 4,), (Integer(10) ** 7, Integer(10) ** 10)
_EASY_FAR = (Integer(10) ** 6,)
_NOISE = 1e-9
_ROOM = 3
_STEPS, _FINE = 1000, 9

_DATA, _TIMES, _WIDTHS = PowerLaw("3/2", 2, modes=8), (1.0, 3.0, 8.0), (16, 32, 64)


def feature_checks() -> tuple[Check, ...]:
    """Profile and features by algebra, both laws by digits, networks by simulation."""
    return (
        identical("profile of the modes, time, features one by one", _algebra),
        equal("the loss by the equations of the modes", _by_equations, digits=_FINE),
        bounded("hard and easy targets over the decades", _laws, room=_ROOM),
        replicated("networks of more and more neurons", _drawn, copies=_WIDTHS),
    )


def _algebra(result: Result, _: Effort) -> Iterator[Pair]:
    """What formulas solve, put in."""
    formulas = result.formulas
    for power in (0, -1, -2):
        profile = formulas["Phi"].subs(nu, power).doit()
        yield x * diff(profile, x), x * (1 - profile) + power * profile, f"nu = {power}"
    yield 4 * formulas["nu"] - 1, -r_t, "power of the kernel"
    kernel = gamma_0 * sqrt(I_Phi / b) * tau ** (2 * formulas["nu"])
    yield diff(formulas["t of tau"], tau) * kernel, Integer(1), "time"
    end = formulas["u_oo^2"].replace(Piecewise, lambda *cases: cases[0].expr)
    yield expand(end * (end - 1)), gamma_0**2 * zeta(a - b), "norm of the target"
    share = formulas["s(t)"]
    yield diff(share, t), 2 * share * (a_p - share), "one by one"
    yield share.subs(t, 0), s_0, "one by one, at first"


def _by_equations(result: Result, _: Effort) -> Iterator[Pair]:
    """Losses of a few modes: the exact witness, and the page's equations in small steps."""
    found = exact.feature_learning_loss(_DATA, _TIMES, _RICH)
    for time, one, other in zip(_TIMES, found, _stepped(result), strict=True):
        yield Float(one, 17), Float(other, 17), f"t = {time}"


def _stepped(result: Result) -> Reals:
    """The equations of the modes by steps of Runge and Kutta."""
    formulas, letters = result.formulas, (u, lambda_k, w_star, y_k)
    (norm,) = formulas["u^2"].atoms(Sum)
    squared = lambdify([x], formulas["u^2"].xreplace({norm: x}).subs(gamma_0, _RICH))
    slope, left = (lambdify(letters, formulas[name]) for name in ("dy/dt", "v"))
    levels = _DATA.levels()
    rates = np.asarray(levels.eigenvalues, dtype=float)
    errors = np.sqrt(np.asarray(levels.powers, dtype=float) / rates)

    def speed(y: Reals) -> Reals:
        return np.asarray(slope(np.sqrt(squared(np.sum(y**2))), rates, errors, y))

    y, now, losses = np.zeros(len(rates)), 0.0, []
    for time in _TIMES:
        step = (time - now) / _STEPS
        for _ in range(_STEPS):
            one = speed(y)
            two = speed(y + step / 2 * one)
            three = speed(y + step / 2 * two)
            y = y + step / 6 * (one + 2 * two + 2 * three + speed(y + step * three))
        now = time
        error = left(np.sqrt(squared(np.sum(y**2))), rates, errors, y)
        losses.append(np.sum(rates * error**2))
    return np.array(losses)


def _laws(result: Result, _: Effort) -> Iterator[Curve]:
    """The law on both sides, with the powers of time by which it comes true."""
    formulas, later = result.formulas, {r_t: (a - 1) / b}
    hard = formulas["L, a < b + 1"].subs(J_Phi, formulas["J"]).subs(I_Phi, formulas["I"])
    hard = hard.subs(nu, formulas["nu"])
    easy = formulas["L, a > b + 1"].subs(u_oo, sqrt(formulas["u_oo^2"]))
    gain = t ** (-(1 - r_t) / (1 + r_t))
    for law, error, points, far in (
        (hard, hard * gain, _HARD, _FAR),
        (easy, easy * (1 / t + t ** (1 - r_t)), _EASY, _EASY_FAR),
    ):
        for source, capacity in points:
            at = {a: source, b: capacity, gamma_0: _RICH}
            numbers = tuple(one.subs(later).subs(at) for one in (law, error))

            yield curve(
                partial(_loss, PowerLaw(source, capacity)),
                numbers,
                t,
                (_NEAR, far),
                where=str(at),
                noise=_NOISE,
            )


@lru_cache(maxsize=32)
def _loss(spectrum: PowerLaw, time: Expr) -> Expr:
    return Float(exact.feature_learning_loss(spectrum, float(time), _RICH), 17)


def _drawn(result: Result, _: Effort) -> Iterator[Replicas]:
    """Losses of networks, which come to those of the page's equations as 1/N."""

    def draw(width: int, effort: Effort) -> Reals:
        found = sampling.two_layer_loss(_DATA, width, _TIMES, _RICH, effort.draws, effort.seed)
        return np.asarray(found.samples)

    yield Replicas(_stepped(result), draw)
