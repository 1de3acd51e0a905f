"""Distances to the nearest sample: closed forms, draws, and what has no answer."""

from typing import Any

import mpmath as mp
import pytest

import analytic as an
from analytic.errors import InvalidProblemError
from analytic.exact import neighbours


@pytest.mark.parametrize("samples", [1, 10, 10**4, 10**12])
def test_two_dimensions(samples: int) -> None:
    """A cap of chord r has the share r^2/4: the second moment is 4/(P + 1)."""
    found = an.exact.nearest_neighbour_moment(an.Sphere(2), samples, 2, 30)
    assert mp.almosteq(found, mp.mpf(4) / (samples + 1), rel_eps=1e-15)


@pytest.mark.parametrize(("dimension", "samples"), [(1, 3), (3, 20), (4, 7), (5, 100)])
def test_other_spheres_as_drawn(dimension: int, samples: int) -> None:
    sphere = an.Sphere(dimension)
    found = an.sampling.nearest_neighbour_moment(sphere, samples, 1, draws=400, seed=2)
    exact = an.exact.nearest_neighbour_moment(sphere, samples, 1)
    assert abs(found.mean - exact) < 5 * found.standard_error


def test_a_ring_is_drawn_by_area() -> None:
    """Of two halves of a ring the outer one has the larger area: 1/2 + thickness/pi of it."""
    ring = an.RingTorus("1/2")
    assert float(ring.volume) == pytest.approx(19.739208802)
    near, far = (
        an.sampling.nearest_neighbour_moment(ring, size, 2, draws=200).mean for size in (200, 800)
    )
    assert near / far == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize(
    ("ask", "fact"),
    [
        (lambda: an.Sphere(0), "is not that of a manifold"),
        (lambda: an.Torus("1/2"), "is not that of a manifold"),
        (lambda: an.RingTorus(2), "is not that of a ring"),
        (lambda: an.exact.nearest_neighbour_moment(an.Torus(2), 5, 2), "not known exactly"),
        (lambda: an.exact.nearest_neighbour_moment(an.Sphere(2), 0, 2), "samples"),
        (
            lambda: an.exact.nearest_neighbour_moment(an.Sphere(2), "inf", 2),
            "Give a finite positive number",
        ),
        (lambda: an.exact.nearest_neighbour_moment(an.Sphere(2), an.P, 2), "P is a symbol"),
        (lambda: an.sampling.nearest_neighbour_moment(an.Torus(2), 2.5, 2), "samples = 2.5"),
        (lambda: an.sampling.nearest_neighbour_moment("disc", 5, 2), "no manifold"),
    ],
)
def test_what_has_no_answer_says_why(ask: Any, fact: str) -> None:
    with pytest.raises(InvalidProblemError, match=fact):
        ask()


@pytest.mark.parametrize(("dimension", "samples"), [(1, 30), (10, 99)])
def test_the_first_two_steps_agree_in_any_dimension(dimension, samples, monkeypatch) -> None:
    """Between the axis and the next singularity (1 - F)^P is as large as its bound says."""
    asked = []
    moment = neighbours._moment

    def counted(*arguments: object) -> object:
        asked.append(arguments)
        return moment(*arguments)

    monkeypatch.setattr(neighbours, "_moment", counted)
    neighbours.nearest_neighbour_moment(an.Sphere(dimension), samples, 2, 50)
    assert len(asked) == 2
