"""The crossovers: problems they were not written for, both ends, windows, planted faults."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import Integer, Piecewise, Rational, Symbol, gamma, oo, simplify

from analytic.comparison.crossovers import Windows, with_numbers
from analytic.errors import InvalidProblemError
from analytic.notation import C_1, N, P, a, b, c_k, kappa_n, lambda_k, t, tau, u2, w_star
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.symbolic.series.crossover_functions import Crossover, data_crossover, width_crossover
from derivations import RESULTS
from derivations import data_crossover as data
from derivations import width_crossover as width
from tests.planted import CHEAP, objecting

NUMBERS = PowerLaw(2, "3/2")
VARIANTS = {
    "saturated": PowerLaw("11/4", "3/2"),
    "logarithm in width": PowerLaw("5/2", "3/2"),
    "logarithm in data": PowerLaw(4, "3/2"),
    "scale and amplitude": PowerLaw(2, "3/2", scale=3, amplitude="1/2"),
    "two powers": PowerLaw(2, "3/2", further_powers=[(2, "9/4")]),
    "multiplicity": PowerLaw(3, "5/2", multiplicity=2, multiplicity_growth="1/2"),
}
DERIVE = {"width": width.derive, "data": data.derive}
BOTH = pytest.mark.parametrize("end", ["width", "data"])


def symbolic(end: str) -> Result:
    return RESULTS[f"{end}-crossover"]


@cache
def numeric(end: str) -> Result:
    return DERIVE[end](NUMBERS)


def with_leading(result: Result, leading) -> Result:
    assert simplify(leading - result.law.leading) != 0
    return replace(result, law=result.law.with_formulas(leading=leading))


@pytest.mark.one_in(4)
@BOTH
@pytest.mark.parametrize("name", VARIANTS)
def test_problems_they_were_not_written_for(end: str, name: str) -> None:
    assert objecting(DERIVE[end](VARIANTS[name]), "symbolic", "exact") == []


@BOTH
def test_every_witness_is_called(end: str) -> None:
    assert {check.witness for check in symbolic(end).checks} == {"symbolic", "exact", "sampling"}
    argued = [one.reason for one in symbolic(end).page.equations if one.heuristic]
    assert len(argued) == 1
    assert "the leading term is kept" in argued[0]


@BOTH
def test_another_function_with_the_same_ends_is_caught(end: str) -> None:
    """Both ends stay as they are, and only the digits in between can object."""
    result = numeric(end)
    wrong = result.law.leading * (1 + tau / (1 + tau**2) / 100)
    assert objecting(with_leading(result, wrong), "exact")


@BOTH
def test_a_power_of_the_function_off_by_one_percent_is_caught(end: str) -> None:
    result = numeric(end)
    wrong = result.law.leading.replace(
        lambda node: isinstance(node, Crossover),
        lambda node: node.func(node.args[0] * Rational(101, 100), *node.args[1:]),
    )
    assert len(objecting(with_leading(result, wrong), "symbolic", "exact")) == 2


@BOTH
def test_the_dice_catch_a_function_that_is_the_time_law_for_ever(end: str) -> None:
    result = numeric(end)
    wrong = result.law.leading.replace(
        lambda node: isinstance(node, Crossover), lambda node: node.first
    )
    assert objecting(with_leading(result, wrong), "sampling")


def windows(result: Result) -> dict[str, Symbol]:
    """The exponents of n in the times at which one term takes over from another."""
    variable = result.law.variable
    off_edges = {
        str(name): formula.args[-1].expr if isinstance(formula, Piecewise) else formula
        for name, formula in Windows.TAKES_OVER.among(result.formulas)
    }
    return {
        name: simplify(variable * time.diff(variable) / time) for name, time in off_edges.items()
    }


def test_where_each_term_of_the_width_rules() -> None:
    assert windows(symbolic("width")) == {
        "t from time law to law in N": b,
        "t from time law to term of order 1/N": b / (a - b),
        "t from term of order 1/N to law in N": b,
    }


def test_where_each_term_of_the_data_rules() -> None:
    assert windows(symbolic("data")) == {
        "t from time law to law in P": b,
        "t from time law to term of order 1/P": b / (a - 2 * b),
        "t from term of order 1/P to law in P": b,
    }


@pytest.mark.parametrize(("source", "end"), [("2", "width"), ("4", "width"), ("5", "data")])
def test_the_windows_are_where_the_smallest_exponent_changes(source: str, end: str) -> None:
    """With t = n^z every term is n^-(line in z): the rates of time law, correction, final law."""
    point = {a: Rational(source), b: Rational(3, 2)}
    e, f = point[a], point[b]
    saturation = {"width": Rational(1), "data": Rational(2)}[end]
    r = min((e - 1) / f, saturation)
    lines = [
        lambda z: (e - 1) / f * z,
        lambda z: 1 + (r - 1 / f) * z,
        lambda _: f * r,
    ]
    result = symbolic(end)
    at_once = (e - 1) / f < saturation
    found = [
        exponent.subs(point)
        for name, exponent in windows(result).items()
        if name.startswith("t from time law to law") == at_once
    ]
    assert len(found) == (1 if at_once else 2)
    for z in found:
        smallest, second, _ = sorted(line(z) for line in lines)
        assert smallest == second
        before, after = (
            {i for i in range(3) if lines[i](z + h) == min(line(z + h) for line in lines)}
            for h in (Rational(-1, 9), Rational(1, 9))
        )
        assert before != after


@pytest.mark.slow
def test_equal_sources_give_equal_curves_for_a_equal_to_b() -> None:
    """For a = b the loss at width n is that at n samples, at every time."""
    one, two = (
        with_numbers(result.law, {a: Rational(9, 4), b: Rational(9, 4), tau: 3}, 25)
        for result in map(symbolic, DERIVE)
    )
    n = Rational(10) ** 9
    left, right = one.subs(N, n), two.subs(P, n)
    assert abs(left - right) / right < n**-1


def test_the_early_end_is_a_function_of_time_alone() -> None:
    for result in map(symbolic, DERIVE):
        assert not result.formulas[Windows.EARLY].free_symbols & {N, P, kappa_n, tau}
        assert result.formulas[Windows.EARLY].has(t)


@pytest.mark.parametrize("whole", [1, 2, 3])
def test_the_ends_have_values_where_poles_meet(whole: int) -> None:
    """Whole (a - 1)/b: sines of the two laws vanish there, the time law does not know of them."""
    point = {a: 1 + whole * Rational(3, 2), b: Rational(3, 2), t: Integer(7)}
    wanted = gamma(whole) / Rational(3, 2) * Integer(14) ** -whole
    for result in map(symbolic, DERIVE):
        assert abs(result.formulas[Windows.EARLY].subs(point) / wanted - 1).evalf(30) < 1e-25
        ends = result.formulas[Windows.FINAL].subs(point).free_symbols
        assert ends == {result.law.variable}


def with_resource(resource: Symbol, share: Rational) -> FieldEquations:
    """The field equations with a share of the resource wherever it stands."""
    return replace(
        FIELD_EQUATIONS,
        equations=tuple(e.subs(resource, share * resource) for e in FIELD_EQUATIONS.equations),
        covariances={
            source: covariance.subs(resource, share * resource)
            for source, covariance in FIELD_EQUATIONS.covariances.items()
        },
    )


@pytest.mark.slow
@BOTH
def test_equations_in_which_half_of_the_resource_acts(end: str) -> None:
    result, original = (
        DERIVE[end](NUMBERS, with_resource(numeric(end).law.variable, Rational(1, 2))),
        numeric(end),
    )
    n = result.law.variable
    at = {n: 10**4, tau: 2}
    assert result.law.expansion.subs(at).evalf(20) == pytest.approx(
        original.law.expansion.subs(n, n / 2).subs(at).evalf(20)
    )
    assert result.formulas[t] == original.formulas[t].subs(n, n / 2)
    assert objecting(result, "exact")


@BOTH
def test_a_target_twice_as_strong(end: str) -> None:
    covariances = {**FIELD_EQUATIONS.covariances, w_star: 2 * c_k / lambda_k}
    result = DERIVE[end](NUMBERS, replace(FIELD_EQUATIONS, covariances=covariances))
    assert simplify(result.law.leading - 2 * numeric(end).law.leading) == 0
    assert objecting(result, "exact")


def test_field_equations_without_a_crossover_function() -> None:
    covariances = {**FIELD_EQUATIONS.covariances, u2: 2 * lambda_k * C_1 / P}
    with pytest.raises(InvalidProblemError, match="has no crossover function"):
        data.derive(NUMBERS, replace(FIELD_EQUATIONS, covariances=covariances))


def test_a_finite_number_of_modes_has_no_crossover() -> None:
    with pytest.raises(InvalidProblemError, match="infinitely many modes"):
        width.derive(PowerLaw(2, "3/2", modes=100))


@pytest.mark.parametrize("function", [width_crossover, data_crossover])
def test_pages_and_formulas_print(function: type[Crossover]) -> None:
    made = function(Rational(1, 2), Rational(2, 3), tau, 1)
    assert str(made).startswith(function.__name__)
    for result in map(symbolic, DERIVE):
        assert r"\Phi" in result.page.latex()
        assert len(result.page.text()) > 1000


@pytest.mark.one_in(4)
@BOTH
@pytest.mark.parametrize(("source", "capacity"), [(6, "3/2"), (9, 2), (12, "3/2")])
def test_a_time_law_below_every_power_that_is_kept(end: str, source: int, capacity: str) -> None:
    result = DERIVE[end](PowerLaw(source, capacity))
    power = (source - 1) / Rational(capacity)
    wanted = gamma(power) / Rational(capacity) * (2 * t) ** -power
    assert abs((result.formulas[Windows.EARLY] / wanted).subs(t, 7).evalf(30) - 1) < 1e-25
    (check,) = (check for check in result.checks if check.name.startswith("both ends"))
    assert check.run(result, CHEAP).passed
    early = result.formulas[Windows.EARLY] * Rational(101, 100)
    wrong = replace(result, formulas={**result.formulas, Windows.EARLY: early})
    assert not check.run(wrong, CHEAP).passed
    resource = {"width": N, "data": P}[end]
    later, earlier = f"law in {resource}", f"term of order 1/{resource}"
    assert result.formulas[Windows.TAKES_OVER.of("time law", earlier)].has(resource)
    assert result.formulas[Windows.TAKES_OVER.of(earlier, later)].has(resource)


@pytest.mark.parametrize("function", [width_crossover, data_crossover])
@pytest.mark.parametrize(("power", "p"), [("1/3", "2/3"), ("5/4", "1/2")])
def test_the_end_is_the_limit_of_the_transform_and_of_the_series(function, power, p):
    """Digits summed at a late time, where what is left dies exponentially."""
    arguments = (Rational(power), Rational(p))
    late = function(*arguments, Integer(50)).evalf(20)
    assert abs(late / function(*arguments, oo).final - 1) < Rational(1, 10**3)


def test_the_end_of_the_data_crossover_in_letters():
    assert simplify(data_crossover(b, 1 / a, oo).final - (1 - b) * a) == 0
    assert width_crossover(b, 1 / a, oo).final == 1
    assert width_crossover(b, 1 / a, oo, 1).final == 0
