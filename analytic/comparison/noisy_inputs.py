"""Noise in the inputs against least squares on a covariance, digits at its end, and draws."""

from collections.abc import Iterable

import numpy as np
from sympy import Expr, Integer, Matrix, Rational

from analytic import exact, sampling
from analytic.comparison import comparators as compare
from analytic.notation import b, c, c_k, c_x, epsilon, lambda_k, lambda_x, sigma_x
from analytic.problem import MeasuredSpectrum, Model, PowerLaw
from analytic.result import Check, Effort, Result
from analytic.stated import Formula, Stated


class NoisyInputs:
    """Formulas of noise in the inputs: what it adds to the labels' noise, and the end."""

    TERM, END = map(Formula, ("term of sigma_x^2", "end with noise"))


_MODES, _SAMPLES = 12, 5
_POWER = Rational(3, 2)  # of the spectrum and, less, of its noise
_OF_NOISE = Rational(6, 5)
_NEAR, _FAR = (10**3, 10**4), (10**6, 10**9)


def noisy_input_checks() -> tuple[Check, ...]:
    """Algebra of two modes, the end of the loss in digits, samples that are drawn."""
    return (
        compare.equal("noise in the inputs by least squares", _by_covariance, witness="symbolic"),
        compare.bounded("interpolated noise of noisy inputs", _ends),
        compare.replicated("losses of noisy inputs that are drawn", _drawn),
    )


def _by_covariance(result: Result, _: Effort) -> Iterable[compare.Pair]:
    """One mode: the joint covariance of what is seen and of the label, and its Schur complement."""
    values = {lambda_k: Rational(2, 3), c_k: Rational(5, 7), epsilon: Rational(3, 11)}
    rate, power, variance = values.values()
    covariance = Matrix([[rate + variance]])
    with_label = Matrix([[rate * (power / rate) ** Rational(1, 2)]])
    weights = covariance.LUsolve(with_label)
    stated = {
        lambda_x: covariance[0],
        c_x: (weights.T * covariance * weights)[0],
        NoisyInputs.TERM: power - (with_label.T * weights)[0],
    }
    for name, expected in stated.items():
        yield result.formulas[name].subs(values), expected, str(name)


def _ends(result: Result, effort: Effort) -> Iterable[compare.Curve]:
    """Interpolated noise alone, of eigenvalues that fall as those of the noise do."""
    end = result.formulas[NoisyInputs.END].subs({b: _POWER, c: _OF_NOISE, sigma_x: 1})
    spectrum = PowerLaw(2, _OF_NOISE)

    def left(samples: int) -> compare.Left:
        model = Model(spectrum, samples=samples, noise=1)
        value = exact.test_loss(model, digits=effort.digits)
        return compare.Left(abs(Integer(1) + Rational(str(value)) - end), Integer(1) / samples)

    yield compare.Curve("b' = 6/5", *([left(size) for size in sizes] for sizes in (_NEAR, _FAR)))


def _drawn(result: Result, _: Effort) -> Iterable[compare.Replicas]:
    spectrum = PowerLaw(2, _POWER, modes=_MODES)
    ranks = np.arange(1.0, _MODES + 1)
    rates, powers = ranks ** -float(spectrum.b), ranks ** -float(spectrum.a)
    noise = ranks ** -float(_OF_NOISE) / 4

    def draw(copies: int, asked: Effort) -> compare.Reals:
        return sampling.noisy_inputs.noisy_input_losses(
            rates, powers, noise, _SAMPLES, copies, asked.draws, asked.seed
        )[:, None]

    expected = _mean_field(result, rates, powers, noise)
    yield compare.Replicas(np.array([expected]), draw, (2, 4, 8))


def _mean_field(
    result: Result, rates: compare.Reals, powers: compare.Reals, noise: compare.Reals
) -> float:
    """The loss on the spectrum that the page states."""

    def stated(name: Stated) -> list[Expr]:
        formula = result.formulas[name]
        return [
            formula.subs({lambda_k: rate, c_k: power, epsilon: variance})
            for rate, power, variance in zip(rates, powers, noise, strict=True)
        ]

    label_noise = sum(map(float, stated(NoisyInputs.TERM)))
    spectrum = MeasuredSpectrum([*map(float, stated(lambda_x))], [*map(float, stated(c_x))])
    model = Model(spectrum, samples=_SAMPLES, noise=label_noise)
    return float(exact.test_loss(model, digits=15)) + label_noise
