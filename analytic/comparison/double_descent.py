r"""Double descent: closed forms on both sides of N = P, and the peak between them.

Near N = P the formulas are the leading order in \sqrt{\gamma/\kappa} or 1/\sqrt{\kappa t}, which
is what they are off by, relative to themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sympy import Expr, Integer, Rational, Symbol, oo, sqrt

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import (
    DOUBLE,
    final_replicas,
    numbers_at_end,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import N, P, a, b, delta, gamma_R, kappa, kappa_n, sigma2, t, x
from analytic.problem import (
    GradientFlow,
    MeasuredSpectrum,
    Model,
    PowerLaw,
    Ridge,
    Training,
    replace_model,
)
from analytic.result import Check, Effort, Number, Result
from analytic.stated import Formula, by_smaller


class Peak(NamedTuple):
    """The peak that is left at N = P: near it, its top, its width at half of that, its law."""

    near: Formula
    top: Formula
    half: Formula
    law: Formula


RIDGELESS = by_smaller("L(oo) + sigma^2 if {}")
BY_PENALTY = Peak(
    Formula("L near N = P, penalty"),
    Formula("L at N = P, penalty"),
    Formula("width at half height"),
    Formula("L(gamma_R) at N = P, law"),
)
BY_TIME = Peak(
    Formula("L near N = P, time"),
    Formula("L at N = P, time"),
    Formula("width at half height, time"),
    Formula("L(t) at N = P, law"),
)
SAME_TOP = Formula("penalty of that height")

_GAPS = MeasuredSpectrum([1, 1, "1/3", "1/100", "1/120", 0], [1, 0, 2, "1/2", 1, "1/7"])
_SIDES = (
    Model(PowerLaw(2, "3/2"), 40, 120, "1/20"),
    Model(PowerLaw(2, "3/2"), 120, 40, "1/20"),
    Model(PowerLaw("7/2", "5/4"), 7, Rational(29, 2)),
    Model(_GAPS, 3, 4, 2),
    Model(_GAPS, 4, 3, 2),
)
_ISOTROPIC = PowerLaw("3/2", "3/2")
_SAMPLES = Integer(100)
_PEAK = Model(PowerLaw(2, "3/2"), _SAMPLES, _SAMPLES, "1/10")
_EARLY = Rational(1, 10**40)  # of gamma/kappa where only the law in N is in question
_WIDTHS = (Integer(10) ** 6,), (Integer(10) ** 10, Integer(10) ** 14)
_OFFSETS = (Integer(-1), Integer(0), Integer(2))  # delta over the square root of gamma/kappa
_NEAR, _FAR = (Rational(1, 10**8),), (Rational(1, 10**16),)  # gamma/kappa or 1/(kappa t)
_ROOM = 3
_GUARD, _DIGITS = 12, 24

_DRAWN = PowerLaw(2, "3/2", modes=20)
_SIMULATED = (Model(_DRAWN, 6, 14, "1/4"), Model(_DRAWN, 14, 6, "1/4"))


def double_descent_checks() -> tuple[Check, ...]:
    """Both closed forms in digits and in simulations, the peak of a penalty and of a time."""
    return (
        *ridgeless_checks(),
        compare.bounded("peak at a small penalty", _of_penalty, room=_ROOM),
        compare.bounded("peak at a late time", _of_time, room=_ROOM),
        compare.bounded("height of the peak as a law", _laws, room=_ROOM),
        compare.equal("half the height", _half, witness="symbolic"),
        compare.bounded("half the height at late times", _half_in_time, room=_ROOM),
    )


def ridgeless_checks() -> tuple[Check, ...]:
    """The loss without a penalty on both sides of N = P, in digits and in simulations."""
    return (
        compare.equal("ridgeless losses of any spectrum on both sides of N = P", _ridgeless),
        compare.replicated("ridgeless losses by replication", _drawn),
    )


def _ridgeless(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Closed forms, and the limit of a vanishing penalty in digits."""
    digits = effort.digits + _GUARD
    for model in _SIDES:
        found = exact_loss(model, oo, digits) + model.noise
        stated = result.formulas[RIDGELESS[P if model.samples < model.width else N]]
        where = f"N = {model.width}, P = {model.samples}"
        yield evaluated(stated, numbers_at_end(model, digits), digits), found, where


def _at_top() -> Mapping[Expr, Expr]:
    """The regulariser and the sums at d(kappa) = N = P."""
    narrow = replace_model(_PEAK, samples=oo)
    numbers = dict(numbers_at_end(narrow, _DIGITS + _GUARD))
    return {**numbers, kappa_n: numbers.pop(kappa), sigma2: _PEAK.noise}


