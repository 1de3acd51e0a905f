"""Mixed data: the law against the mean field, and the mean field against samples that are drawn."""

from collections.abc import Iterable

import numpy as np
from sympy import Expr, Float, Integer, Integral, Rational, exp, log, oo, pi, sin, zeta

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.numbers import evaluated
from analytic.notation import L, P, a, b, d_2, epsilon, kappa, w_2, x
from analytic.problem import PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import LOSS, REST, Formula

MEETING = Formula("L(P) where both meet")
_POINTS = ((2, "3/2"), (6, "3/2"), (Rational(15, 2), 2))
_SATURATED = ((6, "3/2"), (7, "7/4"))
_SHARE = Rational(1, 2)
_NEAR = tuple(Integer(10) ** n for n in (4, 5))
_FAR = tuple(Integer(10) ** n for n in (7, 9, 11))
_NOISE = Rational(1, 10**8)  # of doubles, relative
_SPECTRUM = PowerLaw(2, "3/2", modes=24)
_SHOWN, _OTHERS = 8, 5


def mixed_checks() -> tuple[Check, ...]:
    """The law over the decades, and replicated draws."""
    return (
        compare.equal("unseen modes as a continuum", _continuum, digits=15, witness="symbolic"),
        compare.equal("mean field of the modes that none shows", _of_unseen, digits=9),
        compare.bounded("the law of mixed samples over the decades", _curves, room=3),
        compare.bounded("the logarithm of mixed samples", _on_the_edge),
        compare.equal(
            "the logarithm next to where both meet", _next_to_the_edge, witness="symbolic"
        ),
        compare.replicated("losses of mixed samples that are drawn", _drawn),
    )


def _continuum(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    r"""The first unseen modes leave b (A_d/n)^{2 b} \int x^{2 b - a} e^{-y x^{-b}} dx."""
    (head, _), *_ = reversed(result.formulas[L(P)].args)
    others, y = (1 - epsilon) * P, epsilon * P / zeta(b)
    unseen = Integral(x ** (2 * b - a) * exp(-y * x**-b), (x, 0, oo))
    known = b * (pi / (b * sin(pi / b)) / others) ** (2 * b)
    for source, capacity in _SATURATED:
        point = {a: Integer(source), b: Rational(capacity), epsilon: _SHARE, P: Integer(1000)}
        sides = (evaluated(one, point, effort.digits) for one in (head, known * unseen))
        yield *sides, f"a = {source}, b = {capacity}"


def _curves(result: Result, _: Effort) -> Iterable[compare.Curve]:
    for source, capacity in _POINTS:
        spectrum = PowerLaw(source, capacity)
        point = {a: spectrum.a, b: spectrum.b, epsilon: _SHARE}
        near, far = (
            [_left(result, spectrum, point, size) for size in sizes] for sizes in (_NEAR, _FAR)
        )
        yield compare.Curve(f"a = {source}, b = {capacity}", near, far)


def _of_unseen(result: Result, _: Effort) -> Iterable[compare.Pair]:
    for source, capacity in _POINTS:
        spectrum = PowerLaw(source, capacity)
        found = exact.mixed_data_loss(spectrum, 300, 700)
        loss = _loss(result, spectrum, Integer(300), Integer(700))
        yield loss, Float(found), f"a = {source}, b = {capacity}"


def _on_the_edge(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Where both terms meet: the law leaves one part in log P."""
    law = result.formulas[MEETING]
    for capacity in (Rational(3, 2), Integer(2)):
        spectrum = PowerLaw(2 * capacity + 1, capacity)

        def left(size: Expr, spectrum: PowerLaw = spectrum) -> compare.Left:
            half = size * _SHARE
            loss = Float(exact.mixed_data_loss(spectrum, half, half))
            at = law.subs({b: spectrum.b, epsilon: _SHARE, P: size}).evalf()
            return compare.Left(abs(1 - at / loss), 1 / log(size).evalf(), Float(_NOISE))

        yield compare.Curve(
            f"b = {capacity}", *([left(x) for x in sizes] for sizes in (_NEAR, _FAR))
        )


def _next_to_the_edge(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """Both terms, whose poles cancel, between two sizes; the logarithm is what differs."""
    law, terms = result.formulas[MEETING], result.formulas[L(P)].args
    digits = effort.digits
    near = Rational(1, 10 ** (2 * digits))

    def between(formula: Expr, point: dict[Expr, Expr]) -> Expr:
        sizes = (Integer(10) ** 3, Integer(10) ** 6)
        small, large = (
            evaluated(formula * P ** (2 * b), {**point, P: size}, 4 * digits) for size in sizes
        )
        return large - small

    for capacity in (Rational(3, 2), Rational(9, 4)):
        point = {b: capacity, a: 2 * capacity + 1 + near, epsilon: _SHARE}
        both = sum(between(one, point) for one, _ in terms)
        yield between(law, point), both, f"b = {capacity}"


def _left(result: Result, spectrum: PowerLaw, point: dict[Expr, Expr], size: Expr) -> compare.Left:
    """What the law leaves of the loss, over the loss."""
    loss = _loss(result, spectrum, size * _SHARE, size * (1 - _SHARE))
    law, error = (
        result.formulas[name].subs(point).subs(P, size).evalf() / loss for name in (L(P), REST)
    )
    return compare.Left(abs(1 - law), error, Float(_NOISE))


def _loss(result: Result, spectrum: PowerLaw, shown: Expr, others: Expr) -> Expr:
    """The loss that the page states, with the exact witness's sums."""
    sums = exact.mixed_data.sums_of_unseen(spectrum, float(shown), float(others))
    values = dict(zip((kappa, d_2, w_2), map(Float, sums), strict=True))
    given = {epsilon: shown / (shown + others), P: shown + others}
    return result.formulas[LOSS].subs({**values, **given}).evalf()


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    def draw(copies: int, asked: Effort) -> compare.Reals:
        found = sampling.mixed_data.mixed_final_losses(
            _SPECTRUM, _SHOWN, _OTHERS, copies, asked.draws, asked.seed
        )
        return found[:, None]

    expected = float(_loss(result, _SPECTRUM, Integer(_SHOWN), Integer(_OTHERS)))
    yield compare.Replicas(np.array([expected]), draw, (2, 4, 8))
