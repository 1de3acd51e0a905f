"""A derivation of one's own: the right one passes, and a wrong step is named, with numbers."""

import json
from collections.abc import Mapping

import pytest
from sympy import Float, Integer, Order, Rational, Symbol, pi, sin

import analytic as an
from analytic.comparison.own_pages.letter_values import LetterValues
from analytic.comparison.own_pages.page_verification import PageVerification
from analytic.comparison.own_pages.ruling import Means
from analytic.errors import InvalidProblemError, UnknownResultError
from analytic.notation import N, a, b, d, kappa
from derivations import RESULTS

Equations = Mapping[str, tuple[str, str]]

A = ("A", "pi/(b*sin(pi/b))")
WIDTH: Equations = {
    "dimension": ("d(kappa)", "A*kappa**(-1/b) - 1/2 + O(kappa)"),
    "target": ("w", "zeta(a-b) + pi*kappa**((a-1)/b-1)/(b*sin(pi*(a-1)/b)) + O(kappa)"),
    "end": ("d", "N"),
    "loss": ("L(N)", "kappa*w"),
    "regulariser": ("kappa", "(A/N)**b - b/2*A**b*N**(-b-1) + O(N**(-b-2))"),
    "law": (
        "L(N)",
        "pi/(b*sin(pi*(a-1)/b))*(A/N)**(a-1) + zeta(a-b)*(A/N)**b + O(N**-a + N**(-b-1))",
    ),
    "exponent": ("r_N", "Min(a-1, b)"),
}
RESOLVED: Equations = {**WIDTH, "leading": ("L(N)", "A**a*sin(pi/b)/sin(pi*(a-1)/b)*N**(1-a)")}
BY_HAND: Equations = {
    "loss": ("L(N)", "kappa*w"),
    "leading": ("L(N)", "pi/(b*sin(pi*(a-1)/b))*(A/N)**(a-1)"),
}
LOGARITHM: Equations = {
    "loss": ("L(N)", "kappa*w"),
    "law": ("L(N)", "(A/N)**b*(log(N/A) + EulerGamma) + O(N**(-b-1/2))"),
}
DATA: Equations = {
    "end": ("P", "d"),
    "loss": ("L(P)", "kappa**2*w_2/(1 - d_2/P)"),
    "regulariser": ("kappa", "(A/P)**b + O(P**(-b-1))"),
    "exponent": ("r_P", "Min(a-1, 2*b)"),
}
TIME: Equations = {
    "residue": ("L(t)", "Gamma((a-1)/b)/b*(2*t)**(-(a-1)/b) + O(t**-12)"),
    "rewritten": ("L(t)", "Gamma(1+(a-1)/b)/(a-1)*(2*t)**((1-a)/b) + O(t**-12)"),
    "exponent": ("r_t", "(a-1)/b"),
}
CORRECTION: Equations = {
    "exponent": ("c_N(t)", "(2*t)**(1/b-1)*pi*zeta(a-b)/(b*sin(pi/b)*Gamma(1/b))"),
}


def page_of(about: str, equations: Equations, where: str = "a > 1") -> an.Page:
    page = an.Page("A derivation", about=about, where=where)
    page.let(*A)
    for reason, (left, right) in equations.items():
        leads = reason == "leading" or left == "c_N(t)"
        page.show(left, right, reason, relation="~" if leads else "=")
    return page


def verified(about: str, equations: Equations, where: str = "a > 1") -> PageVerification:
    return an.verify(page_of(about, equations, where))


RIGHT = [
    ("width-limited", WIDTH, "a > 1"),
    pytest.param("width-limited", RESOLVED, "a < b + 1", marks=pytest.mark.slow),
    ("width-limited", BY_HAND, "a < b + 1"),
    ("width-limited", LOGARITHM, "Eq(a, b + 1)"),
    ("data-limited", DATA, "a > 1"),
    ("time-limited", TIME, "a > 1"),
    ("finite-width-correction", CORRECTION, "a > b + 1"),
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("about", "equations", "where"), RIGHT)
def test_a_right_derivation_passes(about: str, equations: Equations, where: str) -> None:
    found = verified(about, equations, where)
    assert found.verdict == "holds", str(found)
    assert found.ok
    assert found.ends_on_law


