r"""A quantity in digits: the one place that evaluates its functionals by the exact witness.

\lim n [Q(n) - Q(\infty)],   \min_t Q(t),   Q - Q',   sign(Q - Q'),   Q/Q'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from sympy import Expr, Float, Integer, Rational, Symbol, ceiling, log, oo, sign

from analytic import exact
from analytic.comparison.numbers import to_sympy
from analytic.errors import PrecisionError
from analytic.notation import N, P, sigma2, t, x_minus
from analytic.problem import GradientFlow, Model, OnePassSGD, PowerLaw, Training, replace_model
from analytic.problem.quantity import (
    Coefficient,
    Excess,
    Least,
    Quantity,
    Setting,
    Sign,
    Value,
    correction,
)

_GUARD = 5
_DOUBLE_DIGITS = 16
_FRONTIER_DIGITS: Mapping[type[Training], tuple[int, int]] = {
    GradientFlow: (8, 8),  # of the loss and of its place, what a frontier of doubles is good for
    OnePassSGD: (9, 4),
}
_MINIMUM_DIGITS = 9  # what a minimum of doubles is good for
_RESOLVED = 1e-9  # of a loss: what differences of doubles are good for
_SIGN_DIGITS = (30, 60, 120)  # that are tried where doubles are not enough
_RESOURCE = {N: "width", P: "samples", sigma2: "noise"}


@lru_cache(maxsize=4096)
def exact_value(
    quantity: Quantity, spectrum: PowerLaw, size: Expr, digits: int | None = None
) -> Expr:
    """The quantity at a size to so many digits, by the exact witness; a double without digits.

    It is remembered: laws are compared with the same numbers, and faults in them.
    """
    of = quantity.of
    if isinstance(of, Least) and of.over == N:
        return _on_budget(of.place, quantity.training, Model(spectrum), size, digits)
    setting = setting_of(quantity, spectrum, size)
    if isinstance(of, Value):
        return loss_in(setting, quantity.part, digits)
    if isinstance(of, Coefficient):
        return _coefficient(quantity, spectrum, setting.time, digits)
    if isinstance(of, Least):
        best = stopped(setting.model, digits)
        return _number(best.loss if of.place is None else best.time, digits)
    if isinstance(of, Sign):
        return _sign(quantity, of, spectrum, size, digits or _DOUBLE_DIGITS)
    working = digits and digits + _GUARD
    if isinstance(of, Excess):
        working = working and working + _decades(size)
        limit = replace(setting, model=_without(setting.model, of.resource))
        near, far = (loss_in(one, quantity.part, working) for one in (setting, limit))
        return (near - far).evalf(digits or _DOUBLE_DIGITS)
    above = loss_in(setting, quantity.part, working)
    return (above / exact_value(of.below, spectrum, size, working)).evalf(digits or _DOUBLE_DIGITS)


def setting_of(quantity: Quantity, spectrum: PowerLaw, size: Expr) -> Setting:
    """The setting at a size, times in units of 1/x_- and the best ones of the mean field known."""
    setting = quantity.at(spectrum, size)
    if setting.time.has(x_minus):
        edge = exact.spectral_edge(setting.model)
        return replace(setting, time=Rational(str(setting.time.subs(x_minus, edge))))
    return setting


@cache
def by_definition(quantity: Quantity, spectrum: PowerLaw, time: Expr, digits: int) -> Expr:
    r"""A coefficient as n [Q(n) - Q(\infty)], n so large that nothing else is in the digits.

    The next power of 1/n goes with t^(1/b), or where a training loss or a bias saturates at this
    order with t^(a/b) at most.
    """
    of = quantity.of
    assert isinstance(of, Coefficient)
    exponent = digits + _decades(time ** (spectrum.a / spectrum.b)) + _GUARD
    large = Integer(10) ** exponent
    sizes = {_RESOURCE[of.resource]: large}
    near = replace(quantity, of=Value(), time=time, **sizes).at(spectrum, large)
    if quantity.part not in ("test", "bias"):  # without a limit nothing is left of the others
        return (loss_in(near, quantity.part, digits + _GUARD) * large).evalf(digits)
    working = digits + exponent + _GUARD
    far = replace(near, model=_without(near.model, of.resource))
    above, below = (loss_in(one, quantity.part, working) for one in (near, far))
    return ((above - below) * large).evalf(digits)


def _coefficient(quantity: Quantity, spectrum: PowerLaw, time: Expr, digits: int | None) -> Expr:
    """A coefficient from the field equations at first order where these are solved to it.

    With one resource limited the loss is the squared bias and one variance.
    """
    assert isinstance(quantity.of, Coefficient)
    resource, part = quantity.of.resource, quantity.part
    flow = quantity.noise == 0 and isinstance(quantity.training, GradientFlow)
    if flow and part == "gap":
        return _number(exact.gap_coefficient(spectrum, time, digits), digits)
    if flow and part == "test":
        found = exact.finite_size_coefficient(spectrum, _RESOURCE[resource], time, digits)
        return _number(found, digits)
    working = (digits or _DOUBLE_DIGITS) + _GUARD
    if part == {N: "features", P: "data"}[resource]:
        loss = _coefficient(replace(quantity, part="test"), spectrum, time, working)
        bias = by_definition(correction(N, "bias"), spectrum, time, working)  # as that in P
        return (loss - bias).evalf(working - _GUARD)
    return by_definition(quantity, spectrum, time, working).evalf(working - _GUARD)


def _sign(quantity: Quantity, of: Sign, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
    """The sign of a relative difference, in doubles where these resolve it, else in digits.

    Raises    PrecisionError where it is within what the last digits resolve.
    """
    for working in (None, *_SIGN_DIGITS):
        one, other = (
            exact_value(side, spectrum, size, working)
            for side in (replace(quantity, of=of.of), of.than)
        )
        difference = one / other - 1
        resolved = _RESOLVED if working is None else Integer(10) ** (_GUARD - working)
        if abs(difference) > resolved:
            return Float(sign(difference), digits)
    raise PrecisionError(
        f"At {quantity.variable} = {size} the difference whose sign is asked for is not told from "
        f"zero by {_SIGN_DIGITS[-1]} digits. Choose another size or another a and b."
    )


def _on_budget(
    place: Expr | None, training: Training, model: Model, size: Expr, digits: int | None
) -> Expr:
    """The least loss at the compute `size`, or a place: of few digits those of doubles."""
    of_loss, of_place = _FRONTIER_DIGITS[type(training)]
    if place is None and digits and digits > of_loss and isinstance(training, GradientFlow):
        return to_sympy(exact.least_loss(model, size, digits), digits)
    loss, width = _division(training, model, size)
    if place is None:
        return Float(loss, min(digits or of_loss, of_loss))
    return Float(place.subs({N: width, t: size / width}), min(digits or of_place, of_place))


@lru_cache(maxsize=128)
def _division(training: Training, model: Model, size: Expr) -> tuple[float, float]:
    """The least loss at one compute and the width: they are found together."""
    best: Any = (
        exact.one_pass.frontier.one_pass_frontier(model, float(size), training)
        if isinstance(training, OnePassSGD)
        else exact.frontier(model, float(size))
    )
    return float(best.loss), float(best.width)


@cache
def stopped(model: Model, digits: int | None) -> exact.Stopping:
    """The best time to stop and the loss there; few digits are those of doubles."""
    few = digits is None or digits <= _MINIMUM_DIGITS
    return exact.optimal_stopping(model, None if few else digits)


def loss_in(setting: Setting, part: str, digits: int | None) -> Expr:
    """A part of the loss in a setting, to so many digits, or as a double."""
    model, time = setting.model, setting.time
    if setting.members != 1:
        return _number(exact.ensemble_loss(model, time, setting.members, digits=digits), digits)
    if part == "gap":
        working = digits and digits + _decades(model.samples) + _GUARD
        test, train = (
            _number(one, working) for one in exact.losses(model, time, working, setting.training)
        )
        return (test + model.noise - train).evalf(digits or _DOUBLE_DIGITS)
    if isinstance(setting.training, OnePassSGD) and part in ("bias", "kernel"):
        terms = exact.one_pass.steps.one_pass_terms(
            model, time, setting.training, digits or _DOUBLE_DIGITS
        )
        return _number(getattr(terms, part), digits)
    if part == "test":
        found = exact.test_loss(model, time, digits, setting.training)
    elif part == "train":
        found = exact.train_loss(model, time, digits, setting.training)
    elif part == "bias":
        found = exact.replica_loss(model, time, (), digits)
    else:
        found = getattr(exact.decomposition(model, time, digits), part)
    return _number(found, digits)


def _number(found: Any, digits: int | None) -> Expr:
    """A number of the exact witness, a double or of so many digits."""
    return Float(float(found)) if digits is None else to_sympy(found, digits)


def _decades(size: Expr) -> int:
    return max(0, int(ceiling(log(size, 10).evalf(5))))


def _without(model: Model, resource: Symbol) -> Model:
    """The model with one resource unlimited, or without label noise."""
    return replace_model(model, **{_RESOURCE[resource]: 0 if resource == sigma2 else oo})
