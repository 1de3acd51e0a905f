"""The commands check and list --claims: what they print, their JSON, their exit codes."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from sympy import Eq, Integer, Min, Or, true

from analytic.claim import Claim
from analytic.comparison.claims.ledger import ledger
from analytic.comparison.measure import WIDTH_LIMITED
from analytic.comparison.verdict import verdict_on
from analytic.law import Law
from analytic.notation import N, a, b
from analytic.page import Page
from analytic.result import Result, exponent_of
from analytic.status import Status
from analytic.term import Term
from derivations import RESULTS, Contents
from derivations.command_line import contents
from derivations.command_line.wording import worded
from tests.conftest import Command


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def document(answer: tuple[int, str, str]) -> Any:
    assert answer[2] == ""
    return json.loads(answer[1])


def claim(name: str, formula: Any, quantity: str = "exponent of $L(N)$") -> Claim:
    return Claim(name, "somebody1900", "1", quantity, formula, "N large")


def a_result(name: str, *claims: Claim) -> Result:
    """A width-limited law without derivation, with verdicts on claims about its exponent."""
    leading = N ** (1 - a) + N**-b
    regimes = (
        Term(Integer(1), a - 1, condition=a < b + 1),
        Term(Integer(1), b, condition=a > b + 1),
    )
    law = Law.of("r_N", N, leading, N**-a, "N large", terms=regimes)
    stated = exponent_of(law, WIDTH_LIMITED)
    return Result(
        name,
        name.title(),
        Page(name, "", "", "", ""),
        law=law,
        judgements=tuple(verdict_on(one, stated) for one in claims),
        statements=dict.fromkeys((one.quantity for one in claims), stated),
        observable=WIDTH_LIMITED,
    )


@pytest.fixture
def two_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of contents with two small results, in place of the real one."""
    wide = a_result(
        "wide", claim("F2", a - 1), claim("D13", Min(a - 1, 2 * b)), claim("S3", Min(b, a - 1))
    )
    other = a_result("other", claim("D2", None, "a sentence"), claim("X1", b), claim("D13", b + 1))
    monkeypatch.setattr(
        contents, "RESULTS", Contents({"wide": lambda: wide, "other": lambda: other})
    )


# check


