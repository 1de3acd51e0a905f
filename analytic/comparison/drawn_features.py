r"""Nonlinear features that are drawn: their measured eigenvalues, and regression on them.

Eigenvalues next to each other repel in a draw, so sums of powers of all of them are compared. The
loss of regression is over that of the mean field for the spectrum of the features, with c = mu for
a target that is one more feature.
"""

from functools import lru_cache, partial
from itertools import product

import numpy as np
from sympy import Expr, Float, Rational, oo

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas
from analytic.notation import M, b, k, rho_z
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge
from analytic.problem.activations import Activation, Monomial
from analytic.result import Effort, Result

REGRESSION_COPIES = (2, 4, 8)

_DRAWN, _LINEAR = (PowerLaw(2, "3/2", modes=modes) for modes in (6, 3))
_WIDTH, _SAMPLES, _MOMENTS = 6, 8, (1, 2, 3)
_REGRESSION, _PENALTY = (10, 20), Rational(1, 100)
_DIGITS, _ROUNDING = 15, 1e-14


def drawn_moments(result: Result, activation: Activation) -> Replicas:
    """Sums of powers of all eigenvalues: by the kernel of the page, and measured."""
    known = _eigenvalues(result.formulas[f"k(rho) of {activation.name}"])
    expected = [(known**power).sum() for power in _MOMENTS]
    return Replicas(np.array(expected), partial(_moments, activation))


@lru_cache(maxsize=8)
def _eigenvalues(kernel: Expr) -> Reals:
    """The eigenvalue of every set of modes: the kernel at all sums of signs, and the signs."""
    rates = _DRAWN.levels().eigenvalues
    signs = np.array(list(product((1, -1), repeat=len(rates))))
    sums = (signs @ rates / rates.sum()).clip(-1, 1)
    values = [float(kernel.subs(rho_z, Float(one)).evalf(_DIGITS)) for one in sums]
    sets = np.array(list(product((0, 1), repeat=len(rates))))
    of_sets = np.where(sets[:, None, :] == 1, signs[None, :, :], 1).prod(axis=2)
    return np.asarray(of_sets @ values / len(signs))


@lru_cache(maxsize=8)
def _moments(activation: Activation, r: int, effort: Effort) -> Reals:
    measured = sampling.feature_eigenvalues(
        activation, _DRAWN, _WIDTH * r, _SAMPLES * r, effort.draws, effort.seed
    )
    return np.stack([(measured**power).sum(axis=1) for power in _MOMENTS], axis=1)


def normal_shares(result: Result, digits: int) -> list[Expr]:
    """The eigenvalues of linear features of normal rows, by the integral of the page."""
    modes = int(_LINEAR.modes)
    whole = result.formulas["s_k of normal rows"].subs({M: modes, b: _LINEAR.b})
    return [whole.subs(k, mode).doit(integrals=False).evalf(digits) for mode in range(1, modes + 1)]


def drawn_normal_rows(result: Result) -> Replicas:
    """Sums of powers of the eigenvalues of linear features of normal rows."""
    known = np.array([float(one) for one in normal_shares(result, _DIGITS)])
    return Replicas(np.array([(known**power).sum() for power in _MOMENTS]), _normal_moments)


@lru_cache(maxsize=4)
def _normal_moments(r: int, effort: Effort) -> Reals:
    measured = sampling.feature_eigenvalues(
        Monomial(1), _LINEAR, _WIDTH * r, _SAMPLES * r, effort.draws, effort.seed, rows="gaussian"
    )
    return np.stack([(measured**power).sum(axis=1) for power in _MOMENTS], axis=1)


def drawn_regression(result: Result, activation: Activation) -> Replicas:
    """The loss of regression over that of the mean field for the spectrum of the page's kernel."""
    eigenvalues = _eigenvalues(result.formulas[f"k(rho) of {activation.name}"])
    above = eigenvalues[eigenvalues > _ROUNDING].tolist()
    spectrum = MeasuredSpectrum(above, above)

    def draw(r: int, effort: Effort) -> Reals:
        width, samples = (r * size for size in _REGRESSION)
        known = exact.test_loss(Model(spectrum, width, samples), oo, training=Ridge(_PENALTY))
        return _losses(activation, width, samples, effort) / float(known)

    return Replicas(np.ones(1), draw)


@lru_cache(maxsize=4)
def _losses(activation: Activation, width: int, samples: int, effort: Effort) -> Reals:
    found = sampling.feature_loss(
        activation, _DRAWN, width, samples, _PENALTY, effort.draws, effort.seed
    )
    return np.asarray(found.samples)[:, None]
