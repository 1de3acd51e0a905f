r"""Ensembles: the loss of averaged predictors, and its split into squared bias and three variances.

    L = bias^2 + V_A + V_D + V_{AD},
    bias^2 = L_0,  V_A = L_A - L_0,  V_D = L_D - L_0,  V_{AD} = L - L_A - L_D + L_0,
    L_{E,B} = bias^2 + V_A/E + V_D/B + V_{AD}/(E B)

with the losses v^T Lambda v' of pairs of replicas that share the projection (L_A), the data (L_D)
or nothing (L_0), and predictors averaged over E projections times B data sets.
[bordelon2024dynamical], appendix H.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sympy import Expr, Integer, oo

from analytic.errors import InvalidProblemError
from analytic.exact.ensembles.combination import LOSS, Weights, combinations
from analytic.exact.ensembles.pairs import NOTHING, SAME, SAMPLES, WIDTH, require_pair
from analytic.problem import Model, require_model
from analytic.real_numbers import exact_number, require_positive

__all__ = ["Decomposition", "decomposition", "ensemble_loss", "replica_loss"]

_PART = 1e-7  # the relative error of a variance in doubles

_BIAS: Weights = {NOTHING: Integer(1)}
_FEATURES: Weights = {WIDTH: Integer(1), NOTHING: Integer(-1)}
_DATA: Weights = {SAMPLES: Integer(1), NOTHING: Integer(-1)}
_INTERACTION: Weights = {
    SAME: Integer(1),
    WIDTH: Integer(-1),
    SAMPLES: Integer(-1),
    NOTHING: Integer(1),
}


class Decomposition(NamedTuple):
    """Squared bias, and the variances due to the features, to the data, and to both together."""

    bias: Any
    features: Any
    data: Any
    interaction: Any


def replica_loss(
    model: Model,
    time: Any,
    shared: Collection[str] = ("width", "samples"),
    digits: int | None = None,
) -> Any:
    r"""Loss v^T Lambda v' of two replicas that share some of their randomness.

    `shared` names what they have in common: "width" the projection A, "samples" the data with
    their label noise. Sharing both it is the test loss, sharing nothing the squared bias.

    Shape     that of `time`: mpmath numbers with `digits`, float64 without.
    Valid     as `losses`; N = P at infinite time too, unless both are shared.
    Accuracy  with `digits`, an error below one unit in the last of them; without, as `losses`.
    Raises    InvalidProblemError, DivergenceError, PrecisionError.

    >>> from analytic.problem import Model, PowerLaw
    >>> model = Model(PowerLaw(2, "3/2"), width=40, samples=40)
    >>> round(replica_loss(model, "inf", shared="width"), 9)
    0.1231208
    """
    require_model(model)
    pair = require_pair(shared)
    return combinations(model, time, ({pair: Integer(1)},), digits, LOSS)[0]


def ensemble_loss(
    model: Model, time: Any, projections: Any = 1, data_sets: Any = 1, digits: int | None = None
) -> Any:
    r"""Test loss of predictors averaged over E projections times B data sets.

        L_{E,B} = L/(EB) + (1/B)(1 - 1/E) L_D + (1/E)(1 - 1/B) L_A + (1 - 1/E)(1 - 1/B) L_0

    E and B are positive numbers or infinite. [bordelon2024dynamical], eqs. (107)-(112).

    Shape, accuracy and errors are those of `replica_loss`.

    >>> from analytic.problem import Model, PowerLaw
    >>> model = Model(PowerLaw(2, "3/2"), width=40, samples=120)
    >>> round(ensemble_loss(model, 100), 9)
    0.156934677
    """
    require_model(model)
    e, b = (
        _inverse(value, name)
        for value, name in ((projections, "projections"), (data_sets, "data_sets"))
    )
    weights = {
        SAME: e * b,
        SAMPLES: b * (1 - e),
        WIDTH: e * (1 - b),
        NOTHING: (1 - e) * (1 - b),
    }
    return combinations(model, time, (weights,), digits, LOSS)[0]


def decomposition(model: Model, time: Any, digits: int | None = None) -> Decomposition:
    r"""The four parts of the test loss: squared bias, and variances of features, data, and both.

        L = bias^2 + V_A + V_D + V_{AD}

    Variances are those over draws of A and of the data with their noise; the interaction is what
    neither explains alone. [bordelon2024dynamical], appendix H.

    Shape     as `replica_loss`, for every part.
    Accuracy  with `digits`, every part to that many. Without, the bias as `losses` and each
              variance relative to itself to 1e-6.
    Range     where every mode is within reach and there is noise, an interaction below 1e-240 of
              the loss is returned as zero.

    >>> from analytic.problem import Model, PowerLaw
    >>> parts = decomposition(Model(PowerLaw(2, "3/2"), width=40, samples=120), 100)
    >>> round(sum(parts), 9)
    0.156934677
    """
    require_model(model)
    split = (_BIAS, _FEATURES, _DATA, _INTERACTION)
    return Decomposition(*combinations(model, time, split, digits, _PART))


def _inverse(value: Any, name: str) -> Expr:
    number = exact_number(value, name)
    if number.free_symbols:
        raise InvalidProblemError(f"{name} = {number} is a symbol. Give a number, or inf.")
    require_positive(number, name)
    return Integer(0) if number == oo else 1 / number
