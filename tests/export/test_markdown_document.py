"""The Markdown document: tables whose rows match their heads, formulas that GitHub leaves alone."""

import re

from analytic.export import markdown_document
from analytic.export.bibliography import Reference
from analytic.result import Result


def test_tables_have_as_many_cells_in_each_row(
    result: Result, bibliography: dict[str, Reference]
) -> None:
    text = markdown_document([result], bibliography, "1.2.3")
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert len(tables) == 3
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_formulas_have_no_sign_that_markdown_takes_for_its_own(
    result: Result, bibliography: dict[str, Reference]
) -> None:
    text = markdown_document([result], bibliography, "1.2.3")
    formulas = re.findall(r"\$\$(.*?)\$\$|\$([^$\n]+)\$", text, re.DOTALL)
    assert len(formulas) > 20
    for display, inline in formulas:
        formula = display or inline
        assert not re.search(r"[<>|]|\\\\|\\,|\*", formula)
        assert formula.count("{") == formula.count("}")
    assert all(not inline.startswith(" ") and not inline.endswith(" ") for _, inline in formulas)
    assert text.count("$$") % 2 == 0


def test_the_document_has_laws_claims_sections_and_references(
    result: Result, bibliography: dict[str, Reference]
) -> None:
    text = markdown_document([result], bibliography, "1.2.3")
    for part in (
        "Derived by `scaling-laws` 1.2.3.",
        "## Laws",
        "| Invented loss | $a \\lt b + 1$ | $a - 1$ |",
        "|  | $a = b + 1$ | $b$, times $\\log N$ |",
        "## Claims of the literature",
        "[somebody1900](#references), eq. 14, B.1",
        "holds only where $a \\lt b$ and $b \\gt 1$",
        "## Invented loss",
        "*Boundary* $a = b + 1$:",
        "## References",
        "- **nobody1901**: Nobody, Nothing, arXiv:1901.00001.",
    ):
        assert part in text
