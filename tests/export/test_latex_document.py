"""The LaTeX article: it says everything, and pdflatex compiles it without a complaint."""

import re
from pathlib import Path

import pytest

from analytic.errors import ScalingLawsError
from analytic.export import latex_document, pdf
from analytic.export.bibliography import Reference
from analytic.page import Page
from analytic.result import Result
from tests.export.pdflatex import compiled, complaints, require_pdflatex


def test_an_article_on_everything_compiles(
    result: Result, bibliography: dict[str, Reference], tmp_path: Path
) -> None:
    log = compiled(latex_document([result], bibliography, "1.2_3"), tmp_path, runs=3)
    assert complaints(log) == []
    assert "Output written" in log
    assert "Rerun to get" not in log


def test_a_page_compiles_in_an_article_of_its_own(result: Result, tmp_path: Path) -> None:
    body = result.page.latex().replace(r"\cite{", r"\texttt{")
    document = r"\documentclass{article}\usepackage{amsmath}\begin{document}%s\end{document}"
    assert complaints(compiled(document % body, tmp_path)) == []


def test_a_box_that_is_too_wide_would_be_found(tmp_path: Path) -> None:
    document = r"\documentclass{article}\begin{document}\hbox to 9in{} \ref{x} \end{document}"
    found = complaints(compiled(document.replace(r"\hbox", r"\mbox{}\hbox"), tmp_path))
    assert any(line.startswith("Overfull") for line in found)
    assert any("undefined" in line for line in found)


def test_the_article_has_tables_sections_and_a_bibliography(
    result: Result, bibliography: dict[str, Reference]
) -> None:
    text = latex_document([result], bibliography, "1.2.3")
    for part in (
        r"\section{Laws}",
        r"\section{Claims of the literature}",
        r"\section{Invented loss}\label{invented-loss}",
        r"\hyperref[invented-loss]",
        r"\bibitem{somebody1900} Some Body and Max M{\"u}ller, A {L}aw of 5\% \& More",
        r"b, times $\log N$".replace("b,", r"$\displaystyle b$,"),
        r"\paragraph{Boundary} Where $a = b + 1$:",
        r"holds only where $a < b$ and $b > 1$",
        r"$a = 4$, $b = 3/2$",
        r"X2, \cite{somebody1900}, Fig. 2b",
        r"(argued, not proved)",
        r"$a \neq b + 1$ and $a \neq 2 b + 1$",
    ):
        assert part in text
    cited = set(re.findall(r"\\cite\{(\w+)\}", text))
    assert cited == set(re.findall(r"\\bibitem\{(\w+)\}", text)) == set(bibliography)


def test_a_result_with_nothing_but_a_title_makes_an_article() -> None:
    empty = Result("nothing", "Nothing", Page("Nothing", "", "", "", ""))
    text = latex_document([empty], {}, "1.2.3")
    assert "longtable}{" not in text.replace(r"\usepackage{amsmath,array,booktabs,longtable}", "")
    assert "thebibliography" not in text


def test_an_unknown_citation_is_an_error(result: Result) -> None:
    with pytest.raises(ScalingLawsError, match="somebody1900"):
        latex_document([result], {}, "1.2.3")


def test_a_document_becomes_a_pdf(result: Result, bibliography: dict[str, Reference]) -> None:
    require_pdflatex()
    assert pdf(latex_document([result], bibliography, "1.2.3")).startswith(b"%PDF")


def test_a_document_with_an_error_is_met_with_the_error() -> None:
    require_pdflatex()
    with pytest.raises(ScalingLawsError, match="Undefined control sequence"):
        pdf(r"\documentclass{article}\begin{document}\nonsense\end{document}")


def test_without_pdflatex_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ScalingLawsError, match=r"not found.*Install it.*--format latex"):
        pdf("")
