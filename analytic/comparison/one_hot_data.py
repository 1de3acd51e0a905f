"""One-hot data: the mean over all outcomes, exact losses, the law, and samples that are drawn."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial

import numpy as np
from sympy import Add, Expr, Float, Integer, Rational, Symbol, binomial, expand, log, oo

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.comparison.budgets import fall_on_budget
from analytic.comparison.law_digits import curve, law_digits_check
from analytic.comparison.law_points import points
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import Evaluation, Experiment
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.notation import C, N, P, a, b, mu_k, n, p_k, t, z_k
from analytic.problem import Model, OneHotData, PowerLaw, replace_model
from analytic.problem.projections import AlignedProjection
from analytic.problem.quantity import Quantity
from analytic.result import Check, Effort, Result
from analytic.stated import Formula


class OneHot:
    """Formulas of one-hot data: what a mode leaves, the law, powers of each resource."""

    TEST, TRAIN, END = map(Formula, ("test", "train", "end"))
    WHOLE, POWER = map(Formula, ("L(P) to all powers", "power, {}"))
    FEW, MANY = map(Formula, ("power, t, few passes", "power, P, many passes"))
    PASSES = Formula("power, passes")


SHOWN = Experiment(Quantity(P, samples=P, data=OneHotData()))
KNOWN = Evaluation(Quantity(N, width=N, projection=AlignedProjection()))
_FEW = Integer(3)
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = tuple(Model(_SPECTRUM, samples=12, data=OneHotData(power)) for power in (1, "2/3"))
_TIME = Rational(7, 2)
_GUARD, _MANY = 10, Integer(10) ** 4
_USED_AGAIN, _SMOOTH = points("2 3/2", "3 2"), points("7/2 3/2", "3/2 2")  # a > b where used again
_DECADES, _RATIO, _SHORT = ([Integer(30)], [Integer(10) ** 6]), Integer(10), 15


def one_hot_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """All outcomes of a few samples, both losses in digits and in simulations, the law."""
    return (
        compare.identical("the mean over all outcomes of a few samples", _outcomes),
        compare.equal("losses of finitely many modes, mode by mode", _losses),
        compare.equal("the loss to all powers of P", _to_all_powers),
        law_digits_check(spectrum),
        compare.bounded("powers of each resource", _powers),
        compare.bounded("exponents of the least loss on a budget", _on_budgets),
        law_dice_check(spectrum, settling=Integer(0)),
        compare.replicated("losses of samples that are drawn", _drawn, copies=(1,)),
    )


def _outcomes(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Binomial probabilities times what each number of samples leaves."""
    chances = [binomial(_FEW, n) * p_k**n * (1 - p_k) ** (_FEW - n) for n in range(int(_FEW) + 1)]
    left = [chance * z_k**n for n, chance in enumerate(chances)]
    seen = [n * one / (_FEW * p_k) for n, one in enumerate(left)]
    for name, outcomes in ((OneHot.TEST, left), (OneHot.TRAIN, seen), (OneHot.END, left[:1])):
        stated = result.formulas[name].subs(P, _FEW)
        yield expand(stated), expand(Add(*outcomes)), str(name)


def _stated(result: Result, model: Model, digits: int) -> list[Expr]:
    """Both losses at a time, by adding what the formulas leave of each mode."""
    assert isinstance(model.data, OneHotData)
    ranks = [Integer(n) for n in range(1, int(_SPECTRUM.modes) + 1)]
    rates = [n**-_SPECTRUM.b for n in ranks]
    total = Add(*(rate**model.data.power for rate in rates))
    sums = {OneHot.TEST: Integer(0), OneHot.TRAIN: Integer(0)}
    for rank, rate in zip(ranks, rates, strict=True):
        share = (rate**model.data.power / total).evalf(digits)
        sizes: dict[Symbol, Expr] = {P: model.samples, p_k: share, mu_k: rate / share, t: _TIME}
        left = result.formulas[z_k].subs(sizes).evalf(digits)
        for name in sums:
            kept = result.formulas[name].subs({**sizes, z_k: left}).evalf(digits)
            sums[name] += rank**-_SPECTRUM.a * kept
    return [value.evalf(digits) for value in sums.values()]