def _curve(
    result: Result, peak: Peak, setting: Callable[[Expr], tuple[Expr, Training]]
) -> Iterable[compare.Curve]:
    """What the leading order leaves of the loss with noise, at three offsets from N = P.

    `setting` is how training goes at a size x = gamma/kappa or 1/(kappa t).
    """
    top = _at_top()
    for offset in _OFFSETS:
        stated = result.formulas[peak.near if offset else peak.top]
        at = {delta: offset * sqrt(x), gamma_R: top[kappa_n] * x, t: 1 / (top[kappa_n] * x)}
        near = stated.subs(at).xreplace(dict(top))

        def loss(size: Expr, offset: Expr = offset) -> Expr:
            width = _SAMPLES * (1 + offset * sqrt(size))
            time, training = setting(top[kappa_n] * size)
            found = exact.test_loss(replace_model(_PEAK, width=width), time, _DIGITS, training)
            return to_sympy(found, _DIGITS) + _PEAK.noise

        where = f"offset {offset}"
        yield curve(loss, (near, near * sqrt(x)), x, (_NEAR, _FAR), where=where, digits=_DIGITS)


def _of_penalty(result: Result, _: Effort) -> Iterable[compare.Curve]:
    return _curve(result, BY_PENALTY, lambda size: (oo, Ridge(size)))


def _of_time(result: Result, _: Effort) -> Iterable[compare.Curve]:
    return _curve(result, BY_TIME, lambda size: (1 / size, GradientFlow()))


def _half(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The width at half height put into the formula of the height."""
    top = {**_at_top(), gamma_R: Rational(1, 7)}
    stated = BY_PENALTY.near, BY_PENALTY.half
    height, wide = (result.formulas[one].xreplace(top) for one in stated)
    for side in (-1, 1):
        value = height.subs(delta, side * wide / 2).evalf(_DIGITS)
        yield value, height.subs(delta, 0).evalf(_DIGITS) / 2, "half"
    at = {**top, t: Rational(50), kappa: top[kappa_n]}
    time, penalty = (result.formulas[one].subs(at) for one in (BY_TIME.top, SAME_TOP))
    same = result.formulas[BY_PENALTY.top].subs(gamma_R, penalty).subs(at)
    yield same.evalf(_DIGITS), time.evalf(_DIGITS), "a penalty of the height of a time"


def _half_in_time(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The exact loss on both sides of N = P, where its peak should have half its height."""
    top = _at_top()
    half = result.formulas[BY_TIME.half].subs(kappa_n, top[kappa_n]) / 2

    def height(size: Expr, offset: Expr) -> Expr:
        model = replace_model(_PEAK, width=_SAMPLES * (1 + offset))
        found = exact.test_loss(model, 1 / (top[kappa_n] * size), _DIGITS)
        return to_sympy(found, _DIGITS) + _PEAK.noise

    for side in (-1, 1):

        def share(size: Expr, side: int = side) -> Expr:
            offset = Rational(half.subs(t, 1 / (top[kappa_n] * size)).evalf(_DIGITS))
            return height(size, side * offset) / height(size, Integer(0))

        stated = Rational(1, 2), sqrt(x)
        yield curve(share, stated, x, (_NEAR, _FAR), where=f"side {side}", digits=_DIGITS)


def _laws(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The height at N = P as a law, at a penalty and a time where only the law is in question."""
    at = {a: Integer(2), b: Rational(3, 2)}
    for peak in (BY_PENALTY, BY_TIME):
        size = _EARLY if peak == BY_PENALTY else 1 / _EARLY
        stated = result.formulas[peak.law].subs({**at, sigma2: _PEAK.noise})
        stated = stated.subs({gamma_R: size * N ** -at[b], t: size * N ** at[b]})

        def loss(width: Expr, peak: Peak = peak) -> Expr:
            model = replace_model(_PEAK, width=width, samples=width)
            size = _EARLY * width ** -at[b]
            time, training = (oo, Ridge(size)) if peak == BY_PENALTY else (1 / size, GradientFlow())
            return exact_loss(model, time, _DIGITS, training) + model.noise

        error = stated / N
        yield curve(loss, (stated, error), N, _WIDTHS, where=str(peak.law), digits=_DIGITS)


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    for model in _SIMULATED:
        stated = result.formulas[RIDGELESS[P if model.samples < model.width else N]]
        value = evaluated(stated, numbers_at_end(model, DOUBLE), DOUBLE) - model.noise
        yield final_replicas(model, [value])


def _number(model: Model) -> Number:
    """The ridgeless loss with noise, N, P and the sums over modes of an isotropic target given."""

    def letters(digits: int) -> Mapping[Symbol, Expr]:
        return numbers_at_end(model, digits)

    def value(digits: int) -> Expr:
        return exact_loss(model, oo, digits) + model.noise

    what = f"L(oo) + sigma^2 at N = {model.width}, P = {model.samples}, a = b = 3/2, noise 1/4"
    return Number(what, letters, value, undrawn="digits decide")


LESS_WIDTH, LESS_DATA = (
    _number(Model(_ISOTROPIC, width, samples, "1/4")) for width, samples in ((40, 120), (120, 40))
)
