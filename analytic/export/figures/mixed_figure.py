r"""Mixed data: the loss over samples, some one-hot and some Gaussian, and over their share.

Points are the mean field of the modes that none has shown, laws are lines, bands are simulated, two
standard errors to each side.
"""

from collections.abc import Iterator
from math import sqrt

from sympy import Expr, Float, Integer, Rational, oo

from analytic import exact, sampling
from analytic.export.figures.panel import Curve, Figure, Panel
from analytic.export.figures.penalty_figures import powers
from analytic.notation import L, P, a, b, d_2, epsilon, kappa, w_2
from analytic.problem import Data, GaussianData, Model, OneHotData, PowerLaw
from analytic.real_numbers import shown
from analytic.result import Effort, Result
from analytic.stated import LOSS

_SAMPLES = tuple(round(10 ** (2 * n / 3)) for n in range(2, 11))
_SHARES = (Rational(1, 100), Rational(1, 2))
_PURE: dict[str, Data] = {"all Gaussian": GaussianData(), "all one-hot": OneHotData()}
_FEW, _MODES, _COPIES = 24, 48, 2
_SHOWN = (4, 8, 12, 16, 20)
_DIGITS = 12


def mixed_figure(result: Result, spectrum: PowerLaw, effort: Effort) -> Figure:
    """The loss over the number of samples for several shares, and over the share for few."""
    small = spectrum.with_modes(_MODES)
    panels = (
        Panel("many samples", f"${P}$", "$L$", tuple(_over_samples(result, spectrum))),
        Panel(
            f"$P = {_FEW}$ samples, $M = {_MODES}$",
            r"$\epsilon$",
            "$L$",
            tuple(_over_shares(result, small, effort)),
            scale="linear",
        ),
    )
    title = rf"A share $\epsilon$ of one-hot samples, {powers(spectrum)}"
    return Figure("mixed-data", title, panels, len(panels))


def mixed_loss(result: Result, spectrum: PowerLaw, shown: Expr, others: Expr) -> float:
    """The loss that the page states, with sums of the exact witness."""
    sums = exact.mixed_data.sums_of_unseen(spectrum, float(shown), float(others))
    values = dict(zip((kappa, d_2, w_2), map(Float, sums), strict=True))
    given = {epsilon: shown / (shown + others), P: shown + others}
    return float(result.formulas[LOSS].subs({**values, **given}).evalf())


def _over_samples(result: Result, spectrum: PowerLaw) -> Iterator[Curve]:
    for colour, (label, data) in enumerate(_PURE.items()):
        models = [Model(spectrum, samples=Integer(size), data=data) for size in _SAMPLES]
        losses = [float(exact.test_loss(model, oo, _DIGITS)) for model in models]
        yield Curve.of(label, "exact", _SAMPLES, losses, colour=colour)
    law = result.formulas[L(P)].subs({a: spectrum.a, b: spectrum.b})
    for colour, share in enumerate(_SHARES, start=len(_PURE)):
        label = rf"$\epsilon = {shown(share)}$"
        yield Curve.of(label, "exact", _SAMPLES, _losses(result, spectrum, share), colour=colour)
        line = [float(law.subs({epsilon: share, P: size}).evalf()) for size in _SAMPLES]
        yield Curve.of(f"law, {label}", "limit", _SAMPLES, line, colour=colour)


def _losses(result: Result, spectrum: PowerLaw, share: Expr) -> list[float]:
    return [
        mixed_loss(result, spectrum, share * size, (1 - share) * size)
        for size in map(Integer, _SAMPLES)
    ]


def _over_shares(result: Result, spectrum: PowerLaw, effort: Effort) -> Iterator[Curve]:
    """From one sample of a kind to one of the other; so many copies of modes and samples drawn."""
    numbers = range(1, _FEW)
    shares = [number / _FEW for number in numbers]
    losses = [
        mixed_loss(result, spectrum, Integer(number), Integer(_FEW - number)) for number in numbers
    ]
    yield Curve.of("mean field", "test", shares, losses, colour=0)
    if effort.draws:
        found = [
            sampling.mixed_data.mixed_final_losses(
                spectrum, one, _FEW - one, _COPIES, effort.draws, effort.seed
            )
            for one in _SHOWN
        ]
        means = [one.mean() for one in found]
        errors = [one.std(ddof=1) / sqrt(len(one)) for one in found]
        drawn = [one / _FEW for one in _SHOWN]
        label = f"simulated, {_COPIES} copies, 2 s.e."
        yield Curve.of(label, "simulated", drawn, means, errors, colour=0)
