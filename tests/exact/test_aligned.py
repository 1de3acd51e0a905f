"""Every public function of the exact witness on a model whose projection leaves modes out.

What is left out is null: the same numbers as for a measured spectrum with eigenvalues of zero.
"""

from collections.abc import Callable
from inspect import isfunction
from typing import Any

import mpmath as mp
import pytest
from sympy import I, Rational

import analytic as an
from analytic import exact
from analytic.errors import InvalidProblemError

VALUES, POWERS, NOISE = ["1/2", "1/50", 1, "1/9"], [1, "1/3", 2, "1/5"], "1/7"
SAMPLES = 7

Asked = Callable[[an.Model], Any]

SGD = an.OnePassSGD("1/8", 4)
FUNCTIONS: dict[str, Asked] = {
    "decomposition": lambda model: exact.decomposition(model, 9, 15),
    "ensemble_loss": lambda model: exact.ensemble_loss(model, 9, 2, 3, 15),
    "largest_step": lambda model: exact.largest_step(model, digits=15),
    "losses": lambda model: exact.losses(model, 9, 15),
    "mean_error": lambda model: [exact.mean_error(model, 9, mode, 15) for mode in (1, 2, 3, 4)],
    "mode_response": lambda model: [exact.mode_response(model, I, k, 15) for k in (1, 2, 3, 4)],
    "one_pass_largest_step": lambda model: exact.one_pass_largest_step(unlimited(model), 4, 15),
    "one_pass_loss": lambda model: exact.one_pass_loss(unlimited(model), 9, SGD, 15),
    "optimal_ridge": lambda model: exact.optimal_ridge(model, 15),
    "optimal_stopping": lambda model: exact.optimal_stopping(model, 15),
    "replica_loss": lambda model: [
        exact.replica_loss(model, 9, shared, 15) for shared in (["width"], ["samples"], [])
    ],
    "responses": lambda model: exact.responses(model, 1 + I, 15),
    "spectral_atom": lambda model: [exact.spectral_atom(model, mode, 15) for mode in (1, 2)],
    "spectral_density": lambda model: exact.spectral_density(model, 1, 1, 15),
    "spectral_edge": exact.spectral_edge,
    "test_loss": lambda model: exact.test_loss(model, 9, 15, an.HeavyBall("1/8", "1/2")),
    "top_rate": lambda model: exact.top_rate(model, 15),
    "train_loss": lambda model: exact.train_loss(model, "inf", 15, an.Ridge("1/9")),
    "two_point": lambda model: [
        exact.two_point(model, 1 + I, Rational(1, 3), 15, shared)
        for shared in (["width", "samples"], ["width"], ["samples"], [])
    ],
}
REFUSED: dict[str, tuple[Asked, str]] = {
    "frontier": (lambda model: exact.frontier(model, 100), "The best width was asked for"),
    "least_loss": (lambda model: exact.least_loss(model, 100, 15), "The best width was asked for"),
    "linear_fields": (
        lambda model: exact.linear_fields(model, 1, 2),
        r"that the projection leaves out has no initial value\. Ask for model\.visible",
    ),
}
WITHOUT_MODEL = {
    "feature_eigenvalue",
    "feature_learning_loss",
    "feature_spectrum",
    "finite_size_coefficient",
    "gap_coefficient",
    "kernel_eigenvalue",
    "kernel_spectrum",
    "nearest_neighbour_moment",
    "regression_excess",
    "mixed_data_loss",
    "regression_loss",
    "resolvents",
}


def unlimited(model: an.Model) -> an.Model:
    return an.Model(model.spectrum, model.width, "inf", model.noise, model.projection)


def aligned() -> an.Model:
    spectrum = an.MeasuredSpectrum(VALUES, POWERS)
    return an.Model(spectrum, 2, SAMPLES, NOISE, an.AlignedProjection())


def null() -> an.Model:
    values = [one if one in ("1/2", 1) else 0 for one in VALUES]
    return an.Model(an.MeasuredSpectrum(values, POWERS), samples=SAMPLES, noise=NOISE)


def flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [number for one in value for number in flat(one)]
    return [value]


def test_every_function_is_asked() -> None:
    public = {name for name in exact.__all__ if isfunction(getattr(exact, name))}
    assert public == {*FUNCTIONS, *REFUSED, *WITHOUT_MODEL}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_modes_left_out_are_null_modes(name: str) -> None:
    found, expected = (flat(FUNCTIONS[name](model())) for model in (aligned, null))
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert one == other or mp.almosteq(one, other, rel_eps=1e-11), (one, other)


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_answer_says_why(name: str) -> None:
    ask, fact = REFUSED[name]
    with pytest.raises(InvalidProblemError, match=fact):
        ask(aligned())


def test_modes_of_a_law_that_are_left_out_are_not_learned() -> None:
    model = an.Model(an.PowerLaw(2, "3/2"), 3, projection=an.AlignedProjection())
    assert [exact.spectral_atom(model, mode) for mode in (3, 4)] == [0, 1]
    assert exact.mean_error(model, 1, 2) == pytest.approx(float(mp.exp(-(2**-1.5))))
    assert exact.responses(model, 1).R_3 == 1
    assert exact.top_rate(model) == 1
    assert exact.optimal_ridge(model).penalty == 0
