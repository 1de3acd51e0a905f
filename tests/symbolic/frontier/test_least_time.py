"""Times of least values against brute force on grids, where the target is easy and hard."""

from itertools import pairwise

import pytest
from sympy import Integer, Rational

from analytic.errors import PrecisionError
from analytic.symbolic.frontier.least_time import best_time, least_time, stopped_time, stopped_value
from analytic.symbolic.series.crossover_functions import data_crossover, width_crossover

DIGITS = 18
RATIO = Rational(11, 10)
HARD = [  # b, and (a - 1)/(b - 1), of which 1 is where the time is infinite
    *(("6/5", share) for share in ("1/4", "19/20")),
    *(("3/2", share) for share in ("1/10", "9/10")),
    ("2", "9/10"),
    ("10", "1/90"),
]


def valley(function, guess):
    """The least value of a function among times in steps of 10 %, and the times beside it."""
    times = [guess * RATIO**n for n in range(-2, 3)]
    values = [function(time).evalf(DIGITS) for time in times]
    lowest = values.index(min(values))
    assert 0 < lowest < len(times) - 1
    falls = [bool(later < earlier) for earlier, later in pairwise(values)]
    assert falls == sorted(falls, reverse=True)  # one valley
    return values[lowest], times[lowest - 1], times[lowest + 1]


@pytest.mark.slow
@pytest.mark.parametrize(("capacity", "share"), HARD)
def test_the_best_time_to_stop_is_that_of_a_grid(capacity, share):
    b, share = Rational(capacity), Rational(share)
    power, p = share * (b - 1) / b, 1 / b
    time, value = (one(power, p).evalf(10) for one in (stopped_time, stopped_value))
    guess = Rational(time).limit_denominator(10**6) if time > Rational(1, 100) else Rational(time)
    least, before, after = valley(lambda at: data_crossover(power, p, at), guess)
    assert before < time < after
    assert value < least * (1 + Rational(1, 10**9))
    assert value < (1 - power) / p


@pytest.mark.slow
def test_the_best_time_to_stop_as_it_was_found_by_brute_force():
    """At a = 29/20, b = 3/2: the root of the slope, by bisection of differences of Psi."""
    power, p = Rational(3, 10), Rational(2, 3)
    low, high = Rational(7), Rational(8)
    step = 1 + Rational(1, 10**8)
    while high - low > Rational(1, 10**6):
        middle = (low + high) / 2
        here, there = (data_crossover(power, p, at).evalf(30) for at in (middle, middle * step))
        low, high = (middle, high) if there < here else (low, middle)
    assert low < stopped_time(power, p).evalf(12) < high


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("omega", "power", "p"),
    [
        ("2/5", "2/3", "2/3"),
        ("1/4", "1/2", "2/5"),
        ("14/25", "14/15", "2/3"),
        ("1/31", "1/30", "1/30"),
    ],
)
def test_the_least_value_of_the_width_crossover_is_that_of_a_grid(omega, power, p):
    omega, power, p = map(Rational, (omega, power, p))
    time = best_time(omega, power, p).evalf(10)
    least, before, after = valley(
        lambda at: at**omega * width_crossover(power, p, at), Rational(time)
    )
    assert before < time < after
    here = time**omega * width_crossover(power, p, Rational(time)).evalf(20)
    assert here < least * (1 + Rational(1, 10**9))


def test_two_precisions_have_to_agree():
    def wavers(time, digits):
        return ((time - 2) if digits < 15 else (time - 2 - Rational(1, 100))).evalf(digits)

    assert abs(least_time(wavers, 6) - 2) < Rational(1, 10**5)
    with pytest.raises(PrecisionError, match="certified"):
        least_time(wavers, 8)
    with pytest.raises(PrecisionError, match="No change of sign"):
        least_time(lambda time, digits: (1 + time).evalf(digits), 8, Integer(3))
