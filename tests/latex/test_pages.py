"""Written derivations: what is read of text, LaTeX and Markdown, and what is said of the rest."""

from pathlib import Path

import pytest
from sympy import pi, sin

import analytic as an
from analytic.errors import InvalidProblemError, UnknownResultError
from analytic.notation import L, N, a, b, d_at, kappa, r_N, w
from analytic.relation import Relation
from analytic.written_pages.reading import WrittenPage, written_page

DATA = Path(__file__).parents[1] / "data"

Write = WrittenPage


def page(folder: Path, text: str | bytes, name: str = "page.txt", **options: str) -> WrittenPage:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return written_page(path, **options)


@pytest.mark.parametrize(
    ("name", "lines"),
    [("width_limited.txt", [5, 6, 7, 8, 9]), ("width_limited.tex", [8, 12, 13, 14, 15])],
)
def test_text_and_latex_are_the_same_page(name: str, lines: list[int]) -> None:
    found = written_page(DATA / name)
    assert found.fault is None
    assert found.lines == lines
    assert found.page.name == "width-limited"
    assert found.page.where == (a < b + 1)
    steps = found.page.steps
    assert [step.left for step in steps[1:]] == [d_at(kappa), d_at(kappa), L(N), L(N)]
    amplitude = pi / (b * sin(pi / b))
    assert steps[1].right == amplitude * kappa ** (-1 / b) - an.parse("1/2")
    assert steps[1].remainder == kappa
    assert [step.right for step in steps[2:4]] == [N, kappa * w]
    assert steps[4].relation is Relation.ASYMPTOTIC
    assert steps[1].equation.reason.startswith("poles at")
    assert steps[2].equation.reason == "all N features are used up"


TEXT = "result: width-limited\nL(N) = kappa*w # reason\n"
DISPLAYS = {
    "align": "% result: width-limited\n\\begin{align*}\n&L(N)=\\kappa w % reason\n\\end{align*}",
    "equation": "%Result : width-limited\n\\begin{equation}L(N) = \\kappa w \\text{ (reason)},"
    "\\tag{1}\\end{equation}",
    "brackets": "% result: width-limited\n\\[ L(N) = w \\kappa. \\]",
    "eqnarray": "% result: width-limited\n\\begin{eqnarray}L(N) &=& \\kappa w\\end{eqnarray}",
    "split": "% result: width-limited\n\\begin{equation}\\begin{split}L(N) &= \\kappa\n"
    "\\\\ &\\quad \\cdot w\\end{split}\\end{equation}",
    "multline": "% result: width-limited\n\\begin{multline}L(N) = \\kappa \\\\ w\\end{multline}",
    "intertext": "% result: width-limited\n\\begin{align}\\intertext{by hand} L(N) &= \\kappa w"
    "\\end{align}",
    "alignat": "% result: width-limited\n\\begin{alignat}{2}L(N) &= \\kappa w\\end{alignat}",
}
MARKDOWN = {
    "dollars": "result: width-limited\n\nProse $x=1$.\n\n$$\nL(N) = \\kappa w\n$$\n",
    "fence": "<!-- result: width-limited -->\n```math\nL(N) = \\kappa w\n```\n",
}


@pytest.mark.parametrize("form", DISPLAYS)
def test_every_display_of_latex_is_read(form: str, tmp_path: Path) -> None:
    found = page(tmp_path, DISPLAYS[form], "page.tex")
    assert found.fault is None, str(found.fault)
    [step] = found.page.steps
    assert (step.left, step.right) == (L(N), kappa * w)


@pytest.mark.parametrize("form", MARKDOWN)
def test_every_display_of_markdown_is_read(form: str, tmp_path: Path) -> None:
    [step] = page(tmp_path, MARKDOWN[form], "page.md").page.steps
    assert (step.left, step.right) == (L(N), kappa * w)


@pytest.mark.parametrize(
    "text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, "\n\n" + TEXT, TEXT.rstrip()]
)
def test_line_ends_and_byte_order_marks_do_not_matter(text: str, tmp_path: Path) -> None:
    found = page(tmp_path, text)
    assert found.fault is None
    [step] = found.page.steps
    assert (step.right, step.equation.reason) == (kappa * w, "reason")


def test_chains_cases_and_latex_in_text_are_read(tmp_path: Path) -> None:
    lines = [
        "result: width-limited",
        r"L(N) = \kappa w = w\kappa \leq \zeta(a)",
        r"r_N = \begin{cases} a-1 & a \le b+1 \\ b & \text{otherwise} \end{cases}",
    ]
    found = page(tmp_path, "\n".join(lines))
    assert found.fault is None, str(found.fault)
    assert found.lines == [2, 2, 2, 3]
    assert [str(step.relation) for step in found.page.steps] == ["=", "=", "<=", "="]
    assert found.page.steps[3].left == r_N
    tall = page(tmp_path, f"% result: width-limited\n\\[ {lines[2]} \\]", "tall.tex")
    assert tall.page.steps[0].right == found.page.steps[3].right


