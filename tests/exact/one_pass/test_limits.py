"""One-pass SGD in limits that are known otherwise: small steps, late times, replicas."""

import mpmath
import numpy as np
import pytest

from analytic import exact
from analytic.errors import DivergenceError, InvalidProblemError, PrecisionError
from analytic.problem import MeasuredSpectrum, Model, OnePassSGD, PowerLaw

LAW = PowerLaw(2, "3/2")


@pytest.mark.parametrize("width", ["inf", 20])
def test_small_steps_are_flow(width):
    """At eta t = 50 the distance from flow is of first order in eta."""
    model = Model(LAW, width=width, noise="1/2")
    flow = exact.test_loss(model, 50, 30)
    gaps = []
    for decades in (6, 7):
        steps = 50 * 10**decades
        found = exact.one_pass_loss(model, steps, OnePassSGD(f"1e-{decades}", 3), 30)
        gaps.append(found - flow)
    assert 0 < gaps[1] < gaps[0]
    assert abs(gaps[0] / gaps[1] - 10) < 1e-3  # second order: eta = 1e-6 times a number


@pytest.mark.parametrize("width", [4, 40])
@pytest.mark.parametrize("noise", [0, 1])
def test_the_final_loss_is_where_the_losses_go(width, noise):
    model, training = Model(LAW, width=width, noise=noise), OnePassSGD("1/3", 2)
    final = exact.one_pass_loss(model, "inf", training, 30)
    late = exact.one_pass_loss(model, 10**7, training, 30)
    with mpmath.workdps(40):
        assert abs(late / final - 1) < mpmath.mpf(10) ** -20


def test_the_final_loss_of_one_mode():
    r"""L = q L + (\eta^2/B)(L + \sigma^2), q = (1 - \eta)^2 + \eta^2/B, at eta = 1/4, B = 1."""
    model = Model(MeasuredSpectrum([1.0], [1.0]), noise=1)
    found = exact.one_pass_loss(model, "inf", OnePassSGD("1/4"), 20)
    with mpmath.workdps(30):
        assert abs(found - mpmath.mpf(1) / 5) < mpmath.mpf(10) ** -20


@pytest.mark.parametrize(("batch", "largest"), [(1, "2/3"), (2, "1"), (8, "8/5"), ("inf", "2")])
def test_the_largest_step_of_one_mode(batch, largest):
    r"""1 - 2 \eta + \eta^2 (1 + 2/B) < 1."""
    top, _, bottom = largest.partition("/")
    model = Model(MeasuredSpectrum([1.0], [1.0]))
    found = exact.one_pass_largest_step(model, batch, 20)
    with mpmath.workdps(30):
        assert abs(found - mpmath.mpf(top) / int(bottom or 1)) < mpmath.mpf(10) ** -20


@pytest.mark.one_in(4)
@pytest.mark.parametrize("width", ["inf", 6, 1000, 10**12])
@pytest.mark.parametrize("batch", [1, 3, 100, "inf"])
@pytest.mark.parametrize("mean_field", [False, True])
def test_the_edge_of_stability(width, batch, mean_field):
    model = Model(LAW, width=width)
    edge = exact.one_pass_largest_step(model, batch, mean_field=mean_field)
    below, above = (OnePassSGD(edge * (1 + x), batch) for x in (-1e-4, 1e-4))
    known = float(exact.one_pass_loss(model, 10**7, below, 16, mean_field))
    assert exact.one_pass_loss(model, 10**7, below, mean_field=mean_field) == pytest.approx(
        known, rel=1e-11
    )
    with pytest.raises(DivergenceError, match="a step must be below"):
        exact.one_pass_loss(model, 10, above, mean_field=mean_field)


def test_the_noise_that_steps_pass_on_grows_without_bound_at_the_edge():
    model = Model(LAW, noise=1)
    edge = exact.one_pass_largest_step(model, 2)
    losses = [
        exact.one_pass_loss(model, "inf", OnePassSGD(edge * (1 - gap), 2)) for gap in (1e-3, 1e-6)
    ]
    assert losses[1] / losses[0] == pytest.approx(1000, rel=0.01)  # 1/(1 - K), K = 1 - O(gap)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("steps", [1, 30, 400])
