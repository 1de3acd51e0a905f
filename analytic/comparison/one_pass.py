r"""One-pass SGD against the three witnesses: a step, its recursion, its laws, its phases.

    L_n = \sum_k c_k q_k^n + \sum_{m<n} \sum_k push_k q_k^{n-1-m} (L_m + \sigma^2)

Algebra: that, with q and push from the derivation, against brute force on two modes. Digits: the
laws over time, in width and at the end, and the local exponents of exact losses,

    -\Delta \log L/\Delta \log N along t = N^\theta,   the same in C at the best division of C = N t

Simulations: real mini-batches. At N = infinity the equation is exact for finitely many modes, so
that no size is extrapolated.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from sympy import Expr, Integer, Piecewise, Rational, Sum, lambdify, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_digits import FAR, NEAR, curve, law_curve, law_digits_check
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.one_pass_quantities import (
    ADDED_BY_WIDTH,
    FLOOR,
    ONE_PASS,
    TRAINING,
    numbers_at,
)
from analytic.law import Law
from analytic.notation import (
    B,
    Delta_L,
    K_Sigma,
    L,
    L_t,
    N,
    R_t,
    a,
    b,
    c_N,
    eta,
    q,
    r_C,
    sigma2,
    t,
    theta,
    x,
)
from analytic.problem import Model, OnePassSGD, PowerLaw
from analytic.result import Check, Effort, Evaluated, Result
from analytic.stated import Formula, with_remainder
from analytic.symbolic.training.batch_moments import BATCH, brute_force_losses

_EIGENVALUES, _TARGET = (Rational(1), Rational(1, 3)), (Rational(1, 2), Rational(2, 3))
_FEW_STEPS, _STEP, _NOISE = 5, Rational(2, 5), Rational(1, 7)


class OnePass:
    """Formulas of one-pass SGD: what a step does, and laws."""

    MEAN, PUSH, RESIDUAL = map(Formula, ("mean", "push", "residual"))
    SHARE = Formula("mean field over L(oo)")
    RATE, WIDTH = map(Formula, ("r_N(theta)", "nu_N"))


_POINTS = points("2 3/2", "7/2 3/2")
_WIDTHS = tuple(Integer(10) ** n for n in (4, 8, 16))
_DIGITS, _FEW_DIGITS = 20, 10  # F_pp/t is left out: 1e-12 of the loss at least
_FLOOR_DIGITS = 36

_IN_PHASES = points(
    "2 3/2", "7/2 2", "5 3/2"
)  # far from the edges: the next powers are N^-(1/6) and less
_FAR_WIDTHS = (1e6, 1e10, 1e14, 1e18)
_COMPUTES = (1e9, 1e14, 1e19, 1e24)
_LOSS, _BEST_LOSS, _BEST_WIDTH = 1e-11, 1e-7, 1e-4  # to which the exact witness knows them

_BATCHES = OnePassSGD(Rational(1, 3), 1)
_MODEL = Model(PowerLaw(2, "3/2", modes=12), noise=Rational(1, 4))
_STEPS = (1, 2, 4, 8)
_MORE = 60  # draws, each of which is a hundred normals


def one_pass_checks(spectrum: PowerLaw, phases: bool) -> tuple[Check, ...]:
    """The checks of one-pass SGD; the page and the phases are those of k^-b and k^-a."""
    halving = "moves halve at least, and a rate is off by at most its last move"
    return (
        compare.identical("Volterra equation against brute force", _brute_force),
        law_digits_check(spectrum, NEAR, FAR[1:2], _DIGITS, letters=numbers_at),
        *([compare.bounded("the law as it is printed", _printed)] if phases else []),
        compare.bounded("the 1/N term over the decades", _added),
        compare.bounded("floor against that of flow", _floors),
        compare.replicated("mini-batches against the recursion", _mini_batches),
        *([compare.identical("terms where they hand over", _handovers)] if phases else []),
        *(
            compare.compared("exact", name, halving, rates)
            for name, rates in (
                ("which term rules at t = N^theta", _rates),
                ("local exponents on the frontier", _frontier_rates),
            )
            if phases
        ),
    )


def _brute_force(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """Both routes, after up to five steps: rational numbers, equal or not; and no noise."""
    expected = brute_force_losses(_EIGENVALUES, _TARGET, _STEP, _NOISE, _FEW_STEPS)
    found = _volterra(result, OnePassSGD(_STEP, BATCH), _EIGENVALUES, _TARGET, _NOISE, _FEW_STEPS)
    for steps, (one, other) in enumerate(zip(found, expected, strict=True)):
        yield one, other, f"after {steps} steps"
    large = result.formulas[q].limit(B, oo)
    yield large, result.formulas[OnePass.MEAN] ** 2, "one batch of all data: no noise"


def _volterra(
    result: Result,
    training: OnePassSGD,
    eigenvalues: Sequence[Any],
    target: Sequence[Any],
    noise: Any,
    steps: int,
) -> list[Expr]:
    """The losses after 0 ... n steps: what each leaves in a mode, and adds of the loss it saw."""
    here = {eta: training.step, B: training.batch}
    kept, added = (
        [result.formulas[name].subs({**here, x: rate}) for rate in eigenvalues]
        for name in (q, OnePass.PUSH)
    )
    residual = result.formulas[OnePass.RESIDUAL]
    moments = list(target)
    losses = [sum(moments)]
    for _ in range(steps):
        seen = residual.subs({L_t: losses[-1], sigma2: noise})
        moments = [k * m + g * seen for k, m, g in zip(kept, moments, added, strict=True)]
        losses.append(sum(moments))
    return losses


def _mini_batches(result: Result, _: Effort) -> Iterator[compare.Replicas]:
    """Test loss, and mean squared residual on the next batch, of real mini-batches."""
    modes, noise = range(1, int(_MODEL.spectrum.modes) + 1), float(_MODEL.noise)
    rates, target = ([float(k) ** -power for k in modes] for power in (1.5, 2.0))
    found = _volterra(result, _BATCHES, rates, target, noise, _STEPS[-1])
    losses = np.array([float(found[steps]) for steps in _STEPS])
    residual = lambdify([L_t, sigma2], result.formulas[OnePass.RESIDUAL])(losses, noise)

    def draw(_: int, effort: Effort) -> compare.Reals:
        found = sampling.losses(_MODEL, _STEPS, training=_BATCHES, **effort.simulation)
        return np.hstack([found.test.samples, found.train.samples])

    yield compare.Replicas(np.concatenate([losses, residual]), draw, (1,), _MORE)


def _printed(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """The law, the correction and the remainder that the page displays first, off all curves."""
    lines = (one for one in reversed(result.page.equations) if not one.right.has(Sum))
    shown = {one.left: one.right for one in lines}
    return _curves(result, ONE_PASS, shown[L(t)] + shown[Delta_L], shown[R_t], FAR[:2], _DIGITS)


def _added(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """The coefficient of 1/N."""
    return _curves(
        result, ADDED_BY_WIDTH, *with_remainder(result.formulas, c_N(t), {}), FAR[:1], _FEW_DIGITS
    )


def _curves(
    result: Result,
    quantity: Evaluated,
    formula: Expr,
    remainder: Expr,
    far: Sequence[Expr],
    digits: int,
) -> Iterator[compare.Curve]:
    """What a formula in t leaves of a quantity, over its remainder."""
    law = Law.of("", t, formula, remainder, "t large")
    for point in _POINTS:
        letters = {**point, **numbers_at(result, point)}
        numbers = PowerLaw(point[a], point[b])
        found = law_curve(quantity, law, numbers, letters, NEAR[:1], far, digits)
        yield found._replace(where=compare.at_point(point))


def _floors(result: Result, _: Effort) -> Iterator[compare.Curve]:
    """The final loss, also over that of flow at the same width, up to 1/N; the mean field's too."""
    share = result.formulas[OnePass.SHARE]
    for point in _POINTS:
        spectrum, letters = PowerLaw(point[a], point[b]), {**numbers_at(result, point), **point}
        floor = with_remainder(result.formulas, L(oo), letters)
        value = partial(FLOOR.exact, spectrum, digits=_FLOOR_DIGITS)
        sizes = _WIDTHS[:1], _WIDTHS[1:]
        yield curve(value, floor, N, sizes, where=compare.at_point(point), digits=_FLOOR_DIGITS)
        numbers = numbers_at(result, point)
        for mean_field in (False, True):
            formula = (share if mean_field else Integer(1)) / (1 - K_Sigma)
            derived = evaluated(formula.subs(numbers).subs(point), {}, _FLOOR_DIGITS)
            lefts = []
            for width in _WIDTHS:
                model = Model(PowerLaw(point[a], point[b]), width=width)
                loss, flow = (
                    to_sympy(found, _FLOOR_DIGITS)
                    for found in (
                        exact.one_pass_loss(model, oo, TRAINING, _FLOOR_DIGITS, mean_field),
                        exact.test_loss(model, oo, _FLOOR_DIGITS),
                    )
                )
                lefts.append(compare.Left(abs(loss / flow / derived - 1), 1 / width))
            yield compare.Curve(
                f"{compare.at_point(point)}, mean field: {mean_field}", lefts[:1], lefts[1:]
            )


