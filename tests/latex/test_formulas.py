"""Formulas in LaTeX: read as they are meant, and refused where they may mean two things."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    E,
    EulerGamma,
    Expr,
    Max,
    Min,
    Piecewise,
    Rational,
    exp,
    gamma,
    log,
    oo,
    pi,
    sin,
    sqrt,
    zeta,
)

import analytic as an
from analytic.displayed import displayed
from analytic.errors import InvalidProblemError
from analytic.formulas.latex.tokens import UnreadLatexError
from analytic.formulas.parsing import parse
from analytic.formulas.sides import right_side, sides_of
from analytic.notation import (
    V_AD,
    L,
    L_star,
    M,
    N,
    N_star,
    a,
    b,
    d,
    kappa,
    kappa_N,
    s2,
    sigma2,
    t,
    w_plus,
)
from analytic.typesetting import formula, inline
from derivations import RESULTS

QUICK = 5.0  # seconds on a busy machine; a formula takes milliseconds
HALF = pi / b / sin(pi / b)

MEANT: dict[str, Expr] = {
    r"N^{-\min(a-1, 2b)}": N ** -Min(a - 1, 2 * b),
    r"$N^{-b}$": N**-b,
    r"\[ N^{−b} \]": N**-b,
    r"N^{-\min\left\{a-1,\,2b\right\}}": N ** -Min(a - 1, 2 * b),
    r"\max(a, b){t}": t * Max(a, b),
    r"\operatorname{min}(a,b) \mathrm{e}^{-t}": Min(a, b) * exp(-t),
    r"\frac{a-1}{b}": (a - 1) / b,
    r"\dfrac12 + \tfrac1b + \frac ab": Rational(1, 2) + 1 / b + a / b,
    r"\Gamma\left(\frac{a-1}{b}\right)(2t)^{-(a-1)/b}": gamma((a - 1) / b)
    * (2 * t) ** (-(a - 1) / b),
    r"\left(\frac{\pi/b}{\sin(\pi/b)}\right)^{b}": HALF**b,
    r"\sqrt{\pi} + \sqrt[3]{a}": sqrt(pi) + a ** Rational(1, 3),
    r"e^{-2t}\cdot e": E * exp(-2 * t),
    r"\exp(-t)\log N": exp(-t) * log(N),
    r"\log^2 N + \log(N)^{3}": log(N) ** 2 + log(N) ** 3,
    r"\ln(N)/N^b": log(N) / N**b,
    r"\sin\frac{\pi}{b}": sin(pi / b),
    r"\zeta(a-b)\gamma_{\mathrm{E}}": zeta(a - b) * EulerGamma,
    r"\sigma^2 + \sigma^{2a}": sigma2 + sigma2**a,
    r"2{b}(a-1)Nt M": 2 * b * (a - 1) * N * t * M,
    r"\left|a-b\right| + \lvert a\rvert": Abs(a - b) + a,
    r"\kappa^{-1/b}": kappa ** (-1 / b),
    r"N^\frac12 a^2 b": sqrt(N) * a**2 * b,
    r"1.5 \cdot 2 \times {.5}": Rational(3, 2),
    r"\infty": oo,
    r"2^{a-1/2}\quad\label{x}": 2 ** (a - Rational(1, 2)),
    r"\begin{cases} a-1 & \text{if } a \le b+1 \\ b & \text{otherwise} \end{cases}": Piecewise(
        (a - 1, a <= b + 1), (b, True)
    ),
}


MEANT[
    r"\begin{cases} a & a > 2 \text{ and } (b<2 \lor a=b) \\ b & a \neq 2, a \leq 3\end{cases}"
] = parse("Piecewise((a, (a > 2) & ((b < 2) | Eq(a, b))), (b, Ne(a, 2) & (a <= 3)))")


@pytest.mark.parametrize("latex", MEANT)
def test_a_formula_means_what_it_shows(latex: str) -> None:
    assert parse(latex) == MEANT[latex]


@pytest.mark.parametrize(
    ("notation", "latex", "expected"),
    [
        ("explaining", r"P^{-\alpha_K}", N ** (1 - b)),
        ("paquette", r"d^{-2\alpha}", N**-b),
        ("source-capacity", r"\frac{2\alpha r}{2\alpha r+1}", (a - 1) / a),
    ],
)
def test_letters_are_those_of_the_notation(notation: str, latex: str, expected: Expr) -> None:
    assert (parse(latex, notation) - expected).simplify() == 0


@pytest.mark.parametrize(
    ("latex", "beside", "expected"),
    [
        (r"L(N)\kappa_{N}", [L(N), kappa_N], L(N) * kappa_N),
        (r"\mathcal{L}\left(N\right)", [L(N)], L(N)),
        (r"d(\kappa)+d", [d, L(d), parse("a")], None),
        (r"N^\ast + N^{\star}", [N_star], 2 * N_star),
        (r"{w_+}^2 w_{+}", [w_plus], w_plus**3),
        (r"V_{AD} + V_{\mathrm{AD}}", [V_AD], 2 * V_AD),
        ("V_{AD}**2", [V_AD], V_AD**2),
        (r"s'/{s^\prime}", [s2], 1),
        (r"\gamma{b}", [b * EulerGamma], b * EulerGamma),
    ],
)
def test_names_with_indices_are_letters_of_the_formulas_beside(
    latex: str, beside: list[Expr], expected: Expr | None
) -> None:
    if expected is None:
        with pytest.raises(UnreadLatexError, match="looks like a function"):
            parse(latex, beside=beside)
    else:
        assert parse(latex, beside=beside) == expected


TWO_MEANINGS = {
    r"1/2{b}": (4, "beside the quotient or below"),
    r"\log{} N": (6, "closes what was not opened, or what is empty"),
    r"\log N t{}": (8, "inside of log or beside"),
    r"\sin \pi/b": (9, "inside of sin or beside"),
    r"\log N \cdot b": (8, "inside of log or beside"),
    r"{1}+1e-3": (5, "a power of ten"),
    r"{a}^23": (5, "lifts one sign only"),
    r"{N}^-b": (5, "lifts one sign only"),
    r"{N}^ab": (5, "lifts one sign only"),
    r"\kappa(t)": (7, "looks like a function"),
    r"{a}^b^t": (6, "two powers"),
    r"\sin^{-1}(a)": (5, "inverse function"),
    r"\frac{dN}{dt}": (1, "derivative"),
    r"\gamma{}": (1, "Euler's constant"),
    r"{2}^{3}4": (8, "number follows"),
    r"\log_{2} N": (5, "natural one"),
}
NOT_READ = {
    r"\frac{1}{": (10, "the formula ends"),
    r"N^{-b": (6, "which closes the { at character 3"),
    r"\left( a": (9, "which closes the ( at character 6"),
    r"{a)": (3, "which closes the {"),
    r"{a}}": (4, "closes what was not opened"),
    r"{N}^{}": (6, "or what is empty"),
    r"\sum_k k^{-a}": (1, "A sum is not read"),
    r"\foo{a}": (1, "foo is no letter of the notation"),
    r"{x}": (2, "x is no letter of the notation"),
    r"a \sim {b}": (3, "a relation"),
    r"a & {b}": (3, "not awaited"),
    r"{a}, b": (4, "a comma"),
    r"a \text{ words}": (3, "words stand"),
    r"\min a": (6, "needs its arguments in brackets"),
    r"\begin{matrix}a\end{matrix}": (1, "only cases"),
    r"\begin{cases}a\end{cases}": (15, "& and a condition"),
    r"\begin{cases}a & b\end{cases}": (19, "a comparison is awaited"),
    r"a_{": (4, "which closes the {"),
    r"{(a+b)}_2": (8, "only a letter bears an index"),
    r"a % {b}": (3, "'%' stands in no formula"),
    "{" * 50 + "a" + "}" * 50: (41, "more than 40 brackets"),
    r"\ ": (2, "the formula ends"),
}


@pytest.mark.parametrize("latex", {**TWO_MEANINGS, **NOT_READ})
def test_what_cannot_be_read_is_named_with_its_place(latex: str) -> None:
    place, fact = {**TWO_MEANINGS, **NOT_READ}[latex]
    with pytest.raises(UnreadLatexError) as caught:
        parse(latex)
    assert (caught.value.place + 1, fact in caught.value.fact) == (place, True), str(caught.value)
    assert f"At character {place} " in str(caught.value)


def test_no_python_is_run() -> None:
    for latex in (r"\__import__('os')", r"{__import__('os').system('true')}", r"{a}.is_real"):
        with pytest.raises(InvalidProblemError):
            parse(latex)


COMMANDS = [
    *[
        r"\frac",
        r"\sqrt",
        r"\left(",
        r"\right)",
        r"\min",
        r"\log",
        r"\\",
        r"\kappa",
        r"\hat",
        r"\text{if}",
    ],
    r"\begin{cases}",
]
COMMANDS += [r"\end{cases}"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"ab2N+-*/^_(){}[]|,&'~=. ", *COMMANDS]),
        max_size=14,
    )
)
def test_nonsense_is_met_with_a_curated_error_and_quickly(parts: list[str]) -> None:
    begin = time.perf_counter()
    with contextlib.suppress(InvalidProblemError):
        parse("{" + "".join(parts) + "}")
    assert time.perf_counter() - begin < QUICK


def read_back(value: Expr) -> None:
    """What the package prints of a formula is read as that formula."""
    for latex in (formula(displayed(value)), inline(displayed(value))):
        found = parse(f"{{{latex}}}", beside=[value])
        if found != value:
            letters = sorted((found - value).free_symbols, key=str)
            at = {letter: Rational(17 + 3 * n, 7) for n, letter in enumerate(letters)}
            sides = [side.subs(at).evalf(30) for side in (found, value)]
            assert abs(sides[0] - sides[1]) < 1e-25 * (1 + abs(sides[1])), latex


@pytest.mark.parametrize("name", ["time-limited", "width-limited", "data-limited", "label-noise"])
def test_what_is_printed_is_read(name: str) -> None:
    law = RESULTS[name].law
    assert law is not None
    parts = [(law.general.leading, law.exponent)]
    parts += [(regime.amplitude, regime.exponent) for regime in law.regimes]
    for value in dict.fromkeys(value for part in parts for value in part):
        read_back(value)


def test_sides_are_found_outside_of_brackets() -> None:
    chain = sides_of(r"L(N) &= \begin{cases} a & a = b \end{cases} \leq \frac{a<b}{2} := (c = d)")
    assert [side.relation for side in chain] == ["", "=", "<=", ":="]
    assert right_side("N**-b", ["r_N"]) == "N**-b"
    assert right_side(r"L^{\ast}(C) \propto C^{-a}", ["L^*(C)"]) == "C^{-a}"


@pytest.mark.parametrize("text", [r"L(P) = N^{-b}", r"r_N = a = b", r"r_N < b", "r_N := b", "= b"])
def test_a_statement_about_something_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidProblemError, match=r"states (something about|no one value)"):
        right_side(text, ["r_N", "L(N)", "L"])


@pytest.mark.parametrize(
    ("name", "claim", "agrees"),
    [
        ("width-limited", r"N^{-\min(a-1, 2b)}", False),
        ("width-limited", r"L(N) \sim N^{-\min(a-1, b)}", True),
        ("width-limited", r"r_N = \min\{a-1, b\}", True),
        ("width-limited", "r_N = Min(a-1, b)", True),
        ("time-limited", r"L \sim \frac{\Gamma(\frac{a-1}{b})}{b} (2t)^{-\frac{a-1}{b}}", True),
        ("time-limited", r"L \sim \frac{\Gamma(\frac{a-1}{b})}{b} t^{-\frac{a-1}{b}}", False),
    ],
)
def test_latex_is_checked_like_text(name: str, claim: str, agrees: bool) -> None:
    assert an.check(name, claim, draws=0).agrees is agrees


def test_other_functions_that_hold_a_star_are_named() -> None:
    assert sides_of(r"L^\ast(C) \sim 1")[0].text == r"L^\ast(C)"
    assert an.substitute(r"\frac{a-1}{b}", a=2, b="3/2") == Rational(2, 3)
    assert str(L_star.__name__) == "L^*"
