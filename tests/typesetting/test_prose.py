"""Prose of the pages as LaTeX and as Markdown: formulas and citations are found in it."""

import re

import pytest

from analytic.typesetting import capitalised, escaped, markdown_sentence, typeset, without_marks
from analytic.typesetting.segments import segments
from derivations import RESULTS


@pytest.mark.parametrize(
    ("plain", "latex"),
    [
        ("Poisson's first harmonic", "Poisson's first harmonic"),
        ("at s and s':", "at $s$ and $s'$:"),
        ("(u^3, u^4)", "$(u^{3}, u^{4})$"),
        ("d(kappa) = P", r"$d(\kappa) = P$"),
        ("lambda_k, 5% & more", r"$\lambda_{k}$, 5\% \& more"),
        ("L = O(1/x_0).", r"$L = O(1/x_{0})$."),
        ("bordelon2024dynamical, eq. (1)", r"\cite{bordelon2024dynamical}, eq. (1)"),
        ("the law of [marchenko1967].", r"the law of \cite{marchenko1967}."),
        ("dv/dt = -(K v + g), v(0) = w*", r"$dv/dt = -(K v + g)$, $v(0) = w^{\ast}$"),
        ("a law in a and b, a > b + 1", "a law in $a$ and $b$, $a > b + 1$"),
        ("(a > 1 or b > 1)", "($a > 1$ or $b > 1$)"),
        ("claim D12, Min(a-1, 2b)", r"claim D12, $\min(a-1, 2b)$"),
        ("N^-min(a-1, b) <= 2*t", r"$N^{-\min(a-1, b)} \leq 2\,t$"),
        ("[h(s)-h(s')]/(s'-s)", "$[h(s)-h(s')]/(s'-s)$"),
        ("s + kappa/N + ..., t << N;", r"$s + \kappa/N + \ldots$, $t \ll N$;"),
        ("k = 1 ... M, and so on ...", r"$k = 1 \ldots M$, and so on ..."),
        ("exponent of L(N) - that of L(P)", "exponent of $L(N)$ -- that of $L(P)$"),
        ("at a = 4, b = 3/2; 1/2 of it", "at $a = 4$, $b = 3/2$; 1/2 of it"),
        ("N = P = infinity; t large", r"$N = P = \infty$; $t$ large"),
        ("sqrt(2 t), t^-((a-1)/b) -> 0", r"$\sqrt{2 t}$, $t^{-((a-1)/b)} \to 0$"),
        ("a <b> of $5 in file_name.t~x", r"a $<b>$ of \$5 in file\_name.t\textasciitilde{}x"),
    ],
)
def test_formulas_and_citations_are_found(plain: str, latex: str) -> None:
    assert typeset(plain) == latex


def test_markdown_gets_dollars_links_and_no_stray_signs() -> None:
    sentence = "P < N, a * b_file and [marchenko1967]"
    markdown = r"$P \lt N$, $a \thinspace b_{\mathrm{file}}$ and [marchenko1967](#references)"
    assert markdown_sentence(sentence) == markdown
    assert markdown_sentence("a *word* | x") == r"a \*word\* \| $x$"


def test_a_text_is_escaped_letter_by_letter() -> None:
    assert escaped(r"\a{b}_c^d~e&f") == (
        r"\textbackslash{}a\{b\}\_c\textasciicircum{}d\textasciitilde{}e\&f"
    )


def test_a_sentence_gets_its_capital_unless_it_begins_with_a_formula() -> None:
    assert capitalised("unlimited width") == "Unlimited width"
    assert capitalised("kappa at s = 0") == "kappa at s = 0"
    assert capitalised("") == ""


@pytest.mark.parametrize(
    ("marked", "latex", "plain"),
    [
        ("with $v_{t+1}$ on the left", "with $v_{t+1}$ on the left", "with v_{t+1} on the left"),
        ("at $z = e^{-p}$: a series", "at $z = e^{-p}$: a series", "at z = e^{-p}: a series"),
        (
            "the same under $N <-> P$",
            r"the same under $N \leftrightarrow P$",
            "the same under N <-> P",
        ),
        ("$(E B)^2$ pairs, 5$", r"$(E B)^{2}$ pairs, 5\$", "(E B)^2 pairs, 5$"),
    ],
)
def test_what_is_marked_is_a_formula(marked: str, latex: str, plain: str) -> None:
    assert typeset(marked) == latex
    assert without_marks(marked) == plain


@pytest.mark.parametrize("name", RESULTS)
def test_no_sign_of_a_formula_is_left_among_the_words_of_a_page(name: str) -> None:
    page = RESULTS[name].page
    said = [page.statement, page.validity, page.problem, *(one.reason for one in page.equations)]
    pieces = [segment for sentence in said for segment in segments(sentence)]
    words = [
        one.text for one in pieces if one.kind == "words" and re.search(r"[_^{}<>=$]", one.text)
    ]
    assert words == []
    formulas = [one.text for one in pieces if one.kind == "formula"]
    assert [one for one in formulas if "'s" in one] == []
