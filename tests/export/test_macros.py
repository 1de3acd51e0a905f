"""Macros: one for each formula, named in letters only, every one of them usable in a paper."""

import re
from dataclasses import replace
from pathlib import Path

from analytic.export import macros
from analytic.export.macros import macro_name
from analytic.formulas.dictionary import NOTATIONS
from analytic.formulas.own_letters import with_letters
from analytic.notation import L, N, t
from analytic.result import Result
from derivations.command_line.translation import in_letters
from tests.export.pdflatex import compiled, complaints

_DEFINITION = re.compile(r"^\\newcommand\{\\(.*?)\}", re.MULTILINE)


def test_every_macro_is_used_in_a_paper(result: Result, tmp_path: Path) -> None:
    text = macros([result], "1.2.3")
    (tmp_path / "laws.tex").write_text(text, encoding="utf-8")
    used = "\n\n".join(rf"$\{name}$" for name in _DEFINITION.findall(text))
    document = r"\documentclass{article}\usepackage{amsmath}\hbadness=10000 \hfuzz=\maxdimen"
    document += rf"\input{{laws}}\begin{{document}}{used}\end{{document}}"
    assert complaints(compiled(document, tmp_path)) == []


def test_letters_of_ones_own_compile_too(result: Result, tmp_path: Path) -> None:
    letters = with_letters(NOTATIONS["dynamical"], r"a=\alpha,b=\hat{b},N=n_{\text{w}},t=T")
    text = macros([in_letters(result, letters)], "1.2.3", {result.name: "SL-1234"})
    assert r"\min(\alpha - 1, {\hat{b}})" in text
    assert "% SL-1234 exponent" in text
    names = _DEFINITION.findall(text)
    assert names == _DEFINITION.findall(macros([result], "1.2.3"))
    (tmp_path / "laws.tex").write_text(text, encoding="utf-8")
    used = "\n\n".join(rf"$\{name}$" for name in names)
    document = r"\documentclass{article}\usepackage{amsmath}\hbadness=10000 \hfuzz=\maxdimen"
    document += rf"\input{{laws}}\begin{{document}}{used}\end{{document}}"
    assert complaints(compiled(document, tmp_path)) == []


def test_names_are_letters_and_differ(result: Result) -> None:
    twin = replace(result, formulas={**result.formulas, L(t): 1 / result.formulas[L(N)]})
    names = _DEFINITION.findall(macros([twin, replace(twin, name="other")], "1.2.3"))
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[A-Z][A-Za-z]*", name) for name in names)
    assert {"InventedLossLoss", "InventedLossLossVariantOne"} <= set(names)


def test_names_say_what_they_stand_for(result: Result) -> None:
    names = _DEFINITION.findall(macros([result], "1.2.3"))
    for name in (
        "InventedLossExponent",
        "InventedLossAmplitude",
        "InventedLossLeading",
        "InventedLossCorrection",
        "InventedLossRemainderBound",
        "InventedLossAmplitudeOfRegimeTwo",
        "InventedLossConditionOfBoundaryOne",
        "InventedLossLeadingOnBoundaryOne",
        "InventedLossLossFinalIfPBelowN",
        "InventedLossXMinus",
        "InventedLossCZeroSum",
    ):
        assert name in names
    assert macro_name("time-limited", "L(t)") == "TimeLimitedLoss"


def test_the_file_is_the_same_every_time(result: Result) -> None:
    assert macros([result], "1.2.3") == macros([result], "1.2.3")


def test_a_result_without_law_and_formulas_has_its_equations(result: Result) -> None:
    bare = replace(result, law=None, formulas={})
    names = _DEFINITION.findall(macros([bare], "1.2.3"))
    assert names == [f"InventedLossEquation{number}" for number in ("One", "Two", "Three")]
