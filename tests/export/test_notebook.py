"""The notebook of a derivation: of the format, without outputs, and every cell runs."""

import json

import nbformat
import pytest

from analytic.export import notebook_document
from analytic.result import Result
from derivations import RESULTS
from derivations.identifiers import assigned


def cells(text: str, kind: str) -> list[str]:
    return ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == kind]


def test_it_is_of_the_format_and_says_everything(result: Result) -> None:
    text = notebook_document([result], "1.2.3", {result.name: "SL-1234"})
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    words = "\n".join(cells(text, "markdown"))
    for part in ("## Invented loss", "*Identifier:* SL-1234", "(1) ", "(argued, not proved)"):
        assert part in words
    assert words.count("$$") == 2 * len(result.page.equations)


@pytest.mark.parametrize("name", ["time-limited", "width-limited", "field-equations"])
def test_its_cells_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = notebook_document([RESULTS[name]], "1.2.3", assigned())
    names: dict[str, object] = {}
    for cell in cells(text, "code"):
        exec(compile(cell, name, "exec"), names)
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == (0 if RESULTS[name].law is None else 3)
    for line in printed:
        law, exact = (float(part.split()[-1]) for part in line.split(": law")[1].split(", exact"))
        assert law == pytest.approx(exact, rel=1e-3)
