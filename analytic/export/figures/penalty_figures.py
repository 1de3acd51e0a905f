r"""Penalties: both losses over the penalty, the best penalty, and label noise under it.

Lines and points are the exact mean field, laws are drawn in black or dashed, bands are simulated,
two standard errors to each side.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from sympy import Expr, Integer, Rational, nan, oo

from analytic import exact, sampling
from analytic.comparison.law_digits import in_regime
from analytic.comparison.noise_and_regularisation import BestPenalty
from analytic.comparison.optimal_ridge import OptimalRidge
from analytic.comparison.ridge import Penalised
from analytic.export.figures.panel import Boundary, Curve, Figure, Panel
from analytic.notation import N, P, a, b, gamma_R, sigma2
from analytic.problem import GradientFlow, Model, PowerLaw, Ridge, replace_model
from analytic.real_numbers import shown
from analytic.result import Effort, Result
from analytic.stated import L_BEST, Formula

_MODES, _NOISE = 200, Rational(1, 10)
_SIZES = ((40, 120), (120, 40))
_PENALTIES = tuple(Rational(1, 10) ** Rational(n, 4) for n in range(-4, 21))
_SMALL = tuple(Rational(1, 10**n) for n in range(1, 9))
_DRAWN = slice(2, None, 3)

_SAMPLES = Integer(64)
_SHARES = tuple(Integer(2) ** Rational(n, 3) for n in range(-12, 13))
_FEW = (16, 32, 64, 128, 256)
_LARGE = tuple(Integer(10) ** n for n in range(1, 8))
_LEVELS = (Integer(0), Rational(1, 10**4), Rational(1, 10**2))
_DRAWN_DATA = (20, 60, 200)
_DATA = tuple(Integer(round(10 ** (2 * n / 3))) for n in range(2, 11))


def powers(spectrum: PowerLaw) -> str:
    """The powers of a figure's spectrum, for its title."""
    return rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$"


def ridge_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """Both losses over the penalty at finite sizes, and the test loss of a small one without."""
    first = Panel(
        title=rf"finite sizes, $\sigma^2 = {shown(_NOISE)}$, $M = {_MODES}$",
        x=r"$\gamma$",
        y=r"$L + \sigma^2$, $\hat L$",
        curves=tuple(
            curve
            for number, (width, samples) in enumerate(_SIZES)
            for curve in _over_penalty(
                Model(spectrum.with_modes(_MODES), width, samples, _NOISE), number, effort
            )
        ),
    )
    return Figure("ridge", f"Ridge, {powers(spectrum)}", (first, _saturating(result, spectrum)), 2)


def _over_penalty(model: Model, number: int, effort: Effort) -> Iterator[Curve]:
    noise, sizes = float(model.noise), rf"$N = {model.width}$, $P = {model.samples}$"
    both = [exact.losses(model, oo, None, Ridge(one)) for one in _PENALTIES]
    test = [one.test + noise for one in both]
    yield Curve.of(f"test, {sizes}", "test", _PENALTIES, test, colour=number)
    yield Curve.of(
        f"training, {sizes}", "train", _PENALTIES, [one.train for one in both], colour=number
    )
    if not effort.draws:
        return
    penalties = _PENALTIES[_DRAWN]
    drawn = [
        sampling.losses(model, draws=effort.draws, seed=effort.seed, training=Ridge(one))
        for one in penalties
    ]
    for label, estimates, above in (
        ("simulated, 2 s.e." if number else "_test", [one.test for one in drawn], noise),
        ("_training", [one.train for one in drawn], 0),
    ):
        means = [float(one.mean) + above for one in estimates]
        errors = [float(one.standard_error) for one in estimates]
        yield Curve.of(label, "simulated", penalties, means, errors, colour=number)


def _saturating(result: Result, spectrum: PowerLaw) -> Panel:
    """Nothing limited: a penalty, its law, and gradient flow at the inverse of the penalty."""
    model = Model(spectrum)
    ridge = [exact.test_loss(model, oo, None, Ridge(one)) for one in _SMALL]
    flow = exact.test_loss(model, [float(1 / one) for one in _SMALL])
    law = result.formulas[Penalised.SMALL].subs({a: spectrum.a, b: spectrum.b})
    line = [float(law.subs(gamma_R, one).evalf()) for one in _SMALL]
    curves = (
        Curve.of(r"penalty, exact", "exact", _SMALL, ridge, colour=0),
        Curve.of("penalty, law", "limit", _SMALL, line, colour=0),
        Curve.of(r"gradient flow, $t = 1/\gamma$", "exact", _SMALL, flow, colour=1),
    )
    return Panel(r"$N = P = \infty$, no noise", r"$\gamma$", "$L$", curves)


