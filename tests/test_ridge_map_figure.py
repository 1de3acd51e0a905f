"""The figure of the ridge map: colours against the exact parts, lines against the map's corners."""

from functools import cache

import pytest
from sympy import Rational, oo

from analytic import exact
from analytic.problem import Model, PowerLaw, Ridge
from analytic.result import Effort
from derivations.figures import FIGURES, Asked, Name

SPECTRUM = PowerLaw("9/2", "3/2")


@cache
def maps():
    asked = Asked(SPECTRUM, Rational(10) ** 6, Effort(draws=0))
    return FIGURES[Name.RIDGE_MAP].make(asked).panels


def place(values, wanted):
    return min(range(len(values)), key=lambda index: abs(values[index] - wanted))


@pytest.mark.parametrize(("penalty", "width"), [("3/4", "3/2"), ("3/2", "3/4"), ("9/4", "5/4")])
@pytest.mark.parametrize("noise", [0, 1])
def test_the_colour_is_that_of_the_largest_part(penalty, width, noise):
    plane = maps()[noise]
    row, column = place(plane.rows, Rational(width)), place(plane.columns, Rational(penalty))
    model, other = (
        Model(SPECTRUM, round(10 ** (12 * plane.rows[row])), 10**12, variance)
        for variance in (0, noise)
    )
    training = Ridge(Rational(str(10 ** (-12 * plane.columns[column]))))
    parts = exact.decomposition(model, oo, 12, training)
    total = exact.test_loss(other, oo, 12, training)
    sizes = [parts.bias + parts.data, parts.features + parts.interaction, total - sum(parts)]
    assert plane.region[row][column] == sizes.index(max(sizes))


def test_constraints_meet_at_equal_width_and_data():
    """Where ell = b and nu = 1 all three bind; boundaries between two of them end there."""
    for plane in maps():
        ends = [(x, y) for one in plane.curves for x, y in zip(one.x, one.y, strict=True)]
        nearest = sorted(abs(x - 1.5) + abs(y - 1) for x, y in ends)
        assert nearest[2] < 0.05
