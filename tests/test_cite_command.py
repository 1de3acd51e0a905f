"""The command cite: the package as CITATION.cff has it, and the papers that a result treats."""

import json
import re
from pathlib import Path

from analytic.export.bibliography import read_bibliography
from derivations.citation import bibliography, software
from derivations.claims import claims_on
from tests.conftest import Command

CITATION = (Path(__file__).parents[1] / "CITATION.cff").read_text(encoding="utf-8")


def of_the_file(field: str) -> str:
    found = re.search(rf'^(?:  - )?{field}: "?(.*?)"?$', CITATION, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_package_is_cited_as_its_file_says(command: Command) -> None:
    code, out, err = command("cite")
    assert (code, err) == (0, "")
    [entry] = read_bibliography(out).values()
    assert entry.fields["title"] == f"{{{of_the_file('title')}}}"
    assert entry.fields["author"] == f"{{{of_the_file('name')}}}"
    assert entry.fields["note"] == f"Version {of_the_file('version')}"
    assert out.strip() == software()


def test_a_result_is_cited_with_every_paper_that_claims_something_of_it(command: Command) -> None:
    code, out, _ = command("cite", "width-limited", "time-limited")
    entries = read_bibliography(out)
    claims = [*claims_on("width-limited"), *claims_on("time-limited")]
    assert code == 0
    assert {"scaling-laws", *(claim.source for claim in claims)} <= set(entries)
    assert (
        "SL-0006 (width-limited), SL-0005 (time-limited)" in entries["scaling-laws"].fields["note"]
    )
    for key, entry in entries.items():
        assert key == "scaling-laws" or entry.bibtex.startswith(bibliography()[key].bibtex)
    assert "% width-limited: claim D13 (eq. 14, 128, J.2): holds only where a <= b + 1\n" in out
    assert "@" not in "".join(line for line in out.splitlines() if line.startswith("%"))


def test_json_holds_the_same(command: Command) -> None:
    _, out, _ = command("cite", "width-limited", "--json")
    document = json.loads(out)
    assert document["software"]["bibtex"] == software(("SL-0006 (width-limited)",))
    [result] = document["results"]
    assert (result["name"], result["id"]) == ("width-limited", "SL-0006")
    [paper] = [one for one in result["papers"] if one["key"] == "bordelon2024dynamical"]
    place = {"id": "D13", "place": "eq. 14, 128, J.2"}
    assert {**place, "verdict": "holds only where", "where": "a <= b + 1"} in paper["claims"]


def test_a_name_that_does_not_exist_is_refused(command: Command) -> None:
    code, out, err = command("cite", "width-limitd")
    assert (code, out) == (2, "")
    assert "Did you mean width-limited" in err
