r"""Ensembles: the laws of the parts against digits, the split simulated, members beside width.

The loss of an ensemble is the formula of the page with the parts of the exact witness in it, the
mean over the pairs of its members, and that of simulated ensembles, replicated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import product

import numpy as np
from sympy import Expr, Integer, Symbol, lambdify, log

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.corrections import sums_check
from analytic.comparison.law_digits import stated_law_curves
from analytic.comparison.measure import Evaluation
from analytic.comparison.members import POINTS, SIZES, Ensemble, member_checks
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import L_0, V_A, V_AD, V_D, B, E, N, P, a, b, c_0, t, v_A, v_D
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import Quantity, Sign, correction, resource_limited
from analytic.result import Check, Effort, Number, Result
from analytic.stated import SUMMAND, Stated

FIRST: Mapping[Stated, Evaluation] = {
    c_0: Evaluation(correction(N, "bias")),
    v_A: Evaluation(correction(N, "features")),
    v_D: Evaluation(correction(P, "data")),
}
"""The first coefficients of the parts at a fixed time, c_0 = lim N (bias^2 - L), v_A, v_D."""

_FINAL: Mapping[Stated, Evaluation] = {
    Ensemble.BIAS_OF_WIDTH: Evaluation(resource_limited(N, "bias")),
    Ensemble.FEATURES: Evaluation(resource_limited(N, "features")),
    Ensemble.BIAS_OF_DATA: Evaluation(resource_limited(P, "bias")),
    Ensemble.DATA: Evaluation(resource_limited(P, "data")),
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

_DIGITS = 20  # laws leave out 10^-16 at most, of what is far
_SUM_TIMES = (Integer(3000), Integer(10000))  # a sum leaves out the square of lambda_150 t

_TIMES = np.array((1.0, 10.0, 100.0))
_PROJECTIONS, _DATA_SETS = 3, 2
_MODEL = Model(PowerLaw(2, "3/2", modes=20), width=8, samples=12, noise=1)

_LARGE, _LATE = Integer(10) ** 20, Integer(10) ** 12  # what is left out is t^-1/3 at most
_SLOPE_DIGITS = 3
_SPLIT_DIGITS = 10


def ensemble_checks() -> tuple[Check, ...]:
    """The laws of the parts, by sums and by digits, members beside width, and the split drawn."""
    return (
        sums_check("late-time laws against sums over modes", _sums, _SUM_TIMES),
        compare.bounded("laws of the parts over the decades", _laws),
        compare.equal("loss of an ensemble, pair by pair", _pairs_of_members, digits=_SPLIT_DIGITS),
        compare.equal("exponent of the interaction", _exponents, digits=_SLOPE_DIGITS),
        *member_checks(),
        compare.replicated(
            "losses of ensembles by replication", lambda result, _: [_simulated(result)]
        ),
    )


def _laws(result: Result, effort: Effort) -> Iterator[compare.Curve]:
    """What the laws of the parts leave, from near sizes to far ones."""
    digits = min(effort.digits, _DIGITS)
    noise = 10.0 ** (2 - digits)
    for name, one in {**_FINAL, **FIRST}.items():
        values, of = [(name, partial(one.exact, digits=digits))], one.variable
        yield from stated_law_curves(
            result, values, POINTS, of, SIZES, digits=digits + 5, noise=noise
        )


def _sums(result: Result) -> Iterator[compare.Pair]:
    """The coefficients' summands over modes, and their laws at late times."""
    for name in FIRST:
        yield result.formulas[SUMMAND.of(name)], result.formulas[name], f"{name}, "


def _pairs_of_members(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """The loss of an ensemble from its parts, and added over all ordered pairs of its members."""
    digits, time = 2 + _SPLIT_DIGITS, _TIMES[1]
    grid = list(product(range(_PROJECTIONS), range(_DATA_SETS)))
    shared = [
        tuple(name for name, same in (("width", e == e2), ("samples", b == b2)) if same)
        for (e, b), (e2, b2) in product(grid, repeat=2)
    ]
    loss = {one: exact.replica_loss(_MODEL, time, one, digits) for one in set(shared)}
    mean = sum(to_sympy(loss[one], digits) for one in shared) / len(shared)
    parts = (to_sympy(one, digits) for one in exact.decomposition(_MODEL, time, digits))
    point = dict(zip((L_0, V_A, V_D, V_AD, E, B), (*parts, _PROJECTIONS, _DATA_SETS), strict=True))
    yield evaluated(result.formulas[Ensemble.LOSS], point, digits), mean, f"t = {time}"


def _exponents(result: Result, _: Effort) -> Iterator[compare.Pair]:
    """The rate at which the interaction's first coefficient falls late, in a decade of time."""
    formula = result.formulas[Ensemble.INTERACTION]
    for point in POINTS[:2]:
        model = Model(PowerLaw(a, b).at(point), _LARGE, _LARGE)
        early, late = (
            to_sympy(exact.decomposition(model, time, 2 * _SLOPE_DIGITS).interaction, _SPLIT_DIGITS)
            for time in (_LATE, 10 * _LATE)
        )
        yield (
            formula.subs(point),
            log(early / late, 10).evalf(_SPLIT_DIGITS),
            compare.at_point(point),
        )


def _simulated(result: Result) -> compare.Replicas:
    """Ensembles of three projections and two data sets."""
    formula = result.formulas[Ensemble.LOSS].subs({E: _PROJECTIONS, B: _DATA_SETS})
    loss = lambdify((L_0, V_A, V_D, V_AD), formula)
    return compare.Replicas(np.asarray(loss(*exact.decomposition(_MODEL, _TIMES))), _drawn)


@lru_cache(maxsize=len(compare.COPIES))
def _drawn(r: int, effort: Effort) -> compare.Reals:
    """Losses of ensembles of r copies of the model."""
    asked = replace(effort, draws=max(2, effort.draws // 2)).simulation
    drawn = sampling.ensemble_loss(
        _MODEL.replicated(r), r * _TIMES, _PROJECTIONS, _DATA_SETS, **asked
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
