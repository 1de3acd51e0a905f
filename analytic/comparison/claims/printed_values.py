r"""Numbers for single equations as printed: a density, a step, momentum, an optimum."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.polynomial.laguerre import laggauss
from numpy.typing import NDArray
from sympy import Expr, Float, Integer, Rational, Symbol, ceiling, exp, log, nsolve, sqrt

from analytic import exact, sampling
from analytic.comparison.numbers import to_sympy
from analytic.notation import (
    D_N,
    D_P,
    B,
    beta,
    eta,
    lambda_k,
    mu,
    p,
    r_N,
    r_t,
    ratio,
    u,
    x,
    z,
)
from analytic.problem import (
    GradientDescent,
    HeavyBall,
    HeavyBallFlow,
    MeasuredSpectrum,
    Model,
    OnePassSGD,
)
from analytic.problem.training import Training
from analytic.result import Effort, Number

_GUARD = 5
_HALF, _RATE, _AT = Rational(1, 2), Rational(1, 4), Rational(3, 2)
_LARGE = (32, 64, 128)
_WINDOW = 0.2
_NODES, _DOUBLE = 40, 16
_LAST = 40  # (2/3)^40 is below 1e-7
_KEPT_TRAINING = OnePassSGD("1/2", 2)
_RUNS_OF_STEP = 60  # for each draw of other simulations: here a draw is two normals

Drawn = NDArray[np.float64]


def _given(values: Mapping[Symbol, Expr]) -> Callable[[int], Mapping[Symbol, Expr]]:
    """Exact values of letters, to whatever digits."""
    return lambda _: values


def _flat(modes: int, samples: int) -> Model:
    return Model(MeasuredSpectrum([1] * modes, [1] * modes), samples=samples)


def _one_mode(rate: Expr | int = 1, **limits: Any) -> Model:
    return Model(MeasuredSpectrum([rate], [1]), **limits)


def _density(digits: int) -> Expr:
    return to_sympy(exact.spectral_density(_flat(6, 12), 1, digits=digits), digits)


def _drawn_density(modes: int, effort: Effort) -> Drawn:
    """The share of eigenvalues within a tenth of one, over the width of that window."""
    model, seed = _flat(modes, 2 * modes), effort.seed + modes
    found = sampling.eigenvalues(model, effort.draws, seed, executor=effort.executor)
    share: Drawn = (np.abs(found - 1) < _WINDOW / 2).sum(axis=1) / (modes * _WINDOW)
    return share


def _more_and_few(more: bool, few: int) -> Model:
    many = 3 * few // 2
    return _flat(many, few) if more else _flat(few, many)


def _atom(more: bool, digits: int) -> Expr:
    return to_sympy(exact.spectral_atom(_more_and_few(more, 4), digits=digits), digits)


def _drawn_atom(more: bool, few: int, effort: Effort) -> Drawn:
    """The share of modes without an eigenvalue above zero."""
    model, seed = _more_and_few(more, few), effort.seed + few
    found = sampling.eigenvalues(model, effort.draws, seed, executor=effort.executor)
    share: Drawn = 1 - (found > 0).sum(axis=1) / float(model.spectrum.modes)
    return share


def _mean_step(digits: int) -> Expr:
    """The root of the loss after a step on all data: batches average to it."""
    working = digits + _GUARD
    loss = exact.test_loss(_one_mode(), 1, working, GradientDescent(_HALF))
    return sqrt(to_sympy(loss, working)).evalf(digits)


def _drawn_errors(
    model: Model,
    times: Any,
    seed: int,
    training: Training,
    effort: Effort,
) -> Drawn:
    """Mean errors of the only mode at some times, one row a draw."""
    drawn = sampling.mean_error(
        model, times, 1, effort.draws, seed, training, executor=effort.executor
    )
    samples: Drawn = drawn.samples
    return samples


def _drawn_step(samples: int, effort: Effort) -> Drawn:
    """A step on samples that are never seen again."""
    model = _one_mode(samples=samples)
    return _drawn_errors(model, [1], effort.seed, GradientDescent(_HALF), effort)[:, 0]


def _kept(digits: int) -> Expr:
    r"""From two losses after one step, v^2 -> q v^2 + push (L + \sigma^2), with noise and without.

    As L = \lambda v^2, q is what the loss is after a step without noise, in units of that before,
    less what a unit of noise adds to it.
    """
    quiet, noisy = (
        to_sympy(exact.one_pass_loss(_one_mode(noise=noise), 1, _KEPT_TRAINING, digits), digits)
        for noise in (0, 1)
    )
    return (2 * quiet - noisy).evalf(digits)


def _drawn_kept(_: int, effort: Effort) -> Drawn:
    """The same of mini-batches; there is no size to be extrapolated."""
    runs, executor = _RUNS_OF_STEP * effort.draws, effort.executor
    quiet, noisy = (
        sampling.losses(
            _one_mode(noise=noise), [1], runs, effort.seed, _KEPT_TRAINING, executor=executor
        ).test.samples[:, 0]
        for noise in (0, 1)
    )
    kept: Drawn = 2 * quiet - noisy
    return kept


def _flow_response(digits: int) -> Expr:
    r"""\int e^{-t} v(t) dt of \beta v'' + v' = -\lambda v from rest.

    From the square root of exact losses at the nodes of a Gauss-Laguerre rule of doubles.
    """
    model, (times, weights) = _one_mode(_RATE), laggauss(_NODES)
    errors = [
        float(exact.test_loss(model, Rational(time), _DOUBLE, HeavyBallFlow(_HALF))) ** 0.5
        for time in map(float, times)
    ]
    return Float(float(np.array(errors) @ weights), min(digits, _DOUBLE - 4))


def _drawn_flow_response(width: int, effort: Effort) -> Drawn:
    """The same of simulated mean errors, by a rule in doubles."""
    times, weights = laggauss(_NODES)
    model, seed = _one_mode(_RATE, width=width), effort.seed + width
    response: Drawn = _drawn_errors(model, times, seed, HeavyBallFlow(_HALF), effort) @ weights
    return response


def _step_response(digits: int) -> Expr:
    r"""\sum_n z^{-n-1} v_n from v_0 = v_{-1} = 1, to where its terms are below the last digit."""
    before, now, total = Integer(1), Integer(1), Integer(0)
    for n in range(int(ceiling((digits + 5) / log(_AT, 10)))):
        total += now / _AT ** (n + 1)
        before, now = now, now - _HALF * _RATE * now + _HALF * (now - before)
    return Float(total, digits)


def _drawn_step_response(width: int, effort: Effort) -> Drawn:
    """The same sum of simulated mean errors."""
    steps, training = np.arange(_LAST + 1), HeavyBall(_HALF, _HALF)
    model, seed = _one_mode(_RATE, width=width), effort.seed + width
    drawn = _drawn_errors(model, steps, seed, training, effort)
    response: Drawn = drawn @ float(_AT) ** -(steps + 1.0)
    return response


def _ansatz(of_width: bool, digits: int) -> Expr:
    """From the least value at two computes, whose slope in log N is bisected."""
    working = digits + _GUARD
    first, second = (_best(Integer(compute), working) for compute in (20, 30))
    growth = (second - first) / 10
    return Float(growth if of_width else 1 - growth, digits)


def _best(log_compute: Expr, digits: int) -> Expr:
    """log N at which t^-1/2 + N^-1 is least under C = N t."""
    slope = exp(-(log_compute - x) / 2) / 2 - exp(-x)
    return nsolve(slope, x, (0, log_compute), solver="bisect", prec=digits, verify=False)


_UNLIMITED = {lambda_k: _RATE, D_N: Integer(1), D_P: Integer(1)}
_IN_FLOW = _given({beta: _HALF, p: Integer(1), **_UNLIMITED})
_IN_STEPS = _given({eta: _HALF, mu: _HALF, z: _AT, **_UNLIMITED})
_ONE_STEP = {x: Integer(1), eta: _HALF}
_ONE_BATCH = _given({**_ONE_STEP, B: _KEPT_TRAINING.batch})
_EXPONENTS = _given({r_t: _HALF, r_N: Integer(1)})
_INSIDE, _APART = _given({ratio: _HALF, x: Integer(1)}), _given({u: _HALF})
_NOT_RANDOM = "the ansatz is a formula: nothing of it is random"

DENSITY_INSIDE = Number("rho at x = 1, M/P = 1/2", _INSIDE, _density, _drawn_density, _LARGE)
ATOM_OF_MORE_MODES, ATOM_OF_FEWER_MODES = (
    Number(f"atom of rho, {name}", _APART, partial(_atom, more), partial(_drawn_atom, more))
    for name, more in (("M = 3 P/2", True), ("M = 2 P/3", False))
)
MEAN_STEP = Number("v after a step of 1/2", _given(_ONE_STEP), _mean_step, _drawn_step, sizes=(8,))
KEPT_BY_STEP = Number("v^2 after a step of 1/2", _ONE_BATCH, _kept, _drawn_kept, sizes=(1,))
FLOW_RESPONSE = Number("H_k of a flow", _IN_FLOW, _flow_response, _drawn_flow_response, _LARGE)
STEP_RESPONSE = Number("H_k of steps", _IN_STEPS, _step_response, _drawn_step_response, _LARGE)
ANSATZ_WIDTH, ANSATZ_TIME = (
    Number(f"best {name} of an ansatz", _EXPONENTS, partial(_ansatz, of), undrawn=_NOT_RANDOM)
    for name, of in (("width", True), ("time", False))
)
