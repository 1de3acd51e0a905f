r"""Measured eigenvalues of nonlinear random features."""

from typing import Any

import numpy as np

from analytic.problem import Spectrum
from analytic.problem.activations import Activation
from analytic.sampling.features.draws import Problem, checked_problem, drawn_data, drawn_rows
from analytic.sampling.finite_model import FloatArray
from analytic.sampling.questions import checked_count, checked_seed, checked_switch


def feature_eigenvalues(
    activation: Activation,
    spectrum: Spectrum,
    width: int,
    samples: int,
    draws: int = 20,
    seed: int = 0,
    *,
    rows: str = "signs",
    constant: bool = True,
) -> FloatArray:
    r"""Eigenvalues of the covariance of N nonlinear features over P samples, largest first.

        \Phi^T \Phi/(N P),   \Phi_{\mu i} = \phi(u_i \cdot x_\mu)

    Rows u are random "signs" or "gaussian" entries, each divided by \sqrt{u^T \Lambda u}, as in
    section 2 of [maloney2022solvable]. With `constant` false the mean of every feature over the
    samples is taken off. As N and P grow the eigenvalues tend to those of `exact.feature_spectrum`
    for signs, with an error of order 1/N + 1/P. Normal entries have another spectrum: of ReLU at
    M = 20, b = 3/2 its second eigenvalue is 0.73 of that of signs, its 200th twice as large.

    Shape     (draws, min(N, P)).
    Raises    InvalidProblemError.

    >>> from analytic.problem import PowerLaw
    >>> from analytic.problem.activations import Monomial
    >>> found = feature_eigenvalues(Monomial(1), PowerLaw(2, 2, modes=2), 50, 60, draws=1)
    >>> found.shape, int((found[0] > 1e-12).sum())
    ((1, 50), 2)
    """
    problem = checked_problem(activation, spectrum, width, samples, rows)
    count = checked_count(draws, "draws", 1, "there must be a draw")
    root = checked_seed(seed)
    checked_switch(constant, "constant", "the constant mode is kept")
    return np.array([_of_one(problem, root, number, constant) for number in range(count)])


def _of_one(problem: Problem, seed: int, number: int, constant: bool) -> FloatArray:
    data, rows = drawn_data(problem, seed, number), drawn_rows(problem, seed, number)
    features = problem.activation.on(data @ rows.T)
    if not constant:
        features = features - features.mean(axis=0)
    wide = problem.width > problem.samples
    gram: Any = features @ features.T if wide else features.T @ features
    return np.linalg.eigvalsh(gram / (problem.width * problem.samples))[::-1]
