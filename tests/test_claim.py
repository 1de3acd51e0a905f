"""Verdicts are computed: for which a and b a claim holds, and what happens when it is changed."""

import pytest
from sympy import (
    And,
    Eq,
    Expr,
    Function,
    Integer,
    Max,
    Min,
    Piecewise,
    Rational,
    false,
    gamma,
    sqrt,
    sympify,
    true,
)
from sympy.logic.boolalg import Boolean

from analytic.claim import Claim, Judgement, Verdict, judge, undecided
from analytic.notation import N, P, a, b, kappa, t

PUBLISHED = Min(a - 1, 2 * b)
DERIVED = Min(a - 1, b)


def claim(formula: Expr | None, domain: Boolean = true) -> Claim:
    return Claim("D13", "bordelon2024dynamical", "14", "r_N", formula, "N large", domain)


def verdict(formula: Expr, derived: Expr, domain: Boolean = true) -> tuple[Verdict, Boolean | None]:
    judgement = judge(claim(formula, domain), derived)
    return judgement.verdict, judgement.where


def numbers(judgement: Judgement) -> dict[str, Expr]:
    return {name: sympify(value) for name, value in judgement.counterexample.items()}


@pytest.mark.parametrize(
    ("formula", "derived", "domain", "expected", "where"),
    [
        (PUBLISHED, DERIVED, true, Verdict.HOLDS_ONLY_WHERE, a <= b + 1),
        (PUBLISHED, PUBLISHED, true, Verdict.HOLDS, true),
        (PUBLISHED, DERIVED, a < b, Verdict.HOLDS, true),
        (PUBLISHED, DERIVED, a > b + 1, Verdict.REFUTED, false),
        (a - 1, DERIVED, true, Verdict.HOLDS_ONLY_WHERE, a <= b + 1),
        (b - 1, DERIVED, Eq(a, b), Verdict.HOLDS, true),
        (b, DERIVED, Eq(a, b), Verdict.REFUTED, false),
        (b - Max(0, b + 1 - a), DERIVED, true, Verdict.HOLDS, true),
        (b - Max(0, b - a), DERIVED, true, Verdict.HOLDS_ONLY_WHERE, a >= b + 1),
        (b * Min(2, (a - 1) / b), DERIVED, true, Verdict.HOLDS_ONLY_WHERE, a <= b + 1),
        (b * Min(2, (a - 1) / b), PUBLISHED, true, Verdict.HOLDS, true),
        (a / b, (a - 1) / b, true, Verdict.REFUTED, false),
        (N**-PUBLISHED, N**-DERIVED, true, Verdict.HOLDS_ONLY_WHERE, a <= b + 1),
        (t ** (-(a - 1) / b), gamma(a) * t ** (-(a - 1) / b), true, Verdict.REFUTED, false),
        (1 - P * kappa / N, (N - P * kappa) / N, true, Verdict.HOLDS, true),
        (1 - P * kappa / N, (N + P * kappa) / N, true, Verdict.REFUTED, false),
        (Function("f")(t), t, true, Verdict.UNDECIDED, None),
        (Min(t ** (1 / b), N), t, true, Verdict.REFUTED, false),
        (Min(t ** (1 / b), N), Min(N, t ** (1 / b)), true, Verdict.HOLDS, true),
        (Min(a - 1, sqrt(b)), a - 1, true, Verdict.UNDECIDED, None),
    ],
)
def test_the_verdict_is_that_of_the_formulas(
    formula: Expr, derived: Expr, domain: Boolean, expected: Verdict, where: Boolean | None
) -> None:
    assert verdict(formula, derived, domain) == (expected, where)


@pytest.mark.parametrize(
    "formula",
    [PUBLISHED, a - 1, b * Min(2, (a - 1) / b), Min(a, b), Min(a - 1, b + Rational(1, 9))],
)
def test_a_counterexample_is_a_point_where_the_two_differ(formula: Expr) -> None:
    judgement = judge(claim(formula), DERIVED)
    found = numbers(judgement)
    point = {a: found["a"], b: found["b"]}
    assert found["claimed"] == formula.subs(point) != found["derived"] == DERIVED.subs(point)
    assert judgement.where is not None
    assert judgement.where.subs(point) == false
    assert all(1 < value <= 6 for value in point.values())