def best_penalty_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """No peak with the best penalty; its laws for an isotropic target where N = P."""
    model = Model(spectrum.with_modes(_MODES), samples=_SAMPLES, noise=_NOISE)
    widths = [share * _SAMPLES for share in _SHARES]
    best = [exact.optimal_ridge(replace_model(model, width=one)).loss for one in widths]
    none = [
        np.nan if one == _SAMPLES else exact.test_loss(replace_model(model, width=one), oo)
        for one in widths
    ]
    above = partial(np.add, float(_NOISE))
    curves = [
        Curve.of(r"$\gamma = 0$", "test", _SHARES, above(np.array(none, float)), colour=1),
        Curve.of(r"best $\gamma$", "test", _SHARES, above(np.array(best, float)), colour=0),
    ]
    if effort.draws:
        curves.append(_best_drawn(model, effort))
    first = Panel(
        rf"$P = {_SAMPLES}$, $\sigma^2 = {shown(_NOISE)}$, $M = {_MODES}$",
        "$N/P$",
        r"$L + \sigma^2$",
        tuple(curves),
        y_range=(0.8 * float(above(min(best))), 6.0 * float(above(max(best)))),
    )
    title = rf"The best penalty, $a = b = {shown(spectrum.b)}$"
    return Figure("optimal-ridge", title, (first, _at_equal_sizes(result, spectrum)), 2)


def _best_drawn(model: Model, effort: Effort) -> Curve:
    return _drawn_at_best(
        [replace_model(model, width=width) for width in _FEW],
        [width / float(_SAMPLES) for width in _FEW],
        float(_NOISE),
        effort,
        0,
    )


def _drawn_at_best(
    models: Sequence[Model], sizes: Sequence[float], above: float, effort: Effort, colour: int
) -> Curve:
    """Simulations of models, each at its best penalty."""
    found = []
    for model in models:
        penalty = exact.optimal_ridge(model).penalty
        training = Ridge(penalty) if penalty else GradientFlow()
        found.append(sampling.test_loss(model, np.inf, effort.draws, effort.seed, training))
    means = [float(one.mean) + above for one in found]
    errors = [float(one.standard_error) for one in found]
    return Curve.of("simulated, 2 s.e.", "simulated", sizes, means, errors, colour=colour)


def _at_equal_sizes(result: Result, spectrum: PowerLaw) -> Panel:
    found = [exact.optimal_ridge(Model(spectrum, one, one)) for one in _LARGE]
    curves = []
    for number, (name, label, values) in enumerate(
        (
            (L_BEST, "$L^*$", [one.loss for one in found]),
            (OptimalRidge.PENALTY, r"$\gamma^*$", [one.penalty for one in found]),
        )
    ):
        law = result.formulas[name].subs({a: spectrum.a, b: spectrum.b, N: P})
        line = [float(law.subs(P, one).evalf()) for one in _LARGE]
        curves.append(Curve.of(f"{label}, exact", "exact", _LARGE, values, colour=number))
        curves.append(Curve.of(f"{label}, law", "limit", _LARGE, line, colour=number))
    return Panel("$N = P$, no noise", "$P$", r"$L^*$, $\gamma^*$", tuple(curves))


def noise_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The least loss over samples at three levels of noise, and the best penalty."""
    losses: list[Curve] = []
    penalties: list[Curve] = []
    begins = []
    for number, noise in enumerate(_LEVELS):
        found = [exact.optimal_ridge(Model(spectrum, samples=one, noise=noise)) for one in _DATA]
        label = rf"$\sigma^2 = {_power_of_ten(noise)}$"
        losses.append(Curve.of(label, "exact", _DATA, [one.loss for one in found], colour=number))
        if noise == 0:
            continue
        penalties.append(
            Curve.of(label, "exact", _DATA, [one.penalty for one in found], colour=number)
        )
        for name, curves in ((BestPenalty.LOSS, losses), (BestPenalty.PENALTY, penalties)):
            curves += _law_line(result, name, spectrum, noise, number)
        begin = in_regime(result, BestPenalty.BEGINS, {a: spectrum.a, b: spectrum.b})
        if begin != nan:
            begins.append(Boundary("noise counts", float(begin.subs(sigma2, noise).evalf())))
    if effort.draws:
        loud = Model(spectrum, noise=_LEVELS[-1]).with_modes(_MODES)
        models = [replace_model(loud, samples=size) for size in _DRAWN_DATA]
        losses.append(_drawn_at_best(models, _DRAWN_DATA, 0, effort, len(_LEVELS) - 1))
    panels = (
        Panel("with the best penalty", "$P$", "$L^*$", tuple(losses), tuple(begins)),
        Panel("the best penalty", "$P$", r"$\gamma^*$", tuple(penalties), tuple(begins)),
    )
    title = rf"Label noise at $N = \infty$, {powers(spectrum)}"
    return Figure("noise-and-regularisation", title, panels, 2)


def _law_line(
    result: Result, stated: Formula, spectrum: PowerLaw, noise: Expr, number: int
) -> Iterator[Curve]:
    law = in_regime(result, stated, {a: spectrum.a, b: spectrum.b})
    if law != nan:
        line = [float(law.subs({sigma2: noise, P: one}).evalf()) for one in _DATA]
        yield Curve.of("law" if number == 1 else "_law", "limit", _DATA, line, colour=number)


def _power_of_ten(noise: Expr) -> str:
    return "0" if noise == 0 else f"10^{{{1 - len(str(noise.q))}}}"