PLANTED = {
    "a sign": ("regulariser", "(A/N)**b + b/2*A**b*N**(-b-1) + O(N**(-b-2))"),
    "a dropped term": ("dimension", "A*kappa**(-1/b) + O(kappa)"),
    "a wrong remainder": ("dimension", "A*kappa**(-1/b) - 1/2 + O(kappa**2)"),
    "no remainder": ("dimension", "A*kappa**(-1/b) - 1/2"),
    "a factor 2": ("loss", "2*kappa*w"),
    "kappa against s": ("loss", "s*w"),
    "a wrong exponent": ("target", "zeta(a-b) + pi*kappa**(a/b-1)/(b*sin(pi*(a-1)/b)) + O(kappa)"),
    "N against P": ("regulariser", "(A/P)**b - b/2*A**b*P**(-b-1) + O(P**(-b-2))"),
    "w against d": ("loss", "kappa*d"),
    "a wrong argument": (
        "target",
        "zeta(a) + pi*kappa**((a-1)/b-1)/(b*sin(pi*(a-1)/b)) + O(kappa)",
    ),
    "0.1 % of an amplitude": (
        "law",
        "1001/1000*pi/(b*sin(pi*(a-1)/b))*(A/N)**(a-1) + zeta(a-b)*(A/N)**b + O(N**-a + N**(-b-1))",
    ),
    "1 % of an exponent": ("regulariser", "(A/N)**(101*b/100) + O(N**(-b-1))"),
    "a published exponent": ("exponent", "Min(a-1, 2*b)"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("step", "right"), PLANTED.values(), ids=PLANTED)
def test_a_wrong_step_is_named(step: str, right: str) -> None:
    located(verified("width-limited", {**WIDTH, step: (WIDTH[step][0], right)}), step)


ELSEWHERE = {
    "a wrong domain": ("width-limited", RESOLVED, "a > 1", "leading", None),
    "a lost logarithm": ("width-limited", LOGARITHM, "Eq(a, b + 1)", "law", "(A/N)**b*EulerGamma"),
    "a wrong argument of Gamma": (
        "time-limited",
        TIME,
        "a > 1",
        "rewritten",
        "Gamma(a/b)/(a-1)*(2*t)**((1-a)/b)",
    ),
    "2 t against t": ("time-limited", TIME, "a > 1", "residue", "Gamma((a-1)/b)/b*t**((1-a)/b)"),
    "d_2 against d": ("data-limited", DATA, "a > 1", "loss", "kappa**2*w_2/(1 - d/(2*P))"),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_wrong_step_of_another_derivation_is_named(name: str) -> None:
    about, equations, where, step, right = ELSEWHERE[name]
    left, formula = equations[step]
    order = formula.partition(" + O(")
    wrong = formula if right is None else "".join((right, *order[1:]))
    located(verified(about, {**equations, step: (left, wrong)}, where), step)


def located(found: PageVerification, step: str) -> None:
    """The first failure is this step, with different numbers on both sides at a point."""
    assert not found.ok
    first = found.first_failure
    assert first is not None
    assert first.step.equation.reason == step, str(found)
    numbers = first.deciding.counterexample
    assert numbers is not None
    assert numbers.left != numbers.right
    assert {a, b} <= set(numbers.point)
    assert f"fails at ({first.number})" in repr(found)


OTHERS = {
    "an order": ("L(N)", "O(N**(-Min(a-1, b)))", "=", True),
    "too small an order": ("L(N)", "O(N**(-Min(a-1, 2*b)))", "=", False),
    "the same order": ("L(N)", "N**(-Min(a-1, b))", "asymp", True),
    "another order": ("L(N)", "N**(-Min(a-1, b))*log(N)", "asymp", False),
    "a bound": ("L(N)", "zeta(a)", "<", True),
    "an equality below itself": ("L(N)", "kappa*w", "<", False),
    "at most": ("L(N)", "kappa*w", "<=", True),
    "at least": ("kappa*w", "zeta(a)", ">=", False),
    "a response at the end": ("D_N", "1 - d/N", "=", True),
    "a response before": ("s", "kappa*D_N", "=", True),
    "an identity": ("(a + b)**2", "a**2 + 2*a*b + b**2", "=", True),
    "one half of the domain": ("Abs(a - b)", "a - b", "=", False),
    "an unknown quantity": ("H_k", "1/(s + lambda_k)", "=", None),
    "a value that is none": ("kappa", "log(b - a)", "=", None),
    "nothing": ("L(N)", "L(N)", "=", None),
    "a remainder as large as the rest": ("kappa", "N**-b + O(N**-b)", "=", None),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("name", OTHERS)
def test_every_relation_is_judged_and_what_cannot_be_is_said(name: str) -> None:
    left, right, relation, holds = OTHERS[name]
    about = "field-equations" if holds is None and left == "H_k" else "width-limited"
    page = an.Page("A derivation", about=about)
    page.show(left, right, name, relation=relation)
    found = an.verify(page)
    assert found.steps[0].passed is holds, str(found)
    assert found.ok is bool(holds)
    assert (found.steps[0].means is Means.NOTHING) == (holds is None)
    assert "not verified" in found.verdict if holds is None else found.verdict


def test_an_undecided_step_is_never_passed_over() -> None:
    page = page_of("width-limited", {**WIDTH, "unknown": ("C_0", "kappa")})
    found = an.verify(page)
    assert found.ok
    assert found.verdict == f"holds in part: ({len(found.steps)}) not decided"
    assert [step.step.equation.reason for step in found.undecided] == ["unknown"]


def test_a_step_is_compared_with_the_one_before_where_no_witness_knows_it() -> None:
    page = an.Page("A derivation")
    page.show("s", "a*kappa**2", "first")
    page.show("s", "a*kappa**3/kappa", "rewritten")
    page.show("s", "b*kappa**2", "wrong")
    found = an.verify(page)
    against = [ruling.passed for ruling in found.steps[1].rulings]
    assert True in against
    assert "equation (2)" in {ruling.against for ruling in found.steps[2].rulings}


def test_sympy_and_text_mean_the_same() -> None:
    page = an.Page("Effective dimension")
    letter = page.let("A", pi / (b * sin(pi / b)))
    right = page.show(
        Symbol("d"), letter * kappa ** (-1 / b) - Rational(1, 2) + Order(kappa), "poles"
    )
    text = page.show("d", "A*kappa**(-1/b) - 1/2", "the same", remainder="kappa")
    assert right == text
    assert page.steps[1].remainder == page.steps[2].remainder == kappa
    assert an.verify(page).verdict == "holds"


def test_a_verification_is_plain_data() -> None:
    wrong = {**WIDTH, "loss": ("L(N)", "2*kappa*w")}
    found = verified("width-limited", wrong)
    data = json.loads(json.dumps(found.as_json()))
    assert data["ok"] is False
    failing = next(step for step in data["steps"] if step["passed"] is False)
    assert failing["reason"] == "loss"
    numbers = failing["rulings"][0]["counterexample"]
    assert float(numbers["right"]) == pytest.approx(2 * float(numbers["left"]))
    assert numbers["point"].keys() == {"a", "b", "N"}


def test_the_same_seed_draws_the_same_points() -> None:
    page = page_of("width-limited", {"loss": ("L(N)", "2*kappa*w")})
    one, same, other = (an.verify(page, seed=seed).as_json() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_kappa_is_that_of_the_end_of_training_however_small() -> None:
    values, size = LetterValues.of(RESULTS["width-limited"]), Integer(10) ** 48
    point = {a: Integer(2), b: Integer(4), N: size}
    found = values.number(d / N - 1, point, 40)
    assert abs(found) < Float("1e-38", 15)


def test_nonsense_pages_are_refused() -> None:
    with pytest.raises(UnknownResultError, match="width-limited"):
        an.Page("A derivation", about="width-limitd")
    with pytest.raises(InvalidProblemError, match="nothing to verify"):
        an.verify(an.Page("A derivation"))
    with pytest.raises(InvalidProblemError, match="No point"):
        an.verify(page_of("width-limited", WIDTH, "a < 1"))
    page = an.Page("A derivation", about="width-limited")
    with pytest.raises(InvalidProblemError, match="Q is no letter"):
        page.show("L(N)", "Q", "unknown")
    with pytest.raises(InvalidProblemError, match="inside of a term"):
        page.show("L(N)", "N*(1 + O(1/N))", "a product")
    with pytest.raises(InvalidProblemError, match="a remainder is given too"):
        page.show("d", "1/kappa + O(1)", "two remainders", remainder=1)
    with pytest.raises(InvalidProblemError, match="'a > 2 and b > 3'"):
        page.show("d", "1/kappa", "a domain", where="a > 2 & b > 1")
    with pytest.raises(InvalidProblemError, match="taken"):
        page.let("N", "1")
