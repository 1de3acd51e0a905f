"""Every displayed equation has one label of its own; nothing is wider than its column."""

import re

import pytest

from analytic.export import macros
from analytic.page import ARTICLE_WIDTH
from analytic.typesetting.extent import extent
from derivations import RESULTS
from derivations.command_line import documents

ESTIMATE = 1.05  # of a width, over what pdflatex measures (tests/typesetting/test_extent.py)
_MACRO = re.compile(r"\\newcommand\{\\(\w+)\}\{(.*)\} % ")
_DISPLAY = re.compile(r"\\begin\{align\}\n(.*?)\n\\end\{align\}", re.DOTALL)


@pytest.fixture(scope="module")
def document() -> str:
    return documents.document([RESULTS[name] for name in RESULTS], "latex", "dynamical")


def test_every_displayed_equation_has_a_label_of_its_own(document: str) -> None:
    rows = [row for body in _DISPLAY.findall(document) for row in re.split(r" \\\\\n", body)]
    numbered = [row for row in rows if r"\nonumber" not in row]
    labels = [re.findall(r"\\label\{(eq:[a-z0-9:-]+)\}$", row) for row in numbered]
    assert [row for row, found in zip(numbered, labels, strict=True) if len(found) != 1] == []
    assert len({label for found in labels for label in found}) == len(numbered)


@pytest.mark.parametrize("name", RESULTS)
def test_labels_are_the_numbers_of_the_page(name: str, document: str) -> None:
    for number in range(1, len(RESULTS[name].page.equations) + 1):
        assert document.count(rf"\label{{eq:{name}:{number}}}") == 1


@pytest.mark.parametrize("name", RESULTS)
def test_no_line_of_a_page_and_no_macro_is_wider_than_a_column(name: str) -> None:
    result = RESULTS[name]
    lines = [line for body in _DISPLAY.findall(result.page.latex()) for line in body.splitlines()]
    shown = {re.sub(r" \\(nonumber|label\{.*\})|&| \\\\$", "", line): None for line in lines}
    shown |= {formula: None for _, formula in _MACRO.findall(macros([result], "1.2.3"))}
    assert {line for line in shown if extent(line) > ESTIMATE * ARTICLE_WIDTH} == set()
