"""Losses of measured spectra, doubles and digits, against digits over all modes one by one."""

from collections.abc import Iterator
from typing import Any

import mpmath
import numpy as np
import pytest

from analytic.exact import edges, loss, response
from analytic.exact.sums import clusters, measured_sums, spectral_sums
from analytic.problem import (
    GradientDescent,
    GradientFlow,
    HeavyBall,
    MeasuredSpectrum,
    Model,
    OnePassSGD,
    Ridge,
)

KEPT = (
    spectral_sums.spectral_sums,
    measured_sums._all_modes,
    spectral_sums.inverse_dimension,
    response.fixed_point,
    edges._coarse,
    edges._bits_beside_pole,
    edges.branch_point,
    edges.upper_edge,
)
RANDOM = np.random.default_rng(3)
MODES = 160
K = np.arange(1.0, MODES + 1)
NOISE = np.exp(RANDOM.normal(size=MODES))
SPECTRA = {
    "power law with noise": (K**-1.4 * NOISE, K**-2.0 * NOISE[::-1]),
    "uniform": (RANDOM.random(MODES), RANDOM.random(MODES) / MODES),
    "copies and a gap": (
        np.concatenate([RANDOM.choice([1.0, 0.9], MODES // 2), 1e-10 * (1 + K[::2] / MODES)]),
        K**-1.5,
    ),
}
SIZES: tuple[dict[str, Any], ...] = (
    {"width": 40, "samples": 90},
    {"width": 90, "samples": 40, "noise": "1/20"},
    {"width": 60, "samples": 60},
    {"samples": 50},
    {"width": 50},
    {"width": 300, "samples": 400, "noise": "1/20"},
    {},
)
FLOW = GradientFlow()
LEAST = 2.0**-1022  # doubles below have fewer digits


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Clusters without nodes, and nothing kept from before or for later."""

    def forget() -> None:
        for function in KEPT:
            function.cache_clear()

    def enter() -> None:
        forget()
        monkeypatch.setattr(clusters, "_WORTH", 0.0)

    yield enter
    forget()


@pytest.mark.one_in(3)
@pytest.mark.parametrize("name", SPECTRA)
def test_curves_are_those_of_all_modes(name: str, one_by_one: Any) -> None:
    """Doubles to 1e-11 and 13 digits to the last one, at random times, for all kinds of sizes."""
    spectrum = MeasuredSpectrum(*SPECTRA[name], null_threshold=0)
    asked = [
        (Model(spectrum, **sizes), 10.0 ** RANDOM.uniform(-3, 6), training)
        for sizes in SIZES
        for training in (FLOW,)
    ]
    asked += [
        (Model(spectrum, width=40, samples=90), None, Ridge("1/1000")),
        (Model(spectrum, width=40, samples=90), 300, GradientDescent("1/10")),
        (Model(spectrum, width=40, samples=90), 300, HeavyBall("1/20", "1/2")),
        (Model(spectrum, width=40), 300, OnePassSGD("1/1000", 5)),
    ]
    doubles, digits = [], []
    for model, time, training in asked:
        at = {} if time is None else {"time": time}
        doubles.append(loss.losses(model, **at, training=training))
        digits.append(loss.losses(model, **at, digits=13, training=training))
    one_by_one()
    for (model, time, training), double, digit in zip(asked, doubles, digits, strict=True):
        at = {} if time is None else {"time": time}
        exact = loss.losses(model, **at, digits=15, training=training)
        for which in (0, 1):
            right = exact[which]
            assert abs(digit[which] - right) <= mpmath.mpf(10) ** -12 * abs(right)
            assert abs(double[which] - right) <= 1e-11 * abs(right) + LEAST


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "sizes", [{"samples": 30}, {"width": 30}, {"width": 90, "samples": 40, "noise": "1/20"}]
)
def test_curves_that_settle_stay_in_doubles(
    sizes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first step to losses below every double, few times need digits; all are right.

    The times that are checked lie before, around and long after the time of the slowest rate.
    """
    spectrum = MeasuredSpectrum(K**-1.4 * NOISE, K**-2.0 * NOISE[::-1])
    model = Model(spectrum, **sizes)
    times = np.geomspace(1, 1e6, 50)
    given_up = set[float]()
    digits = loss.losses_at

    def counted(*question: Any) -> Any:
        given_up.add(float(question[3]))
        return digits(*question)

    monkeypatch.setattr(loss, "losses_at", counted)
    curve = loss.losses(model, times)
    assert len(given_up) <= 8
    ages = edges.spectral_edge(model) * times
    for age in (0.5, 4, 60, 200):
        i = int(np.argmin(np.abs(np.log(ages / age))))
        exact = loss.losses(model, float(times[i]), digits=12)
        for double, right in zip(curve, exact, strict=True):
            assert abs(double[i] - right) <= 1e-11 * abs(right) + LEAST


@pytest.mark.parametrize(
    ("spectrum", "sizes", "times"),
    [
        # kappa(0) lies in a gap of ten decades, where d hardly changes
        (([1.088, 1.006, 1e-10], [1, 1, 1e-20]), {"width": 10.53, "samples": 2}, [1e9, np.inf]),
        # so late that doubles cannot tell the contour from the edge of the spectrum
        (([1.0, 0.5, 1e-6], [0.1, 0.2, 0.3]), {"width": 3, "samples": 2}, [1.66797375e9]),
        (([1.0, 0.5], [0.1, 0.2]), {"width": "3.9", "samples": 1}, [1.1e10, 2.3e8]),
    ],
)
def test_what_doubles_lose_is_left_to_digits(spectrum: Any, sizes: Any, times: Any) -> None:
    model = Model(MeasuredSpectrum(*spectrum, null_threshold=0), **sizes)
    curve = loss.losses(model, np.array(times))
    for i, time in enumerate(times):
        exact = loss.losses(model, time, digits=14)
        for double, right in zip(curve, exact, strict=True):
            assert abs(double[i] - right) <= 1e-11 * abs(right) + LEAST
