"""Aligned projection: its frontier against all whole widths, and other problems."""

import numpy as np
import pytest
from sympy import Rational

import analytic as an
from analytic import exact
from analytic.notation import C, N, P, a, b, f_N, r, sigma2, t, tau
from analytic.stated import L_BEST, N_BEST
from analytic.symbolic.frontier.least_time import cut_slope, cut_time
from derivations.aligned_projection import derive

ALIGNED = an.AlignedProjection()


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("source", "capacity"), [(2, "3/2"), (4, "3/2"), ("5/4", 3)])
def test_no_other_width_does_better(source: object, capacity: object) -> None:
    """The exact loss at every width, C = 4000."""
    spectrum, compute = an.PowerLaw(source, capacity), 4000.0
    losses = [
        exact.test_loss(an.Model(spectrum, width, projection=ALIGNED), compute / width)
        for width in range(1, 120)
    ]
    formulas = derive(spectrum).formulas
    best = 1 + int(np.argmin(losses))
    assert best == pytest.approx(float(formulas[N_BEST].subs(C, compute)), abs=1)
    assert min(losses) == pytest.approx(float(formulas[L_BEST].subs(C, compute)), rel=2 / best)


def test_numbers_for_a_and_b_are_put_in_or_derived_with() -> None:
    point = {a: Rational(7, 2), b: Rational(5, 3)}
    general, there = derive().formulas, derive(an.PowerLaw(*point.values())).formulas
    sizes = {N: 100, C: 1000, P: 10**5, t: 50, f_N: 1, sigma2: 2, r: 1, tau: 2}
    for name, formula in general.items():
        one, other = (x.subs(point).subs(sizes).evalf(15) for x in (formula, there[name]))
        assert abs(one / other - 1) < 1e-13, name


def test_the_slope_changes_its_sign_once() -> None:
    time = cut_time(Rational(2, 3), Rational(3, 2)).evalf(30)
    below, above = (
        cut_slope(Rational(2, 3), Rational(3, 2), time * (1 + n * Rational(1, 10**25)))
        for n in (-1, 1)
    )
    assert below.evalf(40) < 0 < above.evalf(40)
    assert cut_time(-1, 2).evalf() == cut_time(-1, 2)
