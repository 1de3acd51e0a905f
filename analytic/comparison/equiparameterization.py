r"""The best N/P at a fixed product: laws at fixed ratios in digits, ratios where they are least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import Expr, Integer, Rational, diff, log, nsolve, oo, sqrt

from analytic import exact
from analytic.comparison.comparators import Curve, at_point, bounded, equal, identical
from analytic.comparison.double_descent import ridgeless_checks
from analytic.comparison.final_losses import loss_at_penalty, numbers_at_penalty
from analytic.comparison.law_digits import curve, in_regime
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.notation import a, b, n, ratio, u_NP, v_NP
from analytic.problem import Model, PowerLaw, Ridge
from analytic.result import Check, Effort, Number, Result

__all__ = ["PRODUCT_POWER", "equiparameterization_checks"]

_POINTS: tuple[Mapping[Expr, Expr], ...] = (
    {a: Rational(5, 4), b: Rational(3, 2)},
    {a: Integer(2), b: Rational(3, 2)},
    {a: Integer(5), b: Integer(3)},
)
_RATIOS = (Rational(1, 5), Rational(2, 3))
_SIZES = (Integer(10) ** 6,), (Integer(10) ** 9, Integer(10) ** 12)
_CLOSEST = Rational(1, 2)  # the gain of the law next to the leading one, at least
_DIGITS, _GUARD, _FOUND = 20, 12, 12
_ROOM = 3
_PRODUCT = Integer(10) ** 24
_MODEL = Model(PowerLaw("3/2", "3/2", modes=30), 12, 20)
_RIDGE = Ridge("1/20")


def equiparameterization_checks() -> tuple[Check, ...]:
    """Final losses, their laws at fixed ratios, the best ratios, and the loss in u and v."""
    return (
        *ridgeless_checks(),
        bounded("laws at a fixed ratio of N and P", _laws, room=_ROOM),
        equal("ratios where the law has no slope", _ratios, digits=_FOUND, witness="symbolic"),
        equal("loss of a penalty in 1/N + 1/P and 1/(N P)", _of_both),
        identical("its slope in 1/N + 1/P", _slope),
    )


def _laws(result: Result, _: Effort) -> Iterable[Curve]:
    """Both sides at two ratios, against the end of training in digits."""
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for side in ("N<P", "P<N"):
            for share in _RATIOS:
                stated = in_regime(result, f"L at fixed ratio, {side}", point).subs(
                    {**point, ratio: share}
                )

                def value(size: Expr, side: str = side, share: Expr = share) -> Expr:
                    sizes = (size, size / share) if side == "N<P" else (size / share, size)
                    model = Model(spectrum, *sizes)  # noqa: B023
                    return to_sympy(exact.test_loss(model, oo, _DIGITS), _DIGITS)

                where = f"{side}, r = {share}, {at_point(point)}"
                error = stated * n**-_CLOSEST
                yield curve(value, (stated, error), n, _SIZES, where=where, digits=_DIGITS)


def _ratios(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The best ratios, and where the laws at a fixed product are least; both sides at one ratio."""
    for point in _POINTS:
        for side in ("N<P", "P<N"):
            law = in_regime(result, f"L at fixed ratio, {side}", point).subs(point)
            slope = diff(log(law.subs(n, sqrt(_PRODUCT * ratio))), ratio)
            stated = in_regime(result, f"n/m, {side}", point).subs(point).evalf(_DIGITS)
            found = nsolve(slope, ratio, stated * Rational(101, 100), prec=_DIGITS)
            yield stated, found, f"{side}, {at_point(point)}"
        if point[a] < point[b] + 1:
            at = {**point, n: Integer(7), ratio: _RATIOS[0]}
            names = "L for P<N over L for N<P", *(f"L at fixed ratio, {x}" for x in ("P<N", "N<P"))
            quotient, one, other = (
                in_regime(result, x, point).subs(at).evalf(_DIGITS) for x in names
            )
            yield quotient, one / other, f"quotient, {at_point(point)}"


def _of_both(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    width, samples = _MODEL.width, _MODEL.samples
    both = {u_NP: 1 / width + 1 / samples, v_NP: 1 / (width * samples)}
    point = {**numbers_at_penalty(_MODEL, _RIDGE.penalty, digits), **both}
    loss = loss_at_penalty(_MODEL, _RIDGE, digits)
    yield evaluated(result.formulas["L of u, v"], point, digits), loss, ""


def _slope(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    yield diff(result.formulas["L of u, v"], u_NP), result.formulas["dL/du"], ""


def _product_power(digits: int) -> Expr:
    """log(N'/N)/log(K'/K) of the widths that are best at two products K, by the exact losses."""
    widths = [_best_width(product, digits) for product in (10**8, 10**10)]
    return log(widths[1] / widths[0]) / log(100)


def _best_width(product: int, digits: int) -> Expr:
    """The width at which the final loss is least, N P and a = b = 3/2 given: by golden section."""
    spectrum = PowerLaw("3/2", "3/2")
    low, high = Rational(1, 100), Rational(9, 10)

    def loss(share: Expr) -> Expr:
        width = sqrt(product * share).evalf(20)
        model = Model(spectrum, width, width / share)
        return to_sympy(exact.test_loss(model, oo, 20), 20)

    for _ in range(40):
        inner = low + (high - low) * Rational(382, 1000), low + (high - low) * Rational(618, 1000)
        low, high = (low, inner[1]) if loss(inner[0]) < loss(inner[1]) else (inner[0], high)
    return sqrt(product * (low + high) / 2).evalf(digits)


PRODUCT_POWER = Number(
    "d log N/d log(N P), a = b = 3/2",
    lambda _: {a: Rational(3, 2), b: Rational(3, 2)},
    _product_power,
    undrawn="digits decide",
)
