r"""Nonlinear features that are drawn: their measured eigenvalues, and regression on them.

Eigenvalues next to each other repel in a draw, so sums of powers of all of them are compared. The
loss of regression is over that of the mean field for the spectrum of the features, with c = mu for
a target that is one more feature.
"""

from functools import lru_cache, partial
from itertools import product

import numpy as np
from sympy import Expr, Rational, lambdify, oo

from analytic import exact, sampling
from analytic.comparison.comparators import Reals, Replicas
from analytic.comparison.hermite_kernels import kernel_of
from analytic.notation import M, b, k, rho_z
from analytic.problem import MeasuredSpectrum, Model, PowerLaw, Ridge
from analytic.problem.activations import Activation, Monomial
from analytic.result import Effort, Result
from analytic.stated import Formula

ROWS = Formula("s_k of normal rows")
REGRESSION_COPIES = (4, 8, 16)

_DRAWN, _LINEAR = (PowerLaw(2, "3/2", modes=modes) for modes in (6, 3))
_WIDTH, _SAMPLES, _MOMENTS = 6, 8, (1, 2, 3)
_REGRESSION, _LEARNING, _PENALTY = 10, (5, 20, 40), Rational(1, 100)
_RANKED, _RANKS = PowerLaw(2, "3/2", modes=8), (1, 3, 10)
_MANY, _MANY_COPIES = (80, 120), (2, 3, 4)  # features, samples: more than eigenvalues
_FEWER, _FEWEST = 8, 20  # than the draws that are asked for: a draw has many samples in it
_TARGETS = 20  # of one regression: the losses of single ones are skewed
_LEAST = 10  # draws, of which the standard error is known to a fourth
_DIGITS, _ROUNDING = 15, 1e-14


def drawn_moments(result: Result, activation: Activation) -> Replicas:
    """Sums of powers of all eigenvalues: by the kernel of the page, and measured."""
    known = _eigenvalues(kernel_of(result, activation), _DRAWN)
    expected = [(known**power).sum() for power in _MOMENTS]
    return Replicas(np.array(expected), partial(_moments, activation))


@lru_cache(maxsize=8)
def _eigenvalues(kernel: Expr, spectrum: PowerLaw) -> Reals:
    """The eigenvalue of every set of modes: the kernel at all sums of signs, and the signs.

    The first is that of the empty set, the constant mode.
    """
    rates = spectrum.levels().eigenvalues
    signs = np.array(list(product((1, -1), repeat=len(rates))))
    sums = (signs @ rates / rates.sum()).clip(-1, 1)
    values = np.real(lambdify(rho_z, kernel, "numpy")(sums.astype(complex)))
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
    whole = result.formulas[ROWS].subs({M: modes, b: _LINEAR.b})
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


def drawn_dimensions(result: Result, activation: Activation) -> Replicas:
    r"""How many measured eigenvalues are above those of rank M, 3 M and 10 M of the page's kernel.

    \sum_i e_i/(e_i + s) over d(\kappa(s)),   s = \mu_M, \mu_{3 M}, \mu_{10 M}
    """
    known = np.sort(_eigenvalues(kernel_of(result, activation), _RANKED))[::-1]
    levels = known[[rank * int(_RANKED.modes) - 1 for rank in _RANKS]]
    above = known[known > _ROUNDING].tolist()
    spectrum = MeasuredSpectrum(above, above)

    def draw(r: int, effort: Effort) -> Reals:
        width, samples = (r * size for size in _MANY)
        at = exact.responses(Model(spectrum, width, samples), levels)
        measured = _dimensions(activation, width, samples, tuple(levels), effort)
        return np.asarray(measured / (samples * (1 - at.R_1.real)))

    return Replicas(np.ones(len(levels)), draw, _MANY_COPIES)


@lru_cache(maxsize=8)
def _dimensions(
    activation: Activation, width: int, samples: int, levels: tuple[float, ...], effort: Effort
) -> Reals:
    few = max(_LEAST, effort.draws // _FEWEST)
    measured = sampling.feature_eigenvalues(activation, _RANKED, width, samples, few, effort.seed)
    return np.stack([(measured / (measured + s)).sum(axis=1) for s in levels], axis=1)


def drawn_regression(result: Result, activation: Activation, constant: bool = True) -> Replicas:
    """Losses of regression over those of the mean field for the spectrum of the page's kernel.

    Three numbers of samples: a learning curve. With `constant` false h_0 is taken off every
    feature, and h_0^2 off the eigenvalue of the constant mode.
    """
    eigenvalues = _eigenvalues(kernel_of(result, activation), _DRAWN).copy()
    if not constant:
        eigenvalues[0] -= float(kernel_of(result, activation).subs(rho_z, 0))
    above = eigenvalues[eigenvalues > _ROUNDING].tolist()
    spectrum = MeasuredSpectrum(above, above)

    def draw(r: int, effort: Effort) -> Reals:
        width = r * _REGRESSION
        found = []
        for samples in (r * size for size in _LEARNING):
            model = Model(spectrum, width, samples)
            known = float(exact.test_loss(model, oo, training=Ridge(_PENALTY)))
            found.append(_losses(activation, width, samples, constant, effort) / known)
        return np.stack(found, axis=1)

    return Replicas(np.ones(len(_LEARNING)), draw)


def has_constant(result: Result, activation: Activation) -> bool:
    """Whether features have a mean: an odd activation has none."""
    return bool(kernel_of(result, activation).subs(rho_z, 0) != 0)


@lru_cache(maxsize=32)
def _losses(
    activation: Activation, width: int, samples: int, constant: bool, effort: Effort
) -> Reals:
    found = sampling.feature_loss(
        activation,
        _DRAWN,
        width,
        samples,
        _PENALTY,
        max(_LEAST, effort.draws // _FEWER),
        effort.seed,
        constant=constant,
        targets=_TARGETS,
    )
    return np.asarray(found.samples)
