"""Is my formula right: everywhere, in a regime, on a boundary, nowhere; and what shows that."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from sympy import (
    And,
    Eq,
    Expr,
    Float,
    Integer,
    Min,
    Piecewise,
    Rational,
    cos,
    exp,
    false,
    gamma,
    log,
    oo,
    pi,
    sin,
    zeta,
)
from sympy.logic.boolalg import Boolean

import analytic as an
from analytic.checking import Comparison
from analytic.comparison.evidence import evidence
from analytic.errors import InvalidProblemError, SimulationError
from analytic.formulas.equivalence import equivalence
from analytic.formulas.growth import growth
from analytic.formulas.rate import is_pure_power, rate_of
from analytic.formulas.reading import kind_of
from analytic.law import Law
from analytic.notation import N, P, a, b, t
from analytic.page import Page
from analytic.problem import PowerLaw
from analytic.result import Effort, Observable, Result, Simulated
from analytic.term import Term
from derivations import RESULTS

LAWS = [
    "time-limited",
    "width-limited",
    "data-limited",
    "finite-width-correction",
    "finite-data-correction",
]
TWO_REGIMES = LAWS[1:]

CUT = pi / b / sin(pi / b)
EASY = pi / b / sin(pi * (a - 1) / b) * (CUT / N) ** (a - 1)
HARD = zeta(a - b) * (CUT / N) ** b


def checked(name: str, formula: Expr | str, as_: str = "auto", **options: object) -> Comparison:
    """The check of a formula against a law, without dice."""
    expression = an.parse(formula) if isinstance(formula, str) else formula
    options = {"draws": 0, **options}
    return an.check(RESULTS[name], expression, as_, **options)  # type: ignore[arg-type]


def law_of(name: str) -> Law:
    law = RESULTS[name].law
    assert law is not None
    return law


# growth and rates


def larger(difference: Expr) -> int:
    """The sign of a difference at a = 2, b = 3/2."""
    value = difference.subs({a: 2, b: Rational(3, 2)})
    return bool(value > 0) - bool(value < 0)


@pytest.mark.parametrize(
    ("formula", "leading"),
    [
        (N, Term(Integer(1), Integer(-1))),
        (3 * N ** (1 - a), Term(Integer(3), a - 1)),
        (N ** (1 - a) + 5 * N**-b, Term(Integer(1), a - 1)),
        (2 * N**-b + 5 * N**-b * log(N), Term(Integer(5), b, Integer(1))),
        ((2 * N + 1) ** (1 - a), Term(2 ** (1 - a), a - 1)),
        (N ** -Min(a - 1, b), Term(Integer(1), a - 1)),
        (exp(-(a - 1) * log(N) + 1 / N), Term(Integer(1), a - 1)),
        (log(3 * N**2), Term(Integer(2), Integer(0), Integer(1))),
        (Piecewise((N**-a, a > b), (N**-b, True)), Term(Integer(1), a)),
        (7 * b, Term(7 * b)),
    ],
)
def test_the_leading_power_of_a_formula(formula: Expr, leading: Term) -> None:
    assert growth(formula, N, larger) == leading


@pytest.mark.parametrize(
    "formula",
    [
        exp(-N),
        sin(N),
        2**-N,
        log(log(N)),
        log(1 + 1 / N),
        gamma(N),
        N**N,
        (N + 1) - N * (1 + 1 / N),
    ],
)
def test_what_falls_as_no_power_is_refused(formula: Expr) -> None:
    with pytest.raises(InvalidProblemError):
        growth(formula, N, larger)


def test_the_leading_term_is_that_of_the_numbers() -> None:
    formula = EASY * (1 + 3 / N) + HARD * exp(1 / N)
    at = {a: Integer(2), b: Rational(3, 2)}
    leading = growth(formula, N, larger).of(N).subs(at)
    ratio = (formula.subs(at) / leading).subs(N, Integer(10) ** 40).evalf(30)
    assert abs(ratio - 1) < Float("1e-19")


def test_rates_and_pure_powers() -> None:
    assert rate_of(4 * N ** (1 - a) * log(N) + N**-b, N) == Min(a - 1, b)
    assert rate_of((N + 1) ** (1 - a), N) == a - 1
    assert is_pure_power(N ** -Min(a - 1, 2 * b), N)
    assert is_pure_power(N * N**-a, N)
    assert not is_pure_power((2 * N) ** (1 - a), N)
    for no_power in (exp(-N), log(1 + 1 / N), N**N):
        with pytest.raises(InvalidProblemError, match="is not read off"):
            rate_of(no_power, N)


# exponents


def test_the_published_width_exponent_is_wrong_above_a_boundary() -> None:
    found = checked("width-limited", "N**(-Min(a-1, 2*b))")
    assert (found.kind, found.agrees, str(found.where)) == ("exponent", False, "a <= b + 1")
    assert found.point == {a: Integer(4), b: Rational(3, 2)}
    assert found.evidence is not None
    assert (found.evidence.claimed, found.evidence.derived) == (3, Rational(3, 2))
    size, slope = found.evidence.exact[-1]
    assert size == Integer(10) ** 12
    assert abs(slope - Rational(3, 2)) < Float("1e-9")


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", LAWS)
def test_every_law_has_its_own_exponent_and_no_other(name: str) -> None:
    law = law_of(name)
    assert checked(name, law.exponent)
    assert checked(name, law.variable**-law.exponent)
    for wrong in (law.exponent * Rational(101, 100), law.exponent + Rational(1, 100)):
        found = checked(name, wrong)
        assert not found
        assert str(found.where) == "False"


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", TWO_REGIMES)
def test_an_exponent_of_one_regime_is_right_there_only(name: str) -> None:
    law = law_of(name)
    for regime in law.regimes:
        found = checked(name, regime.exponent)
        assert not found.agrees
        assert at_grid(found.where) == at_grid(regime.condition)


def at_grid(condition: Boolean) -> list[bool]:
    """Whether a condition holds, at points on no boundary."""
    sources = [Rational(i, 7) + Rational(16, 15) for i in range(1, 40, 3)]
    capacities = [Rational(j, 5) + 1 for j in range(1, 9)]
    return [bool(condition.subs({a: x, b: y})) for x in sources for y in capacities]


def test_a_sum_of_bare_powers_is_a_statement_about_exponents() -> None:
    assert checked("width-limited", "N**(1-a) + N**-b")
    assert checked("width-limited", "N**(1-a) + N**(-2*b)").kind == "exponent"
    assert not checked("width-limited", "N**(1-a) + N**-b", "leading")
    assert checked("width-limited", "2*N**(1-a) + N**-b", "exponent")


def test_a_wrong_sign_is_named() -> None:
    found = checked("time-limited", "(1-a)/b")
    assert not found
    assert any("decay rates" in note for note in found.notes)


def test_a_formula_may_be_meant_for_one_line_or_point_only() -> None:
    assert checked("width-limited", "b-1", domain=Eq(a, b))
    assert not checked("width-limited", "b", domain=Eq(a, b))
    point = And(Eq(a, 4), Eq(b, Rational(3, 2)))
    assert checked("width-limited", Rational(3, 2), domain=point)
    assert not checked("width-limited", Integer(3), domain=point)
    assert not checked("width-limited", Rational(3, 2))


# leading terms


@pytest.mark.parametrize("name", LAWS)
def test_every_law_agrees_with_its_own_leading_term(name: str) -> None:
    found = checked(name, law_of(name).leading)
    assert found.agrees
    assert set(found.edges.values()) <= {"agrees"}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", LAWS)
def test_a_percent_on_all_amplitudes_is_caught(name: str) -> None:
    law = law_of(name)
    found = checked(name, law.leading * Rational(101, 100))
    assert (found.agrees, str(found.where)) == (False, "False")
    assert any("exponents agree" in note for note in found.notes)
    assert found.evidence is not None
    assert found.evidence.quantity == "amplitude"
    _, last = found.evidence.exact[-1]
    assert abs(last / found.evidence.derived - 1) < Rational(1, 1000)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", TWO_REGIMES)
@pytest.mark.parametrize("wrong", [0, 1])
def test_a_percent_on_one_amplitude_is_caught_where_it_leads(name: str, wrong: int) -> None:
    law = law_of(name)
    right = law.regimes[1 - wrong]
    factors = [Rational(101, 100) if i == wrong else Integer(1) for i in (0, 1)]
    terms = [
        factor * regime.amplitude * law.variable**-regime.exponent
        for factor, regime in zip(factors, law.regimes, strict=True)
    ]
    found = checked(name, sum(terms, Integer(0)))
    assert not found.agrees
    assert at_grid(found.where) == at_grid(right.condition)


def test_other_ways_to_write_the_same_law() -> None:
    cut = gamma(1 - 1 / b) * gamma(1 + 1 / b)
    reflected = gamma(1 - (a - 1) / b) * gamma((a - 1) / b) / b * (cut / N) ** (a - 1)
    assert checked("width-limited", EASY + HARD)
    assert checked("width-limited", reflected + HARD)
    assert checked("width-limited", EASY * (1 - (a - 1) / (2 * N)) + HARD)
    assert checked("time-limited", gamma((a - 1) / b + 1) / (a - 1) * (2 * t) ** (-(a - 1) / b))


def test_on_its_boundary_a_law_has_a_logarithm() -> None:
    edge = Eq(a, b + 1)
    [law] = [
        on for condition, on in law_of("width-limited").boundaries.items() if condition == edge
    ]
    assert checked("width-limited", law.leading, domain=edge)
    assert checked("width-limited", CUT**b * N**-b * log(N), domain=edge)
    assert not checked("width-limited", CUT**b * N**-b, domain=edge)
    cased = Piecewise((N**-b, edge), (EASY + HARD, True))
    found = checked("width-limited", cased)
    assert (found.agrees, found.edges[edge]) == (False, "differs")
    mended = Piecewise((law.leading, edge), (EASY + HARD, True))
    assert checked("width-limited", mended).edges[edge] == "agrees"


def test_where_the_law_has_a_logarithm_it_is_said() -> None:
    edge = Eq(a, b + 1)
    on_it = checked("width-limited", b, domain=edge)
    assert on_it.agrees
    assert any("has a logarithm" in note for note in on_it.notes)
    found = checked("width-limited", Min(a - 1, b))
    assert (found.edges[edge], found.logarithmic) == ("agrees up to it", {edge})
    assert not any("has a logarithm" in note for note in found.notes)


def test_where_regimes_meet_without_a_logarithm_none_is_said() -> None:
    law = RESULTS["one-pass-sgd"].law
    assert law is not None
    found = checked("one-pass-sgd", law.exponent)
    assert set(found.edges.values()) == {"agrees"}
    assert found.logarithmic == frozenset()


def test_a_removable_pole_of_the_law_is_derived_anew() -> None:
    edge = Eq(a, b + 1)
    assert checked("data-limited", CUT**b * P**-b, domain=edge)
    assert not checked("data-limited", 2 * CUT**b * P**-b, domain=edge)


def test_a_changed_law_changes_the_answer() -> None:
    result = RESULTS["width-limited"]
    law = law_of("width-limited")
    regimes = tuple(one._replace(exponent=one.exponent * 2) for one in law.regimes)
    doubled = replace(result, law=replace(law, terms=regimes))
    assert an.check(result, Min(a - 1, b), draws=0)
    assert not an.check(doubled, Min(a - 1, b), draws=0)
    assert an.check(doubled, 2 * Min(a - 1, b), draws=0)
    raised = replace(result, law=law.with_formulas(leading=law.leading * 3))
    assert an.check(raised, 3 * (EASY + HARD), draws=0)
    assert not an.check(raised, EASY + HARD, draws=0)


def test_equality_that_no_algebra_proves_is_said_to_be_seen_in_digits() -> None:
    one = zeta(1 - b) * N**-b
    other = 2 * (2 * pi) ** -b * cos(pi * b / 2) * gamma(b) * zeta(b) * N**-b  # Riemann's
    found = equivalence(one, other, N)
    assert (str(found.where), found.proved) == ("True", False)
    assert str(equivalence(one, other * (1 + Rational(1, 10**9)), N).where) == "False"
    law = Law.of("r_N", N, other, N ** (-b - 1), "N large")
    assert any("no algebra" in note for note in an.check(law, one).notes)


# evidence


def test_the_dice_exclude_the_published_exponent() -> None:
    found = checked("width-limited", "Min(a-1, 2*b)", draws=60)
    assert found.evidence is not None
    assert found.evidence.excluded == ("claimed",)
    assert found.evidence.simulated is not None
    assert found.evidence.simulated.low < 1.5 < found.evidence.simulated.high


def test_a_logarithm_too_many_is_measured_in_the_logarithm() -> None:
    found = checked("width-limited", log(N) * (EASY + HARD), draws=20).evidence
    assert found is not None
    assert (found.quantity, found.claimed, found.derived) == ("logarithm", 1, 0)
    assert found.simulated is None
    assert abs(found.exact[-1][1]) < Float("1e-6")
    found = checked("width-limited", 3 * N**-b, domain=Eq(a, b + 1)).evidence
    assert found is not None
    assert (found.quantity, found.claimed, found.derived) == ("logarithm", 0, 1)
    assert abs(found.exact[-1][1] - 1) < Rational(1, 20)


class Power:
    """A quantity that is 2 n^-1 in digits; the dice see what they are told to see."""

    def __init__(self, exponent: float, noise: float = 1e-6) -> None:
        self.variable, self.exponent, self.noise = N, exponent, noise

    def exact(self, spectrum: PowerLaw, size: Expr, digits: int) -> Expr:
        del spectrum
        return (2 / size).evalf(digits)

    def simulated(self, spectrum: PowerLaw, sizes: Sequence[int], effort: Effort) -> Simulated:
        del spectrum, effort
        mean = 2 * np.array(sizes, dtype=float) ** -self.exponent
        return Simulated(mean, np.diag((self.noise * mean) ** 2))


def measured(observable: Observable, claimed: Term, derived: Term) -> tuple[str, ...]:
    effort = Effort(digits=12, draws=2)
    return evidence(observable, {a: Integer(2)}, effort, claimed, derived).excluded


@pytest.mark.parametrize(
    ("observable", "claimed", "derived", "excluded"),
    [
        (Power(1), Term(Integer(1), Integer(2)), Term(Integer(1), Integer(1)), ("claimed",)),
        (Power(1), Term(Integer(1), Integer(1)), Term(Integer(1), Integer(2)), ("derived",)),
        (Power(1), Term(Integer(3), Integer(1)), Term(Integer(2), Integer(1)), ("claimed",)),
        (Power(1), Term(Integer(2), Integer(1)), Term(Integer(3), Integer(1)), ("derived",)),
        (Power(1, 1.0), Term(Integer(1), Integer(2)), Term(Integer(1), Integer(1)), ()),
    ],
)
def test_dice_exclude_what_lies_outside_their_interval(
    observable: Power, claimed: Term, derived: Term, excluded: tuple[str, ...]
) -> None:
    assert measured(observable, claimed, derived) == excluded


def test_dice_that_leave_the_mean_field_widen_their_interval() -> None:
    terms = Term(Integer(1), Rational(3, 2)), Term(Integer(1), Integer(1))
    assert measured(Power(Rational(6, 5).__float__()), *terms) == ("claimed",)
    assert measured(Power(1.6), *terms) == ()


def test_a_witness_that_fails_is_told() -> None:
    class Failing(Power):
        def simulated(self, *_: object) -> Simulated:
            raise SimulationError("The dice are lost. The cup is empty. Buy dice.")

    effort = Effort(digits=12, draws=2)
    terms = Term(Integer(1), Integer(2)), Term(Integer(1), Integer(1))
    found = evidence(Failing(1), {a: Integer(2)}, effort, *terms)
    assert (len(found.exact), found.simulated, found.missing[:17]) == (9, None, "The dice are lost")


def test_a_law_without_witnesses_has_a_counterexample_all_the_same() -> None:
    law = Law.of("r_t", t, t ** (-(a - 1) / b), t**-a, "t large")
    found = an.check(law, a / b)
    assert found.point is not None
    assert found.evidence is not None
    assert (found.evidence.exact, found.name) == ((), "r_t")


# questions without an answer


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (P**-a, "The letter P .* is no letter of this law"),
        (oo, "no finite real formula"),
        (exp(-N), "no leading power"),
        (sin(N), "no leading power"),
    ],
)
def test_what_cannot_be_compared_is_refused(formula: Expr, said: str) -> None:
    with pytest.raises(InvalidProblemError, match=said):
        an.check(RESULTS["width-limited"], formula, draws=0)


def test_a_result_without_a_law_is_refused() -> None:
    result = Result("no-law", "No law", Page("No law", "", "", "", ""))
    with pytest.raises(InvalidProblemError, match="no-law states no asymptotic law"):
        an.check(result, a)


def test_readings_are_those_that_exist() -> None:
    assert kind_of(N**-b, N, "leading") == "leading"
    with pytest.raises(InvalidProblemError, match="is no way to read"):
        kind_of(N**-b, N, "best")  # type: ignore[arg-type]
    with pytest.raises(InvalidProblemError, match="is no leading term"):
        kind_of(b, N, "leading")


@pytest.mark.parametrize("options", [{"draws": 1}, {"digits": 0}, {"seed": -1}])
def test_an_effort_without_meaning_is_refused(options: dict[str, int]) -> None:
    with pytest.raises(InvalidProblemError):
        an.check(RESULTS["time-limited"], a / b, **options)  # type: ignore[arg-type]


def test_a_curve_on_which_a_wrong_exponent_is_right_is_said():
    """At a = 2, b = 2 the same formula is right: the two answers go together."""
    found = an.check(RESULTS["time-limited"], Rational(1, 2), draws=0)
    assert found.where == false
    assert found.curves == (Eq(a, b / 2 + 1),)
    assert "nowhere and where Eq(a, b/2 + 1)" in str(found)
    assert an.check(RESULTS["time-limited"], Rational(1, 2), domain=Eq(a, b / 2 + 1), draws=0)
