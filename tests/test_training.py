"""Ways of training as statements: what they accept, how they read it, what they refuse."""

from typing import Any

import pytest
from sympy import Rational, oo

from analytic import training
from analytic.errors import InvalidProblemError
from analytic.training import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    HeavyBallFlow,
    Nesterov,
    OnePassSGD,
    Ridge,
    require_training,
)

WAYS: list[training.Training] = [
    GradientFlow(),
    GradientDescent("1/10"),
    HeavyBall(0.5, "0.9"),
    Nesterov(1, 0),
    HeavyBallFlow("1e-3"),
    Ridge("1/1000"),
    OnePassSGD(1, 8),
]


@pytest.mark.parametrize("way", WAYS, ids=repr)
def test_a_way_of_training_is_one(way: training.Training) -> None:
    assert require_training(way) is way


@pytest.mark.parametrize("nonsense", [None, "flow", GradientFlow, 3, 0.1])
def test_nothing_else_is(nonsense: Any) -> None:
    with pytest.raises(InvalidProblemError, match=r"not a way of training .* Use GradientFlow\(\)"):
        require_training(nonsense)


def test_numbers_are_read_exactly() -> None:
    assert HeavyBall("0.1", "0.9") == HeavyBall(Rational(1, 10), Rational(9, 10))
    assert OnePassSGD(1).batch == 1
    assert OnePassSGD(1, "inf").batch == oo


@pytest.mark.parametrize(
    ("make", "arguments", "fact"),
    [
        (GradientDescent, [0], "step = 0 has no meaning"),
        (GradientDescent, ["inf"], "step = oo has no meaning"),
        (GradientDescent, ["much"], "step = 'much' is not a number"),
        (HeavyBall, [1, 1], "momentum = 1 does not forget"),
        (HeavyBall, [1, "-1/2"], "momentum = -1/2 does not forget"),
        (Nesterov, [1, 2], "momentum = 2 does not forget"),
        (HeavyBallFlow, [0], "inertia = 0 has no meaning"),
        (Ridge, [-1], "penalty = -1 has no meaning"),
        (OnePassSGD, [1, 0], "batch = 0 has no meaning"),
    ],
)
def test_nonsense_is_named(make: Any, arguments: list[Any], fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        make(*arguments)
