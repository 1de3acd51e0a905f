r"""Feature learning: the network in one function of time, its laws by digits, and networks drawn.

The loss at N = infinity is exact in doubles; networks of finite width come to it as 1/N. Those that
keep the span of their first rows obey its equations at every width, with modes of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, ClassVar

import numpy as np
from sympy import (
    Expr,
    Float,
    Integer,
    Piecewise,
    Rational,
    Sum,
    Symbol,
    diff,
    expand,
    lambdify,
    sqrt,
    zeta,
)

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.budgets import fall_on_budget, least_on_budget
from analytic.comparison.law_digits import curve, stated_law_curves
from analytic.notation import (
    C,
    I_Phi,
    a,
    a_p,
    b,
    gamma_0,
    lambda_k,
    nu,
    r_C,
    r_t,
    s_0,
    t,
    tau,
    u,
    w_star,
    x,
    y_k,
)
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class Learning:
    """Formulas of a network that learns its features: modes, kernel and loss."""

    KERNEL, SLOPE, ERROR, SHARE = map(Formula, ("u^2", "dy/dt", "v", "s(t)"))
    PROFILE, TIME, END = map(Formula, ("Phi", "t of tau", "u_oo^2"))
    HARD, EASY = map(Formula, ("L, a < b + 1", "L, a > b + 1"))


_HARD = ((Rational(3, 2), Integer(2)), (Integer(2), Integer(3)))
_EASY = ((Integer(4), Integer(2)), (Rational(9, 2), Rational(5, 2)))
_RICH = Rational(3, 2)
_NEAR, _FAR = (Integer(10) ** 3, Integer(10) ** 4), (Integer(10) ** 6, Integer(10) ** 7)
_BUDGETS, _RATIO = ([Integer(10) ** 3], [Integer(10) ** 9]), 10.0
_STEPS_OF_LOG = (1.0, 0.3)
_NOISE = 1e-9
_ROOM = 3
_STEPS, _FINE = 1000, 9

_DATA, _TIMES, _WIDTHS = PowerLaw("3/2", 2, modes=8), (1.0, 3.0, 8.0), (16, 32, 64)
_NARROW, _FEW, _NULL = 5, 2, 1e-10
_COARSE = 4  # digits that steps of 0.3 keep, at the fifth power


@dataclass(frozen=True)
class LeastOnBudget:
    """The least loss at C = N t while features are learned, A within the span of its first rows."""

    variable: ClassVar[Symbol] = C
    sizes: ClassVar[tuple[Expr, ...]] = tuple(Integer(10) ** n for n in (3, 5, 7, 9))
    enough: ClassVar[int] = 5
    undrawn: ClassVar[str] = "networks of every width would be trained to their best time"

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The least loss at a compute, to a few digits."""
        loss = partial(_of_width, spectrum)
        found = least_on_budget(loss, 1, _share(spectrum), float(size), _STEPS_OF_LOG)
        return Float(found, min(digits, self.enough))


def feature_checks() -> tuple[Check, ...]:
    """Profile and features by algebra, both laws by digits, networks by simulation."""
    return (
        compare.identical("profile of the modes, time, features one by one", _algebra),
        compare.equal("the loss by the equations of the modes", _by_equations, digits=_FINE),
        compare.bounded("laws of hard and easy targets over the decades", _laws, room=_ROOM),
        compare.bounded("exponents of the least loss on a budget", _on_budgets),
        compare.replicated("networks of more and more neurons", _drawn, copies=_WIDTHS),
        compare.equal("modes of a limited width", _within_span, digits=_COARSE, witness="sampling"),
    )


