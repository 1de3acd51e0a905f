"""Sentences of pages and claims: formulas between dollars, read and set as displayed ones are."""

import re

import pytest
from sympy import Symbol

from analytic.errors import InvalidProblemError
from analytic.export.tables import evidence
from analytic.formulas.prose import (
    capitalised,
    keys_in,
    markdown_sentence,
    translated,
    typeset,
    without_marks,
)
from analytic.law import Law
from analytic.notation import a, b
from analytic.typesetting import escaped
from derivations import RESULTS
from tests.export.pdflatex import compiled, complaints

# A letter of the notation or a sign of a formula that stands among words.
_LEFT = re.compile(
    r"[_^{}<>=$*|]|(?<!')\b(kappa|lambda|eta|tau|zeta|nu|sigma|infinity|oo|rho|alpha|gamma|[b-hj-zB-GJ-Z])\b"
    r"(?!\.\d|')"
)


@pytest.mark.parametrize(
    ("marked", "latex"),
    [
        ("Poisson's first harmonic", "Poisson's first harmonic"),
        ("at $s$ and $s'$:", "at $s$ and $s'$:"),
        ("$d(kappa) = P$", r"$d(\kappa) = P$"),
        ("$lambda_k$, 5% & more", r"$\lambda_{k}$, 5\% \& more"),
        ("$L = O(1/x_0)$.", "$L = O(1/x_{0})$."),
        ("bordelon2024dynamical, eq. (1)", r"\cite{bordelon2024dynamical}, eq. (1)"),
        ("the law of [marchenko1967].", r"the law of \cite{marchenko1967}."),
        ("$dv/dt = -K v - g$", r"$dv/dt = -K v-g$"),
        ("$2b$, $2 b$ and $2*b$", "$2 b$, $2 b$ and $2 b$"),
        ("$N^-min(a-1, b) <= 2 t$", r"$N^{-\min(a - 1, b)} \leq 2 t$"),
        ("$s + kappa/N + ...$, $t << N$;", r"$s+\kappa/N + \ldots$, $t \ll N$;"),
        ("$N = P = infinity$", r"$N = P = \infty$"),
        ("$P -> infinity$ under $N <-> P$", r"$P \to \infty$ under $N \leftrightarrow P$"),
        ("with $v_{t+1}$ on the left", "with $v_{t+1}$ on the left"),
        ("at $z = e^{-p}$", "at $z = e^{-p}$"),
        ("$dv^1/du^1$", "$d v^{1}/d u^{1}$"),
        ("a <b> of $5 in file_name.t~x", r"a $<$b$>$ of \$5 in file\_name.t\textasciitilde{}x"),
    ],
)
def test_what_is_marked_is_a_formula(marked: str, latex: str) -> None:
    assert typeset(marked) == latex


def test_cases_are_set_one_after_the_other() -> None:
    said = typeset("law: $Piecewise((b, Eq(a, b + 1)), (a, True))$, so")
    assert said == "law: $b$ where $a = b+1$; $a$ otherwise, so"


def test_markdown_gets_links_and_no_stray_signs() -> None:
    sentence = "$P < N$, a * b_file and [marchenko1967]"
    assert markdown_sentence(sentence) == (
        r"$P \lt N$, a \* b\_file and [marchenko1967](#references)"
    )


def test_a_terminal_shows_no_marks() -> None:
    assert without_marks("$(E B)^2$ pairs, 5$") == "(E B)^2 pairs, 5$"


def test_formulas_are_translated_and_words_are_not() -> None:
    said = translated("a law in $a$, $0 < a < b + 1$", lambda side: side.subs(a, Symbol("r") + b))
    assert said == "a law in $b + r$, $0 < b + r < b + 1$"


def test_what_is_no_formula_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="no formula of a sentence"):
        typeset("at $N +* P$")


def test_a_text_is_escaped_letter_by_letter() -> None:
    assert escaped(r"\a{b}_c^d~e&f") == (
        r"\textbackslash{}a\{b\}\_c\textasciicircum{}d\textasciitilde{}e\&f"
    )


def test_a_sentence_gets_its_capital_unless_it_begins_with_a_formula() -> None:
    assert capitalised("unlimited width") == "Unlimited width"
    assert capitalised("$kappa$ at $s = 0$") == "$kappa$ at $s = 0$"
    assert capitalised("") == ""


def sentences_of(name: str) -> list[str]:
    """All that is said on the page of a result and of the claims about it."""
    result = RESULTS[name]
    page = result.page
    said = [page.statement, page.source, page.validity, page.problem]
    said += [one.reason for one in page.equations]
    said += [] if result.law is None else _validities(result.law)
    for one in result.judgements:
        said += [one.claim.quantity, one.claim.validity, one.claim.equation, evidence(one)]
    return list(dict.fromkeys(said))


def _validities(law: Law) -> list[str]:
    inner = [*law.boundaries.values(), *law.resonances.values()]
    return [law.validity, *(said for one in inner for said in _validities(one))]


@pytest.mark.parametrize("name", RESULTS)
def test_every_formula_in_prose_is_marked_and_read(name: str) -> None:
    said = sentences_of(name)
    words = [re.sub(r"\$[^$]+\$|\b[a-z]+\d{4}[a-z]*\b|Figs?\. \w+", "", one) for one in said]
    assert [one for one in words if _LEFT.search(one)] == []
    for one in said:
        assert typeset(one).count("$") % 2 == markdown_sentence(one).count("$") % 2 == 0
        assert "$" not in without_marks(one)
    assert all(keys_in(one) == [] for one in said if "20" not in one and "19" not in one)


def test_all_prose_compiles(tmp_path) -> None:
    body = "\n\n".join(typeset(one) for name in RESULTS for one in sentences_of(name))
    body = re.sub(r"\\cite\{(\w+)\}", r"\1", body)
    document = r"\documentclass{article}\usepackage{amsmath}\hbadness=10000 \hfuzz=\maxdimen"
    document += rf"\begin{{document}}{body}\end{{document}}"
    assert complaints(compiled(document, tmp_path)) == []
