r"""The best penalty: stationary in digits, its laws at large N and P, and that more of both helps.

The laws are leading orders: what they leave is of relative order 1/N, as d(kappa) is A kappa^-1/b
less 1/2.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from sympy import Add, Expr, Integer, Rational, Symbol, diff, oo

from analytic import exact
from analytic.comparison import comparators as compare
from analytic.comparison.final_losses import (
    DOUBLE,
    final_replicas,
    numbers_at_penalty,
)
from analytic.comparison.law_digits import curve
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.notation import (
    N,
    P,
    Q_w,
    a,
    b,
    chi,
    d,
    d_2,
    d_3,
    g_w,
    kappa,
    sigma2,
    w,
    w_2,
    w_3,
    y,
    z,
    z_star,
)
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge, replace_model
from analytic.result import Check, Effort, Number, Result
from analytic.stated import L_BEST, Formula


class OptimalRidge:
    """Formulas of the loss with any penalty, and of the best one of an isotropic target."""

    LOSS, IN_SHARE, IN = map(Formula, ("L + sigma^2", "L + sigma^2 in y", "dL/d{}"))
    SLOPE, EQUAL, PENALTY = map(Formula, ("slope", "z at N = P", "gamma*"))
    OVER_JOINT = Formula("L* over the joint law")


_FEW = MeasuredSpectrum([1, "1/2", "1/10", "1/50", "1/60"], [1, 0, "1/3", 2, "1/9"])
_MODELS = (Model(_FEW, 3, 4, "1/2"), Model(_FEW, 4, 3, "1/5"), Model(_FEW, 3, 3, "1/7"))
_RATIOS = (Rational(1, 4), Integer(1))  # N/P
_CAPACITIES = (Rational(3, 2), Integer(3))
_SIZES = (), (Integer(10) ** 8,)
_LEFT = 10  # over P, relative: A kappa^-1/b is off by 1/2, of which both are powers
_PROBLEMS = (
    Model(PowerLaw(2, "3/2"), 100, 100),
    Model(PowerLaw(2, "3/2"), 100, 100, "1/4"),
    Model(PowerLaw("5/4", "3/2"), 30, 100, "1/100"),
    Model(PowerLaw("7/2", "5/4"), 100, 30, "1/100"),
    Model(MeasuredSpectrum([1, "1/10", "1/1000"], [0, 0, 1]), 2, 2, "1/10"),
)
_SHARES = (*map(Rational, ("1/2", "1", "3")), oo)
_ROUNDING = 1e-9
_DIGITS, _SLOPE_DIGITS, _GUARD = 20, 18, 12
_PENALTY, _STEP = Rational(1, 30), Rational(1, 10**12)

_DRAWN = Model(PowerLaw(2, "3/2", modes=20), 10, 10, "1/4")


def optimal_ridge_checks() -> tuple[Check, ...]:
    """The stationary point, the laws, monotony, the algebra of y, and simulations."""
    return (
        compare.identical("the loss through y, and its slopes", _through_y),
        compare.equal(
            "slope in the regulariser, zero at the best penalty", _slopes, digits=_SLOPE_DIGITS
        ),
        compare.bounded("laws of the best penalty and the loss there", _laws),
        compare.equal("the condition, and N = P", _conditions, witness="symbolic"),
        compare.ordered("monotone in width and data with the best penalty", lambda *_: _widened()),
        compare.replicated(
            "the loss at the best penalty by replication", lambda one, _: [_drawn(one)]
        ),
    )


def _through_y(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The loss in y with y, Q and g put back, and the slopes as derivatives of it."""
    formulas = result.formulas
    in_y = formulas[OptimalRidge.IN_SHARE]
    known = {y: formulas[y], Q_w: kappa * w + sigma2, g_w: kappa * (w - kappa * w_2)}
    yield in_y.subs(known), formulas[OptimalRidge.LOSS], "y put back"
    for one in (y, P):
        yield diff(in_y, one), formulas[OptimalRidge.IN.of(one)], f"slope in {one}"


def _sums(model: Model, root: Expr) -> dict[Symbol, Expr]:
    """The sums over few modes at kappa, and what else the formulas consist of."""
    pairs = zip(_FEW.eigenvalues, _FEW.target_power, strict=True)
    modes = [(Rational(rate), Rational(c)) for rate, c in pairs]
    sums: dict[Symbol, Expr] = {}
    for n, of_rate, of_target in ((1, d, w), (2, d_2, w_2), (3, d_3, w_3)):
        sums[of_rate] = Add(*((rate / (rate + root)) ** n for rate, _ in modes))
        sums[of_target] = Add(*(c / (rate + root) ** n for rate, c in modes))
    return {**sums, kappa: root, N: model.width, P: model.samples, sigma2: model.noise}


