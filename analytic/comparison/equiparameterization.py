r"""The best N/P at a fixed product: laws at fixed ratios in digits, ratios where they are least."""

from collections.abc import Iterable, Mapping

from sympy import (
    Expr,
    Integer,
    Poly,
    Rational,
    Symbol,
    diff,
    fraction,
    log,
    nan,
    nsolve,
    oo,
    sqrt,
)

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.double_descent import ridgeless_checks
from analytic.comparison.final_losses import numbers_at_penalty
from analytic.comparison.law_digits import curve, in_regime
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, exact_loss
from analytic.comparison.two_budgets import powers_check
from analytic.notation import K_NP, N, P, a, b, n, ratio, u_NP, v_NP, x
from analytic.problem import GradientFlow, Model, PowerLaw, Ridge
from analytic.quotient import cancel
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, by_smaller


class BestRatio:
    """Formulas of the best N/P: laws at a ratio, by the smaller one, and the ratios."""

    LAW, RATIO = map(by_smaller, ("L at fixed ratio, {}", "n/m, {}"))
    OVER, OF_BOTH, SLOPE = map(Formula, ("L for P<N over L for N<P", "L of u, v", "dL/du"))
    BY_RATIO, BY_KAPPA = map(Formula, ("y by N/P", "y by kappa"))
    WITH_PENALTY, OUTGROWN = map(Formula, ("P/N with a penalty", "P, outgrown"))


_POINTS = points("5/4 3/2", "2 3/2", "5 3")
_RATIOS = (Rational(1, 5), Rational(2, 3))
_SIZES = (Integer(10) ** 6,), (Integer(10) ** 9, Integer(10) ** 12)
_CLOSEST = Rational(1, 2)  # the gain of the law next to the leading one, at least
_DIGITS, _GUARD, _FOUND = 20, 12, 12
_ROOM = 3
_PRODUCT = Integer(10) ** 24
_STEP, _PRODUCT_DIGITS = Rational(1, 10**6), 30
_LEAST = Rational(1, 10**9)  # x = 0 is a root, too
_LEFT = 10  # times n^-1/2: the power by which the next term of a sum is smaller, at least
_PARTED = *_POINTS, *points("8/5 11/10")  # the best penalty of the last is zero
_STEEP = points("4 3/2", "7/2 2", "5 3")
_OUTGROWN = points("7/2 3/2", "5 3/2")
_LONG_PRODUCT = Integer(10) ** 72
_STEEP_PRODUCT, _ASIDE = Integer(10) ** 30, (Rational(9, 10), Rational(10, 9))
_MODEL = Model(PowerLaw("3/2", "3/2", modes=30), 12, 20)
_RIDGE = Ridge("1/20")


def equiparameterization_checks() -> tuple[Check, ...]:
    """Final losses, their laws at fixed ratios, the best ratios, and the loss in u and v."""
    return (
        *ridgeless_checks(),
        compare.bounded("laws at a fixed ratio of N and P", _laws, room=_ROOM),
        compare.equal(
            "ratios where the law has no slope", _ratios, digits=_FOUND, witness="symbolic"
        ),
        compare.equal("loss of a penalty in 1/N + 1/P and 1/(N P)", _of_both),
        compare.identical("its slope in 1/N + 1/P", _slope),
        compare.compared(
            "exact", "best ratio with the best penalty", "terms left out", _with_penalty
        ),
        compare.ordered("losses about the best ratio, or without one", _about_the_best),
        compare.compared("exact", "samples where no ratio is best", "terms left out", _outgrown),
        powers_check(),
    )


