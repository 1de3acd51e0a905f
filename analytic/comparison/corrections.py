r"""The corrections of order 1/N and 1/P as functions of time, against the three witnesses.

    L(t, N) = L(t) + [c(t) + e(t)]/N + ...,   e = 2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}

The mean field's c is the limit of its N (L(t, N) - L(t)). A simulation with Gaussian entries has
e = (t^2/2) L''(t) too, from their fourth moments. At r copies of every mode, width r N and time r t
it has c(t) + e(t)/r: a line in 1/r passes through the mean field's c at 1/r = 0, whatever the
entries are, and through c + e at r = 1. For a = 2, b = 3/2 the two are a third apart early.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from sympy import Expr, Float, Integer, Rational, Symbol

from analytic import sampling
from analytic.comparison import comparators as compare
from analytic.comparison.law_points import Point, law_of
from analytic.comparison.law_simulations import values_at
from analytic.comparison.measure import Experiment, resource_of
from analytic.comparison.numbers import evaluated, exact_loss, relative_gap
from analytic.comparison.quantity_digits import by_definition
from analytic.notation import a, b, c_k, lambda_j, lambda_k, t
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import limited
from analytic.result import Check, Effort, Result
from analytic.stated import Formula
from analytic.symbolic.mean_field.finite_size import coincident
from analytic.symbolic.slow_sums.losses import double_sum

SUMMED, EARLY_SHARE = map(Formula, ("summand", "early share"))
_SPECTRA = (PowerLaw(2, "3/2"), PowerLaw("9/2", "3/2"))
_LIMIT_TIMES = (Integer(3), Integer(10) ** 9)
_DIGITS = 10

_THREE, _THEN = PowerLaw(2, "3/2", modes=3), Integer(2)
_SUM_GAP = Rational(1, 1000)  # what the law and the tail of the sum leave out is below this
_SUM_POINTS: tuple[Point, ...] = tuple({a: Integer(x), b: Integer(3)} for x in (3, 5, 8))
_SUM_TIMES = (Integer(300), Integer(3000))
_EARLY = Integer(10) ** -9
_POINT: Point = {a: Integer(2), b: Rational(3, 2)}

_FINITE = PowerLaw(2, "3/2", modes=12)
_TIMES = (1, 2, 4)
_COPIES = (1, 2, 4)
_SIZE = 16
_MORE = 4  # draws: these models are small


@dataclass(frozen=True)
class GaussianExtra:
    r"""2 t^2 \sum_k c_k \lambda_k^2 e^{-2 \lambda_k t}: what Gaussian entries add, in N and in P.

    The sum is the loss at time t of the target c_k lambda_k^2.
    """

    variable: Symbol = t

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        """The term at time `size`."""
        (first, power), *further = (
            (coefficient * spectrum.scale**2, power + 2 * spectrum.b)
            for coefficient, power in spectrum.target_powers
        )
        weighted = PowerLaw(
            power,
            spectrum.b,
            spectrum.modes,
            scale=spectrum.scale,
            amplitude=first,
            further_powers=further,
            multiplicity=spectrum.multiplicity,
            multiplicity_growth=spectrum.multiplicity_growth,
        )
        loss = exact_loss(Model(weighted), size, digits + 1)
        return (2 * size**2 * loss).evalf(digits)


def mode_sum_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """The page's summand over two modes: against digits, and against the law at late times.

    The sums are for lambda_k = k^-b, c_k = k^-a; for any other spectrum there are no such checks.
    """

    def of_three(result: Result, effort: Effort) -> Iterator[compare.Pair]:
        assert result.observable is not None
        apart, modes = result.formulas[SUMMED], range(1, int(_THREE.modes) + 1)
        together, total = coincident(apart), Integer(0)
        for j, k in product(map(Integer, modes), repeat=2):
            at = {lambda_j: j**-_THREE.b, lambda_k: k**-_THREE.b, c_k: k**-_THREE.a, t: _THEN}
            total += evaluated(together if j == k else apart, at, effort.digits + 5)
        yield total, result.observable.exact(_THREE, _THEN, effort.digits + 1), f"t = {_THEN}"

    def stated(result: Result) -> Iterator[compare.Pair]:
        yield result.formulas[SUMMED], law_of(result).expansion, ""

    name = "late-time law against the sum over modes"
    checks = compare.equal("sum over three modes", of_three), sums_check(name, stated)
    return checks if spectrum == PowerLaw(a, b) else ()


def sums_check(
    name: str,
    stated: Callable[[Result], Iterable[compare.Pair]],
    times: Sequence[Expr] = _SUM_TIMES,
) -> Check:
    """Laws at late times against the double sums over modes of their summands, stated in pairs."""

    def offs(result: Result, _: Effort) -> Iterator[compare.Off]:
        for summand, law, words in stated(result):
            for point in _SUM_POINTS:
                for time in times:
                    total = double_sum(summand, point[a], point[b], time)
                    claimed = law.subs({**point, t: time}).evalf(15)
                    where = f"{words}{compare.at_point(point)}, t = {time}"
                    yield compare.Off(abs(claimed / total - 1) / _SUM_GAP, where)

    return compare.compared("symbolic", name, f"relative distance {Float(_SUM_GAP, 1)}", offs)


def early_share_check(spectrum: PowerLaw) -> Check:
    """The share that Gaussian entries add at early times, against digits; its error is O(t)."""

    def offs(result: Result, effort: Effort) -> Iterator[compare.Off]:
        assert result.observable is not None
        claimed = result.formulas[EARLY_SHARE].subs(_POINT).evalf(effort.digits)
        added, mean_field = (
            quantity.exact(spectrum.at(_POINT), _EARLY, effort.digits)
            for quantity in (GaussianExtra(), result.observable)
        )
        yield compare.Off(relative_gap(added / mean_field, claimed) / (10 * _EARLY), "t = 1e-9")

    name = "what Gaussian entries add at early times"
    return compare.compared("exact", name, "relative distance 10 t", offs)


def limit_check(name: str, digits: int = _DIGITS) -> Check:
    """The coefficient that a result's observable returns, against its definition as a limit.

    The exact witness has it from the field equations at first order, its losses from all of them.
    """

    def pairs(result: Result, effort: Effort) -> Iterator[compare.Pair]:
        observable, working = result.observable, min(digits, effort.digits) + 2
        assert isinstance(observable, Experiment)
        for spectrum in _SPECTRA:
            for time in _LIMIT_TIMES:
                limit = by_definition(observable.quantity, spectrum, time, working)
                yield observable.exact(spectrum, time, working), limit, f"a = {spectrum.a}, {time}"

    return compare.equal(name, pairs, digits=digits)


def correction_replication_check() -> Check:
    """A result's correction, and it plus the Gaussian extra, each against what is simulated."""

    def replicas(result: Result, _: Effort) -> Sequence[compare.Replicas]:
        assert isinstance(result.observable, Experiment)
        return correction_replicas(result.observable)

    return compare.replicated("coefficient by replication, and at physical sizes", replicas)


def correction_replicas(
    observable: Experiment, spectrum: PowerLaw = _FINITE, times: Sequence[int] = _TIMES
) -> tuple[compare.Replicas, compare.Replicas]:
    """The mean field's coefficient over copies, and with the Gaussian extra at one of them."""
    model = limited(resource_of(observable), spectrum, _SIZE)
    mean_field, extra = (values_at(one, spectrum, times) for one in (observable, GaussianExtra()))

    @cache
    def draw(r: int, effort: Effort) -> compare.Reals:
        found = sampling.finite_size.finite_size_coefficient(
            model.replicated(r), r * np.array(times, dtype=float), **effort.simulation
        )
        return np.asarray(found.samples) / r

    return (
        compare.Replicas(mean_field, draw, _COPIES, _MORE),
        compare.Replicas(mean_field + extra, draw, _COPIES[:1], _MORE * _COPIES[-1]),
    )
