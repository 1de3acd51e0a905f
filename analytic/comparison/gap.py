r"""The gap between test and training loss: at every pair of frequencies, late, and in data drawn.

Of r copies of every mode, r^2 P samples and time r t, r P times the gap is

    g_P(t) + \sigma^2 g_\sigma(t) + O(1/r)

in the mean field and in a simulation, so a straight line in 1/r ends at the formula of the page.
Before training the gap is zero on average; that of the same draw is subtracted, and with it most of
what a data set's own labels make of it.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np
from sympy import Expr, I, Integer, Rational, lambdify, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.corrections import limit_check
from analytic.comparison.field_equations import numbers_at
from analytic.comparison.measure import Evaluation, Experiment
from analytic.comparison.numbers import evaluated, relative_gap, to_sympy
from analytic.comparison.quantity_digits import exact_value
from analytic.notation import (
    D_P,
    D_P2,
    R_02,
    R_022,
    N,
    P,
    a,
    b,
    c_k,
    d,
    d2,
    lambda_j,
    lambda_k,
    t,
)
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import Coefficient, Quantity, Quotient, Sign, correction
from analytic.result import Check, Effort, Result
from analytic.stated import Formula
from analytic.symbolic.mean_field.finite_size import coincident


class Gap:
    """Formulas of the gap between training and test."""

    OVER, BY_RESPONSES = map(Formula, ("gap/C_1", "gap/C_1 by responses"))
    SUMMED, NOISE, FROM_NOISE = map(Formula, ("summand", "summand of noise", "gap from noise"))
    TRAIN, SHARE = map(Formula, ("Lhat if P<N", "Lhat/(L + sigma^2) if N<P"))


_OF_DATA = correction(P, "gap")
GAP = Experiment(_OF_DATA, modes=64, size=1024)
GAP_GROWTH = Experiment(
    Quantity(t, time=2 * t, part="gap", of=Sign(_OF_DATA, Coefficient(P))),
    modes=64,
    size=1024,
    more=8,
)
GAP_AT_ONE_TIME = Evaluation(Quantity(P, samples=P, time=Integer(8), part="gap"))

_MODELS = (
    Model(PowerLaw(2, "3/2"), width=40, samples=120, noise="1/20"),
    Model(PowerLaw("9/5", "6/5"), width=30, samples=17, noise="1/3"),
)
_PAIRS: tuple[tuple[Expr, Expr], ...] = (
    (Rational(1, 3) + I, Rational(1, 50)),
    (Rational(1, 1000) - I / 200, 2 + I),
)
_GUARD = 12
_LATE = Integer(10) ** 9
_LIMIT_DIGITS = 12

_SPECTRUM = PowerLaw(2, "3/2", modes=6)
_NOISE = 0.25
_SAMPLES = 2
_COPIES = (3, 6, 12)
_MORE = 16  # draws: these models are small
_SIMULATED_TIMES = np.array((1.0, 4.0, 16.0))


def final_training_share(share: Expr) -> Evaluation:
    """The final training loss over the final test loss, N a share of P, no noise."""
    width = share * P
    test = Quantity(P, width, P)
    return Evaluation(replace(test, part="train", of=Quotient(test), letters=((N, width),)))


def gap_checks() -> tuple[Check, ...]:
    """The gap at pairs of frequencies, as a limit of losses, with noise, and in simulations."""
    late = "what noise adds to the gap, late"
    return (
        compare.equal("gap at pairs of frequencies", _at_pairs),
        compare.equal(
            "noise by modes, and both losses at the end", _of_noise_and_at_end, digits=10
        ),
        limit_check("gap as a limit of losses", _LIMIT_DIGITS),
        compare.compared("exact", late, f"1/t = 1/{_LATE}", lambda result, _: [_off_late(result)]),
        compare.replicated(
            "gap by replication", lambda result, _: [_drawn(result)], copies=_COPIES
        ),
    )


def _at_pairs(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """The gap over C_1 in both forms, and as the field equations in numbers have it."""
    digits = effort.digits + _GUARD
    for model in _MODELS:
        for pair in _PAIRS:
            point = numbers_at(model, pair, digits)
            found = exact.two_point(model, *pair, digits=digits)
            test, train = (to_sympy(one, digits) for one in (found.C_0, found.C_1))
            solved = (test + model.noise / (pair[0] * pair[1])) / train - 1
            point = {**point, R_02: -point[d] / point[D_P], R_022: -point[d2] / point[D_P2]}
            for name in (Gap.OVER, Gap.BY_RESPONSES):
                yield evaluated(result.formulas[name], point, digits), solved, f"{name}, {pair}"


def _of_noise_and_at_end(result: Result, _: Effort) -> Iterable[compare.Pair]:
    """What noise adds at order 1/P, mode by mode, and the losses at the end with N < P."""
    noise, time = result.formulas[Gap.NOISE], Rational(_SIMULATED_TIMES[1])
    rates = (Integer(k) ** Rational(-3, 2) for k in range(1, int(_SPECTRUM.modes) + 1))
    stated = sum(noise.subs({lambda_j: rate, t: time}) for rate in rates).evalf(_LIMIT_DIGITS)
    yield stated, _added_by_noise(_SPECTRUM, time), "noise"
    model = _MODELS[0]
    end = exact.losses(model, oo, _LIMIT_DIGITS)
    share = result.formulas[Gap.SHARE]
    sizes = {N: model.width, P: model.samples}
    found = to_sympy(end.train / (end.test + float(model.noise)), _LIMIT_DIGITS)
    yield evaluated(share, sizes, _LIMIT_DIGITS), found, "end"


def _added_by_noise(spectrum: PowerLaw, time: Expr) -> Expr:
    """The coefficient of sigma^2/P in the gap."""
    noisy, clean = (
        exact_value(replace(_OF_DATA, noise=Integer(level)), spectrum, time, _LIMIT_DIGITS)
        for level in (1, 0)
    )
    return noisy - clean


def _off_late(result: Result) -> compare.Off:
    """What noise adds to the coefficient at a late time; what the law leaves out is 1/t of it."""
    spectrum = PowerLaw(2, "3/2")
    at = {a: spectrum.a, b: spectrum.b, t: _LATE}
    claimed = evaluated(result.formulas[Gap.FROM_NOISE], at, _LIMIT_DIGITS)
    return compare.Off(relative_gap(claimed, _added_by_noise(spectrum, _LATE)) * _LATE)


def _drawn(result: Result) -> compare.Replicas:
    """P times the gap of data sets, and the page's summands added over their modes."""
    rates = np.arange(1.0, float(_SPECTRUM.modes) + 1) ** -1.5
    powers = np.arange(1.0, float(_SPECTRUM.modes) + 1) ** -2.0
    summand, times = result.formulas[Gap.SUMMED], _SIMULATED_TIMES
    apart, together, noise = (
        lambdify((lambda_j, lambda_k, c_k, t), formula)
        for formula in (summand, coincident(summand), result.formulas[Gap.NOISE])
    )
    expected = sum(_NOISE * noise(rate, rate, 0.0, times) for rate in rates)
    for rate, power in zip(rates, powers, strict=True):
        expected = expected + together(rate, rate, power, times)
        expected = expected + sum(apart(x, rate, power, times) for x in rates if x != rate)
    return compare.Replicas(np.asarray(expected), _gaps, more=_MORE)


@lru_cache(maxsize=len(_COPIES))
def _gaps(r: int, effort: Effort) -> compare.Reals:
    """P times the gap over its copies, that before training taken off."""
    found = sampling.losses(
        Model(_SPECTRUM.replicated(r), samples=r**2 * _SAMPLES, noise=_NOISE),
        r * np.array((0.0, *_SIMULATED_TIMES)),
        **effort.simulation,
    )
    gaps = r * _SAMPLES * (found.test.samples - found.train.samples)
    return np.asarray(gaps[:, 1:] - gaps[:, :1])
