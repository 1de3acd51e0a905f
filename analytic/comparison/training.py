r"""Ways of training against the three witnesses: responses of modes, and losses at late times.

    f_t = \oint z^t H_k(z) dz/(2 \pi i),   f_t = \oint e^{p t} H_k(p) dp/(2 \pi i)

on a circle around all singularities, with R_1 and R_3 of the exact witness at the frequency s that
the formula names; late losses by sums over modes, by digits and by simulation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, lambdify, series

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import law_curve
from analytic.comparison.law_points import Point, law_of, on_boundary, points
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import Experiment
from analytic.comparison.numbers import to_sympy
from analytic.law import Law
from analytic.notation import D_N, D_P, H_k, L, a, b, beta, eta, lambda_k, mu, p, s, t, x, z
from analytic.problem import (
    GradientDescent,
    HeavyBall,
    HeavyBallFlow,
    MeasuredSpectrum,
    Model,
    Nesterov,
    PowerLaw,
    Steps,
    Training,
    require_steps,
)
from analytic.problem.quantity import time_limited
from analytic.quotient import cancel
from analytic.result import Check, Effort, Evaluated, Result
from analytic.stated import REST, Formula, Stated
from analytic.symbolic.slow_sums.step_sums import first_errors, slow_step_loss, step_weights

LATE_POINTS = points("2 3/2", "9/5 4/3", "3 5/2")
_SUM_POINTS = (LATE_POINTS[0], {a: Integer(3), b: Rational(3, 2)})  # small b: little beyond powers
_ROOM = 3  # a wrong term grows tenfold or more between two times, the right remainder settles
_TIMES = tuple(Integer(10) ** n for n in (4, 6, 12))
_SUM_TIMES, _SUM_DIGITS = tuple(map(Integer, (100, 800))), 25
_GUARD = 30

_RATES = (1.0, 0.5, 0.125)
_MODEL = Model(MeasuredSpectrum(_RATES, (1.0, 1.0, 1.0)), width=4, samples=6)
_FEW_STEPS, _FEW_TIMES = np.array([2.0, 5.0, 12.0]), np.array([1.0, 2.0, 3.0])
_NODES = 512
_CIRCLE = 1.06  # radius over that of all singularities: 1.06^-512 is 1e-13
_COUNT = 7
LATE_TIMES = (8, 16, 32, 64)


F_T, CORRECTION = map(Formula, ("f_t", "correction"))


class Way(NamedTuple):
    """A training in numbers, the variable of its transform, and the suffix of its formulas."""

    training: Training
    variable: Symbol
    suffix: str = ""

    @property
    def values(self) -> dict[Symbol, Expr]:
        """The numbers of the training, by the letters of formulas."""
        names = [field.name for field in fields(self.training)]
        return {_LETTERS[name]: getattr(self.training, name) for name in names}

    @property
    def in_letters(self) -> Any:
        """The training in letters."""
        return type(self.training)(*self.values)

    def stated(self, formula: Stated) -> Stated:
        """A formula as that of this training, where its result has several."""
        return Formula("{}" + self.suffix).of(formula) if self.suffix else formula

    def formula(self, result: Result, formula: Stated) -> Expr:
        """A formula of a result at this training's numbers."""
        return result.formulas[self.stated(formula)].subs(self.values)

    def law(self, result: Result) -> Law:
        """The late law of a result at this training's numbers."""
        if not self.suffix:
            law = law_of(result)
            return law.given({x: value for x, value in self.values.items() if x in law.letters})
        leading, correction, remainder = (
            self.formula(result, name) for name in (L(t), CORRECTION, REST)
        )
        return Law.of("r_t", t, leading, remainder, "t large", correction)

    @property
    def observable(self) -> Experiment:
        """The loss with these numbers for step and momentum."""
        return Experiment(replace(time_limited(self.training), letters=tuple(self.values.items())))


_STEP, _MOMENTUM, _INERTIA = Rational(1, 3), Rational(1, 2), Rational(3, 4)

_LETTERS = {"step": eta, "momentum": mu, "inertia": beta}

DESCENT = Way(GradientDescent(_STEP), z)
HEAVY_BALL = Way(HeavyBall(_STEP, _MOMENTUM), z)
NESTEROV = Way(Nesterov(_STEP, _MOMENTUM), z, " with a look ahead")
HEAVY_BALL_FLOW = Way(HeavyBallFlow(_INERTIA), p, " in continuous time")


