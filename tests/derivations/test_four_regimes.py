"""The four regimes: laws and boundaries in time, verdicts, other problems, planted faults."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import Expr, Integer, Rational, simplify

from analytic.comparison.regimes import Edges
from analytic.notation import L, N, P, a, b, c_k, c_N, c_P, d, kappa, lambda_k, t, w, w_star
from analytic.problem import FIELD_EQUATIONS, PowerLaw
from analytic.result import Effort, Result
from derivations import RESULTS
from derivations.four_regimes import derive
from tests.planted import objecting

derived = cache(derive)
QUANTITIES = {
    L(t): "time-limited",
    c_N(t): "finite-width-correction",
    c_P(t): "finite-data-correction",
    L(N): "width-limited",
    L(P): "data-limited",
}
ENDS = (
    Edges.OVERTAKES[N],
    Edges.TAKES_OVER[N],
    Edges.OVERTAKES[P],
    Edges.TAKES_OVER[P],
)


def regimes() -> Result:
    return RESULTS["four-regimes"]


def objections(result: Result, *witnesses: str) -> list[str]:
    return objecting(result, *(witnesses or ("exact",)), effort=Effort(digits=20))


@pytest.mark.parametrize("name", list(QUANTITIES))
def test_the_laws_are_those_of_their_own_results(name: str) -> None:
    law = RESULTS[QUANTITIES[name]].law
    assert law is not None
    assert regimes().formulas[name] == law.leading


def test_the_boundaries_in_time() -> None:
    """Below N^b the width law rules for every source; the 1/N term wins earlier if a < b + 1."""
    hard, easy = {a: 2, b: Rational(3, 2)}, {a: Integer(6), b: Rational(3, 2)}
    values = {name: [regimes().formulas[name].subs(p) for p in (hard, easy)] for name in ENDS}
    assert values == {
        Edges.OVERTAKES[N]: [Rational(2, 3), 3],
        Edges.TAKES_OVER[N]: [Rational(2, 3), Rational(2, 3)],
        Edges.OVERTAKES[P]: [Rational(2, 3), 2],
        Edges.TAKES_OVER[P]: [Rational(2, 3), Rational(2, 3)],
    }


def test_the_first_corrections_at_infinity() -> None:
    """Both are n/m times a loss: n kappa / (1 - n/m) is the loss of an isotropic target."""
    assert simplify(regimes().formulas[Edges.ORDER[P]] - N * kappa * w / P) == 0
    assert simplify(regimes().formulas[Edges.ORDER[N]] - P * kappa * w / N) == 0


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "spectrum",
    [
        PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
        PowerLaw("13/4", "3/2", amplitude=5),
        PowerLaw(3, "5/2", multiplicity_growth="1/2"),
        PowerLaw(2, "3/2", further_powers=[(2, "14/5")]),
    ],
    ids=["scale", "easy", "multiplicity", "two powers"],
)
def test_problems_it_was_not_written_for(spectrum: PowerLaw) -> None:
    assert objections(derive(spectrum), "symbolic", "exact") == []


@pytest.mark.parametrize("given", [{b: Rational(3, 2)}, {a: Rational(14, 5)}], ids=["b", "a"])
def test_one_number_first_or_last(given: dict[Expr, Expr]) -> None:
    first = derive(PowerLaw(a, b).at(given))
    free = b if a in given else a
    for value in ("27/10", "31/7"):
        point = {**given, free: Rational(value)}
        for name in ENDS:
            assert first.formulas[name].subs(point) == regimes().formulas[name].subs(point)


@pytest.mark.parametrize("numbers", [("2", "3/2"), ("7/2", "3/2"), ("6", "3/2")])
def test_both_numbers_first_or_last(numbers: tuple[str, str]) -> None:
    first = derive(PowerLaw(*numbers))
    point = {a: Rational(numbers[0]), b: Rational(numbers[1])}
    for name in ENDS:
        assert first.formulas[name] == regimes().formulas[name].subs(point)


def names(spectrum: PowerLaw) -> set[str]:
    return {check.name for check in derived(spectrum).checks}


def test_checks_that_would_compare_nothing_are_left_out() -> None:
    duality, dice = "width and data agree at a = b", "amplitudes in all four regimes"
    whole = names(PowerLaw(a, b))
    assert {duality, dice} < whole
    assert names(PowerLaw("13/4", "3/2")) == whole - {duality, dice}
    assert names(PowerLaw(2, "3/2")) == whole - {duality}
    assert names(PowerLaw(2, "3/2", amplitude=5)) == whole - {duality, dice}


def test_isotropic_numbers_are_compared() -> None:
    result = derived(PowerLaw(2, 2, amplitude=5))
    assert objections(result, "symbolic") == []
    wrong = {**result.formulas, c_P(t): result.formulas[c_P(t)] * Rational(1001, 1000)}
    assert objections(replace(result, formulas=wrong), "symbolic")


@pytest.mark.slow
@pytest.mark.parametrize("name", [c_P(t), L(N)])
def test_the_dice_read_every_formula(name: str) -> None:
    """Amplitudes off by more than the dice's errors, and an order in n that is not one."""
    factors = [Rational(8, 5)]
    if name.startswith("c_"):
        factors.append((N if name == c_N(t) else P) ** Rational(1, 2))
    for factor in factors:
        wrong = {**regimes().formulas, name: regimes().formulas[name] * factor}
        checks = [one for one in regimes().checks if one.witness == "sampling"]
        changed = replace(regimes(), formulas=wrong)
        assert not all(one.run(changed, Effort(draws=200)).passed for one in checks)


@pytest.mark.slow
def test_a_changed_field_equation() -> None:
    spectrum = PowerLaw(2, "3/2")
    covariances = {**FIELD_EQUATIONS.covariances, w_star: 2 * c_k / lambda_k}
    result = derive(spectrum, replace(FIELD_EQUATIONS, covariances=covariances))
    assert simplify(result.formulas[Edges.ORDER[P]] - 2 * regimes().formulas[Edges.ORDER[P]]) == 0
    assert "which term rules where" in objections(result)


def test_half_of_the_width() -> None:
    """With N/2 for N the scarce width ends at d = N/2, and 1/P times that is the correction."""
    statement = replace(
        FIELD_EQUATIONS,
        equations=tuple(equation.subs(N, N / 2) for equation in FIELD_EQUATIONS.equations),
        covariances={
            source: value.subs(N, N / 2) for source, value in FIELD_EQUATIONS.covariances.items()
        },
    )
    result = derive(PowerLaw(2, "3/2"), statement)
    assert simplify(result.formulas[Edges.ORDER[P]] - N * kappa * w / (2 * P)) == 0
    assert simplify(result.formulas[Edges.ORDER[N]] - 2 * P * kappa * w / N) == 0
    assert not result.formulas[Edges.ORDER[P]].has(d)
