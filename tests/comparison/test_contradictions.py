"""Contradictions: who differs from whom, where, and who is right; misprints among them."""

import json
from dataclasses import replace

import pytest
from sympy import Eq, Integer, Min, true

from analytic.claim import Claim, Verdict
from analytic.comparison.claims.contradictions import Contradictions, contradictions
from analytic.comparison.measure import DATA_LIMITED, WIDTH_LIMITED
from analytic.comparison.verdict import verdict_on
from analytic.notation import a, b
from analytic.page import Page
from analytic.result import Result, Statement
from derivations import RESULTS
from derivations import contradictions as of_papers
from derivations.command_line.application import run

EXPONENT = Min(a - 1, b)
PUBLISHED = Min(a - 1, 2 * b)


def claim(name, formula, source="somebody1900", place="1-3", domain=true):
    return Claim(name, source, place, "exponent of $L(N)$", formula, "N large", domain)


def result(*claims, name="wide", observable=WIDTH_LIMITED):
    stated = Statement(EXPONENT, observable=observable)
    return Result(
        name,
        name,
        Page(name, "", "", "", ""),
        judgements=tuple(verdict_on(one, stated) for one in claims),
        statements={one.quantity: stated for one in claims},
    )


WRONG, RIGHT = claim("D1", PUBLISHED), claim("P1", EXPONENT, "other1900")


def pairs(found: Contradictions):
    return [(one.first.claim.id, one.second.claim.id) for one in found.differing]


def test_two_papers_that_differ_and_who_is_right():
    found = contradictions([result(WRONG, RIGHT)])
    (pair,) = found.differing
    assert pairs(found) == [("D1", "P1")]
    assert (pair.agree, pair.point) == (a <= b + 1, {"a": "4", "b": "3/2"})
    assert pair.values == (Integer(3), EXPONENT.subs({a: 4, b: Integer(3) / 2}), *pair.values[2:])
    assert [one.claim.id for one in pair.right] == ["P1"]
    assert pair.finding.evidence.exact[-1][1] == pytest.approx(1.5, abs=1e-9)
    assert [one.judgement.claim.id for one in found.refuted] == ["D1"]
    assert "D1, somebody1900, against P1, other1900" in found._repr_markdown_()


def test_who_is_right_is_computed():
    turned = contradictions([result(replace(WRONG, formula=EXPONENT), replace(RIGHT, formula=b))])
    assert [one.claim.id for one in turned.differing[0].right] == ["D1"]
    both = contradictions([result(replace(WRONG, formula=2 * b), replace(RIGHT, formula=3 * b))])
    assert both.differing[0].right == ()


def test_quantities_are_the_same_where_one_observable_measures_them():
    apart = [result(WRONG), result(RIGHT, name="other")]
    assert pairs(contradictions(apart)) == [("D1", "P1")]
    measured_otherwise = result(RIGHT, name="other", observable=DATA_LIMITED)
    assert pairs(contradictions([result(WRONG), measured_otherwise])) == []
    assert pairs(contradictions([result(WRONG, replace(RIGHT, formula=PUBLISHED))])) == []
    assert pairs(contradictions([result(WRONG, replace(RIGHT, domain=Eq(a, b)))])) == []


@pytest.mark.parametrize(("place", "misprint"), [("2", True), ("7", False), ("text", False)])
def test_a_misprint_is_an_equation_that_its_paper_says_right_elsewhere(place, misprint):
    printed = claim("D9", PUBLISHED, place=place)
    (found,) = contradictions([result(printed, claim("D2", EXPONENT))]).refuted
    assert found.misprint == misprint


def test_the_papers_on_the_width_law():
    found = of_papers("width-limited")
    assert ("D13", "P1") in pairs(found)
    failing = [
        one.claim.id
        for one in RESULTS["width-limited"].judgements
        if one.verdict in (Verdict.REFUTED, Verdict.HOLDS_ONLY_WHERE)
    ]
    assert [one.judgement.claim.id for one in found.refuted] == failing
    assert {one.claim.id for pair in found.differing for one in pair.right} == {"P1"}


def test_the_command_in_words_in_markdown_and_in_json(capsys):
    command = ["contradictions", "width-limited", "--notation", "paquette"]
    assert run(command) == 0
    out = capsys.readouterr().out
    assert out.startswith("Claims that the derivation corrects: ")
    assert "Min(4*alpha, 2*alpha + 2*beta - 1)" in out
    assert run([*command, "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("## Claims that the derivation corrects\n")
    assert run([*command, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    pair = next(one for one in document["papers"] if one["first"]["id"] == "D13")
    assert pair["second"]["claimed"]["str"] != pair["first"]["claimed"]["str"]
    assert run(["contradictions", "time-limited"]) == 0
    assert capsys.readouterr().out.startswith("No claim on these results fails")
