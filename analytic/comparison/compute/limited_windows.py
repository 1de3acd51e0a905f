r"""The compute-optimal law on limited data, window after window, before its witnesses.

At the law's N^* and t^* the exact loss has to be the law's, and the slope of \log L along the
budget to vanish, both up to the terms of the loss that do not balance there. By algebra, exponents
are those of the best division of the budget,

    r(\gamma) = \max_\nu \min_i e_i(\nu, \gamma),   C = P^\gamma, N = P^\nu, t = P^{\gamma - \nu}

In simulations every mode, the widths, the samples and the compute are multiplied: rN r t = r^2 C
leaves the mean field's least loss on the budget as it is, and a simulation's differs from it by
1/r. The valley of a learning curve without label noise is a difference of losses of the same draws.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sympy import Expr, Float, Integer, Rational, Symbol, log, oo, sqrt

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.compute.frontier_checks import regime_points
from analytic.comparison.compute.observables import lowest_of
from analytic.comparison.law_points import Point, law_of, points, points_for
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import C_1, C, N, P, t
from analytic.problem import Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import L_BEST, N_BEST, T_BEST, Formula, Stated
from analytic.symbolic.frontier.terms import Monomial

Theory = Callable[[Model, Any], Any]


class Late:
    """Formulas of compute on limited data: where its law ends, and the approach beyond."""

    END, FITTED, LOST = map(Formula, ("C_P", "G_P, P large", "F"))
    STOPPED, AMPLITUDE = map(Formula, ("t* stopped", "K"))
    TIME, EXCESS = map(Formula, ("t* late", "excess"))


BEYOND = Formula("{} beyond C_1")
IN_WINDOWS = {  # the best width, time and loss, window by window
    "": (N_BEST, T_BEST, L_BEST),
    " beyond C_1": (BEYOND.of(N_BEST), BEYOND.of(T_BEST), BEYOND.of(L_BEST)),
}
_IN_WINDOWS = points("5/4 3/2", "2 3/2", "7/2 3/2", "6 3/2")
_SAMPLES = Integer(10) ** 40
_DIGITS = 24
_STEP = Rational(1, 10**6)  # of log N: its square is the error of a slope
_PLACES = (Rational(1, 3), Rational(3, 4), Integer(1))  # in a window, the last one at its end
_BEYOND = Rational(1, 100)
_ROUNDING = 1e-12

_COPIES = (2, 4, 8)
_SPECTRUM = PowerLaw(2, "3/2", modes=24)
_FEW_SAMPLES = 6
_BUDGETS = {  # compute and widths about the best, before and after six samples end the power law
    40.0: (9, 12, 16, 22),
    400.0: (24, 36, 54),
}
_ROUGH = PowerLaw("5/4", 2, modes=24)  # a < b
_VALLEY_SAMPLES = 4
_LATER = 8  # times the best time
_DRAWS_MORE = 8  # the model is small


def every_division_check(spectrum: PowerLaw, terms: Sequence[Monomial]) -> Check:
    """The exponents of the loss in P, window by window, against the best division of the budget.

    Beyond the end of its window the law of the loss falls faster than any division does.
    """

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        for at in regime_points(result, spectrum, 3):
            decays = np.array([[float(x.decay(y).subs(at)) for y in (N, t, P)] for x in terms])
            where = compare.at_point(at)
            for name, start, end in _windows(result, at):
                loss = result.formulas[IN_WINDOWS[name][-1]].subs(at)
                slope, data = _exponent_in(loss, C), _exponent_in(loss, P)
                for gamma in (start + place * (end - start) for place in _PLACES):
                    yield compare.Off(abs(_above(-(gamma * slope + data), gamma, decays)), where)
                gamma = end + _BEYOND
                faster = _above(-(gamma * slope + data), gamma, decays) > 1
                yield compare.Off(Integer(0) if faster else oo, f"beyond the window{name}, {where}")
            rate, last = law_of(result).exponent.subs(at), end_of(result, at, Late.END)
            for gamma in (last, 2 * last):
                yield compare.Off(abs(_above(rate, gamma, decays)), where)

    name = "windows against every division of the budget"
    return compare.compared("symbolic", name, f"rounding, {_ROUNDING}", offs)


def end_of(result: Result, at: Point, name: Stated) -> Expr:
    """The power of P at which a window ends."""
    return _exponent_in(result.formulas[name].subs(at), P)


def _windows(result: Result, at: Point) -> Iterator[tuple[str, Expr, Expr]]:
    """The windows that are not empty: their names, and the powers of P at which they start, end."""
    first, last = (end_of(result, at, name) for name in (C_1, Late.END))
    for name, start, end in zip(IN_WINDOWS, (Integer(0), first), (first, last), strict=True):
        if end > start:
            yield name, start, end


def _exponent_in(power: Expr, resource: Symbol) -> Expr:
    """The exponent of C or P in a product of powers."""
    _, rest = power.as_independent(resource, as_Add=False)
    return resource * rest.diff(resource) / rest


def _above(rate: Expr, gamma: Expr, decays: compare.Reals) -> Float:
    """How far a rate is above the best of all divisions, which is where two terms meet."""
    (width, time, data), budget = decays.T, float(gamma)
    slopes, starts = width - time, time * budget + data
    with np.errstate(divide="ignore", invalid="ignore"):
        meet = np.subtract.outer(starts, starts) / -np.subtract.outer(slopes, slopes)
    nu = np.array([0, budget, *meet[(meet > 0) & (meet < budget)]])[:, None]
    best = np.max(np.min(slopes * nu + starts, axis=1))
    return Float((float(rate) - best) / _ROUNDING)


def windows_check(spectrum: PowerLaw, terms: Sequence[Monomial]) -> Check:
    """Loss and slope at the law's division of the compute, in the middle of every window."""

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        for at in points_for(spectrum, _IN_WINDOWS):
            for name, start, end in _windows(result, at):
                values = {**at, C: _SAMPLES ** ((start + end) / 2), P: _SAMPLES}
                width, time, loss = (
                    evaluated(result.formulas[one], values, _DIGITS) for one in IN_WINDOWS[name]
                )
                where = f"window{name or ' up to C_1'}, {compare.at_point(at)}"
                if not all(one.is_positive for one in (width, time, loss)):
                    yield compare.Off(oo, where)
                    continue
                exact_loss, slope = _along(spectrum.at(at), width, time)
                there = {**at, N: width, t: time, P: _SAMPLES}
                sizes = (abs(evaluated(one.expression, there, _DIGITS)) for one in terms)
                beyond = _next_orders(spectrum.at(at), width, time)
                allowed = compare.ROOM * (_unbalanced(sizes, loss) + beyond + _STEP**2)
                yield compare.Off(max(abs(exact_loss / loss - 1), abs(slope)) / allowed, where)

    bound = f"{compare.ROOM} times the terms that do not balance and the next orders, P = 1e40"
    return compare.compared("exact", "loss and stationarity in every window", bound, offs)