def _algebra(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """What formulas solve, put in."""
    formulas = result.formulas
    for power in (0, -1, -2):
        profile = formulas[Learning.PROFILE].subs(nu, power).doit()
        yield x * diff(profile, x), x * (1 - profile) + power * profile, f"nu = {power}"
    yield 4 * formulas[nu] - 1, -r_t, "power of the kernel"
    kernel = gamma_0 * sqrt(I_Phi / b) * tau ** (2 * formulas[nu])
    yield diff(formulas[Learning.TIME], tau) * kernel, Integer(1), "time"
    end = formulas[Learning.END].replace(Piecewise, lambda *cases: cases[0].expr)
    yield expand(end * (end - 1)), gamma_0**2 * zeta(a - b), "norm of the target"
    share = formulas[Learning.SHARE]
    yield diff(share, t), 2 * share * (a_p - share), "one by one"
    yield share.subs(t, 0), s_0, "one by one, at first"


def _by_equations(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """Losses of a few modes: the exact witness, and the page's equations in small steps."""
    found = exact.feature_learning_loss(_DATA, _TIMES, _RICH)
    for time, one, other in zip(_TIMES, found, _stepped(result, *_listed()), strict=True):
        yield Float(one, 17), Float(other, 17), f"t = {time}"


def _listed() -> tuple[compare.Reals, compare.Reals]:
    """Eigenvalues and powers of the spectrum."""
    levels = _DATA.levels()
    return np.asarray(levels.eigenvalues, dtype=float), np.asarray(levels.powers, dtype=float)


def _stepped(result: Result, rates: compare.Reals, powers: compare.Reals) -> compare.Reals:
    """The page's equations for modes with these eigenvalues, by steps of Runge and Kutta."""
    formulas, letters = result.formulas, (u, lambda_k, w_star, y_k)
    (norm,) = formulas[Learning.KERNEL].atoms(Sum)
    squared = lambdify([x], formulas[Learning.KERNEL].xreplace({norm: x}).subs(gamma_0, _RICH))
    slope, left = (lambdify(letters, formulas[name]) for name in (Learning.SLOPE, Learning.ERROR))
    errors = np.sqrt(powers / rates)

    def speed(y: compare.Reals) -> compare.Reals:
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


def _laws(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """The law on both sides, over what each leaves out."""
    for law, points in ((Learning.HARD, _HARD), (Learning.EASY, _EASY)):
        letters = ({a: one, b: other, gamma_0: _RICH} for one, other in points)
        yield from stated_law_curves(
            result, [(law, _loss)], letters, t, (_NEAR, _FAR), noise=_NOISE
        )


def _on_budgets(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """Local exponents of the least loss over widths at C = N t."""
    for source, capacity in (*_HARD[:1], *_EASY[1:]):
        point = {a: source, b: capacity}
        law = PowerLaw(source, capacity)
        share = Rational(_share(law))
        rate = result.formulas[r_C].subs(point)
        yield curve(
            partial(_fall, law), (rate, C**-share), C, _BUDGETS, where=compare.at_point(point)
        )


@lru_cache(maxsize=16)
def _fall(law: PowerLaw, compute: Expr) -> Expr:
    loss = partial(_of_width, law)
    return Float(fall_on_budget(loss, 1, _share(law), float(compute), _RATIO, _STEPS_OF_LOG).rate)


def _share(law: PowerLaw) -> float:
    """The power of C as which N starts: where t is the time of the last of N modes, or one."""
    return 1 / (1 + float(law.b))


def _of_width(law: PowerLaw, width: int, time: float) -> float:
    return float(exact.feature_learning_loss(law, time, _RICH, width))


@lru_cache(maxsize=32)
def _loss(spectrum: PowerLaw, time: Expr) -> Expr:
    return Float(exact.feature_learning_loss(spectrum, float(time), _RICH), 17)


def _drawn(result: Result, _: Effort) -> Iterator[compare.Replicas]:
    """Losses of networks, which come to those of the page's equations as 1/N."""

    def draw(width: int, effort: Effort) -> compare.Reals:
        found = sampling.two_layer_loss(_DATA, width, _TIMES, _RICH, effort.draws, effort.seed)
        return np.asarray(found.samples)

    yield compare.Replicas(_stepped(result, *_listed()), draw)


def _within_span(result: Result, effort: Effort) -> Iterator[compare.Pair]:
    """Networks that keep the span of their rows, and the page's equations for their modes."""
    networks: dict[str, Any] = {
        "spectrum": _DATA,
        "width": _NARROW,
        "draws": _FEW,
        "seed": effort.seed,
    }
    found = sampling.two_layer_loss(time=_TIMES, richness=_RICH, within_span=True, **networks)
    modes = sampling.two_layer_modes(**networks)
    for number, losses in enumerate(found.samples):
        rates, powers = (one[number] for one in modes)
        seen = rates > _NULL * rates.max()
        stated = _stepped(result, rates[seen], powers[seen]) + powers[~seen].sum()
        for time, one, other in zip(_TIMES, losses, stated, strict=True):
            yield Float(one, 17), Float(other, 17), f"t = {time}"
