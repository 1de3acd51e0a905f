"""The four parts of the loss and the loss of ensembles: identities, limits, precision, ranges."""

import mpmath
import numpy as np
import pytest
from sympy import Rational, oo

from analytic import exact
from analytic.errors import InvalidProblemError
from analytic.problem import (
    GradientDescent,
    HeavyBall,
    HeavyBallFlow,
    Model,
    Nesterov,
    PowerLaw,
    Ridge,
    Training,
)

POWER = PowerLaw(2, "3/2")
MODELS = [
    Model(POWER, 40, 120, "1/20"),
    Model(POWER, 120, 40),
    Model(POWER, 50, 50, 1),
    Model(PowerLaw("5/4", "7/3"), 9, 21),
    Model(PowerLaw(2, "3/2", modes=10), 40, 120),
    Model(PowerLaw(2, "3/2", modes=60), 120, 40, "1/10"),
    Model(POWER, 10**9, 3 * 10**9),
]
TIMES = np.geomspace(1e-3, 1e6, 10)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
def test_the_parts_add_up_to_the_loss(model: Model) -> None:
    parts = exact.decomposition(model, TIMES)
    loss = exact.test_loss(model, TIMES)
    assert np.all(np.abs(sum(parts) - loss) <= 2e-11 * loss)  # four times what doubles promise
    assert all(np.all(part >= 0) for part in parts)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("time", [1e-3, 3.0, 1e3])
def test_doubles_are_right_to_what_they_promise(model: Model, time: float) -> None:
    for rough, fine in zip(
        exact.decomposition(model, time), exact.decomposition(model, time, 15), strict=True
    ):
        assert abs(rough - float(fine)) <= 1e-6 * float(fine)


@pytest.mark.slow
def test_digits_agree_with_more_digits() -> None:
    few, many = (exact.decomposition(MODELS[0], 77, digits) for digits in (25, 60))
    for one, other in zip(few, many, strict=True):
        assert abs(one - other) < other * mpmath.mpf(10) ** -24


def test_one_projection_and_one_data_set_are_a_single_model() -> None:
    one, other = (f(MODELS[0], 30, digits=20) for f in (exact.ensemble_loss, exact.test_loss))
    assert abs(one - other) < other * mpmath.mpf(10) ** -19


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("members", "data_sets"), [(3, 2), (1, 5), (oo, 2), (Rational(5, 2), oo)])
def test_an_ensemble_has_its_share_of_every_variance(members: object, data_sets: object) -> None:
    bias, features, data, interaction = exact.decomposition(MODELS[0], 40, 25)
    e, b = (0 if n == oo else 1 / mpmath.mpf(str(float(n))) for n in (members, data_sets))
    wanted = bias + features * e + data * b + interaction * e * b
    found = exact.ensemble_loss(MODELS[0], 40, members, data_sets, digits=25)
    assert abs(found / wanted - 1) < 1e-14  # wanted in the fifteen digits of mpmath


def test_nothing_varies_before_training() -> None:
    parts = exact.decomposition(MODELS[0], 0, digits=20)
    assert list(parts[1:]) == [0, 0, 0]
    assert parts.bias == exact.test_loss(MODELS[0], 0, digits=20)


@pytest.mark.parametrize("digits", [None, 20])
def test_unlimited_width_has_no_variance_of_features(digits: int | None) -> None:
    parts = exact.decomposition(Model(POWER, samples=30, noise=1), 40, digits)
    assert parts.features == 0
    assert parts.interaction == 0
    assert parts.data > 0


@pytest.mark.parametrize("digits", [None, 20])
def test_unlimited_data_have_no_variance_and_no_noise(digits: int | None) -> None:
    parts = exact.decomposition(Model(POWER, width=30, noise=1), 40, digits)
    assert parts.data == 0
    assert parts.interaction == 0
    assert parts == exact.decomposition(Model(POWER, width=30), 40, digits)


def test_early_variances_are_of_second_order_in_time() -> None:
    parts, twice = (exact.decomposition(MODELS[0], t, 15) for t in ("1e-9", "2e-9"))
    for one, other in zip(parts[1:], twice[1:], strict=True):
        assert abs(other / one / 4 - 1) < 1e-7


