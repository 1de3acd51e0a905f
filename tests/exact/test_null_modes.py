r"""Null modes against modes that are almost null, through every public function of the digits.

    lim L(\lambda -> 0 at fixed c) = f + L_{visible}(\sigma^2 + f)

The reference keeps the mode, with an eigenvalue of 1e-40: an ordinary mode that no rule on null
modes touches, and of which nothing is learned in the times below.
"""

from itertools import product

import mpmath
import numpy as np
import pytest

import analytic as an
from analytic import exact
from analytic.exact.one_pass.frontier import one_pass_frontier

POWERS = ["1/2", "1/10", "3/10", "1/5"]
NULL = an.MeasuredSpectrum(["1", "1/4", "0", "1/20"], POWERS)
ALMOST = an.MeasuredSpectrum(["1", "1/4", "1e-40", "1/20"], POWERS, null_threshold=0)
SIZES = {
    "data": {"samples": 10, "noise": "1/20"},
    "few data": {"samples": "3/2", "noise": "1/20"},
    "both": {"width": 7, "samples": 2},
    "width": {"width": 2},
    "neither": {},
}
METHODS = {
    "flow": (an.GradientFlow(), 30),
    "descent": (an.GradientDescent("1/4"), 30),
    "heavy ball": (an.HeavyBall("1/4", "1/2"), 30),
    "Nesterov": (an.Nesterov("1/4", "1/2"), 30),
    "inertia": (an.HeavyBallFlow("1/2"), 30),
    "growing": (an.GrowingMomentum("1/4", 3), 30),
    "ridge": (an.Ridge("1/10"), "inf"),
}
DIGITS = 14


def pair(name, **changes):
    return [an.Model(spectrum, **{**SIZES[name], **changes}) for spectrum in (NULL, ALMOST)]


def agree(null, almost, tolerance=10.0 ** (1 - DIGITS)):
    """To the digits asked for: the reference is off by less than 1e-30 of what is compared."""
    null, almost = (np.atleast_1d(np.asarray(x, dtype=object)) for x in (null, almost))
    assert null.shape == almost.shape
    for one, other in zip(null.flat, almost.flat, strict=True):
        assert abs(one - other) <= tolerance * abs(other) + 1e-30


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("method", "size"),
    [pair for pair in product(METHODS, SIZES) if pair[0] != "growing" or pair[1] == "neither"],
)
def test_losses_of_every_method(method, size):
    training, time = METHODS[method]
    null, almost = (exact.losses(model, time, DIGITS, training) for model in pair(size))
    agree(null, almost)
    doubles = exact.losses(pair(size)[0], time, training=training)
    agree(doubles, almost, 2e-11)


@pytest.mark.parametrize("size", ["few data", "both", "width"])
def test_the_end_of_training_where_the_rank_is_not_reached(size):
    agree(*(exact.losses(model, "inf", DIGITS) for model in pair(size)))


def test_the_end_of_training_learns_the_rank_and_leaves_the_floor():
    model = pair("data")[0]
    noise = 0.05 + 0.3
    test, train = exact.losses(model, "inf")
    assert test == pytest.approx(0.3 + noise * 0.3 / 0.7, rel=1e-12)
    assert train == pytest.approx(noise * 0.7, rel=1e-12)
    late = exact.losses(model, 1e6, DIGITS)
    agree(late, (test, train), 1e-11)


def test_losses_in_doubles_one_at_a_time_and_arrays():
    null, almost = pair("data")
    times = np.geomspace(0.1, 1e3, 5)
    wanted = exact.losses(almost, times, DIGITS)
    agree(exact.test_loss(null, times), wanted.test, 2e-11)
    agree(exact.train_loss(null, times), wanted.train, 2e-11)
    agree(exact.test_loss(null, times, DIGITS), wanted.test)


def test_one_pass_losses_and_their_frontier():
    training = an.OnePassSGD("1/4", 2)
    for model in ("width", "neither"):
        for steps in (0, 5, 200):
            null, almost = (exact.losses(m, steps, DIGITS, training) for m in pair(model))
            agree(null, almost)
    found = [one_pass_frontier(model, 300, training).loss for model in pair("neither")]
    agree(*found, 2e-9)