def way_checks(way: Way, spectrum: PowerLaw) -> tuple[Check, ...]:
    """The response of a mode and the late loss; in steps simulated losses too."""
    checks = (
        compare.identical(
            "the transform against its recursion" + way.suffix,
            lambda result, _: _by_recursion(result, way),
        ),
        compare.bounded(
            "late times over the decades" + way.suffix,
            lambda result, effort: _late(
                result, way, way.observable, _points(result), _TIMES, effort.digits + _GUARD
            ),
            room=_ROOM,
        ),
        compare.replicated(
            "mean errors by replication" + way.suffix,
            lambda result, _: [_mean_errors(result, way)],
        ),
    )
    if way.variable != z:
        return checks
    return (
        *checks,
        compare.about(
            law_dice_check(spectrum, LATE_TIMES, settling=t**-2),
            lambda result: replace(result, law=way.law(result), observable=way.observable),
            way.suffix,
        ),
    )


class _StepSums(NamedTuple):
    """The late loss by sums over modes, each by its recursion."""

    training: Steps
    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The loss after so many steps."""
        at = {a: spectrum.a, b: spectrum.b, t: size}
        return to_sympy(slow_step_loss(self.training, at, digits), digits)


def late_sums_check(way: Way) -> Check:
    """The late loss against sums over modes."""
    sums = _StepSums(require_steps(way.training))
    return compare.bounded(
        f"late times against slow sums{way.suffix}",
        lambda result, _: _late(result, way, sums, _SUM_POINTS, _SUM_TIMES, _SUM_DIGITS),
        room=_ROOM,
        witness="symbolic",
    )


def _points(result: Result) -> list[Point]:
    """Where a law is compared: in its regimes, and on its curves."""
    return [*LATE_POINTS, *(x for one in law_of(result).curves for x in on_boundary(one, (a, b)))]


def _late(
    result: Result,
    way: Way,
    quantity: Evaluated,
    points: Iterable[Mapping[Expr, Expr]],
    times: Sequence[Expr],
    digits: int,
) -> Iterator[compare.Curve]:
    """What the late law leaves of the loss at some points, from the first time to the last."""
    law = way.law(result)
    for point in points:
        spectrum = PowerLaw(a, b).at(point)
        yield law_curve(quantity, law, spectrum, point, times[:1], times[1:], digits)


def _by_recursion(result: Result, way: Way) -> Iterable[tuple[Expr, Expr, str]]:
    """The transform without feedback, expanded in 1/z, and the recursion step by step.

    Along an eigenvalue -s(z) the recursion has the solution z^n. In continuous time the variable is
    p, and derivatives at time zero are in the place of steps.
    """
    free, training = {D_P: Integer(1), D_N: Integer(1), lambda_k: x}, way.in_letters
    inverse = cancel(result.formulas[way.stated(H_k)].subs(free).subs(way.variable, 1 / z))
    expansion = series(inverse, z, 0, _COUNT + 1).removeO().expand()
    for i, step in enumerate(first_errors(training, x, _COUNT)):
        weight = i if training.averaged else 1
        yield expansion.coeff(z, i + 1), weight * step, f"step {i}"
        if training.averaged and i:  # no number at zero
            yield result.formulas[F_T].subs({**free, t: i}), step, f"f_{i}"
    last, before = step_weights(training, -result.formulas[way.stated(s)])
    yield last * way.variable + before, way.variable**2, "the frequency of the flow"


def _mean_errors(result: Result, way: Way) -> compare.Replicas:
    """f_t of every mode at three times, by the formulas of a result, and how they are drawn."""
    steps = way.variable == z
    times = _FEW_STEPS if steps else _FEW_TIMES
    center, radius = _circle(way)
    weight = times if way.training.averaged else np.ones_like(times)
    turn = radius * np.exp(2j * np.pi * (np.arange(_NODES) + 0.5) / _NODES)
    nodes = center + turn
    frequency = lambdify(way.variable, way.formula(result, s), "numpy")
    letters = (way.variable, lambda_k, D_P, D_N)
    response = lambdify(letters, way.formula(result, H_k), "numpy")
    at = exact.responses(_MODEL, frequency(nodes))
    kernel = turn * (nodes ** times[:, None] if steps else np.exp(nodes * times[:, None]))
    kernel = kernel / weight[:, None]
    expected = [(kernel * response(nodes, x, at.R_1, at.R_3)).mean(axis=1).real for x in _RATES]

    def draw(r: int, effort: Effort) -> compare.Reals:
        drawn = sampling.mean_error(
            _MODEL.replicated(r),
            times if steps else r * times,
            range(1, len(_RATES) * r + 1),
            training=way.training.replicated(r),
            **effort.simulation,
        ).samples
        alike = drawn.reshape(len(drawn), len(_RATES), r, -1).mean(axis=2)
        return np.asarray(alike.reshape(len(drawn), -1))

    return compare.Replicas(np.concatenate(expected), draw)


def _circle(way: Way) -> tuple[float, float]:
    """Center and radius of a circle around all singularities of the responses."""
    if not isinstance(way.training, HeavyBallFlow):
        return 0.0, _CIRCLE
    inertia = float(way.training.inertia)
    center = -1 / (2 * inertia)
    return center, _CIRCLE * max(-center, (exact.top_rate(_MODEL) / inertia) ** 0.5)
