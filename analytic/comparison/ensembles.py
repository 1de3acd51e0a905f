r"""Ensembles: the laws of the parts against digits, the split simulated, members beside width.

The loss of an ensemble is the formula of the page with the parts of the exact witness in it, and
that of simulated ensembles, replicated. At the end of training the cost of members is a formula in
what they average away, V_A + V_AD, and the critical noise is where infinitely many members of width
just below P are as good as those of width P. At the best time the sign of c_D is a formula in a and
b; it is what exact losses of very wide members approach as P grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, lambdify, oo

from analytic import exact, sampling
from analytic.comparison.comparators import (
    COPIES,
    Curve,
    Off,
    Pair,
    Reals,
    Replicas,
    at_point,
    bounded,
    compared,
    ordered,
    replicated,
)
from analytic.comparison.corrections import sums_check
from analytic.comparison.law_digits import curve
from analytic.comparison.measure import Evaluation
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.notation import L_0, V_A, V_AD, V_D, B, E, N, P, a, b, kappa, sigma2, t, w
from analytic.problem import Model, PowerLaw, replace_model
from analytic.problem.quantity import Quantity, Sign, correction, resource_limited
from analytic.result import Check, Effort, Evaluated, Number, Result

__all__ = ["COST", "FIRST", "MEMBERS_LOSS", "ensemble_checks", "laws_check"]

Point = Mapping[Expr, Expr]

FIRST: Mapping[str, Evaluation] = {
    "c_0": Evaluation(correction(N, "bias")),
    "v_A": Evaluation(correction(N, "features")),
    "v_D": Evaluation(correction(P, "data")),
}
"""The first coefficients of the parts at a fixed time, c_0 = lim N (bias^2 - L), v_A, v_D."""

_FINAL: Mapping[str, Evaluation] = {
    "bias^2(N)": Evaluation(resource_limited(N, "bias")),
    "V_A(N)": Evaluation(resource_limited(N, "features")),
    "bias^2(P)": Evaluation(resource_limited(P, "bias")),
    "V_D(P)": Evaluation(resource_limited(P, "data")),
}

_WIDTH, _TIME, _MEMBERS = Integer(40), Integer(100), Integer(3)
_ALONE = Model(PowerLaw(2, "3/2"), width=_WIDTH)
COST = Evaluation(
    Quantity(
        t,
        _WIDTH,
        time=t,
        members=_MEMBERS,
        of=Sign(Quantity(t, _WIDTH * _MEMBERS, time=t)),
    )
)

_POINTS: tuple[Point, ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Rational(16, 5), b: Rational(3, 2)},
    {a: Integer(6), b: Rational(3, 2)},
)
_SIZES = (Integer(10) ** 5,), (Integer(10) ** 9,)
_DIGITS = 20  # laws leave out 10^-16 at most, of what is far
_SUM_TIMES = (Integer(3000), Integer(10000))  # a sum leaves out the square of lambda_150 t

_UNLIMITED = ((16, 2), (256, 8))  # N E, and E
_MEMBER_TIMES = np.array((0.5, 30.0, 1e4, 1e7))

_TIMES = np.array((1.0, 10.0, 100.0))
_PROJECTIONS, _DATA_SETS = 3, 2
_MODEL = Model(PowerLaw(2, "3/2", modes=20), width=8, samples=12, noise=1)

_NOISE = Rational(1, 10)
_FEW, _COST_DIGITS = (Integer(50), Integer(30)), 15
_MANY = Integer(10) ** 9  # samples: the critical noise is a law with corrections of order 1/P
_BELOW = 1 - Rational(1, 10**4)  # N/P
_PERCENT = Rational(1, 100)
_NO_NOISE_NEEDED: Point = {a: Rational(3, 2), b: Integer(2)}

_BEST: tuple[Point, ...] = (
    {a: Integer(2), b: Rational(3, 2)},
    {a: Integer(3), b: Integer(3)},
    {a: Rational(5, 2), b: Rational(5, 4)},  # c_D is positive
)
_GROWN = _BEST[:2]  # the exact best time is dear where the loss is flat
_SAMPLES = 8192
_WIDE = 16  # digits of a width at which nothing but the 1/N term is left
_FEW_DIGITS = 10  # of c_D, which is compared with its limit to far fewer
_SHARES = (Rational(1, 8), Rational(1, 2), Integer(2))  # N/P
_AROUND = np.append(np.geomspace(0.7, 3, 24), np.geomspace(10, 1e4, 8))  # over the best time of one


def ensemble_checks() -> tuple[Check, ...]:
    """The laws of the parts, by sums and by digits, members beside width, and the split drawn."""
    return (
        sums_check("late-time laws against sums over modes", _sums, _SUM_TIMES),
        laws_check({**_FINAL, **FIRST}),
        ordered("members against width at the same N E", _members_or_width),
        compared(
            "exact", "cost of members at the end of training", f"{_COST_DIGITS - 3} digits", _costs
        ),
        ordered("members at the end of training", _around_critical),
        bounded("sign of c_D at the best time", _ratios_at_best_time),
        ordered("members at the best time", _gains_at_best_time),
        replicated("losses of ensembles by replication", lambda result, _: [_simulated(result)]),
    )


def laws_check(laws: Mapping[str, Evaluated]) -> Check:
    """Laws by their names, and what they are about, from near sizes to far ones.

    What a law leaves out is the formula named "remainder of" it.
    """

    def curves(result: Result, effort: Effort) -> Iterator[Curve]:
        digits = min(effort.digits, _DIGITS)
        for name, observable in laws.items():
            for point in _POINTS:
                yield curve(
                    partial(observable.exact, PowerLaw(a, b).at(point), digits=digits),
                    tuple(result.formulas[x].subs(point) for x in (name, f"remainder of {name}")),
                    observable.variable,
                    _SIZES,
                    where=f"{name}, {at_point(point)}",
                    digits=digits + 5,
                    noise=10.0 ** (2 - digits),
                )

    return bounded("laws of the parts over the decades", curves)


def _sums(result: Result) -> Iterator[Pair]:
    """The coefficients' summands over modes, and their laws at late times."""
    for name in FIRST:
        yield result.formulas[f"summand of {name}"], result.formulas[name], f"{name}, "


