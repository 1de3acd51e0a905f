r"""Finitely many modes: the loss next to M, what noise leaves beyond, flat spectra over time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.comparators import (
    COPIES,
    Curve,
    Off,
    Reals,
    Replicas,
    bounded,
    compared,
    equal,
    replicated,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import M, N, P, a, b, sigma2, t, x
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Number, Result

__all__ = ["IN_DATA", "IN_WIDTH", "plateau_checks"]

_MODES = 12
_POWERS = {a: Integer(2), b: Rational(3, 2)}
_FEW = PowerLaw(2, "3/2", modes=_MODES)
_MISSING = (Rational(1, 10**3),), (Rational(1, 10**6), Rational(1, 10**9))  # of a mode
_FULL = (
    Model(_FEW, 20, 30, "1/4"),
    Model(_FEW, 40, 13, "1/7"),
)
_FLAT = ((Rational(1, 2), Rational(1, 2)), (Rational(1, 4), Rational(3, 4)))
_MANY = (Integer(10) ** 6,), (Integer(10) ** 9, Integer(10) ** 12)
_AGE = Rational(1, 5)  # t/M^b
_SHARE = Rational(1, 2)  # log(t)/log(M)
_DIGITS, _GUARD, _ROOM = 20, 12, 3


def plateau_checks() -> tuple[Check, ...]:
    """The loss next to M, beyond it, over time for flat spectra, and in simulations."""
    return (
        bounded("the loss next to N = M and P = M", _near, room=_ROOM),
        equal("noise beyond M", _beyond),
        bounded("flat spectra over time", _over_time, room=_ROOM),
        compared("symbolic", "a = b = 1 by partial sums", "1/log(M) of the share", _zipf),
        replicated("noise beyond M by replication", lambda one, _: [_drawn(one)]),
    )


def _near(result: Result, _: Effort) -> Iterable[Curve]:
    """What the first order in the missing share of a mode leaves."""
    for resource, name in ((N, "L(N), N -> M"), (P, "L(P), P -> M")):
        stated = result.formulas[name].subs({**_POWERS, M: _MODES}).doit()

        def value(missing: Expr, resource: object = resource) -> Expr:
            size = _MODES - missing
            model = Model(_FEW, width=size) if resource == N else Model(_FEW, samples=size)
            return to_sympy(exact.test_loss(model, oo, _DIGITS), _DIGITS)

        first = stated.subs(resource, _MODES - x)
        yield curve(value, (first, x**2), x, _MISSING, where=name, digits=_DIGITS)


def _beyond(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for model in _FULL:
        at = {M: _MODES, P: model.samples, sigma2: model.noise}
        stated = evaluated(result.formulas["L at N, P > M"], at, digits)
        loss = to_sympy(exact.test_loss(model, oo, digits), digits)
        yield stated, loss, f"N = {model.width}, P = {model.samples}"


def _over_time(result: Result, _: Effort) -> Iterable[Curve]:
    """The loss over its beginning at t = M^b/5, at more and more modes."""
    for source, capacity in _FLAT:
        at = {a: source, b: capacity}
        stated = result.formulas["L(t)/L(0)"].subs(at).subs(t, _AGE * M**capacity)

        def value(modes: Expr, source: Expr = source, capacity: Expr = capacity) -> Expr:
            model = Model(PowerLaw(source, capacity, modes=modes))
            late, early = (
                to_sympy(exact.test_loss(model, time, _DIGITS), _DIGITS)
                for time in (_AGE * modes**capacity, 0)
            )
            return late / early

        error = M ** (source - 1)  # what zeta(a) is of the sum
        where = f"a = {source}, b = {capacity}"
        yield curve(value, (stated, error), M, _MANY, where=where, digits=_DIGITS)


def _zipf(result: Result, _: Effort) -> Iterable[Off]:
    """a = b = 1 at t = sqrt(M): off by a constant over log(M), so twice log(M) halves it."""
    law = result.formulas["L(t)/L(0), a = b = 1"]
    lefts = []
    for modes in (Integer(10) ** 20, Integer(10) ** 40):
        model, time = Model(PowerLaw(1, 1, modes=modes)), modes**_SHARE
        late, early = (
            to_sympy(exact.test_loss(model, one, _DIGITS), _DIGITS) for one in (time, Integer(0))
        )
        lefts.append((late / early - law.subs({M: modes, t: time})).evalf(15))
    yield Off(abs(lefts[1] / lefts[0] * 2 - 1) * 10, "what is left, times two, against before")


def _drawn(result: Result) -> Replicas:
    model = _FULL[0]
    at = {M: _MODES, P: model.samples, sigma2: model.noise}
    stated = float(result.formulas["L at N, P > M"].subs(at))
    return Replicas(np.array([stated]), partial(_losses, model))


@lru_cache(maxsize=len(COPIES))
def _losses(model: Model, r: int, effort: Effort) -> Reals:
    found = sampling.test_loss(
        model.replicated(r), np.array([np.inf]), effort.draws, effort.seed, executor=effort.executor
    )
    return np.asarray(found.samples)


_STEP = Rational(1, 10**8)


def _slope(width: Expr, samples: Expr, digits: int) -> Expr:
    """The change of the noisy loss at N = 20, P = 30 over a step of N or P."""
    after, before = (
        exact.test_loss(
            Model(_FEW, 20 + n * width, 30 + n * samples, "1/4"), oo, digits + _GUARD
        )
        for n in (_STEP / 2, -_STEP / 2)
    )
    return to_sympy((after - before), digits) / _STEP


def _number(name: str, width: int, samples: int) -> Number:
    return Number(
        f"{name} at M = 12, N = 20, P = 30, noise 1/4",
        lambda _: {M: Integer(_MODES), P: Integer(30), sigma2: Rational(1, 4)},
        partial(_slope, Integer(width), Integer(samples)),
        undrawn="digits decide",
    )


IN_WIDTH, IN_DATA = _number("dL(oo)/dN", 1, 0), _number("dL(oo)/dP", 0, 1)
