r"""Residual layers: D_N as the problem states it, many layers, both ends of training, budgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product

from sympy import Expr, Float, Integer, Min, Rational, Symbol, log, oo, zeta

from analytic import exact
from analytic.comparison.budgets import fall_on_budget
from analytic.comparison.comparators import Curve, Pair, at_point, bounded, equal
from analytic.comparison.law_digits import curve
from analytic.comparison.law_points import points
from analytic.comparison.numbers import evaluated, exact_loss, to_sympy
from analytic.comparison.projections import (
    Case,
    drawn_losses_check,
    final_losses_check,
    first_order_check,
    responses_check,
    single_draws_check,
    statement_check,
)
from analytic.notation import D_N, C, J, M, P, a, b, d, l_N, r_C, sigma2, t, t_star, tau, x_minus, z
from analytic.problem import Model, PowerLaw, Projection
from analytic.problem.residual_projections import ResidualProjection
from analytic.result import Check, Effort, Result
from analytic.roots import Bracket, bracketed_root
from analytic.stated import Formula


class Residual:
    """Formulas of residual layers."""

    DEEP, MANY, WHOLE = map(Formula, ("D_N, deep", "D_N, many layers", "D_N at d = M"))
    WIDE, SHORT = map(Formula, ("L + sigma^2, l_N", "L + sigma^2, P < M"))
    LONG, ADDED, SCALED = map(Formula, ("L, P > M", "added", "s M^b"))
    LEAST, FADING = map(Formula, ("tau, least s M^b", "fading"))
    DENSE_RATE = Formula("r_C, dense")


_FEW = PowerLaw(2, "3/2", modes=12)
_TAU, _LAYERS = Rational(3, 4), Integer(2)
_LETTERS: Mapping[Symbol, Expr] = {M: Integer(12), tau: _TAU, J: _LAYERS}
_SHALLOW, _DEEP = ResidualProjection(_LAYERS, _TAU), ResidualProjection(oo, _TAU)
_CASES = [
    Case(D_N, Model(_FEW, oo, 4, "1/4", _SHALLOW), _LETTERS),
    Case(Residual.DEEP, Model(_FEW, oo, 4, "1/4", _DEEP), _LETTERS),
]

_ENDS, _OPEN = (Residual.SHORT, Residual.SHORT), (Residual.WIDE, Residual.WIDE)
_POINTS = points("2 3/2", "7/2 3/2")
_BUDGET_POINTS = points("3/2 2", "2 5/2")  # powers of kappa far apart
_COSTS = {1: r_C, 2: Residual.DENSE_RATE}
_SIZES, _RATIO = (Integer(30), Integer(10) ** 4), 100.0
_MANY = (Integer(100),), (Integer(10) ** 4, Integer(10) ** 6)
_WIDE = (Integer(100),), (Integer(10) ** 4,)
_DEPTHS = (Integer(10),), (Integer(10) ** 3, Integer(10) ** 5)
_LATE = _POINTS[1]  # a > b + 1
_DECADES = (Integer(10) ** 4,), (Integer(10) ** 12,)
_OFF_THE_ENDS, _CLOSE, _FEW_DIGITS, _EDGE_BITS = Float("1e-3"), Float("1e-10"), 12, 96
_SHARES = (Rational(1, 3), Rational(4, 5))  # d/M
_DIGITS, _GUARD = 20, 12


def residual_checks() -> tuple[Check, ...]:
    """D_N of few layers and of many, training on few samples and on many, exponents, draws."""
    shallow, deep = _CASES
    return (
        statement_check(_CASES),
        bounded("many layers", _many_layers, witness="symbolic"),
        equal("all modes at once", _at_all_modes, witness="symbolic"),
        responses_check(_CASES),
        final_losses_check([deep], _ENDS),
        replace(final_losses_check([shallow], _OPEN), name="two layers at the end of training"),
        equal("noise beyond M", _noise),
        first_order_check({l_N: _of_layers}),
        bounded("what layers add on few samples", _added),
        bounded("the frequency at t ~ M^b", _frequencies),
        bounded("the slowest rate", _slowest),
        bounded("beyond t ~ M^b", _fading),
        bounded("where the floor is reached", _reached),
        bounded("exponents of the least loss on a budget", _on_budgets),
        single_draws_check([shallow]),
        drawn_losses_check([shallow], _OPEN),
    )


def _model(spectrum: PowerLaw, projection: Projection = _DEEP, **more: Expr) -> Model:
    return Model(spectrum, projection=projection, **more)


def _many_layers(result: Result, _: Effort) -> Iterable[Curve]:
    """J layers beside the limit with its first correction."""
    for share in _SHARES:
        point = {d: share * M, tau: _TAU}
        layers, stated = (result.formulas[name].subs(point) for name in (D_N, Residual.MANY))

        def value(depth: Expr, layers: Expr = layers) -> Expr:
            return layers.subs(J, depth).subs(M, 1).evalf(_DIGITS)

        yield curve(value, (stated.subs(M, 1), J**-2), J, _DEPTHS, where=f"d = {share} M")


def _at_all_modes(result: Result, effort: Effort) -> Iterable[Pair]:
    for depth in (1, 5):
        point = {J: depth, tau: _TAU, M: 12, d: 12}
        one, other = (
            evaluated(result.formulas[name], point, effort.digits + _GUARD)
            for name in (D_N, Residual.WHOLE)
        )
        yield one, other, f"J = {depth}"


def _noise(result: Result, effort: Effort) -> Iterable[Pair]:
    """On more samples than modes."""
    digits = effort.digits + _GUARD
    for projection in (_SHALLOW, _DEEP):
        model = _model(_FEW, projection, samples=Integer(17), noise=Rational(1, 3))
        point = {M: 12, P: model.samples, sigma2: model.noise}
        stated = evaluated(result.formulas[Residual.LONG], point, digits)
        yield stated, exact_loss(model, digits=digits), str(projection.depth)


def _of_layers(size: Expr) -> tuple[Model, Mapping[Symbol, Expr]]:
    """Two layers of n modes."""
    model = _model(_FEW.with_modes(size), ResidualProjection(_LAYERS, _TAU))
    return model, {M: size, tau: _TAU, J: _LAYERS}


def _added(result: Result, _: Effort) -> Iterable[Curve]:
    """What the layers add to the loss on P samples, of M = P^3 modes, times M."""
    for point in _POINTS:
        stated = (M * result.formulas[Residual.ADDED]).subs({**point, tau: _TAU})
        powers = PowerLaw(a, b).at(point)

        def value(samples: Expr, powers: PowerLaw = powers) -> Expr:
            spectrum, digits = powers.with_modes(samples**3), 2 * _DIGITS
            deep = exact_loss(_model(spectrum, samples=samples), digits=digits)
            return samples**3 * (deep - exact_loss(Model(spectrum, samples=samples), digits=digits))

        where = f"a = {point[a]}"
        yield curve(value, (stated, stated / P), P, _WIDE, where=where, digits=_DIGITS)


def _frequencies(result: Result, _: Effort) -> Iterable[Curve]:
    """s and kappa of M modes, both times M^b: the formula at the kappa of digits."""
    power = _POINTS[0][b]
    scaled = result.formulas[Residual.SCALED].subs({b: power, tau: _TAU})

    def value(modes: Expr) -> Expr:
        spectrum = PowerLaw(2, power, modes=modes)
        found = exact.responses(_model(spectrum), modes**-power, _DIGITS).kappa
        at = {z: to_sympy(found, _DIGITS) * modes**power}
        return evaluated(scaled, at, _DIGITS)

    yield curve(value, (Integer(1) + 0 * M, 1 / M), M, _MANY)


def _slowest(result: Result, _: Effort) -> Iterable[Curve]:
    """The least frequency and where it is, beside the edge of the spectrum of M modes."""
    power = _LATE[b]
    strength, scaled = (
        result.formulas[name].subs({b: power}) for name in (Residual.LEAST, Residual.SCALED)
    )

    def excess(at: Expr) -> Expr:
        return evaluated(strength, {z: at}, _FEW_DIGITS) - _TAU

    bracket = Bracket(-1 + _OFF_THE_ENDS, -_OFF_THE_ENDS)
    least = bracketed_root(excess, bracket, _CLOSE).low
    rate = -evaluated(scaled, {z: least, tau: _TAU}, _FEW_DIGITS)

    def edge(modes: Expr) -> exact.edges.BranchPoint:
        arithmetic = exact.precision.Multiple(_EDGE_BITS)
        return exact.edges.branch_point(arithmetic, _model(PowerLaw(2, power, modes=modes)))

    for name, stated in (("kappa", least), ("rate", rate)):

        def value(modes: Expr, name: str = name) -> Expr:
            return to_sympy(getattr(edge(modes), name), _FEW_DIGITS) * modes**power

        yield curve(value, (stated + 0 * M, 1 / M), M, _MANY, where=name)


def _fading(result: Result, _: Effort) -> Iterable[Curve]:
    """The loss at t_*, from M to 10 M, beside what is stated of it."""
    fading, late = (result.formulas[name].subs(_LATE) for name in (Residual.FADING, t_star))

    def over(modes: Expr) -> Expr:
        model = _model(PowerLaw(_LATE[a], _LATE[b], modes=modes))
        at = {M: modes, x_minus: Rational(exact.spectral_edge(model))}
        time = Integer(int(evaluated(late, at, _DIGITS)))
        return exact_loss(model, time, digits=_FEW_DIGITS) / evaluated(
            fading, {**at, t: time}, _FEW_DIGITS
        )

    def value(modes: Expr) -> Expr:
        return over(10 * modes) / over(modes)

    yield curve(value, (Integer(1) + 0 * M, log(M) ** -2), M, _DECADES)


def _reached(result: Result, _: Effort) -> Iterable[Curve]:
    """At t_* what is left over the floor F is a power of log(M): F(M) F(M^4) = F(M^2)^2."""
    left = result.formulas[Residual.FADING].subs(t, result.formulas[t_star])
    left = left.subs({**_LATE, x_minus: 1})

    def over(modes: Expr) -> Expr:
        floor = zeta(_LATE[a], modes + 1, evaluate=False)
        return evaluated(left / floor, {M: modes}, _DIGITS)

    def value(modes: Expr) -> Expr:
        return over(modes) * over(modes**4) / over(modes**2) ** 2

    yield curve(value, (Integer(1) + 0 * M, 1 / M), M, _MANY)


def _on_budgets(result: Result, _: Effort) -> Iterable[Curve]:
    """Local exponents of the least loss and its floor, at steps that cost M and M^2."""
    for place, power in product(range(len(_BUDGET_POINTS)), _COSTS):
        point = _BUDGET_POINTS[place]
        share = 1 / (power + point[b])  # C = M^(p + b)
        rate = result.formulas[_COSTS[power]].subs(point)
        error = C ** (-share * Min(1, abs(point[a] - 1 - point[b])))
        near, far = ([size ** (1 / share)] for size in _SIZES)

        def fall(compute: Expr, place: int = place, power: int = power) -> Expr:
            return Float(_fall(place, power, float(compute)))

        where = f"{at_point(point)}, C = M^{power} t"
        yield curve(fall, (rate, error), C, (near, far), where=where)


@lru_cache(maxsize=32)
def _fall(place: int, power: int, compute: float) -> float:
    point = _BUDGET_POINTS[place]
    spectrum = PowerLaw(point[a], point[b])

    def loss(modes: int, time: float) -> float:
        floor = zeta(point[a], modes + 1, evaluate=False).evalf(_DIGITS)
        return float(exact.test_loss(_model(spectrum.with_modes(modes)), time) + floor)

    return fall_on_budget(loss, power, 1 / (power + float(point[b])), compute, _RATIO).rate
