"""Losses of pairs of replicas: definition, limits, symmetry, second formula, stored digits."""

import mpmath
import numpy as np
import pytest
from sympy import Integer, Rational, oo

from analytic import exact
from analytic.errors import DivergenceError, InvalidProblemError
from analytic.exact.arguments import SAME, Pair
from analytic.exact.keystone import NOTHING, SAMPLES, WIDTH, quotients
from analytic.exact.precision import Multiple
from analytic.exact.response import fixed_point
from analytic.problem import MeasuredSpectrum, Model, PowerLaw

PAIRS = [NOTHING, WIDTH, SAMPLES, SAME]
POWER = PowerLaw(2, "3/2")
MODELS = [
    Model(POWER, width=40, samples=120, noise="1/20"),
    Model(PowerLaw("9/5", "6/5"), width=30, samples=17, noise="1/3"),
    Model(MeasuredSpectrum([1, "1/3", "1/10", "1/50"], [1, 2, "1/2", 0]), 3, 5, 2),
    Model(POWER, width=25, samples=25, noise=1),
]
# Two contours of 25 digits and more, 22 November 2026; the integral above has seven of them.
STORED = [
    "0.0609118130924002418",
    "0.0670371596965378494",
    "0.0104519921652420021",
    "0.029341407208472843",
]


def names(pair: Pair) -> str:
    return " and ".join(sorted(pair)) or "nothing"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("pair", PAIRS, ids=names)
def test_a_kernel_solves_the_field_equations_of_replicas(model: Model, pair: Pair) -> None:
    generator = np.random.default_rng(5)
    arithmetic = Multiple(160)
    for _ in range(3):
        size, angle = 10 ** generator.uniform(-3, 1, 2), generator.uniform(-2.8, 2.8, 2)
        s, s2 = (complex(z) for z in size * np.exp(1j * angle))
        with arithmetic.working():
            at = fixed_point(arithmetic, model).solve(arithmetic.complex([s, s2]))
            found = sum(
                q.weight
                * (q.factor[0] * q.factor[1])
                * (q.function[0] - q.function[1])
                / ((at.s if q.node is None else q.node) @ [-1, 1])
                for q in quotients(fixed_point(arithmetic, model), pair, at)
            )
        wanted = exact.two_point(model, s, s2, shared=pair).C_0
        assert abs(complex(found) - wanted) <= 4e-16 * abs(wanted)  # of doubles


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=names)
def test_the_loss_is_the_double_integral_of_the_field_equations(pair: Pair) -> None:
    """A parabola through n points: its error is about 2.85^-n [trefethen2006talbot], 8e-8 here."""
    model, time, n = MODELS[0], 30.0, 16
    theta = np.pi * (np.arange(1, n, 2) / n)
    z = n * (0.1309 - 0.1194 * theta**2 + 0.2500j * theta)
    weight = np.exp(z) * (-0.2388 * theta + 0.2500j) / 1j / time
    z, weight = np.concatenate([z, z.conj()]), np.concatenate([weight, weight.conj()])
    total = sum(
        weight[i] * weight[j] * exact.two_point(model, z[i] / time, z[j] / time, 17, pair).C_0
        for i in range(n)
        for j in range(n)
    )
    assert abs(complex(total) / exact.replica_loss(model, time, pair) - 1) < 1e-6


@pytest.mark.one_in(4)
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("time", [0, Rational(1, 2), 30, 10**5])
def test_replicas_that_share_everything_are_one(model: Model, time: int) -> None:
    one, other = exact.replica_loss(model, time, digits=20), exact.test_loss(model, time, digits=20)
    assert abs(one - other) < other * mpmath.mpf(10) ** -19


def test_sharing_nothing_leaves_the_error_of_the_mean() -> None:
    spectrum = PowerLaw(2, "3/2", modes=7)
    model = Model(spectrum, width=4, samples=6, noise=1)
    for time in (Rational(1, 3), 4, 90):
        means = [exact.mean_error(model, time, mode=k, digits=20) for k in range(1, 8)]
        total = sum(mean**2 * mpmath.mpf(k) ** -2 for k, mean in enumerate(means, start=1))
        found = exact.replica_loss(model, time, shared=(), digits=18)
        assert abs(found / total - 1) < 1e-14


def test_the_squared_bias_does_not_know_width_from_samples() -> None:
    for time in (1, 100, oo):
        one, other = (
            exact.replica_loss(Model(POWER, *sizes, noise=1), time, (), digits=25)
            for sizes in ((13, 50), (50, 13))
        )
        assert abs(one - other) < other * mpmath.mpf(10) ** -24


def test_the_noise_is_that_of_the_data() -> None:
    quiet, noisy = (Model(POWER, 40, 60, noise) for noise in (0, 2))
    for pair in (NOTHING, WIDTH):
        one, other = (exact.replica_loss(m, 50, pair, digits=20) for m in (quiet, noisy))
        assert one == other
    assert exact.replica_loss(noisy, 50, SAMPLES) > 2 * exact.replica_loss(quiet, 50, SAMPLES)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("pair", [NOTHING, WIDTH, SAMPLES], ids=names)
@pytest.mark.parametrize("sizes", [(40, 120), (120, 40), (30, oo), (oo, 30), (7, Rational(29, 2))])
def test_the_end_of_training_is_the_limit_of_late_times(
    pair: Pair, sizes: tuple[Integer, Integer]
) -> None:
    model = Model(POWER, *sizes, noise="1/20")
    late = 60 * np.log(10) / exact.spectral_edge(model)  # transients below 1e-60
    one = exact.replica_loss(model, float(late), pair, digits=30)
    other = exact.replica_loss(model, oo, pair, digits=30)
    assert abs(one - other) < other * mpmath.mpf(10) ** -29


def test_at_the_threshold_replicas_have_a_limit_and_one_model_has_none() -> None:
    model = Model(POWER, 40, 40, noise="1/20")
    for pair in (NOTHING, WIDTH, SAMPLES):
        near = exact.replica_loss(model, 10**30, pair, digits=12)
        assert abs(near / exact.replica_loss(model, oo, pair, digits=12) - 1) < 1e-9
    with pytest.raises(DivergenceError, match="N = P"):
        exact.replica_loss(model, oo)


def test_unlimited_resources_are_shared_by_all() -> None:
    model = Model(POWER, width=30)
    both = [exact.replica_loss(model, 70, pair, digits=20) for pair in (SAME, WIDTH)]
    none = [exact.replica_loss(model, 70, pair, digits=20) for pair in (SAMPLES, NOTHING)]
    assert both[0] == both[1]
    assert none[0] == none[1]


def test_stored_digits() -> None:
    parts = exact.decomposition(Model(POWER, 40, 120), 100, digits=19)
    # the noise of 1/20 is in the variance of the data and in the interaction only
    noisy = exact.decomposition(Model(POWER, 40, 120, "1/20"), 100, digits=19)
    for found, stored in zip(noisy, STORED, strict=True):
        assert mpmath.nstr(found, 18) == stored
    assert parts.bias == noisy.bias
    assert parts.features == noisy.features


@pytest.mark.parametrize("shared", ["projection", ("width", "time")])
def test_replicas_share_only_what_is_drawn(shared: str) -> None:
    with pytest.raises(InvalidProblemError, match="'width' and 'samples'"):
        exact.replica_loss(MODELS[0], 1, shared)


def test_unlimited_pairs_are_alike_at_late_times() -> None:
    model = Model(PowerLaw(2, "3/2"))
    assert exact.replica_loss(model, 10**12, (), 30) == exact.test_loss(model, 10**12, 30)
