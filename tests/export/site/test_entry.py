"""One page of the site: what it says of a result that has everything a result can have."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sympy import Float, Integer

from analytic import PowerLaw
from analytic.export.bibliography import Reference
from analytic.export.site import Book, site_files
from analytic.formulas.dictionary import NOTATIONS
from analytic.result import Result
from derivations import RESULTS, identifier
from derivations.command_line.site.check_values import check_values
from derivations.command_line.site.disagreements import collected
from derivations.command_line.site.entries import entry
from derivations.command_line.site.exponents import WINDOW
from derivations.command_line.verification import verified
from derivations.contents import Contents
from tests.export.site.conftest import NAMES
from tests.export.site.pages import seen

_CHECK = {"witness": "exact", "name": "at $N = 2$", "passed": False, "measured": "3", "bound": "2"}


@pytest.fixture
def folder(result: Result, bibliography: dict[str, Reference], tmp_path: Path) -> Path:
    """The site of the invented result, whose exact witness disagrees."""
    witnesses = {
        "symbolic": "agrees",
        "exact": "disagrees",
        "sampling": "not called",
        "verdict": "disagreement",
        "checks": [_CHECK],
    }
    whole = {"id": "SL-9999", **entry(result), "witnesses": witnesses}
    sources = {
        key: Reference(key, {"title": key})
        for key in (notation.source for notation in NOTATIONS.values())
    }
    effort = {"digits": 30, "draws": 200, "seed": 0}
    book = Book(
        version="1.2.3",
        date="2000-01-01",
        author="Nobody",
        effort=effort,
        entries=[whole],
        contradictions=collected([]),
        window=WINDOW,
        bibliography=sources | bibliography,
    )
    for name, content in site_files(book).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_the_page_has_law_regimes_claims_and_witnesses(folder: Path) -> None:
    page = seen(folder)["SL-9999.html"]
    assert page.broken == []
    words = " ".join("".join(page.words).split())
    for said in (
        "Invented loss",
        "a step is argued, not proved",
        "On the boundary",
        "Leading terms",
        "Correction",
        "Remainder",
        "holds only where",
        "disagrees",
        "not called",
        "Run with 30 digits, 200 draws and seed 0",
    ):
        assert said in words
    assert {"X1", "X2", "X3", "eq-1"} <= set(page.ids)
    assert "Not run" not in words
    text = (folder / "SL-9999.html").read_text(encoding="utf-8")
    assert "at 100% &amp; with #" in text  # signs of HTML are words
    assert '<div class="in paquette' in text
    for notation in NOTATIONS:
        assert f'id="n-{notation}"' in text
        assert f"body:has(#n-{notation}:checked) .in.{notation}" in text


def test_a_page_that_was_not_verified_says_so(small_site: Path) -> None:
    page = seen(small_site)[f"{identifier('spectral-density')}.html"]
    assert "Not run: the verification of this result was left out" in "".join(page.words)


def test_the_lines_of_check_values_give_their_digits() -> None:
    names = {"RESULTS": RESULTS, "PowerLaw": PowerLaw, "Integer": Integer}
    for name in NAMES:
        found = check_values(RESULTS[name])
        rows = [row for case in found["law"] for row in case["rows"]]
        rows += [{**one, "exact": one["derived"]} for one in found["numbers"] if not one["gap"]]
        assert rows
        for row in rows:
            value = eval(row["line"], names)
            assert abs(Float(value, 60) - Float(row["exact"], 60)) <= abs(value) * Float("2e-50")


def test_a_wrong_law_is_seen_in_the_digits() -> None:
    right = RESULTS["time-limited"]
    assert right.law is not None
    wrong = replace(right, law=right.law.with_formulas(leading=right.law.leading * Float("1.001")))
    [case] = check_values(wrong)["law"]
    for row in case["rows"]:
        assert row["gap"].startswith("0.001") or row["gap"].startswith("1.00e-3")
        assert len(row["same"]) < 6


def test_what_verify_finds_is_kept_for_the_site() -> None:
    table = Contents({"early-time": RESULTS._derivations["early-time"]}, RESULTS._store)
    few = (10, 0, 5)
    assert verified(table, ["early-time"], anew=False, effort=few) == {}
    found = verified(table, ["early-time"], anew=True, effort=few)
    assert found["early-time"]["symbolic"] == "agrees"
    assert found["early-time"]["sampling"] == "not called"
    assert all(check["passed"] for check in found["early-time"]["checks"])
    kept = verified(table, ["early-time"], anew=False, effort=few)
    assert kept == json.loads(json.dumps(found))
