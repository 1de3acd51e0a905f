r"""Any law against digits: what is left of the quantity, rescaled, stays bounded over the decades.

    |Q(n) - expansion(n)| <= F C remainder(n),   C = max of |Q - expansion|/remainder, n near

A term that is wrong or missing grows against the remainder as a power of n, over many decades; a
bounded ratio of competing powers wanders by a factor, for which F leaves room. The near sizes are
evaluated to the digits of their remainder and some more, the far ones to all digits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from sympy import Expr, Float, Integer, Rational, Symbol, ceiling, log, nan, pi

from analytic.comparison.comparators import (
    Curve,
    Left,
    Off,
    Pair,
    at_point,
    bounded,
    compared,
    identical,
    without_value,
)
from analytic.comparison.law_points import Point, law_at, law_of, points, points_of
from analytic.comparison.numbers import evaluated
from analytic.errors import ScalingLawsError
from analytic.law import Law
from analytic.notation import a, b, k, x_0
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Evaluated, Result
from analytic.stated import LOSS, NEAR_BOUNDARY, REST, Formula, Stated, with_remainder
from analytic.symbolic.mellin.harmonic import HarmonicSum
from analytic.symbolic.series.dominant_balance import on_boundary
from analytic.symbolic.slow_sums.losses import rescaled_remainder
from analytic.symbolic.slow_sums.numeric import rescaled

NEAR: tuple[Expr, ...] = (Integer(10) ** 4, Integer(10) ** 6)
FAR: tuple[Expr, ...] = tuple(Integer(10) ** n for n in (9, 12, 30))
GUARD = 10
_BOUND_DIGITS = 15
_KEPT = 6  # digits of what is left at the near sizes
_STEP = 8  # sizes and points of the same precision share contours and coefficients
_ALL = 10**6  # digits, where a law states no remainder

_DISTANCES = (Integer(0), Rational(1, 10**30), Rational(1, 10**6), Rational(-1, 10**3))
_CAPACITIES = (Rational(3, 2), Rational(9, 4))
_POINTS = points("2 3/2", "9/5 4/3", "16/5 3/2", "24/5 3/2")
_POWERS: tuple[Point, ...] = (*_POINTS[:2], {a: Integer(3), b: Rational(5, 2)})
_DECADES = tuple(Integer(10) ** n for n in range(1, 5))
_RATIO_DIGITS = 20
_REGULARISERS = (Rational(1, 10**3), Rational(1, 10**5))
_SUMS_ROOM = 4  # for competing powers; a term off by 1 % grows as a power of the resource

Letters = Callable[[Result, Point], Mapping[Symbol, Expr]]


def law_digits_check(
    spectrum: PowerLaw,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
    digits: int | None = None,
    bound: Expr | None = None,
    letters: Letters | None = None,
) -> Check:
    """The rescaled remainder of a result's law, in every regime, on boundaries and at collisions.

    `digits` are those of the comparison, the effort's and a guard unless given. Where `bound` is
    given the rescaled remainder has to stay below it at every size, near and far. `letters` are
    what the law's letters other than a and b are at a point.
    """

    def curves(result: Result, effort: Effort) -> Iterator[Curve]:
        working = min(effort.digits + GUARD, digits or _ALL)
        return law_curves(result, spectrum, near, far, working, bound, letters)

    return bounded("rescaled remainder over the decades", curves)


def law_curves(
    result: Result,
    spectrum: PowerLaw,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
    digits: int = 40,
    bound: Expr | None = None,
    letters: Letters | None = None,
) -> Iterator[Curve]:
    """What is left of a result's quantity at all points of its law."""
    assert result.observable is not None
    for point in points_of(law_of(result), spectrum):
        law = law_at(result, spectrum, point)
        if law is None:
            yield without_value(f"no law at {at_point(point)}")
            continue
        all_letters = point if letters is None else {**point, **letters(result, point)}
        numbers = spectrum.at(point)
        found = law_curve(result.observable, law, numbers, all_letters, near, far, digits, bound)
        yield found._replace(where=at_point(point))


