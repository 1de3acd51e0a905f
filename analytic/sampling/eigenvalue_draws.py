r"""Spectrum of the training dynamics by simulation."""

from concurrent.futures import Executor
from functools import partial

import numpy as np

from analytic.problem import Model
from analytic.sampling.draws import drawn
from analytic.sampling.dynamics import solved
from analytic.sampling.finite_model import FiniteModel, FloatArray, finite_model
from analytic.sampling.questions import checked_count, checked_seed
from analytic.sampling.schedule import CHUNK_BYTES, Progress, bytes_per_draw, collected


def eigenvalues(
    model: Model,
    draws: int = 200,
    seed: int = 0,
    *,
    chunk_bytes: int = CHUNK_BYTES,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> FloatArray:
    r"""Nonzero eigenvalues of what drives the training of a draw, largest first.

        K u = x u,   K = (A^T A/N) (Psi^T Psi/P)

    They are those of Phi^T Phi / P with Phi = Psi A^T / \sqrt N, section 2 of
    [bordelon2024dynamical].

    Shape     (draws, min(N, P, M)), null modes not counted in M.
    Accuracy  about 1e-15 sqrt(x_1 / x), relative, at the eigenvalue x (measured against 60 digits
              down to x = 1e-9 x_1); below (max(N, P) 2e-16)^2 x_1 they are returned as 0.

    >>> from analytic.problem import PowerLaw
    >>> eigenvalues(Model(PowerLaw(2, 2, modes=2)), draws=1).tolist()
    [[1.0, 0.25]]
    """
    finite = finite_model(model)
    count = checked_count(draws, "draws", 1, "there must be a draw")
    root = checked_seed(seed)
    if finite.is_deterministic:
        largest_first = np.sort(finite.eigenvalues)[::-1]
        return np.tile(largest_first, (count, 1))
    chunk = partial(_chunk, finite, root)
    return collected(chunk, count, bytes_per_draw(finite, 0), chunk_bytes, executor, progress)


def _chunk(model: FiniteModel, seed: int, numbers: range) -> FloatArray:
    singular = solved(model, drawn(model, seed, numbers)).singular
    return singular[:, : model.modes] ** 2
