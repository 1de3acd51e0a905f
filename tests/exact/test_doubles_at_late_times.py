"""Learning curves in doubles where a response vanishes: all digits, and none from digits."""

import numpy as np
import pytest

from analytic import (
    DeepProjection,
    Model,
    OrthogonalProjection,
    PowerLaw,
    ResidualProjection,
    SkipConnection,
    StructuredProjection,
    exact,
)
from analytic.exact import loss, transform
from analytic.exact.precision import Double
from analytic.exact.response import fixed_point
from analytic.problem import Projection

LATE = np.geomspace(1e3, 1e12, 10)
DEEP = [
    DeepProjection([40, 40]),
    DeepProjection([40, 41]),
    DeepProjection([40, 40, 40]),
    DeepProjection([40, 80]),
]


def in_doubles(monkeypatch: pytest.MonkeyPatch, model: Model, times: np.ndarray) -> np.ndarray:
    """Both losses, with digits forbidden."""

    def digits(*_: object) -> None:
        raise AssertionError("a time was left to digits")

    with monkeypatch.context() as patch:
        patch.setattr(loss, "_digits", digits)
        return np.array(exact.losses(model, times))


def assert_first_digits(found: np.ndarray, model: Model, times: np.ndarray) -> None:
    for row, time in zip(found.T, times, strict=True):
        wanted = exact.losses(model, time, digits=20)
        assert row == pytest.approx([float(x) for x in wanted], rel=1e-11, abs=1e-300)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("samples", [120, "inf", 40])
@pytest.mark.parametrize("projection", DEEP, ids=lambda one: str(one.widths))
def test_deep_projections_near_their_rank(
    monkeypatch: pytest.MonkeyPatch, projection: Projection, samples: object
) -> None:
    """1 - d/N goes to zero as a root of s, and D_N as a power of it."""
    model = Model(PowerLaw(2, "3/2"), samples=samples, projection=projection)
    times = LATE if samples != 40 else LATE[:5]
    assert_first_digits(in_doubles(monkeypatch, model, times)[:, ::3], model, times[::3])


def test_orthogonal_rows_near_their_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(PowerLaw(2, "3/2", modes=300), 40, 120, projection=OrthogonalProjection())
    assert_first_digits(in_doubles(monkeypatch, model, LATE)[:, ::3], model, LATE[::3])


@pytest.mark.parametrize("left", [1e-3, 1e-6, 1e-9, 1e-12])
def test_what_is_left_of_a_width_has_all_its_digits(left: float) -> None:
    r"""-dD_N/dd = 2 u/N at D_N = u^2, where d = N (1 - u) is known to its rounding only."""
    equations = fixed_point(Double(), Model(PowerLaw(2, "3/2"), projection=DEEP[0]))
    assert equations.scarce is not None
    u = left * np.exp(0.7j)
    at = equations.scarce(np.array([u * u]), np.array([40 * (1 - u)]))
    assert at.kept.all()
    assert at.fall_N[0] == pytest.approx(2 * u / 40, rel=1e-14)


INTERPOLATING = [
    Model(PowerLaw(2, "3/2"), 120, 40),
    Model(PowerLaw("3/2", "6/5"), 60, 20, "1/20"),
    Model(PowerLaw(2, "3/2", modes=300), 120, 40, 0, StructuredProjection("3/2")),
    Model(PowerLaw(2, "3/2"), samples=40, projection=StructuredProjection("3/2")),
    Model(PowerLaw(2, "3/2", modes=300), samples=120, projection=SkipConnection("1/2")),
    Model(PowerLaw(2, "3/2", modes=300), samples=40, projection=ResidualProjection("inf", 1)),
    Model(PowerLaw(2, "3/2"), samples=40, noise=1, projection=DeepProjection([120, 120])),
]


@pytest.mark.parametrize("model", INTERPOLATING, ids=lambda one: type(one.projection).__name__)
def test_fewer_samples_than_width(monkeypatch: pytest.MonkeyPatch, model: Model) -> None:
    """Before the loss has settled, the loss is a small change of its limit."""
    edge = exact.spectral_edge(model)
    times = np.array([7.9, 8.1, 12, 17, 25, 40, 55, 200]) / edge
    with monkeypatch.context() as patch:
        patch.setattr(loss, "_digits", None)
        found = exact.test_loss(model, times)
    for value, time in zip(found[::3], times[::3], strict=True):
        assert value == pytest.approx(float(exact.test_loss(model, time, digits=20)), rel=1e-12)


def test_the_pole_is_where_it_is_on_both_sides_of_a_contour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The loss does not depend on the time from which on the pole is taken out."""
    model = INTERPOLATING[1]
    times = np.array([6, 9, 12, 15]) / exact.spectral_edge(model)
    found = []
    for outside in (5.0, 100.0):
        monkeypatch.setattr(transform, "POLE_OUTSIDE", outside)
        found.append(exact.test_loss(model, times))
    assert found[0] == pytest.approx(found[1], rel=1e-11)
