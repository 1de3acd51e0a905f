r"""The four regimes against the three witnesses.

Algebra: at a = b both corrections and both bottlenecks are the same. Digits: exact losses on both
sides of every boundary, over the term that rules there, and on it, where they are a fixed multiple
of that term at all times; and the first correction at t = infinity.
Simulations: the order in 1/n of both corrections, and the amplitude of every law,

    n^2 \partial_n (formula/n) at n and 2n,   mean/formula = 1 + gap + alpha term
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from sympy import Expr, Integer, Rational, Symbol, log, oo

from analytic import exact
from analytic.comparison.comparators import (
    LARGEST_SCORE,
    Off,
    Pair,
    at_point,
    compared,
    equal,
)
from analytic.comparison.corrections import GaussianExtra
from analytic.comparison.law_points import Point, free_symbols
from analytic.comparison.law_simulations import extrapolated, values_at
from analytic.comparison.measure import (
    DATA_CORRECTION,
    DATA_LIMITED,
    WIDTH_CORRECTION,
    WIDTH_LIMITED,
    Experiment,
)
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import L, N, P, a, b, c_N, c_P, d, d_2, kappa, t, w, w_2
from analytic.problem import Model, PowerLaw
from analytic.problem.quantity import limited
from analytic.result import Check, Effort, Result, Simulated
from analytic.stated import Stated, of_each


class Edges:
    """Powers of t at which one term takes over from another, and orders of excesses, by resource.

    OVERTAKES is of the 1/n term and the time law, TAKES_OVER of the law in n and the 1/n term.
    """

    OVERTAKES = of_each("N: 1/N term over time law", "P: 1/P term over time law")
    TAKES_OVER = of_each("N: width law over 1/N term", "P: data law over 1/P term")
    ORDER = of_each("order in 1/N of L(N, P) - L(P)", "order in 1/P of L(N, P) - L(N)")


FIRST_ORDER = {N: c_N(t), P: c_P(t)}
_HARD: Point = {a: Integer(2), b: Rational(3, 2)}
_POINTS: tuple[Point, ...] = (_HARD, *({a: x, b: Rational(3, 2)} for x in (Rational(7, 2), 5)))
_TIME = Integer(10) ** 30
_TIMES = Integer(10) ** 20, Integer(10) ** 28
_SETTLED = 4  # digits: powers of 1/t are left out, t^-1/5 and smaller
_AWAY = Integer(10) ** 8  # from a boundary: two terms whose powers differ by 1/3 are 1e-2.7 apart
_RULING = Rational(1, 100)
_DIGITS = 14  # the term that rules an excess may be 1e-8 of the loss, and is compared to 1e-2
_FINAL_DIGITS = 48  # and two final losses differ by 1e-25 of themselves
_FEW, _MORE = Integer(7), Integer(10) ** 25
_ISOTROPIC = tuple(Rational(x) for x in ("5/4", "3/2", "2", "7/3", "3"))
_LATE = Integer(10) ** 200  # where the second terms are 1e-60 of the first, b <= 3

_SMALL = PowerLaw(2, "3/2", modes=24)
_SIZES = (8, 16)
_DRAWS_MORE = 24  # these models are small; a hundred draws then know an exponent to 0.1
_KNOWN = 0.5  # the exponents 1/2 and 3/2 are excluded
_EARLY_MODES = t ** Rational(-2, 3)  # the modes that are learned at time t, to the power -1
_CORRECTIONS = {N: WIDTH_CORRECTION, P: DATA_CORRECTION}
_SIMULATED = {  # formula: quantity, sizes, relative size of what the leading term leaves out
    L(N): (replace(WIDTH_LIMITED, modes=256), (16, 32, 64), 1 / N),
    L(P): (replace(DATA_LIMITED, modes=256), (16, 32, 64), 1 / P),
    c_N(t): (replace(WIDTH_CORRECTION, modes=64, size=48), (2, 4, 8, 16), _EARLY_MODES),
    c_P(t): (replace(DATA_CORRECTION, modes=64, size=48), (2, 4, 8, 16), _EARLY_MODES),
}


def regime_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """The checks of the four regimes: those that have something to compare for a spectrum.

    At a = b only where a can be b and a target has one power, and amplitudes simulated at a = 2,
    b = 3/2 only.
    """
    known = spectrum.at(_HARD) == PowerLaw(2, "3/2") and not free_symbols(spectrum) - {a, b}
    scores = f"zero within {LARGEST_SCORE:.0f} errors, beyond the systematic ones"
    return (
        *([_duality_check(points)] if (points := _isotropic_points(spectrum)) else []),
        equal("first correction at t = infinity", _corrections_at_infinity, digits=20),
        *_boundary_checks(spectrum),
        compared(
            "sampling",
            "exponent one of the finite-size corrections",
            f"within {LARGEST_SCORE:.0f} errors, which are below {_KNOWN}",
            _exponents,
        ),
        *([compared("sampling", "amplitudes in all four regimes", scores, _gaps)] if known else []),
    )


def _duality_check(points: list[Point]) -> Check:
    """Width and data at a = b: the same coefficients and the same laws, as functions of b."""

    def pairs(result: Result, effort: Effort) -> Iterator[Pair]:
        for one, other in ((c_N(t), c_P(t)), (L(N), L(P))):
            for point in points:
                at = {**point, t: _LATE, N: _LATE, P: _LATE}
                width, data = (result.formulas[x].subs(at) for x in (one, other))
                digits = effort.digits + 5
                yield width.evalf(digits), data.evalf(digits), f"{one}, {at_point(point)}"

    return equal("width and data agree at a = b", pairs, witness="symbolic")


def _isotropic_points(spectrum: PowerLaw) -> list[Point]:
    """Values of the open ones of a and b, at which c_k is a multiple of lambda_k."""
    free = free_symbols(spectrum)
    numbers = {x for x in (spectrum.a, spectrum.b) if not x.free_symbols}
    if spectrum.further_powers or not free <= {a, b} or len(numbers) == 2:
        return []
    return [dict.fromkeys(free, x) for x in numbers or _ISOTROPIC]


def _corrections_at_infinity(result: Result, effort: Effort) -> Iterator[Pair]:
    """The first correction at t = infinity, at a few of the scarce resource and many of the other.

    With 1e25 times more of it, what comes next is 1e-25 of this.
    """
    digits, spectrum = _FINAL_DIGITS + effort.digits, PowerLaw(2, "3/2")
    for scarce, other in ((N, P), (P, N)):
        few = limited(scarce, spectrum, _FEW)
        both = replace(few, **{"samples" if scarce == N else "width": _FEW * _MORE})
        one, two = (exact_loss(x, oo, digits) for x in (few, both))
        root = exact.responses(few, Rational(1, 10**_FINAL_DIGITS), digits).kappa
        sums = exact.resolvents(spectrum, root, digits)
        letters = {d: sums.d, d_2: sums.d_2, w: sums.w, w_2: sums.w_2, kappa: root}
        numbers = {symbol: to_sympy(value.real, digits) for symbol, value in letters.items()}
        numbers |= {scarce: _FEW, other: _FEW * _MORE}
        stated = result.formulas[Edges.ORDER[other]]
        yield two - one, evaluated(stated, numbers, digits), str(Edges.ORDER[other])


def _boundary_checks(spectrum: PowerLaw) -> tuple[Check, Check]:
    """Exact losses on both sides of every boundary and on it, over the terms that meet there."""
    points = _POINTS if (spectrum.a + spectrum.b).free_symbols else ({},)

    def offs(result: Result, _: Effort) -> Iterator[Off]:
        for point in points:
            for value, term, name in _ruled(result.formulas, spectrum, point):
                gap = abs(value / term.evalf(_DIGITS) - 1)
                yield Off(gap / _RULING, f"{name}, {at_point(point)}")

    def pairs(result: Result, _: Effort) -> Iterator[Pair]:
        for point in points[:: len(_POINTS) - 1]:
            for earlier, later, name in _on_boundaries(result.formulas, spectrum, point):
                yield later, earlier, f"{name}, {at_point(point)}"

    return (
        compared("exact", "which term rules where", "1 %, 1e8 away from a boundary", offs),
        equal("the loss on a boundary over a term that meets there", pairs, digits=_SETTLED),
    )


def _on_boundaries(
    formulas: Mapping[Stated, Expr], spectrum: PowerLaw, point: Point
) -> Iterator[Pair]:
    """Exact losses over a term at the power of t at which another meets it, at two late times.

    One is the time law itself, at n = infinity; where a term has a logarithm no power is exact.
    """
    numbers, time_law = spectrum.at(point), formulas[L(t)].subs(point)

    def over(term: Expr, resource: Symbol, size: Expr, time: Expr) -> Expr:
        loss = float(exact.test_loss(limited(resource, numbers, size), time))
        return loss / term.subs({t: time, resource: size}).evalf(_DIGITS)

    yield Integer(1), over(time_law, N, oo, _TIMES[0]), "the time law"
    for resource, order in FIRST_ORDER.items():
        term, law = (formulas[x].subs(point) for x in (order, L(resource)))
        ends = {Edges.OVERTAKES[resource]: time_law, Edges.TAKES_OVER[resource]: law}
        for name, ruling in ends.items():
            if not (term + ruling).has(log(t), log(resource)):
                power = formulas[name].subs(point)
                earlier, later = (
                    over(ruling, resource, Integer(round((time**power).evalf(80))), time)
                    for time in _TIMES
                )
                yield earlier, later, str(name)


def _ruled(formulas: Mapping[Stated, Expr], spectrum: PowerLaw, point: Point) -> Iterator[Pair]:
    """Exact losses, the terms that rule them, and where."""
    numbers, at = spectrum.at(point), {**point, t: _TIME}
    time_law = formulas[L(t)].subs(at)

    def loss(model: Model, digits: int | None = None) -> Expr:
        return to_sympy(exact.test_loss(model, _TIME, digits), _DIGITS)

    free = loss(Model(numbers), _DIGITS)
    for resource, order in FIRST_ORDER.items():
        term, law = formulas[order].subs(at) / resource, formulas[L(resource)].subs(at)
        above, below = (
            _TIME ** formulas[edge[resource]].subs(point)
            for edge in (Edges.OVERTAKES, Edges.TAKES_OVER)
        )

        def at_size(
            edge: Expr, digits: int | None = None, resource: Symbol = resource
        ) -> tuple[Expr, dict[Symbol, Expr]]:
            size = Integer(round(edge.evalf(60)))
            return loss(limited(resource, numbers, size), digits), {resource: size}

        value, size = at_size(above * _AWAY, _DIGITS)
        yield value - free, term.subs(size), f"excess over the time law, {resource}"
        yield value, time_law, f"time law, {resource}"
        value, size = at_size(below / _AWAY)
        yield value, law.subs(size), f"law in {resource}"
        for edge in (above / _AWAY, below * _AWAY) if above / below > _AWAY**2 else ():
            value, size = at_size(edge)
            yield value, term.subs(size), f"1/{resource} term between them"


def _exponents(result: Result, effort: Effort) -> Iterator[Off]:
    """1 - log_2 of the ratio of two simulated n [L(t, n) - L(t)], against the power of n."""
    at = {**_HARD, t: Integer(1)}
    for resource, correction in _CORRECTIONS.items():
        term = result.formulas[FIRST_ORDER[resource]] / resource
        rate = (-resource * term.diff(resource) / term).subs(at).subs(resource, _SIZES[0])
        one, two = (
            _simulated(
                replace(correction, size=size),
                _SMALL,
                (1,),
                replace(effort, draws=_DRAWS_MORE * effort.draws, seed=effort.seed + size),
            )
            for size in _SIZES
        )
        value = 1 + float(np.log2(one.mean[0] / two.mean[0]))
        spread = sum(float(x.covariance[0, 0]) / float(x.mean[0]) ** 2 for x in (one, two))
        reach = LARGEST_SCORE * float(np.sqrt(spread) / np.log(2))
        words = f"in {resource}: {value:.3f} +- {reach / LARGEST_SCORE:.3f}"
        yield Off(abs(value - float(rate)) / reach, words)
        yield Off(reach / _KNOWN, words)


def _gaps(result: Result, effort: Effort) -> Iterator[Off]:
    """Where simulated over claimed - 1 goes in every regime, beyond its systematic error.

    By how much the line does not pass through one for the exact witness itself is known from how
    far it moves without the first size.
    """
    spectrum = PowerLaw(2, "3/2")
    for name, (quantity, sizes, term) in _SIMULATED.items():
        claimed, settling = (
            np.array([float(one.subs(quantity.variable, n).evalf(_DIGITS)) for n in sizes])
            for one in (result.formulas[name].subs(_HARD), term)
        )
        simulated = _simulated(quantity, spectrum, sizes, effort)
        added = values_at(GaussianExtra(), spectrum, sizes) if name in FIRST_ORDER.values() else 0
        covariance = simulated.covariance / np.outer(claimed, claimed)
        gap, error = extrapolated((simulated.mean - added) / claimed - 1, covariance, settling)
        digits = values_at(quantity, spectrum, sizes) / claimed - 1
        whole, rest = (
            extrapolated(digits[i:], covariance[i:, i:], settling[i:])[0] for i in (0, 1)
        )
        systematic = abs(whole - rest)
        words = f"{name} off by {gap:.3f} +- {systematic:.3f} +- {error:.3f}"
        yield Off(max(0.0, abs(gap) - systematic) / (LARGEST_SCORE * error), words)


@lru_cache(maxsize=8)
def _simulated(
    observable: Experiment, spectrum: PowerLaw, sizes: tuple[int, ...], effort: Effort
) -> Simulated:
    """One simulation for all formulas that are compared with it."""
    return observable.simulated(spectrum, sizes, effort)