def test_the_evidence_names_the_regions_and_the_correct_law() -> None:
    judgement = judge(claim(PUBLISHED), DERIVED)
    assert judgement.evidence == (
        "holds where $a <= b + 1$; refuted where $a > b + 1$, correct law: $Min(b, a - 1)$"
    )
    three = judge(claim(Min(a - 1, b, 3)), DERIVED)
    assert three.evidence.startswith(
        "holds where $a <= 4$ or $b <= 3$; refuted where $a > 4$ and $b > 3$"
    )
    assert judge(claim(b - 1, Eq(a, b)), DERIVED).evidence.endswith("zero where $a = b$")


def test_a_claim_is_sharpened_only_where_it_holds() -> None:
    sharpened = judge(claim(DERIVED), DERIVED, adds="the amplitude")
    assert sharpened.verdict == Verdict.SHARPENED
    assert sharpened.evidence.endswith("added: the amplitude")
    assert judge(claim(PUBLISHED), DERIVED, adds="the amplitude").verdict != Verdict.SHARPENED


def test_a_derivation_judges_only_where_it_is_valid() -> None:
    assert judge(claim(PUBLISHED), DERIVED, domain=a < b + 1).verdict == Verdict.HOLDS
    both = judge(claim(PUBLISHED, b > 2), DERIVED, domain=a < 5)
    assert both.where == (a <= b + 1)
    assert all(numbers(both)[one] > 1 for one in "ab")
    assert numbers(both)["b"] > 2
    assert numbers(both)["a"] < 5


def test_a_claim_for_numbers_has_the_verdict_of_that_point() -> None:
    steep, shallow = {a: Integer(4), b: Rational(3, 2)}, {a: Integer(2), b: Rational(3, 2)}
    assert judge(claim(PUBLISHED).at(steep), DERIVED.subs(steep)).verdict == Verdict.REFUTED
    assert judge(claim(PUBLISHED).at(shallow), DERIVED.subs(shallow)).verdict == Verdict.HOLDS
    one_letter = judge(claim(PUBLISHED).at({b: steep[b]}), DERIVED.subs(b, steep[b]))
    assert one_letter.where == (a <= Rational(5, 2))


def test_a_claim_is_not_judged_at_points_that_it_is_not_about() -> None:
    isotropic = claim(b - 1, Eq(a, b))
    elsewhere = {a: Integer(2), b: Rational(3, 2)}
    judgement = judge(isotropic.at(elsewhere), DERIVED.subs(elsewhere))
    assert judgement.verdict == Verdict.UNDECIDED
    assert judgement.where is None
    there = {a: Integer(2), b: Integer(2)}
    assert judge(isotropic.at(there), DERIVED.subs(there)).verdict == Verdict.HOLDS


def test_amplitudes_in_pieces_are_compared_piece_by_piece() -> None:
    below, above = gamma(a) / b, gamma(b)
    derived = Piecewise((below, a < b + 1), (above, a > b + 1))
    changed = Piecewise((below, a < b + 1), (2 * above, a > b + 1))
    assert verdict(derived, derived) == (Verdict.HOLDS, true)
    assert verdict(changed, derived) == (Verdict.HOLDS_ONLY_WHERE, a < b + 1)


def test_compute_optimal_exponents_are_compared_as_rational_functions() -> None:
    def exponent(width: Expr) -> Expr:
        return (a - 1) * width / (a - 1 + b * width)

    judged = verdict(exponent(PUBLISHED), exponent(DERIVED))
    assert judged == (Verdict.HOLDS_ONLY_WHERE, a <= b + 1)
    phase_one = (a - 1) / (1 + b)
    hard = And(a < b + 1, b > 1)
    assert verdict(phase_one, exponent(DERIVED), hard) == (Verdict.HOLDS, true)
    assert verdict(phase_one, exponent(DERIVED)) == (Verdict.HOLDS_ONLY_WHERE, a <= b + 1)


def test_what_is_no_formula_stays_undecided() -> None:
    assert judge(claim(None), DERIVED).verdict == Verdict.UNDECIDED
    assert undecided(claim(None), "the experiment").evidence == "the experiment"
    assert claim(None).at({a: Integer(2)}).formula is None
