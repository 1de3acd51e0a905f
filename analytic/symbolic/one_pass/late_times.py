r"""Late times of one-pass SGD: the generating functions at small p, and back to steps.

Near p = 0 only the root s_- = p/(2 \eta) + ... meets the end of the spectrum, x -> 0: it brings the
powers of p that are not whole. The other root is beyond the spectrum: what it brings is analytic,
two numbers and O(p).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sympy import Add, Expr, Integer, Symbol, expand_func, expand_mul, factor, gamma, pi, rf, sin
from sympy.logic.boolalg import Boolean

from analytic.notation import K_Sigma, d, d_2, kappa, p, s, t, w, w_2, w_plus
from analytic.problem import PowerLaw
from analytic.symbolic.mellin.mode_sums import DEFINITIONS, SpectralSeries, series_of_sums
from analytic.symbolic.mellin.spectral_functions import ResolventSum
from analytic.symbolic.one_pass.batch_moments import BatchStep
from analytic.symbolic.one_pass.generating_function import far_root, near_root, push_over_rate
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.order import canonical
from analytic.symbolic.series.substitution import substitute
from analytic.symbolic.series.transfer import late_time

__all__ = [
    "Transforms",
    "constants",
    "first_in_width",
    "late",
    "loss_transform",
    "loss_transform_in_width",
    "transforms",
]

_POLES = 2  # from every string of Gamma
_PASSES = 2  # how often noise is passed on by the kernel's singular part
_ONE = LogPowers.constant(p, Integer(1))
_REST = LogPowers.of(p, [], [(Integer(1), 0)])
_NUMBER = LogPowers.of(p, [], [(Integer(0), 0)])


class Transforms(NamedTuple):
    """G_F and G_K at small p, and where two poles of the sums behind them do not collide."""

    bias: LogPowers
    kernel: LogPowers
    conditions: tuple[Boolean, ...]


def transforms(spectrum: PowerLaw, step: BatchStep, resolvents: tuple[Expr, Expr]) -> Transforms:
    """G_F and G_K from both resolvents at small s; what the far root brings is w_+ and K_Sigma."""
    return _transforms(spectrum, step, resolvents, (w_plus, K_Sigma))


def first_in_width(
    spectrum: PowerLaw, step: BatchStep, resolvents: tuple[Expr, Expr]
) -> Transforms:
    """Their coefficients of 1/N, from those of the resolvents, up to what is analytic in p."""
    return _transforms(spectrum, step, resolvents, None)


def _transforms(
    spectrum: PowerLaw,
    step: BatchStep,
    resolvents: tuple[Expr, Expr],
    far: tuple[Symbol, Symbol] | None,
) -> Transforms:
    sums, conditions = _sums(spectrum)
    near = near_root(step)
    place = LogPowers.of(p, [((Integer(1), 0), near.place)], [(Integer(2), 0)])
    known = {**sums, s: LogPowers.variable(kappa)}
    target, trace = resolvents
    bias, kernel = (
        substitute(function, known, kappa, 1).composed(place, 1) * (_ONE + _REST).scaled(residue)
        for function, residue in (
            (target, near.residue),
            (push_over_rate(step) * trace, near.residue),
        )
    )
    if far is None:
        return Transforms(bias + _NUMBER, kernel + _NUMBER, conditions)
    numbers = far_root(step).residue * far[0], far[1]
    bias, kernel = (
        part + LogPowers.constant(p, number) + _REST
        for part, number in zip((bias, kernel), numbers, strict=True)
    )
    return Transforms(bias, kernel, conditions)


@cache
def _sums(spectrum: PowerLaw) -> SpectralSeries:
    return series_of_sums(
        spectrum, _POLES, {symbol: DEFINITIONS[symbol] for symbol in (d, d_2, w, w_2)}
    )


def loss_transform(at: Transforms) -> LogPowers:
    """G_L = G_F/(1 - G_K), without label noise."""
    return at.bias * _passed(at)


def loss_transform_in_width(at: Transforms, first: Transforms) -> LogPowers:
    """Its coefficient of 1/N: G_F1/(1 - G_K) + G_F G_K1/(1 - G_K)^2."""
    passed = _passed(at)
    return first.bias * passed + at.bias * first.kernel * passed * passed


def _passed(at: Transforms) -> LogPowers:
    return (_ONE - at.kernel).power(Integer(-1), _PASSES)


def late(series: LogPowers) -> LogPowers:
    r"""A transform at small p, after so many steps t, its coefficients by Gamma's reflection."""
    found = late_time(series, t)
    terms = [(key, _reflected(factor(c))) for key, c in found.terms.items()]
    return LogPowers.of(found.small, terms, found.omitted)


def _reflected(product: Expr) -> Expr:
    r"""\pi/(\sin(\pi x) \Gamma(x + m)) = \Gamma(1 - x)/(x)_m, and the same with 1 - x for x."""
    below = [base for base, power in product.as_powers_dict().items() if power == -1]
    for sine in (base for base in below if isinstance(base, sin)):
        for other in (base for base in below if isinstance(base, gamma)):
            own = expand_mul(sine.args[0] / pi)
            for x in (own, 1 - own):
                m = canonical(expand_mul(other.args[0]) - x)
                if m.is_Integer:
                    ratio = gamma(1 - x) / _rising(x, int(m))
                    return product * sine * other / pi * ratio
    return product


def _rising(x: Expr, m: int) -> Expr:
    """Gamma(x + m)/Gamma(x)."""
    return expand_func(rf(x, m)) if m >= 0 else 1 / expand_func(rf(x + m, -m))


def constants(spectrum: PowerLaw, step: BatchStep) -> Mapping[Symbol, Expr]:
    r"""w_+ = \sum c/(\lambda + s_+) and K_\Sigma, a multiple of d(s_+), as sums over modes."""
    far = far_root(step)
    push = push_over_rate(step).subs(s, far.place)
    return {
        w_plus: Add(
            *(_far_sum(spectrum, c, power, far.place) for c, power in spectrum.target_powers)
        ),
        K_Sigma: far.residue * push * _far_sum(spectrum, spectrum.scale, spectrum.b, far.place),
    }


def _far_sum(spectrum: PowerLaw, coefficient: Expr, power: Expr, place: Expr) -> Expr:
    r"""\sum_k coefficient k^{-power}/(\lambda_k + s) over all modes."""
    growth = spectrum.multiplicity_growth
    resolvent = ResolventSum(growth - power, Integer(1), -spectrum.b, spectrum.scale / place)
    return coefficient * spectrum.multiplicity * resolvent / place