@pytest.mark.parametrize(
    ("notation", "line", "left", "right"),
    [
        ("paquette", r"L(d) \sim d^{-2\alpha}", L(N), N**-b),
        ("paquette", r"r_d = 2\alpha", r_N, b),
        ("explaining", r"r_P = \alpha_K", r_N, b - 1),
    ],
)
def test_letters_are_those_of_a_paper(
    notation: str, line: str, left: an.Model, right: an.Model, tmp_path: Path
) -> None:
    found = page(tmp_path, line, result="width-limited", notation=notation)
    assert found.fault is None, str(found.fault)
    [step] = found.page.steps
    assert (step.left, step.right) == (left, right)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("page.txt", "L(N) ~ N**-b if a > 2*b + 1"),
        ("page.txt", r"L(N) \sim N^{-b} where a > 2b + 1"),
        ("page.tex", r"\[ L(N) \sim N^{-b}, \quad \text{for } a > 2b + 1, \quad N \to \infty. \]"),
        (
            "page.tex",
            r"\[ L(N) \sim N^{-b} \quad (N \to \infty) \text{ if } 2b + 1 < a \text{ easy} \]",
        ),
        ("page.tex", "% where: a > 2b + 1\n\\[ L(N) \\sim N^{-b}, \\text{as } N \\to \\infty \\]"),
    ],
)
def test_a_condition_and_a_limit_may_stand_behind(name: str, line: str, tmp_path: Path) -> None:
    found = page(tmp_path, line, name, result="width-limited")
    assert found.fault is None, str(found.fault)
    [step] = found.page.steps
    assert (step.left, step.right) == (L(N), N**-b)
    assert step.where in (a > 2 * b + 1, 2 * b + 1 < a)


UNREAD = {
    "condition.txt": (TEXT + "L(N) ~ N**-b if a > Q", 3, "is no condition", 1),
    "limit.tex": (
        DISPLAYS["brackets"].replace(". \\]", "\\quad N \\to 0\\]"),
        2,
        "to is no letter",
        0,
    ),
    "text.txt": (TEXT + "L(N) = Q", 3, "Q is no letter", 1),
    "define.txt": (TEXT + "Q = kappa", 3, "If this line defines Q, write :=", 1),
    "prose.txt": ("In the beginning there was a loss.", 1, "is no equation", 0),
    "bracket.txt": (TEXT + "L(N = kappa", 3, "a bracket that is not closed", 1),
    "nothing.txt": (TEXT + "L(N) =", 3, "Nothing stands on the right", 1),
    "alone.txt": ("result: width-limited\n= kappa", 2, "no line before it", 0),
    "propto.txt": (TEXT + r"L(N) \propto N^{-b}", 3, "leaves the amplitude open", 1),
    "approx.txt": (TEXT + r"L(N) \approx N^{-b}", 3, "nothing that can be judged", 1),
    "taken.txt": (TEXT + "kappa := 2", 3, "taken", 1),
    "house.txt": (TEXT + "notation: paquette\nr_N = alpha", 4, "Its exponents are r_t, r_d", 0),
    "about.txt": ("L(N) = 1", 1, "names no result", 0),
    "brace.tex": (DISPLAYS["align"].replace("w %", "w \\\\ L(N)&=\\frac{1 %"), 3, "awaited", 1),
    "sum.tex": (DISPLAYS["align"].replace("w %", "w \\\\ &=\\sum_k 1 %"), 3, "A sum is not", 1),
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_line_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    text, line, fact, before = UNREAD[name]
    found = page(tmp_path, text.replace("kappa*w", "kappa") if name == "house.txt" else text, name)
    assert found.fault is not None
    assert (found.fault.line, len(found.page.steps)) == (
        (2, 0) if name == "house.txt" else (line, before)
    )
    assert name == "house.txt" or fact in str(found.fault), str(found.fault)
    assert str(found.fault).startswith(f"{name}, line ")
    assert "\n" not in str(found.fault)
    with pytest.raises(InvalidProblemError, match=f"line {found.fault.line}: "):
        an.read_page(tmp_path / name)


REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.tex": (b" \r\n\t\n", "is empty"),
    "comments.txt": (b"# only\n# comments\n", "has no equations"),
    "prose.tex": (b"Only prose, with $L = N$ in it.", r"read from displays: \begin{align}"),
    "prose.md": (b"# Only prose", "or $$ ... $$"),
    "binary.txt": (bytes(range(256)), "byte 129 is no UTF-8"),
    "zero.txt": (b"L(N) = \0", "zero bytes"),
    "open.tex": (b"a\n\\begin{align}\nL &= 1", "line 2: \\begin{align} begins a display"),
    "twice.txt": (b"result: ridge\nresult: depth\nd = 1", "line 2: result: was said before"),
    "where.txt": (b"where: a > b > c\nd = 1", "is no condition"),
    "result.txt": (b"result: width-limitd\nd = 1", "Did you mean width-limited"),
    "letters.txt": (b"notation: chinese\nd = 1", "no notation named 'chinese'"),
    "long.txt": (b"d = 1\n" * 201, "At most 200"),
    "large.txt": (b"#" * 1_000_001, "has at most 1000000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_page_is_refused(name: str, tmp_path: Path) -> None:
    content, fact = REFUSED[name]
    with pytest.raises((InvalidProblemError, UnknownResultError)) as caught:
        page(tmp_path, content, name)
    assert fact in str(caught.value)


def test_the_page_and_the_caller_may_not_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(InvalidProblemError, match="ridge is asked for"):
        page(tmp_path, TEXT, result="ridge")
    with pytest.raises(InvalidProblemError, match="cannot be read: No such file"):
        an.read_page(tmp_path / "missing.tex")
