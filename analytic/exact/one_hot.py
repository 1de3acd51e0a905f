r"""Losses of one-hot data: what P samples have not shown, mode by mode.

    L(t) = \sum_k c_k (1 - p_k + p_k z_k)^P,   \hat L(t) = \sum_k c_k z_k (1 - p_k + p_k z_k)^{P-1}

with z_k = e^{-2 \mu_k t/P}: a mode that n samples showed keeps z_k^n of its squared error, and n is
binomial. With infinitely many modes and one z_k = z the tail of the sum is a series of
Hurwitz zeta functions, and of many samples the sum is an integral up to less than every power,

    \sum_k k^{-a} (1 - y k^{-b})^P ~ y^{(1-a)/b}/b B((a - 1)/b, P + 1)
"""

from math import ceil, inf, log, log2, pi, sin
from typing import Any

import gmpy2
import numpy as np
from sympy import Expr, beta, exp, oo

from analytic.errors import InvalidProblemError, require
from analytic.exact.arguments import double_times, exact_time
from analytic.exact.certificate import (
    at_every,
    certified_numbers,
    doubles_or_digits,
    require_digits,
)
from analytic.exact.precision import Multiple, bits_of
from analytic.exact.sums.spectral_sums import refuse_symbolic_model, spectral_sums
from analytic.exact.sums.zeta import correction_count, cut, hurwitz, integers
from analytic.problem import (
    GaussianProjection,
    GradientFlow,
    Model,
    OneHotData,
    PowerLaw,
    Training,
)
from analytic.problem.projections import AlignedProjection
from analytic.problem.spectrum import require_power_law
from analytic.real_numbers import shown

_MOST_LEVELS = 10**5
_DOUBLE = 17


def one_hot_losses(model: Model, time: Any, digits: int | None, training: Training) -> Any:
    r"""Test and training loss of a model with one-hot data.

        L(t) = \sum_k c_k (1 - p_k + p_k z_k)^P,   z_k = e^{-2 \mu_k t/P}

    Shape     two of that of `time`.
    Valid     gradient flow, unlimited width or an aligned projection, no label noise; with
              infinitely many modes a power law, before the end at power 1.
    Raises    InvalidProblemError.
    """
    _require_answer(model, training)

    def at(one: Any, wanted: int) -> tuple[Any, ...]:
        exact = exact_time(one)
        return certified_numbers(lambda working: _losses(model, exact, working), wanted)

    if digits is not None:
        require_digits(digits)
        return tuple(at_every(time, lambda one: at(one, digits), 2))
    return doubles_or_digits(double_times(time), None, lambda one: at(one, _DOUBLE), 2)


def _require_answer(model: Model, training: Training) -> None:
    aligned = isinstance(model.projection, AlignedProjection)
    wide = isinstance(model.projection, GaussianProjection) and model.width == oo
    require(
        isinstance(training, GradientFlow) and (wide or aligned) and model.noise == 0,
        "One-hot data have exact losses under gradient flow without label noise, at unlimited "
        "width or with an aligned projection. Leave the others out, or simulate.",
    )
    refuse_symbolic_model(model)
    require(
        bool(model.samples >= 1),
        f"samples = {shown(model.samples)} are less than one, which shows a mode or none. Give 1 "
        "or more.",
    )
    assert isinstance(model.data, OneHotData)
    require(
        not model.data.power.free_symbols,
        f"The exact witness needs numbers, and {model.data.power} is a symbol. Give it a value.",
    )


def _losses(model: Model, time: Expr, digits: int) -> tuple[Any, Any]:
    arithmetic = Multiple(bits_of(digits))
    kept = model.visible.spectrum
    with arithmetic.working():
        floor = arithmetic.number(model.null_power)
        found = _infinite if kept.modes == oo else _finite
        test, train = found(arithmetic, model, time)
        return test + floor, train


def _finite(arithmetic: Multiple, model: Model, time: Expr) -> tuple[Any, Any]:
    """The sums over finitely many levels, added one by one."""
    assert isinstance(model.data, OneHotData)
    kept, power = model.visible.spectrum, arithmetic.number(model.data.power)
    require(
        bool(kept.modes <= _MOST_LEVELS),
        f"{kept.modes} levels would be added one by one, and {_MOST_LEVELS} are the most. Choose "
        "fewer modes, or infinitely many.",
    )
    levels = spectral_sums(arithmetic, kept).levels()
    shares = arithmetic.exp(power * arithmetic.log(levels.eigenvalues))
    if model.spectrum.modes == oo:
        total = arithmetic.number(model.data.total(model.spectrum))
    elif kept is model.spectrum.visible:
        total = np.sum(levels.copies * shares)
    else:
        every = spectral_sums(arithmetic, model.spectrum.visible).levels()
        total = np.sum(every.copies * arithmetic.exp(power * arithmetic.log(every.eigenvalues)))
    shares = shares / total
    samples = arithmetic.number(model.samples)
    left = 0 * shares
    if time != oo:
        sizes = levels.eigenvalues / shares
        left = arithmetic.exp(-2 * arithmetic.number(time) / samples * sizes)
    unseen = arithmetic.log(1 - shares * (1 - left))
    weights = levels.copies * levels.powers
    test = np.sum(weights * arithmetic.exp(samples * unseen))
    return test, np.sum(weights * left * arithmetic.exp((samples - 1) * unseen))


