"""The command verify on derivations of one's own: planted mistakes are found, in every form."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from tests.conftest import Command

DATA = Path(__file__).parents[1] / "data"
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")

TEXT = (DATA / "width_limited.txt").read_text(encoding="utf-8")
LATEX = (DATA / "width_limited.tex").read_text(encoding="utf-8")
PLANTED = {
    "a sign": ("- 1/2", "+ 1/2", r"- \frac12", r"+ \frac12", 2),
    "a dropped term": (" - 1/2", "", r" - \frac12", "", 2),
    "a factor 2": ("kappa*w", "2*kappa*w", r"&= \kappa w", r"&= 2\kappa w", 4),
    "a remainder": ("O(kappa)", "O(kappa^2)", r"O(\kappa)", r"O(\kappa^2)", 2),
}


@pytest.mark.parametrize("name", ["width_limited.txt", "width_limited.tex"])
def test_a_right_derivation_holds(name: str, command: Command) -> None:
    code, out, err = command("verify", str(DATA / name), "--digits", "15")
    assert (code, err) == (0, "")
    assert f"{name}, about width-limited: holds\n" in out
    assert "law: the same leading term" in out


@pytest.mark.parametrize("fault", PLANTED)
@pytest.mark.parametrize("form", ["txt", "tex"])
def test_a_planted_mistake_is_found_on_its_line(
    fault: str, form: str, command: Command, tmp_path: Path
) -> None:
    plain, wrong, latex, wrong_latex, number = PLANTED[fault]
    text = TEXT.replace(plain, wrong) if form == "txt" else LATEX.replace(latex, wrong_latex)
    assert text not in (TEXT, LATEX)
    path = tmp_path / f"page.{form}"
    path.write_text(text, encoding="utf-8")
    code, out, _ = command("verify", str(path), "--digits", "15", "--json")
    document = json.loads(out)
    [page] = document["pages"]
    failing = [step for step in page["steps"] if step["passed"] is False]
    line = {"txt": (6, 8), "tex": (12, 14)}[form][number == 4]
    assert (code, document["ok"], page["verdict"]) == (1, False, f"fails at ({number})")
    assert (failing[0]["number"], failing[0]["line"]) == (number, line)
    numbers = failing[0]["rulings"][0]["counterexample"]
    assert numbers["left"] != numbers["right"]


def test_what_stands_before_an_unread_line_is_verified(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "d(kappa) = 1/kappa*0 + d\nresult: width-limited\nL(N) = kappa*w\nL(N) = Q(N)\n"
    )
    code, out, err = command("verify", str(path), "--digits", "5")
    assert code == 2
    assert "(2) line 3  holds  L(N) = kappa*w" in out
    assert "up to line 4, which cannot be read" in out
    assert err.startswith("Error: page.txt, line 4: Q is no function")
    code, out, err = command("verify", str(path), "--digits", "5", "--json")
    [page] = json.loads(out)["pages"]
    assert (code, err, page["ok"], page["unread"]["line"]) == (2, "", False, 4)
    path.write_text("result: width-limited\nprose\n")
    code, out, err = command("verify", str(path))
    assert (code, out.strip()) == (2, "")
    assert "line 2: 'prose' is no equation" in err


def test_standard_input_options_and_letters(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = r"L(d) &= \kappa w".replace("&", "")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    options = ("--result", "width-limited", "--notation", "paquette", "--digits", "5")
    code, out, err = command("verify", "-", *options)
    assert (code, err) == (0, "")
    assert "standard input, about width-limited: holds, and it does not end on the law" in out
    assert "read in the letters of paquette2024phases: a = 2*alpha + 2*beta" in out


def test_a_notation_of_isotropic_targets_speaks_of_these(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "page.tex"
    path.write_text(r"\[ r_P = \alpha_K \]", encoding="utf-8")
    options = ("--result", "width-limited", "--notation", "explaining", "--digits", "5")
    code, out, _ = command("verify", str(path), *options)
    assert (code, "law: the same exponent" in out) == (0, True)
    path.write_text(r"\[ r_P = 2\alpha_K \]", encoding="utf-8")
    assert command("verify", str(path), *options)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["my-page.tex", "width-limited"], "my-page.tex is a page and width-limited a result"),
        (["width-limited", "--result", "depth"], "--result was given without a page"),
        (["width-limited", "--notation", "paquette"], "--notation was given without a page"),
        (["missing.tex"], "'missing.tex' cannot be read: No such file or directory"),
        (["/tmp"], "'/tmp' cannot be read: Is a directory"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    command: Command, arguments: list[str], answer: str
) -> None:
    code, out, err = command("verify", *arguments)
    assert (code, out) == (2, "")
    assert answer in err


def test_the_page_of_the_readme_is_judged_as_it_shows(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [(page, shown)] = re.findall(
        r"here `my-page\.txt`:\n\n```\n(.*?)```\n\n```\n\$ scaling-laws verify \S+\n(.*?)```",
        README,
        re.DOTALL,
    )
    Path("my-page.txt").write_text(page, encoding="utf-8")
    code, out, _ = command("verify", "my-page.txt")
    assert code == 1
    assert [line for line in shown.splitlines() if line not in out.splitlines()] == []