def test_check_names_the_region_and_a_counterexample_in_numbers(command: Command) -> None:
    code, out, err = command(
        "check", "width-limited", "N**(-Min(a-1, 2*b))", "--draws", "20", "--json"
    )
    found = json.loads(out)
    assert (code, err) == (1, "")
    assert list(found) == [
        "name",
        "symbol",
        "as",
        "agrees",
        "where",
        "elsewhere",
        "curves",
        "domain",
        "claimed",
        "derived",
        "edges",
        "counterexample",
        "given",
        "notes",
        "notation",
    ]
    assert (found["name"], found["agrees"], found["where"], found["as"]) == (
        "width-limited",
        False,
        "a <= b + 1",
        "exponent",
    )
    example = found["counterexample"]
    assert [example[key] for key in ("a", "b", "claimed", "derived")] == ["4", "3/2", "3", "3/2"]
    assert example["exact_slopes"][-1] == {"size": str(10**12), "slope": "1.50000000000"}
    assert example["simulated_slope"]["excludes"] == ["claimed"]
    assert example["simulated_slope"]["low"] < 1.5 < example["simulated_slope"]["high"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("width-limited", "N^-min(a-1, b)"), 0),
        (("width-limited", "a - 1"), 1),
        (("width-limited", "b - 1", "--notation", "dynamical"), 1),
        (("width-limited", "P^-alpha_K", "--notation", "explaining"), 0),
        (("data-limited", "D^-alpha_K", "--notation", "explaining"), 0),
        (("width-limited", "d^(-2*alpha + Max(0, 1 - 2*beta))", "--notation", "paquette"), 0),
        (("width-limited", "alpha*Min(2, beta)", "--notation", "feature-learning"), 1),
        (("width-limited", "3/2", "--a", "4", "--b", "3/2"), 0),
        (("width-limited", "b", "--a", "10", "--b", "3/2"), 0),
        (("width-limited", "9/4", "--b", "9/4"), 1),
        (("time-limited", "gamma((a-1)/b)/b*(2*t)^-((a-1)/b)"), 0),
        (("time-limited", "1.01*gamma((a-1)/b)/b*(2*t)^-((a-1)/b)"), 1),
        (("time-limited", "t^-((a-1)/b)", "--as", "leading"), 1),
        (("time-limited", "9*t^-((a-1)/b)", "--as", "exponent"), 0),
        (("width-limited", "-a"), 1),
        (("width-limited", "-1 + a", "--a", "2"), 0),
    ],
)
def test_check_exits_with_whether_the_formula_is_right(
    command: Command, arguments: tuple[str, ...], code: int
) -> None:
    options = ("--draws", "0")
    assert command("check", *options, *arguments)[0] == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("field-equations", "a"), "field-equations states no asymptotic law"),
        (("width-limted", "a"), "Did you mean width-limited"),
        (("width-limited", "N**("), "is no formula"),
        (("width-limited", "q"), "q is no letter of the notation dynamical"),
        (("width-limited", "P^-a"), "P is the number of samples in the notation dynamical"),
        (("data-limited", "P^-alpha_K", "--notation", "explaining"), "P is the width"),
        (("width-limited", "a", "--as", "leading"), "a is no leading term"),
        (("width-limited", "a", "--as", "rubbish"), "--as"),
        (("width-limited", "a", "--notation", "dynamic"), "Did you mean dynamical"),
        (("width-limited", "a", "--a", "1/2"), "initial loss diverges"),
        (("width-limited", "a", "--a", "x"), "is not a number"),
        (("width-limited", "a", "--a", "1e400"), "Choose a <= 1000"),
        (("width-limited", "a", "--draws", "1"), "draws = 1"),
        (("width-limited", "a", "--jobs", "0"), "--jobs 0"),
        (("width-limited", "exp(-N)"), "has no leading power"),
        (("width-crossover", "3*N^-b"), "has a function of tau in front"),
        (("data-crossover", "P^-b", "--as", "leading"), "Ask about the exponent"),
        (("width-limited", "b", "--a", "2", "--b", "3", "--notation", "solvable"), "alpha"),
        (("width-limited", "alpha", "--a", "2", "--b", "3", "--notation", "solvable"), "domain"),
        (("width-limited",), "EXPR"),
        (("width-limited", "a", "--drwas", "3"), "--drwas"),
    ],
)
def test_check_refuses_in_one_line(command: Command, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = command("check", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_check_answers_in_the_letters_of_the_question(command: Command) -> None:
    asked = ("check", "width-limited", "alpha*Min(2,beta)", "--notation", "feature-learning")
    _, out, _ = command(*asked, "--draws", "0")
    assert "right where beta <= 1, not where beta > 1" in out
    assert "Counterexample at alpha = 3/2, beta = 2." in out
    found = document(command(*asked, "--draws", "0", "--json"))
    assert found["notation"]["where"] == "beta <= 1"
    assert found["where"] == "a <= b + 1"


def test_check_prints_verdict_and_evidence(command: Command) -> None:
    _, out, _ = command("check", "width-limited", "a - 1", "--draws", "20")
    assert "right where a <= b + 1, not where a > b + 1" in out
    assert "1.50000000000 at N = 1e12" in out
    assert "excludes the claimed one" in out
    _, out, _ = command("check", "width-limited", "Min(b, a - 1)")
    assert "right everywhere" in out
    assert "Counterexample" not in out


def test_a_crossover_is_measured_at_fixed_tau(command: Command) -> None:
    asked = ("check", "width-crossover", "alpha*beta", "--notation", "feature-learning")
    _, out, _ = command(*asked, "--draws", "20")
    assert "the loss at tau = 1, t = " in out
    assert "1.50000000000 at N = 1e12" in out
    assert "excludes the claimed one" in out


def test_the_answer_keeps_to_one_notation(command: Command) -> None:
    for name, formula in (("paquette", "d^-alpha"), ("solvable", "N^-(2*alpha)")):
        asked = ("check", "width-limited", formula, "--notation", name, "--draws", "0")
        _, out, _ = command(*asked)
        assert not re.search(r"\b(a|b)\b(?= =)", out)
        assert ("r_d" in out) == (name == "paquette")
        found = document(command(*asked, "--json"))
        assert set(found["notation"]["counterexample"]) <= {"alpha", "beta"}


def test_check_compares_with_the_law_it_is_given(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = RESULTS["time-limited"]
    assert result.law is not None
    changed = replace(result, law=result.law.with_formulas(leading=5 / N**b))
    monkeypatch.setattr(contents, "RESULTS", Contents({"time-limited": lambda: changed}))
    assert command("check", "time-limited", "(a-1)/b", "--draws", "0")[0] == 1


# list --claims


@pytest.mark.usefixtures("two_results")
def test_the_ledger_is_in_the_order_of_the_papers(command: Command) -> None:
    found = document(command("list", "--claims", "--json"))["claims"]
    assert [(one["id"], one["result"]) for one in found] == [
        ("D2", "other"),
        ("D13", "wide"),
        ("D13", "other"),
        ("S3", "wide"),
        ("F2", "wide"),
        ("X1", "other"),
    ]


@pytest.mark.usefixtures("two_results")
def test_the_ledger_has_the_stable_keys(command: Command) -> None:
    found = document(command("list", "--claims", "--json"))["claims"]
    assert {"domain", "given", "read_from", "support", "validity"} <= set(found[0])
    assert {
        "id",
        "result",
        "source",
        "equation",
        "quantity",
        "claimed",
        "derived",
        "verdict",
        "where",
        "evidence",
        "counterexample",
    } <= set(found[0])
    sentence, restricted, refuted, held, *_ = found
    assert (sentence["verdict"], sentence["where"], sentence["claimed"]) == (
        "undecided",
        None,
        None,
    )
    assert (restricted["verdict"], restricted["where"]) == ("holds only where", "a <= b + 1")
    assert restricted["claimed"]["str"] == "Min(2*b, a - 1)"
    assert (refuted["verdict"], refuted["where"]) == ("refuted", "False")
    assert (held["verdict"], held["where"], held["counterexample"]) == ("holds", "True", {})


@pytest.mark.usefixtures("two_results")
def test_a_claim_that_fails_comes_with_exact_and_simulated_slopes(command: Command) -> None:
    found = document(command("list", "--claims", "--json"))["claims"]
    example = found[1]["counterexample"]
    assert [example[key] for key in ("a", "b", "claimed", "derived")] == ["4", "3/2", "3", "3/2"]
    assert len(example["exact_slopes"]) == 9
    assert example["simulated_slope"] is None
    drawn = document(command("list", "--claims", "--draws", "10", "--json"))["claims"]
    assert drawn[1]["counterexample"]["simulated_slope"]["excludes"] == ["claimed"]


@pytest.mark.usefixtures("two_results")
def test_the_ledger_on_the_terminal(command: Command) -> None:
    code, out, err = command("list", "--claims")
    assert (code, err) == (0, "")
    assert "holds only where a <= b + 1" in out
    assert "exponent   3 claimed, 3/2 derived" in out
    assert "the claim is no formula" in out


def test_a_changed_claim_changes_its_entry() -> None:
    right, wrong = (
        ledger([a_result("wide", claim("D13", Min(a - 1, factor * b)))])[0] for factor in (1, 2)
    )
    assert (right.against, str(right.judgement.verdict)) == (None, "holds")
    assert wrong.against is not None
    assert wrong.against.evidence.claimed == 3


def test_draws_need_claims(command: Command) -> None:
    code, _, err = command("list", "--draws", "10")
    assert code == 2
    assert "Add --claims" in err
    assert command("list", "--claims", "--draws", "1")[0] == 2


def test_the_real_ledger_adjudicates_the_width_exponents() -> None:
    results = [RESULTS[name] for name in ("time-limited", "width-limited", "data-limited")]
    verdicts = {(entry.judgement.claim.id, entry.result.name): entry for entry in ledger(results)}
    published = verdicts["D13", "width-limited"]
    assert published.judgement.where == (a <= b + 1)
    assert published.against is not None
    assert abs(published.against.evidence.exact[-1][1] - 1.5) < 1e-9
    assert verdicts["D14", "data-limited"].judgement.where == true
    assert verdicts["F2", "width-limited"].against is not None


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (true, "everywhere"),
        (~true, "nowhere"),
        (Eq(a, b + 1), "a = b + 1"),
        (Or(a > 3, Eq(a, b)), "a = b or a > 3"),
    ],
)
def test_conditions_in_words(condition: Any, words: str) -> None:
    assert worded(condition) == words


def test_a_verdict_that_rests_on_an_argued_step_says_so(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = a_result("argued", claim("X1", Min(a - 1, b)), claim("X2", a - 1))
    leading = N ** (1 - a) + N**-b
    assert all(one.status == Status.PROVED for one in result.judgements)
    page = Page("Argued", "", "", "", "")
    page.show(N, leading, "by eye", heuristic=True)
    page.show(N, leading, "read from")
    argued = replace(result, page=page)
    assert {one.status for one in argued.judgements} == {Status.ARGUED}
    monkeypatch.setattr(contents, "RESULTS", Contents({"argued": lambda: argued}))
    claims = document(command("list", "--claims", "--json"))["claims"]
    assert {one["status"] for one in claims} == {"argued"}
    text = command("list", "--claims")[1]
    assert "holds (argued)" in text
    assert "rests on a step that is argued, not proved" in text
