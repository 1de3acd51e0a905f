"""The pages of a site: links that resolve, formulas in MathML, nothing from elsewhere."""

import json
from pathlib import Path

import pytest

from analytic.comparison.claims.contradictions import FAILING, opinions
from analytic.displayed import displayed
from analytic.typesetting import column
from derivations import RESULTS, identifier
from derivations.command_line.site.disagreements import contradictory
from derivations.command_line.site.entries import WIDTH
from tests.export.site.conftest import NAMES
from tests.export.site.pages import Seen, dead_links, seen


def test_every_link_leads_to_a_page_and_a_place_on_it(small_site: Path) -> None:
    assert dead_links(small_site) == []


def test_tags_match_and_no_id_stands_twice(small_site: Path) -> None:
    for name, page in seen(small_site).items():
        assert page.broken == [], name
        assert [one for one, times in page.ids.items() if times > 1] == [], name


def test_every_formula_is_mathml(small_site: Path) -> None:
    pages = seen(small_site)
    for name, page in pages.items():
        assert all(page.displays), name
        words = "".join(page.words)
        assert "$" not in words, name
        assert "\\" not in words, name
    for name in NAMES:
        page = pages[f"{identifier(name)}.html"]
        assert len(page.displays) >= len(RESULTS[name].page.equations)


def test_nothing_is_loaded_from_elsewhere(small_site: Path) -> None:
    for name, page in seen(small_site).items():
        inside = [url for url in page.loaded if not url.startswith("data:")]
        assert all((small_site / url).is_file() for url in inside), name
    for asset in ("site.css", "site.js"):
        text = (small_site / asset).read_text(encoding="utf-8")
        assert "//" not in text.replace("// ", "")
        assert "url(" not in text


def test_every_result_has_a_page_under_its_identifier(small_site: Path) -> None:
    ids = {path.stem for path in small_site.glob("SL-*.html")}
    assert ids == {identifier(name) for name in NAMES}


def test_the_data_of_a_page_are_those_of_the_export(small_site: Path) -> None:
    for name in NAMES:
        data = json.loads((small_site / f"{identifier(name)}.json").read_text(encoding="utf-8"))
        assert (data["id"], data["name"]) == (identifier(name), name)
        text = (small_site / f"{identifier(name)}.html").read_text(encoding="utf-8")
        _, _, rest = text.partition('<script type="application/json" id="data">')
        assert json.loads(rest.partition("</script>")[0]) == data
        shown = [equation["right"]["str"] for equation in data["equations"]]
        assert shown == [str(equation.right) for equation in RESULTS[name].page.equations]


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<p><b></p>", "broken"),
        ("<p>", "broken"),
        ('<p class="display">x</p>', "displays"),
    ],
)
def test_the_reader_can_object(page: str, fault: str) -> None:
    found = Seen(page)
    assert found.broken if fault == "broken" else not all(found.displays)


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    text = '<p id="a"><a href="#b">x</a><a href="c.html">y</a><a href="#a">z</a></p>'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert dead_links(tmp_path) == ["page.html: #b", "page.html: c.html"]


@pytest.mark.parametrize("name", ["white-spectrum", "field-equations"])
def test_contradictions_name_the_verdict_that_they_speak_of(name: str) -> None:
    result = RESULTS[name]
    ids = [judgement.claim.id for judgement in result.judgements]
    assert len(set(ids)) < len(ids)  # a paper's equation is judged part by part
    said = contradictory(result, [opinions(result)])
    refuted = [one["number"] for kind in ("claims", "misprints") for one in said[kind]]
    failing = [n for n, one in enumerate(result.judgements) if one.verdict in FAILING]
    assert sorted(refuted) == failing != []
    for differing in said["papers"]:
        for side in differing["sides"]:
            formula = result.judgements[side["number"]].claim.formula
            assert side["formula"] == column(displayed(formula), WIDTH)
