"""Equality is exact on every page: laws, expansions and remainders bear another relation."""

from collections.abc import Iterator

import pytest
from sympy import Expr

from analytic.errors import InvalidProblemError
from analytic.law import Law
from analytic.notation import L, N, a, b
from analytic.page import Page
from analytic.relation import Relation
from derivations import RESULTS


def laws(law: Law) -> Iterator[Law]:
    """A law and those on its curves."""
    yield law
    for on_curve in (*law.boundaries.values(), *law.resonances.values()):
        yield from laws(on_curve)


def inexact(law: Law) -> Iterator[Expr]:
    """What a law says up to its remainder."""
    for one in laws(law):
        for same in (one, one.general):
            yield from (part for part in (same.leading, same.correction, same.expansion) if part)


def remainders(law: Law) -> set[Expr]:
    """What laws leave out, off their curves and on them."""
    return {part for one in laws(law) for part in (one.remainder, one.general.remainder)} - {0}


def test_no_asymptotic_form_is_displayed_as_an_equality() -> None:
    every = [result.law for result in RESULTS.values() if result.law is not None]
    approximate = {part for law in every for part in inexact(law)}
    omitted = {part for law in every for part in remainders(law)}
    for result in RESULTS.values():
        equations = result.page.equations
        exact = [one for one in equations if one.is_exact]
        assert [one.latex() for one in exact if one.right in approximate | omitted] == []
        as_value = [one for one in equations if one.relation is not Relation.ORDER]
        assert [one.latex() for one in as_value if one.right in omitted - approximate] == []


@pytest.mark.parametrize("name", RESULTS)
def test_letters_of_remainders_and_orders_are_never_equal_to_a_formula(name: str) -> None:
    for one in RESULTS[name].page.equations:
        if str(one.left) in ("R_n", "delta L", "Delta L", "R"):
            assert not one.is_exact or not one.right.has(a), one.latex()


@pytest.mark.parametrize("name", RESULTS)
def test_a_loss_has_one_value(name: str) -> None:
    lines = [one for one in RESULTS[name].page.equations if one.is_exact]
    sides = [one.left for one in lines if one.left.func == L and one.left.free_symbols]
    assert len(set(sides)) == len(sides), sides


def test_a_relation_is_printed_by_its_sign() -> None:
    page = Page("A page", "", "", "", "")
    page.show(L(N), N**-a, "a law", relation="~")
    page.show(L(N), N**-a, "an expansion", error=N**-b)
    page.show(L(N), N**-a, "an order", relation="O")
    page.show(L(N), N**-a, "a bound", relation="<=")
    shown = [one.latex() for one in page.equations]
    assert shown == [
        r"L(N) \sim N^{-a}",
        "L(N) = N^{-a} + O(N^{-b})",
        "L(N) = O(N^{-a})",
        r"L(N) \leq N^{-a}",
    ]
    assert [one.is_exact for one in page.equations] == [False] * 4
    assert [one.lines(300)[0].replace("&", "") for one in page.equations] == shown
    assert "~" in page.equations[0].text()
    assert "O" in page.equations[1].text()
    kept = page.as_json()["equations"]
    assert [one["relation"] for one in kept] == ["~", "=", "O", "<="]
    assert kept[1]["error"]["str"] == "N**(-b)"


def test_another_relation_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="no relation"):
        Page("A page", "", "", "", "").show(N, a, "no reason", relation="=~")