def test_a_variance_below_every_digit_of_the_loss_is_found() -> None:
    """v_A is finite as N grows: what first cancels to the last bit is computed with more bits."""
    scaled = [
        exact.decomposition(Model(POWER, width=n), 10**6, 12).features * mpmath.mpf(n)
        for n in (10**30, 10**90)
    ]
    assert abs(scaled[0] / scaled[1] - 1) < 1e-11


def test_with_every_mode_learnt_the_noise_of_the_data_is_left() -> None:
    model = Model(PowerLaw(2, "3/2", modes=10), 40, 120, "1/10")
    parts = exact.decomposition(model, [1e3, 5e3, 3e4, 1e9, np.inf])
    assert parts.data[-1] == exact.test_loss(model, oo)
    assert np.all(np.diff(parts.interaction) <= 0)
    assert np.all(parts.interaction >= 0)
    assert parts.features[-1] == 0


def test_ensembles_of_projections_tame_the_peak_at_the_threshold() -> None:
    model = Model(POWER, 40, 40, "1/20")
    assert exact.ensemble_loss(model, oo, projections=oo) < 1
    assert exact.ensemble_loss(model, 10**12) > 100


def test_times_have_their_shape() -> None:
    times = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, np.inf]])
    assert exact.ensemble_loss(MODELS[0], times, 2, 2).shape == (2, 3)
    parts = exact.decomposition(MODELS[0], [1, 2], digits=10)
    assert parts.bias.shape == (2,)
    assert mpmath.nstr(parts.bias[0], 8) == mpmath.nstr(
        exact.decomposition(MODELS[0], 1, digits=10).bias, 8
    )


@pytest.mark.parametrize("count", [0, -1, "none"])
def test_an_ensemble_has_members(count: object) -> None:
    with pytest.raises(InvalidProblemError, match="projections"):
        exact.ensemble_loss(MODELS[0], 1, projections=count)


WAYS: list[tuple[Training, float]] = [
    (GradientDescent("1/3"), 7),
    (GradientDescent("1/3"), 400),
    (HeavyBall("1/3", "1/2"), 9),
    (Nesterov("1/4", "1/3"), 40),
    (HeavyBallFlow("1/3"), 5),
    (Ridge("1/10"), np.inf),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("training", "time"), WAYS)
def test_replicas_are_trained_in_every_way(training: Training, time: float) -> None:
    """Four contours in variables of their own add up to one; doubles to what they promise."""
    model = Model(PowerLaw(2, "3/2", modes=12), 9, 21, "1/7")
    parts = exact.decomposition(model, time, 20, training)
    loss = exact.test_loss(model, time, 20, training)
    with mpmath.workdps(30):
        assert abs(sum(parts) / loss - 1) < 1e-19
    rough = exact.decomposition(model, time, training=training)
    assert rough == pytest.approx([float(part) for part in parts], rel=1e-6)


def test_the_bias_of_one_step_and_of_ridge_by_modes() -> None:
    r"""E K = \Lambda exactly; with a ridge a mode keeps \kappa(\gamma)/(\kappa + \lambda)."""
    model = Model(PowerLaw(2, "3/2", modes=12), 9, 21, "1/7")
    step = exact.replica_loss(model, 1, (), 20, GradientDescent("1/3"))
    ridge = exact.replica_loss(model, oo, (), 20, Ridge("1/10"))
    with mpmath.workdps(30):
        kappa = exact.responses(model, "1/10", digits=25).kappa.real
        rates = [mpmath.mpf(k) ** -1.5 for k in range(1, 13)]
        powers = [mpmath.mpf(k) ** -2 for k in range(1, 13)]
        one = sum(c * (1 - x / 3) ** 2 for c, x in zip(powers, rates, strict=True))
        kept = sum(c * (kappa / (kappa + x)) ** 2 for c, x in zip(powers, rates, strict=True))
        assert abs(step / one - 1) < 1e-19
        assert abs(ridge / kept - 1) < 1e-19