def _slopes(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The slope in kappa against losses at two penalties beside each other."""
    digits, working = min(_DIGITS, effort.digits), 3 * _DIGITS
    for model in _MODELS:
        best = Rational(str(to_sympy(exact.optimal_ridge(model, digits).penalty, digits)))
        for penalty, where in ((_PENALTY, "aside"), (best, "at the best penalty")):
            before, at, after = (
                _solved(model, penalty * (1 + n * _STEP), working) for n in (-1, 0, 1)
            )
            slope = (after[1] - before[1]) / (after[0] - before[0])
            stated = evaluated(result.formulas[OptimalRidge.SLOPE], _sums(model, at[0]), working)
            scale = at[1] / at[0]  # a slope of zero is one of no digits
            yield 1 + stated / scale, 1 + slope / scale, where


def _solved(model: Model, penalty: Expr, digits: int) -> tuple[Expr, Expr]:
    """kappa at a penalty, and the loss with noise."""
    root = to_sympy(exact.responses(model, penalty, digits).kappa, digits)
    return root, exact_loss(model, oo, digits, Ridge(penalty)) + model.noise


def _laws(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """The loss and the penalty that are best, for isotropic targets at three ratios N/P."""
    for capacity, ratio in product(_CAPACITIES, _RATIOS):
        spectrum = PowerLaw(capacity, capacity)
        for name, number in ((L_BEST, "loss"), (OptimalRidge.PENALTY, "penalty")):
            stated = result.formulas[name].subs({a: capacity, b: capacity, N: ratio * P})

            def value(size: Expr, number: str = number, ratio: Expr = ratio) -> Expr:
                found = _best(Model(spectrum, ratio * size, size))  # noqa: B023
                return to_sympy(getattr(found, number), _DIGITS)

            where = f"{name}, b = {capacity}, N/P = {ratio}"
            yield curve(value, (stated, _LEFT * stated / P), P, _SIZES, where=where, digits=_DIGITS)


@lru_cache(maxsize=64)
def _best(model: Model) -> exact.OptimalRidge:
    return exact.optimal_ridge(model, _DIGITS)


def _conditions(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """The root put into z + chi z^2 = 1, and the loss at N = P over the joint law."""
    formulas = result.formulas
    for value in (Rational(-1, 5), Rational(1, 3), Integer(2)):
        root = formulas[z].subs(chi, value).evalf(effort.digits + _GUARD)
        yield root + value * root**2, Integer(1), f"chi = {value}"
    for capacity in _CAPACITIES:
        laws = formulas[L_BEST].subs({a: capacity, b: capacity})
        joint = laws.limit(N, oo).subs(P, P / 2)
        stated = formulas[OptimalRidge.OVER_JOINT].subs(z_star, formulas[OptimalRidge.EQUAL])
        measured = (laws.subs(N, P) / joint).subs(P, 1)
        yield stated.subs(b, capacity).evalf(20), measured.evalf(20), f"N = P, b = {capacity}"


def _widened() -> Iterable[tuple[float, float, str]]:
    """The least loss at more and more width, and at more and more data."""
    for number, model in enumerate(_PROBLEMS, start=1):
        for resource in ("width", "samples"):
            sizes = [share * getattr(model, resource) for share in _SHARES]
            losses = [
                exact.optimal_ridge(replace_model(model, **{resource: size})).loss for size in sizes
            ]
            for size, before, after in zip(sizes[1:], losses, losses[1:], strict=False):
                where = f"problem {number}, {resource} {size}"
                yield float(after), float(before + _ROUNDING * losses[0]), where


def _drawn(result: Result) -> compare.Replicas:
    """The formula of the loss at the best penalty, and draws of it."""
    penalty = Rational(exact.optimal_ridge(_DRAWN).penalty)
    numbers = numbers_at_penalty(_DRAWN, penalty, DOUBLE)
    stated = evaluated(result.formulas[OptimalRidge.LOSS], numbers, DOUBLE) - _DRAWN.noise
    return final_replicas(_DRAWN, [stated], Ridge(penalty))


_CAPACITY = _CAPACITIES[0]
_EQUAL = Model(PowerLaw(_CAPACITY, _CAPACITY), 10**9, 10**9)


def _over_joint(digits: int) -> Expr:
    """The least loss at N = P over the loss at N = infinity and half as many samples."""
    wide = replace_model(_EQUAL, width=oo, samples=_EQUAL.samples / 2)
    one, other = (exact.optimal_ridge(model, digits).loss for model in (_EQUAL, wide))
    return to_sympy(one, digits) / to_sympy(other, digits)


AT_EQUAL = Number(
    "L^* at N = P = 10^9 over that at N = infinity, P = 5 10^8; a = b = 3/2",
    lambda _: {a: _CAPACITY, b: _CAPACITY},
    _over_joint,
    undrawn="simulations do not reach such sizes",
)