def test_the_mean_field_is_invariant_under_replication(steps):
    """Modes, width, batch and step times r: exactly; with eta^2 k^2/B in q up to 1/r."""
    model = Model(PowerLaw(2, "3/2", modes=30), width=12, noise="1/5")
    gaps = {}
    for r in (1, 2, 4):
        training = OnePassSGD(f"{r}/4", 2 * r)
        both = [
            exact.one_pass_loss(model.replicated(r), steps, training, 25, mean_field=which)
            for which in (True, False)
        ]
        gaps[r] = both[1] - both[0]
        if r == 1:
            mean_field = both[0]
        assert abs(both[0] - mean_field) < 1e-24
    assert gaps[1] / gaps[2] == pytest.approx(2, rel=0.2)
    assert gaps[2] / gaps[4] == pytest.approx(2, rel=0.1)


def test_the_mean_field_is_ten_percent_off_at_every_width():
    training = OnePassSGD("1/3", 1)
    for width in (30, 3000, "inf"):
        model = Model(LAW, width=width, noise=1)
        both = [
            exact.one_pass_loss(model, 30, training, mean_field=which) for which in (False, True)
        ]
        assert 0.05 < 1 - both[1] / both[0] < 0.3


def test_equal_modes_are_one_level():
    levels = PowerLaw(2, "3/2", modes=3, multiplicity=2)
    rates = [k**-1.5 for k in (1, 2, 3) for _ in range(2)]
    single = MeasuredSpectrum(rates, [k**-2.0 for k in (1, 2, 3) for _ in range(2)])
    training = OnePassSGD("1/5", 2)
    for steps in (3, 300):
        one, other = (
            exact.one_pass_loss(Model(s, width=4, noise=1), steps, training)
            for s in (levels, single)
        )
        assert one == pytest.approx(other, rel=1e-11)


@pytest.mark.slow
def test_doubles_against_digits_far_out():
    for width in ("inf", 10**3, 10**9):
        for noise in (0, "1/10"):
            model = Model(PowerLaw("9/5", "6/5"), width=width, noise=noise)
            steps = np.array([1.0, 50, 1e3, 1e6, 1e9, 1e12])
            found = exact.one_pass_loss(model, steps, OnePassSGD("1/8", 3))
            known = [exact.one_pass_loss(model, n, OnePassSGD("1/8", 3), 16) for n in steps]
            assert np.max(np.abs(found / np.array(known, dtype=float) - 1)) < 1e-11


def test_an_exponentially_small_loss_keeps_its_digits():
    r"""One mode: (q + \eta^2/B)^n, q = 3/8 at \eta = 1/2, B = 2."""
    model = Model(MeasuredSpectrum([1.0], [1.0]))
    found = exact.one_pass_loss(model, 500, OnePassSGD("1/2", 2), 20)
    with mpmath.workdps(30):
        assert abs(found / mpmath.mpf("0.5") ** 500 - 1) < mpmath.mpf(10) ** -19
    with pytest.raises(PrecisionError, match="steps or fewer"):
        exact.one_pass_loss(model, 10**9, OnePassSGD("1/2", 2), 20)


@pytest.mark.parametrize("steps", ["1/2", -1, [1.5, 2]])
def test_steps_are_whole(steps):
    with pytest.raises(InvalidProblemError, match="steps"):
        exact.one_pass_loss(Model(LAW), steps, OnePassSGD("1/4", 2))


def test_samples_do_not_end():
    with pytest.raises(InvalidProblemError, match="Leave samples at inf"):
        exact.test_loss(Model(LAW, samples=10), 3, training=OnePassSGD("1/4", 2))


def test_no_steps_are_the_initial_loss():
    assert exact.one_pass_loss(Model(LAW), 0, OnePassSGD("1/4", 2)) == pytest.approx(np.pi**2 / 6)


def test_noise_of_the_batch_keeps_a_loss_from_dying():
    """One mode, eta lambda = 1: L_n = (2/B)^n, though (1 - eta lambda)^2 = 0."""
    model = Model(MeasuredSpectrum([1], [1]))
    assert exact.one_pass_loss(model, 3, OnePassSGD(1, 100), 20) == pytest.approx(8e-6, rel=1e-15)


def test_a_loss_that_is_too_small_is_refused_with_the_way_out():
    model = Model(MeasuredSpectrum([1], [1]))
    with pytest.raises(PrecisionError, match="Ask for 1000 steps or fewer"):
        exact.one_pass_loss(model, 10**6, OnePassSGD(1, 100), 20)


def test_more_steps_than_a_double_holds():
    endless, training = Model(PowerLaw(2, "3/2")), OnePassSGD("1/4", 2)
    digits = exact.one_pass_loss(endless, 10**400, training, 20)
    assert exact.one_pass_loss(endless, 10**400, training) == pytest.approx(
        float(digits), rel=1e-14
    )
    with pytest.raises(InvalidProblemError, match="one time at once"):
        exact.one_pass_loss(endless, [1, 10**400], training)