def _rates(result: Result, _: Effort) -> Iterator[compare.Off]:
    """The rate in N at t = N^theta, in the middle of every reign of every phase."""
    for point in _IN_PHASES:
        rate, spectrum = result.formulas[OnePass.RATE].subs(point), PowerLaw(point[a], point[b])
        for power in _middles(rate):
            steps = [float(round(width ** float(power))) for width in _FAR_WIDTHS]
            losses = [
                exact.one_pass_loss(Model(spectrum, width=width), time, TRAINING)
                for width, time in zip(_FAR_WIDTHS, steps, strict=True)
            ]
            claimed, where = (
                -float(rate.subs(theta, power)),
                f"{compare.at_point(point)}, theta = {power}",
            )
            yield compare.Off(_approach(_FAR_WIDTHS, losses, claimed, _LOSS), where)


def _handovers(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """Two terms are of one size at the theta at which the one hands over to the other."""
    for point in _IN_PHASES:
        pieces = result.formulas[OnePass.RATE].subs(point).args
        for (one, until), (other, _) in pairwise(pieces):
            (end,) = (side for side in until.args if side != theta)
            yield (
                one.subs(theta, end),
                other.subs(theta, end),
                f"theta = {end}, {compare.at_point(point)}",
            )


def _middles(rate: Piecewise) -> list[Expr]:
    """A theta in the middle of every piece of a rate, and beyond the last handover."""
    ends = sorted(end for _, where in rate.args[:-1] for end in where.args if end != theta)
    return [(one + other) / 2 for one, other in pairwise([Rational(0), *ends, ends[-1] + 1])]


def _frontier_rates(result: Result, _: Effort) -> Iterator[compare.Off]:
    """The rates of the least loss and of the best width in C, in every phase."""
    for point in _IN_PHASES:
        model, where = Model(PowerLaw(point[a], point[b])), compare.at_point(point)
        frontier = exact.one_pass.frontier.one_pass_frontier
        best = [frontier(model, c, TRAINING, _BEST_LOSS) for c in _COMPUTES]
        fall, rise = (float(result.formulas[name].subs(point)) for name in (r_C, OnePass.WIDTH))
        losses, widths = [one.loss for one in best], [one.width for one in best]
        yield compare.Off(_approach(_COMPUTES, losses, -fall, _BEST_LOSS), f"loss, {where}")
        yield compare.Off(_approach(_COMPUTES, widths, rise, _BEST_WIDTH), f"width, {where}")


def _approach(
    sizes: Sequence[float], values: Sequence[float], claimed: float, accuracy: float
) -> float:
    r"""How far local exponents are from the one claimed, over what their last moves allow.

    They come to it as a power of the size: over equal ratios what is left falls like q^n, and so
    do the moves. Where moves halve at least, q <= 1/2, a rate is off by at most its last move,

        |r_3 - r| = |r_3 - r_2| q/(1 - q) <= |r_3 - r_2|

    Values of some accuracy, four to a move, make a noise of the moves.
    """
    pairs = zip(pairwise(sizes), pairwise(values), strict=True)
    rates = [log(w / v) / log(n / m) for (m, n), (v, w) in pairs]
    before, last = (abs(other - one) for one, other in pairwise(rates))
    noise = 4 * accuracy / log(sizes[1] / sizes[0])
    return max(abs(rates[-1] - claimed) / (last + noise), 2 * last / (before + noise))