def _members_or_width(result: Result, __: Effort) -> Iterator[tuple[float, float, str]]:
    """At the same N E members never win with unlimited data, and do late and noisy at N E = P."""
    formula = result.formulas["L_EB"].subs(B, 1)
    for point in _POINTS:
        for width, members in _UNLIMITED:
            costs = _cost(formula, Model(PowerLaw(a, b).at(point), width), members)
            yield 1.0, float(np.min(costs)), f"{at_point(point)}, N E = {width}"
    early, *_, late = _cost(formula, Model(PowerLaw(2, "3/2"), 64, 64, "1/10"), 4)
    yield 1.0, early, "N E = P, early"
    yield late, 1.0, "N E = P, late"


def _cost(formula: Expr, model: Model, members: int) -> Reals:
    """The loss of so many narrower members over that of one model, at some times."""
    loss = lambdify((L_0, V_A, V_D, V_AD, E), formula)
    narrow = replace_model(model, width=model.width / members)
    parts = (exact.decomposition(one, _MEMBER_TIMES) for one in (narrow, model))
    above, below = (loss(*found, count) for found, count in zip(parts, (members, 1), strict=True))
    return np.asarray(above / below)


def _costs(result: Result, _: Effort) -> Iterator[Off]:
    """The cost of members at t = infinity and P < N, and its formula."""
    width, samples = _FEW
    for point in _POINTS:
        narrow = Model(PowerLaw(a, b).at(point), width, samples, _NOISE)
        parts = exact.decomposition(narrow, oo, _COST_DIGITS)
        averaged = sum(to_sympy(one, _COST_DIGITS) for one in (parts.features, parts.interaction))
        target = averaged * (width - samples) / samples - _NOISE  # kappa w
        above, below = (
            to_sympy(exact.ensemble_loss(one, oo, count, digits=_COST_DIGITS), _COST_DIGITS)
            for one, count in (
                (narrow, _MEMBERS),
                (replace_model(narrow, width=width * _MEMBERS), 1),
            )
        )
        at = {N: width, P: samples, E: _MEMBERS, sigma2: _NOISE}
        claimed = result.formulas["cost at the end"].subs(kappa, target / w).subs(at)
        gap = relative_gap(claimed.evalf(_COST_DIGITS), above - below)
        yield Off(gap * 10 ** (_COST_DIGITS - 3), at_point(point))


