"""The command export: every format of what there is, files whole or not at all, refusals."""

import json
import re
import stat
from pathlib import Path

import pytest

from analytic.errors import InvalidProblemError
from derivations import RESULTS
from derivations.command_line.writing import write_whole
from tests.conftest import Command
from tests.export.pdflatex import compiled, complaints, require_pdflatex

TALLER_THAN_A_PAGE = {  # laws of many cases, in a column's width; a table would be their form
    "WidthLimitedLossVariantOne",
    "DataLimitedLossVariantOne",
    "FiniteWidthCorrectionCN",
    "FiniteDataCorrectionCP",
    "ComputeLimitedDataLambda",
    "OnePassSgdLoss",
    "FeatureLearningLossABelowBPlusOne",
    "OnePassSgdRemainderOfLossFinal",
    "OnePassSgdRemainderOfCN",
}


def test_the_article_on_all_results_compiles(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "laws.tex"
    assert command("export", "--format", "latex", "-o", str(path)) == (0, "", "")
    text = path.read_text(encoding="utf-8")
    labels = re.findall(r"\\label\{(.*?)\}", text)
    assert [label for label in labels if not label.startswith("eq:")] == list(RESULTS)
    assert complaints(compiled(text, tmp_path, runs=3)) == []


def test_every_macro_of_every_result_is_used_in_a_paper(command: Command, tmp_path: Path) -> None:
    code, text, _ = command("export", "--format", "macros")
    (tmp_path / "laws.tex").write_text(text, encoding="utf-8")
    names = re.findall(r"^\\newcommand\{\\(.*?)\}", text, re.MULTILINE)
    for result in RESULTS:
        prefix = "".join(word.capitalize() for word in result.split("-"))
        assert any(name.startswith(prefix) for name in names), result
    document = r"\documentclass{article}\usepackage{amsmath}\hfuzz=\maxdimen\input{laws}"
    document += r"\begin{document}" + "\n\n".join(map(placed, names)) + r"\end{document}"
    assert code == 0
    log = compiled(document, tmp_path)
    assert complaints(log) == []
    assert set(re.findall(r"^taller than a page: (\w+)", log, re.MULTILINE)) == TALLER_THAN_A_PAGE


def placed(name: str) -> str:
    """A macro in a paragraph of its own, or its name in the log if no page has room for it."""
    return (
        rf"\setbox0\hbox{{$\{name}$}}\ifdim\dimexpr\ht0+\dp0\relax>\textheight"
        rf"\typeout{{taller than a page: {name}}}\else\noindent\box0\par\fi"
    )


def test_pages_compile_in_an_article_of_their_own(tmp_path: Path) -> None:
    pages = "".join(RESULTS[name].page.latex() for name in RESULTS).replace(r"\cite{", r"\texttt{")
    document = r"\documentclass{article}\usepackage{amsmath}\allowdisplaybreaks\sloppy"
    document += rf"\begin{{document}}{pages}\end{{document}}"
    assert complaints(compiled(document, tmp_path)) == []


def test_markdown_has_a_section_for_every_result(command: Command) -> None:
    code, text, _ = command("export", "--format", "markdown")
    assert code == 0
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert set(headings) >= {RESULTS[name].title for name in RESULTS}
    for table in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_json_has_every_result_and_what_derive_prints(command: Command) -> None:
    _, text, _ = command("export", "--format", "json")
    document = json.loads(text)
    assert [entry["name"] for entry in document["results"]] == list(RESULTS)
    _, text, _ = command("derive", "time-limited", "--json")
    derived = json.loads(text)
    [entry] = [e for e in document["results"] if e["name"] == "time-limited"]
    for key in ("title", "statement", "source", "validity", "equations", "proved"):
        assert entry[key] == derived[key]
    assert entry["law"]["exponent"] == derived["law"]["exponent"]


def test_macros_in_letters_of_ones_own_compile(command: Command, tmp_path: Path) -> None:
    options = ("--symbols", r"a=\alpha,b=\beta,N=n,P=p,t=\tau_0")
    names = ("time-limited", "width-limited", "data-limited", "compute-optimal")
    code, text, err = command("export", *names, "--format", "macros", *options)
    (tmp_path / "laws.tex").write_text(text, encoding="utf-8")
    found = re.findall(r"^\\newcommand\{\\(.*?)\}", text, re.MULTILINE)
    document = r"\documentclass{article}\usepackage{amsmath}\hfuzz=\maxdimen\input{laws}"
    document += r"\begin{document}" + "\n\n".join(map(placed, found)) + r"\end{document}"
    assert (code, err) == (0, "")
    assert r"\newcommand{\WidthLimitedExponent}{\min(\alpha - 1, \beta)} % SL-0006 exponent" in text
    assert complaints(compiled(document, tmp_path)) == []


def test_schema_and_notebook_are_printed(command: Command) -> None:
    _, text, _ = command("export", "--format", "schema")
    assert json.loads(text)["title"] == "Results of scaling-laws"
    code, text, err = command("export", "time-limited", "--format", "notebook")
    assert (code, err, json.loads(text)["nbformat"]) == (0, "", 4)


def test_a_pdf_of_one_result(command: Command, tmp_path: Path) -> None:
    require_pdflatex()
    path = tmp_path / "law.pdf"
    assert command("export", "time-limited", "--format", "pdf", "-o", str(path)) == (0, "", "")
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ("time-limited --format pdf", "Name a file"),
        ("time-limited -o missing/law.tex", "its folder does not exist"),
        ("time-limited -o /dev/null", "it is no file"),
        ("time-limited -o .", "it is a folder"),
        ("time-limted", "Did you mean time-limited"),
        ("time-limited --format word", "word"),
        ("time-limited --symbols a=x", "letters of your own are those of macros"),
        ("time-limited --format macros --symbols N=P", "Two letters would be called P"),
        ("time-limited --format notebook --notation paquette", "Leave it out"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    command: Command,
    arguments: str,
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = command("export", *arguments.split())
    assert (code, out) == (2, "")
    assert answer in err
    assert err.startswith("Error: ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "law.tex"
    write_whole(path, b"one")
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
    path.chmod(0o640)
    link = tmp_path / "link.tex"
    link.symlink_to(path)
    write_whole(link, b"two")
    assert path.read_bytes() == b"two"
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_what_fails_half_way_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "law.tex"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InvalidProblemError, match="No space left on device"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