def _laws(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Both sides at two ratios, against the end of training in digits."""
    for point in _POINTS:
        spectrum = PowerLaw(a, b).at(point)
        for side in (N, P):
            for share in _RATIOS:
                stated = in_regime(result, BestRatio.LAW[side], point).subs({**point, ratio: share})

                def value(size: Expr, side: Symbol = side, share: Expr = share) -> Expr:
                    sizes = (size, size / share) if side == N else (size / share, size)
                    model = Model(spectrum, *sizes)  # noqa: B023
                    return exact_loss(model, oo, _DIGITS)

                where = f"{side} is smaller, r = {share}, {compare.at_point(point)}"
                error = stated * n**-_CLOSEST
                yield curve(value, (stated, error), n, _SIZES, where=where, digits=_DIGITS)


def _ratios(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The best ratios, and where the laws at a fixed product are least; both sides at one ratio."""
    for point in _POINTS:
        for side in (N, P):
            law = in_regime(result, BestRatio.LAW[side], point).subs(point)
            slope = diff(log(law.subs(n, sqrt(_PRODUCT * ratio))), ratio)
            stated = in_regime(result, BestRatio.RATIO[side], point).subs(point).evalf(_DIGITS)
            found = nsolve(slope, ratio, stated * Rational(101, 100), prec=_DIGITS)
            yield stated, found, f"{side} is smaller, {compare.at_point(point)}"
        if point[a] < point[b] + 1:
            at = {**point, n: Integer(7), ratio: _RATIOS[0]}
            names = BestRatio.OVER, BestRatio.LAW[P], BestRatio.LAW[N]
            quotient, one, other = (
                in_regime(result, x, point).subs(at).evalf(_DIGITS) for x in names
            )
            yield quotient, one / other, f"quotient, {compare.at_point(point)}"


def _of_both(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    width, samples = _MODEL.width, _MODEL.samples
    both = {u_NP: 1 / width + 1 / samples, v_NP: 1 / (width * samples)}
    point = {**numbers_at_penalty(_MODEL, _RIDGE.penalty, digits), **both}
    loss = exact_loss(_MODEL, oo, digits, _RIDGE)
    yield evaluated(result.formulas[BestRatio.OF_BOTH], point, digits), loss, ""


def _slope(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    yield diff(result.formulas[BestRatio.OF_BOTH], u_NP), result.formulas[BestRatio.SLOPE], ""


def _with_penalty(result: Result, _: Effort) -> Iterable[compare.Off]:
    """The slope of the exact loss in log(N/P) at a fixed product, at the best penalty."""
    for point in _PARTED:
        share, root = _best_share(result, point), sqrt(_PRODUCT)
        if not share.is_positive:
            yield compare.Off(oo, f"no ratio, {compare.at_point(point)}")
            continue

        def loss(ratio: Expr, penalty: Expr, root: Expr = root) -> Expr:
            sizes = (root * sqrt(ratio), root / sqrt(ratio))
            model = Model(PowerLaw(a, b).at(point), *map(_rational, sizes))  # noqa: B023
            training = Ridge(penalty) if penalty else GradientFlow()
            return log(exact_loss(model, oo, _DIGITS, training))

        ratio = 1 / share
        sizes = map(_rational, (root * sqrt(ratio), root / sqrt(ratio)))
        penalty = Rational(exact.optimal_ridge(Model(PowerLaw(a, b).at(point), *sizes)).penalty)
        ends = [loss(ratio * (1 + sign * _STEP), penalty) for sign in (-1, 1)]
        slope = (ends[1] - ends[0]) / (2 * _STEP)
        yield compare.Off((abs(slope) / (_LEFT / sqrt(root))).evalf(5), compare.at_point(point))


def _rational(size: Expr) -> Expr:
    return Rational(str(size.evalf(_PRODUCT_DIGITS)))


def _best_share(result: Result, point: Mapping[Expr, Expr]) -> Expr:
    """P/N with the best penalty, where x is a root if it is not known in closed form."""
    share = in_regime(result, BestRatio.WITH_PENALTY, point).subs(point)
    if not share.has(x):
        return share.evalf(_PRODUCT_DIGITS)
    one, other = (
        in_regime(result, by, point).subs(point) for by in (BestRatio.BY_RATIO, BestRatio.BY_KAPPA)
    )
    apart = Poly(fraction(cancel(one - other))[0], x)
    roots = [root for root in apart.nroots(_PRODUCT_DIGITS) if root.is_real and _LEAST < root < 1]
    if len(roots) != 1:
        return nan
    (root,) = roots
    return share.subs(x, root).evalf(_PRODUCT_DIGITS)


def _about_the_best(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Less at the best P/N than aside; where there is none, less and less as it falls."""
    for point in _STEEP:
        spectrum = PowerLaw(a, b).at(point)
        best = in_regime(result, BestRatio.RATIO[P], point).subs(point)
        if best == 0:
            losses = [_final_at(spectrum, Rational(1, 3**n)) for n in range(1, 6)]
            pairs = zip(losses[1:], losses, strict=False)
        else:
            least, *aside = (_final_at(spectrum, best * one) for one in (1, *_ASIDE))
            pairs = zip((least, least), aside, strict=True)
        for smaller, larger in pairs:
            yield smaller, larger, compare.at_point(point)


def _outgrown(result: Result, _: Effort) -> Iterable[compare.Off]:
    """The slope of the exact loss in log P at a fixed product, at the samples stated."""
    for point in _OUTGROWN:
        spectrum = PowerLaw(a, b).at(point)
        stated = in_regime(result, BestRatio.OUTGROWN, point).subs({**point, K_NP: _LONG_PRODUCT})
        samples = stated.evalf(_PRODUCT_DIGITS)
        ends = []
        for sign in (-1, 1):
            size = _rational(samples * (1 + sign * _STEP))
            model = Model(spectrum, _LONG_PRODUCT / size, size)
            ends.append(log(exact_loss(model, oo, _DIGITS)))
        slope = (ends[1] - ends[0]) / (2 * _STEP)
        allowed = _LEFT * samples ** -(_CLOSEST / 2)
        yield compare.Off((abs(slope) / allowed).evalf(5), compare.at_point(point))


def _final_at(spectrum: PowerLaw, share: Expr) -> Expr:
    """The loss at the end of training where P/N is given, N P fixed."""
    root = sqrt(_STEEP_PRODUCT)
    model = Model(spectrum, *map(_rational, (root / sqrt(share), root * sqrt(share))))
    return exact_loss(model, oo, _DIGITS)
