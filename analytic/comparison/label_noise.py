r"""Label noise: what is learned of it, what is left at the end, and stopping in time.

With a target of zero all of the test loss is noise. Of r copies of every mode, r^2 P samples and
time r t, in the mean field and in simulations,

    r P L/\sigma^2 = \sum_j (1 - e^{-\lambda_j t})^2 + O(1/r)

The digits of a best time and of the loss there are those of a minimum of doubles.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, lambdify, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import numbers_at_end
from analytic.comparison.law_digits import curve, stated_law_curves
from analytic.comparison.law_points import points
from analytic.comparison.measure import Evaluation, Experiment
from analytic.comparison.numbers import evaluated, exact_loss
from analytic.notation import N, P, a, b, lambda_j, n_P, sigma2, t
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.problem.quantity import Excess, Least, Quantity, Sign
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, by_smaller, with_remainder
from analytic.symbolic.slow_sums.losses import noise_sum

NOISE = Rational(1, 4)
_NOISY = Quantity(P, samples=P, noise=NOISE, letters=((sigma2, NOISE),))
STOPPED = Experiment(replace(_NOISY, of=Least()), modes=512)
BEST_TIME = Evaluation(replace(_NOISY, of=Least(place=t)))
NOISY_RISE = Evaluation(replace(_NOISY, of=Sign(STOPPED.quantity)))
_ADDED = Quantity(N, N, 3 * N, noise=Integer(1), of=Excess(sigma2))
WIDER_NOISE = Evaluation(replace(_ADDED, width=Rational(11, 10) * N, of=Sign(_ADDED, _ADDED.of)))

_SUM_POINTS: tuple[Mapping[Expr, Expr], ...] = tuple(
    {a: Integer(2), b: capacity} for capacity in (Rational(3, 2), Integer(3))
)
_SUM_TIMES = (Integer(300), Integer(3000))


class LabelNoise:
    """Formulas of what label noise adds, at the best time and at the end."""

    LEARNED, BEST_TIME, END = map(Formula, ("learned noise", "t*(P)", "noise at the end"))
    AT_END = by_smaller("noise at the end if {}")


_SIDES: tuple[tuple[Symbol, Expr, Expr], ...] = (
    (P, Integer(120), Integer(40)),
    (N, Integer(40), Integer(120)),
    (P, oo, Rational(29, 2)),
)
_GUARD = 8

_POINTS = points("3/2 3/2", "2 3/2", "4 5/4")
_SIZES = (Integer(10) ** 5, Integer(10) ** 7), (Integer(10) ** 12,)
_ROOM = 3
_NOISES = {"L*": 1e-10, "t*": 1e-6}
_DIGITS, _END_DIGITS = 9, 40

_SHARES = (*map(Rational, ("2/5", "19/20", "1", "21/20", "3")), oo)  # N/P
_PROBLEMS = (
    Model(PowerLaw(2, "3/2"), samples=100),
    Model(PowerLaw(2, "3/2"), samples=100, noise="1/4"),
    Model(PowerLaw("5/4", "3/2"), samples=1000),
    Model(PowerLaw("3/2", "3/2", modes=6), samples=12, noise="1/1000"),
    Model(MeasuredSpectrum([1, "1/4"], [0, 1]), samples=4, noise="1/1000"),
    Model(MeasuredSpectrum([1, "1/10", "1/1000"], [0, 0, 1]), samples=2, noise="1/10"),
)
_ROUNDING = 1e-9

_RATES = tuple(Rational(1, k) ** 2 for k in range(1, 7))
_SAMPLES = 4
_TIMES = np.array((1.0, 4.0, 16.0))


def label_noise_checks() -> tuple[Check, ...]:
    """Learned noise, the laws of the best time, the end of training, and simulations."""
    return (
        compare.bounded("learned noise against the sum over modes", _sums, witness="symbolic"),
        compare.bounded("laws of the best time and the loss there", _stopped, room=_ROOM),
        compare.equal("noise at the end of training", _at_end),
        compare.bounded("noise at the end of training, many data", _at_end_of_many),
        compare.ordered("monotone in width when stopped in time", lambda *_: _widened()),
        compare.replicated("learned noise by replication", lambda result, _: [_drawn(result)]),
    )


def _sums(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """What the late law of the noise's coefficient leaves of the page's sum over modes."""
    for point in _SUM_POINTS:
        law, left_out = with_remainder(result.formulas, n_P(t), point)
        found = partial(noise_sum, result.formulas[LabelNoise.LEARNED], point[b])
        yield curve(
            found,
            (law, compare.ROOM * left_out),
            t,
            ((), _SUM_TIMES),
            where=compare.at_point(point),
        )


def _stopped(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """What the laws of the best time and of the loss there leave."""
    law = result.law
    assert law is not None
    stated = {
        "L*": (STOPPED, law.leading + law.correction, law.remainder),
        "t*": (BEST_TIME, *with_remainder(result.formulas, LabelNoise.BEST_TIME, {})),
    }
    for point in _POINTS:
        spectrum, at = PowerLaw(a, b).at(point), {**point, sigma2: NOISE}
        for name, (observable, expansion, error) in stated.items():
            yield curve(
                partial(observable.exact, spectrum, digits=_DIGITS),
                (expansion.subs(at), error.subs(at)),
                P,
                _SIZES,
                where=f"{name}, {compare.at_point(point)}",
                noise=_NOISES[name],
            )


def _at_end(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """What noise adds at the end of training, and losses with noise less losses without."""
    working = effort.digits + _GUARD
    for side, width, samples in _SIDES:
        model = Model(PowerLaw(2, "3/2"), width, samples)
        formula = result.formulas[LabelNoise.AT_END[side]]
        formula = formula.limit(N, oo) if width == oo else formula
        stated = evaluated(formula, numbers_at_end(model, working), working)
        yield stated, _left_of_noise(model, working), f"N = {width}, P = {samples}"


def _at_end_of_many(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """What its law at unlimited width leaves of the noise at the end of training."""
    values = [(LabelNoise.END, _left_at_end)]
    return stated_law_curves(result, values, _POINTS[1:], P, _SIZES, digits=_END_DIGITS)


def _left_at_end(spectrum: PowerLaw, samples: Expr) -> Expr:
    return _left_of_noise(Model(spectrum, samples=samples), _END_DIGITS)


def _left_of_noise(model: Model, digits: int) -> Expr:
    """The final loss with noise of variance one less that without."""
    noisy, clean = (exact_loss(replace(model, noise=level), oo, digits) for level in (1, 0))
    return noisy - clean


def _widened() -> Iterable[tuple[float, float, str]]:
    """The loss stopped in time at widths through N = P, and at the next smaller one."""
    for number, model in enumerate(_PROBLEMS, start=1):
        widths = [share * model.samples for share in _SHARES]
        losses = [exact.optimal_stopping(replace(model, width=one)).loss for one in widths]
        for width, before, after in zip(widths[1:], losses, losses[1:], strict=False):
            where = f"problem {number}, N = {width}"
            yield float(after), float(before + _ROUNDING * losses[0]), where


def _drawn(result: Result) -> compare.Replicas:
    """The test loss of pure noise, and the page's sum over modes."""
    learned = lambdify((lambda_j, t), result.formulas[LabelNoise.LEARNED])
    expected = np.sum([learned(float(rate), _TIMES) for rate in _RATES], axis=0)
    return compare.Replicas(expected, _noisy_losses)


@lru_cache(maxsize=len(compare.COPIES))
def _noisy_losses(r: int, effort: Effort) -> compare.Reals:
    """P times the test loss over its copies, of a target of zero."""
    spectrum = MeasuredSpectrum(_RATES, [0] * len(_RATES)).replicated(r)
    drawn = sampling.test_loss(
        Model(spectrum, samples=r**2 * _SAMPLES, noise=1), r * _TIMES, **effort.simulation
    )
    return np.asarray(drawn.samples * r * _SAMPLES)
