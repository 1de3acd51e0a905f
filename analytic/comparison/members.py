r"""Members beside width: at the same N E, at the end of training, and at the best time.

At the end the cost of members, infinitely many narrow ones and the critical noise, at which these
are as good as members of width P, are formulas in the regulariser; at the best time the sign of c_D
is one in a and b, which exact losses of very wide members approach as P grows.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
from sympy import Expr, Integer, Rational, lambdify, oo

from analytic import exact
from analytic.comparison.comparators import Curve, Pair, Reals, at_point, bounded, equal, ordered
from analytic.comparison.final_losses import numbers_at_end
from analytic.comparison.law_digits import curve, stated_law_curves
from analytic.comparison.law_points import Point, points
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import L_0, V_A, V_AD, V_D, B, E, P, a, b, c_0, d_3, kappa, t, w_3
from analytic.problem import Model, PowerLaw, Spectrum, replace_model
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class Ensemble:
    """Parts of the loss of an ensemble as laws, and members beside width."""

    LOSS, INTERACTION = map(Formula, ("L_EB", "exponent of v_AD"))
    BIAS_OF_WIDTH, FEATURES = map(Formula, ("bias^2(N)", "V_A(N)"))
    BIAS_OF_DATA, DATA = map(Formula, ("bias^2(P)", "V_D(P)"))
    COST, NARROW = map(Formula, ("cost at the end", "narrow members"))
    CRITICAL, CRITICAL_LAW = map(Formula, ("critical noise", "sigma_c^2(P)"))
    AT_BEST_TIME = Formula("c_D/c_0 at the best time")


POINTS = points("2 3/2", "16/5 3/2", "6 3/2")
SIZES = (Integer(10) ** 5,), (Integer(10) ** 9,)

_UNLIMITED = ((16, 2), (256, 8))  # N E, and E
_TIMES = np.array((0.5, 30.0, 1e4, 1e7))

_NOISE = Rational(1, 10)
_A, _B, _MODES = Integer(2), Rational(3, 2), 20
_FEW, _MEMBERS = Integer(15), Integer(3)
_END = Model(PowerLaw(_A, _B, modes=_MODES), width=_FEW, samples=12, noise=1)
_NARROW = replace_model(_END, width=8)
_GUARD = 10
_CLOSE = 20  # digits that N/P shares with one
_NO_NOISE_NEEDED: Point = {a: Rational(3, 2), b: Integer(2)}

_BEST = points("2 3/2", "3 3", "5/2 5/4")  # c_D is positive
_GROWN = _BEST[:2]  # the exact best time is dear where the loss is flat
_SAMPLES = 8192
_WIDE = 16  # digits of a width at which nothing but the 1/N term is left
_FEW_DIGITS = 10  # of c_D, which is compared with its limit to far fewer
_SHARES = (Rational(1, 8), Rational(1, 2), Integer(2))  # N/P
_AROUND = np.append(np.geomspace(0.7, 3, 24), np.geomspace(10, 1e4, 8))  # over the best time of one


def member_checks() -> tuple[Check, ...]:
    """Members against width at the same compute: by digits, at all times and where they end."""
    return (
        ordered("members against width at the same N E", _members_or_width),
        equal("members at the end of training", _at_end, digits=_CLOSE // 2),
        bounded("critical noise over the decades", _critical_noises),
        bounded("sign of c_D at the best time", _ratios_at_best_time),
        ordered("members at the best time", _gains_at_best_time),
    )


def _members_or_width(result: Result, __: Effort) -> Iterator[Pair]:
    """At the same N E members never win with unlimited data, and do late and noisy at N E = P."""
    formula = result.formulas[Ensemble.LOSS].subs(B, 1)
    for point in POINTS:
        for width, members in _UNLIMITED:
            costs = _cost(formula, Model(PowerLaw(a, b).at(point), width), members)
            yield 1.0, float(np.min(costs)), f"{at_point(point)}, N E = {width}"
    early, *_, late = _cost(formula, Model(PowerLaw(2, "3/2"), 64, 64, "1/10"), 4)
    yield 1.0, early, "N E = P, early"
    yield late, 1.0, "N E = P, late"
    noisy, without = (_change(_END.spectrum, _END.samples, noise) for noise in (1, 0))
    yield noisy, without, "just below P, with more noise"


def _cost(formula: Expr, model: Model, members: int) -> Reals:
    """The loss of so many narrower members over that of one model, at some times."""
    loss = lambdify((L_0, V_A, V_D, V_AD, E), formula)
    narrow = replace_model(model, width=model.width / members)
    parts = (exact.decomposition(one, _TIMES) for one in (narrow, model))
    above, below = (loss(*found, count) for found, count in zip(parts, (members, 1), strict=True))
    return np.asarray(above / below)


def _at_end(result: Result, effort: Effort) -> Iterator[Pair]:
    """What members cost, infinitely many narrow ones, and the noise at which these win."""
    digits = effort.digits + _GUARD

    def loss(model: Model, members: Expr) -> Expr:
        return to_sympy(exact.ensemble_loss(model, oo, members, digits=digits), digits)

    end = {**numbers_at_end(_END, digits), E: _MEMBERS}
    cost = loss(_END, _MEMBERS) - loss(replace_model(_END, width=_FEW * _MEMBERS), Integer(1))
    yield evaluated(result.formulas[Ensemble.COST], end, digits), cost, "cost"
    stated = evaluated(result.formulas[Ensemble.NARROW], numbers_at_end(_NARROW, digits), digits)
    yield stated, loss(_NARROW, oo), "narrow members"
    rates, powers = ([Integer(k) ** -one for k in range(1, _MODES + 1)] for one in (_B, _A))
    cubes = [(rate + end[kappa]) ** -3 for rate in rates]
    third = {
        d_3: sum(rate**3 * cube for rate, cube in zip(rates, cubes, strict=True)),
        w_3: sum(power * cube for power, cube in zip(powers, cubes, strict=True)),
    }
    stated = evaluated(result.formulas[Ensemble.CRITICAL], {**end, **third}, digits)
    yield stated, _critical(_END.spectrum, _END.samples), "critical noise"


def _critical(spectrum: Spectrum, samples: Expr) -> Expr:
    """The noise at which infinitely many members of width just below P are as good as those of P.

    Both losses are linear in the noise.
    """
    without, noisy = (_change(spectrum, samples, level) for level in (0, 1))
    return without / (without - noisy)


def _change(spectrum: Spectrum, samples: Expr, noise: int) -> Expr:
    """The loss of infinitely many members of width just below P, less that at width P."""
    just_below = samples * (1 - Rational(1, 10**_CLOSE))
    below, at_samples = (
        exact.replica_loss(Model(spectrum, width, samples, noise), oo, ("samples",), 3 * _CLOSE)
        for width in (just_below, samples)
    )
    return to_sympy(below, 3 * _CLOSE) - to_sympy(at_samples, 3 * _CLOSE)


def _critical_noises(result: Result, _: Effort) -> Iterator[Curve]:
    """The critical noise as a law of P; below zero where no noise is needed."""
    points, values = (*POINTS, _NO_NOISE_NEEDED), [(Ensemble.CRITICAL_LAW, _critical)]
    return stated_law_curves(result, values, points, P, SIZES)


def _ratios_at_best_time(result: Result, _: Effort) -> Iterator[Curve]:
    """c_D over c_0 at the exact best time, less its limit at many data."""
    formula, cost = result.formulas[Ensemble.AT_BEST_TIME], result.formulas[c_0]
    for point in _GROWN:
        power = min(1 / point[a], 1 - 1 / point[a])
        value, stated = partial(_at_best_time, cost, point), (formula.subs(point), P**-power)
        yield curve(value, stated, P, SIZES, where=at_point(point))


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
        negative = evaluated(result.formulas[Ensemble.AT_BEST_TIME], point, 15) < 0
        yield (gain, 1.0, at_point(point)) if negative else (1.0, gain, at_point(point))