def _infinite(arithmetic: Multiple, model: Model, time: Expr) -> tuple[Any, Any]:
    """The sums over a power law with infinitely many modes, all samples of one size."""
    assert isinstance(model.data, OneHotData)
    spectrum = require_power_law(model.spectrum)
    require(
        time == oo or model.data.power == 1,
        f"Samples of {model.data} differ in size, and infinitely many modes of them are not "
        "summed before the end. Give a number of modes.",
    )
    total, fall = model.data.total(spectrum), model.data.power * spectrum.b
    left = exp(-2 * total * time / model.samples)  # at power 1 the total is the size of a sample
    rate = spectrum.scale**model.data.power / total * (1 - left)
    test, train = (
        _powers(arithmetic, spectrum, fall, rate, power)
        for power in (model.samples, model.samples - 1)
    )
    return test, arithmetic.number(left) * train


def _powers(arithmetic: Multiple, spectrum: PowerLaw, fall: Expr, rate: Expr, power: Expr) -> Any:
    r"""\sum_k c_k (1 - y k^{-b})^n, for `fall` b, `rate` y and `power` n."""
    digits, b = arithmetic.bits / log2(10), float(fall)
    last = (float(power * rate)) ** (1 / b)  # what n samples have shown
    start = max(cut(arithmetic.bits), ceil(2 * last)) + 1
    if min(_beyond_powers(last, b), last**b) > log(10) * digits:
        terms = (_as_integral(c, a, fall, rate, power) for c, a in _weights(spectrum))
        return sum(arithmetic.number(term.evalf(ceil(digits) + 5)) for term in terms)
    if start <= _MOST_LEVELS:
        return _singly(arithmetic, spectrum, fall, rate, power, start)
    raise InvalidProblemError(
        f"{start} levels would be added one by one, and {_MOST_LEVELS} are the most. Choose fewer "
        "samples or digits."
    )


def _weights(spectrum: PowerLaw) -> list[tuple[Expr, Expr]]:
    """Amplitudes and exponents of the target power, copies of a mode included."""
    growth, copies = spectrum.multiplicity_growth, spectrum.multiplicity
    return [(copies * c, power - growth) for c, power in spectrum.target_powers]


def _singly(
    ar: Multiple, spectrum: PowerLaw, fall: Expr, rate: Expr, power: Expr, start: int
) -> Any:
    """The levels before `start` added, and binomial series in the tails of the others."""
    y, n, b = ar.number(rate), ar.number(power), ar.number(fall)
    logs = ar.log(integers(ar, 1, start))
    unseen = ar.exp(n * ar.log(1 - y * ar.exp(-b * logs)))
    count = _series_terms(float(power * rate) * start ** -float(fall), ar.bits)
    coefficients, coefficient = [], gmpy2.mpfr(1)
    for j in range(count):
        coefficients.append(coefficient)
        coefficient = -coefficient * y * (n - j) / (j + 1)
    orders, total = ar.array(range(count)), gmpy2.mpfr(0)
    bernoulli = correction_count(ar.bits, start)
    for amplitude, exponent in _weights(spectrum):
        a = ar.number(exponent)
        tails = hurwitz(ar, a + b * orders, start, bernoulli)
        total += ar.number(amplitude) * (
            np.sum(ar.exp(-a * logs) * unseen) + np.sum(ar.array(coefficients) * tails)
        )
    return total


def _series_terms(size: float, bits: int) -> int:
    """The terms after which size^j/j! is below the precision."""
    term, j = 1.0, 0
    while term > 2.0 ** -min(bits, 1000) or j < 2:
        j += 1
        term *= size / j
    return j + max(0, bits - 1000)


def _beyond_powers(last: float, b: float) -> float:
    """-log of what the integral leaves: the saddle of e^{-(last/x)^b + 2 pi i x}."""
    if last == inf:
        return inf
    saddle: float = (b * last**b / (2 * pi)) ** (1 / (b + 1))
    return 2 * pi * (1 + 1 / b) * saddle * sin(pi / (2 * (b + 1)))


def _as_integral(amplitude: Expr, a: Expr, b: Expr, rate: Expr, power: Expr) -> Expr:
    r"""\int c x^{-a} (1 - y x^{-b})^n dx from where that vanishes."""
    share = (a - 1) / b
    return amplitude * rate**-share / b * beta(share, power + 1)
