"""Users' formulas: read exactly, in the letters of the notation, and nothing else is ever run."""

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    E,
    Eq,
    EulerGamma,
    Expr,
    Max,
    Min,
    Piecewise,
    Rational,
    cos,
    exp,
    gamma,
    log,
    oo,
    pi,
    simplify,
    sqrt,
    zeta,
)

from analytic.errors import InvalidProblemError
from analytic.formulas.dictionary import NOTATIONS
from analytic.formulas.grammar import FUNCTIONS
from analytic.formulas.parsing import parse
from analytic.notation import M, N, P, a, b, kappa, sigma2, t

QUICK = 5.0  # seconds on a busy machine; a formula takes milliseconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N**(-Min(a-1, 2*b))", N ** -Min(a - 1, 2 * b)),
        ("N^(-min(a-1, 2*b))", N ** -Min(a - 1, 2 * b)),
        ("(a - 1)/b", (a - 1) / b),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("N^-2*b", b / N**2),
        ("1.5", Rational(3, 2)),
        ("0.1", Rational(1, 10)),
        ("1e-3*a", a / 1000),
        (".5", Rational(1, 2)),
        ("1_000", 1000),
        ("Rational(3, 2)", Rational(3, 2)),
        ("1/3", Rational(1, 3)),
        ("gamma((a-1)/b)/b*(2*t)^(-(a-1)/b)", gamma((a - 1) / b) / b * (2 * t) ** (-(a - 1) / b)),
        ("sqrt(pi)*E + EulerGamma", sqrt(pi) * E + EulerGamma),
        ("Max(a, b) + max(a, b)", 2 * Max(a, b)),
        ("exp(-t)*cos(b)*log(P)*zeta(a)*Abs(a - b)", None),
        ("oo", oo),
        ("sigma2*M*kappa", sigma2 * M * kappa),
        ("sigma^2/P", sigma2 / P),
        ("σ²/P", sigma2 / P),
        ("(sigma^2)^2", sigma2**2),
        ("N^−a·b×Γ(2)", N**-a * b),
        ("π", pi),
        ("∞", oo),
        ("(a\n + b)", a + b),
        ("  +a  ", a),
    ],
)
def test_formulas_are_read(text: str, expected: Expr | None) -> None:
    if expected is None:
        expected = exp(-t) * cos(b) * log(P) * zeta(a) * abs(a - b)
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("notation", "text", "expected"),
    [
        ("explaining", "P**(-alpha_K) + D**(-α_K)", N ** (1 - b) + P ** (1 - b)),
        ("solvable", "T/N*alpha", P / N * (b - 1)),
        ("paquette", "d**(-2*alpha + Max(0, 1 - 2*beta))", N ** (-b + Max(0, 1 - a + b))),
        ("paquette", "t^(-(2*α + 2*β - 1)/(2*α))", t ** ((1 - a) / b)),
        ("source-capacity", "n^(-2*alpha*r)", P ** (1 - a)),
        ("feature-learning", "N**(-alpha*Min(2, beta))", N ** (-b * Min(2, (a - 1) / b))),
    ],
)
def test_letters_mean_what_the_notation_says(notation: str, text: str, expected: Expr) -> None:
    assert simplify(parse(text, notation) / expected) == 1
    assert parse(text, NOTATIONS[notation]) == parse(text, notation)


@pytest.mark.parametrize("name", NOTATIONS)
def test_what_is_printed_in_a_notation_is_read_back(name: str) -> None:
    notation = NOTATIONS[name]
    formula = sigma2 * N ** -Min(a - 1, 2 * b) + gamma((a - 1) / b) * P**-b * log(t) * kappa**2
    printed = notation.from_house(formula)
    assert parse(str(printed), name) == notation.to_house(printed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no formula"),
        ("2a", "with [*] between factors"),
        ("a b", "is no formula"),
        ("(a", "is no formula"),
        ("007", "leading zeros"),
        ("L = a", "holds '='"),
        ("a; b", "holds ';'"),
        ("'a'", "stands in no formula"),
        ("a[0]", "holds '\\['"),
        ("a < b", "holds '<'"),
        ("a.is_real", "not part of the language"),
        ("(1).real", "not part of the language"),
        ("lambda a", "is no formula"),
        ("a if b else t", "not part of the language"),
        ("a and b", "not part of the language"),
        ("not a", "not part of the language"),
        ("a // b", "not part of the language"),
        ("a, b", "not part of the language"),
        ("...", "not part of the language"),
        ("True", "not part of the language"),
        ("None", "not part of the language"),
        ("1j", "not part of the language"),
        ("Min(*(a, b))", "not part of the language"),
        ("(a + b)(a)", "not part of the language"),
        ("2(a)", "not part of the language"),
        ("__import__('os')", "stands in no formula"),
        ("__import__(a)", "no function of a formula"),
        ("eval(a)", "no function of a formula"),
        ("gama(a)", "Did you mean gamma"),
        ("a(b + 1)", r"Write a\*\("),
        ("N(3)", r"Write N\*\("),
        ("Min + 1", r"Write Min\("),
        ("Min()", "0 arguments"),
        ("sqrt(a, b)", "2 arguments. It takes 1"),
        ("Rational(1)", "1 arguments. It takes 2"),
        ("Min(" + ",".join("a" * 21) + ")", "have 21 arguments"),
        ("alpha", "no letter of the notation dynamical. It belongs to solvable"),
        ("beta", "It belongs to paquette, feature-learning"),
        ("kapa", "Did you mean kappa"),
        (
            "x",
            "The letters are a, b, N, P, t, M, sigma2, eta, mu, B, kappa, C, tau; the constants pi",
        ),
        ("e", "no letter"),
        ("S", "no letter"),
        ("sigma**2**3", "Did you mean sigma2"),
        ("1/0", "no real number"),
        ("log(0)", "no real number"),
        ("sqrt(-1)", "no real number"),
        ("oo - oo", "no real number"),
        ("zeta(1)", "no real number"),
        ("Max(cos(1)**2 + sin(1)**2 - 1, 0)", "SymPy cannot work out"),
        ("0x10", "number = '0x10' is not a number"),
        ("1e99999", "too long a number"),
        ("1e4000", "too large"),
        ("9**9**9**9", "too large"),
        ("9**999", "too large"),
        ("(1e300*a)**100", "too large"),
        ("exp(1e6)", "too large"),
        ("Sum(k**-a, (k, 1, oo))", "has no sums and integrals. Write what it comes to"),
        ("gamma(1e6)", "too large"),
        ("zeta(-1e6)", "too large"),
        ("9**200*9**200*9**200*9**200", "too large"),
        ("-" * 200 + "a", "nested more than 100 deep"),
        ("(" * 400 + "a" + ")" * 400, "is no formula"),
        ("a" * 4001, "has 4001 characters"),
        ("\x00", "stands in no formula"),
        ("\ud800", "stands in no formula"),
    ],
)
def test_everything_else_is_refused_with_a_way_out(text: str, message: str) -> None:
    with pytest.raises(InvalidProblemError, match=message) as refusal:
        parse(text)
    words = str(refusal.value)
    assert words.endswith((".", "..."))
    assert "\n" not in words
    assert len(words) < 500


