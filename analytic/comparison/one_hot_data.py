"""One-hot data: the mean over all outcomes, exact losses, the law, and samples that are drawn."""

from collections.abc import Iterable

import numpy as np
from sympy import Add, Expr, Integer, Rational, Symbol, binomial, expand, oo

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas, equal, identical, replicated
from analytic.comparison.law_digits import law_digits_check
from analytic.comparison.law_simulations import law_dice_check
from analytic.comparison.measure import Evaluation, Experiment
from analytic.comparison.numbers import exact_loss, to_sympy
from analytic.notation import N, P, a, b, mu_k, p_k, t, z_k
from analytic.problem import Model, OneHotData, PowerLaw
from analytic.problem.projections import AlignedProjection
from analytic.problem.quantity import Quantity
from analytic.result import Check, Effort, Result

SHOWN = Experiment(Quantity(P, samples=P, data=OneHotData()))
KNOWN = Evaluation(Quantity(N, width=N, projection=AlignedProjection()))
_FEW = Integer(3)
_SPECTRUM = PowerLaw(2, "3/2", modes=20)
_MODELS = tuple(Model(_SPECTRUM, samples=12, data=OneHotData(power)) for power in (1, "2/3"))
_TIME = Rational(7, 2)
_GUARD, _MANY = 10, Integer(10) ** 4


def one_hot_checks(spectrum: PowerLaw) -> tuple[Check, ...]:
    """All outcomes of a few samples, both losses in digits and in simulations, the law."""
    return (
        identical("the mean over all outcomes of a few samples", _outcomes),
        equal("losses of finitely many modes, mode by mode", _losses),
        equal("the loss to all powers of P", _to_all_powers),
        law_digits_check(spectrum),
        law_dice_check(spectrum, settling=Integer(0)),
        replicated("losses of samples that are drawn", _drawn, copies=(1,)),
    )


def _outcomes(result: Result, _: Effort) -> Iterable[tuple[Expr, Expr, str]]:
    """Binomial probabilities times what each number of samples leaves."""
    chances = [binomial(_FEW, n) * p_k**n * (1 - p_k) ** (_FEW - n) for n in range(int(_FEW) + 1)]
    left = [chance * z_k**n for n, chance in enumerate(chances)]
    seen = [n * one / (_FEW * p_k) for n, one in enumerate(left)]
    for name, outcomes in (("test", left), ("train", seen), ("end", left[:1])):
        stated = result.formulas[name].subs(P, _FEW)
        yield expand(stated), expand(Add(*outcomes)), name


def _stated(result: Result, model: Model, digits: int) -> list[Expr]:
    """Both losses at a time, by adding what the formulas leave of each mode."""
    assert isinstance(model.data, OneHotData)
    ranks = [Integer(n) for n in range(1, int(_SPECTRUM.modes) + 1)]
    rates = [n**-_SPECTRUM.b for n in ranks]
    total = Add(*(rate**model.data.power for rate in rates))
    sums = {"test": Integer(0), "train": Integer(0)}
    for n, rate in zip(ranks, rates, strict=True):
        share = (rate**model.data.power / total).evalf(digits)
        sizes: dict[Symbol, Expr] = {P: model.samples, p_k: share, mu_k: rate / share, t: _TIME}
        left = result.formulas["z_k"].subs(sizes).evalf(digits)
        for name in sums:
            kept = result.formulas[name].subs({**sizes, z_k: left}).evalf(digits)
            sums[name] += n**-_SPECTRUM.a * kept
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
    stated = result.formulas["L(P) to all powers"].subs({a: 2, b: Rational(3, 2), P: _MANY})
    yield stated.evalf(digits), exact_loss(model, oo, digits), ""


def _drawn(result: Result, _: Effort) -> Iterable[Replicas]:
    for model in _MODELS:
        stated = np.array(_stated(result, model, _GUARD + 6), dtype=float)

        def draw(_: int, effort: Effort, model: Model = model) -> Reals:
            found = sampling.losses(model, float(_TIME), **effort.simulation)
            return np.stack([found.test.samples, found.train.samples], axis=1)

        yield Replicas(stated, draw)
