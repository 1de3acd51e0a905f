"""The width- and data-limited losses: laws, verdicts, problems they were not written for."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from sympy import Eq, Expr, Float, Integer, Min, Rational, Symbol, log, pi, simplify, sin, zeta

from analytic.claim import Claim, Judgement
from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import C_1, N, P, a, b, c_k, kappa, lambda_k, u2, w, w_star
from analytic.problem import FIELD_EQUATIONS, FieldEquations, PowerLaw
from analytic.result import Result
from analytic.stated import LOSS
from derivations import RESULTS, data_limited_loss, width_limited_loss
from tests.law_excess import excess

DERIVE = {"width-limited": width_limited_loss.derive, "data-limited": data_limited_loss.derive}
NAMES = list(DERIVE)
RESOURCE = {"width-limited": N, "data-limited": P}
DIGITS = 40


def law_of(name: str) -> Law:
    law = RESULTS[name].law
    assert law is not None
    return law


def value(expression: Expr, point: Mapping[Expr, Expr]) -> Expr:
    return expression.subs(point).evalf(30)


def same(one: Expr, other: Expr, *points: Mapping[Expr, Expr]) -> bool:
    """Whether two expressions are equal in 25 of 30 digits, at every point."""
    pairs = [(value(one, point), value(other, point)) for point in points]
    return all(abs(x - y) <= Float(10) ** -25 * abs(y) for x, y in pairs)


@pytest.mark.parametrize("name", NAMES)
def test_multiplicities_share_out_the_powers(name: str) -> None:
    """Level k has k^q modes, so that K levels are of the order of K^(1 + q) modes."""
    q, capacity = Rational(1, 2), Integer(3)
    shifted = DERIVE[name](PowerLaw(a, capacity, multiplicity_growth=q)).law
    assert shifted is not None
    for source in (2, 3, 4, 6, 9):
        per_mode = {a: (source - 1 - q) / (1 + q) + 1, b: capacity / (1 + q)}
        assert shifted.exponent.subs(a, source) == law_of(name).exponent.subs(per_mode)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("given", [{b: Rational(3, 2)}, {a: Rational(14, 5)}], ids=["b", "a"])
def test_one_number_first_or_last(name: str, given: Mapping[Expr, Expr]) -> None:
    last = law_of(name)
    first = DERIVE[name](PowerLaw(a, b).at(given)).law
    assert first is not None
    free = b if a in given else a
    resource = RESOURCE[name]
    points = [{**given, free: Rational(x), resource: 17} for x in ("23/10", "16/5", "31/7")]
    for point in points:  # a term may be left out that is within the remainder
        left_out = (first.expansion - last.expansion).subs(point).evalf(30)
        assert abs(left_out) <= first.remainder.subs(point).evalf(30)
    assert all(first.exponent.subs(point) == last.exponent.subs(point) for point in points)
    assert same(first.amplitude, last.amplitude, *points)
    edges = [edge.subs(given) for edge in last.boundaries]
    if free == a:
        assert [*first.boundaries] == edges
        (one,), (other,) = first.boundaries.values(), last.boundaries.values()
        assert same(one.expansion, other.expansion, {**given, resource: 17})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "numbers",
    [(2, "3/2"), ("7/2", "3/2"), ("9/2", "7/4"), (4, "3/2"), ("3/2", "3/2")],
)
def test_both_numbers_first_or_last(name: str, numbers: tuple[str, str]) -> None:
    first = DERIVE[name](PowerLaw(*numbers)).law
    assert first is not None
    point = {a: Rational(numbers[0]), b: Rational(numbers[1])}
    symbolic = law_of(name)
    on_edge = [law for edge, law in symbolic.boundaries.items() if edge.subs(point) == True]  # noqa: E712
    last = on_edge[0] if on_edge else symbolic
    assert first.exponent == last.exponent.subs(point)
    assert same(first.amplitude, last.amplitude, point)


def test_where_the_data_law_is_zero_over_zero_it_is_derived() -> None:
    """At a = b + 1 its amplitude is (b + 1 - a)/sin(pi (a - 1)/b) times what is finite."""
    derived = data_limited_loss.derive(PowerLaw("5/2", "3/2")).law
    assert derived is not None
    nearby = {a: Rational(5, 2) + Rational(1, 10**26), b: Rational(3, 2)}
    assert same(derived.amplitude, law_of("data-limited").amplitude, nearby)


@pytest.mark.parametrize("name", NAMES)
def test_regimes_and_boundaries(name: str) -> None:
    law, saturation = law_of(name), {"width-limited": b, "data-limited": 2 * b}[name]
    assert law.exponent == Min(a - 1, saturation)
    assert {regime.condition: regime.exponent for regime in law.regimes} == {
        (a < saturation + 1): a - 1,
        (a > saturation + 1): saturation,
    }
    ((edge, between),) = law.boundaries.items()
    assert edge == Eq(a, saturation + 1)
    assert between.leading.has(log(law.variable))
    assert not law.expansion.atoms(Float)


def test_the_regularisers_of_b_equal_to_two_are_known() -> None:
    """a = b = 2: N = (pi/2 sqrt(kappa)) coth(...) - 1/2, so L = N kappa = N (pi/(2 N + 1))^2."""
    expansion = pi**2 / (4 * N) - pi**2 / (4 * N**2)
    width = width_limited_loss.derive(PowerLaw(2, 2)).law
    data = data_limited_loss.derive(PowerLaw(2, 2)).law
    assert width is not None
    assert data is not None
    assert simplify(width.expansion - expansion) == 0
    assert simplify(data.expansion.subs(P, N) - expansion) == 0


def test_amplitudes_known_by_heart() -> None:
    """At b = 2 kappa is (pi/2 N)^2, and a sum over modes of an easy target a zeta value."""
    point = {a: Integer(2), b: Integer(2)}
    assert same(law_of("width-limited").amplitude, pi**2 / 4, point)
    easy = {a: Integer(6), b: Integer(2)}
    assert same(law_of("width-limited").amplitude, zeta(4) * pi**2 / 4, easy)
    assert same(law_of("data-limited").amplitude, 2 * zeta(2) * (pi / 2) ** 4, easy)


@pytest.mark.parametrize("name", NAMES)
def test_the_loss_scales_with_the_target_and_not_with_the_spectrum(name: str) -> None:
    points = [{a: Rational(x), b: Rational(3, 2), RESOURCE[name]: 17} for x in ("2", "16/5", "5")]
    law = DERIVE[name](PowerLaw(a, b, scale=3, amplitude=7)).law
    assert law is not None
    assert same(law.expansion, 7 * law_of(name).expansion, *points)


@pytest.mark.parametrize("name", NAMES)
def test_copies_of_every_mode_are_worth_as_many_resources(name: str) -> None:
    n = RESOURCE[name]
    copied = DERIVE[name](PowerLaw(a, b).replicated(3)).law
    assert copied is not None
    points = [{a: Rational(x), b: Rational(3, 2), n: 17} for x in ("2", "16/5", "5")]
    assert same(copied.expansion.subs(n, 3 * n), law_of(name).expansion, *points)


def test_the_law_is_linear_in_the_target() -> None:
    one, other = (width_limited_loss.derive(PowerLaw(x, "3/2")).law for x in (2, "11/5"))
    both = width_limited_loss.derive(PowerLaw(2, "3/2", further_powers=[(2, "11/5")])).law
    assert one is not None
    assert other is not None
    assert both is not None
    terms = one.expansion + 2 * other.expansion
    assert same(both.expansion, terms, {N: Integer(10) ** 40})


def changed(name: str, statement: FieldEquations) -> tuple[Result, Law]:
    result = DERIVE[name](PowerLaw(2, "3/2"), statement)
    assert result.law is not None
    return result, result.law


def objects(result: Result) -> bool:
    return bool(excess(result, PowerLaw(2, "3/2"), {}, DIGITS) > 1)


def with_resource(resource: Symbol, share: Expr) -> FieldEquations:
    """The field equations with share * resource wherever the resource stands."""
    return replace(
        FIELD_EQUATIONS,
        equations=tuple(e.subs(resource, share * resource) for e in FIELD_EQUATIONS.equations),
        covariances={
            source: covariance.subs(resource, share * resource)
            for source, covariance in FIELD_EQUATIONS.covariances.items()
        },
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_initial_condition_twice_as_strong(name: str) -> None:
    covariances = {**FIELD_EQUATIONS.covariances, w_star: 2 * c_k / lambda_k}
    result, law = changed(name, replace(FIELD_EQUATIONS, covariances=covariances))
    assert simplify(law.leading / law_of(name).leading.subs({a: 2, b: Rational(3, 2)})) != 1
    assert objects(result)
    assert excess(result, PowerLaw(2, "3/2", amplitude=2), {}, DIGITS) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_equations_in_which_a_half_of_the_resource_acts(name: str) -> None:
    n = RESOURCE[name]
    result, law = changed(name, with_resource(n, Rational(1, 2)))
    original = DERIVE[name](PowerLaw(2, "3/2")).law
    assert original is not None
    assert same(law.expansion, original.expansion.subs(n, n / 2), {n: 17})
    assert objects(result)


def test_a_covariance_that_no_width_feels() -> None:
    covariances = {**FIELD_EQUATIONS.covariances, u2: 2 * lambda_k * C_1 / P}
    statement = replace(FIELD_EQUATIONS, covariances=covariances)
    width, _ = changed("width-limited", statement)
    assert width.formulas[LOSS] == kappa * w
    assert not objects(width)
    data, _ = changed("data-limited", statement)
    assert objects(data)


HOLDS_WHERE = {
    ("width-limited", "D13"): a <= b + 1,
    ("width-limited", "D15"): a <= b + 1,
    ("width-limited", "F2"): a <= b + 1,
    ("data-limited", "D15"): a <= 2 * b + 1,
}


@cache
def judgements() -> dict[tuple[str, str], Judgement]:
    """The verdicts of both results by name and claim."""
    return {(name, _label(one.claim)): one for name in NAMES for one in RESULTS[name].judgements}


def _label(claim: Claim) -> str:
    return f"E7{claim.equation.removeprefix('4-5')}" if claim.id == "E7" else claim.id


@pytest.mark.parametrize("key", list(HOLDS_WHERE))
def test_where_a_claim_holds_and_a_counterexample(key: tuple[str, str]) -> None:
    judgement = judgements()[key]
    assert judgement.where == HOLDS_WHERE[key]
    point = {a: judgement.counterexample["a"], b: judgement.counterexample["b"]}
    assert HOLDS_WHERE[key].subs(point) == False  # noqa: E712
    assert judgement.claim.formula.subs(point) == Rational(judgement.counterexample["claimed"])
    assert law_of(key[0]).exponent.subs(point) == Rational(judgement.counterexample["derived"])


def test_another_size_of_the_spectrum_is_a_remark_and_no_claim() -> None:
    evidence = judgements()["data-limited", "E7, as printed"].evidence
    assert evidence.endswith("as $b$ grows, claimed over derived tends to $1$")


def test_no_verdict_on_another_problem() -> None:
    assert not width_limited_loss.derive(PowerLaw(2, "3/2", scale=3)).judgements


@pytest.mark.parametrize("capacity", [Float(1e3, 50), Float(1e6, 50)])
def test_the_amplitude_at_large_b_goes_to_one(capacity: Expr) -> None:
    """log A = b log(x/sin x) at x = pi/b, between pi^2/(6 b) and twice that."""
    assert judgements()["data-limited", "E7, as printed"].derived == (pi / b / sin(pi / b)) ** b
    for name in NAMES:
        logarithm = value(log(law_of(name).amplitude.subs(a, b)), {b: capacity})
        assert 1 <= logarithm / (pi**2 / (6 * capacity)) < 2


@pytest.mark.parametrize("name", NAMES)
def test_a_spectrum_normalised_by_its_exponent_has_the_amplitude_of_the_paper(name: str) -> None:
    law = DERIVE[name](PowerLaw(b, b, scale=b - 1, amplitude=b - 1)).law
    assert law is not None
    for capacity in (Float(1e3, 50), Float(1e6, 50)):
        ratio = value(law.amplitude / (b - 1), {b: capacity})
        assert 0 < ratio - 1 < 2 * pi**2 / (6 * capacity)


@pytest.mark.parametrize("name", NAMES)
def test_a_finite_number_of_modes_is_refused(name: str) -> None:
    with pytest.raises(InvalidProblemError, match="infinitely many"):
        DERIVE[name](PowerLaw(2, 2, modes=100))
