"""The command line: what it prints, the JSON it promises, and how it refuses."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from sympy import Integer

import analytic as an
from analytic.claim import Claim, judge
from analytic.law import Law
from analytic.notation import L, a, b, t
from analytic.page import Page
from analytic.result import Check, Effort, Outcome, Result
from analytic.stated import LOSS
from derivations import Contents
from derivations.command_line import contents, losses, verification
from derivations.command_line.estimates import plus_minus
from tests.conftest import Command

MODEL = ("--a", "2", "--b", "3/2")
SMALL = (*MODEL, "--modes", "20", "--width", "4", "--samples", "9", "--draws", "4")


@pytest.fixture
def one_law(monkeypatch: pytest.MonkeyPatch) -> Result:
    """A table of contents with one small law, in place of the real one."""
    page = Page("A law", "It falls.", "somebody1900, eq. (1)", "t > 0", "dL/dt = -L")
    exponent = (a - 1) / b
    leading = page.show(L(t), t**-exponent, "somebody said so", heuristic=True)
    claim = Claim("D12", "somebody1900", "14", "r_t", a / b, "a > 1")
    witnesses = ("symbolic", "exact", "sampling")
    result = Result(
        "a-law",
        "A law",
        page,
        {LOSS: leading},
        Law.of("r_t", t, leading, Integer(0), "t > 0"),
        (judge(claim, exponent),),
        tuple(
            Check(witness, "the formula is the law", _formula_is_the_law) for witness in witnesses
        ),
    )
    for module in (contents, verification):
        monkeypatch.setattr(module, "RESULTS", Contents({"a-law": lambda: result}))
    return result


def _formula_is_the_law(result: Result, effort: Effort) -> Outcome:
    del effort
    assert result.law is not None
    formula = result.formulas[LOSS]
    return Outcome(formula == result.law.leading, str(formula), str(result.law.leading))


def program(*arguments: str) -> list[str]:
    """The command as its own process."""
    return [sys.executable, "-m", "derivations", *arguments]


# loss


def test_loss_prints_the_digits_asked_for(command: Command) -> None:
    code, out, err = command("loss", *MODEL, "--width", "40", "--time", "100", "--digits", "30")
    assert (code, err) == (0, "")
    label, number = out.split()
    assert label == "test"
    assert len(number.lstrip("0.")) == 30


def test_loss_json_has_the_stable_keys_and_strings(command: Command) -> None:
    options = ("--width", "40", "--time", "2", "--digits", "20", "--json")
    code, out, err = command("loss", *MODEL, *options)
    document = json.loads(out)
    keys = ["test", "train", "digits", "time", "model", "training"]
    assert (code, err, list(document)) == (0, "", keys)
    assert {type(document["test"]), type(document["train"])} == {str}
    assert document["digits"] == 20


def test_loss_is_that_of_the_exact_witness(command: Command) -> None:
    model = an.Model(an.PowerLaw(2, "3/2", modes=300), width=40, samples=120, noise="1/20")
    both = an.exact.losses(model, 10, digits=25)
    options = ("--width", "40", "--samples", "120", "--noise", "1/20", "--modes", "300")
    _, out, _ = command("loss", *MODEL, *options, "--time", "10", "--digits", "25", "--json")
    document = json.loads(out)
    assert document["test"] == losses.digit_string(both.test, 25)
    assert document["train"] == losses.digit_string(both.train, 25)


def test_several_times_make_a_table_and_lists(command: Command) -> None:
    times = ("--width", "5", "--time", "0", "--time", "1", "--time", "inf")
    _, out, _ = command("loss", *MODEL, *times, "--train")
    rows = [line.split() for line in out.splitlines()]
    assert rows[0] == ["time", "test", "train"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "inf"]
    _, out, _ = command("loss", *MODEL, *times, "--json")
    assert [row[1] for row in rows[1:]] == json.loads(out)["test"]
    assert [row[2] for row in rows[1:]] == json.loads(out)["train"]


@pytest.mark.parametrize("spelling", ["1.5", "15e-1", "+1.50", " 3/2"])
def test_numbers_are_read_exactly_however_they_are_written(command: Command, spelling: str) -> None:
    expected = command("loss", *MODEL, "--time", "3", "--digits", "40")
    assert command("loss", "--a", "2", "--b", spelling, "--time", "3", "--digits", "40") == expected


@pytest.mark.parametrize(
    "text",
    ["# l c\n1, 1\n0.25,0.5\n", "1 1\n\n0.25 0.5", "1;1\n 0.25\t1/2", "\ufeff1 1\n1/4 .5"],
)
def test_a_measured_spectrum_is_read_from_a_file(
    command: Command, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "spectrum.txt"
    path.write_text(text, encoding="utf-8")
    model = an.Model(an.MeasuredSpectrum(["1", "1/4"], ["1", "1/2"]), width=3)
    expected = losses.digit_string(an.exact.losses(model, 2, digits=20).test, 20)
    options = ("--width", "3", "--time", "2", "--digits", "20")
    assert command("loss", "--spectrum", str(path), *options) == (0, f"test  {expected}\n", "")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [("3", 1, "3"), ("0.5", 5, "0.50000"), ("1e-30", 3, "1.00e-30"), ("0", 9, "0.0")],
)
def test_a_printed_number_has_its_digits_and_no_bare_point(
    value: str, digits: int, text: str
) -> None:
    assert losses.digit_string(mpmath.mpf(value), digits) == text


# simulate


def test_simulate_prints_estimates_with_errors(command: Command) -> None:
    code, out, err = command("simulate", *SMALL, "--time", "2")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines()]
    assert [(row[0], row[2]) for row in rows] == [("test", "±"), ("train", "±")]


def test_simulate_json_is_the_simulation(command: Command) -> None:
    times = ("--time", "1/2", "--time", "2")
    code, out, err = command("simulate", *SMALL, *times, "--seed", "5", "--json")
    document = json.loads(out)
    keys = ["test", "train", "draws", "seed", "time", "model", "training"]
    assert (code, err, list(document)) == (0, "", keys)
    assert document["time"] == ["1/2", "2"]
    model = an.Model(an.PowerLaw(2, "3/2", modes=20), width=4, samples=9)
    both = an.sampling.losses(model, [0.5, 2], draws=4, seed=5)
    for name in ("test", "train"):
        for field in ("mean", "standard_error", "median", "median_error"):
            expected = [float(f"{x:.15g}") for x in getattr(getattr(both, name), field)]
            assert document[name][field] == expected


def test_a_loss_without_a_variance_is_told_by_its_median(command: Command) -> None:
    options = ("--modes", "20", "--width", "9", "--samples", "9", "--draws", "4", "--time", "inf")
    _, out, _ = command("simulate", *MODEL, *options)
    assert "(median)" in out
    assert "no variance" in out
    _, out, _ = command("simulate", *MODEL, *options, "--json")
    assert json.loads(out)["test"]["heavy_tailed"] is True


def test_worker_processes_draw_the_same_draws(command: Command) -> None:
    arguments = ("simulate", *SMALL, "--time", "1", "--json")
    _, alone, _ = command(*arguments)
    done = subprocess.run(
        program(*arguments, "--jobs", "2"), capture_output=True, text=True, check=True
    )
    shared, single = json.loads(done.stdout)["test"], json.loads(alone)["test"]
    assert np.isclose(shared["mean"], single["mean"], rtol=1e-12)  # summation order of the BLAS


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (0.0123456, 0.00045, "0.01235 ± 0.00045"),
        (1234.5, 67, "1234 ± 67"),
        (0.25, 0.0, "0.25 ± 0"),
        (1.2345e-7, 2.5e-9, "1.235e-07 ± 2.5e-09"),
        (float("nan"), 1.0, "nan ± 1"),
    ],
)
def test_a_value_is_cut_where_its_error_has_two_digits(
    value: float, error: float, text: str
) -> None:
    assert plus_minus(value, error) == text


# list and derive


def test_list_names_laws_and_verdicts(command: Command, one_law: Result) -> None:
    code, out, err = command("list")
    assert (code, err) == (0, "")
    assert re.split(r"\s{2,}|\n", out.strip()) == [
        *("name", "title", "valid for", "law", "claims", "verdicts"),
        *("a-law", "A law", "t > 0", "r_t = (a - 1)/b", "1", "refuted 1"),
    ]
    _, out, _ = command("list", "--json")
    [entry] = json.loads(out)["results"]
    assert (entry["name"], entry["law"]["symbol"]) == (one_law.name, "r_t")
    assert entry["claims"][0]["verdict"] == "refuted"
    assert entry["claims"][0]["counterexample"]


def test_derive_prints_the_page_with_reasons_and_verdicts(
    command: Command, one_law: Result
) -> None:
    code, out, err = command("derive", one_law.name)
    assert (code, err) == (0, "")
    assert out.startswith("A law\n=====\n")
    assert "somebody said so (argued, not proved)" in out
    assert "Verdict: refuted;" in " ".join(out.split())


def test_derive_prints_latex_and_json(command: Command, one_law: Result) -> None:
    _, out, _ = command("derive", one_law.name, "--latex")
    assert out == one_law.page.latex()
    _, out, _ = command("derive", one_law.name, "--json")
    document = json.loads(out)
    assert document["equations"] == json.loads(json.dumps(one_law.page.as_json()["equations"]))
    assert set(document["law"]["exponent"]) == {"str", "srepr", "latex"}


# verify


def test_verify_json_has_the_stable_keys(command: Command, one_law: Result) -> None:
    code, out, err = command("verify", one_law.name, "--json")
    assert (code, err) == (0, "")
    entry = {"name": "a-law", "symbolic": "agrees", "exact": "agrees", "sampling": "agrees"}
    assert json.loads(out) == {"results": [{**entry, "verdict": "verified"}], "ok": True}


def test_verify_says_which_check_a_wrong_formula_failed(
    command: Command, one_law: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(one_law, formulas={LOSS: one_law.formulas[LOSS] * 101 / 100})
    monkeypatch.setattr(verification, "RESULTS", Contents({"a-law": lambda: wrong}))
    code, out, err = command("verify")
    assert (code, err) == (1, "")
    assert out.count("disagree") == 4  # three witnesses and the verdict
    assert "the exact check failed: the formula is the law." in out
    code, out, _ = command("verify", "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


@pytest.mark.usefixtures("one_law")
def test_verify_without_draws_says_that_nobody_simulated(command: Command) -> None:
    code, out, _ = command("verify", "--draws", "0", "--json")
    [entry] = json.loads(out)["results"]
    assert (code, entry["sampling"], entry["verdict"]) == (0, "not called", "verified in part")


@pytest.mark.slow
def test_results_verified_side_by_side_are_those_of_one_process(command: Command) -> None:
    names = ("spectral-density", "early-time", "early-time")
    alone, out, _ = command("verify", *names, "--draws", "0", "--json", "--jobs", "1")
    together, other, err = command("verify", *names, "--draws", "0", "--json", "--jobs", "2")
    assert (alone, together, err) == (0, 0, "")
    assert [entry["name"] for entry in json.loads(out)["results"]] == list(names[:2])
    assert other == out


def test_what_was_verified_is_printed_whatever_happens_next(
    command: Command, one_law: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> Result:
        raise KeyboardInterrupt

    table = Contents({"a-law": lambda: one_law, "interrupted": interrupt})
    monkeypatch.setattr(verification, "RESULTS", table)
    code, out, err = command("verify", "--json", "--jobs", "1")
    assert (code, err) == (130, "Interrupted.\n")
    [entry] = json.loads(out)["results"]
    assert (entry["name"], json.loads(out)["ok"]) == ("a-law", False)


def test_a_wrong_name_is_refused_before_any_work(command: Command) -> None:
    code, out, err = command("verify", "time-limited", "time-limitd")
    assert (code, out) == (2, "")
    assert "Did you mean time-limited?" in err


# refusals


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("loss --a 2 --b 1 --time 1", "sum k^-b needs b > 1"),
        ("loss --a 1 --b 2 --time 1", "sum k^-a needs a > 1"),
        ("loss --a -2 --b 3/2 --time 1", "initial loss diverges for a = -2"),
        ("loss --a 2 --b 3/2 --time 1 --width 0", "width = 0"),
        ("loss --a 2 --b 3/2 --time 1 --width -4", "width = -4"),
        ("loss --a 2 --b 3/2 --time 1 --samples 0", "samples = 0"),
        ("loss --a 2 --b 3/2 --time 1 --samples=-1", "samples = -1"),
        ("loss --a 2 --b 3/2 --time 1 --modes 0", "modes = 0"),
        ("loss --a 2 --b 3/2 --time 1 --modes 2.5", "modes = 5/2"),
        ("loss --a 2 --b 3/2 --time -1", "-1"),
        ("loss --a 2 --b 3/2 --time nan", "time = 'nan' is not a number"),
        ("loss --a 2 --b 3/2 --time 1,5", "time = '1,5' is not a number"),
        ("loss --a 2 --b 3/2 --time 1 --noise -1", "noise = -1"),
        ("loss --a 2 --b 3/2 --time 1 --noise inf", "noise = oo"),
        ("loss --a 2 --b 3/2 --time 1 --digits 0", "digits"),
        ("loss --a 2 --b 3/2 --time 1 --digits -3", "digits"),
        ("loss --a 2 --b 3/2 --time 1 --digits x", "--digits"),
        ("loss --a 2 --b 3/2 --width 7 --samples 7 --time inf", "diverges"),
        ("loss --a 2 --b 3/2", "--time"),
        ("loss --a 2 --time 1", "Add --a and --b, or --spectrum FILE"),
        ("loss --a x --b 3/2 --time 1", "a = 'x' is not a number"),
        ("loss --a 2 --b 3/0 --time 1", "b = '3/0' is not a number"),
        ("loss --a 2 --b 3/2 --time 1 --spectrum f", "either one or the other"),
        ("loss --spectrum no-such-file --time 1", "cannot be read"),
        ("loss --a 2 --b 3/2 --time 1 --widht 3", "--width"),
        ("simulate --a 2 --b 3/2 --time 1", "modes"),
        ("simulate --a 2 --b 3/2 --modes 9 --time 1 --width 3/2", "3/2"),
        ("simulate --a 2 --b 3/2 --modes 9 --time 1 --draws 0", "draws"),
        ("simulate --a 2 --b 3/2 --modes 9 --time 1 --jobs 0", "--jobs 0"),
        ("derive time-limted", "Did you mean time-limited?"),
        ("derive", "NAME"),
        ("verify nothing-like-it", "Choose from field-equations"),
        ("verify --draws 1", "no standard error"),
        ("verify --digits 0", "digits = 0"),
        ("verif", "'verify'?"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["text", "json"])
def test_bad_input_is_refused_in_one_line(
    command: Command, arguments: str, message: str, as_json: list[str]
) -> None:
    code, out, err = command(*arguments.split(), *as_json)
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


# the program around the commands


def test_an_interrupt_is_one_line_and_130(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(an.exact, "losses", interrupt)
    code, out, err = command("loss", *MODEL, "--time", "1")
    assert (code, out) == (130, "")
    assert err.splitlines() == ["Interrupted."]


def test_a_fault_of_the_program_is_no_traceback(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: Any, **__: Any) -> None:
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr(an.exact, "losses", fault)
    code, out, err = command("loss", *MODEL, "--time", "1")
    assert (code, out) == (70, "")
    assert err.startswith("Error: RuntimeError: the roof fell in. This is a fault of the program")


def test_a_question_too_large_for_the_memory_is_refused(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overflow(*_: Any, **__: Any) -> None:
        raise MemoryError("Unable to allocate 745. GiB")

    monkeypatch.setattr(an.sampling, "losses", overflow)
    code, out, err = command("simulate", *SMALL, "--time", "1")
    assert (code, out) == (2, "")
    assert err.startswith("Error: Unable to allocate 745. GiB. This question needs more memory.")


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("scaling-laws der", ["derive"]),
        ("scaling-laws derive width-d", ["width-data-duality"]),
        ("scaling-laws loss --nois", ["--noise"]),
    ],
)
def test_a_shell_completes_commands_options_and_names(
    command: Command, monkeypatch: pytest.MonkeyPatch, words: str, completed: list[str]
) -> None:
    monkeypatch.setenv("_SCALING_LAWS_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    code, out, err = command()
    assert (code, out.split(), err) == (0, completed, "")


def test_a_closed_pipe_is_left_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(program("loss", "--help"), stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_program_refuses_without_a_traceback() -> None:
    done = subprocess.run(
        program("loss", "--a", "1/2", "--b", "2", "--time", "1", "--json"),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: The initial loss diverges for a = 1/2: sum k^-a needs a > 1. "
        "Choose a > 1 or a finite number of modes.\n"
    )


def test_the_version_is_that_of_the_distribution(command: Command) -> None:
    code, out, _ = command("--version")
    assert (code, out.split()[0]) == (0, "scaling-laws")


@pytest.mark.parametrize(
    "name", ["", "list", "derive", "loss", "simulate", "verify", "check", "cite", "export"]
)
def test_every_command_explains_itself_with_an_example_that_fits(
    command: Command, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = command(*name.split(), "--help")
    assert (code, err) == (0, "")
    examples = [line for line in out.splitlines() if "Example: scaling-laws " in line]
    assert examples
    for example in examples:
        assert len(example) <= 80
        assert example.split()[2] == name or not name


def test_no_command_shows_the_commands(command: Command) -> None:
    code, out, _ = command()
    assert code == 0
    assert "simulate" in out
