r"""One step of one-pass SGD, averaged over its batch, along an eigenvector of K = (A^T A/N) Lambda.

    <v_k^2>_{n+1} = q(k) <v_k^2>_n + (\eta^2/B) k^2 (L_n + \sigma^2),
    q(k) = 1 - 2 \eta k + \beta \eta^2 k^2,   \beta = 1 + 1/B

For Gaussian features this is exact at given A. The mean field of [bordelon2024dynamical], eqs.
(142)-(144), has beta = 1: it leaves out how a batch misjudges the direction that it pushes in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Integer, oo

from analytic.errors import InvalidProblemError, require
from analytic.exact.precision import Arithmetic
from analytic.problem import Model, OnePassSGD
from analytic.real_numbers import shown

__all__ = [
    "Update",
    "inverse_batch",
    "require_fresh_data",
    "require_truth_value",
    "spread",
    "update",
]


@dataclass(frozen=True)
class Update:
    """eta, 1/B and beta at a working precision."""

    step: Any
    over_batch: Any
    beta: Any


def update(arithmetic: Arithmetic, training: OnePassSGD, mean_field: bool) -> Update:
    """The update of a way of training, in an arithmetic."""
    return Update(
        arithmetic.number(training.step),
        arithmetic.number(inverse_batch(training.batch)),
        arithmetic.number(spread(training.batch, mean_field)),
    )


def inverse_batch(batch: Expr) -> Expr:
    """1/B, and 0 for a batch of all data."""
    return Integer(0) if batch == oo else 1 / batch


def require_truth_value(mean_field: Any) -> None:
    """Refuse what is neither True nor False.

    Raises    InvalidProblemError.
    """
    require(
        isinstance(mean_field, bool),
        f"mean_field = {str(mean_field)[:80]!r} is no truth value. Give True or False.",
    )


def spread(batch: Expr, mean_field: bool) -> Expr:
    r"""\beta: 1 + 1/B, or 1 in the mean field's approximation."""
    return Integer(1) if mean_field else 1 + inverse_batch(batch)


def require_fresh_data(model: Model, training: Any) -> OnePassSGD:
    """The way of training, one-pass SGD, for a model whose data do not end.

    Raises    InvalidProblemError for finite samples, for symbols, and for other ways of training.
    """
    if not isinstance(training, OnePassSGD):
        raise InvalidProblemError(
            f"{str(training)[:80]!r} goes not once through its data. Use OnePassSGD(step, batch)."
        )
    if model.samples != oo:
        raise InvalidProblemError(
            f"One-pass SGD sees every sample once, so samples = {shown(model.samples)} says "
            "nothing about it: n steps use n B samples. Leave samples at inf."
        )
    if training.step.free_symbols or training.batch.free_symbols:
        raise InvalidProblemError(f"{training!r} holds a symbol. Give it a value.")
    return training
