"""The command check with LaTeX: verdicts, letters of papers, and refusals in one line."""

import json

import pytest

from tests.conftest import Command


def test_latex_and_text_get_the_same_answer(command: Command) -> None:
    answers = [
        command("check", "width-limited", claim, "--draws", "0", "--json")
        for claim in ("N**(-Min(a-1, 2*b))", r"L(N) \sim N^{-\min(a-1, 2b)}")
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 1
    assert json.loads(answers[0][1])["where"] == "a <= b + 1"


def test_the_left_side_is_named_in_the_letters_of_the_paper(command: Command) -> None:
    claim = r"L(P) \sim P^{-\alpha_K}"
    code, out, _ = command("check", "width-limited", claim, "--notation", "explaining")
    assert (code, "right everywhere" in out) == (0, True)
    code, _, err = command("check", "data-limited", claim, "--notation", "explaining")
    assert (code, "r_D and L(D)" in err) == (2, True)


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        (r"N^{-\min(a-1, 2b)", "At character 18 of the LaTeX"),
        (r"N^{-\mn(a-1, 2b)}", "mn is no letter"),
        (r"L(P) \sim N^{-b}", "states something about 'L(P)'"),
        (r"\int_0^1 x", "An integral is not read"),
        (r"N^{-q}", "q is no letter of the notation dynamical"),
    ],
)
def test_bad_latex_is_refused_in_one_line(command: Command, claim: str, answer: str) -> None:
    code, out, err = command("check", "width-limited", claim)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert answer in err