@pytest.mark.parametrize("nonsense", [None, 3, a, b"a"])
def test_what_is_no_text_is_refused(nonsense: Any) -> None:
    with pytest.raises(InvalidProblemError, match="is no text"):
        parse(nonsense)


def test_an_unknown_notation_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="Did you mean explaining"):
        parse("a", "explainig")


def test_reading_has_no_effect(tmp_path: Any) -> None:
    target = tmp_path / "made"
    for attempt in (f"open('{target}', 'w')", "exec(a)", "().__class__"):
        with pytest.raises(InvalidProblemError):
            parse(attempt)
    assert not target.exists()


ATOMS = ["a", "b", "N", "t", "alpha", "pi", "oo", "0", "1", "2", "9", "0.5", "1e3", "200", "7/3"]
formulas = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds("{}({})".format, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds("{}({},{})".format, st.sampled_from(["Min", "max", "Rational"]), inner, inner),
        st.builds("({}){}({})".format, inner, st.sampled_from(["+", "-", "*", "/", "^"]), inner),
    ),
    max_leaves=10,
)


def read_or_refused(text: str, notation: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(InvalidProblemError):
        assert isinstance(parse(text, notation), Expr)
    assert time.perf_counter() - start < QUICK


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.sampled_from(sorted(NOTATIONS)))
def test_any_text_is_read_or_refused(text: str, notation: str) -> None:
    read_or_refused(text, notation)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text("aNt019.e+-*/^(),Minσ_ ", max_size=40))
def test_any_text_of_a_formulas_characters_is_read_or_refused(text: str) -> None:
    read_or_refused(text, "dynamical")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(formulas, st.sampled_from(["dynamical", "solvable"]))
def test_any_formula_is_read_or_refused(text: str, notation: str) -> None:
    read_or_refused(text, notation)


HERE = a < b + 1


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("Piecewise((a - 1, a < b + 1), (b, True))", [(a - 1, HERE), (b, True)]),
        ("Piecewise((a - 1, a < b + 1), (b, a >= b + 1))", [(a - 1, HERE), (b, a >= b + 1)]),
        ("Piecewise((a, (a < b + 1) & (b > 2)), (b, True))", [(a, HERE & (b > 2)), (b, True)]),
        ("Piecewise((a, a < b + 1 or b > 2), (b, True))", [(a, HERE | (b > 2)), (b, True)]),
        ("Piecewise((a, Eq(a, b)), (b, Ne(a, b)))", [(a, Eq(a, b)), (b, True)]),
        ("Piecewise((a, a == b), (b, True))", [(a, Eq(a, b)), (b, True)]),
        ("Piecewise((a, 2 <= a < b), (b, True))", [(a, (a >= 2) & (a < b)), (b, True)]),
    ],
)
def test_definitions_by_cases_are_read(text: str, cases: list[Any]) -> None:
    assert parse(text) == Piecewise(*cases)
    assert parse(str(parse(text))) == parse(text)


def test_cases_are_translated_to_the_house_letters() -> None:
    text = "Piecewise((alpha, beta < 1/2), (2*beta, True))"
    assert parse(text, "paquette") == Piecewise((b / 2, a - b < 1), (a - b, True))


@pytest.mark.parametrize(
    "text",
    [
        "Piecewise(a, b)",
        "Piecewise()",
        "Piecewise((a, b))",
        "Piecewise((a, a < b, b))",
        "Piecewise((a, a in b), (b, True))",
        "Piecewise((a, Or(a, b)), (b, True))",
        "Piecewise((a, a < b), evaluate=1)",
    ],
)
def test_other_cases_are_refused(text: str) -> None:
    with pytest.raises(InvalidProblemError, match=r"is no definition by cases\. Write pairs"):
        parse(text)


def test_a_comparison_is_no_formula() -> None:
    with pytest.raises(InvalidProblemError, match="is not part of the language"):
        parse("Piecewise((a, a < b), (b, True)) < 2")