@pytest.mark.parametrize("shared", [(), ("width",), ("samples",), ("width", "samples")])
def test_pairs_of_replicas(shared):
    null, almost = (exact.replica_loss(model, 30, shared, DIGITS) for model in pair("both"))
    agree(null, almost)


def test_parts_of_the_loss_and_ensembles():
    null, almost = pair("both")
    agree(*(exact.decomposition(model, 30, DIGITS) for model in (null, almost)))
    agree(exact.decomposition(null, 30), exact.decomposition(almost, 30, DIGITS), 2e-6)
    agree(*(exact.ensemble_loss(model, 30, 3, 2, DIGITS) for model in (null, almost)))


def test_early_stopping():
    null, almost = (exact.optimal_stopping(model, 10) for model in pair("few data"))
    assert null.time < 100
    agree(null, almost, 1e-9)


def test_the_frontier_and_its_loss_alone():
    null, almost = pair("width")
    agree(exact.frontier(null, 50, 10)[:3], exact.frontier(almost, 50, 10)[:3], 1e-9)
    agree(exact.least_loss(null, 50, 10), exact.least_loss(almost, 50, 10), 1e-9)
    agree(exact.frontier(null, 50)[2], exact.frontier(almost, 50, 10)[2], 1e-7)


@pytest.mark.parametrize("resource", ["width", "samples"])
@pytest.mark.parametrize("time", [2, 300])
def test_the_finite_size_coefficient(resource, time):
    found = [exact.finite_size_coefficient(x, resource, time, DIGITS) for x in (NULL, ALMOST)]
    agree(*found)


def test_the_gap_coefficient():
    agree(*(exact.gap_coefficient(x, 20, DIGITS) for x in (NULL, ALMOST)))


def test_two_point_functions_responses_and_sums():
    null, almost = pair("both", noise="1/9")
    s, s2 = 1 + 2j, 0.5 - 1j
    agree(*(exact.two_point(model, s, s2, DIGITS) for model in (null, almost)))
    agree(*(exact.two_point(model, s, s2, DIGITS, shared=()) for model in (null, almost)))
    agree(*(exact.responses(model, s, DIGITS) for model in (null, almost)))
    agree(*(exact.resolvents(x, s, DIGITS) for x in (NULL, ALMOST)))


@pytest.mark.parametrize("mode", [1, 3, 4])
def test_modes_keep_their_numbers(mode):
    null, almost = pair("data")
    agree(*(exact.mode_response(model, 2j, mode, DIGITS) for model in (null, almost)))
    agree(*(exact.mean_error(model, 30, mode, DIGITS) for model in (null, almost)))
    agree(*(abs(exact.spectral_density(model, "1/4", mode, DIGITS)) for model in (null, almost)))
    assert exact.spectral_atom(null, mode) == (mode == 3)


def test_edges_of_the_spectrum_are_those_of_the_visible_modes():
    for name in SIZES:
        model = pair(name)[0]
        assert exact.spectral_edge(model) == exact.spectral_edge(model.visible)
        assert exact.top_rate(model) == exact.top_rate(model.visible)


def test_limits_count_the_rank():
    """Three modes are seen, and three and a half samples are enough to learn them."""
    model = pair("data", samples="7/2")[0]
    assert exact.spectral_atom(model, 1) == 0
    assert exact.spectral_edge(model) == exact.spectral_edge(model.visible) > 0
    test, _ = exact.losses(model, "inf")
    assert test == pytest.approx(0.3 + 0.35 * 3 / 0.5, rel=1e-12)


def test_numbers_given_by_an_independent_evaluation():
    spectrum = an.MeasuredSpectrum(["1", "1/4", "0"], ["1/2", "1/10", "3/10"])
    loss = exact.test_loss(an.Model(spectrum, samples=10), digits=12, training=an.Ridge("1/10"))
    assert mpmath.nstr(loss, 12) == "0.361496515867"
