r"""The variance V_A of structured features: by its sums, over the decades, in simulations.

Sizes are d \asymp N^\theta: at unlimited data a penalty N^{-b \theta} for c < 1, where D_N tends to
one, and N^{-(b + c - 1) \theta} beyond.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from sympy import Add, Expr, Integer, Max, Rational, log, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.numbers import evaluated, to_sympy
from analytic.comparison.projections import feature_root, feature_shares
from analytic.notation import V_A, N, b, c, d, d_2, g_1, g_w, phi_2, theta, y
from analytic.problem import Model, PowerLaw, Ridge
from analytic.problem.projections import StructuredProjection
from analytic.result import Check, Effort, Number, Result
from analytic.stated import LEFT_OUT, Formula, Stated

RANGES = (
    "$c < 1/2$",
    "$1/2 < c < 1$, $N^(1 - c) << d << N$",
    "$1/2 < c < 1$, $d << N^(1 - c)$",
    "$c > 1$",
)


class Features:
    """Formulas of the variance of features, by the range of c."""

    SHARE, POWER = map(Formula, ("V_A/g, {}", "exponent, {}"))
    APART, ON_EDGE = map(Formula, ("phi_2, apart", "phi_2, $c = 1/2$"))


_SPECTRUM = PowerLaw(2, "3/2")
_RIDGE = Ridge("1/50")
_FEW = tuple(
    Model(PowerLaw(2, "3/2", modes=12), 6, 18, projection=StructuredProjection(power))
    for power in ("2/3", "3/2")
)
_DIGITS, _GUARD, _DOUBLE = 12, 12, 16
_NEAR_COLLISION = Rational(1, 10) ** 40


class _Ray(NamedTuple):
    """The power of features and theta, as laws are checked and as exponents are shown; sizes."""

    power: Expr
    theta: Expr
    shown: Expr
    near: tuple[Expr, ...]
    far: tuple[Expr, ...]


def _ray(power: str, over: str, shown: str, near: int, far: int) -> _Ray:
    sizes = ((Integer(10) ** size,) for size in (near, far))
    return _Ray(*map(Rational, (power, over, shown)), *sizes)


_RAYS: Mapping[str, _Ray] = dict(
    zip(
        RANGES,
        (
            _ray("3/10", "1/2", "1/2", 8, 20),
            _ray("2/3", "2/3", "2/3", 10, 36),
            _ray("2/3", "1/6", "0", 12, 36),
            _ray("2", "1/2", "1/2", 6, 10),
        ),
        strict=True,
    )
)


def feature_variance_checks() -> tuple[Check, ...]:
    """V_A by its sums, its leading terms and exponents over the decades, c = 1/2, simulations."""
    return (
        compare.equal("V_A of structured features", _exactly),
        compare.bounded("V_A of many features", _leading),
        compare.equal("exponents of V_A in N", _exponents, witness="symbolic"),
        compare.equal(
            "the sum over features on c = 1/2 and next to it", _collision, witness="symbolic"
        ),
        compare.replicated("V_A of structured features by replication", _drawn),
    )


def _stated(result: Result, model: Model, digits: int) -> Expr:
    """V_A by the formula of the page."""
    root = exact.responses(model, _RIDGE.penalty, digits).kappa
    sums = exact.resolvents(model.spectrum, root, digits)
    point = {one: to_sympy(getattr(sums, str(one)), digits) for one in (d, d_2)}
    at = feature_root(model, point[d], digits)
    squares = Add(*((g / (g + at)) ** 2 for g in feature_shares(model, digits)))
    formula = result.formulas[V_A]
    return evaluated(formula, {**point, phi_2: squares, g_w: _slope(model, root, digits)}, digits)


def _slope(model: Model, root: object, digits: int) -> Expr:
    """g at a kappa."""
    sums = exact.resolvents(model.spectrum, root, digits)
    at, first, second = (to_sympy(one, digits) for one in (root, sums.w, sums.w_2))
    return at * (first - at * second)


def _exactly(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    digits = effort.digits + _GUARD
    for model in _FEW:
        found = exact.decomposition(model, oo, digits, _RIDGE).features
        yield _stated(result, model, digits), to_sympy(found, digits), f"{model.projection}"


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    for model in _FEW:
        stated = np.array([_stated(result, model, _DOUBLE)], dtype=float)
        yield compare.Replicas(stated, partial(_simulated, model))


def _simulated(model: Model, r: int, effort: Effort) -> compare.Reals:
    """V_A in draws of r copies."""
    found = sampling.decomposition(
        model.replicated(r),
        oo,
        draws=effort.draws,
        seed=effort.seed,
        training=_RIDGE.replicated(r),
        executor=effort.executor,
    )
    return np.asarray(found.features.samples).reshape(-1, 1)


@lru_cache(maxsize=64)
def _share(power: Expr, over: Expr, size: Expr) -> tuple[Expr, Expr]:
    """V_A/g at d of order N^theta, and d, at unlimited data."""
    slower = _SPECTRUM.b + Max(0, power - 1)
    penalty = Rational(str((size ** (-slower * over) / 100).evalf(_DOUBLE)))
    model = Model(_SPECTRUM, size, projection=StructuredProjection(power))
    root = exact.responses(model, penalty, _DIGITS).kappa.real
    dimension = to_sympy(exact.resolvents(_SPECTRUM, root, _DIGITS).d, _DIGITS)
    found = exact.decomposition(model, oo, _DIGITS, Ridge(penalty)).features
    return to_sympy(found, _DIGITS) / _slope(model, root, _DIGITS), dimension


def _leading(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """V_A/g over its leading term at the d of digits."""
    for where, ray in _RAYS.items():

        def over(size: Expr, where: str = where, ray: _Ray = ray) -> Expr:
            found, dimension = _share(ray.power, ray.theta, size)
            return found / _at(result, Features.SHARE.of(where), ray, size, dimension)

        def left(size: Expr, where: str = where, ray: _Ray = ray) -> Expr:
            dimension = _share(ray.power, ray.theta, size)[1]
            terms = Add.make_args(result.formulas[LEFT_OUT.of(where)])
            return Add(*(abs(_valued(result, one, ray, size, dimension)) for one in terms))

        yield compare.Curve(
            where,
            *(
                [compare.Left(abs(over(size) - 1), left(size)) for size in sizes]
                for sizes in (ray.near, ray.far)
            ),
        )


def _at(
    result: Result, name: Stated, ray: _Ray, size: Expr, dimension: Expr, digits: int = _DIGITS
) -> Expr:
    return _valued(result, result.formulas[name], ray, size, dimension, digits)


def _valued(
    result: Result, formula: Expr, ray: _Ray, size: Expr, dimension: Expr, digits: int = _DIGITS
) -> Expr:
    point = {c: ray.power, b: _SPECTRUM.b, N: size, d: dimension}
    return formula.subs(g_1, result.formulas[g_1]).subs(point).evalf(digits)


def _exponents(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """The exponents stated, and those between two sizes of the leading terms."""
    sizes = tuple(Integer(10) ** size for size in (40, 50))
    for where, ray in _RAYS.items():
        at = {c: ray.power, theta: ray.theta}
        one, other = (
            _at(
                result, Features.SHARE.of(where), ray, size, size**ray.theta, effort.digits + _GUARD
            )
            for size in sizes
        )
        stated = result.formulas[Features.POWER.of(where)].subs(at)
        yield 1 + stated, 1 + log(one / other) / log(sizes[1] / sizes[0]), where


def _collision(result: Result, effort: Effort) -> Iterable[compare.Pair]:
    """The two terms that are singular on c = 1/2, next to it, and their limit."""
    point = {N: Integer(10) ** 6, y: Rational(1, 7)}
    apart = result.formulas[Features.APART].subs(c, Rational(1, 2) + _NEAR_COLLISION)
    digits = 2 * effort.digits
    half = result.formulas[Features.ON_EDGE]
    yield half.subs(point).evalf(digits), apart.subs(point).evalf(digits), "c = 1/2"


def feature_exponent(where: str) -> Number:
    """The exponent of V_A/g in N where c and theta are numbers."""
    ray = _RAYS[where]
    return Number(
        f"c = {ray.power}, theta = {ray.shown}, two decades up to {_last(ray).evalf(1)} features",
        lambda _: {c: ray.power, theta: ray.shown},
        partial(_local, ray),
        undrawn="digits decide",
    )


def _last(ray: _Ray) -> Expr:
    """The largest width at which an exponent is shown."""
    return max(*ray.far, Integer(10) ** 14)


def _local(ray: _Ray, digits: int) -> Expr:
    sizes = _last(ray) / 100, _last(ray)
    one, other = (_share(ray.power, ray.shown, size)[0] for size in sizes)
    return (log(one / other) / log(sizes[1] / sizes[0])).evalf(min(digits, _DIGITS))