def _losses(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    digits = effort.digits + _GUARD
    for model in _MODELS:
        found = exact.losses(model, _TIME, digits)
        for stated, number in zip(_stated(result, model, digits), found, strict=True):
            yield stated, to_sympy(number, digits), str(model.data)


def _to_all_powers(result: Result, effort: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Where what is left is below all digits, and the modes are still added one by one."""
    digits = effort.digits + _GUARD
    model = Model(PowerLaw(2, "3/2"), samples=_MANY, data=OneHotData())
    stated = result.formulas[OneHot.WHOLE].subs({a: 2, b: Rational(3, 2), P: _MANY})
    yield stated.evalf(digits), exact_loss(model, oo, digits), ""


def _powers(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Local exponents in n: of few passes that of unlimited samples, at t = n; many at the end.

    At n samples and n^p passes, p the power of those that help, both fall alike.
    """
    for point in _USED_AGAIN:
        law, rates = PowerLaw(*(point[one] for one in (a, b))), PowerLaw(point[a], point[a])
        data = OneHotData(point[b] / point[a])
        few, many, passes = (
            result.formulas[one].subs(point) for one in (OneHot.FEW, OneHot.MANY, OneHot.PASSES)
        )
        cases: Mapping[str, tuple[Expr, Model, Expr, Expr]] = {
            "N": (result.formulas[OneHot.POWER.of(N)].subs(point), _leading(law), oo, n),
            "t": (result.formulas[OneHot.POWER.of(t)].subs(point), Model(law), n, oo),
            "few passes": (few, Model(rates), n, oo),
            "many passes": (many, Model(rates, data=data), oo, n),
            "passes that help": (many, Model(rates), n ** (1 + passes), oo),
        }
        for name, (power, model, time, size) in cases.items():

            def fall(at: Expr, model: Model = model, time: Expr = time, size: Expr = size) -> Expr:
                one, other = (
                    exact_loss(_of_size(model, size.subs(n, it)), time.subs(n, it), _SHORT)
                    for it in (at, _RATIO * at)
                )
                return (log(one / other) / log(_RATIO)).evalf(_SHORT)

            yield curve(
                fall, (power, 1 / n), n, _DECADES, where=f"{name}, {compare.at_point(point)}"
            )


def _leading(law: PowerLaw) -> Model:
    return Model(law, projection=AlignedProjection())


def _of_size(model: Model, size: Expr) -> Model:
    """The model with so many leading modes, or samples."""
    if isinstance(model.projection, AlignedProjection):
        return replace_model(model, width=size)
    return replace_model(model, samples=size)


def _on_budgets(result: Result, _: Effort) -> Iterable[compare.Curve]:
    """Local exponents of the least loss of N leading modes at C = N t."""
    for point in (*_USED_AGAIN, *_SMOOTH):
        law, share = PowerLaw(point[a], point[b]), 1 / (1 + point[b])
        near, far = ([size ** (1 / share)] for size in (Integer(30), Integer(10) ** 4))
        rate = result.formulas[OneHot.POWER.of(C)].subs(point)
        fall = partial(_fall, law)
        yield curve(fall, (rate, C**-share), C, (near, far), where=compare.at_point(point))


@lru_cache(maxsize=16)
def _fall(law: PowerLaw, compute: Expr) -> Expr:
    def loss(width: int, time: float) -> float:
        return float(exact.test_loss(_of_size(_leading(law), Integer(width)), time))

    return Float(
        fall_on_budget(loss, 1, 1 / (1 + float(law.b)), float(compute), 100.0, (0.3, 0.1)).rate
    )


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    for model in _MODELS:
        stated = np.array(_stated(result, model, _GUARD + 6), dtype=float)

        def draw(_: int, effort: Effort, model: Model = model) -> compare.Reals:
            found = sampling.losses(model, float(_TIME), **effort.simulation)
            return np.stack([found.test.samples, found.train.samples], axis=1)

        yield compare.Replicas(stated, draw)