def _around_critical(result: Result, _: Effort) -> Iterator[tuple[Expr, Expr, str]]:
    """Members of width just below P win with 1 % more than the critical noise, not with less."""
    law = result.formulas["sigma_c^2(P)"]
    for point in _POINTS:
        critical = evaluated(law, {**point, P: _MANY}, 20)
        less, more = (_change(point, critical * (1 + part)) for part in (-_PERCENT, _PERCENT))
        yield Integer(0), less, f"{at_point(point)}, less noise"
        yield more, Integer(0), f"{at_point(point)}, more noise"
    yield evaluated(law, {**_NO_NOISE_NEEDED, P: _MANY}, 15), Integer(0), "no noise needed"
    yield _change(_NO_NOISE_NEEDED, Integer(0)), Integer(0), "no noise"


def _change(point: Point, noise: Expr) -> Expr:
    """The loss of infinitely many members of width just below P, less that at width P."""
    spectrum = PowerLaw(a, b).at(point)
    below, at_samples = (
        to_sympy(exact.replica_loss(Model(spectrum, width, _MANY, noise), oo, ("samples",), 30), 30)
        for width in (_MANY * _BELOW, _MANY)
    )
    return below - at_samples


def _ratios_at_best_time(result: Result, _: Effort) -> Iterator[Curve]:
    """c_D over c_0 at the exact best time, less its limit at many data."""
    formula, cost = result.formulas["c_D/c_0 at the best time"], result.formulas["c_0"]
    for point in _GROWN:
        power = min(1 / point[a], 1 - 1 / point[a])
        value, stated = partial(_at_best_time, cost, point), (formula.subs(point), P**-power)
        yield curve(value, stated, P, _SIZES, where=at_point(point))


def _at_best_time(cost: Expr, point: Point, samples: Expr) -> Expr:
    """c_D, the 1/N term in the loss of infinitely many members, over the formula of c_0."""
    model = Model(PowerLaw(a, b).at(point), oo, samples, _NOISE)
    time = Rational(exact.optimal_stopping(model).time)
    large, working = Integer(10) ** _WIDE, _FEW_DIGITS + _WIDE
    above, below = (
        to_sympy(exact.replica_loss(one, time, ("samples",), working), working)
        for one in (replace_model(model, width=large), model)
    )
    return (above - below) * large / evaluated(cost, {**point, t: time}, 15)


def _gains_at_best_time(result: Result, _: Effort) -> Iterator[tuple[float, float, str]]:
    """Narrow members, stopped in time, win where c_D is negative and do not where it is not."""
    for point in _BEST:
        model = Model(PowerLaw(a, b).at(point), oo, _SAMPLES, _NOISE)
        best = exact.optimal_stopping(model)
        narrow = (replace_model(model, width=share * _SAMPLES) for share in _SHARES)
        least = min(
            float(np.min(exact.replica_loss(one, best.time * _AROUND, ("samples",))))
            for one in narrow
        )
        gain = least / float(best.loss)
        negative = evaluated(result.formulas["c_D/c_0 at the best time"], point, 15) < 0
        yield (gain, 1.0, at_point(point)) if negative else (1.0, gain, at_point(point))


def _simulated(result: Result) -> Replicas:
    """Ensembles of three projections and two data sets."""
    formula = result.formulas["L_EB"].subs({E: _PROJECTIONS, B: _DATA_SETS})
    loss = lambdify((L_0, V_A, V_D, V_AD), formula)
    return Replicas(np.asarray(loss(*exact.decomposition(_MODEL, _TIMES))), _drawn)


@lru_cache(maxsize=len(COPIES))
def _drawn(r: int, effort: Effort) -> Reals:
    """Losses of ensembles of r copies of the model."""
    drawn = sampling.ensemble_loss(
        _MODEL.replicated(r),
        r * _TIMES,
        _PROJECTIONS,
        _DATA_SETS,
        draws=max(2, effort.draws // 2),
        seed=effort.seed,
        executor=effort.executor,
    )
    return np.asarray(drawn.samples)


def _parts_of_members(digits: int) -> Mapping[Symbol, Expr]:
    """The parts of the loss of one model, and the number of members."""
    parts = exact.decomposition(_ALONE, _TIME, digits)
    return {L_0: to_sympy(parts.bias, digits), V_A: to_sympy(parts.features, digits), E: _MEMBERS}


def _of_members(digits: int) -> Expr:
    """The loss of the mean of the members."""
    return to_sympy(exact.ensemble_loss(_ALONE, _TIME, _MEMBERS, digits=digits), digits)


MEMBERS_LOSS = Number(
    "L_E of three members, N = 40, t = 100",
    _parts_of_members,
    _of_members,
    undrawn="the mean over pairs of members is the loss of their mean in every draw",
)
