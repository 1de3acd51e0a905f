"""Corrections against the remainder: what is printed is larger than what is left out."""

import random

import pytest
from sympy import Add, Eq, Piecewise, Rational, log, simplify

from analytic.notation import N, a, b
from analytic.symbolic.series.log_powers import LogPowers
from analytic.symbolic.series.resonances import resonances
from analytic.symbolic.series.truncation import truncation
from derivations import RESULTS
from derivations.headings import HEADINGS

POINTS = 15
WITH_LAW = [name for name in RESULTS if HEADINGS[name].law and name != "time-limited"]


def at_point(formula, point):
    """The terms of a formula at a point off all curves."""
    return [term for term in Add.make_args(formula.subs(point).expand()) if term != 0]


def rate(term, variable):
    """The exponent of a power, its logarithms apart."""
    return simplify(-variable * log(term.subs(log(variable), 1)).diff(variable))


def kept(law):
    """Each correction where it stands, without those whose coefficient has a pole somewhere."""
    general = law.correction
    while isinstance(general, Piecewise) and general.args[0].cond.has(Eq):
        general = general.args[-1].expr
    for term in Add.make_args(general):
        formula = term.args[-1].expr if isinstance(term, Piecewise) else term
        own = [case.expr for case in term.args] if isinstance(term, Piecewise) else [formula]
        if not any(resonances(one, 0 * a, ()) for one in own):
            yield term


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", WITH_LAW)
def test_each_correction_is_larger_than_the_remainder(name):
    law = RESULTS[name].law
    drawn = random.Random(1)
    for _ in range(POINTS):
        point = {
            a: 1 + Rational(drawn.randint(1, 900), 101),
            b: 1 + Rational(drawn.randint(1, 300), 103),
        }
        bounds = [rate(one, law.variable) for one in at_point(law.remainder, point)]
        for term in kept(law):
            for one in at_point(term, point):
                assert rate(one, law.variable) < min(bounds), (one, point)


def test_a_correction_that_meets_the_remainder_is_left_out_from_there():
    series = LogPowers.of(1 / N, [((b, 0), b), ((a, 0), a)], [(2 * b + 1, 0)])
    assert truncation(series, {b}).correction == Piecewise((0, a >= 2 * b + 1), (a * N**-a, True))
    assert truncation(series, {b}).remainder == 0
