r"""The peak at N = P: the loss against width at a fixed number of samples, by penalty and by time.

Solid the exact mean field, dashed the formula of the peak, points a simulation without a penalty
and at infinite time, two standard errors to each side.
"""

from collections.abc import Iterator

import numpy as np
from sympy import Expr, Float, Integer, Rational, oo

from analytic import exact, sampling
from analytic.comparison.double_descent import BY_PENALTY, BY_TIME
from analytic.comparison.final_losses import numbers_at_end
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.notation import delta, gamma_R, kappa, kappa_n, sigma2, t
from analytic.problem import GradientFlow, Model, PowerLaw, Ridge, replace_model
from analytic.real_numbers import shown
from analytic.result import Effort, Result

_SAMPLES = Integer(64)
_NOISE = Rational(1, 10)
_MODES = 400
_APART = tuple(Rational(n, 64) for n in (1, 2, 3, 5, 8, 16, 32, 64, 96, 128))
_SHARES = (*(1 / (1 + one) for one in reversed(_APART)), Integer(1), *(1 + one for one in _APART))
_SIDES = (-1, 1)
_NEAR = np.linspace(-0.15, 0.15, 40)
_SMALL = (Rational(1, 100), Rational(1, 10000))  # gamma/kappa or 1/(kappa t)
_SIMULATED = {-1: (24, 36, 48, 54), 1: (76, 100, 130, 180)}
_DIGITS = 12


def peak_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """Double descent of a power law in numbers, a panel each for penalties and for times."""
    model = Model(spectrum, samples=_SAMPLES, noise=_NOISE).with_modes(_MODES)
    top = dict(numbers_at_end(replace_model(model, width=_SAMPLES, samples=oo), _DIGITS))
    at = {**top, kappa_n: top.pop(kappa), sigma2: _NOISE}
    drawn = [_simulated(model, side, effort) for side in _SIDES] if effort.draws else []
    panels = tuple(
        Panel(
            title="penalty" if by_penalty else "time",
            x="$N/P$",
            y=r"$L + \sigma^2$",
            curves=(*_curves(result, model, at, by_penalty), *drawn),
        )
        for by_penalty in (True, False)
    )
    powers = rf"$a = {shown(spectrum.a)}$, $b = {shown(spectrum.b)}$, $P = {_SAMPLES}$"
    title = rf"Double descent, {powers}, $\sigma^2 = {shown(_NOISE)}$, $M = {_MODES}$ modes"
    return Figure("double-descent", title, panels, len(panels))


def _curves(
    result: Result, model: Model, at: dict[Expr, Expr], by_penalty: bool
) -> Iterator[Curve]:
    """The loss over width at the end, and at each penalty or time, with the formula of its peak."""
    end = [share for share in _SHARES if share != 1]
    for side in _SIDES:
        shares = [share for share in end if (share - 1) * side > 0]
        losses = [_loss(model, share, oo, GradientFlow()) for share in shares]
        label = r"$\gamma = 0$, $t = \infty$"
        yield Curve.of(label if side > 0 else "_" + label, "test", shares, losses, colour=0)
    left, letter = (BY_PENALTY, gamma_R) if by_penalty else (BY_TIME, t)
    for number, small in enumerate(_SMALL, start=1):
        size = (at[kappa_n] * small).evalf(_DIGITS)
        time, training = (oo, Ridge(size)) if by_penalty else (1 / size, GradientFlow())
        losses = [_loss(model, share, time, training) for share in _SHARES]
        label = rf"$\gamma = 10^{{{-len(str(small.q)) + 1}}}\,\kappa_n$"
        label = label if by_penalty else rf"$\kappa_n t = 10^{{{len(str(small.q)) - 1}}}$"
        yield Curve.of(label, "test", _SHARES, losses, colour=number)
        value = size if by_penalty else 1 / size
        formula = result.formulas[left.near].xreplace(at).subs(letter, value)
        peak = [float(formula.subs(delta, Float(offset))) for offset in _NEAR]
        legend = "formula of the peak" if number == len(_SMALL) else "_formula"
        yield Curve.of(legend, "limit", 1 + _NEAR, peak, colour=number)


def _loss(model: Model, share: Expr, time: Expr, training: GradientFlow | Ridge) -> float:
    one = replace_model(model, width=share * _SAMPLES)
    return float(exact.test_loss(one, time, _DIGITS, training)) + float(_NOISE)


def _simulated(model: Model, side: int, effort: Effort) -> Curve:
    """The loss at the end of training in draws, on one side of N = P, where it has a variance."""
    found = [
        sampling.test_loss(replace_model(model, width=width), np.inf, effort.draws, effort.seed)
        for width in _SIMULATED[side]
    ]
    means = [float(one.mean) + float(_NOISE) for one in found]
    errors = [float(one.standard_error) for one in found]
    shares = [width / float(_SAMPLES) for width in _SIMULATED[side]]
    label = "simulated, 2 s.e." if side > 0 else "_simulated"
    return Curve.of(label, "simulated", shares, means, errors, colour=0)