def _next_orders(spectrum: PowerLaw, width: Expr, time: Expr) -> Expr:
    """What the terms themselves leave out: d at kappa ~ 1/t is off by one, and is small to N, P."""
    dimension = time ** (1 / spectrum.b)
    return 1 / dimension + dimension / width + dimension / _SAMPLES


def _unbalanced(sizes: Iterator[Expr], loss: Expr) -> Expr:
    """The largest of the terms that are small against the loss: 1e-2 of it and less."""
    shares = (one / loss for one in sizes)
    return max((one for one in shares if one < Rational(1, 100)), default=Rational(1, 100))


def _along(spectrum: PowerLaw, width: Expr, time: Expr) -> tuple[Expr, Expr]:
    """The exact loss, and its logarithmic slope in the width at fixed N t: both up to a step^2."""
    above, below = (
        to_sympy(
            exact.test_loss(
                Model(spectrum, Rational(width * x), _SAMPLES), Rational(time / x), _DIGITS
            ),
            _DIGITS,
        )
        for x in (1 + _STEP, 1 / (1 + _STEP))
    )
    slope = log(above / below) / (2 * log(1 + _STEP))
    return sqrt(above * below).evalf(_DIGITS), slope.evalf(_DIGITS)


def least_loss_check(theory: Theory | None = None) -> Check:
    """The least loss under C = N t of six samples, at two computes."""
    name = "least loss on a budget by replication"
    return compare.replicated(
        name, lambda *_: (_budget(c, theory or exact.test_loss) for c in _BUDGETS), copies=_COPIES
    )


def _budget(compute: float, theory: Theory) -> compare.Replicas:
    """The least loss on a budget."""
    widths = _BUDGETS[compute]
    models = [Model(_SPECTRUM, width=n, samples=_FEW_SAMPLES) for n in widths]
    times = compute / np.array(widths)
    pairs = list(zip(models, times, strict=True))
    losses = [float(np.ravel(theory(model, time))[0]) for model, time in pairs]

    def draw(r: int, effort: Effort) -> compare.Reals:
        drawn = [_drawn(model, r, np.array([time]), effort) for model, time in pairs]
        return lowest_of(np.log(widths), np.concatenate(drawn, axis=1))[:, None]

    return compare.Replicas(lowest_of(np.log(widths), np.array([losses])), draw)


def valley_check(drawn: PowerLaw = _ROUGH) -> Check:
    """The loss at eight times its best time less that at it, a < b and no noise: it rises."""
    rough, simulated = (Model(one, samples=_VALLEY_SAMPLES) for one in (_ROUGH, drawn))

    def replicas(*_: Any) -> Iterator[compare.Replicas]:
        times = exact.optimal_stopping(rough).time * np.array([1.0, _LATER])

        def draw(r: int, effort: Effort) -> compare.Reals:
            many = replace(effort, draws=_DRAWS_MORE * effort.draws)
            return np.diff(_drawn(simulated, r, times, many), axis=1)

        yield compare.Replicas(np.diff(np.asarray(exact.test_loss(rough, times))), draw)

    return compare.replicated(
        "a valley without label noise", replicas, copies=_COPIES, nonzero=True
    )


def _drawn(model: Model, copies: int, times: compare.Reals, effort: Effort) -> compare.Reals:
    """Test losses of so many copies of everything."""
    found = sampling.test_loss(model.replicated(copies), copies * times, **effort.simulation)
    return np.asarray(found.samples)
