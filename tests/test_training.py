"""Ways of training as statements: what they accept, how they read it, what they refuse."""

from typing import Any

import pytest
from sympy import Rational, oo

from analytic import Model, PowerLaw, exact
from analytic.errors import InvalidProblemError
from analytic.notation import eta, mu
from analytic.problem import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    HeavyBallFlow,
    Nesterov,
    OnePassSGD,
    Ridge,
    Training,
    require_training,
)

WAYS: list[Training] = [
    GradientFlow(),
    GradientDescent("1/10"),
    HeavyBall(0.5, "0.9"),
    Nesterov(1, 0),
    HeavyBallFlow("1e-3"),
    Ridge("1/1000"),
    OnePassSGD(1, 8),
]


@pytest.mark.parametrize("way", WAYS, ids=repr)
def test_a_way_of_training_is_one(way: Training) -> None:
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
        (HeavyBall, [1, 1], "momentum = 1 forgets nothing"),
        (HeavyBall, [1, "-1/2"], "momentum = -1/2 is negative"),
        (Nesterov, [1, 2], "momentum = 2 forgets nothing"),
        (HeavyBallFlow, [0], "inertia = 0 has no meaning"),
        (Ridge, [0], r"penalty = 0 leaves no ridge.* Use GradientFlow\(\) at time = inf"),
        (Ridge, ["inf"], "penalty = oo has no meaning"),
        (Ridge, [-1], "penalty = -1 has no meaning"),
        (OnePassSGD, [1, 0], "batch = 0 has no meaning"),
    ],
)
def test_nonsense_is_named(make: Any, arguments: list[Any], fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        make(*arguments)


@pytest.mark.parametrize(
    "way", [GradientDescent(eta), HeavyBall(1, mu), HeavyBallFlow(eta), Ridge(eta)], ids=repr
)
@pytest.mark.parametrize("time", [3, oo, [1.0, 2.0]], ids=str)
def test_a_loss_of_a_symbolic_training_is_no_number(way: Training, time: Any) -> None:
    model = Model(PowerLaw(2, "3/2"))
    with pytest.raises(InvalidProblemError, match=r"holds the symbol (eta|mu), .* Give it a value"):
        exact.test_loss(model, time, training=way)


def test_the_edge_of_a_symbolic_momentum_is_no_number() -> None:
    with pytest.raises(InvalidProblemError, match="holds the symbol mu"):
        exact.largest_step(Model(PowerLaw(2, "3/2")), HeavyBall(1, mu))


def test_ways_with_the_same_numbers_are_not_the_same() -> None:
    assert HeavyBall(1, "1/2") != Nesterov(1, "1/2")
    assert repr(Nesterov(1, "1/2")) == "Nesterov(step=1, momentum=1/2)"