def law_curve(
    quantity: Evaluated,
    law: Law,
    spectrum: PowerLaw,
    point: Point,
    near: Sequence[Expr] = NEAR,
    far: Sequence[Expr] = FAR,
    digits: int = 40,
    bound: Expr | None = None,
) -> Curve:
    """What a law leaves of a quantity at a point, over the sizes; a bound replaces near sizes.

    Coefficients and exponents are put in first, so that any size up to 10^30 and more is one
    evaluation of a formula of the size alone.
    """
    expansion, remainder = (
        evaluated(formula, point, digits + GUARD) for formula in (law.expansion, law.remainder)
    )

    def of_size(formula: Expr, size: Expr, digits: int) -> Expr:
        return evaluated(formula, {**point, law.variable: size}, digits)

    def digits_left(size: Expr) -> int:
        """The digits by which the remainder is smaller than the quantity, in steps of a few."""
        rest, value = (of_size(x, size, _BOUND_DIGITS) for x in (remainder, expansion))
        if not (rest.is_nonzero and value.is_nonzero):
            return _ALL
        return int(_STEP * ceiling(-log(abs(rest / value), 10).evalf(_BOUND_DIGITS) / _STEP))

    def left(size: Expr, digits: int) -> Left:
        value = quantity.exact(spectrum, size, digits + 2)
        stated = of_size(expansion, size, digits + 2)
        error = abs(of_size(remainder, size, _BOUND_DIGITS))
        error *= 1 if bound is None else of_size(bound, size, _BOUND_DIGITS)
        return Left(abs(value - stated), error, abs(stated) * Float(10, 15) ** -digits)

    enough = min(digits, max(digits_left(size) for size in near) + _KEPT)
    try:
        nearer, further = [left(n, enough) for n in near], [left(n, digits) for n in far]
    except ScalingLawsError as error:
        return without_value(str(error))
    where = at_point(point)
    return Curve(where, nearer, further) if bound is None else Curve(where, (), nearer + further)


def in_regime(result: Result, stated: Formula, point: Mapping[Expr, Expr]) -> Expr:
    """The formula at a point, or that of the point's regime.

    Where it is not stated, it has no value: nan, which agrees with nothing.
    """
    values = (formula.subs(point) for _, formula in stated.among(result.formulas))
    return next((value for value in values if not value.has(nan)), nan)


def curve(
    value: Callable[[Expr], Expr],
    stated: tuple[Expr, Expr],
    variable: Symbol,
    sizes: tuple[Sequence[Expr], Sequence[Expr]],
    *,
    where: str = "",
    digits: int = 20,
    noise: float | Expr = 0,
) -> Curve:
    """What `stated`, an expansion and its error, leaves of a value at near sizes and at far ones.

    The expansion is evaluated to so many digits; `noise` is that of a value, relative to it.
    """
    expansion, error = stated

    def left(size: Expr) -> Left:
        found, at = value(size), {variable: size}
        off = abs(found - evaluated(expansion, at, digits))
        return Left(off, abs(evaluated(error, at, _BOUND_DIGITS)), abs(found) * noise)

    near, far = ([left(size) for size in some] for some in sizes)
    return Curve(where, near, far)


def stated_law_curves(
    result: Result,
    values: Iterable[tuple[Stated, Callable[[PowerLaw, Expr], Expr]]],
    points: Iterable[Point],
    variable: Symbol,
    sizes: tuple[Sequence[Expr], Sequence[Expr]],
    *,
    digits: int = 20,
    noise: float | Expr = 0,
) -> Iterator[Curve]:
    """What these laws leave of their values, over what they state to leave out."""
    for (name, value), point in product(values, points):
        of_size = partial(value, PowerLaw(a, b).at(point))
        stated = with_remainder(result.formulas, name, point)
        where = f"{name}, {at_point(point)}"
        yield curve(of_size, stated, variable, sizes, where=where, digits=digits, noise=noise)


