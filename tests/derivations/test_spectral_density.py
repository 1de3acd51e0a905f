"""The spectral density: Marchenko-Pastur, its edges and its atom, planted faults."""

from dataclasses import replace

import pytest
from sympy import Float, Integer, Rational, simplify, sqrt

from analytic.claim import Verdict, judge
from analytic.notation import lambda_k, ratio, u, x, x_minus, x_plus
from analytic.result import Result
from analytic.symbolic.slow_sums.losses import ATOM, DENSITY
from derivations import RESULTS
from derivations.claims.bordelon2024dynamical import UPPER
from derivations.spectral_density import derive


def density() -> Result:
    return RESULTS["spectral-density"]


def test_the_result_stands():
    assert density().page.proved
    assert not any(formula.atoms(Float) for formula in density().formulas.values())


@pytest.mark.parametrize(("edge", "sign"), [(x_minus, -1), (x_plus, 1)])
def test_the_edges(edge, sign):
    assert simplify(density().formulas[edge] - (1 + sign * sqrt(ratio)) ** 2) == 0


@pytest.mark.parametrize(("share", "weight"), [("1/3", 0), (1, 0), (4, "3/4")])
def test_the_atom_holds_the_modes_without_a_sample(share, weight):
    assert density().formulas[ATOM].subs(ratio, Rational(share)) == Rational(weight)


def test_the_claim_holds_and_the_printed_density_does_not():
    judgement, printed, atom, no_atom = density().judgements
    assert judgement.verdict == no_atom.verdict == Verdict.HOLDS
    assert printed.verdict == atom.verdict == Verdict.REFUTED
    assert printed.counterexample["claimed"].endswith("*I")  # a root of a negative number
    assert ["refuted (D31)" in one for one in judgement.exceptions] == [True, True]


def test_the_printed_density_holds_with_its_sign_put_right():
    _, printed, atom, _ = (one.claim for one in density().judgements)
    right = replace(printed, formula=printed.formula.subs(sqrt(x - UPPER), sqrt(UPPER - x)))
    assert right.formula != printed.formula
    assert judge(right, density().formulas[DENSITY]).verdict == Verdict.HOLDS
    with_atom = replace(atom, formula=u / (1 + u))
    assert judge(with_atom, density().judgements[2].derived).verdict == Verdict.HOLDS


def test_an_eigenvalue_rescales_the_rates():
    scaled = derive(lambda_k).formulas
    for edge in (x_minus, x_plus):
        assert simplify(scaled[edge] - lambda_k * density().formulas[edge]) == 0
    point = {ratio: Rational(1, 4), x: Integer(1)}
    shrunk = scaled[DENSITY].subs(lambda_k, 2).subs(x, 2 * x) * 2
    assert simplify((shrunk - density().formulas[DENSITY]).subs(point)) == 0