def boundary_digits_checks(spectrum: PowerLaw, law: Law) -> tuple[Check, ...]:
    r"""The law near a boundary of regimes: on it, next to it, and away from it.

    Separate poles have coefficients that blow up and cancel there; the joint form must keep its
    error, a multiple of n^-b, at every distance from the boundary. There is no such check where a
    law has no boundaries: its spectrum has numbers.
    """

    def curves(result: Result, effort: Effort) -> Iterator[Curve]:
        assert result.observable is not None
        digits = effort.digits + GUARD
        for edge in law_of(result).boundaries:
            ((letter, value),) = on_boundary(edge).items()
            for capacity in _CAPACITIES:
                for distance in _DISTANCES:
                    point = {b: capacity}
                    point[letter] = value.subs(point) + distance
                    numbers, near = spectrum.at(point), result.formulas[NEAR_BOUNDARY].subs(point)
                    lefts = []
                    for size in (NEAR[0], FAR[0]):
                        exact = result.observable.exact(numbers, size, digits)
                        joint = evaluated(near, {law_of(result).variable: size}, digits)
                        lefts.append(Left(abs(joint / exact - 1), (size**-numbers.b).evalf(15)))
                    yield Curve(at_point(point), lefts[:1], lefts[1:])

    return (bounded("through the boundary of regimes", curves),) if law.boundaries else ()


def slow_sums_check(spectrum: PowerLaw) -> Check:
    """The law against the loss of the page, both at the same regulariser, by algebra's own sums."""

    def curves(result: Result, _: Effort) -> Iterator[Curve]:
        loss, symbolic = result.formulas[LOSS], (spectrum.a + spectrum.b).free_symbols
        for point in _POINTS if symbolic else ({},):
            near, far = (
                Left(rescaled_remainder(loss, law_of(result), spectrum, point, kappa), Integer(1))
                for kappa in _REGULARISERS
            )
            yield Curve(at_point(point), [near], [far])

    name = "law against slow sums at one regulariser"
    return bounded(name, curves, room=_SUMS_ROOM, witness="symbolic")


def harmonic_checks(sums: Sequence[HarmonicSum]) -> tuple[Check, ...]:
    """A law in time and its remainder against the sum over modes, by algebra's own slow route.

    The remainder over its envelope is a cosine, up to the next order 1/x_0 of the saddle point;
    less its leading form it is that order.
    """

    def offs(result: Result, _: Effort, rest: bool) -> Iterator[Off]:
        law, next_order = law_of(result), 1 / result.formulas[x_0]
        formula = law.leading + (result.formulas[REST] if rest else 0)
        for point in _examples(formula, law.variable):
            lost = ceiling(log(abs(law.leading / law.remainder), 10).subs(point).evalf(5))
            digits = _RATIO_DIGITS + max(0, int(lost))
            ratio = Float(rescaled(sums, formula, law.remainder, point, digits), _RATIO_DIGITS)
            yield Off(
                abs(ratio) / (next_order + int(not rest)).subs(point).evalf(15), at_point(point)
            )

    def saddle(result: Result, _: Effort) -> Iterator[Pair]:
        one = sums[0]
        phase = one.profile.at(one.variable * k**one.growth).args[0]
        yield phase.diff(k).subs(k, result.formulas[x_0]), 2 * pi, ""

    return (
        identical("distance of the saddle, where summand and harmonic vary alike", saddle),
        *(
            compared("symbolic", name, "the envelope", partial(offs, rest=rest))
            for name, rest in (
                ("leading term against the slow sum", False),
                ("first harmonic against what is left", True),
            )
        ),
    )


def _examples(law: Expr, variable: Symbol) -> Iterator[dict[Expr, Expr]]:
    """Three spectra over four decades for a symbolic law, 3/2 for every symbol but a and b."""
    free = sorted(law.free_symbols - {variable}, key=str)
    for powers in _POWERS if free else _POWERS[:1]:
        for size in _DECADES:
            numbers = {symbol: powers.get(symbol, Rational(3, 2)) for symbol in free}
            yield {**numbers, variable: size}
